"""How far two readers agree: each one's annotation scored as if the other's were the gold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from litrex.evaluation.comparisons import score_comparisons
from litrex.evaluation.gold import Gold, fill, read
from litrex.evaluation.matching import origin
from litrex.evaluation.scoring import Score, rate, score

ALL = "all facts"


@dataclass(frozen=True, slots=True)
class Agreement:
    """F1 a slot between two readers, the mean of both directions: what one left open, the other may have said firmly."""

    readers: tuple[str, str]
    slots: dict[str, float]
    details: float
    records: float
    statements: float | None

    def as_json(self) -> dict[str, Any]:
        """The numbers, rounded to three decimals."""
        slots = {slot: round(f1, 3) for slot, f1 in self.slots.items()}
        beside = {"details": self.details, "records": self.records, "statements": self.statements}
        return {"slots": slots, **{name: round(f1, 3) for name, f1 in beside.items() if f1 is not None}}


def agreements(readers: Mapping[str, Gold]) -> list[Agreement]:
    """Every two of several readers of one document, in the order of their names."""
    return [agreement((a, readers[a]), (b, readers[b])) for a, b in combinations(sorted(readers), 2)]


def of_readers(readers: Path, gold: Path, dev: Path, raw: str) -> dict[str, dict[str, Any]]:
    """The agreement of all readers: of the article (`raw`) every two and the gold, of other documents each with the gold.

    A reader's file of the article is ``NAME.json``; of another document ``NAME.DOCUMENT.json``.
    """
    whole = {path.stem.upper(): fill(read(path), raw) for path in sorted(readers.glob("*.json")) if "." not in path.stem}
    article = next(fill(told, raw) for told in map(read, sorted(gold.glob("*.json"))) if told.sha256 is not None)
    out = {article.name: {_pair(one): one.as_json() for one in agreements({**whole, "gold": article})}}
    for path in sorted(path for path in readers.glob("*.json") if "." in path.stem):
        reader, _, document = path.stem.partition(".")
        both = agreement((reader.upper(), read(path)), ("gold", read(dev / f"{document}.json")))
        out.setdefault(document, {})[_pair(both)] = both.as_json()
    return out


def _pair(one: Agreement) -> str:
    return "–".join(one.readers)


def agreement(one: tuple[str, Gold], other: tuple[str, Gold]) -> Agreement:
    """Score two readers against each other, on the kinds of records that both of them wrote: rows of tables, prose."""
    both = {origin(record) for record in one[1].records} & {origin(record) for record in other[1].records}
    told = [[record for record in gold.records if origin(record) in both] for _, gold in (one, other)]
    ways = [(one[1], other[1]), (other[1], one[1])]
    scores = [score(told[0], told[1]), score(told[1], told[0])]
    slots = sorted({slot for way in scores for slot in way.counts})
    found = {slot: _mean(rate(way.counts.get(slot, [0, 0, 0])).f1 for way in scores) for slot in slots}
    found[ALL] = _mean(rate(way.total).f1 for way in scores)
    cells = [score_comparisons(gold.comparisons, pred.comparisons) for gold, pred in ways]
    statements = _mean(rate(way.statement_total).f1 for way in cells) if one[1].comparisons and other[1].comparisons else None
    details, records = (_mean(part(way) for way in scores) for part in (_details, _records))
    return Agreement((one[0], other[0]), found, details, records, statements)


def _details(told: Score) -> float:
    return rate([sum(counts[k] for name, counts in told.details.items() if name != "flag") for k in range(3)]).f1


def _records(told: Score) -> float:
    return rate(told.records).f1


def _mean(values: Iterable[float]) -> float:
    told = list(values)
    return sum(told) / len(told)
