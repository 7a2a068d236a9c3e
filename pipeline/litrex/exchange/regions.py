"""The stretches of the raw text that records stand on, each with a label, as tools for marking text have them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from litrex.exchange.marks import PARTS, label_of_path
from litrex.schema.mention import Label
from litrex.schema.record import Extraction, MentionEntry, StudyRecord
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


def regions(extraction: Extraction) -> list[Region]:
    """All regions of all records, by place."""
    mentions = {(one.start, one.end): one for one in extraction.mentions}
    told = [one for record in extraction.records for one in regions_of(record, mentions)]
    return sorted(told, key=lambda one: (one.start, one.end, one.label, one.path, one.record_id))


def regions_of(record: StudyRecord, mentions: dict[tuple[int, int], MentionEntry]) -> Iterator[Region]:
    """The evidence of a record's values; in an entry of several stretches each is labelled as what was found there."""
    for path, spans in record.evidence.items():
        own = label_of_path(path)
        for start, end in sorted(set(spans)):
            found = mentions.get((start, end))
            fits = found is not None and found.label in PARTS.get(parsed(path).head, ())
            label = Label(found.label) if found is not None and fits else own
            if label is not None:
                yield Region(start, end, label, record.record_id, path)


def relations(told: list[Region]) -> list[tuple[Region, Region]]:
    """From the stretch that an entry is about to each of its others."""
    heads: dict[tuple[str, str], Region] = {}
    for one in told:
        if one.entry is not None and one.label == label_of_path(one.entry):
            heads.setdefault((one.record_id, one.entry), one)
    pairs = [(heads.get((one.record_id, one.entry)), one) for one in told if one.entry is not None]
    return [(head, one) for head, one in pairs if head is not None and head is not one]
