"""Tables of pages: the text of drawn cells, and rows and columns that only alignment tells."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from litrex.documents.marks import is_caption
from litrex.documents.notes import is_note
from litrex.documents.pdf.glyphs import Glyphs
from litrex.documents.pdf.grids import DrawnGrid
from litrex.documents.pdf.joining import Join
from litrex.documents.pdf.lines import Line, Row, line_of
from litrex.documents.text_tables import looks_like_header
from litrex.schema.document import Cell
from litrex.schema.mapped import MappedText

NOTHING = MappedText("", array("I"), array("I"))
_HEADER_ROWS = 3
_PADDING = 6.0  # points between the text of a cell and its side


@dataclass(slots=True)
class PageTable:
    """A table, or the part of one that stands on one page. `edges` are where its columns begin, and where the last ends."""

    page: int
    top: float
    bottom: float
    edges: list[float]
    cells: list[Cell]
    before: list[MappedText] = field(default_factory=list)  # captions in rows of their own
    after: list[MappedText] = field(default_factory=list)  # notes in rows of their own

    @property
    def rows(self) -> int:
        return 1 + max((cell.row for cell in self.cells), default=-1)

    @property
    def columns(self) -> int:
        return len(self.edges) - 1

    def header(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.header]

    def row(self, number: int) -> list[Cell]:
        return [cell for cell in self.cells if cell.row == number]


def drawn_table(glyphs: Glyphs, grid: DrawnGrid, rows: Sequence[Row], join: Join) -> PageTable:
    """Read a drawn table: each character goes to the cell in which its middle lies."""
    owner = {
        (r, c): n
        for n, cell in enumerate(grid.cells)
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    }
    lines: list[list[Line]] = [[] for _ in grid.cells]
    for row in rows:
        inside: dict[int, list[int]] = {}
        for g in row.items:
            x, y = (glyphs.left[g] + glyphs.right[g]) / 2, (glyphs.top[g] + glyphs.bottom[g]) / 2
            if grid.holds(x, y):
                inside.setdefault(owner[grid.place(x, y)], []).append(g)
        for n, items in inside.items():
            line = line_of(glyphs, Row(row.page, items, row.raised))
            if line is not None:
                lines[n].append(line)
    texts = [join(unbroken(lines[n], grid.xs[c.column + c.column_span])) for n, c in enumerate(grid.cells)]
    cells = [Cell(c.row, c.column, text, c.row_span, c.column_span) for c, text in zip(grid.cells, texts, strict=True)]
    page = rows[0].page if rows else 0
    return _finished(PageTable(page, grid.top, grid.bottom, list(grid.xs), cells), glyphs)


def unbroken(lines: Sequence[Line], right: float) -> list[MappedText]:
    """The texts of a cell's lines, a figure that the cell's width alone broke made whole: ``2.4×1`` / ``0⁸``.

    Such a line is one word and reaches the cell's `right` side; a column of short figures does not.
    """
    out: list[MappedText] = []
    before: Line | None = None
    for line in lines:
        if before is not None and _is_broken(before, line, right):
            out[-1] = MappedText.join([out[-1], line.text])
        else:
            out.append(line.text)
        before = line
    return out


def _is_broken(before: Line, line: Line, right: float) -> bool:
    last, first = before.text.text[-1], line.text.text[0]
    whole = " " not in before.text.text and before.right > right - _PADDING - before.size
    return whole and last.isdigit() and first.isdigit()


def bold_rows(glyphs: Glyphs, table: PageTable) -> int:
    """How many first rows are set in bold type, where the others are not."""
    bold = [all(_is_bold(glyphs, cell.text) for cell in table.row(n) if len(cell.text)) for n in range(table.rows)]
    count = next((n for n, told in enumerate(bold) if not told), 0)
    return count if count <= _HEADER_ROWS and not any(bold[count:]) else 0


def _is_bold(glyphs: Glyphs, text: MappedText) -> bool:
    told = [glyphs.bold[a] for a, b in zip(text.starts, text.ends, strict=True) if b > a]
    return sum(told) * 10 >= 9 * len(told)


def _finished(table: PageTable, glyphs: Glyphs) -> PageTable:
    """Take captions and notes out of rows that hold nothing else, close empty rows, and mark the header."""
    wide = [cell for cell in table.cells if len(cell.text) and cell.column_span >= table.columns]
    for cell in wide:
        if cell.row == 0 and is_caption(cell.text.text):
            table.before.append(cell.text)
        elif cell.row + cell.row_span == table.rows and is_note(cell.text.text):
            table.after.append(cell.text)
        else:
            continue
        table.cells = [other for other in table.cells if other is not cell]
    table = without_empty_rows(table)
    return with_header(table, bold_rows(glyphs, table) or None)


def without_empty_rows(table: PageTable) -> PageTable:
    """Close up rows in which no cell begins that has text."""
    used = sorted({cell.row for cell in table.cells if len(cell.text)})
    number = {row: at for at, row in enumerate(used)}
    kept = []
    for cell in table.cells:
        if cell.row in number:
            span = sum(cell.row <= row < cell.row + cell.row_span for row in used)
            kept.append(replace(cell, row=number[cell.row], row_span=max(1, span)))
    table.cells = kept
    return table


def with_header(table: PageTable, known: int | None = None) -> PageTable:
    """Mark the header rows: as many as are `known`, else those that cells of the first row reach over or its labels tell."""
    count = known
    if count is None:
        first = table.row(0)
        reach = max((cell.row_span for cell in first), default=1)
        spread = any(cell.column_span > 1 for cell in first) and len(first) > 1
        if table.rows > 1 and len(first) > 1 and (spread or reach > 1):
            count = min(max(reach, 2 if spread else 1), _HEADER_ROWS, table.rows - 1)
            count = count if _labels(table, count) else 0
        else:
            count = int(looks_like_header([[c.text.text for c in table.row(n)] for n in range(min(table.rows, 6))]))
    table.cells = [replace(cell, header=cell.row < count) for cell in table.cells]
    return table


def _labels(table: PageTable, count: int) -> bool:
    """Tell whether the first rows are labels: hardly any of their cells is a figure."""
    told = [cell.text.text for cell in table.cells if cell.row < count and len(cell.text)]
    return bool(told) and sum(text.strip(" %.,-–—").isdigit() for text in told) * 5 <= len(told)


def gaps_part(bases: Sequence[float]) -> float | None:
    """The distance between lines from which on a new row begins, None where all lines stand equally far apart.

    >>> gaps_part([10, 20, 34, 44, 58]), gaps_part([10, 20, 30, 40])
    (12.0, None)
    """
    gaps = sorted(b - a for a, b in pairwise(bases) if b - a > 0.5)
    if len(gaps) < 2:
        return None
    ratio, at = max((b / a, n) for n, (a, b) in enumerate(pairwise(gaps)))
    return (gaps[at] + gaps[at + 1]) / 2 if ratio >= 1.15 else None
