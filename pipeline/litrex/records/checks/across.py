"""Checks over the records of one study."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from litrex.records.checks.counts import CONTROLLED
from litrex.records.checks.directions import opposed
from litrex.schema.record import Flag, Outcome, StudyRecord

_CONTROL = re.compile(r"control|placebo|sham|untreated|model group|对照|安慰剂|假手术|模型组|未治疗", re.IGNORECASE)
_DERIVED = frozenset(
    "free ratio rate healing distance remission improvement relief time loss recovery reduction response fvc cd8".split()
)
_SCALARS = ("n_patients", "n_female", "n_male", "n_centers")


@dataclass(frozen=True, slots=True)
class _Conflict:
    message: str
    left: str
    right: str


def across_records(records: list[StudyRecord]) -> None:
    """Flag what two records of one study tell differently, on both."""
    by_study: dict[str, list[StudyRecord]] = defaultdict(list)
    for record in records:
        by_study[record.study_id].append(record)
    for group in by_study.values():
        rows = Counter(r.anchor.table for r in group if r.origin == "table")
        whole = [r for r in group if r.origin != "table" or rows[r.anchor.table] == 1]  # several rows tell a study by its arms
        for a, b in combinations(whole, 2):
            for conflict in [] if _is_part(a, b) or _is_part(b, a) else _conflicts(a, b):
                _raise(a, conflict, conflict.left)
                _raise(b, conflict, conflict.right)


def _raise(record: StudyRecord, conflict: _Conflict, path: str) -> None:
    flag = Flag(
        code="cross_record_conflict",
        message=conflict.message,
        paths=[path],
        document_id=record.document_id,
        record_id=record.record_id,
        evidence=sorted(set(record.evidence.get(path, []))),
    )
    if flag not in record.flags:
        record.flags.append(flag)


def _is_part(part: StudyRecord, whole: StudyRecord) -> bool:
    """Say whether one record tells an arm of the study that the other tells as a whole.

    It has the patients of that arm, told or by halves: 20 beside 40 in a controlled study are one arm of two.
    """
    return part.n_patients != whole.n_patients and part.n_patients in _arm_sizes(whole, part)


def _arm_sizes(record: StudyRecord, other: StudyRecord) -> list[int]:
    sizes = [a.n for a in record.arms if a.n is not None]
    controlled = any(r.design.study_type in CONTROLLED for r in (record, other))
    halves = controlled and record.n_patients is not None and record.n_patients % 2 == 0
    return [*sizes, record.n_patients // 2] if halves and record.n_patients is not None else sizes


def _conflicts(a: StudyRecord, b: StudyRecord) -> Iterator[_Conflict]:
    """Find what must agree and does not: counts of the whole, and the way one measure goes in one arm at one time."""
    for slot in _SCALARS:
        x, y = getattr(a, slot), getattr(b, slot)
        if x is not None and y is not None and x != y and not (slot == "n_patients" and _other_count(a, b)):
            yield _Conflict(f"{slot} is {x} in one record of the study, {y} in another.", slot, slot)
    for o in _one_way(a):
        for p in _one_way(b):
            if _same_measuring(o, p) and opposed(o, p) and _is_control(a, o) == _is_control(b, p):
                message = f"{o.measure.replace('_', ' ')}: {o.direction} in one record of the study, {p.direction} in another."
                yield _Conflict(message, f"outcomes/{o.id}", f"outcomes/{p.id}")


def _other_count(a: StudyRecord, b: StudyRecord) -> bool:
    """Say whether one record's total is the other's treated, completed or evaluable patients."""
    return any(x.n_patients in (y.n_treated, y.n_completed, y.n_evaluable) for x, y in ((a, b), (b, a)))


def _one_way(record: StudyRecord) -> list[Outcome]:
    """List the outcomes of measures that go one way in the record; counts of patients say nothing of the group."""
    changes = [o for o in record.outcomes if o.direction is not None and o.n is None]
    return [o for o in changes if not any(p.measure == o.measure and opposed(o, p) for p in changes)]


def _is_control(record: StudyRecord, outcome: Outcome) -> bool:
    """Say whether an outcome is that of the controls: an outcome without an arm is that of the patients treated."""
    if outcome.arm is None:
        return False
    return _CONTROL.search(outcome.arm) is not None or any(a.name == outcome.arm and a.role == "control" for a in record.arms)


def _same_measuring(o: Outcome, p: Outcome) -> bool:
    same_time = o.timepoint is None or p.timepoint is None or o.timepoint == p.timepoint
    same_arm = o.arm is None or p.arm is None or o.arm == p.arm
    return same_time and same_arm and (_narrows(o.measure, p.measure) or _narrows(p.measure, o.measure))


def _narrows(measure: str, wider: str) -> bool:
    """Say whether a measure is the same or a part of another (C3 of complement), not something derived from it.

    >>> _narrows("complement_c3", "complement"), _narrows("pain_free_walking_distance", "pain")
    (True, False)
    """
    rest = measure.removeprefix(wider)
    return rest == "" or (rest != measure and rest.startswith("_") and not _DERIVED & set(rest.split("_")))
