"""Tables whose columns only white space holds apart: where a run of lines leaves upright strips blank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from litrex.documents.ink import is_cjk
from litrex.documents.lines import Line
from litrex.documents.marks import NOTE_START, is_caption

_GAP = re.compile(r"(?<![a-z]{3}[.!?])(?<!。)[ \u3000]{2,}(?=\S)|\u3000+(?=\S)")
_GOES_ON = re.compile(r"^[a-z(（\[【)）\],，、;；]")
_LIST_MARK = re.compile(
    r"^(?:[-–—•·*○●▪◦]|[(（\[【]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})[.)）、．\]】:]+)$"
)
_MARKS = re.compile(r"^(?:[*†‡§¶※△▲]+|[Pp])\s*(?:[Pp]\s*)?[<＜=≤:：]")  # what a note below a table explains
_GROUP_CHARS = 40
_REST_CHARS = 30
_CELL_WIDTH = 40  # cells are short on the average; newspaper columns are not
_PROSE_WIDTH = 26  # columns that are all at least so wide and mostly full are prose set in columns
_MOST_COLUMNS = 40
_WIDEST = 2000  # a longer line is no row
_LONGEST = 400  # lines of one table


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a line: ``text[start:end]`` of the line, seen from column `left` up to column `right`."""

    start: int
    end: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where columns begin, as a reader sees the page; `double` where a Han character is two columns wide."""

    edges: tuple[int, ...]
    double: bool = True


def places_of(line: Line, *, double: bool = True) -> list[int]:
    """The column at which each character of a line is seen, and last the column after it."""
    at = line.depth if double else line.indent
    out = [at]
    for char in line.text:
        at += 2 if double and (is_cjk(char) or char == "\u3000") else 1
        out.append(at)
    return out


def chunks_of(line: Line, *, double: bool = True) -> list[Chunk]:
    """The pieces between gaps of two spaces or more; two spaces after a full stop are none, as typists set them."""
    places = places_of(line, double=double)
    gaps = list(_GAP.finditer(line.text))
    starts = [0, *(gap.end() for gap in gaps)]
    ends = [*(len(line.text[: gap.start()].rstrip()) for gap in gaps), len(line.text)]
    return [Chunk(a, b, places[a], places[b]) for a, b in zip(starts, ends, strict=True)]


def spaced_run(lines: Sequence[Line], first: int) -> int:
    """Where the run of lines that may be rows ends: lines with gaps, and what may stand between and below them."""
    if _ends_table(lines[first]) or not _GAP.search(lines[first].text):
        return first
    at, last = first, first
    while at < len(lines) and at - first < _LONGEST:
        if lines[at].blank:
            if at + 1 >= len(lines) or lines[at + 1].blank:
                break
        elif _ends_table(lines[at]):
            break
        elif _GAP.search(lines[at].text) or _hangs(lines, at):
            last = at + 1
        elif len(lines[at].text) > _GROUP_CHARS or at - last > 1:
            break
        at += 1
    return last


def _hangs(lines: Sequence[Line], at: int) -> bool:
    """Tell a line without gaps that goes on from the row right above it: indented, or the rest of a first cell."""
    line = lines[at]
    return not lines[at - 1].blank and (
        line.depth >= 2 or (len(line.text) <= _REST_CHARS and _GOES_ON.match(line.text) is not None)
    )


def _ends_table(line: Line) -> bool:
    text = line.text
    return len(text) > _WIDEST or text.startswith("#") or is_caption(text) or bool(NOTE_START.match(text) or _MARKS.match(text))


def layout_of(lines: Sequence[Line]) -> Layout | None:
    """Find the columns of a run of lines, None where they are no table.

    Strips are looked for over all rows, and without the first and the first two: titles may reach over columns. Text converters
    count a Han character as two columns or as one.
    """
    rows = [line for line in lines if not line.blank and len(chunks_of(line)) > 1]
    if len(rows) < 3:
        return None
    found = [layout for double in (True, False) if (layout := _best(rows, double)) is not None]
    return max(found, key=lambda layout: (len(layout.edges), layout.double), default=None)


def _best(rows: Sequence[Line], double: bool) -> Layout | None:
    tries = [_edges(rows[skip:], double) for skip in (0, 1, 2) if len(rows) - skip >= 3]
    edges = max(tries, key=len)
    layout = Layout(tuple(edges), double)
    return layout if len(edges) >= 2 and _holds(rows, layout) else None


def _edges(rows: Sequence[Line], double: bool) -> list[int]:
    """The columns at which cells begin."""
    pieces = [chunks_of(row, double=double) for row in rows]
    inked = [_ink(row, double) for row in rows]
    width = max(max(ink) for ink in inked) + 1
    profile = [0] * (width + 1)
    for ink in inked:
        for at in ink:
            profile[at] += 1
    may_cross = len(rows) // 12
    edges, at = [min(min(ink) for ink in inked)], 0
    while at <= width:
        stop = at
        while stop <= width and profile[stop] <= may_cross:
            stop += 1
        if stop > at and edges[0] < at and stop <= width and _parts(pieces, at, stop):
            edges.append(stop)
        at = max(stop, at + 1)
    return _filled(edges, pieces)[:_MOST_COLUMNS]


def _ink(row: Line, double: bool) -> set[int]:
    """The columns with ink; a single space between words has none, so strips may run through it."""
    places = places_of(row, double=double)
    return {at for n, char in enumerate(row.text) if not char.isspace() for at in range(places[n], places[n + 1])}


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
        starting = [(n, chunk) for n, row in enumerate(pieces) for chunk in row if c >= 0 and _column(out, chunk.left) == c]
        if c < 0 or len({n for n, _ in starting}) > 1:
            continue
        after = out[c + 1] if c + 1 < len(out) else None
        crosses = after is not None and any(chunk.right > after for _, chunk in starting)
        if crosses:
            del out[c + 1]
        elif c and not (starting and starting[0][0] == 0):
            del out[c]
    return out


def _column(edges: Sequence[int], place: int) -> int:
    return max((c for c, edge in enumerate(edges) if edge <= place), default=0)


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


def cut(line: Line, layout: Layout) -> list[tuple[int, Chunk]]:
    """Cut a line at the columns' edges, each piece with its column.

    A gap of one space is a border only where an edge is; a piece that stands across an edge goes to the column it begins in,
    or to the next where hardly any of it is before the edge: numbers and centred titles.
    """
    places = places_of(line, double=layout.double)
    pieces: list[Chunk] = []
    for chunk in chunks_of(line, double=layout.double):
        pieces += _at_edges(line.text, chunk, places, layout.edges)
    placed = [(_column_of(piece, layout.edges), piece) for piece in pieces]
    return _joined(line.text, placed)


def _at_edges(text: str, chunk: Chunk, places: Sequence[int], edges: Sequence[int]) -> list[Chunk]:
    """Cut a piece that begins at an edge where a word begins right at a later one; a centred title stands over both."""
    cuts = [
        at
        for at in range(chunk.start + 1, chunk.end)
        if text[at - 1] in " \u3000" and text[at] not in " \u3000" and places[at] in edges and chunk.left in edges
    ]
    starts = [chunk.start, *cuts]
    ends = [*(len(text[:at].rstrip()) for at in cuts), chunk.end]
    return [Chunk(a, b, places[a], places[b]) for a, b in zip(starts, ends, strict=True)]


def _column_of(piece: Chunk, edges: Sequence[int]) -> int:
    column = _column(edges, piece.left)
    bounds = [*edges, piece.right + 1]
    inside = min(piece.right, bounds[column + 1]) - piece.left
    return column + 1 if column + 1 < len(edges) and inside * 3 < piece.right - piece.left else column


def _joined(text: str, placed: Sequence[tuple[int, Chunk]]) -> list[tuple[int, Chunk]]:
    """Make one piece of those in the same column."""
    out: list[tuple[int, Chunk]] = []
    for column, piece in placed:
        if out and column <= out[-1][0]:
            before = out[-1][1]
            out[-1] = (out[-1][0], Chunk(before.start, piece.end, before.left, piece.right))
        else:
            out.append((column, piece))
    return out


def rows_end(lines: Sequence[Line], layout: Layout) -> int:
    """Where the rows of a run end: lines at its end that pay no heed to the columns are notes or prose."""
    last = len(lines)
    while last and (lines[last - 1].blank or _crosses(lines[last - 1], layout)):
        last -= 1
    return last


def _crosses(line: Line, layout: Layout) -> bool:
    """Tell whether a line has words before and after an edge with none beginning at it, in a column that ends there."""
    pieces = cut(line, layout)
    inner = [(piece, edge) for _, piece in pieces for edge in layout.edges if piece.left < edge - 1 and edge < piece.right]
    return bool(inner)
