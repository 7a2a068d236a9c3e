"""Where cells come from, in cells of tables: letters that mean a tissue only in such a column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from litrex.records.builder import RecordBuilder, Told
from litrex.records.cells import add_cells
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention

_TOKEN = re.compile(r"[A-Za-z]{1,5}(?![A-Za-z])|[一-鿿]{1,6}")


_LETTERS = {"AD": "adipose_tissue", "HAD": "adipose_tissue", "DP": "dental_pulp", "PL": "placenta", "MB": "menstrual_blood"}


class Tissue(NamedTuple):
    """A tissue in a cell, by its letters."""

    tissue: str
    words: Span


def tissues_in(reading: Reading, span: Span) -> list[Tissue]:
    """The tissues that a cell of sources names by letters which mean something else in prose: ``UC``, ``AD``, ``PB``."""
    if span[1] - span[0] > 60:
        return []
    return list(_tissues(reading, span))


def _tissues(reading: Reading, span: Span) -> Iterator[Tissue]:
    known = [(m.start, m.end) for m in reading.within(span, Label.CELL_SOURCE, Label.CELL_TYPE, Label.DERIVATIVE, Label.DONOR)]
    for match in _TOKEN.finditer(reading.text(span)):
        words = (span[0] + match.start(), span[0] + match.end())
        if (match.group().islower() and len(match.group()) <= 2) or any(a < words[1] and words[0] < b for a, b in known):
            continue
        term = reading.lexicon.lookup(match.group(), "tissues")
        tissue = term.id if term is not None else _LETTERS.get(match.group().upper())
        if tissue is not None:
            yield Tissue(tissue, words)


def add_source(builder: RecordBuilder, span: Span, default: Mention | None) -> None:
    """Add the cells of a cell of sources; `default` is the kind of cell that the table's title gives."""
    reading = builder.reading
    add_cells(builder, span, default=default)
    if reading.within(span, Label.CELL_SOURCE):
        return
    donor = next((reading.value(m, "donor") for m in reading.within(span, Label.DONOR)), None)
    for tissue, words in tissues_in(reading, span):
        if not _lent(builder, tissue, words, donor):
            entry = {"cell_type": None, "tissue": tissue, "species": None, "donor": donor, "derivative": None}
            spans: tuple[Span, ...] = (words,)
            if default is not None:
                entry["cell_type"], spans = (
                    reading.attribute(default, "cell_type") or default.concept,
                    (words, (default.start, default.end)),
                )
            builder.add("cells", entry, Told(None, spans, "table.source", 0.85))


def _lent(builder: RecordBuilder, tissue: str, words: Span, donor: str | None) -> bool:
    """Whether a cell that is there already takes the tissue."""
    for n, (entry, told) in enumerate(builder.entries.get("cells", [])):
        if entry.get("tissue") in (None, tissue) and (entry.get("cell_type") is not None or entry.get("donor") is not None):
            joined = {**entry, "tissue": tissue, "donor": entry.get("donor") or donor}
            builder.entries["cells"][n] = (joined, Told(None, (*told.spans, words), told.by, told.confidence))
            return True
    return False
