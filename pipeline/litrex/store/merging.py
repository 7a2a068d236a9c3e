"""The merged view: an extraction with the corrections of people applied to it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from litrex.lexicons import Lexicon
from litrex.records.checks import across_records, flags_of, of_record
from litrex.records.links import study_key
from litrex.schema.correction import Correction
from litrex.schema.record import Extraction, StudyRecord
from litrex.store.actions import Decided, act
from litrex.store.placing import PendingError, Seen, place_record, unchanged
from litrex.store.slots import Told

LexiconOf = Callable[[], Lexicon]
"""Gives the lexicon, which is loaded only where a correction is there to be checked."""

_CHECKED = frozenset(
    """
    sex_sum_mismatch arm_sum_mismatch percent_count_mismatch impossible_percent count_exceeds_total direction_conflict
    unit_implausible
    """.split()
)
"""The flags that hang on values alone, and are raised anew once a person has changed these."""


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


def merge(extraction: Extraction, version: str, kept: Iterable[Kept], lexicon: LexiconOf) -> Merged:
    """Apply corrections in the order they were made; a person's value stands over the table's, the rule's and the tagger's.

    The extraction itself is left as it is. What cannot be placed is told as pending, and changes nothing. A doubt that a
    correction settles is gone, and one that it raises is told.
    """
    decided = [Decided(one.correction, one.seen, extraction.raw) for one in standing(kept)]
    if not decided:
        return Merged(extraction, version)
    before: list[Told] = [record.model_dump() for record in extraction.records]
    told, pending = copy.deepcopy(before), []
    for one in decided:
        try:
            told = applied(told, one)
        except PendingError as why:
            pending.append(Pending(one.correction, str(why)))
    records = [StudyRecord.model_validate(one) for one in told]
    for record, now in zip(records, told, strict=True):
        if now not in before:
            _renew(record, extraction.raw, lexicon())
    if told != before:
        _renew_across(records)
    return Merged(extraction.model_copy(update={"records": records}), version, tuple(pending))


def standing(kept: Iterable[Kept]) -> list[Kept]:
    """The corrections that hold: neither taken back, nor a taking back themselves."""
    told, void = list(kept), set()
    for one in reversed(told):
        if one.correction.action == "undo" and one.correction.correction_id not in void:
            void.add(one.correction.new)
    return [one for one in told if one.correction.action != "undo" and one.correction.correction_id not in void]


def applied(records: list[Told], decided: Decided) -> list[Told]:
    """The records after one correction; those given stay as they are.

    Raises PendingError where it has no place, or where its value does not fit there.
    """
    unchanged(decided.seen, decided.raw)
    told = act(_copied(records, decided), decided)
    for record in told:
        if record not in records:
            _fitting(record)
    return told


def _copied(records: list[Told], decided: Decided) -> list[Told]:
    """The records with those copied that a correction may alter: most touch one, and copying all would take the longest."""
    correction = decided.correction
    if correction.action in ("merge", "split", "link"):
        return copy.deepcopy(records)
    if correction.action == "add" and not correction.path:
        return list(records)
    target = place_record(records, correction.record_id, decided.seen)
    return [copy.deepcopy(one) if one is target else one for one in records]


def _fitting(record: Told) -> None:
    try:
        StudyRecord.model_validate(record)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise PendingError(f"its value does not fit there ({where}: {first['msg']})") from problem


def _renew(record: StudyRecord, raw: str, lexicon: Lexicon) -> None:
    """Give a corrected record the key and the doubts that its values make; a key that a person gave stands."""
    told = record.provenance.get("study_key")
    if told is None or told.source != "person":
        record.study_key = study_key(record, raw)
    record.flags = [flag for flag in record.flags if flag.code not in _CHECKED]
    record.flags += flags_of(record, of_record(record, lexicon))


def _renew_across(records: list[StudyRecord]) -> None:
    for record in records:
        record.flags = [flag for flag in record.flags if flag.code != "cross_record_conflict"]
    across_records(records)
