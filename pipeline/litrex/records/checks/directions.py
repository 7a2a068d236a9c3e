"""One measure that goes both ways within a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from litrex.records.checks.result import CheckResult, Verdict
from litrex.schema.record import Outcome, StudyRecord

_OPPOSITE = {"increase": "decrease", "decrease": "increase", "improve": "worsen", "worsen": "improve"}


def directions(record: StudyRecord) -> Iterator[CheckResult]:
    """Find one measure that goes both ways in one arm at one time.

    Counts of patients each way are no conflict (nine better, three worse), nor is one mention of the measure with two
    changes: the author speaks of two groups there (fell on the drug and rose on placebo), named or not.
    """
    told: dict[tuple[str, str | None, str], list[Outcome]] = defaultdict(list)
    for outcome in record.outcomes:
        if outcome.direction is not None and outcome.n is None:
            told[(outcome.measure, outcome.arm, str(outcome.timepoint))].append(outcome)
    for outcomes in told.values():
        pair = _conflict(record, outcomes)
        if pair is None:
            yield CheckResult("direction_conflict", Verdict.PASS if len(outcomes) > 1 else Verdict.NOT_CHECKABLE)
        else:
            message = f"{pair[0].measure.replace('_', ' ')} goes both ways: {pair[0].direction} and {pair[1].direction}."
            yield CheckResult("direction_conflict", Verdict.FAIL, message, tuple(f"outcomes/{o.id}" for o in pair))


def opposed(a: Outcome, b: Outcome) -> bool:
    """Say whether two outcomes go opposite ways."""
    return a.direction is not None and b.direction == _OPPOSITE.get(a.direction)


def _conflict(record: StudyRecord, outcomes: list[Outcome]) -> tuple[Outcome, Outcome] | None:
    for n, a in enumerate(outcomes):
        for b in outcomes[n + 1 :]:
            if opposed(a, b) and not _one_mention(record, a, b):
                return a, b
    return None


def _one_mention(record: StudyRecord, a: Outcome, b: Outcome) -> bool:
    left, right = (record.evidence.get(f"outcomes/{o.id}", []) for o in (a, b))
    return any(x < d and c < y for x, y in left for c, d in right)
