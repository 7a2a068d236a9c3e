"""Which entry of the reference list a record cites, and what the entry says."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from litrex.records.names import one_name
from litrex.schema.document import BlockKind, CleanText
from litrex.schema.record import Provenance, ResolvedCitation, StudyRecord

PATH = "citation.resolved"
_GOES_ON = re.compile(r"\s*(?:doi\b|10\.\d{4}|PMID|PMCID|\[?PubMed|https?://|Available (?:at|from)|[a-z])", re.IGNORECASE)
_SURE, _LESS_SURE = 0.95, 0.85


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in positions of the clean text; several stretches where the page cut it."""

    label: str | None
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry with what it says and the rule that read it."""

    entry: Entry
    told: ResolvedCitation
    by: str


def resolve(records: list[StudyRecord], clean: CleanText) -> None:
    """Give each record what the entry says that its label names, or the one entry of its author and year.

    Nothing is guessed: two entries of one label, or an entry whose authors are others than the record's, resolve nothing.
    """
    entries = list(entries_in(clean))
    if not entries or not records:
        return
    labelled: dict[str, list[_Read]] = defaultdict(list)
    read = [one for entry in entries if (one := _read(entry, clean)) is not None]
    for one in read:
        labelled[one.entry.label or ""].append(one)
    for record in records:
        found = _named(record, labelled) if record.citation.reference else _authored(record, read)
        if found is not None:
            _put(record, found, clean)


def entries_in(clean: CleanText) -> Iterator[Entry]:
    """The entries of the reference list, a line that only goes on from its entry put to it."""
    last: Entry | None = None
    for block in clean.blocks:
        if block.kind is not BlockKind.REFERENCE:
            continue
        span = (block.start, block.end)
        if last is not None and last.label and not block.label and _GOES_ON.match(clean.text[block.start : block.end]):
            last = replace(last, spans=(*last.spans, span))
            continue
        if last is not None:
            yield last
        last = Entry(block.label, (span,))
    if last is not None:
        yield last


def _read(entry: Entry, clean: CleanText) -> _Read | None:
    from litrex.records.bibliography.entries import entry_of  # here: its patterns take time, and few documents have a list
    from litrex.records.bibliography.tagged import tagged_entry

    if clean.document.media_type.endswith("jats+xml"):
        told = tagged_entry(clean.document.raw, *clean.raw_span(*entry.spans[0]))
        if told is not None and told.authors:
            return _Read(entry, told, "bibliography.tags")
    else:
        told = None
    text = entry_of(" ".join(clean.text[a:b] for a, b in entry.spans))
    if text is None:
        return None if told is None else _Read(entry, told, "bibliography.tags")
    return _Read(entry, _both(told, text), "bibliography.entry")


def _both(tags: ResolvedCitation | None, text: ResolvedCitation) -> ResolvedCitation:
    """What the tags say, and from the text what they leave out."""
    said = {} if tags is None else {name: value for name, value in tags.model_dump().items() if value}
    return text.model_copy(update=said)


def _named(record: StudyRecord, labelled: dict[str, list[_Read]]) -> _Read | None:
    """The entry of the record's label; of several labels the one whose first author the record names."""
    labels = record.citation.reference
    if isinstance(labels, str):
        found = labelled.get(labels, [])
        return found[0] if len(found) == 1 and not _of_others(record, found[0]) else None
    found = [one for label in labels or [] for one in labelled.get(label, [])]
    fitting = [one for one in found if _is_author(record, one, first=True)]
    return fitting[0] if len(fitting) == 1 else None


def _authored(record: StudyRecord, read: list[_Read]) -> _Read | None:
    """The one entry of the author and year that a record without a label names."""
    year = record.citation.year
    if year is None or not record.citation.authors:
        return None
    found = [one for one in read if one.told.year == year and _is_author(record, one, first=True)]
    return found[0] if len(found) == 1 else None


def _is_author(record: StudyRecord, one: _Read, *, first: bool) -> bool:
    names = one.told.authors[:1] if first else one.told.authors
    pairs = itertools.product(record.citation.authors, names)
    return any(one_name(said, written) is True for said, written in pairs)


def _of_others(record: StudyRecord, one: _Read) -> bool:
    """Whether an entry's authors are surely others: none of them can be the one that the record names."""
    pairs = list(itertools.product(record.citation.authors, one.told.authors))
    return bool(pairs) and all(one_name(said, written) is False for said, written in pairs)


def _put(record: StudyRecord, found: _Read, clean: CleanText) -> None:
    record.citation.resolved = found.told
    spans = [clean.raw_span(a, b) for a, b in found.entry.spans]
    record.evidence[PATH] = [span for span in spans if span[1] > span[0]]
    record.confidence[PATH] = _SURE if record.citation.reference else _LESS_SURE
    record.provenance[PATH] = Provenance(source="rule", by=found.by)
