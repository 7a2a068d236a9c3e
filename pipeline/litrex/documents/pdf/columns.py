"""The columns of a page, and the order in which they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from litrex.documents.marks import is_caption
from litrex.documents.pdf.glyphs import Glyphs
from litrex.documents.pdf.grids import DrawnGrid
from litrex.documents.pdf.lines import Line, Piece, Row, line_of
from litrex.documents.pdf.rules import Rule

_MARGIN = 0.22  # of the width: columns are no narrower
_LEAST_GAP = 5.0  # points between two columns
_LEAST_LINES = 5
_FULL = 0.72  # of the width: a line of prose that is full
_FULL_SHARE = 0.5
_DENSE, _DENSE_SHARE = 0.8, 0.75
_CLEAN_SHARE = 0.7
_WIDE_GAP = 1.1  # of the size: prose is stretched less
_MOST_CROSSING = 0.7
_DEEPEST = 3
_LEAST_KEPT = 4  # lines
_SLACK = 0.1  # of the lines: so many more may cross a gutter than its best place, wide tables for one
_SAME_EDGE = 6.0
_WIDE_ROW = 4  # pieces of a row
_FLUSH = 2.5  # points
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


Gutter = tuple[float, float]


def gutter_of(glyphs: Glyphs, rows: Sequence[Row], grids: Sequence[DrawnGrid]) -> Gutter | None:
    """The strip between the two columns of a page, None for a page of one."""
    seen = _seen(glyphs, rows, grids)
    return _gutter(seen, min(one.line.left for one in seen), max(one.line.right for one in seen)) if seen else None


def _seen(glyphs: Glyphs, rows: Sequence[Row], grids: Sequence[DrawnGrid]) -> list[_Seen]:
    outside = (_outside(glyphs, row, grids) for row in rows)
    return [_Seen(row, line) for row in outside if (line := line_of(glyphs, row)) is not None]


def flows_of(
    glyphs: Glyphs, rows: Sequence[Row], grids: Sequence[DrawnGrid], rules: Sequence[Rule], usual: Gutter | None = None
) -> list[Flow]:
    """Order the rows of a page outside its drawn tables.

    `rules` are its level lines, which may span all columns; `usual` is the gutter of the document's other pages, for one that has
    hardly any prose.
    """
    seen = _seen(glyphs, rows, grids)
    if not seen and not grids:
        return []
    page = rows[0].page if rows else 0
    left = min([one.line.left for one in seen] + [grid.left for grid in grids])
    right = max([one.line.right for one in seen] + [grid.right for grid in grids])
    if usual is not None and (_gutter(seen, left, right) is not None or not _keeps(seen, usual, right)):
        usual = None
    flows = _split(_Page(glyphs, rules, usual), seen, list(grids), (left, right), 0)
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


def _keeps(seen: Sequence[_Seen], gutter: Gutter, right: float) -> bool:
    """Tell whether some lines of a page fill the second column of the other pages."""
    side = _Side(right - gutter[1])
    for one in seen:
        pieces = [piece for piece in one.line.pieces if piece.left >= sum(gutter) / 2]
        crosses = any(piece.left < sum(gutter) / 2 < piece.right for piece in one.line.pieces)
        if pieces and not crosses and abs(pieces[0].left - gutter[1]) < _SAME_EDGE / 2:
            side.add(pieces, one.line.size)
    return len(side.shares) >= _LEAST_KEPT and side.clean >= _CLEAN_SHARE and side.share(_FULL) >= _FULL_SHARE


@dataclass(frozen=True, slots=True)
class _Strip:
    """A gutter, and the sides of what it parts."""

    gap: Gutter
    left: float
    right: float

    @property
    def middle(self) -> float:
        return sum(self.gap) / 2


@dataclass(frozen=True, slots=True)
class _Page:
    """What the parts of a page have in common."""

    glyphs: Glyphs
    rules: Sequence[Rule]
    usual: Gutter | None


def _split(page: _Page, seen: list[_Seen], grids: list[DrawnGrid], sides: tuple[float, float], depth: int) -> list[Flow]:
    """Part what lies between two sides into columns, again and again."""
    gutter = _gutter(seen, *sides) if depth < _DEEPEST else None
    gutter = page.usual if gutter is None and not depth else gutter
    if gutter is None:
        lines = [one.line for one in seen]
        return [Flow(lines[0].page if lines else 0, sides[0], sides[1], lines, grids)]
    out: list[Flow] = []
    for crossing, band in _bands(seen, grids, _Strip(gutter, *sides), page.rules):
        rows = [one for one in band if isinstance(one, _Seen)]
        inside = [one for one in band if isinstance(one, DrawnGrid)]
        if crossing:
            out += [Flow(rows[0].line.page if rows else 0, *sides, [one.line for one in rows], inside)]
            continue
        for side in ((sides[0], gutter[0]), (gutter[1], sides[1])):
            reach = (-1e9, sum(gutter) / 2) if side[0] == sides[0] else (sum(gutter) / 2, 1e9)
            parts = [
                _Seen(part, line) for one in rows if (line := line_of(page.glyphs, part := one.row.part(page.glyphs, *reach)))
            ]
            held = [grid for grid in inside if reach[0] <= (grid.left + grid.right) / 2 < reach[1]]
            if parts or held:
                out += _split(page, parts, held, side, depth + 1)
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


def _two_of_prose(seen: Sequence[_Seen], gap: Gutter, left: float, right: float) -> bool:
    """Tell two columns of prose: their lines fill them and hold no wide gaps. One is enough where it is long and dense."""
    middle = sum(gap) / 2
    sides = (_Side(gap[0] - left), _Side(right - gap[1]))
    for one in seen:
        pieces = one.line.pieces
        if any(piece.left < middle < piece.right for piece in pieces):
            continue
        sides[0].add([piece for piece in pieces if piece.right <= middle], one.line.size)
        sides[1].add([piece for piece in pieces if piece.left >= middle], one.line.size)
    if all(side.share(_FULL) >= _FULL_SHARE and side.clean >= _CLEAN_SHARE for side in sides):
        return all(len(side.shares) >= _LEAST_LINES for side in sides)
    dense = [side.share(_DENSE) >= _DENSE_SHARE and len(side.shares) >= 3 * _LEAST_LINES for side in sides]
    return any(dense) and all(len(side.shares) >= 2 for side in sides)


@dataclass(slots=True)
class _Side:
    """The lines on one side of a gutter: how much of its width each takes, and how many hold no wide gap."""

    width: float
    shares: list[float] = field(default_factory=list)
    unbroken: int = 0

    def add(self, pieces: Sequence[Piece], size: float) -> None:
        if pieces:
            self.shares.append((pieces[-1].right - pieces[0].left) / self.width)
            self.unbroken += all(b.left - a.right < _WIDE_GAP * size for a, b in pairwise(pieces))

    def share(self, full: float) -> float:
        return sum(share >= full for share in self.shares) / max(1, len(self.shares))

    @property
    def clean(self) -> float:
        return self.unbroken / max(1, len(self.shares))


def _bands(
    seen: Sequence[_Seen], grids: Sequence[DrawnGrid], strip: _Strip, rules: Sequence[Rule]
) -> list[tuple[bool, list[_Seen | DrawnGrid]]]:
    """What stands across the gutter and what beside it, by turns, from above."""
    middle = strip.middle
    crossing_rules = [rule for rule in rules if rule.start < strip.gap[0] - 20 and rule.end > strip.gap[1] + 20]
    zones = _wide_zones(seen, crossing_rules, strip)
    ordered = sorted(seen, key=lambda one: one.line.base)
    wide = [
        any(piece.left < middle < piece.right for piece in one.line.pieces)
        or any(top <= one.line.base < bottom for top, bottom in zones)
        or _is_wide_row(one.line, strip)
        for one in ordered
    ]
    wide = _with_wrapped(ordered, wide, strip)
    items: list[tuple[float, bool, _Seen | DrawnGrid]] = [
        (one.line.base, crosses, one) for one, crosses in zip(ordered, wide, strict=True)
    ]
    items += [(grid.top, grid.left < strip.gap[0] and grid.right > strip.gap[1], grid) for grid in grids]
    items.sort(key=lambda item: item[0])
    items = _filled(items, middle)
    out: list[tuple[bool, list[_Seen | DrawnGrid]]] = []
    for _, crosses, item in items:
        if not out or out[-1][0] != crosses:
            out.append((crosses, []))
        out[-1][1].append(item)
    return out


def _is_wide_row(line: Line, strip: _Strip) -> bool:
    """Tell a row of a table over both columns: many pieces, on both sides, none as wide as a line of prose."""
    pieces = line.pieces
    return (
        len(pieces) >= _WIDE_ROW
        and pieces[0].left < strip.gap[0]
        and pieces[-1].right > strip.gap[1]
        and not _is_prose(line, strip)
    )


def _is_prose(line: Line, strip: _Strip) -> bool:
    """Tell a line that fills the column on one side of the gutter: unbroken, or stretched from edge to edge; cells do not."""
    sides = (strip.left, strip.gap[0]), (strip.gap[1], strip.right)
    for side, left in zip(sides, (True, False), strict=True):
        inside = [piece for piece in line.pieces if ((piece.left + piece.right) / 2 < strip.middle) is left]
        if not inside:
            continue
        if len(inside) == 1 and inside[0].right - inside[0].left > _FULL * (side[1] - side[0]):
            return True
        if abs(inside[0].left - side[0]) < _FLUSH and abs(inside[-1].right - side[1]) < _FLUSH:
            return True
    return False


def _with_wrapped(seen: Sequence[_Seen], wide: Sequence[bool], strip: _Strip) -> list[bool]:
    """Count what stands close below a wide row as wide too, as long as it is no prose: the lines of its wrapped cells."""
    out = list(wide)
    for at in range(1, len(seen)):
        line, above = seen[at].line, seen[at - 1].line
        near = line.base - above.base < 1.8 * line.size
        table = len(above.pieces) > 2 or (at > 1 and out[at - 2])
        if out[at - 1] and not out[at] and near and table and not _is_prose(line, strip):
            out[at] = True
    return out


def _wide_zones(seen: Sequence[_Seen], rules: Sequence[Rule], strip: _Strip) -> list[tuple[float, float]]:
    """The heights of wide tables, by the lines drawn across all columns above, in and below them.

    A table that goes on overleaf has no line below it on this page: it reaches down to where prose begins.
    """
    out: list[tuple[float, float]] = []
    ordered = sorted(rules, key=lambda rule: rule.at)
    for n, above in enumerate(ordered):
        below = ordered[n + 1] if n + 1 < len(ordered) else None
        if below is not None and _alike(above, below):
            if _tabular([one.line for one in seen if above.at <= one.line.base < below.at], strip):
                out.append((above.at, below.at))
        elif out and out[-1][1] == above.at:
            out.append((above.at, _end_of_table([one.line for one in seen if one.line.base > above.at], above.at, strip)))
    return out


def _alike(above: Rule, below: Rule) -> bool:
    return abs(above.start - below.start) <= _SAME_EDGE and abs(above.end - below.end) <= _SAME_EDGE


def _tabular(lines: Sequence[Line], strip: _Strip) -> bool:
    """Tell lines that pay no heed to the columns: many pieces, or one across the gutter."""
    wide = sum(
        any(p.left < strip.middle < p.right for p in line.pieces) or (len(line.pieces) >= 3 and not _is_prose(line, strip))
        for line in lines
    )
    return wide * 5 >= len(lines) * 2


def _end_of_table(lines: Sequence[Line], top: float, strip: _Strip) -> float:
    """Where the rows below the last line drawn end: at prose, or where lines stand far apart."""
    inside: list[Line] = []
    for line in lines:
        above = inside[-1].base if inside else top
        if _is_prose(line, strip) or line.base - above > 2.5 * line.size or is_caption(line.text.text):
            break
        inside.append(line)
    return inside[-1].base + 1 if inside and _tabular(inside, strip) else top


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
