"""Checks that need one record only: sums, percentages, counts, plausible ranges, directions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from litrex.records.checks.result import CheckResult, Verdict
from litrex.schema.record import Arm, Outcome, StudyRecord

# Kaplan-Meier and other estimates over time need be no whole patients.
_ESTIMATES = ("survival", "mortality", "cumulative", "incidence", "生存", "free")
_DOSE_RANGE = {"cells/kg": (1e3, 1e10), "cells": (1e3, 1e13), "cells/mL": (1e2, 1e12)}
_DAYS = {"min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}
_LONGEST_FOLLOW_UP_DAYS = 60 * 365.25


def of_record(record: StudyRecord) -> Iterator[CheckResult]:
    """Make every check that one record allows."""
    yield _sex_sum(record)
    yield _arm_sum(record)
    for outcome in record.outcomes:
        yield _percent_and_count(record, outcome)
        yield _possible(record, outcome)
        yield _within_group(record, outcome)
    yield from _implausible(record)
    yield from _both_ways(record)


def _sex_sum(record: StudyRecord) -> CheckResult:
    female, male, total = record.n_female, record.n_male, record.n_patients
    paths = ("n_female", "n_male", "n_patients")
    if female is None or male is None or total is None:
        return CheckResult("sex_sum_mismatch", Verdict.NOT_CHECKABLE)
    if female + male == total:
        return CheckResult("sex_sum_mismatch", Verdict.PASS)
    return CheckResult("sex_sum_mismatch", Verdict.FAIL, f"{female} women and {male} men make {female + male}, not {total} patients.", paths)


def _arm_sum(record: StudyRecord) -> CheckResult:
    """Add up the arms of one partition; arms that count hips or eyes, or that lie within another, are left out."""
    arms = [a for a in record.arms if a.n is not None and a.unit in (None, "patients") and a.of is None and a.role != "subgroup"]
    total = record.n_patients
    if total is None or len(arms) < 2 or len(arms) != len([a for a in record.arms if a.role != "subgroup"]):
        return CheckResult("arm_sum_mismatch", Verdict.NOT_CHECKABLE)
    sizes = [a.n for a in arms if a.n is not None]
    if sum(sizes) == total or _partial_sum(sizes, total):
        return CheckResult("arm_sum_mismatch", Verdict.PASS)
    if sum(sizes) > total and len(sizes) > 2:
        return CheckResult("arm_sum_mismatch", Verdict.NOT_CHECKABLE)  # more than one partition
    return CheckResult("arm_sum_mismatch", Verdict.FAIL, f"The arms add up to {sum(sizes)} ({' + '.join(map(str, sizes))}), not to {total} patients.", (*_paths(arms), "n_patients"))


def _partial_sum(sizes: list[int], total: int) -> bool:
    """Whether some neighbouring arms make up the whole: several partitions stand side by side."""
    return any(sum(sizes[i:j]) == total for i in range(len(sizes)) for j in range(i + 2, len(sizes) + 1))


def _paths(arms: list[Arm]) -> tuple[str, ...]:
    return tuple(f"arms/{a.id}" for a in arms)


def decimals(value: float) -> int:
    """How many decimals a percentage was told with, as far as the number shows.

    >>> decimals(34.5), decimals(72.0), decimals(77.27)
    (1, 0, 2)
    """
    return len(f"{value:.4f}".rstrip("0").partition(".")[2])


def _matches(percent: float, n: int, of: int) -> bool:
    tolerance = 0.5 * 10 ** -decimals(percent) + 1e-9
    exact = 100 * n / of
    return abs(exact - percent) <= max(tolerance, 0.051) or int(exact) == percent or abs(exact - percent) <= (0.51 if decimals(percent) == 0 else 0.0)


def _group_sizes(record: StudyRecord, outcome: Outcome) -> list[int]:
    """The groups that a percentage may be of: its own denominator, its arm, or any group the study tells."""
    if outcome.denominator is not None:
        return [outcome.denominator]
    arms = [a.n for a in record.arms if a.n and (outcome.arm is None or a.name == outcome.arm)]
    if outcome.arm is not None and arms:
        return arms
    others = [record.n_patients, record.n_treated, record.n_completed, record.n_evaluable, *(a.n for a in record.arms), *(o.denominator for o in record.outcomes)]
    return [n for n in dict.fromkeys(others) if n]


def _is_estimate(outcome: Outcome) -> bool:
    return any(word in outcome.measure for word in _ESTIMATES)


def _percent_and_count(record: StudyRecord, outcome: Outcome) -> CheckResult:
    code = "percent_count_mismatch"
    if outcome.unit != "%" or outcome.value is None or outcome.n is None or outcome.upper is not None or outcome.kind == "difference":
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    groups = _group_sizes(record, outcome)
    if not groups or (outcome.denominator is None and any(a.unit not in (None, "patients") for a in record.arms)):
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    if any(_matches(outcome.value, outcome.n, g) for g in groups):
        return CheckResult(code, Verdict.PASS)
    if outcome.denominator is None and outcome.value > 0 and _other_base(record, outcome, groups):
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    told = ", ".join(f"{outcome.n}/{g} = {100 * outcome.n / g:.1f} %" for g in groups[:3])
    return CheckResult(code, Verdict.FAIL, f"{outcome.value:g} % does not match its count: {told}.", (f"outcomes/{outcome.id}",))


def _other_base(record: StudyRecord, outcome: Outcome, groups: list[int]) -> bool:
    """Whether the figure counts something else than patients (hips, eyes) that the record does not number."""
    base = outcome.n / outcome.value * 100 if outcome.n is not None and outcome.value else 0
    return base > max(groups) * 1.05 and record.n_patients is not None


def _possible(record: StudyRecord, outcome: Outcome) -> CheckResult:
    code = "impossible_percent"
    if outcome.unit != "%" or outcome.value is None or outcome.n is not None or outcome.upper is not None or outcome.direction or outcome.comparator not in (None, "=") or outcome.kind:
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    groups = [g for g in _group_sizes(record, outcome) if g <= 1000]
    if not groups or _is_estimate(outcome) or any(a.unit not in (None, "patients") for a in record.arms):
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    if any(_matches(outcome.value, round(outcome.value * g / 100), g) for g in groups):
        return CheckResult(code, Verdict.PASS)
    return CheckResult(code, Verdict.FAIL, f"No whole number of {' or '.join(map(str, groups[:3]))} patients gives {outcome.value:g} %.", (f"outcomes/{outcome.id}",))


def _within_group(record: StudyRecord, outcome: Outcome) -> CheckResult:
    code = "count_exceeds_total"
    total = outcome.denominator or record.n_patients
    if outcome.n is None or total is None:
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    if outcome.n <= total or (outcome.denominator is None and any(a.unit not in (None, "patients") for a in record.arms)):
        return CheckResult(code, Verdict.PASS)
    if outcome.denominator is None and outcome.unit == "%":
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    return CheckResult(code, Verdict.FAIL, f"{outcome.n} of {total} is more than the group.", (f"outcomes/{outcome.id}",))


def _implausible(record: StudyRecord) -> Iterator[CheckResult]:
    for dose in record.doses:
        low, high = _DOSE_RANGE.get(dose.unit, (0.0, float("inf")))
        fine = low <= dose.value <= high
        yield CheckResult("unit_implausible", Verdict.PASS if fine else Verdict.FAIL, "" if fine else f"A dose of {dose.value:g} {dose.unit} is outside {low:g} to {high:g}.", (f"doses/{dose.id}",))
    if record.follow_up is not None:
        longest = max((v for v in (record.follow_up.min, record.follow_up.max, record.follow_up.mean, record.follow_up.median) if v is not None), default=0.0)
        fine = longest * _DAYS.get(record.follow_up.unit, 0.0) <= _LONGEST_FOLLOW_UP_DAYS
        yield CheckResult("unit_implausible", Verdict.PASS if fine else Verdict.FAIL, "" if fine else f"A follow-up of {longest:g} {record.follow_up.unit} is longer than a life in medicine.", ("follow_up",))


_UP, _DOWN = {"increase", "improve"}, {"decrease", "worsen"}


def _both_ways(record: StudyRecord) -> Iterator[CheckResult]:
    """Find one measure that goes both ways in one arm at one time; counts of patients each way are no conflict."""
    ways: dict[tuple[str, str | None, str], list[Outcome]] = defaultdict(list)
    for o in record.outcomes:
        if o.direction is not None and o.n is None:
            ways[(o.measure, o.arm, str(o.timepoint))].append(o)
    for (measure, _, _), told in sorted(ways.items(), key=lambda kv: str(kv[0])):
        said = {o.direction for o in told}
        if ("increase" in said and "decrease" in said) or ("improve" in said and "worsen" in said):
            yield CheckResult("direction_conflict", Verdict.FAIL, f"{measure.replace('_', ' ')} goes both ways: {', '.join(sorted(str(s) for s in said))}.", tuple(f"outcomes/{o.id}" for o in told))
