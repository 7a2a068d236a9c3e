"""Every concept that a record names, with its lexicon's kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from litrex.schema.record import StudyRecord


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a concept; `path` is where its evidence hangs."""

    kind: str
    concept: str
    path: str
    surface: str | None = None
    text: str | None = None


def concepts_of(record: StudyRecord) -> Iterator[Use]:
    """All uses, slot by slot."""
    for population in record.populations:
        path = f"populations/{population.id}"
        if population.condition is not None:
            yield Use("conditions", population.condition, path, population.surface, population.text)
        if population.species is not None:
            yield Use("species", population.species, path)
        yield from (Use("qualifiers", one, path) for one in population.qualifiers)
    for cell in record.cells:
        for kind in ("cell_type", "tissue", "donor", "derivative"):
            if (concept := getattr(cell, kind)) is not None:
                yield Use(f"{kind}s", concept, f"cells/{cell.id}")
    yield from (Use("routes", route, "route") for route in listed(record.route))
    yield from (Use("drugs", drug, "conditioning") for drug in record.conditioning)
    if record.design.study_type is not None:
        yield Use("study_types", record.design.study_type, "design.study_type")
    yield from (Use("measures", one.measure, f"outcomes/{one.id}", one.surface, one.text) for one in record.outcomes)
    for event in record.adverse_events:
        yield Use("adverse_events", event.event, f"adverse_events/{event.id}", event.surface, event.text)


def listed(value: str | list[str] | None) -> list[str]:
    """One, several or none as a list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else value
