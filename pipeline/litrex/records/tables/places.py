"""Which cell stands in which column: short rows by what they hold, empty first columns by the row above."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from litrex.records.reading import Reading, Span
from litrex.records.tables.content import place_by_content
from litrex.records.tables.grid import Row
from litrex.records.tables.headers import Column
from litrex.records.tables.recognise import Evidence

_CARRIED = frozenset({"author", "author_year", "study", "reference", "year", "registry"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with its cells under their columns; `missing` are columns for which a short row has no cell."""

    row: Row
    cells: tuple[tuple[Column, Span], ...]
    missing: tuple[int, ...] = ()


def placed_rows(reading: Reading, evidence: Evidence) -> Iterator[Placed]:
    """Pair each row's cells with the columns.

    A cell that spans down is written once by some: an empty first cell takes the one above, and where several rows are one
    cell short at the left they take it too, which is no error. Any other short row is placed by content, and told.
    """
    slots = [c.slot for c in evidence.columns]
    laid = [_laid(reading, row, slots) for row in evidence.grid.rows]
    spanning = {
        c for c, times in Counter(_only_gap(places, len(slots)) for places in laid).items() if c is not None and times >= 2
    }
    above: dict[int, Span] = {}
    for row, places in zip(evidence.grid.rows, laid, strict=True):
        if len(set(row.filled)) == 1 and len(row.cells) > 2:
            above = {}
            yield Placed(row, ())
            continue
        told = {c: cell for c, cell in places.items() if cell[1] > cell[0]}
        missing = tuple(c for c in range(len(slots)) if c not in places)
        carried = _carried(told, missing, above, slots, spanning)
        if carried:
            missing = tuple(c for c in missing if c not in carried)
        above = {**above, **told}
        cells = {**told, **carried}
        yield Placed(row, tuple((evidence.columns[c], cells[c]) for c in sorted(cells)), missing)


def _laid(reading: Reading, row: Row, slots: list[str | None]) -> dict[int, Span]:
    cells = [c for c in row.cells if c is not None]
    if len(cells) >= len(slots):
        return {c: cell for c, cell in enumerate(row.cells) if cell is not None}
    return dict(zip(place_by_content(reading, cells, slots), cells, strict=True))


def _only_gap(places: dict[int, Span], width: int) -> int | None:
    """The one column that a short row lacks, if it is the first."""
    return 0 if len(places) == width - 1 and 0 not in places else None


def _carried(
    told: dict[int, Span], missing: tuple[int, ...], above: dict[int, Span], slots: list[str | None], spanning: set[int]
) -> dict[int, Span]:
    """The cells of the row above that reach down into this one."""
    out = {c: above[c] for c in spanning if c in missing and c in above}
    empty = [c for c in range(len(slots)) if c not in told and c not in missing]
    if 0 in empty and 0 in above:
        out[0] = above[0]
    if not any(c in told for c in range(len(slots)) if slots[c] in _CARRIED):
        out |= {c: above[c] for c in empty if slots[c] in _CARRIED and c in above}
    return out
