"""Change a text and the gold of it together: edits first, then the gold's positions are reckoned anew."""

from __future__ import annotations

import copy
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from litrex.evaluation.facts import Rec
from litrex.evaluation.gold import Gold

RESIDUE = re.compile(r"(?<=[\u3400-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)")
Span = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """A document under change. `records` and `comparisons` are the gold's own, to be written into; edits are raw positions."""

    raw: str
    gold: Gold
    records: list[Rec] = field(init=False)
    comparisons: list[Rec] = field(init=False)
    edits: dict[Span, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.records, self.comparisons = copy.deepcopy(self.gold.records), copy.deepcopy(self.gold.comparisons)

    def words(self, span: Span) -> str:
        """The text at a span, without the readings that damage left in it."""
        return RESIDUE.sub("", self.raw[slice(*span)])

    def exchange(self, span: Span, new: str) -> bool:
        """Exchange a stretch; False, and nothing done, where another edit already stands in its way."""
        if span in self.edits:
            return self.edits[span] == new
        if any(a < span[1] and span[0] < b for a, b in self.edits):
            return False
        self.edits[span] = new
        return True

    def untouched(self, span: Span, rec: Rec, but: str) -> bool:
        """Whether no other value of the record (`but` is the own path) hangs on a stretch that touches the span."""
        told = rec.get("evidence") or {}
        whole = ("quote", "populations")
        return not any(
            a < span[1] and span[0] < b
            for path, spans in told.items()
            for a, b in spans
            if path != but and not path.startswith(whole)
        )

    def finished(self) -> tuple[str, Gold]:
        """The new text and its gold, positions reckoned anew."""
        edits = sorted(self.edits.items())
        pieces, at = [], 0
        for (start, end), new in edits:
            pieces += [self.raw[at:start], new]
            at = end
        raw = "".join([*pieces, self.raw[at:]])
        moved = _Mover(edits)
        records, comparisons = ([moved.record(one) for one in part] for part in (self.records, self.comparisons))
        return raw, Gold(self.gold.name, records, comparisons, self.gold.same_study, "altered", len(raw))


def spans_of(rec: Rec, path: str) -> list[Span]:
    return [(a, b) for a, b in (rec.get("evidence") or {}).get(path) or []]


def digits_in(draft: Draft, spans: list[Span], number: float) -> Span | None:
    """The one stretch in the spans where the number stands in digits; None where it stands in words, or twice."""
    told = f"{number:g}"
    found = [
        (start + m.start(), start + m.end())
        for start, end in spans
        for m in re.finditer(rf"(?<![\d.]){re.escape(told)}(?:\.0+|(?<=\.\d)0)?(?![\d.]*\d)", draft.raw[start:end])
    ]
    return found[0] if len(found) == 1 else None


class _Mover:
    """Carries positions over edits: an end inside an edit goes to the edit's own end."""

    def __init__(self, edits: list[tuple[Span, str]]) -> None:
        self._edits = edits
        self._starts = [start for (start, _), _ in edits]
        self._shifts = [0]
        for (start, end), new in edits:
            self._shifts.append(self._shifts[-1] + len(new) - (end - start))

    def at(self, position: int, *, end: bool) -> int:
        before = bisect_right(self._starts, position - 1 if end else position)
        if before:
            (start, stop), new = self._edits[before - 1]
            if position < stop:  # inside the last edit that starts before it
                return start + self._shifts[before - 1] + (len(new) if end else 0)
        return position + self._shifts[before]

    def record(self, rec: Rec) -> Rec:
        return {
            key: dict(self._evidence(value)) if key == "evidence" else self._anchored(key, value) for key, value in rec.items()
        }

    def _evidence(self, told: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for path, spans in told.items():
            yield path, [self._span(span) for span in spans]

    def _anchored(self, key: str, value: Any) -> Any:
        if key == "anchor" and value:
            return {**value, "spans": [self._span(span) for span in value.get("spans") or []]}
        return value

    def _span(self, span: list[int]) -> list[int]:
        return [self.at(span[0], end=False), self.at(span[1], end=True)]
