"""What a measurement gives: values of several repeats, their middle and their spread; ways taken in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from litrex.schema.segment import Lang


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity, once a repeat. `least` and `most` are what must hold of the median, where something must."""

    name: str
    unit: str
    values: tuple[float, ...]
    lang: Lang | None = None
    least: float | None = None
    most: float | None = None

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def low(self) -> float:
        return min(self.values)

    @property
    def high(self) -> float:
        return max(self.values)

    @property
    def holds(self) -> bool | None:
        """Whether the median is where it must be; None where nothing is asked of it.

        >>> Figure("two workers", "×", (1.6, 1.9, 1.8), least=1.7).holds, Figure("speed", "documents/s", (3.0,)).holds
        (True, None)
        """
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.median >= self.least) and (self.most is None or self.median <= self.most)

    def as_dict(self) -> dict[str, Any]:
        """The figure as JSON; bounds and the verdict stand only where there are any."""
        told: dict[str, Any] = {"name": self.name, "lang": self.lang, "unit": self.unit, "median": self.median}
        told |= {"low": self.low, "high": self.high, "values": list(self.values)}
        asked = {"least": self.least, "most": self.most, "holds": self.holds}
        return told | {key: value for key, value in asked.items() if value is not None}


Way = Callable[[], float]


def interleaved(ways: Mapping[str, Way], repeats: int, *, warm: bool = True) -> dict[str, tuple[float, ...]]:
    """Take each way in turn, `repeats` times over, after one turn that is not kept.

    What else the machine does falls on all alike, and every other round goes backwards, so that none always comes first.

    >>> calls: list[str] = []
    >>> def way(name: str) -> Way:
    ...     return lambda: calls.append(name) or float(len(calls))
    >>> interleaved({"a": way("a"), "b": way("b")}, 2, warm=False), calls
    ({'a': (1.0, 4.0), 'b': (2.0, 3.0)}, ['a', 'b', 'b', 'a'])
    """
    if warm:
        for way in ways.values():
            way()
    told: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(repeats):
        for name in list(ways) if turn % 2 == 0 else reversed(list(ways)):
            told[name].append(ways[name]())
    return {name: tuple(values) for name, values in told.items()}


def ratios(above: tuple[float, ...], below: tuple[float, ...]) -> tuple[float, ...]:
    """Divide repeat by repeat: those of one round stood under the same load.

    >>> ratios((6.0, 8.0), (2.0, 4.0))
    (3.0, 2.0)
    """
    return tuple(a / b for a, b in zip(above, below, strict=True))
