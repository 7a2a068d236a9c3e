"""A value on its own in words, before it is part of any record."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from litrex.exchange.columns import columns
from litrex.report.view import Speaker
from litrex.schema.record import Anchor, StudyRecord
from litrex.store.slots import ENTRIES, parsed, put_in


def phrased(path: str, value: Any, speaker: Speaker, lang: str) -> str:
    """Say a value as the page would show it; plainly where it is not whole yet.

    >>> from litrex.lexicons.labels import plain_label
    >>> told = {"measure": "relapse", "value": 12.5, "unit": "%"}
    >>> phrased("outcomes", told, Speaker.of(plain_label), "en"), phrased("n_patients", 0, Speaker.of(plain_label), "en")
    ('relapse 12.5%', '0')
    """
    if value is None:
        return ""
    record = _holding(path, value)
    if record is None:
        return _plain(value)
    words = speaker.zh if lang == "zh" else speaker.en
    told = [one.text for values in columns(record, words).values() for one in values]
    return words.join(told) or _plain(value)


def _holding(path: str, value: Any) -> StudyRecord | None:
    """A record that holds nothing but the value."""
    place = parsed(path)
    empty = StudyRecord(record_id="", study_id="", document_id="", origin="narrative", anchor=Anchor()).model_dump()
    try:
        if place.head in ENTRIES:
            if place.field is not None or not isinstance(value, dict):
                return None
            empty[place.head] = [{"id": "1", **value}]
        else:
            put_in(empty, path, value)
        return StudyRecord.model_validate(empty)
    except (ValidationError, TypeError, AttributeError):
        return None


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(one)}" for key, one in value.items())
    return ", ".join(map(_plain, value)) if isinstance(value, list) else str(value)
