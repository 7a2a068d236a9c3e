"""What altered copies of a document score beside the document itself."""

from __future__ import annotations

from dataclasses import dataclass

from litrex import extraction
from litrex.evaluation.alterations import altered
from litrex.evaluation.measuring import Evaluation, Measured, measure
from litrex.evaluation.scoring import rate
from litrex.settings import Settings


@dataclass(frozen=True, slots=True)
class Copies:
    """F1 over all facts: of a document, and of its altered copies in the order of their seeds."""

    name: str
    original: float
    copies: tuple[float, ...]

    @property
    def mean(self) -> float:
        return sum(self.copies) / len(self.copies)

    @property
    def least(self) -> float:
        return min(self.copies)


def score_copies(evaluation: Evaluation, count: int, settings: Settings | None = None) -> list[Copies]:
    """Alter every document whose gold holds positions `count` times, and score the copies; nothing is written."""
    with_places = [one for one in evaluation.measured if one.gold.sha256 is not None]
    return [
        Copies(one.gold.name, rate(one.score.total).f1, tuple(_copy_score(one, seed, settings) for seed in range(count)))
        for one in with_places
        if count
    ]


def _copy_score(one: Measured, seed: int, settings: Settings | None) -> float:
    copy = altered(one.gold, one.raw, seed)
    told = extraction.extract_bytes(copy.raw.encode(), source=one.document.name, settings=settings)
    return rate(measure(copy.gold, one.group, one.document, told).score.total).f1
