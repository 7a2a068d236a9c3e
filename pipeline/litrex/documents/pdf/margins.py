"""What a page has around its text: running heads, page numbers and line numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from litrex.documents.pdf.glyphs import Glyphs
from litrex.documents.pdf.lines import Line, Row, line_of

_ZONE = 0.13  # of the page's height, at its head and at its foot
_DEEPEST = 3  # lines
_SAME_HEIGHT = 6.0  # points
_PAGE_NUMBER = re.compile(
    r"^[\s\-–—·•|~]*(?:page|p\.?|pg\.?|第)?\s*(?:\d{1,5}|[ivxlc]{1,7})\s*(?:页|頁)?\s*(?:(?:of|/|[,，]?\s*共)\s*\d{1,5}\s*(?:页|頁)?)?[\s\-–—·•|~]*$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_SHARE = 0.3
_NUMBERED_SHARE = 0.7
_LEAST_NUMBERED = 8


@dataclass(slots=True)
class Sheet:
    """A page's rows on their way to columns; `dropped` are those that are no part of the article, with the reason."""

    number: int
    width: float
    height: float
    rows: list[Row]
    dropped: list[tuple[Row, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A row at the head or foot of a page."""

    sheet: int
    row: Row
    line: Line
    key: str
    number: bool


def drop_margins(glyphs: Glyphs, sheets: Sequence[Sheet]) -> None:
    """Take line numbers, running heads and page numbers out of the rows of all pages."""
    _drop_line_numbers(glyphs, sheets)
    for head in (True, False):
        _drop_edges(glyphs, sheets, head)


def _drop_edges(glyphs: Glyphs, sheets: Sequence[Sheet], head: bool) -> None:
    """Drop rows from the edge inwards, as long as they repeat on other pages or hold a page number alone."""
    edges = [_edges(glyphs, sheet, head) for sheet in sheets]
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for edge in (edge for told in edges for edge in told):
        places[edge.key].append((edge.sheet, edge.line.base))
    least = max(2, round(_SHARE * len(sheets))) if len(sheets) < 12 else 4
    for sheet, told in zip(sheets, edges, strict=True):
        for edge in told:
            repeated = len({n for n, base in places[edge.key] if abs(base - edge.line.base) <= _SAME_HEIGHT}) >= least
            if not (edge.number or repeated):
                break
            sheet.rows.remove(edge.row)
            sheet.dropped.append((edge.row, "page number" if edge.number else "running head"))


def _edges(glyphs: Glyphs, sheet: Sheet, head: bool) -> list[_Edge]:
    """The outermost rows of a page that lie in its margin, the outermost first."""
    out: list[_Edge] = []
    for row in (sheet.rows if head else sheet.rows[::-1])[:_DEEPEST]:
        line = line_of(glyphs, row)
        if line is None:
            continue
        inside = line.base < _ZONE * sheet.height if head else line.base > (1 - _ZONE) * sheet.height
        if not inside:
            break
        key = _DIGITS.sub("0", line.text.text).strip()
        out.append(_Edge(sheet.number, row, line, key, _PAGE_NUMBER.match(line.text.text) is not None))
    return out


def _drop_line_numbers(glyphs: Glyphs, sheets: Sequence[Sheet]) -> None:
    """Drop the numbers that a manuscript has before each line, or each fifth: they stand left of all text and rise steadily."""
    for sheet in sheets:
        marked = _numbered(glyphs, sheet)
        for row, marks in marked:
            row.items = [g for g in row.items if g not in set(marks)]
            sheet.dropped.append((Row(row.page, list(marks)), "line number"))
        if marked:
            sheet.rows = [row for row in sheet.rows if line_of(glyphs, row) is not None]


def _numbered(glyphs: Glyphs, sheet: Sheet) -> list[tuple[Row, list[int]]]:
    """The rows of a page with the digits of their line numbers; none where what stands before the lines is something else."""
    told: list[tuple[int, Row, list[int]]] = []
    for row in sheet.rows:
        marks = _mark(glyphs, row)
        if marks:
            told.append((int("".join(glyphs.text[g] for g in marks)), row, marks))
    if len(told) < _LEAST_NUMBERED:
        return []
    steps = Counter(b[0] - a[0] for a, b in pairwise(told))
    step, often = steps.most_common(1)[0]
    most = len(sheet.rows) / step if step in (1, 5) else float("inf")
    if often < _NUMBERED_SHARE * (len(told) - 1) or len(told) < _NUMBERED_SHARE * most:
        return []
    edge = max(glyphs.right[marks[-1]] for _, _, marks in told)
    rest = [glyphs.left[g] for row in sheet.rows for g in row.items if glyphs.text[g] != " " and glyphs.left[g] > edge]
    starts = sorted(rest)[: max(1, len(rest) // 50)]
    if not starts or starts[0] - edge < 2:
        return []
    return [(row, marks) for _, row, marks in told]


def _mark(glyphs: Glyphs, row: Row) -> list[int]:
    """The digits that a row begins with, where a clear gap follows them."""
    items = [g for g in row.items if glyphs.text[g] != " "]
    marks: list[int] = []
    for g in items:
        if not (glyphs.text[g].isascii() and glyphs.text[g].isdigit()) or (
            marks and glyphs.left[g] - glyphs.right[marks[-1]] > 2
        ):
            break
        marks.append(g)
    if not 0 < len(marks) <= 5:
        return []
    after = items[len(marks)] if len(items) > len(marks) else None
    clear = after is None or glyphs.left[after] - glyphs.right[marks[-1]] > 0.7 * glyphs.size[marks[0]]
    return marks if clear else []
