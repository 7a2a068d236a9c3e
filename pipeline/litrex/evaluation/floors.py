"""Floors: scores that were reached once and may not be lost; and the digest of the gold that they were reached on."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from litrex.errors import UsageError
from litrex.evaluation.materials import Group
from litrex.evaluation.measuring import Evaluation, Sum
from litrex.evaluation.scoring import rate

LEAST_FACTS = 20  # a slot with fewer facts in the gold swings too much to be held
SLACK = 0.0005  # scores are rounded to three decimals

Scores = dict[str, dict[str, dict[str, float]]]  # group → language → what → score


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors, the digests of the golds they were set on, and every lowering with its reason."""

    scores: Scores = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    lowered: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fall:
    """A score under its floor."""

    group: str
    language: str
    what: str
    score: float
    floor: float

    def __str__(self) -> str:
        return f"{self.group} {self.language} {self.what}: {self.score:.3f} is under its floor {self.floor:.3f}"


def read(path: Path) -> Floors:
    """Read the floors; where there is no file there are none.

    Raises UsageError where the file is no set of floors.
    """
    if not path.exists():
        return Floors()
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Floors(told["floors"], told["gold_digests"], told.get("lowered", []))
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise UsageError(
            f"these are no floors ({error!r})", place=str(path), remedy="write them anew with --update-floors"
        ) from error


def write(path: Path, floors: Floors) -> None:
    """Write the floors, ordered, one number a line, so that a change can be read in a diff."""
    told = {"gold_digests": floors.digests, "floors": floors.scores, "lowered": floors.lowered}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")


def scores_of(evaluation: Evaluation) -> Scores:
    """The scores that floors can hold, rounded down to three decimals; of the closed half totals alone."""
    out: Scores = {}
    for one in evaluation.sums:
        out.setdefault(str(one.group), {})[one.language] = {what: math.floor(s * 1000) / 1000 for what, s in _scores(one).items()}
    return out


def _scores(one: Sum) -> dict[str, float]:
    found, predicted, gold = one.records
    out = {"facts": rate(one.total).f1, "details": rate(one.detail_total).f1}
    if gold:
        out["records"] = rate([found, predicted, gold]).f1
    for check, (right, checked) in one.evidence.items():
        if checked:
            out[f"evidence {check}"] = right / checked
    if one.cells[2]:
        out |= {"comparison cells": rate(one.cells).f1, "statements": rate(one.statements).f1}
    if one.group is not Group.DEV_CLOSED:
        out |= {f"slot {slot}": rate(c).f1 for slot, c in one.slots.items() if c[2] >= LEAST_FACTS}
    return out


def falls(scores: Scores, floors: Floors) -> list[Fall]:
    """Every score under its floor. What was not measured this time falls nowhere."""
    return [
        Fall(group, language, what, scores[group][language][what], floor)
        for group, languages in sorted(floors.scores.items())
        for language, held in sorted(languages.items())
        for what, floor in sorted(held.items())
        if what in scores.get(group, {}).get(language, {}) and scores[group][language][what] < floor - SLACK
    ]


def changed_gold(evaluation: Evaluation, floors: Floors) -> list[str]:
    """The groups whose gold is another than the one the floors were set on."""
    now = evaluation.digests
    return [group for group, digest in floors.digests.items() if group in now and now[group] != digest]


def raised(scores: Scores, digests: dict[str, str], floors: Floors) -> Floors:
    """Floors at the best of old and new; what was not measured keeps its floor."""
    out = _copied(floors.scores)
    for group, languages in scores.items():
        for language, told in languages.items():
            held = out.setdefault(group, {}).setdefault(language, {})
            held |= {what: max(score, held.get(what, 0.0)) for what, score in told.items()}
    return Floors(out, {**floors.digests, **digests}, floors.lowered)


def lowered(scores: Scores, floors: Floors, reason: str) -> Floors:
    """Floors brought down to the scores that lie under them, each with the reason told.

    Raises UsageError without a reason: a floor is never lowered silently.
    """
    if not reason.strip():
        raise UsageError("a floor is not lowered without a reason", remedy='tell it: --lower-floors "gold of … corrected"')
    out, notes = _copied(floors.scores), list(floors.lowered)
    for fall in falls(scores, floors):
        out[fall.group][fall.language][fall.what] = fall.score
        place = f"{fall.group} {fall.language} {fall.what}"
        notes.append({"floor": place, "from": fall.floor, "to": fall.score, "reason": reason.strip()})
    return Floors(out, floors.digests, notes)


def _copied(scores: Scores) -> Scores:
    return {group: {language: dict(held) for language, held in languages.items()} for group, languages in scores.items()}
