"""What a person wrote into a cell, as a value of the field it is for."""

from __future__ import annotations

import re
from typing import Any

from litrex.exchange.formats.grids import Value, written
from litrex.exchange.forms import Field
from litrex.exchange.marks import label_of_path
from litrex.lexicons import Lexicon
from litrex.schema.record import Extraction, Spans, StudyRecord
from litrex.text import simplify

_TIME = re.compile(r"(\d+(?:\.\d+)?)(?:\s*[–—-]\s*(\d+(?:\.\d+)?))?\s*(min|h|d|wk|mo|a)")
_TIMES = ("baseline", "end_of_treatment", "last_follow_up")


class NoValueError(ValueError):
    """What stands in a cell is no value of its field; it says what would be."""


def evened(value: Value, field: Field) -> Value:
    """A cell as it would have been written, where a spreadsheet made text of a number or of a truth value."""
    text = written(value)
    if field.kind in ("int", "number"):
        try:
            return float(text)
        except ValueError:
            return text or None
    if field.kind == "bool" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return text or None


def value_in_cell(value: Value, field: Field, lexicon: Lexicon) -> Any:
    """Read a cell that is not empty.

    Raises NoValueError.
    """
    text = written(value)
    if field.kind in ("int", "number"):
        return _number(value, field)
    if field.kind == "bool":
        if not isinstance(value, bool):
            raise NoValueError("write true or false")
        return value
    if field.kind == "choice":
        if text not in field.choices:
            raise NoValueError(f"write one of: {', '.join(field.choices)}")
        return text
    if field.kind == "timepoint":
        return _timepoint(text)
    if field.kind in ("list", "concepts"):
        parts = [part.strip() for part in text.split("|") if part.strip()]
        return parts if field.kind == "list" else [_concept(part, field, lexicon) for part in parts]
    return _concept(text, field, lexicon) if field.kind == "concept" else text


def _number(value: Value, field: Field) -> int | float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise NoValueError("write digits alone")
    if field.kind == "number":
        return float(value)
    if not float(value).is_integer():
        raise NoValueError("write a whole number")
    return int(value)


def _timepoint(text: str) -> Any:
    match = _TIME.fullmatch(text)
    if match is None and text not in _TIMES:
        raise NoValueError(f"write such as 6 mo (min h d wk mo a), or one of: {', '.join(_TIMES)}")
    if match is None:
        return text
    upper = {} if match[2] is None else {"upper": float(match[2])}
    return {"value": float(match[1]), **upper, "unit": match[3]}


def _concept(text: str, field: Field, lexicon: Lexicon) -> str:
    """The id of a term by its id or any of its names; open vocabulary as it is written elsewhere."""
    kind = field.concepts
    if kind is None or lexicon.get(kind, text) is not None:
        return text
    term = lexicon.lookup(simplify(text).lower(), kind)
    return term.id if term is not None else simplify(text).lower().replace(" ", "_")


def words_for(extraction: Extraction, record: StudyRecord, path: str, value: Any) -> Spans:
    """Words of the study that say a value: a mention of its kind, else the value itself as it stands there.

    Empty where none do: no value stands without words of the text.
    """
    label, wanted = label_of_path(path), value if isinstance(value, list) else [value]
    inside = [one for one in extraction.mentions if any(a <= one.start and one.end <= b for a, b in record.anchor.spans)]
    found = [(one.start, one.end) for one in inside if one.label == label and (one.value in wanted or one.concept in wanted)]
    if found:
        return found[:1]
    for a, b in record.anchor.spans:
        for one in wanted:
            text = written(float(one)) if isinstance(one, int | float) and not isinstance(one, bool) else str(one)
            pattern = rf"(?<![A-Za-z0-9.]){re.escape(text)}(?![A-Za-z0-9])" if text.isascii() else re.escape(text)
            match = re.search(pattern, _simplified(extraction.raw[a:b]))
            if match:
                return [(a + match.start(), a + match.end())]
    return []


def _simplified(text: str) -> str:
    """The text in simplified script, where that keeps its length; else as it is."""
    told = simplify(text)
    return told if len(told) == len(text) else text
