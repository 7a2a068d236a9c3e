"""A table as the assembly sees it: columns with their headers, body rows, turned where studies stand as columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from litrex.records.reading import Reading, Span
from litrex.records.tables.headers import slot_of
from litrex.schema.segment import Table, TableCell


@dataclass(frozen=True, slots=True)
class Row:
    """A body row: `cells[c]` is the stretch at column *c*, None where the row has none there."""

    cells: tuple[Span | None, ...]
    repeated: frozenset[int] = frozenset()  # columns whose cell spans down from a row above

    @property
    def filled(self) -> list[Span]:
        return [c for c in self.cells if c is not None and c[1] > c[0]]

    @property
    def span(self) -> Span:
        told = [c for n, c in enumerate(self.cells) if c is not None and n not in self.repeated] or [c for c in self.cells if c is not None]
        return min(c[0] for c in told), max(c[1] for c in told)


@dataclass(frozen=True, slots=True)
class Grid:
    """`headers[c]` are the header stretches over column *c*, outermost first."""

    table: Table
    headers: tuple[tuple[Span, ...], ...]
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        return len(self.headers)


def grid_of(reading: Reading, table: Table) -> Grid:
    """Lay a table out; studies that stand as columns are turned into rows."""
    width = table.width
    head, body = table.rows[: table.header_rows], table.rows[table.header_rows :]
    headers = tuple(_headers(head, c) for c in range(width))
    rows = tuple(_row(cells, width) for cells in body)
    grid = Grid(table, headers, tuple(r for r in rows if r.filled))
    return _turned(reading, grid) if _lies_across(reading, grid) else grid


def _headers(head: tuple[tuple[TableCell, ...], ...], column: int) -> tuple[Span, ...]:
    found: list[Span] = []
    for cells in head:
        for cell in cells:
            if cell.column == column and cell.end > cell.start and (cell.start, cell.end) not in found:
                found.append((cell.start, cell.end))
    return tuple(found)


def _row(cells: tuple[TableCell, ...], width: int) -> Row:
    placed: list[Span | None] = [None] * width
    for cell in cells:
        if cell.column < width:
            placed[cell.column] = (cell.start, cell.end)
    own = {(c.start, c.end) for c in cells if not c.repeated}
    down = frozenset(c.column for c in cells if c.repeated and (c.start, c.end) not in own)
    return Row(tuple(placed), down)


def _lies_across(reading: Reading, grid: Grid) -> bool:
    """Whether the first column holds what is usually a header: 作者, 例数, 剂量 …"""
    first = [r.cells[0] for r in grid.rows if r.cells and r.cells[0] is not None]
    down = sum(slot_of(reading, s) is not None for s in first)
    across = sum(bool(h) and slot_of(reading, h[-1]) is not None for h in grid.headers[1:])
    return len(first) >= 3 and grid.width >= 3 and down >= 3 and down * 2 > len(first) and across * 3 < grid.width


def _turned(reading: Reading, grid: Grid) -> Grid:
    headers: list[tuple[Span, ...]] = [(grid.headers[0] or ())]
    headers += [((r.cells[0],) if r.cells[0] is not None else ()) for r in grid.rows]
    rows = []
    for c in range(1, grid.width):
        top = grid.headers[c][-1] if grid.headers[c] else None
        rows.append(Row((top, *(r.cells[c] for r in grid.rows))))
    if headers[0] and not re.search(r"\w", reading.text(headers[0][-1])):
        headers[0] = ()
    return Grid(grid.table, tuple(headers), tuple(r for r in rows if r.filled))
