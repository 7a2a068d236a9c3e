"""Tables as grids, with their header rows, captions and notes."""

from __future__ import annotations

import re

from litrex.schema.document import BlockKind, CleanBlock, CleanCell, CleanText
from litrex.schema.segment import Table, TableCell

_MOSTLY_FIGURE = re.compile(r"^[\s~<>=≤≥±+\-–(]*\d[\d\s.,:;%/()±×~\-–+^a-zA-Z]{0,14}$")
_NUMBER = re.compile(r"\d")
_LONGEST_LABEL = 60
_MOST_HEADER_ROWS = 4


def tables(clean: CleanText, section_of_block: tuple[int, ...]) -> tuple[Table, ...]:
    """Build the grid of every table, in order; captions and notes belong by the table's number."""
    found: list[Table] = []
    for index, block in enumerate(clean.blocks):
        if block.kind is BlockKind.TABLE:
            number = block.table if block.table is not None else len(found) + 1
            found.append(_table(clean, index, number, section_of_block[index]))
    return tuple(found)


def _table(clean: CleanText, index: int, number: int, section: int) -> Table:
    block = clean.blocks[index]
    return Table(
        number=number,
        block=index,
        section=section,
        header_rows=_header_rows(clean, block),
        rows=_grid(block),
        captions=_beside(clean, BlockKind.CAPTION, number),
        notes=_beside(clean, BlockKind.NOTE, number),
    )


def _beside(clean: CleanText, kind: BlockKind, number: int) -> tuple[tuple[int, int], ...]:
    return tuple((block.start, block.end) for block in clean.blocks if block.kind is kind and block.table == number)


def _grid(block: CleanBlock) -> tuple[tuple[TableCell, ...], ...]:
    """Put every cell at each place that it spans; where two claim a place, the one whose own it is has it."""
    places: dict[tuple[int, int], TableCell] = {}
    height = 1 + max((cell.row for cell in block.cells), default=-1)  # a span may not reach below the last row
    for cell in block.cells:
        for row in range(cell.row, min(height, cell.row + max(1, cell.row_span))):
            for column in range(cell.column, cell.column + max(1, cell.column_span)):
                own = (row, column) == (cell.row, cell.column)
                if own or (row, column) not in places:
                    places[row, column] = TableCell(row, column, cell.start, cell.end, repeated=not own)
    rows: list[list[TableCell]] = [[] for _ in range(height)]
    for (row, _), place in sorted(places.items()):
        rows[row].append(place)
    return tuple(tuple(row) for row in rows)


def _header_rows(clean: CleanText, block: CleanBlock) -> int:
    """Count the rows at the top that hold titles.

    Rows all of whose cells are marked as headers count; where none is marked, the first row counts if it looks like labels.
    A title that reaches down takes the rows that it covers along, and a title that spans columns the row of titles below it.
    """
    rows = _own_rows(block)
    if not rows:
        return 0
    marked = 0
    while marked < len(rows) and rows[marked] and all(cell.header for cell in rows[marked]):
        marked += 1
    count = marked or (1 if len(rows) > 1 and _like_labels(clean, rows[0]) else 0)
    if not marked and count:
        count = _second_row(clean, rows)
    covered = max((cell.row + cell.row_span for row in rows[:count] for cell in row), default=0)
    return min(max(count, covered if covered <= _MOST_HEADER_ROWS else count), max(count, len(rows) - 1))


def _own_rows(block: CleanBlock) -> list[list[CleanCell]]:
    height = 1 + max((cell.row for cell in block.cells), default=-1)
    rows: list[list[CleanCell]] = [[] for _ in range(height)]
    for cell in block.cells:
        rows[cell.row].append(cell)
    return rows


def _second_row(clean: CleanText, rows: list[list[CleanCell]]) -> int:
    """Unmarked headers go on in the second row where the first has cells over several columns and the second has titles."""
    spanning = any(cell.column_span > 1 for cell in rows[0])
    return 2 if spanning and len(rows) > 2 and rows[1] and _like_labels(clean, rows[1]) else 1


def _like_labels(clean: CleanText, cells: list[CleanCell]) -> bool:
    """Tell whether cells look like column titles: short words, not figures."""
    texts = [clean.folded[cell.start : cell.end].strip() for cell in cells]
    told = [text for text in texts if text]
    if not told or any(_MOSTLY_FIGURE.match(text) for text in told):
        return False
    return all(len(text) <= _LONGEST_LABEL for text in told) and sum(bool(_NUMBER.search(text)) for text in told) * 2 <= len(told)
