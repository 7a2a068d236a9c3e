"""Where a table whose columns only white space holds apart begins and ends among lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from litrex.documents.chunks import GAP, Layout, cut
from litrex.documents.lines import Line
from litrex.documents.marks import NOTE_START, is_caption

_GOES_ON = re.compile(r"^[a-z(（\[【)）\],，、;；]")
_MARKS = re.compile(r"^(?:[*†‡§¶※△▲]+|[Pp])\s*(?:[Pp]\s*)?[<＜=≤:：]")  # what a note below a table explains
_GROUP_CHARS = 40
_REST_CHARS = 30
_WIDEST = 600  # a longer line is no row
_MOST_GAPS = 60
_LONGEST = 400  # lines of one table


def spaced_run(lines: Sequence[Line], first: int) -> int:
    """Where the run of lines that may be rows ends: lines with gaps, and what may stand between and below them."""
    if _ends_table(lines[first]) or not GAP.search(lines[first].text):
        return first
    at, last = first, first
    while at < len(lines) and at - first < _LONGEST:
        if lines[at].blank:
            if at + 1 >= len(lines) or lines[at + 1].blank:
                break
        elif _ends_table(lines[at]):
            break
        elif GAP.search(lines[at].text) or _hangs(lines, at):
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
    if len(text) > _WIDEST or len(GAP.findall(text)) > _MOST_GAPS:
        return True
    return text.startswith("#") or is_caption(text) or bool(NOTE_START.match(text) or _MARKS.match(text))


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
