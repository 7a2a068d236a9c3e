"""What a document tells of a study, in few words: enough to know the study again in another document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from litrex.records.links import publication_keys, shared_publications
from litrex.records.registries import registered
from litrex.schema.record import Extraction, Outcome, StudyRecord
from litrex.store.claims import SLOTS, by_study, claims, flat

_NAMES = ("study_key", "citation.authors", "citation.reference", "citation.group")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of an outcome, and what makes it comparable with another: measure, unit, arm and time."""

    about: tuple[str, ...]
    value: float


@dataclass(frozen=True, slots=True)
class Telling:
    """One study as one document tells it; `keys` name it for certain, concepts are those of the lexicons."""

    document_id: str
    source: str
    lang: str
    study_id: str
    record_ids: tuple[str, ...]
    keys: frozenset[str]
    authors: tuple[str, ...]
    year: int | None
    n_patients: int | None
    conditions: frozenset[str]
    cells: frozenset[str]
    species: frozenset[str]
    slots: dict[str, Any] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    directions: tuple[tuple[str, str], ...] = ()


def tellings(extractions: Iterable[Extraction]) -> Iterator[Telling]:
    """Every study of every document, in order."""
    for one in extractions:
        shared = shared_publications(one.records)
        for study_id, records in by_study(one.records).items():
            yield _telling(one, study_id, records, shared)


def _telling(one: Extraction, study_id: str, records: list[StudyRecord], shared: frozenset[str]) -> Telling:
    slots = {slot: told[0].value for slot in SLOTS if (told := claims(records, slot))}
    return Telling(
        one.document.document_id, one.document.source, one.document.lang, study_id,
        tuple(record.record_id for record in records), frozenset(_keys(records, one.raw)) - shared,
        tuple(slots.get("citation.authors", ())), slots.get("citation.year", _resolved_year(records)), slots.get("n_patients"),
        frozenset(p.condition for r in records for p in r.populations if p.condition),
        frozenset(told for r in records for c in r.cells for told in (c.cell_type, c.tissue) if told),
        frozenset(p.species for r in records for p in r.populations if p.species),
        {slot: value for slot, value in slots.items() if slot not in _NAMES},
        tuple(_figures(records)), tuple(_directions(records)),
    )  # fmt: skip


def _resolved_year(records: list[StudyRecord]) -> int | None:
    return next((r.citation.resolved.year for r in records if r.citation.resolved and r.citation.resolved.year), None)


def _keys(records: list[StudyRecord], raw: str) -> Iterator[str]:
    """Registry numbers, DOI and PMID, and keys that a person gave; a record that names several trials names none."""
    for record in records:
        numbers = registered(" ".join(raw[a:b] for a, b in record.anchor.spans))
        yield from (f"trial:{number}" for number in numbers if len(numbers) == 1)
        if isinstance(record.citation.reference, str | None):
            yield from publication_keys(record)
        told = record.provenance.get("study_key")
        if record.study_key and told is not None and told.source == "person":
            yield record.study_key


def _figures(records: list[StudyRecord]) -> Iterator[Figure]:
    for outcome in _outcomes(records):
        if outcome.value is not None and outcome.arm is None and outcome.upper is None:
            when = "" if outcome.timepoint is None else flat(outcome.timepoint)
            yield Figure((outcome.measure, outcome.unit or "", outcome.kind or "", when), outcome.value)


def _directions(records: list[StudyRecord]) -> Iterator[tuple[str, str]]:
    for outcome in _outcomes(records):
        if outcome.direction is not None and outcome.arm is None:
            yield outcome.measure, outcome.direction


def _outcomes(records: list[StudyRecord]) -> Iterator[Outcome]:
    return (outcome for record in records for outcome in record.outcomes)
