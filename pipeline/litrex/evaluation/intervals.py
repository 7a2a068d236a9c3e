"""How sure a score is: documents drawn again and again, always in the same way."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from litrex.evaluation.scoring import added, rate

DRAWS = 1000


class Interval(NamedTuple):
    """The middle 95 % of what the drawn samples score."""

    low: float
    high: float


def interval(each: Sequence[Sequence[int]], seed: int = 0) -> Interval | None:
    """The 95 % interval of F1 over documents; each document is [right, in the output, in the gold].

    One document alone has none: drawing it again tells nothing.

    >>> interval([[9, 10, 10], [9, 10, 10]]), interval([[9, 10, 10]])
    (Interval(low=0.9, high=0.9), None)
    """
    if len(each) < 2:
        return None
    draw = random.Random(seed)
    runs = sorted(rate(added(draw.choices(each, k=len(each)))).f1 for _ in range(DRAWS))
    return Interval(runs[DRAWS * 25 // 1000], runs[DRAWS * 975 // 1000 - 1])
