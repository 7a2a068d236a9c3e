"""The columns of lines: upright strips that stay blank over all rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from litrex.documents.chunks import Chunk, Layout, chunks_of, column_at, cut, places_of
from litrex.documents.lines import Line

_LIST_MARK = re.compile(
    r"^(?:[-–—•·*○●▪◦]|[(（\[【]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})[.)）、．\]】:]+)$"
)
_CELL_WIDTH = 40  # cells are short on the average; newspaper columns are not
_PROSE_WIDTH = 26  # columns that are all at least so wide and mostly full are prose set in columns
_MOST_COLUMNS = 40
_ROWS_PER_SLIP = 12  # in so many rows, ink in a strip may be a slip

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line's pieces, and where its words begin and end on the page."""

    chunks: list[Chunk]
    words: list[tuple[int, int]]


def layout_of(lines: Sequence[Line]) -> Layout | None:
    """Find the columns of a run of lines, None where they are no table.

    Strips are looked for over all rows, and without the first and the first two: titles may reach over columns. Text converters
    count a Han character as two columns or as one.
    """
    rows = [line for line in lines if not line.blank and len(chunks_of(line)) > 1]
    if len(rows) < 3:
        return None
    counts = (True, False) if any(not row.text.isascii() for row in rows) else (True,)
    found = [layout for double in counts if (layout := _best(rows, double)) is not None]
    return max(found, key=lambda layout: (len(layout.edges), layout.double), default=None)


def _best(rows: Sequence[Line], double: bool) -> Layout | None:
    seen = [_seen(row, double) for row in rows]
    tries = [_edges(seen[skip:]) for skip in (0, 1, 2) if len(rows) - skip >= 3]
    edges = max(tries, key=len)
    layout = Layout(tuple(edges), double)
    return layout if len(edges) >= 2 and _holds(rows, layout) else None


def _seen(line: Line, double: bool) -> _Row:
    places = places_of(line, double=double)
    words = [(places[word.start()], places[word.end()]) for word in _WORD.finditer(line.text)]
    return _Row(chunks_of(line, double=double), words)


def _edges(rows: Sequence[_Row]) -> list[int]:
    """The columns at which cells begin."""
    profile = _profile(rows)
    pieces = [row.chunks for row in rows]
    begun = {chunk.left for row in pieces for chunk in row}
    may_cross = len(rows) // _ROWS_PER_SLIP
    edges = [min(begun)]
    start: int | None = None
    for at, inked in enumerate(profile):
        if inked <= may_cross:
            start = at if start is None else start
        elif start is not None:
            if start > edges[0] and at in begun and _parts(pieces, start, at):
                edges.append(at)
            start = None
    return _filled(edges, pieces)[:_MOST_COLUMNS]


def _profile(rows: Sequence[_Row]) -> list[int]:
    """How many rows have ink at each column of the page; spaces between words have none."""
    steps = [0] * (max(row.words[-1][1] for row in rows) + 1)
    for left, right in (word for row in rows for word in row.words):
        steps[left] += 1
        steps[right] -= 1
    return list(accumulate(steps))


def _parts(pieces: Sequence[Sequence[Chunk]], start: int, stop: int) -> bool:
    """Tell whether a blank strip parts columns: in most rows that reach over it, it lies in a gap of two spaces or more.

    Fewer are enough where all cells after it begin at the same place.
    """
    reaching = [row for row in pieces if row[-1].right > start]
    clear = [row for row in reaching if all(chunk.right <= start or chunk.left >= stop for chunk in row)]
    flush = all(any(chunk.left == stop for chunk in row) for row in clear)
    both = sum(row[0].left < start for row in reaching)
    return len(clear) >= 2 and both >= 2 and len(clear) * (5 if flush else 3) >= len(reaching) * 2


def _filled(edges: list[int], pieces: Sequence[Sequence[Chunk]]) -> list[int]:
    """Leave out the edge of a column that one row alone has anything in, unless it is a title of its own."""
    out = list(edges)
    for edge in edges:
        c = out.index(edge) if edge in out else -1
        starting = [(n, chunk) for n, row in enumerate(pieces) for chunk in row if c >= 0 and column_at(out, chunk.left) == c]
        if c < 0 or len({n for n, _ in starting}) > 1:
            continue
        after = out[c + 1] if c + 1 < len(out) else None
        crosses = after is not None and any(chunk.right > after for _, chunk in starting)
        if crosses:
            del out[c + 1]
        elif c and not (starting and starting[0][0] == 0):
            del out[c]
    return out


def _holds(rows: Sequence[Line], layout: Layout) -> bool:
    """Tell a table from a list, from prose in columns and from lines in which gaps meet by chance."""
    cells = [cut(row, layout) for row in rows]
    if len(rows) < (4 if len(layout.edges) == 2 else 3):
        return False
    told = [[row.text[chunk.start : chunk.end] for _, chunk in pieces] for row, pieces in zip(rows, cells, strict=True)]
    widths: list[list[int]] = [[] for _ in layout.edges]
    for column, chunk in (piece for pieces in cells for piece in pieces):
        widths[column].append(chunk.right - chunk.left)
    every = [wide for column in widths for wide in column]
    short = sum(every) <= _CELL_WIDTH * len(every)
    return short and not is_list([pieces[0] for pieces in told], len(layout.edges)) and not is_prose(widths, len(rows))


def is_list(firsts: Sequence[str], columns: int) -> bool:
    """Tell numbered or dotted items from the rows of a table with two columns.

    >>> is_list(["1.", "2.", "3."], 2), is_list(["[1]", "[2]"], 2), is_list(["Abe", "Ito"], 2)
    (True, True, False)
    """
    return columns == 2 and sum(_LIST_MARK.match(text.strip()) is not None for text in firsts) * 2 > len(firsts)


def is_prose(widths: Sequence[Sequence[int]], rows: int) -> bool:
    """Tell prose set in columns: two or three of them, all wide and mostly full; `widths` are those of each column's cells."""
    return len(widths) <= 3 and all(sum(wide) >= _PROSE_WIDTH * max(1, len(wide)) and len(wide) * 2 > rows for wide in widths)
