"""The queue: which record gains most from a look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from litrex.exchange.sources import short_names
from litrex.schema.record import Extraction, StudyRecord
from litrex.store import Merged
from litrex.store.claims import by_study, disagreements
from litrex.store.paths import confidence_at, provenance_at
from litrex.store.reviewing import reviewed
from litrex.store.slots import paths_of
from litrex.web.shelf import Shelf

_FLAG, _DIFFERENCE, _OTHER = 1.0, 0.7, 0.4
_UNTOLD = 0.9  # the confidence of a value that none is told of


@dataclass(frozen=True, slots=True)
class Item:
    """A record in the queue. `gain` is about how many of its values are likely wrong; 0 where a person has dealt with all."""

    document_id: str
    record_id: str
    source: str
    name: str
    origin: str
    gain: float
    n_values: int
    flags: tuple[str, ...]
    n_unsure: int
    n_differ: int
    done: bool
    pending: int


@dataclass(frozen=True, slots=True)
class Queue:
    """All records, those that gain most first; `done` of `total` have been dealt with."""

    items: tuple[Item, ...]
    done: int
    total: int


def queue(shelf: Shelf, document_id: str | None = None) -> Queue:
    """Rank the records of all documents, or of one."""
    versions = shelf.versions()
    wanted = versions if document_id is None else {document_id: versions.get(document_id, "")}
    told: list[Item] = []
    for ident, version in wanted.items():
        told += shelf.made(ident, "items", items_of, version or None)
    names = dict(zip(sources := list(dict.fromkeys(one.source for one in told)), short_names(sources), strict=True))
    named = [_named(one, names[one.source]) for one in told]
    ranked = sorted(named, key=lambda one: (one.done, -one.gain))
    return Queue(tuple(ranked), sum(one.done for one in told), len(told))


def items_of(merged: Merged) -> tuple[Item, ...]:
    """The records of a document with what looking at each would gain."""
    extraction = merged.extraction
    differ = {ident: disagreements(study) for ident, study in by_study(extraction.records).items()}
    return tuple(_item(extraction, record, len(differ[record.study_id]), len(merged.pending)) for record in extraction.records)


def _item(extraction: Extraction, record: StudyRecord, differ: int, pending: int) -> Item:
    done = reviewed(record)
    open_paths = list(_open(record))
    unsure = [1 - sure for _, sure in open_paths]
    flags = [] if done else record.flags
    gain = 0.0 if done else sum(unsure) + _FLAG * len(flags) + _DIFFERENCE * differ + _OTHER * _contested(record)
    authors = ", ".join(record.citation.authors) or record.citation.group or ""
    name = " ".join(part for part in (authors, str(record.citation.year or "")) if part)
    return Item(
        extraction.document.document_id, record.record_id, extraction.document.source, name, record.origin, round(gain, 2),
        len(paths_of(record.model_dump())), tuple(sorted({flag.code for flag in flags})),
        sum(one > 0.2 for one in unsure), differ, done, pending,
    )  # fmt: skip


def _open(record: StudyRecord) -> Iterator[tuple[str, float]]:
    """The values that no person has spoken about, each with how sure the machine is."""
    for path in paths_of(record.model_dump(exclude={"flags"})):
        came = provenance_at(record, path)
        if came is None or came.source != "person":
            sure = confidence_at(record, path)
            yield path, _UNTOLD if sure is None else sure


def _contested(record: StudyRecord) -> int:
    """How many values have rivals that lost, where no person has decided."""
    return sum(1 for one in record.provenance.values() if one.source != "person" and one.others)


def _named(item: Item, source: str) -> Item:
    return replace(item, source=source)
