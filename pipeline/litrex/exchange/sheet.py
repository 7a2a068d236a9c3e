"""The evidence table as a workbook: a Chinese and an English sheet in the review's own layout."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from litrex.exchange.columns import COLUMNS, FURTHER, Told, columns
from litrex.exchange.sources import short_names
from litrex.exchange.tables import neutral
from litrex.exchange.wording import Words
from litrex.lexicons.labels import LabelOf
from litrex.schema.record import Extraction, StudyRecord
from litrex.store.paths import provenance_at, spans_at
from litrex.store.rows import flags_of

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

HEADER = (*COLUMNS, "document", "origin", *FURTHER, "flags", "provenance")
_WIDTHS = {
    "recipients": 26,
    "cell_source": 26,
    "patients": 12,
    "sex": 12,
    "transplantation": 30,
    "outcome": 52,
    "events": 34,
    "provenance": 48,
}
_LONGEST = 32_767  # characters that a cell may hold
_EPOCH = datetime(1980, 1, 1)


def write_workbook(path: Path, extractions: list[Extraction], label: LabelOf) -> None:
    """Write one row a record on each sheet; the bytes depend on the extractions alone."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator, book.properties.created = "litrex", _EPOCH
    for title, lang in (("中文", "zh"), ("English", "en")):
        _fill(book.create_sheet(title), extractions, Words(lang, label))
    book.save(path)
    _settle(path)


def _fill(sheet: Worksheet, extractions: list[Extraction], words: Words) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for column, name in enumerate(HEADER, start=1):
        cell = sheet.cell(1, column)
        _put(cell, words.say(name))
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E7EEF3")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 20)
    top = Alignment(wrap_text=True, vertical="top")
    row, names = 1, short_names([one.document.source for one in extractions])
    told = zip(names, extractions, strict=True)
    for row, values in enumerate((values for name, one in told for values in _rows(name, one, words)), start=2):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column)
            _put(cell, value)
            cell.alignment = top
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{sheet.cell(row, len(HEADER)).coordinate}"
    sheet.page_setup.orientation = "landscape"


def _rows(name: str, one: Extraction, words: Words) -> Iterator[list[str | int | None]]:
    """The rows of one document that goes by `name`, in the order of its records."""
    flags: dict[str | None, list[str]] = defaultdict(list)
    for flag in flags_of(one):
        flags[flag.record_id].append(f"{flag.code}: {flag.message}")
    for record in one.records:
        told = {"document": name, "flags": "\n".join(flags[record.record_id])}
        yield _values(record, told, words)


def _values(record: StudyRecord, around: dict[str, str], words: Words) -> list[str | int | None]:
    """The cells of one row. A bare number of patients stays a number, so that it can be summed."""
    told = columns(record, words)
    cells: dict[str, str | int | None] = {name: "\n".join(value.text for value in values) for name, values in told.items()}
    if len(told["patients"]) == 1 and record.n_patients is not None:
        cells["patients"] = record.n_patients
    cells |= {**around, "origin": origin(record, words)}
    cells["provenance"] = "\n".join(
        f"{words.say(name)}: {_provenance(record, value, words)}" for name, values in told.items() for value in values
    )
    return [cells[name] for name in HEADER]


def origin(record: StudyRecord, words: Words) -> str:
    """Where the document tells the study: ``table 1, row 3`` or its prose."""
    if record.origin == "narrative" or record.anchor.table is None:
        return words.say(record.origin)
    place = [f"{words.say('table')} {record.anchor.table}"]
    if record.anchor.row is not None:
        place.append(f"{words.say('row')} {record.anchor.row}")
    return words.join(place)


def _provenance(record: StudyRecord, value: Told, words: Words) -> str:
    """``40 ← table [1200–1202]``: what, from where, at which raw positions."""
    came = provenance_at(record, value.path)
    source = words.say(came.source if came else record.origin)
    spans = " ".join(f"[{a}–{b}]" for a, b in spans_at(record, value.path))
    return f"{value.text} ← {source} {spans}".rstrip()


def _put(cell: Cell | MergedCell, value: str | int | None) -> None:
    """Set a cell; text can never become a formula, nor hold what a workbook cannot."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value is None or value == "":
        return
    if isinstance(value, int):
        cell.value = value
        return
    text = neutral(ILLEGAL_CHARACTERS_RE.sub("�", value))
    cell.value = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    cell.data_type = "s"


def _settle(path: Path) -> None:
    """Pack the workbook anew with one fixed date on all its parts, because saving writes the clock into it."""
    with ZipFile(path) as packed:
        parts = [(info.filename, packed.read(info)) for info in packed.infolist()]
    stamp = f"{_EPOCH:%Y-%m-%dT%H:%M:%SZ}".encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, content in parts:
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            info = ZipInfo(name, date_time=_EPOCH.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            packed.writestr(info, content)
