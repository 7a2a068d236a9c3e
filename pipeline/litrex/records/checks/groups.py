"""Which group a percentage is of: its own denominator, its arm, or one that the record tells."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from litrex.records.checks.counts import CONTROLLED, counts_patients, told_totals
from litrex.schema.record import Outcome, StudyRecord

_MOST_ARMS = 6  # animals are shared out equally among no more groups than this


@dataclass(frozen=True, slots=True)
class Groups:
    """The group sizes that a percentage may be of; `complete` is false where it may be of a group whose size is not told."""

    sizes: tuple[int, ...]
    complete: bool


def groups_of(record: StudyRecord, outcome: Outcome) -> Groups:
    """Find the groups that an outcome may be of.

    A percentage passes if any group fits, and fails only where all groups are known: 35.2 % of the control group says
    nothing about 212 patients while nobody tells how many the controls were.
    """
    if outcome.denominator is not None:
        return Groups((outcome.denominator,) if outcome.denominator > 0 else (), outcome.denominator > 0)
    own = [a.n for a in record.arms if outcome.arm is not None and a.name == outcome.arm and a.n is not None and a.n > 0]
    if own:
        return Groups(tuple(dict.fromkeys(own)), counts_patients(record) and not _dwindled(record))
    known = [n for n in dict.fromkeys([*told_totals(record), *_arm_sizes(record), *_denominators(record)]) if n > 0]
    complete = outcome.arm is None and counts_patients(record) and _all_sized(record) and not _compared(record, outcome)
    return Groups(tuple(known), complete)


def _dwindled(record: StudyRecord) -> bool:
    """Say whether fewer were treated, completed or evaluable than began: how many of them an arm had nobody says."""
    return record.n_patients is not None and min(told_totals(record)) < record.n_patients


def _arm_sizes(record: StudyRecord) -> list[int]:
    """List the arms, any two of them together, and what the arms leave of the whole: 336 less 112 on placebo are 224."""
    sizes = [a.n for a in record.arms if a.n is not None and a.n > 0]
    pairs = [a + b for a, b in combinations(sizes, 2)]
    rest = [record.n_patients - sum(sizes)] if record.n_patients is not None and sizes else []
    return [*sizes, *pairs, *rest]


def _denominators(record: StudyRecord) -> list[int]:
    told = [o.denominator for o in record.outcomes] + [e.denominator for e in record.adverse_events]
    return [n for n in told if n is not None]


def _all_sized(record: StudyRecord) -> bool:
    """Say whether no group is without its size.

    A controlled study that tells no arm, or one arm alone, has others all the same; elsewhere one arm leaves a rest.
    """
    arms = [a for a in record.arms if a.role != "subgroup"]
    sizes = [a.n for a in arms if a.n is not None]
    if len(arms) < 2:
        named = {o.arm for o in record.outcomes if o.arm is not None} - {a.name for a in arms}
        return record.design.study_type not in CONTROLLED and not named and len(sizes) == len(arms)
    return len(sizes) == len(arms) and (record.n_patients is None or sum(sizes) >= 0.9 * record.n_patients)


def _compared(record: StudyRecord, outcome: Outcome) -> bool:
    """Say whether the same measure has two percentages at one time: those are two groups, whatever the record calls them."""
    if len(record.arms) > 1 and _all_sized(record):
        return False
    rivals = (o for o in record.outcomes if o.id != outcome.id and o.unit == "%" and o.value != outcome.value)
    return any(o.measure == outcome.measure and o.timepoint == outcome.timepoint for o in rivals)


def equal_shares(record: StudyRecord) -> list[int]:
    """List the sizes of groups that the whole may have been shared out to equally: 32 mice in four groups are 8 each.

    None where the arms tell their sizes, or where nothing speaks of groups.
    """
    total = record.n_patients
    grouped = record.design.study_type in CONTROLLED or any(p.species not in (None, "human") for p in record.populations)
    if total is None or total <= 0 or not grouped or any(a.n is not None for a in record.arms):
        return []
    return [total // k for k in range(2, _MOST_ARMS + 1) if total % k == 0]
