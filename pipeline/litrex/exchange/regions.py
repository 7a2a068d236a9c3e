"""The stretches of the raw text that records stand on, each with a label, as tools for marking text have them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from litrex.exchange.marks import PARTS, label_of_path
from litrex.schema.mention import Label
from litrex.schema.record import Extraction, StudyRecord
from litrex.store.slots import parsed


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled stretch ``start:end`` of the raw text, in code points: evidence of the value at `path` of a record."""

    start: int
    end: int
    label: Label
    record_id: str
    path: str

    @property
    def ident(self) -> str:
        """A name that stays as long as the record, the value and the stretch do."""
        told = f"{self.record_id}\x1f{self.path}\x1f{self.start}\x1f{self.end}"
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    @property
    def entry(self) -> str | None:
        """The entry that it belongs to, as a path; None for a slot."""
        place = parsed(self.path)
        return None if place.entry is None else place.of_entry


Found = dict[tuple[int, int], set[str]]
"""The labels of the mentions that stand exactly at a place."""


def found_in(extraction: Extraction) -> Found:
    """What the project itself found in a document, by place."""
    told: Found = {}
    for one in extraction.mentions:
        told.setdefault((one.start, one.end), set()).add(one.label)
    return told


def regions(extraction: Extraction) -> list[Region]:
    """All regions of all records, by place."""
    found = found_in(extraction)
    told = [one for record in extraction.records for one in regions_of(record, found, extraction.raw)]
    return sorted(told, key=lambda one: (one.start, one.end, one.label, one.path, one.record_id))


def regions_of(record: StudyRecord, found: Found, raw: str) -> Iterator[Region]:
    """The evidence of a record's values; in an entry of several stretches each is labelled as what was found there."""
    for path, spans in record.evidence.items():
        for start, end in sorted(set(spans)):
            label = _label(path, found.get((start, end), set()), raw[start:end])
            if label is not None:
                yield Region(start, end, label, record.record_id, path)


def _label(path: str, found: set[str], words: str) -> Label | None:
    """The label of the path where the words may bear it; else what they are, a number of an outcome being its figure."""
    own, head = label_of_path(path), parsed(path).head
    fits = [label for label in Label if label.value in found and label in PARTS.get(head, ())]
    if own is None or own.value in found or not (fits or head in PARTS):
        return own
    figure = head in ("outcomes", "adverse_events") and parsed(path).field is None and any(c.isdecimal() for c in words)
    return fits[0] if fits else Label.OUTCOME_VALUE if figure and not any(c.isalpha() for c in words) else own


def relations(told: list[Region]) -> list[tuple[Region, Region]]:
    """From the stretch that an entry is about to each of its others."""
    heads: dict[tuple[str, str], Region] = {}
    for one in told:
        if one.entry is not None and one.label == label_of_path(one.entry):
            heads.setdefault((one.record_id, one.entry), one)
    pairs = [(heads.get((one.record_id, one.entry)), one) for one in told if one.entry is not None]
    return [(head, one) for head, one in pairs if head is not None and head is not one]
