"""Values inside a record by path, to read and to change: ``n_patients``, ``design.phase``, ``outcomes/ID.value``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litrex.store.claims import SLOTS

ENTRIES = ("populations", "arms", "cells", "doses", "outcomes", "adverse_events")
"""The lists of a record whose entries have an id."""
CONCEPT = {"populations": "condition", "arms": "name", "cells": "cell_type", "outcomes": "measure", "adverse_events": "event"}
"""What an entry is about."""

Told = dict[str, Any]
"""A record as ``model_dump`` gives it."""


@dataclass(frozen=True, slots=True)
class Path:
    """A path taken apart: a slot alone, or a list with an entry and perhaps a field of it."""

    head: str
    entry: str | None = None
    field: str | None = None

    @property
    def of_entry(self) -> str:
        """The path of the entry as a whole."""
        return f"{self.head}/{self.entry}"


def parsed(path: str) -> Path:
    """Take a path apart.

    >>> parsed("outcomes/a1.value"), parsed("design.phase").head
    (Path(head='outcomes', entry='a1', field='value'), 'design.phase')
    """
    head, slash, rest = path.partition("/")
    if not slash:
        return Path(path)
    entry, _, field = rest.partition(".")
    return Path(head, entry, field or None)


def known(path: str) -> bool:
    """Whether records have such a path at all.

    >>> known("n_patients"), known("outcomes/x.value"), known("outcomes"), known("n_patiens")
    (True, True, True, False)
    """
    place = parsed(path)
    if place.entry is not None or place.head in ENTRIES:
        return place.head in ENTRIES
    return (
        place.head in SLOTS or place.head.split(".")[0] in ("follow_up", "age", "infusion_interval") or place.head == "study_id"
    )


def entry_in(record: Told, place: Path) -> Told | None:
    """The entry that a path names; None where it is not there."""
    return next((one for one in record.get(place.head, ()) if one["id"] == place.entry), None)


def value_in(record: Told, path: str) -> Any:
    """The value at a path; of an empty path the record itself; None where there is none."""
    place = parsed(path)
    value: Any = record
    if place.entry is not None:
        value = entry_in(record, place)
        return value if place.field is None or value is None else value.get(place.field)
    for name in path.split(".") if path else ():
        value = value.get(name) if isinstance(value, dict) else None
    return value


def put_in(record: Told, path: str, value: Any) -> None:
    """Set a slot, a field of an entry, or an entry, which is altered where it stands and else put at the end."""
    place = parsed(path)
    if place.entry is None:
        _put_slot(record, path, value)
        return
    entry = entry_in(record, place)
    if entry is None:
        record[place.head].append({**value, "id": place.entry})
    else:
        entry.update(value if place.field is None else {place.field: value})


def _put_slot(record: Told, path: str, value: Any) -> None:
    *above, name = path.split(".")
    held = record
    for step in above:
        held[step] = held = held[step] or {}
    if isinstance(held.get(name), list) or name in ("authors", "conditioning"):
        value = [] if value is None else value if isinstance(value, list) else [value]
    held[name] = value


def drop_in(record: Told, path: str) -> None:
    """Empty a slot or a field, or take an entry out of its list."""
    place = parsed(path)
    if place.entry is None or place.field is not None:
        put_in(record, path, None)
    else:
        record[place.head] = [one for one in record[place.head] if one["id"] != place.entry]


def paths_of(record: Told) -> list[str]:
    """The paths of all values that a record states: its slots, then its entries."""
    slots = [slot for slot in SLOTS if slot != "study_key" and value_in(record, slot) not in (None, [])]
    return slots + [f"{head}/{one['id']}" for head in ENTRIES for one in record.get(head, ())]
