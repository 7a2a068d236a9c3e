"""The geometry of the plots; the page's template draws them as inline SVG."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from litrex.report.words import Both

WIDTH, NARROW = 720, 460
_LEFT, _RIGHT, _BASE = 24, 16, 150
_STACK = 20  # dots on one another
_MEASURES = 18  # rows that a reader still takes in; the table below a plot has all


@dataclass(frozen=True, slots=True)
class StudyPoint:
    """A study as the plots see it; `target` is its row on the page."""

    name: Both
    target: str
    year: int | None
    n: int | None


@dataclass(frozen=True, slots=True)
class RatePoint:
    """An outcome in percent; `change` is true where the figure is a rise or fall and no share of patients."""

    measure: Both
    value: float
    told: Both
    target: str
    change: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A year and its studies; positions are SVG units, `y` grows downwards."""

    x: float
    y: float
    width: float
    height: float
    year: int | None
    count: int
    labelled: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A study or an outcome."""

    x: float
    y: float
    radius: float
    title: Both
    target: str
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Many studies of like size as one bar, where dots would be too small to see."""

    x: float
    y: float
    width: float
    height: float
    title: Both


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A measure's row in the dot plot."""

    y: float
    label: Both


@dataclass(frozen=True, slots=True)
class DotPlot:
    """Dots over a horizontal axis, with or without rows."""

    height: float
    dots: list[Dot]
    ticks: list[Tick]
    lines: list[Line]
    left_out: int = 0
    columns: list[Column] = field(default_factory=list)


def timeline(studies: Iterable[StudyPoint]) -> list[Bar]:
    """One bar a year, empty years included; studies without a year stand at the right end."""
    counts = Counter(study.year for study in studies)
    told = sorted(year for year in counts if year is not None)
    years: list[int | None] = list(range(told[0], told[-1] + 1)) if told else []
    if None in counts:
        years.append(None)
    step = min((NARROW - _LEFT - _RIGHT - 60) / max(len(years), 1), 44)
    unit = min(100 / max(counts.values(), default=1), 22)
    every = max(1, math.ceil(36 / step))
    bars = []
    for at, year in enumerate(years):
        height = counts[year] * unit
        gap = 30 if year is None and told else 0
        labelled = year is None or (year - told[0]) % every == 0
        bars.append(
            Bar(_LEFT + at * step + gap, _BASE - height - 24, step * 0.72, height, year, counts[year], labelled, step >= 18)
        )
    return bars


def sizes(studies: Iterable[StudyPoint]) -> DotPlot:
    """Every study as a dot at its number of patients, on a log scale; dots of like size are stacked.

    A reported zero has no place on a log scale and stands left of the axis. Where stacks grow too high for dots, they
    become columns.
    """
    points = sorted((study for study in studies if study.n is not None), key=lambda s: (s.n or 0, s.target))
    top = max((p.n or 0 for p in points), default=1)
    decades = max(1, math.ceil(math.log10(max(top, 2))))
    bins: dict[int, list[StudyPoint]] = defaultdict(list)
    for point in points:
        bins[round(_log_x(point.n or 0, decades) / 11)].append(point)
    ticks = [Tick(_log_x(10**power, decades), f"{10**power:,}") for power in range(decades + 1)]
    deepest = max((len(stack) for stack in bins.values()), default=1)
    if deepest > _STACK:
        columns = [_column(at * 11, stack, 110 / deepest) for at, stack in sorted(bins.items())]
        return DotPlot(_BASE, [], ticks, [], columns=columns)
    radius = min(5.0, 100 / (2.2 * deepest))
    dots = [
        Dot(at * 11, _BASE - 24 - radius - level * 2.2 * radius, radius, _sized(point), point.target)
        for at, stack in sorted(bins.items())
        for level, point in enumerate(stack)
    ]
    return DotPlot(_BASE, dots, ticks, [])


def rates(points: list[RatePoint]) -> DotPlot:
    """Outcomes in percent, a row a measure, the measures most often told first."""
    by_measure: dict[Both, list[RatePoint]] = defaultdict(list)
    for point in points:
        if 0 <= point.value <= 100:
            by_measure[point.measure].append(point)
    rows = sorted(by_measure.items(), key=lambda item: (-len(item[1]), item[0].en, item[0].zh))
    shown = rows[:_MEASURES]
    left, span = 250, WIDTH - 250 - _RIGHT
    lines = [Line(20 + 24 * at, measure) for at, (measure, _) in enumerate(shown)]
    dots = [
        Dot(left + span * point.value / 100, line.y, 5, point.told, point.target, point.change)
        for line, (_, told) in zip(lines, shown, strict=True)
        for point in told
    ]
    ticks = [Tick(left + span * percent / 100, f"{percent}%") for percent in range(0, 101, 25)]
    return DotPlot(20 + 24 * len(shown) + 16, dots, ticks, lines, len(rows) - len(shown))


def _log_x(n: int, decades: int) -> float:
    """Where a number of patients stands; zero, which has no logarithm, left of the axis."""
    if n == 0:
        return 22
    return 50 + (NARROW - 50 - _RIGHT - 20) * math.log10(n) / decades


def _column(x: float, stack: list[StudyPoint], unit: float) -> Column:
    """A stack as a bar that tells how many studies it holds and from which size to which."""
    told = f"{len(stack)} × n = {stack[0].n}–{stack[-1].n}"
    return Column(x - 4.5, _BASE - 24 - len(stack) * unit, 9, len(stack) * unit, Both(told, told))


def _sized(point: StudyPoint) -> Both:
    return Both(f"{point.name.zh}：{point.n}", f"{point.name.en}: {point.n}")
