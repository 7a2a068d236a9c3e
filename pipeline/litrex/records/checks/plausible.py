"""Doses and durations outside what is ever given or waited."""

from __future__ import annotations

from collections.abc import Iterator

from litrex.records.checks.result import CheckResult, Verdict
from litrex.schema.record import Length, StudyRecord

_DOSES = {"cells/kg": (1e3, 1e10), "cells": (1e3, 1e13), "cells/mL": (1e2, 1e12)}  # the low end is a graft into an eye or a mouse
_DAYS = {"min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}
_YEAR = 365.25
_LONGEST_FOLLOW_UP = 60 * _YEAR
_LONGEST_INTERVAL = 5 * _YEAR
_OLDEST = 120 * _YEAR


def plausible(record: StudyRecord) -> Iterator[CheckResult]:
    """Check doses, follow-up, the interval between infusions, times of outcomes, and ages."""
    for dose in record.doses:
        low, high = _DOSES.get(dose.unit, (0.0, float("inf")))
        top = dose.value if dose.upper is None else dose.upper
        message = f"A dose of {dose.value:g} {dose.unit} is outside {low:g} to {high:g}."
        yield _within(low <= dose.value and top <= high, message, f"doses/{dose.id}")
    if record.follow_up is not None:
        f = record.follow_up
        yield _duration([f.min, f.max, f.mean, f.median], f.unit, _LONGEST_FOLLOW_UP, "follow-up", "follow_up")
    if record.infusion_interval is not None:
        gap = record.infusion_interval
        yield _duration([gap.value, gap.upper], gap.unit, _LONGEST_INTERVAL, "interval between infusions", "infusion_interval")
    for outcome in record.outcomes:
        if isinstance(outcome.timepoint, Length):
            when, path = outcome.timepoint, f"outcomes/{outcome.id}"
            yield _duration([when.value, when.upper], when.unit, _LONGEST_FOLLOW_UP, "time of measuring", path)
    if record.age is not None:
        a = record.age
        yield _duration([a.mean, a.median, a.min, a.max], a.unit, _OLDEST, "age", "age")


def _duration(told: list[float | None], unit: str, longest: float, what: str, path: str) -> CheckResult:
    top = max((value for value in told if value is not None), default=0.0)
    words = f"{'An' if what[0] in 'aeiou' else 'A'} {what} of {top:g} {unit} is longer than {longest / _YEAR:g} years."
    return _within(top * _DAYS.get(unit, 0.0) <= longest, words, path)


def _within(fine: bool, message: str, path: str) -> CheckResult:
    code = "unit_implausible"
    return CheckResult(code, Verdict.PASS) if fine else CheckResult(code, Verdict.FAIL, message, (path,))
