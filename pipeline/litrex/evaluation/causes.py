"""Why a fact was missed or is one too many, as well as it can be guessed from what stands beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from litrex.evaluation.facts import Fact, Rec, facts
from litrex.evaluation.grounding import by_position, spans_of
from litrex.evaluation.likeness import alike
from litrex.evaluation.matching import near
from litrex.evaluation.measuring import Evaluation, Measured
from litrex.evaluation.scoring import Slip

MEASURED = frozenset({"change", "figure", "event"})


@dataclass(frozen=True, slots=True)
class Place:
    """A slip and where it stands: `spans` are raw positions, the gold's for a miss and the output's for an extra."""

    document: str
    slip: Slip
    cause: str
    spans: tuple[tuple[int, int], ...]
    words: str


@dataclass(slots=True)
class Kind:
    """All slips of one kind, slot, language and cause."""

    kind: str
    slot: str
    language: str
    cause: str
    places: list[Place] = field(default_factory=list)


def kinds(evaluation: Evaluation, groups: Iterable[str]) -> list[Kind]:
    """Group the slips of the documents of some groups, the most frequent first.

    Whoever calls this for the closed half reads what must not be read: the caller names the groups.
    """
    wanted = set(groups)
    found: dict[tuple[str, str, str, str], Kind] = {}
    for one in evaluation.measured:
        if one.group in wanted:
            for place in places(one):
                key = (place.slip.kind, place.slip.fact.slot, one.gold.language, place.cause)
                found.setdefault(key, Kind(*key)).places.append(place)
    return sorted(found.values(), key=lambda k: (-len(k.places), k.kind, k.slot, k.language, k.cause))


def places(one: Measured) -> list[Place]:
    """The slips of one document with their causes and their places."""
    by_key: dict[str, list[Slip]] = defaultdict(list)
    for slip in one.score.slips:
        by_key[slip.key].append(slip)
    golds = {str(record.get("key")): record for record in one.gold.records}
    out = []
    for slip in one.score.slips:
        pred = one.pred[slip.aligned] if slip.aligned is not None else None
        spans = _spans(slip, golds.get(slip.key), pred, one.raw)
        words = " … ".join(one.raw[a:b] for a, b in spans[:3])
        out.append(Place(one.gold.name, slip, cause(slip, by_key[slip.key], golds.get(slip.key), pred), tuple(spans), words))
    return out + _places_in_cells(one)


def _places_in_cells(one: Measured) -> list[Place]:
    """The slips in cells of comparison tables; where the output's own statements stand is not told."""
    golds = {str(cell.get("key")): cell for cell in one.gold.comparisons}
    out = []
    for slip in one.comparisons.slips:
        opposite = [
            s.fact for s in one.comparisons.slips if (s.key, s.fact.slot) == (slip.key, slip.fact.slot) and s.kind != slip.kind
        ]
        why = "cell too many" if slip.key == "unaligned" else f"in a cell: {_cause_of_measure(slip, opposite, [])}"
        spans = _found(golds[slip.key], slip.fact, one.raw) if slip.kind == "miss" else []
        out.append(Place(one.gold.name, slip, why, tuple(spans), " … ".join(one.raw[a:b] for a, b in spans)))
    return out


def cause(slip: Slip, around: Sequence[Slip], gold: Rec | None, pred: Rec | None) -> str:
    """Guess why: from the opposite slips of the same record, and from what the other side says of the same measure.

    >>> miss = Slip("miss", "N1", Fact("change", "increase", ("il_6",), "outcomes:il_6"))
    >>> cause(miss, [Slip("extra", "N1", Fact("change", "decrease", ("il_6",), "outcomes:il_6"))], {}, {})
    'wrong direction'
    >>> cause(miss, [], {}, {})
    'measure not found'
    """
    if slip.kind == "miss" and pred is None:
        return "record not found"
    if slip.kind == "extra" and slip.key == "unaligned":
        return "record too many"
    opposite = [s.fact for s in around if s.kind != slip.kind and s.fact.slot == slip.fact.slot]
    other_side = facts((pred if slip.kind == "miss" else gold) or {})
    if slip.fact.slot in MEASURED:
        return _cause_of_measure(slip, opposite, other_side)
    if opposite:
        return "wrong value"
    return "not found" if slip.kind == "miss" else f"extra {slip.fact.slot}"


def _cause_of_measure(slip: Slip, opposite: Sequence[Fact], other_side: Sequence[Fact]) -> str:
    fact = slip.fact
    if any(alike(fact.names, other.names) for other in opposite):
        return {"change": "wrong direction", "figure": "wrong figure"}.get(fact.slot, "wrong event")
    if fact.slot == "figure" and any(_same_number(fact, other) for other in opposite):
        return "figure at another measure"
    told = {other.slot for other in other_side if other.slot in MEASURED and alike(fact.names, other.names)}
    if slip.kind == "miss":
        if fact.slot in told:
            return f"told once too few: {fact.slot}"
        return (
            {"change": "change not read", "figure": "measure without its figure"}.get(fact.slot, "told as an outcome")
            if told
            else ("event not found" if fact.slot == "event" else "measure not found")
        )
    if fact.slot in told:
        return f"told once too often: {fact.slot}"
    if told:
        return {"change": "change where there is none", "figure": "figure where there is none"}.get(fact.slot, "told as an event")
    return "no such event" if fact.slot == "event" else "no such measure"


def _same_number(fact: Fact, other: Fact) -> bool:
    (value, _, n), (other_value, _, other_n) = fact.value, other.value
    if value is None or other_value is None:
        return value is None and other_value is None and n == other_n
    return near(value, other_value, percent=True)


def _spans(slip: Slip, gold: Rec | None, pred: Rec | None, raw: str) -> list[tuple[int, int]]:
    """Where a slip stands, in positions of the raw text; empty where nobody said."""
    if slip.kind == "extra":
        return _spans_at(by_position(pred), slip.fact) if pred else []
    if gold is None:
        return []
    told = _spans_at(gold, slip.fact)
    return told or _found(gold, slip.fact, raw)


def _spans_at(rec: Rec, fact: Fact) -> list[tuple[int, int]]:
    if fact.at is not None:
        head = "adverse_events" if fact.slot == "event" else "outcomes"
        return spans_of(rec, f"{head}[{fact.at}]")
    return spans_of(rec, fact.path) or [
        span for key in rec.get("evidence") or {} if key.startswith(fact.path.split(".")[0]) for span in spans_of(rec, key)
    ]


def _found(gold: Rec, fact: Fact, raw: str) -> list[tuple[int, int]]:
    """Look for the gold's words near its quote."""
    quote = gold.get("quote") or ""
    start = max(raw.find(quote), 0) if quote else 0
    surface = (fact.source or {}).get("surface") or ""
    at = raw.find(surface, start) if surface else -1
    if at >= 0:
        return [(at, at + len(surface))]
    return [(start, start + len(quote))] if quote and raw.startswith(quote, start) else []
