"""Run the extraction on everything that has gold, and count."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from litrex import extraction
from litrex.evaluation.comparisons import ComparisonScore, score_comparisons
from litrex.evaluation.facts import Rec
from litrex.evaluation.gold import Gold, digest, fill
from litrex.evaluation.grounding import grounded
from litrex.evaluation.intervals import Interval, interval
from litrex.evaluation.materials import Group, Material
from litrex.evaluation.scoring import Counts, Score, added, score, summed
from litrex.schema.record import Extraction
from litrex.settings import Settings


@dataclass(frozen=True, slots=True)
class Measured:
    """One document measured; `pred` are the records of the output as JSON has them."""

    gold: Gold
    group: Group
    document: Path
    raw: str = field(repr=False)
    pred: list[Rec] = field(repr=False)
    score: Score
    evidence: dict[str, list[int]]
    comparisons: ComparisonScore


@dataclass(frozen=True, slots=True)
class Sum:
    """What the documents of one group and one language score together."""

    group: Group
    language: str
    documents: int
    slots: Counts
    total: list[int]
    details: Counts
    detail_total: list[int]
    records: list[int]
    evidence: dict[str, list[int]]
    cells: list[int]
    aspects: list[int]
    interventions: list[int]
    statements: list[int]
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that was measured, and what was not: the names of golds whose document is not at hand."""

    measured: tuple[Measured, ...]
    not_run: tuple[Material, ...] = ()

    @property
    def sums(self) -> list[Sum]:
        keys = sorted({(list(Group).index(one.group), one.gold.language) for one in self.measured})
        groups = list(Group)
        return [
            _sum(groups[g], lang, [m for m in self.measured if (m.group, m.gold.language) == (groups[g], lang)])
            for g, lang in keys
        ]

    @property
    def digests(self) -> dict[str, str]:
        """The digest of the gold of each group as its files have it: the same whether or not a document is at hand."""
        told: dict[str, list[Gold]] = {}
        for group, gold in [*((m.group, m.gold) for m in self.measured), *((m.group, m.gold) for m in self.not_run)]:
            told.setdefault(group, []).append(gold)
        return {group: digest(told[group]) for group in Group if group in told}


def evaluate(materials: Iterable[Material], settings: Settings | None = None) -> Evaluation:
    """Measure every document that is at hand."""
    measured: list[Measured] = []
    absent: list[Material] = []
    for one in materials:
        if one.document is None:
            absent.append(one)
        else:
            told = extraction.extract(one.document, settings, source=one.document.name)
            measured.append(measure(one.gold, one.group, one.document, told))
    return Evaluation(tuple(measured), tuple(absent))


def measure(gold: Gold, group: Group, document: Path, told: Extraction) -> Measured:
    """Count what one extraction got right."""
    full = fill(gold, told.raw)
    pred = as_json(told)
    cells = [json.loads(one.model_dump_json()) for one in told.comparisons]
    return Measured(
        full, group, document, told.raw, pred,
        score(full.records, pred, full.same_study), grounded(full.records, pred, told.raw),
        score_comparisons(full.comparisons, cells),
    )  # fmt: skip


def as_json(told: Extraction) -> list[Rec]:
    """The records of an extraction as a reader of ``records.jsonl`` sees them."""
    return [json.loads(one.model_dump_json()) for one in told.records]


def _sum(group: Group, language: str, parts: Sequence[Measured]) -> Sum:
    checks = sorted({check for one in parts for check in one.evidence})
    evidence = {check: [sum(one.evidence[check][k] for one in parts) for k in (0, 1)] for check in checks}
    compared = [one.comparisons for one in parts]
    return Sum(
        group, language, len(parts),
        slots=summed(one.score.counts for one in parts),
        total=added(one.score.total for one in parts),
        details=summed(one.score.details for one in parts),
        detail_total=added(one.score.detail_total for one in parts),
        records=added(one.score.records for one in parts),
        evidence=evidence,
        cells=added(c.cells for c in compared),
        aspects=added(c.aspects for c in compared),
        interventions=added(c.interventions for c in compared),
        statements=added(c.statement_total for c in compared),
        interval=interval([one.score.total for one in parts]),
    )  # fmt: skip
