"""The plots of the bench: where the time goes, and how ratios spread. Templates draw the geometry as SVG."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litrex.report.plots import WIDTH, Tick

_LEFT, _RIGHT, _ROW, _TOP = 300, 90, 30, 24
_SPAN = WIDTH - _LEFT - _RIGHT


@dataclass(frozen=True, slots=True)
class Part:
    """A stage's piece of a bar; positions are SVG units."""

    x: float
    width: float
    name: str
    percent: float


@dataclass(frozen=True, slots=True)
class Bar:
    """The stages of one language."""

    y: float
    label: str
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Span:
    """A ratio from its lowest to its highest, its middle, and what it must reach (None where nothing is asked)."""

    y: float
    label: str
    low: float
    middle: float
    high: float
    told: str
    asked: float | None


def stage_plot(shares: Sequence[Mapping[str, Any]]) -> str:
    """Draw one bar a language, cut by stage."""
    by_lang: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for one in shares:
        by_lang[one["lang"]].append(one)
    bars = [Bar(_TOP + _ROW * at, lang, _parts(told)) for at, (lang, told) in enumerate(sorted(by_lang.items()))]
    names = [part.name for part in bars[0].parts]
    return _drawn("stages.svg", bars=bars, names=names, height=_TOP + _ROW * len(bars) + 40, left=60, width=WIDTH)


def _parts(told: Sequence[Mapping[str, Any]]) -> list[Part]:
    """Pieces that fill the bar: medians of shares need not add up to a hundred."""
    whole, at, parts = sum(one["median"] for one in told), 60.0, []
    for one in told:
        width = (WIDTH - 80) * one["median"] / whole
        parts.append(Part(at, width, one["name"], one["median"]))
        at += width
    return parts


def ratio_plot(told: Sequence[Mapping[str, Any]]) -> str:
    """Draw a row a ratio on a logarithmic axis, so that half and double stand equally far from one."""
    every = [value for one in told for value in (one["low"], one["high"], one.get("least", one["median"]))]
    low, high = math.floor(math.log10(min(*every, 0.99))), math.ceil(math.log10(max(*every, 1.01)))

    def x(value: float) -> float:
        return _LEFT + _SPAN * (math.log10(value) - low) / (high - low)

    spans = [_span(_TOP + _ROW * at, one, x) for at, one in enumerate(told)]
    ticks = [Tick(x(10.0**power), f"{10.0**power:g} ×") for power in range(low, high + 1)]
    return _drawn("ratios.svg", spans=spans, ticks=ticks, height=_TOP + _ROW * len(spans) + 30, left=_LEFT, width=WIDTH)


def _span(y: float, one: Mapping[str, Any], x: Any) -> Span:
    label = f"{one['name']}{', ' + one['lang'] if one['lang'] else ''}"
    asked = x(one["least"]) if "least" in one else None
    return Span(y, label, x(one["low"]), x(one["median"]), x(one["high"]), f"{one['median']:.3g} ×", asked)


def _drawn(name: str, **told: Any) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parent / "templates")
    made = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    return made.get_template(name).render(**told)
