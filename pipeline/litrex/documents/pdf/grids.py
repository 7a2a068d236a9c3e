"""Tables whose cells are drawn: level and upright lines that meet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from litrex.documents.pdf.rules import Rule, Rules

_MEET = 4.0  # points between the end of a line and another that it meets
_SNAP = 4.0  # borders of two cells drawn side by side are one
_MOST_CELLS = 20_000
_MOST_RULES = 1_500


@dataclass(frozen=True, slots=True)
class GridCell:
    """A drawn cell: its first row and column and how many it spans."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class DrawnGrid:
    """A drawn table: where its columns and rows begin and end, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def left(self) -> float:
        return self.xs[0]

    @property
    def right(self) -> float:
        return self.xs[-1]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def holds(self, x: float, y: float) -> bool:
        return self.left - 1 <= x <= self.right + 1 and self.top - 1 <= y <= self.bottom + 1

    def place(self, x: float, y: float) -> tuple[int, int]:
        """The row and column in which a point lies."""
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2), column


def find_grids(rules: Rules) -> list[DrawnGrid]:
    """Find the drawn tables of a page, from above; a frame around text is none."""
    if len(rules.level) + len(rules.upright) > _MOST_RULES:
        return []
    found = [grid for group in _groups(rules) if (grid := _grid(group)) is not None]
    outer = [g for g in found if not any(h is not g and _inside(g, h) for h in found)]
    return sorted(outer, key=lambda grid: (grid.top, grid.left))


def _inside(inner: DrawnGrid, outer: DrawnGrid) -> bool:
    return outer.left <= inner.left and inner.right <= outer.right and outer.top <= inner.top and inner.bottom <= outer.bottom


def _groups(rules: Rules) -> list[Rules]:
    """Lines that hang together."""
    lines = [*rules.level, *rules.upright]
    levels = len(rules.level)
    parent = list(range(len(lines)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, level in enumerate(rules.level):
        for b, upright in enumerate(rules.upright, levels):
            if _meets(level, upright):
                parent[root(a)] = root(b)
    groups: dict[int, list[int]] = {}
    for n in range(len(lines)):
        groups.setdefault(root(n), []).append(n)
    return [
        Rules(tuple(lines[n] for n in group if n < levels), tuple(lines[n] for n in group if n >= levels))
        for group in groups.values()
    ]


def _meets(level: Rule, upright: Rule) -> bool:
    across = level.start - _MEET <= upright.at <= level.end + _MEET
    return across and upright.start - _MEET <= level.at <= upright.end + _MEET


def _grid(rules: Rules) -> DrawnGrid | None:
    if len(rules.level) < 2 or not rules.upright:
        return None
    xs = _snapped([*(r.at for r in rules.upright), min(r.start for r in rules.level), max(r.end for r in rules.level)])
    ys = _snapped([*(r.at for r in rules.level), min(r.start for r in rules.upright), max(r.end for r in rules.upright)])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1 or (rows == 1 and columns < 3) or columns * rows > _MOST_CELLS:
        return None
    cells = _cells(rules, xs, ys)
    return DrawnGrid(tuple(xs), tuple(ys), cells) if len(cells) >= 2 else None


def _snapped(values: Iterable[float]) -> list[float]:
    """Values that are near together as one.

    >>> _snapped([10, 11, 50, 90, 91.5])
    [10, 50, 90]
    """
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _SNAP:
            out.append(value)
    return out


def _cells(rules: Rules, xs: Sequence[float], ys: Sequence[float]) -> tuple[GridCell, ...]:
    """The cells between lines; where a line is missing between two fields they are one cell."""
    columns, rows = len(xs) - 1, len(ys) - 1
    walls = [[_covered(rules.upright, xs[c], (ys[r] + ys[r + 1]) / 2) for c in range(1, columns)] for r in range(rows)]
    floors = [[_covered(rules.level, ys[r], (xs[c] + xs[c + 1]) / 2) for c in range(columns)] for r in range(1, rows)]
    taken = [[False] * columns for _ in range(rows)]
    out: list[GridCell] = []
    for r in range(rows):
        for c in range(columns):
            if taken[r][c]:
                continue
            right = c
            while right + 1 < columns and not walls[r][right] and not taken[r][right + 1]:
                right += 1
            down = r
            while down + 1 < rows and not any(floors[down][n] for n in range(c, right + 1)):
                down += 1
            for y in range(r, down + 1):
                taken[y][c : right + 1] = [True] * (right + 1 - c)
            out.append(GridCell(r, c, down + 1 - r, right + 1 - c))
    return tuple(out)


def _covered(rules: Sequence[Rule], at: float, middle: float) -> bool:
    return any(abs(rule.at - at) <= _SNAP and rule.start - 1 <= middle <= rule.end + 1 for rule in rules)
