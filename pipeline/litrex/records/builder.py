"""Put a study record together value by value, so that none stands without its evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from litrex.records.reading import Reading, Span
from litrex.schema.record import (
    AdverseEvent,
    Age,
    Anchor,
    Arm,
    Dose,
    Flag,
    FollowUp,
    Length,
    LostValue,
    Outcome,
    Population,
    Provenance,
    Spans,
    StudyCell,
    StudyRecord,
)

ENTRY = {
    "populations": Population,
    "cells": StudyCell,
    "doses": Dose,
    "arms": Arm,
    "outcomes": Outcome,
    "adverse_events": AdverseEvent,
}

Source = Literal["table", "rule", "tagger", "person"]


@dataclass(frozen=True, slots=True)
class Told:
    """A value with the stretches of the clean text that say so, the rule that read it and how sure it is."""

    value: Any
    spans: tuple[Span, ...]
    by: str
    confidence: float = 0.9


@dataclass
class RecordBuilder:
    """Collects the values of one record in the making.

    `put` keeps the first value of a slot and remembers later ones among ``others``; `add` appends to a list, once.
    Positions given are code points of the clean text, those of the record raw ones.
    """

    reading: Reading
    origin: Literal["table", "narrative"]
    place: str  # "T1R3" or the raw start of a narrative study: what makes the record's id
    anchor: Anchor
    source: Source = "rule"
    slots: dict[str, Told] = field(default_factory=dict)
    lost: dict[str, list[Told]] = field(default_factory=dict)
    entries: dict[str, list[tuple[dict[str, Any], Told]]] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)

    def put(self, slot: str, told: Told | None) -> None:
        """Set a slot unless it is set; a differing later value is kept beside it."""
        if told is None or told.value is None or not self._spans(told.spans):
            return
        have = self.slots.get(slot)
        if have is None:
            self.slots[slot] = told
        elif have.value != told.value:
            self.lost.setdefault(slot, []).append(told)

    def replace(self, slot: str, told: Told) -> None:
        """Set a slot in the place of what stood there, which is kept among the lost values."""
        have = self.slots.pop(slot, None)
        if have is not None and have.value != told.value:
            self.lost.setdefault(slot, []).append(have)
        self.slots[slot] = told

    def get(self, slot: str) -> Any:
        return self.slots[slot].value if slot in self.slots else None

    def add(self, slot: str, entry: dict[str, Any], told: Told) -> None:
        """Append an entry to a list slot; one equal in all but its words is not added twice, but lends its evidence."""
        if not self._spans(told.spans):
            return
        have = self.entries.setdefault(slot, [])
        bare = {k: v for k, v in entry.items() if k not in ("surface", "text") and v is not None}
        for n, (old, old_told) in enumerate(have):
            if {k: v for k, v in old.items() if k not in ("surface", "text") and v is not None} == bare:
                have[n] = (old, Told(old_told.value, (*old_told.spans, *told.spans), old_told.by, old_told.confidence))
                return
        have.append((entry, told))

    def named(self, entry: dict[str, Any], span: Span) -> dict[str, Any]:
        """Give an entry its surface (raw words) and its text (clean, simplified)."""
        return {**entry, "surface": self.reading.surface(span), "text": self.reading.text(span)}

    def flag(self, code: str, message: str, paths: Iterable[str] = (), spans: Iterable[Span] = ()) -> None:
        self.flags.append(
            Flag(
                code=code,
                message=message,
                paths=list(paths),
                document_id=self.reading.document_id,
                record_id=self.record_id,
                evidence=self._spans(spans),
            )
        )

    @property
    def record_id(self) -> str:
        return _digest(self.reading.document_id, self.origin, self.place)

    def build(self) -> StudyRecord:
        """Make the record; a list entry's evidence stands under ``slot/id``."""
        record = StudyRecord(
            record_id=self.record_id,
            study_id="",
            document_id=self.reading.document_id,
            origin=self.origin,
            anchor=self.anchor,
            flags=self.flags,
        )
        for slot, told in self.slots.items():
            self._set(record, slot, told.value)
            self._account(record, slot, told, self.lost.get(slot, []))
        for slot, listed in self.entries.items():
            for ordinal, (entry, told) in enumerate(listed):
                ident = _digest(record.record_id, slot, str(self._spans(told.spans)[0]), str(ordinal))[:12]
                getattr(record, slot).append(ENTRY[slot](id=ident, **entry))
                self._account(record, f"{slot}/{ident}", told, [])
        return record

    def _set(self, record: StudyRecord, slot: str, value: Any) -> None:
        if slot.startswith("citation."):
            setattr(record.citation, slot.removeprefix("citation."), value)
        elif slot.startswith("design."):
            setattr(record.design, slot.removeprefix("design."), value)
        elif slot == "follow_up":
            record.follow_up = FollowUp(**value)
        elif slot == "infusion_interval":
            record.infusion_interval = Length(**value)
        elif slot == "age":
            record.age = Age(**value)
        else:
            setattr(record, slot, value)

    def _account(self, record: StudyRecord, path: str, told: Told, lost: list[Told]) -> None:
        record.evidence[path] = self._spans(told.spans)
        record.confidence[path] = round(told.confidence, 2)
        record.provenance[path] = Provenance(
            source=self.source,
            by=told.by,
            others=[LostValue(value=x.value, source=self.source, by=x.by, evidence=self._spans(x.spans)) for x in lost],
        )

    def _spans(self, spans: Iterable[Span]) -> Spans:
        raw = sorted({self.reading.raw(s) for s in spans if s[1] > s[0]})
        return [s for s in raw if s[1] > s[0]]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
