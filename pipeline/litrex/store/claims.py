"""The merged view: one row a study, out of the records that tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from litrex.schema.record import StudyRecord
from litrex.store.paths import confidence_at, provenance_at

SLOTS = tuple(
    """
    study_key citation.authors citation.year citation.reference citation.group n_patients n_female n_male n_centers n_treated
    n_completed n_evaluable age route n_infusions infusion_interval conditioning design.study_type design.phase design.prospective
    follow_up
    """.split()
)
"""The slots that hold one value a study, as paths; a length of time goes as a whole, so that no number gets another's unit."""

_RANK = {"person": 0, "table": 1, "tagger": 2, "rule": 2}


@dataclass(frozen=True, slots=True)
class Claim:
    """What one record says of one slot."""

    value: Any
    source: str
    confidence: float
    record_id: str


def claims(records: list[StudyRecord], slot: str) -> list[Claim]:
    """All that the records say of a slot, the most trusted first: person, table, then model and rule by confidence.

    A slot that a record leaves out claims nothing; a reported zero does.
    """
    told = [_claim(record, slot) for record in records if value_at(record, slot) not in (None, [])]
    return sorted(told, key=lambda claim: (_RANK.get(claim.source, 3), -claim.confidence))


def disagreements(records: list[StudyRecord]) -> list[str]:
    """Where the records of one study say different things: ``n_patients: 40 (table) / 38 (rule)``."""
    told = []
    for slot in SLOTS:
        different: dict[str, Claim] = {}
        for claim in claims(records, slot):
            different.setdefault(flat(claim.value), claim)
        if len(different) > 1:
            told.append(f"{slot}: " + " / ".join(f"{value} ({claim.source})" for value, claim in different.items()))
    return told


def by_study(records: list[StudyRecord]) -> dict[str, list[StudyRecord]]:
    """The records of each study, studies in the order of their first record."""
    studies: dict[str, list[StudyRecord]] = {}
    for record in records:
        studies.setdefault(record.study_id, []).append(record)
    return studies


def value_at(record: StudyRecord, path: str) -> Any:
    """The value at a dotted path; None where something on the way is absent."""
    value: Any = record
    for name in path.split("."):
        value = None if value is None else getattr(value, name)
    return value


def flat(value: Any) -> str:
    """A value as one string: lists joined by ``|``, objects as what they state.

    >>> from litrex.schema.record import FollowUp
    >>> flat(["Li", "Wu"]), flat(FollowUp(max=12, unit="mo")), flat(0)
    ('Li|Wu', 'max 12 unit mo', '0')
    """
    if isinstance(value, list):
        return "|".join(str(one).replace("|", "/") for one in value)
    if isinstance(value, BaseModel):
        return " ".join(
            f"{name} {one:g}" if isinstance(one, float) else f"{name} {one}" for name, one in value if one is not None
        )
    return str(value)


def _claim(record: StudyRecord, slot: str) -> Claim:
    told = provenance_at(record, slot)
    source = told.source if told is not None else ("table" if record.origin == "table" else "rule")
    confidence = confidence_at(record, slot)
    return Claim(value_at(record, slot), source, 0.0 if confidence is None else confidence, record.record_id)
