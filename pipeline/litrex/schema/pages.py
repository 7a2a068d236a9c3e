"""Where the characters of a text stand on the pages it was read from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PageBox:
    """A box on a page, counted from 1; points from its upper left corner, as the page is shown."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageRun:
    """Raw characters ``start:end`` that stand one after another on one line of a page.

    `edges` has one place more than there are characters: character *i* lies between ``edges[i]`` and ``edges[i + 1]``, along the
    line; `low` and `high` bound it across. Along is to the right; on a page whose text is shown sideways it is downwards.
    """

    start: int
    end: int
    page: int
    low: float
    high: float
    edges: tuple[float, ...]
    sideways: bool = False

    def box(self, start: int, end: int) -> PageBox:
        """The box of raw characters ``start:end`` of this run."""
        told = self.edges[start - self.start : end - self.start + 1]
        a, b = min(told), max(told)
        if self.sideways:
            return PageBox(self.page, self.low, a, self.high, b)
        return PageBox(self.page, a, self.low, b, self.high)


@dataclass(frozen=True, slots=True)
class PageMap:
    """The pages of a document and the place of each raw character; `sizes` are width and height in points, as shown."""

    sizes: tuple[tuple[float, float], ...]
    runs: tuple[PageRun, ...]  # by start; characters that stand on no page, such as line feeds, are in none

    def boxes(self, start: int, end: int) -> list[PageBox]:
        """The boxes of a raw stretch, one a line; none for what stands on no page."""
        at = max(0, bisect_right(self.runs, start, key=lambda run: run.start) - 1)
        out = []
        while at < len(self.runs) and self.runs[at].start < end:
            run = self.runs[at]
            a, b = max(start, run.start), min(end, run.end)
            if a < b:
                out.append(run.box(a, b))
            at += 1
        return out

    def told(self) -> dict[str, Any]:
        """The map as plain lists for JSON: of each run start, page, low, high, sideways (0 or 1), then the edges."""
        runs = [[r.start, r.page, r.low, r.high, int(r.sideways), *r.edges] for r in self.runs]
        return {"sizes": [list(size) for size in self.sizes], "runs": runs}

    @classmethod
    def of(cls, told: dict[str, Any]) -> PageMap:
        """Read back what `told` gave.

        >>> run = PageRun(3, 5, 1, 10.0, 20.0, (50.0, 55.0, 60.0))
        >>> PageMap.of(PageMap(((595.0, 842.0),), (run,)).told()).boxes(4, 9)
        [PageBox(page=1, left=55.0, top=10.0, right=60.0, bottom=20.0)]
        """
        runs = tuple(
            PageRun(start, start + len(edges) - 1, page, low, high, tuple(edges), bool(sideways))
            for start, page, low, high, sideways, *edges in told["runs"]
        )
        return cls(tuple((width, height) for width, height in told["sizes"]), runs)
