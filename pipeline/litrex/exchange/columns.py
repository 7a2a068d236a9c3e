"""A record as the columns of an evidence table, each value with the path that its evidence hangs on."""

from __future__ import annotations

from dataclasses import dataclass

from litrex.exchange.wording import Words
from litrex.schema.record import AdverseEvent, Arm, Population, StudyCell, StudyRecord
from litrex.store.concepts import listed

COLUMNS = ("recipients", "cell_source", "patients", "sex", "transplantation", "outcome", "study_type", "reference")
"""The review's own layout, in its order."""
FURTHER = ("citation", "arms", "follow_up", "events")
"""What the prose tells besides."""


@dataclass(frozen=True, slots=True)
class Told:
    """A value in words and the path of its evidence."""

    text: str
    path: str


def columns(record: StudyRecord, words: Words) -> dict[str, list[Told]]:
    """What each column holds, in the language of `words`; a column without values is an empty list."""
    return {
        "recipients": [Told(population(p, words), f"populations/{p.id}") for p in record.populations],
        "cell_source": [Told(cell(c, words), f"cells/{c.id}") for c in record.cells],
        "patients": _patients(record, words),
        "sex": [
            Told(f"{count} {words.say(slot.removeprefix('n_'))}", slot)
            for slot, count in (("n_female", record.n_female), ("n_male", record.n_male))
            if count is not None
        ],
        "transplantation": _transplantation(record, words),
        "outcome": [Told(words.outcome(o), f"outcomes/{o.id}") for o in record.outcomes],
        "study_type": _design(record, words),
        "reference": [Told(one, "citation.reference") for one in listed(record.citation.reference)],
        "citation": _citation(record),
        "arms": [Told(arm(a, words), f"arms/{a.id}") for a in record.arms],
        "follow_up": [] if record.follow_up is None else [Told(words.follow_up(record.follow_up), "follow_up")],
        "events": [Told(event(e, words), f"adverse_events/{e.id}") for e in record.adverse_events],
    }


def population(told: Population, words: Words) -> str:
    condition = words.name("conditions", told.condition) if told.condition else (told.text or "")
    species = words.name("species", told.species) if told.species else ""
    head = condition or species
    inside = [words.name("qualifiers", one) for one in told.qualifiers] + ([species] if condition else [])
    return words.bracket(head, inside)


def cell(told: StudyCell, words: Words) -> str:
    named = (
        ("donors", told.donor), ("species", told.species), ("tissues", told.tissue), ("cell_types", told.cell_type),
        ("derivatives", told.derivative),
    )  # fmt: skip
    return words.compound([words.name(kind, concept) for kind, concept in named if concept])


def arm(told: Arm, words: Words) -> str:
    role = words.say(told.role) if told.role and words.say(told.role) != told.name else ""
    basis = words.say(told.basis) if told.basis else ""
    count = "" if told.n is None else f"n={told.n}"
    unit = words.say(told.unit) if told.unit not in (None, "patients") else ""
    return words.bracket(told.name, [role, " ".join(part for part in (count, unit) if part), basis])


def event(told: AdverseEvent, words: Words) -> str:
    severity = words.say(told.severity) if told.severity else ""
    serious = words.say("serious") if told.serious else ""
    inside = [words.counts(told.n, told.denominator), severity, serious, told.arm or ""]
    return words.bracket(words.name("adverse_events", told.event), inside)


def _patients(record: StudyRecord, words: Words) -> list[Told]:
    told = [] if record.n_patients is None else [Told(str(record.n_patients), "n_patients")]
    for slot in ("n_treated", "n_completed", "n_evaluable"):
        if (count := getattr(record, slot)) is not None:
            told.append(Told(f"{words.say(slot.removeprefix('n_'))} {count}", slot))
    if record.n_centers is not None:
        told.append(Told(f"{record.n_centers} {words.say('centers')}", "n_centers"))
    if record.age is not None:
        told.append(Told(f"{words.say('age')} {words.follow_up(record.age)}", "age"))
    return told


def _transplantation(record: StudyRecord, words: Words) -> list[Told]:
    told = [Told(words.dose(dose), f"doses/{dose.id}") for dose in record.doses]
    told += [Told(words.name("routes", route), "route") for route in listed(record.route)]
    if record.n_infusions is not None:
        noun = "infusion" if record.n_infusions == 1 else "infusions"
        told.append(Told(f"{record.n_infusions} {words.say(noun)}", "n_infusions"))
    if record.infusion_interval is not None:
        told.append(Told(f"{words.say('every')} {words.length(record.infusion_interval)}", "infusion_interval"))
    told += [Told(f"{words.say('conditioning')} {words.name('drugs', drug)}", "conditioning") for drug in record.conditioning]
    return told


def _design(record: StudyRecord, words: Words) -> list[Told]:
    design, told = record.design, []
    if design.study_type is not None:
        told.append(Told(words.name("study_types", design.study_type), "design.study_type"))
    if design.phase is not None:
        phase = f"{design.phase} {words.say('phase')}" if words.lang == "zh" else f"{words.say('phase')} {design.phase}"
        told.append(Told(phase, "design.phase"))
    if design.prospective is not None and design.study_type not in ("prospective_study", "retrospective_study"):
        told.append(Told(words.say("prospective" if design.prospective else "not_prospective"), "design.prospective"))
    return told


def _citation(record: StudyRecord) -> list[Told]:
    citation = record.citation
    told = [Told(", ".join(citation.authors), "citation.authors")] if citation.authors else []
    if citation.group is not None:
        told.append(Told(citation.group, "citation.group"))
    year = study_year(record)
    if year is not None:
        told.append(Told(str(year), "citation.year" if citation.year is not None else "citation.resolved"))
    return told


def study_year(record: StudyRecord) -> int | None:
    """The year as told, else as the reference list has it."""
    citation = record.citation
    if citation.year is not None or citation.resolved is None:
        return citation.year
    return citation.resolved.year
