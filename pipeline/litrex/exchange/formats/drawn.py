"""Regions that a person drew: which record and which slot they are for, and what they say there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from litrex.exchange.formats.proposing import Change, Proposed, now
from litrex.exchange.normalising import normalised
from litrex.exchange.regions import Region
from litrex.lexicons import Lexicon
from litrex.schema.mention import Label
from litrex.schema.record import StudyRecord
from litrex.store import Merged
from litrex.store.slots import CONCEPT

_LISTS = {
    Label.CONDITION: "populations", Label.CELL_TYPE: "cells", Label.DOSE: "doses", Label.ARM: "arms",
    Label.OUTCOME_MEASURE: "outcomes", Label.ADVERSE_EVENT: "adverse_events",
}  # fmt: skip
"""Labels that begin an entry of a list."""
_FIGURE = ("value", "upper", "unit", "n", "denominator", "comparator", "sd")
_PARTS: dict[Label, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Label.OUTCOME_VALUE: (("outcomes", "adverse_events"), _FIGURE), Label.CHANGE: (("outcomes",), ("direction",)),
    Label.TIMEPOINT: (("outcomes",), ("timepoint",)), Label.SPECIES: (("populations",), ("species",)),
    Label.QUALIFIER: (("populations",), ("qualifiers",)), Label.CELL_SOURCE: (("cells",), ("tissue",)),
    Label.DONOR: (("cells",), ("donor",)), Label.DERIVATIVE: (("cells",), ("derivative",)),
}  # fmt: skip
"""Labels that say something more of an entry: of which lists, in which fields."""
_SLOTS = {
    Label.PATIENT_COUNT: "n_patients", Label.CENTER_COUNT: "n_centers", Label.AGE: "age", Label.ROUTE: "route",
    Label.DRUG: "conditioning", Label.STUDY_TYPE: "design.study_type", Label.PHASE: "design.phase",
    Label.FOLLOW_UP: "follow_up", Label.AUTHOR: "citation.authors", Label.YEAR: "citation.year",
    Label.REFERENCE: "citation.reference",
}  # fmt: skip
_SEVERAL = ("route", "conditioning", "citation.authors", "citation.reference")
_FEMALE = re.compile(r"女|female|wom[ae]n|girl", re.IGNORECASE)
_EVERY = re.compile(r"每|隔|间隔|every|apart|interval|weekly|daily", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A region as a tool has it: a stretch in code points, and its label."""

    start: int
    end: int
    label: Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """The regions that are new, the relations and fields of all, and the regions of before that stand."""

    new: dict[str, Drawn]
    pairs: list[tuple[str, str]]
    values: dict[str, str]
    standing: dict[str, Region]

    def beside(self, ident: str) -> Iterator[str]:
        """The regions that a relation ties to one."""
        for a, b in self.pairs:
            if ident in (a, b):
                yield b if a == ident else a


class _RefusedError(Exception):
    """Why a region cannot be taken."""


def taken(drawing: Drawing, merged: Merged, lexicon: Lexicon, where: str) -> Proposed:
    """The changes that the new regions make. One that no record or no value is found for is told, and changes nothing."""
    done = Proposed()
    desk = _Desk(drawing, merged, lexicon, where)
    for ident in sorted(drawing.new, key=lambda one: (drawing.new[one].start, drawing.new[one].end, one)):
        try:
            done.changes.extend(desk.change(ident))
        except _RefusedError as why:
            one = drawing.new[ident]
            words = merged.extraction.raw[one.start : one.end]
            done.refused.append(f"{where}: {one.label.value} {words!r} at {one.start}–{one.end}: {why}")
    return done


@dataclass(frozen=True, slots=True)
class _Desk:
    drawing: Drawing
    merged: Merged
    lexicon: Lexicon
    where: str

    def change(self, ident: str) -> Iterator[Change]:
        one = self.drawing.new[ident]
        if one.label in _LISTS:
            yield self.entry(ident, _LISTS[one.label])
        elif one.label in _PARTS:
            yield from self.part(ident)
        else:
            yield self.slot(ident)

    def words(self, ident: str) -> str:
        one = self.drawing.new[ident]
        return self.merged.extraction.raw[one.start : one.end]

    def record(self, ident: str) -> StudyRecord:
        """The record of a region: that of a region tied to it, else the one that it lies in."""
        records = {record.record_id: record for record in self.merged.extraction.records}
        tied = {self.drawing.standing[other].record_id for other in self.drawing.beside(ident) if other in self.drawing.standing}
        one = self.drawing.new[ident]
        inside = [r for r in records.values() if any(a <= one.start and one.end <= b for a, b in r.anchor.spans)]
        found = [records[name] for name in sorted(tied) if name in records] or inside
        if len(found) != 1:
            told = "it lies in no record" if not found else "it lies in more than one record"
            raise _RefusedError(f"{told}: draw a relation to a region of the one that is meant")
        return found[0]

    def entry(self, ident: str, head: str) -> Change:
        """An entry that a region begins, with what the regions tied to it say."""
        record, one = self.record(ident), self.drawing.new[ident]
        new: dict[str, Any] = dict(normalised(self.words(ident), head, self.lexicon) or {})
        if (typed := self.drawing.values.get(ident, "").strip()) and head in CONCEPT:
            new[CONCEPT[head]] = typed
        spans = [(one.start, one.end)]
        for other in self.drawing.beside(ident):
            part = self.drawing.new.get(other)
            if part is not None and head in _PARTS.get(part.label, ((), ()))[0]:
                new |= self.fields(other, head)
                spans.append((part.start, part.end))
        if not new:
            raise _RefusedError(f"its words are no entry of {head}")
        return Change(record.document_id, record.record_id, head, "add", None, new, spans, self.where)

    def part(self, ident: str) -> Iterator[Change]:
        """Something more of an entry that stands; what is tied to a new region goes along with that."""
        one = self.drawing.new[ident]
        heads, _ = _PARTS[one.label]
        others = list(self.drawing.beside(ident))
        if any(other in self.drawing.new and _LISTS.get(self.drawing.new[other].label) in heads for other in others):
            return
        for other in others:
            region = self.drawing.standing.get(other)
            if region is not None and region.entry is not None and region.entry.partition("/")[0] in heads:
                yield from self.said(ident, region)
                return
        raise _RefusedError(f"it belongs to nothing: draw a relation to a region of {' or '.join(heads)}")

    def said(self, ident: str, region: Region) -> Iterator[Change]:
        one, path = self.drawing.new[ident], str(region.entry)
        record = next((r for r in self.merged.extraction.records if r.record_id == region.record_id), None)
        old = None if record is None else now(record, path)
        if record is None or not isinstance(old, dict):
            raise _RefusedError("what it belongs to is not there any more")
        spans = sorted({*record.evidence.get(path, []), (one.start, one.end)})
        new = self.fields(ident, path.partition("/")[0])
        yield Change(record.document_id, record.record_id, path, "set", old, {**old, **new}, spans, self.where)

    def fields(self, ident: str, head: str) -> dict[str, Any]:
        """What a region says of an entry."""
        one, words = self.drawing.new[ident], self.words(ident)
        if one.label is Label.TIMEPOINT:
            when = normalised(words, "infusion_interval", self.lexicon)
            found = {"timepoint": when} if when else {}
        else:
            told = normalised(words, head, self.lexicon) or {}
            found = {name: told[name] for name in _PARTS[one.label][1] if name in told}
        if head == "adverse_events":
            found = {name: value for name, value in found.items() if name in ("n", "denominator")}
        if not found:
            raise _RefusedError(f"its words {words!r} say no {one.label.value.lower().replace('_', ' ')}")
        return found

    def slot(self, ident: str) -> Change:
        """The value of a slot: of an empty one, of one whose regions were taken out, or one more of several."""
        one, words, record = self.drawing.new[ident], self.words(ident), self.record(ident)
        path = _slot_of(one.label, words)
        new = normalised(self.drawing.values.get(ident, "").strip() or words, path, self.lexicon) if path else None
        if path is None or new is None:
            raise _RefusedError("its words say no value that a record has")
        old, spans = now(record, path), [(one.start, one.end)]
        standing = {(region.record_id, region.path) for region in self.drawing.standing.values()}
        if old not in (None, []) and (record.record_id, path) in standing:
            if path not in _SEVERAL:
                raise _RefusedError(f"{path} has a value already: take its region out, or change that")
            several = old if isinstance(old, list) else [old]
            new = [*several, *(value for value in new if value not in several)]
            spans = sorted({*record.evidence.get(path, []), *spans})
        return Change(record.document_id, record.record_id, path, "set", old, new, spans, self.where)


def _slot_of(label: Label, words: str) -> str | None:
    if label is Label.SEX_COUNT:
        return "n_female" if _FEMALE.search(words) else "n_male"
    if label is Label.REGIMEN:
        return "infusion_interval" if _EVERY.search(words) else "n_infusions"
    return _SLOTS.get(label)
