"""What goes on after the end of a column or page: paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from litrex.documents.ink import is_cjk
from litrex.documents.marks import NOTE_START, is_caption, is_continued
from litrex.documents.pdf.joining import Join
from litrex.documents.pdf.paragraphs import Paragraph
from litrex.documents.pdf.tables import PageTable
from litrex.schema.document import Cell
from litrex.schema.mapped import MappedText

Item = Paragraph | PageTable

_SAME_EDGE = 6.0  # points
_SAME_SIZE = 0.6
_BETWEEN = 8  # tables, captions and notes over which a paragraph goes on
_GOES_ON = re.compile(r"^[a-z0-9(（\[+±×<>=≥≤%\u3400-\u9fff，、]")


def joined(items: Sequence[Item], join: Join) -> tuple[list[Item], list[MappedText]]:
    """Join what pages and columns part; gives the items, and the texts that a table repeats on each of its pages."""
    tables, repeated = _join_tables(items, join)
    return _join_paragraphs(tables, join), repeated


def _join_tables(items: Sequence[Item], join: Join) -> tuple[list[Item], list[MappedText]]:
    out: list[Item] = []
    repeated: list[MappedText] = []
    for item in items:
        held, between = _open_table(out)
        if isinstance(item, PageTable) and held is not None and _continues(held, item, between):
            for caption in between:
                out.remove(caption)
                repeated.append(caption.text)
            repeated += _append(held, item, join)
        else:
            out.append(item)
    return out, repeated


def _open_table(items: Sequence[Item]) -> tuple[PageTable | None, list[Paragraph]]:
    """The last table, where nothing stands after it but captions that say it goes on."""
    between: list[Paragraph] = []
    for item in reversed(items):
        if isinstance(item, PageTable):
            return item, between
        if not is_continued(item.text.text) or len(between) > 1:
            return None, []
        between.append(item)
    return None, []


def _continues(held: PageTable, table: PageTable, between: Sequence[Paragraph]) -> bool:
    if table.page <= held.page or table.columns != held.columns or held.after:
        return False
    if between or any(is_continued(text.text) for text in table.before):
        return True
    if table.before:
        return False
    return all(
        abs((a - held.edges[0]) - (b - table.edges[0])) <= _SAME_EDGE for a, b in zip(held.edges, table.edges, strict=True)
    )


def _append(held: PageTable, table: PageTable, join: Join) -> list[MappedText]:
    """Add the rows of a table's next page; gives its repeated header. A row cut by the page's end is made whole."""
    repeated = list(table.before)
    head = 0
    while head < min(table.rows, held.rows, 6) and _texts(table.row(head)) == _texts(held.row(head)):
        repeated += [cell.text for cell in table.row(head) if len(cell.text)]
        head += 1
    body = [cell for cell in table.cells if cell.row >= head]
    if not head:
        body = [replace(cell, header=False) for cell in body]
    offset = held.rows - head
    first = [cell for cell in body if cell.row == head and len(cell.text)]
    if first and _is_rest(held, table, first):
        for cell in first:
            _add_to_last_row(held, cell, join)
        body = [cell for cell in body if cell.row > head]
        offset -= 1
    held.cells += [replace(cell, row=cell.row + offset) for cell in body]
    held.page, held.after = table.page, [*held.after, *table.after]
    return repeated


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [cell.text.text for cell in sorted(cells, key=lambda cell: cell.column)]


def _is_rest(held: PageTable, table: PageTable, first: Sequence[Cell]) -> bool:
    """Tell the rest of a row: its first cell is empty, and each cell goes on from one above."""
    above = {cell.column for cell in held.row(held.rows - 1) if len(cell.text)}
    return all(cell.column and cell.column in above for cell in first) and len(first) * 3 <= 2 * table.columns


def _add_to_last_row(held: PageTable, rest: Cell, join: Join) -> None:
    last = held.rows - 1
    held.cells = [
        replace(cell, text=join([cell.text, rest.text])) if cell.row == last and cell.column == rest.column else cell
        for cell in held.cells
    ]


def _join_paragraphs(items: Sequence[Item], join: Join) -> list[Item]:
    """Join paragraphs over the ends of columns and pages, and over tables and notes that stand between."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Paragraph):
            held = _open_paragraph(out, item)
            if held is not None:
                held.text = join([held.text, item.text])
                held.lines, held.right = [*held.lines, *item.lines], item.right
                continue
        out.append(item)
    return out


def _open_paragraph(items: Sequence[Item], after: Paragraph) -> Paragraph | None:
    """The paragraph that `after` goes on from, if one is unfinished."""
    if after.level is not None or is_caption(after.text.text) or NOTE_START.match(after.text.text):
        return None
    for item in islice(reversed(items), _BETWEEN):
        if isinstance(item, PageTable):
            continue
        if item.level is not None:
            return None
        apart = item.small != after.small or abs(item.lines[-1].size - after.lines[0].size) > _SAME_SIZE
        if apart or is_caption(item.text.text) or NOTE_START.match(item.text.text):
            continue
        return item if _unfinished(item, after) else None
    return None


def _unfinished(item: Paragraph, after: Paragraph) -> bool:
    if item.finished:
        return False
    last, first = item.lines[-1], after.lines[0]
    goes_on = _GOES_ON.match(after.text.text) is not None
    if first.page == last.page and first.base > last.base and first.left < last.right and first.right > last.left:
        return item.full and goes_on and _far(item, after)  # one column
    return item.full and (goes_on or not is_cjk(after.text.text[0]))


def _far(item: Paragraph, after: Paragraph) -> bool:
    """Tell paragraphs of one column between which something else stands, a table for one."""
    return after.lines[0].base - item.lines[-1].base > 4 * item.lines[-1].size
