"""A table of markup as a grid: where each cell stands after row and column spans."""

from __future__ import annotations

from dataclasses import dataclass, field

from litrex.documents.marks import is_caption
from litrex.documents.notes import is_note
from litrex.documents.text_tables import looks_like_header
from litrex.schema.document import Cell
from litrex.schema.mapped import MappedText

_WIDEST_SPAN = 1000  # as browsers do
_WIDEST_TABLE = 64  # columns that spans may reach over: a file of spans alone must not grow into millions of cells
_TALLEST_SPAN = 65534


@dataclass(slots=True)
class _Row:
    section: str
    cells: list[Cell] = field(default_factory=list)
    heads: list[bool] = field(default_factory=list)  # of each cell: is it a <th>?


def span_of(value: str | None, most: int = _TALLEST_SPAN) -> int:
    """Read a span attribute; what is no number, or nought, is 1.

    >>> span_of("2"), span_of("0"), span_of("x"), span_of(None)
    (2, 1, 1, 1)
    """
    told = (value or "").strip()
    return min(max(int(told), 1), most) if told.isascii() and told.isdigit() and len(told) < 9 else 1


@dataclass(frozen=True, slots=True)
class GridTable:
    """A finished table, and the captions and notes that stood in rows of their own."""

    cells: tuple[Cell, ...]
    captions: tuple[MappedText, ...]
    notes: tuple[MappedText, ...]


class Grid:
    """Cells as they come, put at their true places: a spanning cell above pushes later ones to the right."""

    def __init__(self) -> None:
        self._rows: list[_Row] = []
        self._section = ""
        self._busy: dict[int, int] = {}  # column → rows it is still taken by a cell above
        self._column = 0
        self._open = False

    def section(self, name: str) -> None:
        """Begin ``thead``, ``tbody`` or ``tfoot``: no span reaches over its border."""
        self._section = name
        self._busy.clear()
        self._open = False

    def row(self) -> None:
        """Begin a row."""
        self._busy = {column: left - 1 for column, left in self._busy.items() if left > 1} if self._rows else {}
        self._rows.append(_Row(self._section))
        self._column = 0
        self._open = True

    def close_row(self) -> None:
        self._open = False

    def cell(self, text: MappedText, attrs: dict[str, str], head: bool) -> None:
        """Add the next cell of the row, beginning one where none is open."""
        if not self._open:
            self.row()
        rows, columns = span_of(attrs.get("rowspan")), span_of(attrs.get("colspan"), _WIDEST_SPAN)
        while self._busy.get(self._column, 0):
            self._column += 1
        columns = max(1, min(columns, _WIDEST_TABLE - self._column))
        row = self._rows[-1]
        row.cells.append(Cell(len(self._rows) - 1, self._column, text.strip(), rows, columns))
        row.heads.append(head)
        if rows > 1:
            self._busy.update((self._column + at, rows) for at in range(columns))
        self._column += columns

    def finish(self) -> GridTable:
        """Give the cells, header rows marked; rows of one cell over the whole width that are a caption or a note come apart."""
        rows = [row for row in self._rows if any(len(cell.text) for cell in row.cells)]
        captions = self._take(rows, front=True)
        notes = self._take(rows, front=False)
        numbers = {row.cells[0].row: at for at, row in enumerate(rows)}
        headers = _header_rows(rows)
        last = max(numbers, default=0)
        cells = [
            Cell(
                numbers[cell.row], cell.column, cell.text, _kept_span(cell, numbers, last), cell.column_span, header=at < headers
            )
            for at, row in enumerate(rows)
            for cell in row.cells
        ]
        return GridTable(tuple(cells), tuple(captions), tuple(notes))

    def _take(self, rows: list[_Row], *, front: bool) -> list[MappedText]:
        taken: list[MappedText] = []
        while len(rows) > 2:
            row = rows[0 if front else -1]
            text = row.cells[0].text
            alone = len([cell for cell in row.cells if len(cell.text)]) == 1 and len(text)
            told = is_caption(text.text) if front else (row.section == "tfoot" or is_note(text.text))
            if not (alone and told and (row.cells[0].column_span > 1 or len(row.cells) > 1 or row.section == "tfoot")):
                break
            taken.append(rows.pop(0 if front else -1).cells[0].text)
        return taken if front else taken[::-1]


def _kept_span(cell: Cell, numbers: dict[int, int], last: int) -> int:
    """How many of the rows that a cell spans are left after empty rows were dropped."""
    end = min(cell.row + cell.row_span, last + 1)
    return max(1, sum(row in numbers for row in range(cell.row, end)))


def _header_rows(rows: list[_Row]) -> int:
    """How many first rows are header rows: in a ``thead``, or of ``th`` alone; else one, where it looks like labels."""
    count = 0
    for row in rows:
        if row.section != "thead" and not all(row.heads):
            break
        count += 1
    if count == len(rows):
        return min(1, count) if len(rows) > 1 and not any(row.section == "thead" for row in rows) else count
    if count or any(cell.row_span > 1 or cell.column_span > 1 for row in rows[:1] for cell in row.cells):
        return count
    return int(looks_like_header([[cell.text.text for cell in row.cells] for row in rows]))
