"""The contract as a machine reads it (JSON Schema) and as a person does (a data dictionary)."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from litrex.schema.correction import Correction
from litrex.schema.record import Comparison, DocumentEntry, Extraction, MentionEntry, Noun, StudyRecord

_ROOTS: tuple[type[BaseModel], ...] = (StudyRecord, Comparison, DocumentEntry, MentionEntry, Extraction, Correction)
_TITLES = {"StudyRecord": "records.jsonl", "Comparison": "comparisons.jsonl", "DocumentEntry": "documents.jsonl"}


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of a line of ``records.jsonl``; the other nouns stand among its ``$defs``.

    Unknown keys are errors in every object. It describes what is read and written alike: a field with a default may be
    absent.
    """
    _, told = models_json_schema([(model, "validation") for model in _ROOTS], ref_template="#/$defs/{model}")
    record = told["$defs"]["StudyRecord"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **record, "$defs": told["$defs"]}


def data_dictionary() -> str:
    """Write the data dictionary as Markdown: every noun with its fields, then the tidy tables with their columns."""
    from litrex.store.layout import table_columns

    rules = "Positions are half-open spans of code points in the raw text. `0` is a reported zero, `null` is not told.\n"
    parts = ["# Data dictionary\n", rules]
    parts += [_noun(model) for model in _nouns()]
    parts.append("## Tidy tables\n\nThe same in Parquet and CSV. Lists are joined by `|`.\n")
    ids = "`ontology_id` is the concept's id in a public ontology (`MONDO:0007915`), `id_source` the file it was read in"
    parts.append(f"In `terms`, {ids}; both are empty where we know none.\n")
    for name, columns in table_columns().items():
        rows = [(f"`{column}`", kind) for column, kind in columns.items()]
        parts.append(f"### {name}\n\n{_grid(rows, ('column', 'type'))}")
    return "\n".join(parts)


def _nouns() -> list[type[BaseModel]]:
    """The nouns, outermost first, each before what it holds."""
    names = list(json_schema()["$defs"])
    all_nouns = {model.__name__: model for model in _below(Noun)}
    roots = [model.__name__ for model in _ROOTS]
    return [all_nouns[name] for name in [*roots, *(name for name in names if name not in roots)]]


def _below(model: type[BaseModel]) -> list[type[BaseModel]]:
    return [found for child in model.__subclasses__() for found in (child, *_below(child))]


def _noun(model: type[BaseModel]) -> str:
    fields = [(f"`{name}`", _kind(f.annotation), _default(f), f.description or "") for name, f in model.model_fields.items()]
    where = f" (`{_TITLES[model.__name__]}`)" if model.__name__ in _TITLES else ""
    return f"## {model.__name__}{where}\n\n{model.__doc__}\n\n{_grid(fields, ('field', 'type', 'if absent', 'meaning'))}"


def _default(field: Any) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    return "" if isinstance(value, BaseModel) else f"`{TypeAdapter(Any).dump_json(value).decode()}`"


def _kind(annotation: Any) -> str:
    """A field's type in few words: ``int or null``, ``list of Outcome``.

    >>> _kind(int | None), _kind(list[str])
    ('int or null', 'list of str')
    """
    origin, inside = get_origin(annotation), get_args(annotation)
    if annotation is type(None):
        return "null"
    if origin is list:
        return f"list of {_kind(inside[0])}"
    if origin is dict:
        return f"{_kind(inside[0])} to {_kind(inside[1])}"
    if origin is tuple:
        return "pair of " + " and ".join(_kind(one) for one in inside)
    if origin is Literal:
        return " ".join(f"`{one}`" for one in inside)
    if inside:
        return " or ".join(_kind(one) for one in inside)
    return (
        str(getattr(annotation, "__name__", annotation)).lower()
        if annotation is Any
        else str(getattr(annotation, "__name__", annotation))
    )


def _grid(rows: list[Any], header: tuple[str, ...]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return "\n".join([*lines, *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)]) + "\n"
