"""Checks over the records of one study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from litrex.schema.record import Flag, Outcome, StudyRecord

_SCALARS = ("n_patients", "n_female", "n_male", "n_centers")
_OPPOSITE = {"increase": "decrease", "decrease": "increase", "improve": "worsen", "worsen": "improve"}


def across_records(records: list[StudyRecord]) -> None:
    """Flag what two records of one study tell differently, on both."""
    by_study: dict[str, list[StudyRecord]] = defaultdict(list)
    for record in records:
        by_study[record.study_id].append(record)
    for group in by_study.values():
        for n, a in enumerate(group):
            for b in group[n + 1 :]:
                for message, mine, theirs in _conflicts(a, b):
                    for record, paths in ((a, mine), (b, theirs)):
                        record.flags.append(_flag(record, message, paths))


def _flag(record: StudyRecord, message: str, paths: list[str]) -> Flag:
    evidence = sorted({s for p in paths for s in record.evidence.get(p, [])})
    return Flag(code="cross_record_conflict", message=message, paths=paths, document_id=record.document_id, record_id=record.record_id, evidence=evidence)


def _conflicts(a: StudyRecord, b: StudyRecord) -> Iterator[tuple[str, list[str], list[str]]]:
    for slot in _SCALARS:
        x, y = getattr(a, slot), getattr(b, slot)
        if x is not None and y is not None and x != y:
            yield f"{slot} is {x} here and {y} in another record of the study.", [slot], [slot]
    for o in a.outcomes:
        for p in b.outcomes:
            if _opposed(o, p):
                yield (
                    f"{o.measure.replace('_', ' ')}: {o.direction} in one record of the study, {p.direction} in another.",
                    [f"outcomes/{o.id}"],
                    [f"outcomes/{p.id}"],
                )


def _opposed(o: Outcome, p: Outcome) -> bool:
    same_time = o.timepoint is None or p.timepoint is None or o.timepoint == p.timepoint
    same_arm = o.arm is None or p.arm is None or o.arm == p.arm
    related = o.measure == p.measure or o.measure.startswith(p.measure + "_") or p.measure.startswith(o.measure + "_")
    return related and same_time and same_arm and o.direction is not None and p.direction == _OPPOSITE.get(o.direction)
