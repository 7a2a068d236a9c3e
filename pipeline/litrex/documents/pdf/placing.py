"""The places of a composed text's characters on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from litrex.documents.composed import Composed
from litrex.documents.pdf.frames import Frame
from litrex.documents.pdf.glyphs import Glyphs
from litrex.schema.pages import PageMap, PageRun

_SAME_LINE = 0.6  # of a character's height: base lines nearer than this are one line


@dataclass(slots=True)
class _Run:
    """Characters of one line being collected: first raw position, first and last glyph, and the edges along the line."""

    start: int
    first: int
    last: int
    edges: list[float]
    low: float
    high: float


def page_map(told: Composed, glyphs: Glyphs, frames: Mapping[int, Frame]) -> PageMap:
    """Make the side table: for each raw character the page and the box of what it was read from; `frames` by page."""
    runs: list[PageRun] = []
    run: _Run | None = None
    for at, (start, end) in enumerate(zip(told.starts, told.ends, strict=True)):
        if start == end:
            if run is not None and run.start + len(run.edges) - 1 == at and told.raw[at] == " ":
                run.edges.append(run.edges[-1])
            continue
        if run is not None and _goes_on(glyphs, run, start, at):
            _extend(glyphs, run, start, end)
            continue
        if run is not None:
            runs.append(_finished(glyphs, run, frames))
        run = _Run(at, start, start, [glyphs.left[start]], glyphs.top[start], glyphs.bottom[start])
        _extend(glyphs, run, start, end)
    if run is not None:
        runs.append(_finished(glyphs, run, frames))
    return PageMap(tuple(_size(frames.get(number)) for number in range(1, max(frames, default=0) + 1)), tuple(runs))


def _size(frame: Frame | None) -> tuple[float, float]:
    """Width and height of a page; nothing of one that could not be opened."""
    return (round(frame.size[0], 1), round(frame.size[1], 1)) if frame is not None else (0.0, 0.0)


def _goes_on(glyphs: Glyphs, run: _Run, g: int, at: int) -> bool:
    if run.start + len(run.edges) - 1 != at or glyphs.page[g] != glyphs.page[run.first]:
        return False
    height = max(glyphs.size[g], glyphs.size[run.first])
    same_line = abs(glyphs.base[g] - glyphs.base[run.first]) < _SAME_LINE * height
    return same_line and glyphs.left[g] >= run.edges[-1] - height


def _extend(glyphs: Glyphs, run: _Run, start: int, end: int) -> None:
    run.last = end - 1
    if len(run.edges) > 1:
        run.edges[-1] = max(run.edges[-2], min(run.edges[-1], glyphs.left[start]))
    run.edges.append(max(run.edges[-1], glyphs.right[end - 1]))
    run.low, run.high = min(run.low, glyphs.top[start]), max(run.high, glyphs.bottom[start])


def _finished(glyphs: Glyphs, run: _Run, frames: Mapping[int, Frame]) -> PageRun:
    page = glyphs.page[run.first]
    frame = frames[page]
    along = [frame.shown(edge, run.low) for edge in run.edges]
    across = frame.shown(run.edges[0], run.high)
    sideways = (frame.runs - frame.turned) % 2 == 1
    edges = tuple(round(y if sideways else x, 1) for x, y in along)
    low, high = sorted((along[0][0], across[0]) if sideways else (along[0][1], across[1]))
    return PageRun(run.start, run.start + len(run.edges) - 1, page, round(low, 1), round(high, 1), edges, sideways)
