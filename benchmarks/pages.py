"""What a bench leaves: one JSON file, the same as Markdown, and plots."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.machine import made
from benchmarks.plots import ratio_plot, stage_plot
from benchmarks.spread import Figure
from benchmarks.texts import SAID
from litrex.exchange.staging import staged

NAME = "bench.json"


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one part of the bench; `quick` ones are for trying, not for telling."""

    name: str
    quick: bool
    figures: tuple[Figure, ...]

    def as_dict(self) -> dict[str, Any]:
        return {**made(), "quick": self.quick, "figures": [one.as_dict() for one in self.figures]}


def write(out: Path, parts: Sequence[Part]) -> list[Path]:
    """Write the parts into the folder `out`; parts that another run has measured stay beside them, with their own date.

    Raises OutputError where the folder cannot be written.
    """
    told = {**_before(out / NAME), **{part.name: part.as_dict() for part in parts}}
    files = {
        NAME: json.dumps({"texts": SAID, "parts": told}, ensure_ascii=False, indent=1) + "\n",
        "bench.md": markdown(told),
        **plots(told),
    }
    with staged(out) as room:
        for name, text in files.items():
            (room / name).write_text(text, encoding="utf-8", newline="\n")
    return [out / name for name in sorted(files)]


def _before(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))["parts"]) if path.exists() else {}


def plots(told: Mapping[str, Any]) -> dict[str, str]:
    """Draw what there is to draw: the share of the stages, and all ratios."""
    every = [figure for part in told.values() for figure in part["figures"]]
    shares = [one for one in every if one["unit"] == "% of the time"]
    compared = [one for one in every if one["unit"] == "×"]
    drawn = {"stages.svg": stage_plot(shares) if shares else "", "ratios.svg": ratio_plot(compared) if compared else ""}
    return {name: svg for name, svg in drawn.items() if svg}


def markdown(told: Mapping[str, Any]) -> str:
    """The figures as tables, a part a table, each under the state and machine it was measured on.

    >>> figure = Figure("2 workers against 1", "×", (1.8, 1.9), least=1.7).as_dict()
    >>> machine = {"processor": "P", "cores": 2, "memory_gib": 4.0, "system": "S", "load": 0.1}
    >>> part = {"date": "2026-01-01", "commit": "c", "version": "1", "machine": machine, "python": "3", "libraries": {}}
    >>> print(markdown({"workers": {**part, "quick": False, "figures": [figure]}}).splitlines()[-1])
    | 2 workers against 1 |  | 1.85 × | 1.8–1.9 | ≥ 1.7: holds |
    """
    lines = ["# Bench", "", SAID, "", "The middle of all repeats, and the lowest and highest of them.", ""]
    for name, part in told.items():
        lines += [f"## {name}", "", _under(part), "", "| figure | language | median | lowest–highest | must hold |"]
        lines += ["| --- | --- | --- | --- | --- |", *map(_row, part["figures"]), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _under(part: Mapping[str, Any]) -> str:
    machine = part["machine"]
    libraries = ", ".join(f"{name} {version}" for name, version in part["libraries"].items())
    quick = " **A quick run: the figures show that it works, not how fast.**" if part["quick"] else ""
    return (
        f"{part['date']}, litrex {part['version']} at {part['commit'] or 'no commit'}; {machine['processor']}, "
        f"{machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}, load {machine['load']}; "
        f"Python {part['python']}, {libraries}.{quick}"
    )


def _row(figure: Mapping[str, Any]) -> str:
    spread = f"{shown(figure['low'])}–{shown(figure['high'])}" if len(figure["values"]) > 1 else ""
    cells = (figure["name"], figure["lang"] or "", f"{shown(figure['median'])} {figure['unit']}", spread, _asked(figure))
    return f"| {' | '.join(cells)} |"


def _asked(figure: Mapping[str, Any]) -> str:
    if "holds" not in figure:
        return ""
    bound = f"≥ {shown(figure['least'])}" if "least" in figure else f"≤ {shown(figure['most'])}"
    return f"{bound}: {'holds' if figure['holds'] else '**does not hold**'}"


def shown(value: float) -> str:
    """Three digits that count, thousands apart.

    >>> [shown(v) for v in (0.04567, 1.75, 30.0, 1474.6, 28987.3)]
    ['0.0457', '1.75', '30', '1,475', '28,987']
    """
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
