"""The columns of a page, and the order in which they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from litrex.documents.pdf.glyphs import Glyphs
from litrex.documents.pdf.grids import DrawnGrid
from litrex.documents.pdf.lines import Line, Row, line_of
from litrex.documents.pdf.rules import Rule

_MARGIN = 0.22  # of the width: columns are no narrower
_LEAST_GAP = 5.0  # points between two columns
_LEAST_LINES = 5
_FULL = 0.72  # of the width: a line of prose that is full
_FULL_SHARE = 0.5
_MOST_CROSSING = 0.7
_DEEPEST = 3
_SLACK = 0.1  # of the lines: so many more may cross a gutter than its best place, wide tables for one
_SAME_EDGE = 6.0
_WIDE_ROW = 4  # pieces of a row
_PROSE_WIDTH = 18  # of the size: a cell is narrower
_BIN = 1.0


@dataclass(slots=True)
class Flow:
    """Lines that are read one after another in one column of one page, and the drawn tables between them."""

    page: int
    left: float
    right: float
    lines: list[Line] = field(default_factory=list)
    grids: list[DrawnGrid] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Seen:
    row: Row
    line: Line


def flows_of(glyphs: Glyphs, rows: Sequence[Row], grids: Sequence[DrawnGrid], rules: Sequence[Rule]) -> list[Flow]:
    """Order the rows of a page outside its drawn tables; `rules` are its level lines, which may span all columns."""
    outside = [_outside(glyphs, row, grids) for row in rows]
    seen = [_Seen(row, line) for row in outside if (line := line_of(glyphs, row)) is not None]
    if not seen and not grids:
        return []
    page = rows[0].page if rows else 0
    left = min([one.line.left for one in seen] + [grid.left for grid in grids])
    right = max([one.line.right for one in seen] + [grid.right for grid in grids])
    flows = _split(glyphs, seen, list(grids), (left, right), rules, 0)
    for flow in flows:
        flow.page = flow.page or page
    return flows


def _outside(glyphs: Glyphs, row: Row, grids: Sequence[DrawnGrid]) -> Row:
    if not grids:
        return row

    def drawn(g: int) -> bool:
        x, y = (glyphs.left[g] + glyphs.right[g]) / 2, (glyphs.top[g] + glyphs.bottom[g]) / 2
        return any(grid.holds(x, y) for grid in grids)

    return Row(row.page, [g for g in row.items if not drawn(g)], row.raised)


def _split(
    glyphs: Glyphs,
    seen: list[_Seen],
    grids: list[DrawnGrid],
    sides: tuple[float, float],
    rules: Sequence[Rule],
    depth: int,
) -> list[Flow]:
    gutter = _gutter(seen, *sides) if depth < _DEEPEST else None
    if gutter is None:
        page = seen[0].line.page if seen else 0
        lines = [one.line for one in seen]
        return [Flow(page, sides[0], sides[1], lines, grids)]
    out: list[Flow] = []
    for crossing, band in _bands(seen, grids, gutter, rules):
        rows = [one for one in band if isinstance(one, _Seen)]
        inside = [one for one in band if isinstance(one, DrawnGrid)]
        if crossing:
            out += [Flow(rows[0].line.page if rows else 0, *sides, [one.line for one in rows], inside)]
            continue
        for side in ((sides[0], gutter[0]), (gutter[1], sides[1])):
            reach = (-1e9, sum(gutter) / 2) if side[0] == sides[0] else (sum(gutter) / 2, 1e9)
            parts = [_Seen(part, line) for one in rows if (line := line_of(glyphs, part := one.row.part(glyphs, *reach)))]
            held = [grid for grid in inside if reach[0] <= (grid.left + grid.right) / 2 < reach[1]]
            if parts or held:
                out += _split(glyphs, parts, held, side, rules, depth + 1)
    return out


def _gutter(seen: Sequence[_Seen], left: float, right: float) -> tuple[float, float] | None:
    """The upright strip between two columns of prose: most lines leave it blank and fill the width beside it."""
    width = right - left
    if len(seen) < _LEAST_LINES or width <= 0:
        return None
    first, last = int(_MARGIN * width / _BIN), int((1 - _MARGIN) * width / _BIN)
    crossed = Counter[int]()
    for one in seen:
        for piece in one.line.pieces:
            a, b = int((piece.left - left) / _BIN), int((piece.right - left) / _BIN)
            for at in range(max(a, first), min(b, last) + 1):
                crossed[at] += 1
    least = min((crossed[at] for at in range(first, last + 1)), default=0)
    if least > _MOST_CROSSING * len(seen):
        return None
    bar = least + _SLACK * len(seen)
    strips = _strips([crossed[at] <= bar for at in range(first, last + 1)])
    for a, b in sorted(strips, key=lambda strip: strip[0] - strip[1]):
        gap = (left + (first + a) * _BIN, left + (first + b) * _BIN)
        if gap[1] - gap[0] >= _LEAST_GAP and _two_of_prose(seen, gap, left, right):
            return gap
    return None


def _strips(blank: Sequence[bool]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    start: int | None = None
    for at, is_blank in enumerate([*blank, False]):
        if is_blank and start is None:
            start = at
        elif not is_blank and start is not None:
            out.append((start, at))
            start = None
    return out


def _two_of_prose(seen: Sequence[_Seen], gap: tuple[float, float], left: float, right: float) -> bool:
    middle = sum(gap) / 2
    sides: list[list[float]] = [[], []]
    for one in seen:
        pieces = one.line.pieces
        if any(piece.left < middle < piece.right for piece in pieces):
            continue
        for side, held in enumerate(([p for p in pieces if p.right <= middle], [p for p in pieces if p.left >= middle])):
            if held:
                sides[side].append((held[-1].right - held[0].left) / ((gap[0] - left) if side == 0 else (right - gap[1])))
    full = [sum(share >= _FULL for share in side) for side in sides]
    proper = [len(side) >= _LEAST_LINES and n >= _FULL_SHARE * len(side) for side, n in zip(sides, full, strict=True)]
    if all(proper):
        return True
    return any(proper) and max(full) >= 3 * _LEAST_LINES and min(len(side) for side in sides) >= 2


def _bands(
    seen: Sequence[_Seen], grids: Sequence[DrawnGrid], gutter: tuple[float, float], rules: Sequence[Rule]
) -> list[tuple[bool, list[_Seen | DrawnGrid]]]:
    """What stands across the gutter and what beside it, by turns, from above."""
    middle = sum(gutter) / 2
    crossing_rules = [rule for rule in rules if rule.start < gutter[0] - 20 and rule.end > gutter[1] + 20]
    zones = _wide_zones(seen, crossing_rules, middle)
    ordered = sorted(seen, key=lambda one: one.line.base)
    wide = [
        any(piece.left < middle < piece.right for piece in one.line.pieces)
        or any(top <= one.line.base < bottom for top, bottom in zones)
        or _is_wide_row(one.line, gutter)
        for one in ordered
    ]
    wide = _with_wrapped(ordered, wide, gutter)
    items: list[tuple[float, bool, _Seen | DrawnGrid]] = [
        (one.line.base, crosses, one) for one, crosses in zip(ordered, wide, strict=True)
    ]
    items += [(grid.top, grid.left < gutter[0] and grid.right > gutter[1], grid) for grid in grids]
    items.sort(key=lambda item: item[0])
    items = _filled(items, middle)
    out: list[tuple[bool, list[_Seen | DrawnGrid]]] = []
    for _, crosses, item in items:
        if not out or out[-1][0] != crosses:
            out.append((crosses, []))
        out[-1][1].append(item)
    return out


def _is_wide_row(line: Line, gutter: tuple[float, float]) -> bool:
    """Tell a row of a table over both columns: many pieces, on both sides, none as wide as a line of prose."""
    pieces = line.pieces
    return len(pieces) >= _WIDE_ROW and pieces[0].left < gutter[0] and pieces[-1].right > gutter[1] and not _is_prose(line, gutter)


def _is_prose(line: Line, gutter: tuple[float, float]) -> bool:
    """Tell a line with a piece that fills most of a column; `gutter` parts two columns of about the same width."""
    widest = max(piece.right - piece.left for piece in line.pieces)
    return widest > _PROSE_WIDTH * line.size


def _with_wrapped(seen: Sequence[_Seen], wide: Sequence[bool], gutter: tuple[float, float]) -> list[bool]:
    """Count what stands close below a wide row as wide too, as long as it is no prose: the lines of its wrapped cells."""
    out = list(wide)
    for at in range(1, len(seen)):
        line, above = seen[at].line, seen[at - 1].line
        near = line.base - above.base < 1.8 * line.size
        table = len(above.pieces) > 2 or (at > 1 and out[at - 2])
        if out[at - 1] and not out[at] and near and table and not _is_prose(line, gutter):
            out[at] = True
    return out


def _wide_zones(seen: Sequence[_Seen], rules: Sequence[Rule], middle: float) -> list[tuple[float, float]]:
    """The heights between two lines drawn across all columns where text pays no heed to the columns: a wide table."""
    out: list[tuple[float, float]] = []
    for above, below in pairwise(sorted(rules, key=lambda rule: rule.at)):
        if abs(above.start - below.start) > _SAME_EDGE or abs(above.end - below.end) > _SAME_EDGE:
            continue
        inside = [one.line.pieces for one in seen if above.at <= one.line.base < below.at]
        wide = sum(len(pieces) >= 3 or any(p.left < middle < p.right for p in pieces) for pieces in inside)
        if wide * 5 >= len(inside) * 2:
            out.append((above.at, below.at))
    return out


def _filled(items: list[tuple[float, bool, _Seen | DrawnGrid]], middle: float) -> list[tuple[float, bool, _Seen | DrawnGrid]]:
    """Count short lines on the left as wide where nothing is to their right: the last line of a wide paragraph, a title."""
    out = list(items)
    for at, (base, crosses, item) in enumerate(items):
        if crosses or at == 0 or not out[at - 1][1] or not isinstance(item, _Seen):
            continue
        before = items[at - 1][2]
        near = isinstance(before, _Seen) and base - before.line.base < 1.6 * max(item.line.size, before.line.size)
        lonely = item.line.right < middle and not any(
            isinstance(other, _Seen) and other.line.right > middle and other.line.top < item.line.bottom
            for _, _, other in items[at + 1 : at + 3]
        )
        if near and lonely:
            out[at] = (base, True, item)
    return out
