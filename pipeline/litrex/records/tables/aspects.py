"""Tell a table that compares interventions by aspects, whichever of the two stand as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from litrex.records.reading import Reading, Span
from litrex.records.tables.grid import Grid, plain_grid
from litrex.records.tables.headers import slot_of
from litrex.schema.segment import Table

Aspect = Literal["effect", "mechanism", "adverse_events", "cost", "other"]
_SCORED: tuple[Aspect, ...] = ("effect", "mechanism", "adverse_events", "cost")
_OF_STUDIES = frozenset({
    "author", "author_year", "year", "reference", "study", "n_patients", "arm_n", "sex", "sex_f_m", "sex_m_f", "n_male",
    "n_female", "age",
    "follow_up", "registry", "phase", "species", "n_centers",
})  # fmt: skip
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell of a comparison: its place in the table as printed, and the stretches that say what it is about."""

    row: int
    column: int
    cell: Span
    aspect: Aspect
    aspect_words: Span
    intervention: Span


def compares(reading: Reading, table: Table) -> list[Compared] | None:
    """Read the places of a comparison table; None of any other.

    Aspects are rows in most, columns in some: "Option | Efficacy | Side effects | Cost".
    """
    grid = plain_grid(reading, table)
    if grid.width < 2 or not grid.rows or _heads_studies(reading, grid):
        return None
    return _by_rows(reading, grid) or _by_columns(reading, grid)


def _heads_studies(reading: Reading, grid: Grid) -> bool:
    """Whether a header says that studies are listed; the first column's 项目 is also what a comparison calls its aspects."""
    slots = [(c, slot_of(reading, h)) for c, hs in enumerate(grid.headers) for h in hs]
    return any(slot in _OF_STUDIES and (c or slot != "study") for c, slot in slots)


def _by_rows(reading: Reading, grid: Grid) -> list[Compared] | None:
    aspects = [aspect_of(reading, row.cells[0]) for row in grid.rows]
    if grid.width < 3 or len(grid.rows) < 2 or not _enough(aspects) or any(_of_study(reading, r.cells[0]) for r in grid.rows):
        return None
    found = []
    for r, (row, aspect) in enumerate(zip(grid.rows, aspects, strict=True), 1):
        for c, cell in enumerate(row.cells[1:], 1):
            if cell is not None and cell[1] > cell[0] and grid.headers[c] and row.cells[0] is not None:
                found.append(Compared(r, c, cell, aspect or "other", row.cells[0], grid.headers[c][-1]))
    return found


def _by_columns(reading: Reading, grid: Grid) -> list[Compared] | None:
    heads = [h[-1] if h else None for h in grid.headers]
    aspects = [aspect_of(reading, h) for h in heads[1:]]
    if not _enough(aspects) or ("cost" not in aspects and "mechanism" not in aspects):
        return None
    found = []
    for r, row in enumerate(grid.rows, 1):
        for c, cell in enumerate(row.cells[1:], 1):
            head, first = heads[c], row.cells[0]
            if cell is not None and cell[1] > cell[0] and head is not None and first is not None:
                found.append(Compared(r, c, cell, aspects[c - 1] or "other", head, first))
    return found


def _enough(aspects: list[Aspect | None]) -> bool:
    named = [a for a in aspects if a is not None]
    return len({a for a in named if a in _SCORED}) >= 2 and len(named) * 2 >= len(aspects)


def _of_study(reading: Reading, span: Span | None) -> bool:
    return span is not None and slot_of(reading, span) in _OF_STUDIES


def aspect_of(reading: Reading, span: Span | None) -> Aspect | None:
    """Name the aspect that a title gives; None where it is none."""
    if span is None or not 0 < span[1] - span[0] <= _LONGEST:
        return None
    text = reading.text(span).lower()
    whole = reading.lexicon.lookup(text, "aspects")
    found = reading.lexicon.find(text, kinds={"aspects"})
    if whole is None and not found:
        return None
    best = whole or max(found, key=lambda m: m.end - m.start).term
    return best.id if best.id in _SCORED else "other"
