"""Ruled lines of a page: the strokes and thin bars that part the cells of tables."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from litrex.documents.pdf.frames import Frame

_THIN = 2.5  # points: a bar no thicker is a line
_SHORTEST = 6.0
_LOOK_BACK = 60
_TOGETHER = 2.0  # lines so near are one
_MOST_SEGMENTS = 4_000  # of a path: more are a drawing
_MOST_OBJECTS = 30_000  # of a page
_DEEPEST = 4  # forms within forms

_Matrix = tuple[float, float, float, float, float, float]
_Box = tuple[float, float, float, float]
_SAME: _Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line at `at`, from `start` to `end`: x along a level one and y across it, the other way round for an upright one."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rules:
    """The lines of a page, in upright places."""

    level: tuple[Rule, ...] = ()
    upright: tuple[Rule, ...] = ()


def read_rules(page: Any, frame: Frame) -> Rules:
    """Collect the lines of a page that run along or across its text; neighbours on one line are joined."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for box in _bars(page.raw, frame):
        x0, y0, x1, y1 = box
        if y1 - y0 <= _THIN and x1 - x0 >= _SHORTEST:
            level.append(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THIN and y1 - y0 >= _SHORTEST:
            upright.append(Rule((x0 + x1) / 2, y0, y1))
    return Rules(tuple(joined(level)), tuple(joined(upright)))


def joined(rules: list[Rule]) -> list[Rule]:
    """Make one line of those that lie on one another or touch end to end.

    >>> joined([Rule(10, 0, 50), Rule(10.5, 51, 90), Rule(30, 0, 90)])
    [Rule(at=10, start=0, end=90), Rule(at=30, start=0, end=90)]
    """
    out: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.at, rule.start)):
        near = next((n for n in range(len(out) - 1, max(-1, len(out) - _LOOK_BACK), -1) if _touch(out[n], rule)), None)
        if near is None:
            out.append(rule)
        else:
            known = out[near]
            out[near] = Rule(known.at, min(known.start, rule.start), max(known.end, rule.end))
    return out


def _touch(known: Rule, rule: Rule) -> bool:
    level = rule.at - known.at <= _TOGETHER
    return level and rule.start <= known.end + _TOGETHER and known.start <= rule.end + _TOGETHER


def _bars(raw_page: Any, frame: Frame) -> Iterator[_Box]:
    """The strokes and boxes of a page, upright: left, top, right, bottom."""
    import pypdfium2.raw as pdfium

    objects = ((pdfium.FPDFPage_GetObject(raw_page, n), _SAME, 0) for n in range(pdfium.FPDFPage_CountObjects(raw_page)))
    left = _MOST_OBJECTS
    for path, matrix in _paths(objects):
        left -= 1
        if left < 0:
            return
        for x0, y0, x1, y1 in _strokes(path, matrix):
            a, b = frame.upright(x0, y0), frame.upright(x1, y1)
            yield min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _paths(objects: Iterator[tuple[Any, _Matrix, int]]) -> Iterator[tuple[Any, _Matrix]]:
    import pypdfium2.raw as pdfium

    for obj, outer, depth in objects:
        kind = pdfium.FPDFPageObj_GetType(obj)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield obj, _times(_matrix(obj), outer)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _times(_matrix(obj), outer)
            count = pdfium.FPDFFormObj_CountObjects(obj)
            yield from _paths((pdfium.FPDFFormObj_GetObject(obj, n), inner, depth + 1) for n in range(count))


def _matrix(obj: Any) -> _Matrix:
    import pypdfium2.raw as pdfium

    told = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(obj, told):
        return _SAME
    return told.a, told.b, told.c, told.d, told.e, told.f


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _strokes(path: Any, matrix: _Matrix) -> Iterator[_Box]:
    """The straight lines of a stroked path, and the thin figures of a filled one, as boxes."""
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    for figure in _figures(path, matrix):
        if stroke.value:
            for (xa, ya), (xb, yb) in pairwise(figure):
                yield min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)
        elif fill.value and len(figure) >= 3:
            xs, ys = [x for x, _ in figure], [y for _, y in figure]
            yield min(xs), min(ys), max(xs), max(ys)


def _figures(path: Any, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each figure of a path; a closed one ends where it began. Figures with curves are drawings."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    figure: list[tuple[float, float]] = []
    curved = False
    for n in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, n)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(figure) > 1 and not curved:
                yield figure
            figure, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        a, b, c, d, e, f = matrix
        figure.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            figure.append(figure[0])
    if len(figure) > 1 and not curved:
        yield figure
