"""The merged view: an extraction with the corrections of people applied to it."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from litrex.records.links import study_key
from litrex.schema.correction import Correction
from litrex.schema.record import Extraction, StudyRecord
from litrex.store.actions import Decided, act
from litrex.store.placing import PendingError, Seen, unchanged
from litrex.store.slots import Told


@dataclass(frozen=True, slots=True)
class Pending:
    """A correction that has no place in the current extraction, and why; it is kept and waits for a person."""

    correction: Correction
    why: str


@dataclass(frozen=True, slots=True)
class Merged:
    """An extraction with its corrections; `version` is what a person who looks at it now has seen."""

    extraction: Extraction
    version: str
    pending: tuple[Pending, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A correction as it is kept."""

    correction: Correction
    seen: Seen


def merge(extraction: Extraction, version: str, kept: Iterable[Kept]) -> Merged:
    """Apply corrections in the order they were made; a person's value stands over the table's, the rule's and the tagger's.

    The extraction itself is left as it is. What cannot be placed is told as pending, and changes nothing.
    """
    decided = [Decided(one.correction, one.seen, extraction.raw) for one in kept]
    if not decided:
        return Merged(extraction, version)
    records = {record.record_id: record for record in extraction.records}
    told: list[Told] = [record.model_dump() for record in extraction.records]
    before = copy.deepcopy(told)
    pending = []
    for one in decided:
        try:
            told = applied(told, one)
        except PendingError as why:
            pending.append(Pending(one.correction, str(why)))
    untouched = {one["record_id"]: records[one["record_id"]] for one in before if one in told}
    merged = [untouched.get(one["record_id"]) or _keyed(StudyRecord.model_validate(one), extraction.raw) for one in told]
    return Merged(extraction.model_copy(update={"records": merged}), version, tuple(pending))


def applied(records: list[Told], decided: Decided) -> list[Told]:
    """The records after one correction; those given stay as they are.

    Raises PendingError where it has no place, or where its value does not fit there.
    """
    unchanged(decided.seen, decided.raw)
    told = act(copy.deepcopy(records), decided)
    for record in told:
        if record not in records:
            _fitting(record)
    return told


def _fitting(record: Told) -> None:
    try:
        StudyRecord.model_validate(record)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise PendingError(f"its value does not fit there ({where}: {first['msg']})") from problem


def _keyed(record: StudyRecord, raw: str) -> StudyRecord:
    """Give a corrected record the key that its values make, unless a person has said which it is."""
    told = record.provenance.get("study_key")
    if told is None or told.source != "person":
        record.study_key = study_key(record, raw)
    return record
