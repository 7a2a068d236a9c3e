"""Corrections as cases: what people decided, value by value, held against what a machine reads without their help."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from litrex.schema.correction import Correction
from litrex.schema.record import Extraction
from litrex.store.actions import Decided, act, new_id
from litrex.store.merging import Kept, standing
from litrex.store.placing import PendingError, Seen, evidence_in, place_record, unchanged
from litrex.store.slots import ENTRIES, Told, parsed, paths_of, value_in

_BESIDE = frozenset(
    {"id", "surface", "text", "evidence", "confidence", "provenance", "flags", "record_id", "anchor", "study_key"}
)
"""What stands around a value and is no part of it."""


def cases(kept: Iterable[Kept]) -> list[Kept]:
    """The last word on every value: no correction that was taken back, and none that a later one goes over.

    A record accepted as a whole gives a case for each of its values.
    """
    last: dict[tuple[str, str], Kept] = {}
    for one in (part for told in standing(kept) for part in _by_value(told)):
        record, path = one.correction.record_id, _subject(one.correction)
        for key in [key for key in last if key[0] == record and _goes_over(path, one.correction, key[1])]:
            del last[key]
        last[record, path] = one
    return list(last.values())


def holds(extraction: Extraction, case: Kept) -> bool:
    """Whether an extraction says by itself what a person decided: carrying the decision out on it would change nothing.

    Where the place of a decision is not found, a rejection holds and nothing else does.
    """
    gone = case.correction.action in ("reject", "delete")
    records = [record.model_dump() for record in extraction.records]
    decided = Decided(case.correction, case.seen, extraction.raw)
    try:
        unchanged(case.seen, extraction.raw)
        if case.correction.action == "add":
            return _told_already(records, decided)
        after = act(copy.deepcopy(records), decided)
    except PendingError:
        return gone
    return _plain(after, case.correction) == _plain(records, case.correction)


def _by_value(one: Kept) -> Iterator[Kept]:
    if one.correction.action != "accept" or one.correction.path or not isinstance(one.seen.record, dict):
        yield one
        return
    for path in paths_of(one.seen.record):
        yield Kept(one.correction.model_copy(update={"path": path}), _seen_at(one.seen, path))


def _seen_at(seen: Seen, path: str) -> Seen:
    """What was seen of one value of a record that was looked at as a whole."""
    record, place = seen.record, parsed(path)
    value = value_in(record, path)
    more = {"value": value, "entry": value if place.entry else None, "record": None}
    return seen.model_copy(update={**more, "evidence": evidence_in(record, path), "words": []})


def _subject(correction: Correction) -> str:
    """The path that a decision is about; of an entry that is added, the one it is going to have."""
    if correction.action != "add" or not correction.path:
        return correction.path
    return f"{parsed(correction.path).head}/{correction.new.get('id') or new_id(correction)[:12]}"


def _goes_over(path: str, later: Correction, earlier: str) -> bool:
    if not path:
        return later.action in ("reject", "delete")
    return earlier == path or earlier.startswith((f"{path}.", f"{path}/")) or path.startswith(f"{earlier}.")


def _told_already(records: list[Told], decided: Decided) -> bool:
    """Whether what a person added is there: an entry that says all that the person said, or a record that stands there."""
    correction = decided.correction
    if correction.path:
        record = place_record(records, correction.record_id, decided.seen)
        return any(_says(one, correction.new) for one in record[parsed(correction.path).head])
    there = [one for one in records if _meet(one["anchor"]["spans"], correction.evidence)]
    return any(_says_all(one, correction.new) for one in there)


def _says_all(record: Told, wanted: Told) -> bool:
    for name, value in wanted.items():
        if name in _BESIDE or name in ("study_id", "document_id", "origin"):
            continue
        if name in ENTRIES:
            if not all(any(_says(one, entry) for one in record[name]) for entry in value):
                return False
        elif not _says(record[name], value):
            return False
    return True


def _says(told: Any, wanted: Any) -> bool:
    """Whether a value states all that is wanted of it; what is wanted of a list or a bare value is itself."""
    if not isinstance(wanted, dict):
        return bool(told == wanted)
    told = told or {}
    return all(_says(told.get(name), value) for name, value in wanted.items() if value is not None and name not in _BESIDE)


def _meet(one: list[Any], other: list[tuple[int, int]]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _plain(records: list[Told], correction: Correction) -> list[Any]:
    """Records as values alone; the study that they tell counts only where it was linked."""
    left_out = _BESIDE if correction.action == "link" else _BESIDE | {"study_id"}
    if correction.path == "study_key":
        left_out -= {"study_key"}
    return [_stated(record, left_out) for record in records]


def _stated(value: Any, left_out: frozenset[str]) -> Any:
    if isinstance(value, dict):
        told = {key: _stated(one, left_out) for key, one in value.items() if key not in left_out}
        return {key: one for key, one in told.items() if one is not None}
    return [_stated(one, left_out) for one in value] if isinstance(value, list) else value
