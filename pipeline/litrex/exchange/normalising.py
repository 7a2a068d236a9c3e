"""What a person marked or typed, as a value of the slot it is for: numbers and terms by the project's own grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from litrex import documents, mentions, segments, text
from litrex.errors import DocumentError
from litrex.exchange.forms import form_of
from litrex.lexicons import Lexicon
from litrex.schema.document import Block, BlockKind, Document
from litrex.schema.mapped import MappedText
from litrex.schema.mention import Label, Quantity
from litrex.store.slots import parsed

_MARKUP = ("text/html", "application/jats+xml")


def normalised(words: str, path: str, lexicon: Lexicon, media_type: str = "text/plain") -> Any:
    """Read words as the value of a slot; of a list, as the fields of an entry. None where they say no such value.

    >>> from litrex import lexicons
    >>> terms = lexicons.load(())
    >>> normalised("四十例患者", "n_patients", terms), normalised("a score of 7", "n_patients", terms)
    (40, 7)
    >>> normalised("总有效率为85%（17/20）", "outcomes", terms)
    {'measure': 'overall_response_rate', 'value': 85.0, 'unit': '%', 'n': 17, 'denominator': 20}
    >>> normalised("pain fell", "n_patients", terms) is None
    True

    `media_type` is that of the document: its markup is read as markup.
    """
    place = parsed(path)
    if form_of(path) is None:
        return None
    found = Found(words, lexicon, media_type)
    if place.entry is not None or place.head in _ENTRY:
        entry = _ENTRY[place.head](found)
        return entry if place.field is None else entry.get(place.field, _alone(found, path))
    told = _SLOT.get(place.head)
    return told(found) if told else _field_of(found, place.head) if "." in place.head else _alone(found, path)


class Found:
    """What the project finds in some words."""

    def __init__(self, words: str, lexicon: Lexicon, media_type: str) -> None:
        mapped = _text(words, media_type)
        block = Block(BlockKind.PARAGRAPH, mapped)
        clean = text.clean(Document("", "selection", "", "text/plain", "utf-8", words, (block,)))
        self.words = " ".join(clean.text.split())
        self.items = mentions.find(clean, segments.split(clean), lexicon).items if self.words else ()

    def concepts(self, *labels: Label) -> list[str]:
        """The concepts of some labels, each once."""
        return list(dict.fromkeys(m.concept for m in self.items if m.label in labels and m.concept is not None))

    def concept(self, label: Label) -> str | None:
        """The first concept of a label."""
        return next(iter(self.concepts(label)), None)

    def quantity(self, *kinds: str) -> Quantity | None:
        """The first quantity of some kinds, the kinds named first before others."""
        for kind in kinds:
            for one in self.items:
                if one.quantity is not None and one.quantity.kind == kind and one.quantity.value is not None:
                    return one.quantity
        return None

    def open(self) -> str | None:
        """The words themselves as a concept, as open vocabulary has it."""
        return text.simplify(self.words).lower().replace(" ", "_") or None


def _text(words: str, media_type: str) -> MappedText:
    """The words as a reader of that format shows them."""
    if media_type not in _MARKUP:
        return MappedText.of(words)
    try:
        blocks = documents.blocks_of(words, "text/html", "selection") or ()
    except DocumentError:
        return MappedText.of(words)
    parts = [part for block in blocks for part in (block.text, *(cell.text for cell in block.cells)) if part.text]
    return MappedText.join(parts) if parts else MappedText.of(words)


def _number(found: Found, *kinds: str) -> int | float | None:
    told = found.quantity(*kinds, "number", "count", "fraction", "measurement", "percent", "times", "year")
    return None if told is None else _plain(told.value)


def _plain(value: float | None) -> int | float | None:
    return int(value) if value is not None and float(value).is_integer() and abs(value) < 2**53 else value


def _whole(*kinds: str) -> Callable[[Found], int | None]:
    def read(found: Found) -> int | None:
        number = _number(found, *kinds)
        return number if isinstance(number, int) else None

    return read


def _figure(found: Found, *kinds: str) -> dict[str, Any]:
    told = found.quantity(*kinds)
    if told is None:
        return {}
    beside = {"comparator": None if told.comparator == "=" else told.comparator, "sd": told.sd}
    counts = {"n": _plain(told.n), "denominator": _plain(told.denominator)}
    return _stated({"value": told.value, "upper": told.upper, "unit": told.unit, **beside, **counts})


def _stated(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if value not in (None, [])}


def _length(found: Found) -> dict[str, Any] | None:
    told = found.quantity("frequency", "duration")
    return None if told is None else _stated({"value": told.value, "upper": told.upper, "unit": told.unit})


def _follow_up(found: Found) -> dict[str, Any] | None:
    told = found.quantity("duration")
    if told is None:
        return None
    bounds = {"max": told.value} if told.upper is None else {"min": told.value, "max": told.upper}
    return {**bounds, "unit": told.unit}


def _age(found: Found) -> dict[str, Any] | None:
    told = found.quantity("age", "duration", "number")
    if told is None:
        return None
    bounds = {"mean": told.value} if told.upper is None else {"min": told.value, "max": told.upper}
    return _stated({**bounds, "sd": told.sd, "unit": told.unit or "a"})


def _outcome(found: Found) -> dict[str, Any]:
    figure = _figure(found, "percent", "ratio", "measurement", "fraction", "count")
    if found.quantity("percent", "ratio", "measurement") is None and "n" not in figure and "value" in figure:
        figure["n"] = _plain(figure.pop("value"))
    if found.quantity("percent", "ratio", "measurement") is None and "denominator" in figure:
        figure.pop("value", None)
    about = found.concept(Label.OUTCOME_MEASURE) or found.concept(Label.ADVERSE_EVENT) or found.open()
    when = next((m.quantity for m in found.items if m.label is Label.TIMEPOINT and m.quantity), None)
    timepoint = None if when is None or when.value is None else _stated({"value": when.value, "unit": when.unit})
    return _stated({"measure": about, "direction": found.concept(Label.CHANGE), **figure, "timepoint": timepoint})


def _event(found: Found) -> dict[str, Any]:
    told = _figure(found, "percent", "fraction", "count")
    n = told.get("n") if found.quantity("percent", "fraction") else _plain(told.get("value"))
    about = found.concept(Label.ADVERSE_EVENT) or found.concept(Label.OUTCOME_MEASURE) or found.open()
    return _stated({"event": about, "n": n, "denominator": told.get("denominator")})


def _population(found: Found) -> dict[str, Any]:
    qualifiers = found.concepts(Label.QUALIFIER)
    about = found.concept(Label.CONDITION) or found.open()
    return _stated({"condition": about, "qualifiers": qualifiers, "species": found.concept(Label.SPECIES)})


def _cells(found: Found) -> dict[str, Any]:
    labels = {"cell_type": Label.CELL_TYPE, "tissue": Label.CELL_SOURCE, "donor": Label.DONOR, "derivative": Label.DERIVATIVE}
    told = _stated({name: found.concept(label) for name, label in labels.items()})
    return told or _stated({"cell_type": found.open()})


def _dose(found: Found) -> dict[str, Any]:
    told = _figure(found, "cell_dose", "drug_dose", "measurement", "number")
    return _stated({name: told.get(name) for name in ("value", "upper", "comparator")} | {"unit": told.get("unit", "cells")})


def _arm(found: Found) -> dict[str, Any]:
    return _stated({"name": text.simplify(found.words), "n": _whole("count")(found)})


def _phase(found: Found) -> str | None:
    told = found.quantity("phase")
    return told.unit if told else None


def _bare(found: Found) -> str | None:
    return found.words.strip("[]()【】（）［］ ") or None


def _listed(labels: Iterable[Label]) -> Callable[[Found], list[str] | None]:
    def read(found: Found) -> list[str] | None:
        told = found.concepts(*labels) or [one for one in (found.open(),) if one]
        return told or None

    return read


def _alone(found: Found, path: str) -> Any:
    """Words for a field that has no grammar of its own, by its kind."""
    form = form_of(path)
    kind = form.fields[0].kind if form and len(form.fields) == 1 else "text"
    if kind in ("int", "number"):
        return _number(found)
    if kind in ("concept", "concepts"):
        told = next((m.concept for m in found.items if m.concept is not None), found.open())
        return told if kind == "concept" or told is None else [told]
    return None if kind in ("choice", "bool", "timepoint") else found.words or None


def _field_of(found: Found, path: str) -> Any:
    head, _, field = path.rpartition(".")
    whole = _SLOT[head](found) if head in _SLOT else None
    told = whole.get(field) if isinstance(whole, dict) else None
    return _alone(found, path) if told is None else told


_ENTRY: dict[str, Callable[[Found], dict[str, Any]]] = {
    "outcomes": _outcome, "adverse_events": _event, "populations": _population, "cells": _cells, "doses": _dose, "arms": _arm,
}  # fmt: skip
_SLOT: dict[str, Callable[[Found], Any]] = {
    **{name: _whole("count") for name in ("n_patients", "n_female", "n_male", "n_treated", "n_completed", "n_evaluable")},
    "n_centers": _whole("count"), "n_infusions": _whole("times", "count"), "citation.year": _whole("year"),
    "follow_up": _follow_up, "age": _age, "infusion_interval": _length,
    "route": _listed([Label.ROUTE]), "conditioning": _listed([Label.DRUG]),
    "design.study_type": lambda found: found.concept(Label.STUDY_TYPE) or found.open(), "design.phase": _phase,
    "design.prospective": lambda found: None,
    "citation.authors": lambda found: found.concepts(Label.AUTHOR) or ([found.words] if found.words else None),
    "citation.reference": lambda found: [told] if (told := _bare(found)) else None,
    "citation.group": _bare,
}  # fmt: skip
