"""What a table's title, its notes and its group rows give to every row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from litrex.records.builder import RecordBuilder, Told
from litrex.records.cells import add_cells
from litrex.records.designs import add_phase, add_study_type, rank_of
from litrex.records.populations import add_populations, animal_of
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention
from litrex.schema.segment import Table

_WHOLE_TABLE = frozenset({"animal_study", "in_vitro_study", "randomized_controlled_trial", "case_report", "case_series"})


@dataclass(frozen=True, slots=True)
class Defaults:
    """Values that stand once for all rows, with the places where they stand."""

    condition: Mention | None = None
    cell_type: Mention | None = None
    study_type: Mention | None = None


def defaults_of(reading: Reading, table: Table) -> Defaults:
    """Read the title first, then the notes' sentences, then the headings above the table."""
    places = [*table.captions]
    section = reading.segments.sections[table.section] if reading.segments.sections else None
    titles = [_heading(reading, section.start)] if section is not None else []
    first = [(s.start, s.end) for s in reading.segments.sentences[:1]]
    return Defaults(
        condition=_first(reading, [*places, *titles, *first], Label.CONDITION),
        cell_type=_cell(reading, [*places, *titles, *first]),
        study_type=_design(reading, places),
    )


def _heading(reading: Reading, start: int) -> Span:
    end = reading.folded.find("\n", start)
    return start, end if end >= 0 else len(reading.folded)


def _first(reading: Reading, places: list[Span], label: Label) -> Mention | None:
    for place in places:
        found = reading.within(place, label)
        if found:
            return max(found[:3], key=lambda m: m.end - m.start) if found[0].end - found[0].start < 6 else found[0]
    return None


def _cell(reading: Reading, places: list[Span]) -> Mention | None:
    for place in places:
        found = [m for m in reading.within(place, Label.CELL_TYPE) if m.concept]
        if found:
            return found[0]
    return None


def _design(reading: Reading, places: list[Span]) -> Mention | None:
    found = [m for place in places for m in reading.within(place, Label.STUDY_TYPE) if m.concept in _WHOLE_TABLE]
    return min(found, key=lambda m: rank_of(reading, m)) if found else None


def cells_of_title(builder: RecordBuilder, table: Table) -> None:
    """Give a row that names no cells those of the table's title, where it names one kind."""
    reading = builder.reading
    for caption in table.captions:
        kinds = {m.concept for m in reading.within(caption, Label.CELL_TYPE) if m.concept}
        if len(kinds) == 1:
            add_cells(builder, caption)
            return


def fill_from(builder: RecordBuilder, defaults: Defaults, group: Span | None, cells: list[Span]) -> None:
    """Fill what the row itself leaves open from its group row and from the title."""
    reading = builder.reading
    if group is not None:
        _fill_from_group(builder, group)
    if defaults.study_type is not None:
        m = defaults.study_type
        if builder.get("design.study_type") is None or m.concept == "animal_study":
            builder.put("design.study_type", Told(m.concept, ((m.start, m.end),), "table.title", 0.8))
    populations = builder.entries.get("populations", [])
    if defaults.condition is not None:
        m = defaults.condition
        if not populations:
            animal = next((a for c in cells if (a := animal_of(reading, c))), None)
            entry: dict[str, Any] = {
                "condition": m.concept,
                "species": animal or "human",
                "qualifiers": [],
                "surface": reading.surface((m.start, m.end)),
                "text": reading.text((m.start, m.end)),
            }
            builder.add("populations", entry, Told(None, ((m.start, m.end),), "table.title", 0.7))
        for n, (old, told) in enumerate(populations):
            if old.get("condition") is None:
                populations[n] = ({**old, "condition": m.concept}, Told(None, (*told.spans, (m.start, m.end)), told.by, 0.7))


_PEOPLE = re.compile(
    r"patients?\b|subjects\b|participants\b|\bpts\b|children|患者|病人|病例|受试者|例数|人数|患儿", re.IGNORECASE
)


def conditions_elsewhere(builder: RecordBuilder, cells: list[Span]) -> None:
    """Take the condition from a column that no slot holds ("Site": lateral epicondylitis), where no other names one."""
    if any(e.get("condition") for e, _ in builder.entries.get("populations", [])):
        return
    for cell in cells:
        if builder.reading.within(cell, Label.CONDITION) and len(builder.reading.text(cell)) <= _SHORT:
            add_populations(builder, cell)
            return


_SHORT = 60


def people_of(builder: RecordBuilder, header: Span | None) -> None:
    """Say that a row is about people where it names no population, and the column that counts them says so."""
    told = builder.slots.get("n_patients")
    if builder.entries.get("populations") or told is None or header is None or not _PEOPLE.search(builder.reading.text(header)):
        return
    entry: dict[str, Any] = {"condition": None, "species": "human", "qualifiers": []}
    builder.add("populations", entry, Told(None, (header, *told.spans), "table.people", 0.75))


def _fill_from_group(builder: RecordBuilder, group: Span) -> None:
    if builder.get("design.study_type") is None:
        add_study_type(builder, [group])
    if builder.get("design.phase") is None:
        add_phase(builder, group)
    if not builder.entries.get("populations"):
        add_populations(builder, group)
