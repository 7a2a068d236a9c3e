"""Two people at the same records: where they agree, slot by slot, and whose word stands."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from litrex.errors import UsageError
from litrex.schema.record import Spans, StudyRecord
from litrex.store import Merged, Store
from litrex.store.claims import SLOTS
from litrex.store.placing import evidence_in
from litrex.store.slots import ENTRIES, value_in
from litrex.web.deciding import Decision, decide
from litrex.web.phrasing import phrased
from litrex.web.shelf import Shelf

WHOLE = "record"
"""Stands for the record itself, where one of the two has thrown it away."""
_APART = ("id", "surface", "text")


@dataclass(frozen=True, slots=True)
class Row:
    """One slot of one record as two people have it, in words; `now` is what stands."""

    record_id: str
    number: int
    slot: str
    one: str
    other: str
    now: str
    agree: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How far two people agree on a slot: `same` of `n` records where either states it."""

    slot: str
    same: int
    n: int

    @property
    def share(self) -> float:
        return self.same / self.n


@dataclass(frozen=True, slots=True)
class Views:
    """A document as it was read with the corrections of each, and as it holds."""

    one: Merged
    other: Merged
    now: Merged


@dataclass(frozen=True, slots=True)
class Compared:
    """All slots of all records that both have dealt with, those where they differ first."""

    rows: tuple[Row, ...]
    shares: tuple[Share, ...]
    version: str


def annotators(store: Store, document_id: str) -> list[str]:
    """Who has corrected a document."""
    return sorted({one.by for one in store.corrections(document_id)})


def compare(shelf: Shelf, document_id: str, names: tuple[str, str], lang: str) -> Compared:
    """Hold what two people say of a document beside each other; records that only one of them has dealt with are left out."""
    views = _views(shelf, document_id, names)
    touched = [{one.record_id for one in shelf.store.corrections(document_id) if one.by == name} for name in names]
    rows = [row for record_id in sorted(touched[0] & touched[1]) for row in _rows(views, record_id, shelf, lang)]
    rows.sort(key=lambda row: (row.agree, row.number, row.slot))
    told, same = Counter(row.slot for row in rows), Counter(row.slot for row in rows if row.agree)
    shares = tuple(Share(slot, same[slot], told[slot]) for slot in (WHOLE, *SLOTS, *ENTRIES) if told[slot])
    return Compared(tuple(rows), shares, views.now.version)


def settle(shelf: Shelf, document_id: str, record_id: str, slot: str, whose: str, by: str) -> Merged:
    """Let what one person says of a slot stand, in the name of who decides between them.

    Raises UsageError for a slot that is none, and where neither knows the record.
    """
    if slot not in (WHOLE, *SLOTS, *ENTRIES):
        raise UsageError(f"there is no slot {slot!r}", place="adjudication", remedy="name one of the comparison")
    theirs = _told(shelf.store.told_by(document_id, [whose]), record_id)
    now = shelf.look(document_id)
    for one in _steps(theirs, _told(now, record_id), slot):
        told = one.model_copy(update={"record_id": record_id, "seen_version": now.version})
        now = decide(shelf, document_id, told, by)
    return now


def _steps(theirs: dict[str, Any] | None, ours: dict[str, Any] | None, slot: str) -> Iterator[Decision]:
    """The corrections that lead from what stands to what somebody says."""
    if theirs is None or slot == WHOLE:
        if theirs is None and ours is not None:
            yield Decision(action="reject")
        elif theirs is not None and ours is None:
            yield Decision(action="add", new={**theirs, "flags": []}, evidence=theirs["anchor"]["spans"])
        elif ours is not None:
            yield Decision(action="accept")
    elif ours is None:
        raise UsageError("the record does not stand", place="adjudication", remedy="decide about the record first")
    elif slot in ENTRIES:
        yield from _entry_steps(theirs, ours, slot)
    elif value_in(theirs, slot) in (None, []):
        yield Decision(action="reject", path=slot, old=value_in(ours, slot))
    else:
        yield Decision(
            action="set", path=slot, old=value_in(ours, slot), new=value_in(theirs, slot), evidence=_evidence(theirs, slot)
        )


def _entry_steps(theirs: dict[str, Any], ours: dict[str, Any], head: str) -> Iterator[Decision]:
    wanted, there = {_bare(one): one for one in theirs[head]}, {_bare(one): one for one in ours[head]}
    for key, entry in there.items():
        path = f"{head}/{entry['id']}"
        yield Decision(action="accept" if key in wanted else "reject", path=path, old=entry)
    for key, entry in wanted.items():
        if key not in there:
            new = {name: value for name, value in entry.items() if name != "id"}
            yield Decision(action="add", path=head, new=new, evidence=_evidence(theirs, f"{head}/{entry['id']}"))


def _evidence(record: dict[str, Any], path: str) -> Spans:
    told: Spans = evidence_in(record, path) or record["anchor"]["spans"]
    return told


def _views(shelf: Shelf, document_id: str, names: tuple[str, str]) -> Views:
    one, other = (shelf.store.told_by(document_id, [name]) for name in names)
    return Views(one, other, shelf.look(document_id))


def _told(merged: Merged, record_id: str) -> dict[str, Any] | None:
    found: StudyRecord | None = next((one for one in merged.extraction.records if one.record_id == record_id), None)
    return found.model_dump() if found else None


def _rows(views: Views, record_id: str, shelf: Shelf, lang: str) -> Iterator[Row]:
    one, other, now = (_told(view, record_id) for view in (views.one, views.other, views.now))
    numbers = [n for n, told in enumerate(views.one.extraction.records, 1) if told.record_id == record_id]
    number = numbers[0] if numbers else 0
    if one is None or other is None:
        a, b, c = ("—" if told is None else "✓" for told in (one, other, now))
        yield Row(record_id, number, WHOLE, a, b, c, agree=one is other)
        return
    for slot in (*SLOTS, *ENTRIES):
        values = [_value(told, slot) for told in (one, other)]
        if values[0] or values[1]:
            a, b, c = (_said(slot, record, shelf, lang) for record in (one, other, now))
            yield Row(record_id, number, slot, a, b, c, agree=values[0] == values[1])


def _value(record: dict[str, Any] | None, slot: str) -> frozenset[str]:
    """What a record states at a slot, comparable: without ids and the words it was read from."""
    value = None if record is None else record[slot] if slot in ENTRIES else value_in(record, slot)
    if value in (None, []):
        return frozenset()
    return frozenset(_bare(one) for one in value) if isinstance(value, list) else frozenset([_bare(value)])


def _bare(value: Any) -> str:
    if isinstance(value, dict):
        value = {key: one for key, one in value.items() if key not in _APART and one is not None}
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _said(slot: str, record: dict[str, Any] | None, shelf: Shelf, lang: str) -> str:
    if record is None:
        return "—"
    if slot in ENTRIES:
        return " · ".join(phrased(slot, one, shelf.speaker, lang) for one in record[slot]) or "—"
    value = value_in(record, slot)
    return "—" if value in (None, []) else phrased(slot, value, shelf.speaker, lang)
