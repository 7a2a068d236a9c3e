"""A table as the assembly sees it: columns with their headers, body rows, turned where studies stand as columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from litrex.records.reading import Reading, Span
from litrex.records.tables.headers import slot_of
from litrex.schema.segment import Table, TableCell

_SAME = re.compile(
    r"^\s*(?:[\"“”〃″]+|''|同上(?:行|一?例|述)?|同前"
    r"|ibid\.?|id\.|idem|ditto|do\.|(?:the )?same(?: as (?:above|before|previous))?|as (?:above|before)|see above)\s*[.。]?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A body row: `cells[c]` is the stretch at column *c*, None where the row has none there."""

    cells: tuple[Span | None, ...]
    repeated: frozenset[int] = frozenset()  # columns whose cell stands in a row above

    @property
    def filled(self) -> list[Span]:
        return [c for c in self.cells if c is not None and c[1] > c[0]]

    @property
    def span(self) -> Span:
        told = [c for n, c in enumerate(self.cells) if c is not None and n not in self.repeated] or [
            c for c in self.cells if c is not None
        ]
        return min(c[0] for c in told), max(c[1] for c in told)


@dataclass(frozen=True, slots=True)
class Grid:
    """`headers[c]` are the header stretches over column *c*, outermost first; `turned` where columns became rows."""

    table: Table
    headers: tuple[tuple[Span, ...], ...]
    rows: tuple[Row, ...]
    turned: bool = False

    @property
    def width(self) -> int:
        return len(self.headers)


def grid_of(reading: Reading, table: Table) -> Grid:
    """Lay a table out; studies that stand as columns are turned into rows."""
    grid = plain_grid(reading, table)
    grid = turned(reading, grid) if _lies_across(reading, grid) else grid
    return replace(grid, rows=_resolved(reading, grid.rows))


def plain_grid(reading: Reading, table: Table, *, headless: bool = False) -> Grid:
    """Lay a table out as it stands; `headless` takes every row for a body row."""
    width = table.width
    uneven = None if headless else _uneven(reading, table)
    deep = 0 if headless else 2 if uneven is not None else _depth(reading, table)
    head, body = table.rows[:deep], table.rows[deep:]
    headers = uneven or tuple(_headers(head, c) for c in range(width))
    return Grid(table, headers, tuple(r for r in (_row(cells, width) for cells in body) if r.filled))


_SPLIT = ("outcome", "adverse_events", "n_patients", "dose", "intervention", "cell_source")


def _uneven(reading: Reading, table: Table) -> tuple[tuple[Span, ...], ...] | None:
    """Lay out two header lines that lost their spans: "Author | n | Outcome", "Efficacy | Safety", then rows of four.

    The second line stands under the one title of the first that is short of columns: the one that such titles split.
    """
    if len(table.rows) < 3:
        return None
    first, second = ([(c.start, c.end) for c in row if c.end > c.start] for row in table.rows[:2])
    if (
        not 2 <= len(second) < len(first)
        or len(first) + len(second) - 1 != table.width
        or any(len(r) != table.width for r in table.rows[2:])
    ):
        return None
    if any(slot_of(reading, s) is None for s in second) or sum(slot_of(reading, s) is not None for s in first) * 2 < len(first):
        return None
    slots = [slot_of(reading, s) for s in first]
    parent = next((slots.index(s) for s in _SPLIT if s in slots), len(first) - 1)
    left = [(s,) for s in first[:parent]]
    return (*left, *((first[parent], s) for s in second), *((s,) for s in first[parent + 1 :]))


def _depth(reading: Reading, table: Table) -> int:
    """How many rows are headers: a second line of titles under the first counts though nothing marks it."""
    deep = table.header_rows
    if deep != 1 or len(table.rows) < 3:
        return deep
    second = table.rows[1]
    told = [(c.start, c.end) for c in second if c.end > c.start]
    if not told or len(told) == len(second) or len(told) < 2:
        return deep
    known = sum(
        slot_of(reading, s) is not None or bool(reading.lexicon.find(reading.text(s), kinds={"measures", "arms"})) for s in told
    )
    short = all(s[1] - s[0] <= 24 and not re.search(r"\d{2}|[↑↓]", reading.text(s)) for s in told)
    first_empty = not second or second[0].end == second[0].start
    return 2 if short and first_empty and known * 2 > len(told) else 1


def _headers(head: tuple[tuple[TableCell, ...], ...], column: int) -> tuple[Span, ...]:
    found: list[Span] = []
    for n, cells in enumerate(head):
        for cell in cells:
            if cell.column == column and cell.end > cell.start and (cell.start, cell.end) not in found:
                found.append((cell.start, cell.end))
        if n == 0 and not found and len(head) > 1:
            found += _reaching(cells, column)
    return tuple(found)


def _reaching(cells: tuple[TableCell, ...], column: int) -> list[Span]:
    """The title to the left of an empty place in the first of two header lines: it reaches over it."""
    before = [c for c in cells if c.column < column and c.end > c.start]
    return [(before[-1].start, before[-1].end)] if before else []


def _row(cells: tuple[TableCell, ...], width: int) -> Row:
    placed: list[Span | None] = [None] * width
    for cell in cells:
        if cell.column < width:
            placed[cell.column] = (cell.start, cell.end)
    own = {(c.start, c.end) for c in cells if not c.repeated}
    down = frozenset(c.column for c in cells if c.repeated and (c.start, c.end) not in own)
    return Row(tuple(placed), down)


def _resolved(reading: Reading, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Give every cell that says "as above" the cell above."""
    out: list[Row] = []
    for row in rows:
        above = next((r for r in reversed(out) if len(set(r.filled)) > 1), None)
        cells, repeated = list(row.cells), set(row.repeated)
        for c, cell in enumerate(row.cells):
            if (
                cell is not None
                and cell[1] > cell[0]
                and above is not None
                and c < len(above.cells)
                and _SAME.match(reading.text(cell))
            ):
                cells[c], repeated = above.cells[c], repeated | {c}
        out.append(Row(tuple(cells), frozenset(repeated)))
    return tuple(out)


def _lies_across(reading: Reading, grid: Grid) -> bool:
    """Whether the first column holds what is usually a header: 作者, 例数, 剂量 …"""
    first = [r.cells[0] for r in grid.rows if r.cells and r.cells[0] is not None]
    slots = [slot_of(reading, s) for s in first if s is not None]
    down = sum(s is not None for s in slots)
    across = sum(bool(h) and _heads_column(reading, h[-1]) for h in grid.headers[1:])
    return (
        len(first) >= 3
        and grid.width >= 3
        and down >= 3
        and down * 2 > len(first)
        and len({s for s in slots if s}) >= 3
        and across * 3 < grid.width
    )


def _heads_column(reading: Reading, span: Span) -> bool:
    """Whether a header names a sort of column, not a thing: "Outcome", but not "Study A"."""
    return slot_of(reading, span) is not None and not re.fullmatch(
        r"\s*(?:study|trial|研究|试验|no\.?)\s*[A-Z\d一二三四五六ⅠⅡⅢ甲乙丙丁]{1,3}\s*", reading.text(span), re.IGNORECASE
    )


def turned(reading: Reading, grid: Grid) -> Grid:
    """Make rows of columns."""
    headers: list[tuple[Span, ...]] = [(grid.headers[0] or ())]
    headers += [((r.cells[0],) if r.cells[0] is not None else ()) for r in grid.rows]
    rows = []
    for c in range(1, grid.width):
        top = grid.headers[c][-1] if grid.headers[c] else None
        rows.append(Row((top, *(r.cells[c] for r in grid.rows))))
    if headers[0] and (slot_of(reading, headers[0][-1]) == "aspect" or not re.search(r"\w", reading.text(headers[0][-1]))):
        headers[0] = ()
    return Grid(grid.table, tuple(headers), tuple(r for r in rows if r.filled), turned=True)
