"""The evidence table to edit: a sheet of studies and one for each list, a value a cell, every row with a key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from litrex.exchange.forms import Field, Form, forms
from litrex.schema.record import StudyRecord
from litrex.store import Merged
from litrex.store.slots import value_in

KEY = "key"
KEYS = "litrex keys"
"""The sheet that says which rows there were."""
RECORDS = "records"
_ABOUT = {RECORDS: ("document", "place"), "": ("document", "study", "words")}
"""Columns that are shown and not read: of the studies, and of the lists."""

_CHECK = 6

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column that can be edited: the path within a row, and the kind of its values."""

    name: str
    field: Field


@dataclass(frozen=True, slots=True)
class Key:
    """What a row is about, the version of its document, and a check of each cell as it was written."""

    document_id: str
    record_id: str
    entry: str
    version: str
    checks: tuple[str, ...]

    def text(self) -> str:
        """As it stands in the hidden column; its last part vouches for the rest."""
        told = ":".join((self.document_id, self.record_id, self.entry, self.version, "".join(self.checks)))
        return f"{told}:{_digest(told, 6)}"


@dataclass(slots=True)
class Grid:
    """A sheet: its columns by name, and its rows."""

    name: str
    header: list[str]
    rows: list[list[Value]] = field(default_factory=list)


def key_of(text: str) -> Key | None:
    """Read a key; None for one that was changed.

    >>> key = Key("d", "r", "", "v.0", ("0a1b2c", "ff2e01"))
    >>> key_of(key.text()) == key, key_of(key.text().replace("r", "s"))
    (True, None)
    """
    told, _, check = text.strip().rpartition(":")
    parts = told.split(":")
    if len(parts) != 5 or _digest(told, 6) != check:
        return None
    checks = tuple(parts[4][at : at + _CHECK] for at in range(0, len(parts[4]), _CHECK))
    return Key(parts[0], parts[1], parts[2], parts[3], checks)


def check_of(value: Value) -> str:
    """Six hex digits of a cell, by which an edit is told."""
    return _digest(written(value), _CHECK)


def written(value: Value) -> str:
    """A cell as text: whole numbers without a point, so that what a spreadsheet makes of them is the same.

    >>> written(40.0), written(0), written(None), written(True), written(" a ")
    ('40', '0', '', 'true', 'a')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def sheets() -> dict[str, list[Column]]:
    """The columns to edit of every sheet."""
    told: dict[str, list[Column]] = {RECORDS: []}
    for form in forms():
        if form.entries:
            told[form.path] = [Column(one.name, one) for one in form.fields]
        else:
            told[RECORDS] += [Column(_path(form, one), one) for one in form.fields]
    return told


def _path(form: Form, one: Field) -> str:
    return f"{form.path}.{one.name}" if one.name else form.path


def shown_columns(sheet: str) -> tuple[str, ...]:
    """The columns that tell a reader what a row is about; what is changed in them is not taken."""
    return _ABOUT[RECORDS if sheet == RECORDS else ""]


def grids(documents: list[Merged]) -> list[Grid]:
    """All sheets: the studies, the lists, and the keys of all rows."""
    told, keys = [], Grid(KEYS, [KEY])
    for sheet, columns in sheets().items():
        grid = Grid(sheet, [KEY, *shown_columns(sheet), *(one.name for one in columns)])
        for merged in documents:
            for record in merged.extraction.records:
                grid.rows += _rows(sheet, columns, merged, record)
        keys.rows += [[row[0]] for row in grid.rows]
        told.append(grid)
    return [*told, keys]


def _rows(sheet: str, columns: list[Column], merged: Merged, record: StudyRecord) -> Iterator[list[Value]]:
    told = record.model_dump(mode="json")
    document = merged.extraction.document
    for entry in told[sheet] if sheet != RECORDS else [told]:
        cells = [cell(value_in(told, one.name) if sheet == RECORDS else entry.get(one.name)) for one in columns]
        ident = "" if sheet == RECORDS else f"{sheet}/{entry['id']}"
        key = Key(document.document_id, record.record_id, ident, merged.version, tuple(check_of(one) for one in cells))
        if sheet == RECORDS:
            about = [document.source, _place(record)]
        else:
            about = [document.source, _name(record), entry.get("surface") or ""]
        yield [key.text(), *about, *cells]


def cell(value: Any) -> Value:
    """A value as a cell: lists joined by ``|``, a length of time as ``6 mo``.

    >>> cell(["a", "b"]), cell({"value": 6.0, "upper": 12.0, "unit": "mo"}), cell([]), cell(0)
    ('a|b', '6–12 mo', None, 0)
    """
    if isinstance(value, list):
        return "|".join(str(one) for one in value) or None
    if isinstance(value, dict):
        upper = "" if value.get("upper") is None else f"–{value['upper']:g}"
        return f"{value['value']:g}{upper} {value['unit']}"
    return value if isinstance(value, str | int | float | bool) else None


def _place(record: StudyRecord) -> str:
    if record.anchor.table is not None and record.origin == "table":
        return f"T{record.anchor.table}R{record.anchor.row}"
    return f"{record.anchor.spans[0][0]}–{record.anchor.spans[-1][1]}" if record.anchor.spans else ""


def _name(record: StudyRecord) -> str:
    told = [*record.citation.authors, record.citation.group, record.citation.year, _place(record)]
    return " ".join(str(one) for one in told if one)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:length]
