"""What people changed in the sheets, as corrections: edited cells and deleted rows, wherever they were moved to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from litrex.errors import UsageError
from litrex.exchange.formats.grid_cells import NoValueError, evened, value_in_cell, words_for
from litrex.exchange.formats.grids import (
    KEY,
    KEYS,
    RECORDS,
    Column,
    Grid,
    Key,
    Value,
    cell,
    check_of,
    key_of,
    sheets,
    written,
)
from litrex.exchange.formats.proposing import Change, Proposed, now
from litrex.lexicons import Lexicon
from litrex.schema.record import Spans, StudyRecord
from litrex.store import Merged, Store

_WHOLE = ("follow_up", "age", "infusion_interval")
"""Slots of several cells, which come into the world as one."""


@dataclass(slots=True)
class _Row:
    key: Key
    sheet: str
    place: str
    cells: dict[str, tuple[Value, str]] = field(default_factory=dict)


def proposed(told: list[Grid], kept: Store, seen: dict[str, Merged], lexicon: Lexicon) -> Proposed:
    """What the sheets change; `seen` takes the documents as they are now.

    Rows are known by their keys and columns by their names, so that neither order matters. A row that is gone is a rejection.
    Raises UsageError, naming the cell, where a key is missing, changed, doubled or of another export, and where a column or a
    sheet is not there.
    """
    keys = _exported(told)
    rows = [row for sheet, columns in sheets().items() for row in _rows(_sheet(told, sheet), columns, keys)]
    for key in keys.values():
        if key.document_id not in seen:
            seen[key.document_id] = kept.merged(key.document_id)
    done = Proposed(list(_gone(keys, {row.key.text() for row in rows}, seen)))
    for row in rows:
        done += _edited(row, seen[row.key.document_id], lexicon)
    return done


def _exported(told: list[Grid]) -> dict[str, Key]:
    grid = _sheet(told, KEYS)
    keys = {str(row[0]): key_of(str(row[0])) for row in grid.rows if row and row[0] is not None}
    broken = next((text for text, key in keys.items() if key is None), None)
    if broken is not None:
        raise UsageError(f"the key {broken!r} was changed", place=KEYS, remedy="export again, and leave the keys as they are")
    return {text: key for text, key in keys.items() if key is not None}


def _sheet(told: list[Grid], name: str) -> Grid:
    found = next((grid for grid in told if grid.name == name), None)
    if found is None:
        raise UsageError(f"the sheet {name!r} is missing", place="sheets", remedy="bring in the whole workbook, or all its files")
    return found


def _rows(grid: Grid, columns: list[Column], keys: dict[str, Key]) -> Iterator[_Row]:
    at = _places(grid, columns)
    held: dict[str, str] = {}
    for number, values in enumerate(grid.rows, start=2):
        if all(value is None or not str(value).strip() for value in values):
            continue
        text = written(values[at[KEY]] if at[KEY] < len(values) else None)
        place = f"{grid.name}!{_letters(at[KEY])}{number}"
        key = _checked(text, place, keys, held)
        if (key.entry.partition("/")[0] or RECORDS) != grid.name:
            raise UsageError("this row belongs to another sheet", place=place, remedy="move it back")
        row = _Row(key, grid.name, place)
        for one in columns:
            value = values[at[one.name]] if at[one.name] < len(values) else None
            row.cells[one.name] = (evened(value, one.field), f"{grid.name}!{_letters(at[one.name])}{number}")
        yield row


def _checked(text: str, place: str, keys: dict[str, Key], held: dict[str, str]) -> Key:
    """The key of a row, which must be one that was exported, and stand once."""
    remedy = "take the row out or restore its key; what is new is added on the page: litrex review"
    if not text:
        raise UsageError("the key of this row is missing", place=place, remedy=remedy)
    if key_of(text) is None:
        raise UsageError("the key of this row was changed", place=place, remedy=remedy)
    if text not in keys:
        raise UsageError("the key of this row is of another export", place=place, remedy=remedy)
    if text in held:
        raise UsageError(f"this row has the key of {held[text]}", place=place, remedy=remedy)
    held[text] = place
    return keys[text]


def _places(grid: Grid, columns: list[Column]) -> dict[str, int]:
    header = [name.strip() for name in grid.header]
    at = {name: number for number, name in reversed(list(enumerate(header))) if name}
    twice = next((name for name in at if header.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"the column {twice!r} stands twice", place=grid.name, remedy="take one of them out")
    missing = [name for name in (KEY, *(one.name for one in columns)) if name not in at]
    if missing:
        message = f"the column {missing[0]!r} is missing"
        raise UsageError(message, place=grid.name, remedy="put it back; to take values out, empty their cells")
    return at


def _gone(keys: dict[str, Key], there: set[str], seen: dict[str, Merged]) -> Iterator[Change]:
    gone = [key for text, key in keys.items() if text not in there]
    records = {(key.document_id, key.record_id) for key in gone if not key.entry}
    for key in gone:
        if key.entry and (key.document_id, key.record_id) in records:
            continue
        record = _record(seen[key.document_id], key.record_id)
        old = None if record is None else _named(record) if not key.entry else now(record, key.entry)
        if old is not None:
            yield Change(key.document_id, key.record_id, key.entry, "reject", old, where="a row taken out")


def _named(record: StudyRecord) -> str:
    told = [*record.citation.authors, record.citation.year, record.n_patients]
    return " ".join(str(one) for one in told if one is not None) or record.record_id


def _record(merged: Merged, record_id: str) -> StudyRecord | None:
    return next((one for one in merged.extraction.records if one.record_id == record_id), None)


def _edited(row: _Row, merged: Merged, lexicon: Lexicon) -> Proposed:
    columns = sheets()[row.sheet]
    changed = [
        (one, check) for one, check in zip(columns, row.key.checks, strict=True) if check_of(row.cells[one.name][0]) != check
    ]
    done = Proposed()
    record = _record(merged, row.key.record_id)
    for one, check in changed:
        value, place = row.cells[one.name]
        path = f"{row.key.entry}.{one.name}" if row.key.entry else one.name
        try:
            if record is None or (row.key.entry and now(record, row.key.entry) is None):
                raise NoValueError("what this row is about is not there any more")
            change = _change(_Edit(path, one, value, check, place), record, merged, lexicon)
        except NoValueError as why:
            done.refused.append(f"{place}: {written(value)!r}: {why}")
        else:
            done.changes.extend([] if change is None else [change])
    return Proposed(_as_one(done.changes, record), done.refused)


@dataclass(frozen=True, slots=True)
class _Edit:
    path: str
    column: Column
    value: Value
    check: str
    place: str


def _change(edit: _Edit, record: StudyRecord, merged: Merged, lexicon: Lexicon) -> Change | None:
    old = now(record, edit.path)
    if written(cell(old)) == written(edit.value):
        return None  # brought in before
    new = None if edit.value is None else value_in_cell(edit.value, edit.column.field, lexicon)
    if written(cell(new)) == written(cell(old)):
        return None  # the same by another name
    if check_of(cell(old)) != edit.check:
        raise NoValueError(f"somebody has changed this meanwhile: it is {written(cell(old)) or 'empty'} now; export again")
    document_id = merged.extraction.document.document_id
    if new is None:
        return Change(document_id, record.record_id, edit.path, "reject", old, where=edit.place)
    evidence: Spans = []
    if _needs_words(record, edit.path, old):
        evidence = words_for(merged.extraction, record, edit.path, new)
        if not evidence and edit.path.split(".")[0] not in _WHOLE:
            raise NoValueError("no words of the study say it: mark them on the page (litrex review)")
    return Change(document_id, record.record_id, edit.path, "set", old, new, evidence, edit.place)


def _needs_words(record: StudyRecord, path: str, old: Any) -> bool:
    """Whether a value comes where none was, and nothing that it belongs to has words of its own."""
    head = path.split(".")[0]
    return old in (None, []) and "/" not in path and not (head in _WHOLE and now(record, head) is not None)


def _as_one(changes: list[Change], record: StudyRecord | None) -> list[Change]:
    """Cells of a slot that was empty as one change: a length has no number without its unit."""
    told: list[Change] = []
    for head in dict.fromkeys(one.path.split(".")[0] for one in changes):
        mine = [one for one in changes if one.path.split(".")[0] == head]
        if head in _WHOLE and record is not None and now(record, head) is None and mine[0].action == "set":
            new: dict[str, Any] = {one.path.rpartition(".")[2]: one.new for one in mine}
            evidence = next((one.evidence for one in mine if one.evidence), [])
            first = mine[0]
            told.append(Change(first.document_id, first.record_id, head, "set", None, new, evidence, first.where))
        else:
            told += mine
    return told


def _letters(column: int) -> str:
    """The letters of a column, from 0.

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    told = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        told = chr(ord("A") + rest) + told
    return told
