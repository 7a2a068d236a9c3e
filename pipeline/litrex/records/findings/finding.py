"""The noun of this package: one measure with its change and/or figure, in one arm at one time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from litrex.records.findings.items import Term, Value
from litrex.records.reading import Span
from litrex.schema.mention import Quantity


@dataclass(frozen=True, slots=True)
class Finding:
    """What a passage says of one measure or one event; `spans` are all the stretches that say so."""

    term: Term
    spans: tuple[Span, ...]
    by: str
    direction: str | None = None
    quantity: Quantity | None = None
    n: int | None = None
    none: bool = False  # nobody had it
    kind: str | None = None
    arm: str | None = None
    timepoint: Any = None
    event: bool = False
    severity: str | None = None
    serious: bool | None = None

    @property
    def told_at(self) -> Span:
        """Where the figure stands, or the change where there is no figure."""
        return self.spans[1] if self.quantity is not None and len(self.spans) > 1 else self.spans[-1]

    def at(self, arm: str | None, timepoint: Any) -> Finding:
        """Place the finding in an arm and a time, where it has none of its own."""
        return replace(self, arm=self.arm or arm, timepoint=self.timepoint if self.timepoint is not None else timepoint)


def figure_of(term: Term, value: Value) -> Finding:
    """The finding that a figure alone makes of a measure."""
    q = value.quantity
    n = int(q.n) if q.n is not None else int(q.value) if q.kind == "count" and q.value is not None else None
    return Finding(term, (term.words, value.span), "figure", quantity=q, n=n)
