"""The sheets as a workbook or as a folder of CSV files, and back; nothing in them is ever a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litrex.errors import UsageError
from litrex.exchange.formats.grids import KEY, KEYS, Grid, Value, shown_columns
from litrex.exchange.staging import staged
from litrex.exchange.tables import neutral

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WORKBOOK = "evidence_to_edit.xlsx"
_LARGEST = 200_000_000  # bytes of a workbook, which is read whole
_REMEDY = "bring in a file that litrex exchange export wrote"


def write_workbook(folder: Path, told: list[Grid]) -> None:
    """Write the sheets into one workbook: keys hidden, what is shown only in grey."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in told:
        _fill(book.create_sheet(grid.name), grid)
    with staged(folder) as room:
        book.save(room / WORKBOOK)


def _fill(sheet: Worksheet, grid: Grid) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    lines: list[list[Value]] = [list(grid.header), *grid.rows]
    for row, values in enumerate(lines, start=1):
        for column, value in enumerate(values, start=1):
            one = sheet.cell(row, column)
            if isinstance(value, str):
                one.value = _harmless(ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))[:32_767]
                one.data_type = "s"
            elif value is not None:
                one.value = value
    for column, name in enumerate(grid.header, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = 24
        sheet.column_dimensions[letter].hidden = name == KEY
        if grid.name != KEYS and name in shown_columns(grid.name):
            sheet.cell(1, column).fill = PatternFill("solid", fgColor="E0E0E0")
    sheet.freeze_panes = "A2"
    sheet.sheet_state = "hidden" if grid.name == KEYS else "visible"


def _harmless(value: str) -> str:
    """Text that no spreadsheet takes for a formula, told apart from text that begins with an apostrophe by itself."""
    return f"'{value}" if value.startswith("'") else neutral(value)


def read_workbook(path: Path) -> list[Grid]:
    """Read an edited workbook.

    Raises UsageError where it is none, and for a formula, naming the cell.
    """
    from openpyxl import load_workbook

    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"the file has more than {_LARGEST:,} bytes", place=str(path), remedy=_REMEDY)
        book = load_workbook(path)
    except UsageError:
        raise
    except Exception as error:  # of a broken archive the library lets anything through
        raise UsageError(f"this is no workbook ({type(error).__name__}: {error})", place=str(path), remedy=_REMEDY) from error
    return [_read(path, book[name]) for name in book.sheetnames]


def _read(path: Path, sheet: Worksheet) -> Grid:
    rows: list[list[Value]] = []
    for cells in sheet.iter_rows():
        for one in cells:
            if one.data_type == "f":
                place = f"{path} {sheet.title}!{one.coordinate}"
                raise UsageError(f"this cell holds a formula ({one.value})", place=place, remedy="put its value there instead")
        rows.append([_plain(one.value) for one in cells])
    return Grid(sheet.title, [str(one or "") for one in rows[0]] if rows else [], rows[1:])


def _plain(value: Any) -> Value:
    """A cell's value; the apostrophe that kept it from being a formula is taken off."""
    if isinstance(value, str):
        return value[1:] if value.startswith("'") and _harmless(value[1:]) == value else value
    return value if value is None or isinstance(value, int | float | bool) else str(value)


def write_csv(folder: Path, told: list[Grid]) -> None:
    """Write a file a sheet, UTF-8 with a mark by which Excel knows it."""
    with staged(folder) as room:
        for grid in told:
            with (room / f"{grid.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(grid.header)
                writer.writerows([_cell(one) for one in row] for row in grid.rows)


def _cell(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else _harmless(value) if isinstance(value, str) else repr(value)


def read_csv(folder: Path) -> list[Grid]:
    """Read an edited folder of CSV files; commas, semicolons and tabs are understood.

    Raises UsageError where there is none, or one is not UTF-8, and for a formula, naming the cell.
    """
    files = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    if not files:
        raise UsageError("there are no CSV files", place=str(folder), remedy=_REMEDY)
    return [_read_csv(path) for path in files]


def _read_csv(path: Path) -> Grid:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("this is not UTF-8", place=str(path), remedy="save it as CSV UTF-8") from error
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    for number, row in enumerate(rows[1:], start=2):
        for column, value in enumerate(row):
            if value.startswith("="):
                place = f"{path}:{number}, column {rows[0][column] if column < len(rows[0]) else column + 1}"
                raise UsageError(f"this cell holds a formula ({value})", place=place, remedy="put its value there instead")
    return Grid(path.stem, rows[0] if rows else [], [list(_values(row)) for row in rows[1:]])


def _values(row: list[str]) -> Iterator[Value]:
    for value in row:
        yield _plain(value) if value.strip() else None
