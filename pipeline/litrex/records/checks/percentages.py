"""Percentages: against their count, and against the whole patients of their group."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from litrex.lexicons import Lexicon
from litrex.records.checks.groups import equal_shares, groups_of
from litrex.records.checks.result import CheckResult, Verdict
from litrex.schema.record import Length, Outcome, StudyRecord

_RATES = frozenset({"rate", "event", "safety"})
# What may stand in percent and counts patients all the same, though the lexicon files it under its organ or instrument.
_COUNTED = re.compile(
    r"(rate|incidence|response|responders?|remission|involvement|relapse|_use|maintenance|withdrawal|discontinuation)$"
)
_ESTIMATES = re.compile(
    r"survival|mortality|cumulative|_free|probability|gvhd|graft_versus_host|生存|存活|死亡率|累积|累计"
)  # Kaplan-Meier and its kin
# May be of limbs, joints, eyes, teeth or treatment cycles, however many patients there are.
_OF_PARTS = re.compile(
    r"pregnan|birth|embryo|fertili|implant|oocyte|miscarriage|amputat|limb|hip_|knee|arthroplast|eye|tooth|teeth|patency"
)
_EVENTUAL = re.compile(r"relapse|recurrence|gvhd|graft_failure|rejection|progression|engraftment|复发|进展|排斥")
_DAYS = {"min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}
_LONGEST_PLAIN_RATE_DAYS = 366.0
_SMALLEST_GROUP = 5
_LARGEST_GROUP = 1000
_MOST_SIZES = 10_000


def percentages(record: StudyRecord, lexicon: Lexicon) -> Iterator[CheckResult]:
    """Check each percentage of the record."""
    for outcome in record.outcomes:
        yield percent_and_count(record, outcome)
        yield possible(record, outcome, lexicon)


def decimals(value: float) -> int:
    """How many decimals a percentage was told with, as far as the number shows.

    >>> decimals(34.5), decimals(72.0), decimals(77.27)
    (1, 0, 2)
    """
    return len(f"{value:.4f}".rstrip("0").partition(".")[2])


def matches(percent: float, n: int, of: int) -> bool:
    """Say whether a percentage is that of a count, rounded or cut off at the decimals told.

    >>> matches(22.3, 21, 94), matches(66.6, 2, 3), matches(86.4, 20, 27)
    (True, True, False)
    """
    exact, unit = 100 * n / of, 10.0 ** -decimals(percent)
    return abs(exact - percent) <= 0.5 * unit + 1e-9 or 0 <= exact - percent < unit


def _plain(outcome: Outcome) -> bool:
    """Say whether an outcome is one exact percentage of a group, no range, difference, ratio, mean or "about"."""
    return (
        outcome.unit == "%"
        and outcome.value is not None
        and 0 <= outcome.value
        and outcome.upper is None
        and outcome.kind is None
        and outcome.sd is None
        and outcome.comparator in (None, "=")
    )


def percent_and_count(record: StudyRecord, outcome: Outcome) -> CheckResult:
    """Hold a percentage against the count beside it: 20 of 27 are 74.1 %, not 86.4 %."""
    code = "percent_count_mismatch"
    if not _plain(outcome) or outcome.value is None or outcome.n is None:
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    groups = groups_of(record, outcome)
    if any(matches(outcome.value, outcome.n, size) for size in groups.sizes):
        return CheckResult(code, Verdict.PASS)
    if outcome.denominator is None and _is_estimate(outcome):
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    shared = outcome.denominator is None and any(matches(outcome.value, outcome.n, size) for size in equal_shares(record))
    if not groups.complete or not groups.sizes or shared or _other_base(outcome, groups.sizes):
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    if outcome.denominator is None and _borne_out(record, outcome):
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    told = ", ".join(f"{outcome.n}/{size} = {100 * outcome.n / size:.1f} %" for size in groups.sizes[:3])
    return CheckResult(code, Verdict.FAIL, f"{outcome.value:g} % does not match its count: {told}.", (f"outcomes/{outcome.id}",))


def _other_base(outcome: Outcome, sizes: tuple[int, ...]) -> bool:
    """Say whether the percentage is of more than any group: of hips, eyes or cycles that the record does not number."""
    if outcome.denominator is not None or outcome.n is None or not outcome.value:
        return False
    return outcome.n / outcome.value * 100 > max(sizes) * 1.05


def _untold(record: StudyRecord, outcome: Outcome) -> set[int]:
    """Find the group sizes that a count and its percentage imply where no group that is told fits: 9 (40.9 %) are of 22."""
    percent, n = outcome.value, outcome.n
    if outcome.unit != "%" or percent is None or percent <= 0 or n is None or n <= 0 or outcome.denominator is not None:
        return set()
    if any(matches(percent, n, size) for size in groups_of(record, outcome).sizes):
        return set()
    step = 10.0 ** -decimals(percent)
    fewest, most = int(100 * n / (percent + step)), int(100 * n / max(percent - step, step)) + 1
    if most - fewest > _MOST_SIZES:
        return set()  # so many sizes would fit that none is implied
    return {size for size in range(max(n, fewest), most + 1) if matches(percent, n, size)}


def _bases_of_others(record: StudyRecord, outcome: Outcome) -> set[int]:
    """Collect the untold sizes that other counts imply: two counts that agree on one speak of a group left unnumbered."""
    return {size for other in record.outcomes if other.id != outcome.id for size in _untold(record, other)}


def _borne_out(record: StudyRecord, outcome: Outcome) -> bool:
    """Say whether another figure speaks for the untold group that a count implies: 20 (55.6 %) and 13.9 % are both of 36."""
    implied = _untold(record, outcome)
    others = [o for o in record.outcomes if o.n is None and o.direction is None and _plain(o) and not _is_estimate(o)]
    shares = [o.value for o in others if o.value and not any(_whole_patients(o.value, n) for n in groups_of(record, o).sizes)]
    return bool(implied & _bases_of_others(record, outcome)) or any(_whole_patients(v, size) for v in shares for size in implied)


def possible(record: StudyRecord, outcome: Outcome, lexicon: Lexicon) -> CheckResult:
    """Ask whether some whole number of patients gives a percentage: of 29 none gives 22.2 %.

    Held against rates of patients alone. A change told by its size, an ejection fraction or HbA1c, an estimate over time
    and a rate years on, when fewer are left, need be no whole patients.
    """
    code = "impossible_percent"
    if not _plain(outcome) or outcome.value is None or outcome.n is not None or outcome.direction is not None:
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    if outcome.spread is not None or not _is_rate(outcome, lexicon) or _late(outcome):
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    groups = groups_of(record, outcome)
    sizes = tuple(size for size in groups.sizes if size <= _LARGEST_GROUP)
    if any(_whole_patients(outcome.value, size) for size in sizes):
        return CheckResult(code, Verdict.PASS)
    if not groups.complete or not sizes or max(sizes) < _SMALLEST_GROUP:
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    if any(_whole_patients(outcome.value, size) for size in _bases_of_others(record, outcome)):
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    message = f"No whole number of {' or '.join(map(str, sizes[:3]))} patients gives {outcome.value:g} %."
    return CheckResult(code, Verdict.FAIL, message, (f"outcomes/{outcome.id}",))


def _whole_patients(percent: float, size: int) -> bool:
    near = percent * size / 100
    return any(matches(percent, n, size) for n in (math.floor(near), math.ceil(near)))


def _is_rate(outcome: Outcome, lexicon: Lexicon) -> bool:
    """Say whether a measure counts patients; one that no lexicon knows is not checked."""
    if _is_estimate(outcome) or _OF_PARTS.search(outcome.measure):
        return False
    if lexicon.get("adverse_events", outcome.measure) is not None:
        return True
    term = lexicon.get("measures", outcome.measure)
    return term is not None and (term.attributes.get("type") in _RATES or bool(_COUNTED.search(outcome.measure)))


def _is_estimate(outcome: Outcome) -> bool:
    """Say whether a percentage is, or may well be, an estimate over time: survival, and events told as of a time."""
    said = f"{outcome.measure} {outcome.text or ''}"
    return bool(_ESTIMATES.search(said)) or (outcome.timepoint is not None and bool(_EVENTUAL.search(said)))


def _late(outcome: Outcome) -> bool:
    when = outcome.timepoint
    return isinstance(when, Length) and when.value * _DAYS.get(when.unit, 0.0) > _LONGEST_PLAIN_RATE_DAYS
