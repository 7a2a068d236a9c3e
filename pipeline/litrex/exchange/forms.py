"""What can be edited: every slot with its fields, as the nouns of the schema have them."""

from __future__ import annotations

from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from litrex.schema import record as nouns

Kind = Literal["int", "number", "text", "list", "choice", "concept", "concepts", "bool", "timepoint"]


class Field(BaseModel):
    """One field of a form. `name` is empty where the slot is a single value; `concepts` is the lexicon's kind of its ids."""

    model_config = ConfigDict(extra="forbid")

    name: str
    kind: Kind
    choices: list[str] = []
    concepts: str | None = None


class Form(BaseModel):
    """A slot that can be edited, or a list (`entries`) whose entries can."""

    model_config = ConfigDict(extra="forbid")

    path: str
    entries: bool
    fields: list[Field]


_CONCEPTS = {
    "condition": "conditions", "qualifiers": "qualifiers", "species": "species", "cell_type": "cell_types", "tissue": "tissues",
    "donor": "donors", "derivative": "derivatives", "measure": "measures", "event": "adverse_events",
}  # fmt: skip
_ENTRIES: dict[str, type[BaseModel]] = {
    "outcomes": nouns.Outcome, "adverse_events": nouns.AdverseEvent, "arms": nouns.Arm, "populations": nouns.Population,
    "cells": nouns.StudyCell, "doses": nouns.Dose,
}  # fmt: skip
_OBJECTS: dict[str, type[BaseModel]] = {"follow_up": nouns.FollowUp, "age": nouns.Age, "infusion_interval": nouns.Length}
_COUNTS = ("n_patients", "n_female", "n_male", "n_treated", "n_completed", "n_evaluable", "n_centers", "n_infusions")
_LEFT_OUT = {"id", "surface", "text", "spread", "p"}
_PHASES = ["I", "I/II", "II", "II/III", "III", "IV"]


def forms() -> list[Form]:
    """All that can be edited, in the order in which it is offered."""
    return [
        *(Form(path=count, entries=False, fields=[Field(name="", kind="int")]) for count in _COUNTS),
        *(Form(path=head, entries=True, fields=_fields(noun)) for head, noun in _ENTRIES.items()),
        *(Form(path=path, entries=False, fields=_fields(noun)) for path, noun in _OBJECTS.items()),
        _single("route", "concepts", concepts="routes"),
        _single("conditioning", "concepts", concepts="drugs"),
        _single("design.study_type", "concept", concepts="study_types"),
        _single("design.phase", "choice", choices=_PHASES),
        _single("design.prospective", "bool"),
        _single("citation.authors", "list"),
        _single("citation.year", "int"),
        _single("citation.reference", "list"),
        _single("citation.group", "text"),
    ]


def form_of(path: str) -> Form | None:
    """The form of a slot or of the list that an entry is in; of a field of theirs, a form with that field alone.

    >>> form_of("outcomes/o1.value").fields, form_of("nothing")
    ([Field(name='value', kind='number', choices=[], concepts=None)], None)
    """
    head, _, rest = path.partition("/")
    field = rest.partition(".")[2] if rest else ""
    for form in forms():
        if form.path == head:
            return form if not field else _narrowed(form, field)
        if not rest and head.startswith(f"{form.path}.") and not form.entries:
            return _narrowed(form, head.removeprefix(f"{form.path}."))
    return None


def _narrowed(form: Form, field: str) -> Form | None:
    fields = [one for one in form.fields if one.name == field]
    return form.model_copy(update={"fields": fields}) if fields else None


def _single(path: str, kind: Kind, **more: Any) -> Form:
    return Form(path=path, entries=False, fields=[Field(name="", kind=kind, **more)])


def _fields(noun: type[BaseModel]) -> list[Field]:
    return [_field(name, info.annotation) for name, info in noun.model_fields.items() if name not in _LEFT_OUT]


def _field(name: str, annotation: Any) -> Field:
    if name == "timepoint":
        return Field(name=name, kind="timepoint")
    choices = [one for part in _parts(annotation) if get_origin(part) is Literal for one in get_args(part)]
    if choices:
        return Field(name=name, kind="choice", choices=choices)
    told = {part for part in _parts(annotation) if isinstance(part, type)}
    if list[str] in _parts(annotation):
        return Field(name=name, kind="concepts", concepts=_CONCEPTS.get(name))
    if name in _CONCEPTS:
        return Field(name=name, kind="concept", concepts=_CONCEPTS[name])
    kinds: list[tuple[type, Kind]] = [(bool, "bool"), (int, "int"), (float, "number")]
    return Field(name=name, kind=next((kind for one, kind in kinds if one in told), "text"))


def _parts(annotation: Any) -> list[Any]:
    """The members of a union, however nested; of anything else the thing itself."""
    if get_origin(annotation) in (Union, UnionType):
        return [part for one in get_args(annotation) for part in _parts(one)]
    return [annotation]
