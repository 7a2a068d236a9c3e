"""Sums and subsets: sexes, arms, and groups that cannot be larger than the whole."""

from __future__ import annotations

from collections.abc import Iterator

from litrex.records.checks.result import CheckResult, Verdict
from litrex.schema.record import Arm, StudyRecord

CONTROLLED = frozenset({"randomized_controlled_trial", "controlled_clinical_trial"})
_TOTALS = {"randomised": "n_patients", "treated": "n_treated", "completed": "n_completed", "evaluable": "n_evaluable"}
_SUBSETS = {"n_treated": "treated", "n_completed": "with the study completed", "n_evaluable": "evaluable"}


def counts(record: StudyRecord) -> Iterator[CheckResult]:
    """Check the counts of patients against one another."""
    yield sex_sum(record)
    yield arm_sum(record)
    yield from _subsets(record)
    yield from _events(record)


def told_totals(record: StudyRecord) -> list[int]:
    """List the sizes that the record tells of the group as a whole, largest claim first."""
    told = (record.n_patients, record.n_treated, record.n_completed, record.n_evaluable)
    return [n for n in told if n is not None]


def counts_patients(record: StudyRecord) -> bool:
    """Say whether the record counts patients alone: hips, eyes or knees beside them make every base doubtful."""
    if any(a.unit not in (None, "patients", "animals") for a in record.arms):
        return False
    told = [o.denominator for o in record.outcomes] + [e.denominator for e in record.adverse_events]
    return record.n_patients is None or all(n is None or n <= record.n_patients for n in told)


def sex_sum(record: StudyRecord) -> CheckResult:
    """Add up the sexes; they may be those of the treated, of the evaluable or of one arm, where these are told."""
    code, female, male, total = "sex_sum_mismatch", record.n_female, record.n_male, record.n_patients
    if female is None or male is None or total is None:
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    if female + male in (*told_totals(record), *(a.n for a in record.arms)):
        return CheckResult(code, Verdict.PASS)
    if record.design.study_type in CONTROLLED and female + male <= 0.6 * total:
        return CheckResult(code, Verdict.NOT_CHECKABLE)  # the sexes of one arm, whose size is not told
    message = f"{female} women and {male} men make {female + male}, not {total} patients."
    return CheckResult(code, Verdict.FAIL, message, ("n_female", "n_male", "n_patients"))


def arm_sum(record: StudyRecord) -> CheckResult:
    """Add up the arms of one partition; arms that count hips or eyes, or that lie within another, are left out.

    A gap as wide as half an arm is more likely an arm that the text does not number than a wrong sum, and arms that come to
    more than the whole are several partitions (by dose, by donor) unless there are just two.
    """
    code = "arm_sum_mismatch"
    arms = [a for a in record.arms if a.of is None and a.role != "subgroup"]
    sizes = [a.n for a in arms if a.n is not None and a.unit in (None, "patients", "animals")]
    total = record.n_patients
    if total is None or len(sizes) < 2 or len(sizes) != len(arms):
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    if sum(sizes) in _whole(record, arms) or _partial_sum(sizes, total):
        return CheckResult(code, Verdict.PASS)
    if total - sum(sizes) >= min(sizes) / 2 or (sum(sizes) > total and (len(sizes) > 2 or max(sizes) >= total)):
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    message = f"The arms add up to {sum(sizes)} ({' + '.join(map(str, sizes))}), not to {total} patients."
    return CheckResult(code, Verdict.FAIL, message, (*(f"arms/{a.id}" for a in arms), "n_patients"))


def _whole(record: StudyRecord, arms: list[Arm]) -> list[int]:
    """List what the arms may add up to: the total of their own basis, where it is told and told."""
    bases = {a.basis for a in arms if a.basis is not None}
    own = getattr(record, _TOTALS[bases.pop()]) if len(bases) == 1 else None
    return told_totals(record) if own is None else [own, *([record.n_patients] if record.n_patients is not None else [])]


def _partial_sum(sizes: list[int], total: int) -> bool:
    """Say whether some neighbouring arms make up the whole: several partitions stand side by side."""
    return any(sum(sizes[i:j]) == total for i in range(len(sizes)) for j in range(i + 2, len(sizes) + 1))


def _subsets(record: StudyRecord) -> Iterator[CheckResult]:
    """Hold parts against the whole: those treated, completed and evaluable, one sex, arms within an arm."""
    total = record.n_patients
    parts = [(slot, getattr(record, slot), word) for slot, word in _SUBSETS.items()]
    if record.n_female is None or record.n_male is None:
        parts += [("n_female", record.n_female, "women"), ("n_male", record.n_male, "men")]
    for slot, n, word in parts:
        yield _exceeds(n, total, f"{n} {word} are more than the {total} patients.", (slot, "n_patients"))
    by_name = {a.name: a for a in record.arms}
    for arm in record.arms:
        parent = by_name.get(arm.of) if arm.of is not None else None
        if parent is not None and arm.unit == parent.unit:
            message = f"{arm.name} has {arm.n}, more than the {parent.n} of {parent.name} that it is part of."
            yield _exceeds(arm.n, parent.n, message, (f"arms/{arm.id}", f"arms/{parent.id}"))


def _events(record: StudyRecord) -> Iterator[CheckResult]:
    """Hold the patients with an outcome or an event against their own denominator.

    Without one nothing is held against the study's size: fifteen infections in nine patients are no contradiction.
    """
    for outcome in record.outcomes:
        message = f"{outcome.n} of {outcome.denominator} is more than the group."
        yield _exceeds(outcome.n, outcome.denominator, message, (f"outcomes/{outcome.id}",))
    for event in record.adverse_events:
        message = f"{event.n} of {event.denominator} is more than the group."
        yield _exceeds(event.n, event.denominator, message, (f"adverse_events/{event.id}",))


def _exceeds(n: int | None, total: int | None, message: str, paths: tuple[str, ...]) -> CheckResult:
    code = "count_exceeds_total"
    if n is None or total is None:
        return CheckResult(code, Verdict.NOT_CHECKABLE)
    return CheckResult(code, Verdict.PASS) if n <= total else CheckResult(code, Verdict.FAIL, message, paths)
