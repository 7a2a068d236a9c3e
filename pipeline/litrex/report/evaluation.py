"""The evaluation's report: scores by group and language, and every miss and extra in its place; one page, offline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from litrex.evaluation import Evaluation, Group, Kind, Place, kinds, rate
from litrex.evaluation.causes import places
from litrex.evaluation.measuring import Measured
from litrex.exchange.staging import staged
from litrex.report.page import visible

if TYPE_CHECKING:
    from jinja2 import Environment

OPEN_GROUPS = tuple(group for group in Group if group is not Group.DEV_CLOSED)
AROUND = 60  # code points shown on either side of a slip


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the raw text, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class SlipView:
    """A slip as the page shows it."""

    place: Place
    told: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document of the open material with its slips, in their order."""

    measured: Measured
    f1: float
    slips: tuple[SlipView, ...]


def write_evaluation(out: Path, evaluation: Evaluation) -> Path:
    """Write ``evaluation.html`` into the folder `out`; it quotes the open material, the closed half is told in totals.

    Raises OutputError where the folder cannot be written.
    """
    page = render_evaluation(evaluation)
    with staged(out) as room:
        (room / "evaluation.html").write_text(page, encoding="utf-8", newline="\n")
    return out / "evaluation.html"


def render_evaluation(evaluation: Evaluation) -> str:
    """Make the page: self-contained, all text escaped, the same for the same evaluation."""
    causes: list[Kind] = kinds(evaluation, OPEN_GROUPS)
    shown = [one for one in evaluation.measured if one.group in OPEN_GROUPS]
    open_sums = [one for one in evaluation.sums if one.group in OPEN_GROUPS]
    return (
        _environment()
        .get_template("evaluation.html")
        .render(
            sums=evaluation.sums,
            open_sums=open_sums,
            slots=sorted({slot for one in open_sums for slot in one.slots}),
            details=sorted({name for one in open_sums for name in one.details}),
            not_run=[one.gold.name for one in evaluation.not_run],
            causes=causes,
            documents=[DocumentView(one, rate(one.score.total).f1, _slips(one)) for one in shown],
        )
    )


def told(place: Place) -> str:
    """What a slip says, in one line: its value and the name it goes by.

    >>> from litrex.evaluation.facts import Fact
    >>> from litrex.evaluation.scoring import Slip
    >>> told(Place("a", Slip("miss", "N1", Fact("figure", (0.0, "%", None), ("relapse",), "outcomes:relapse")), "", (), ""))
    'relapse 0 %'
    """
    fact = place.slip.fact
    values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
    shown = [f"{value:g}" if isinstance(value, float) else str(value) for value in values if value is not None and value != ""]
    if fact.slot == "figure" and fact.value[0] is None:
        shown = [f"n = {fact.value[2]:g}"]
    elif fact.slot == "figure" and fact.value[2] is not None:
        shown[-1] = f"(n = {shown[-1]})"
    name = fact.names[0] if fact.names and fact.slot in ("change", "figure", "event") else ""
    return " ".join([name, *shown] if fact.slot != "event" else [name]).strip()


def _slips(one: Measured) -> tuple[SlipView, ...]:
    return tuple(SlipView(place, told(place), tuple(_pieces(place.spans, one.raw))) for place in places(one))


def _pieces(spans: Sequence[tuple[int, int]], raw: str) -> list[Piece]:
    """The text around a slip, its places marked; places far apart are shown for the first alone."""
    if not spans:
        return []
    start = min(a for a, _ in spans)
    near = sorted({(a, b) for a, b in spans if a - start < 4 * AROUND})
    out, at = [], max(0, start - AROUND)
    for a, b in near:
        if a >= at:
            out += [Piece(raw[at:a], marked=False), Piece(raw[a:b], marked=True)]
            at = b
    return [*out, Piece(raw[at : at + AROUND], marked=False)]


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("litrex.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    made.filters.update(visible=visible, f1=lambda counts: f"{rate(counts).f1:.3f}")
    made.filters.update(share=lambda pair: f"{pair[0] / pair[1]:.3f}" if pair[1] else "–")
    made.globals.update(rate=rate, told=told)
    return made
