"""Rows of a table that white space holds apart: wrapped cells joined again, titles told from what stands below them."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from litrex.documents.chunks import Chunk, Layout, cut
from litrex.documents.ink import is_cjk
from litrex.documents.lines import Line
from litrex.schema.document import Cell
from litrex.schema.mapped import MappedText

_FIGURE = re.compile(
    r"^[\s~<>=≤≥±+\-–(（]*\d[\d\s.,:;%/()（）±×~\-–+^*]*"
    r"(?:例|名|人|只|月|年|周|天|岁|歲|mo|wk|yr?s?|d|%|mg|kg)?[\s*†‡]*$"
)
_NOTHING = re.compile(r"^(?:[-–—/]+|nr|nd|na|n/a|ns|未报道|未報道|无|無|none)$", re.IGNORECASE)
_NAMED = re.compile(r"^[A-Z\u3400-\u9fff][^\d]*[(（,，\s]*(?:19|20)\d\d|\bet al\b|等[(（\[]?(?:19|20)?\d")
_GOES_ON = re.compile(r"^[a-z(（\[【)）\],，、;；:：.。+±&%*]")
_OPEN_END = re.compile(
    r"[-–,，、;；:：/+&(（]$|\b(?:and|or|of|with|the|to|in|for|at|by|from|per|than|vs\.?|van|von|de)$",
    re.IGNORECASE,
)
_MOST_TITLE_ROWS = 3
_TITLE_CHARS = 60

Make = Callable[[MappedText], MappedText]


@dataclass(slots=True)
class Row:
    """The cells of a row by their columns; a cell that was wrapped has a piece of each line."""

    cells: dict[int, list[MappedText]]
    reach: dict[int, int] = field(default_factory=dict)  # of a title over columns: the last of them
    after_blank: bool = False
    title: bool = False

    def text(self, column: int) -> str:
        return " ".join(piece.text for piece in self.cells.get(column, []))

    @property
    def texts(self) -> list[str]:
        return [self.text(column) for column in sorted(self.cells)]


def spaced_cells(raw: str, lines: Sequence[Line], layout: Layout, make: Make | None = None) -> tuple[Cell, ...]:
    """Lay lines out as a table's cells; what a row has not is an empty cell at its end."""
    rows = _rows(raw, lines, layout)
    mark_titles(rows)
    rows = unwrapped(rows)
    return tuple(cell for n, row in enumerate(rows) for cell in _cells(row, n, len(layout.edges), make))


def _rows(raw: str, lines: Sequence[Line], layout: Layout) -> list[Row]:
    rows: list[Row] = []
    for at, line in enumerate(lines):
        if line.blank or not re.search(r"[^\W_]|[/+*\-–—]", line.text) or re.fullmatch(r"[\s\-=─━_–—]{6,}", line.text):
            continue
        pieces = cut(line, layout)
        cells = {c: [MappedText.of(raw[line.start + p.start : line.start + p.end], line.start + p.start)] for c, p in pieces}
        reach = {c: _reach(p, n, pieces, layout) for n, (c, p) in enumerate(pieces)}
        rows.append(Row(cells, reach, at > 0 and lines[at - 1].blank))
    return rows


def _reach(piece: Chunk, n: int, pieces: Sequence[tuple[int, Chunk]], layout: Layout) -> int:
    """The last column that a piece stands over by at least two columns of the page."""
    column = pieces[n][0]
    last = pieces[n + 1][0] - 1 if n + 1 < len(pieces) else len(layout.edges) - 1
    while last > column and piece.right < layout.edges[last] + 2:
        last -= 1
    return last


def mark_titles(rows: Sequence[Row]) -> None:
    """Mark the rows at the top that hold titles: labels without figures.

    Below the first they must leave the first column free, unless it had no title yet or the title goes on.
    """
    if len(rows) < 2 or not _like_titles(rows[0]) or len(rows[0].cells) < 2:
        return
    rows[0].title = True
    headed = 0 in rows[0].cells
    for row in rows[1 : min(_MOST_TITLE_ROWS, len(rows) - 1)]:
        first = row.text(0)
        if not _like_titles(row) or (headed and first and not _GOES_ON.match(first)):
            return
        row.title = True
        headed = headed or bool(first)


def _like_titles(row: Row) -> bool:
    return all(len(text) <= _TITLE_CHARS and not _stands_alone(text) for text in row.texts)


def _stands_alone(text: str) -> bool:
    """Tell a value: a figure, a study's name, a word for nothing."""
    return bool(_FIGURE.match(text) or _NOTHING.match(text) or _NAMED.search(text))


def unwrapped(rows: Sequence[Row]) -> list[Row]:
    """Join the lines of a wrapped cell to the row above; where blank lines part the rows, more of them are known for such."""
    parted = sum(row.after_blank for row in rows if not row.title) >= 2
    out: list[Row] = []
    for row in rows:
        if out and row.title == out[-1].title and (_wraps_title(row, out[-1]) if row.title else _wraps(row, out[-1], parted)):
            for column, pieces in row.cells.items():
                out[-1].cells.setdefault(column, []).extend(pieces)
        else:
            out.append(row)
    return out


def _wraps_title(row: Row, above: Row) -> bool:
    """Tell the second line of titles: all of it goes on from what is above, as ``No. of`` and ``patients`` do."""
    return all(_continues(row.text(c), above.text(c)) if c in above.cells else c == 0 for c in row.cells)


def _wraps(row: Row, above: Row, loose: bool) -> bool:
    """Tell a line whose cells go on from those above: few of them, none a value of its own; `loose` allows some more."""
    if row.after_blank or any(c not in above.cells for c in row.cells) or len(above.cells) < 2:
        return False
    told = [(row.text(c), above.text(c)) for c in row.cells]
    if any(_stands_alone(text) and not text.startswith(("(", "（", "[")) for text, _ in told):
        return False
    going = sum(_continues(text, before) for text, before in told)
    if going == len(told):
        return True
    few = len(told) * (4 if loose else 6) <= len(above.cells) * 3
    return few and (0 not in row.cells or going > 0)


def _continues(text: str, before: str) -> bool:
    return bool(_GOES_ON.match(text) or _OPEN_END.search(before))


def _cells(row: Row, number: int, columns: int, make: Make | None) -> list[Cell]:
    cells: list[Cell] = []
    column = 0
    while column < columns:
        pieces = row.cells.get(column)
        span = 1 + (row.reach.get(column, column) - column if row.title or len(row.cells) == 1 else 0)
        text = _text(pieces) if pieces else MappedText("", array("I"), array("I"))
        cells.append(Cell(number, column, make(text) if make and pieces else text, 1, span if pieces else 1, row.title))
        column += span if pieces else 1
    return cells


def _text(pieces: Sequence[MappedText]) -> MappedText:
    """Join the pieces of a wrapped cell: a space that stands for nothing between them, none between two Han characters."""
    parts = [pieces[0]]
    for piece in pieces[1:]:
        before = parts[-1].text
        if not before.endswith("-") and not (is_cjk(before[-1]) and is_cjk(piece.text[0])):
            parts.append(MappedText.inserted(" ", parts[-1].ends[-1]))
        parts.append(piece)
    return MappedText.join(parts)
