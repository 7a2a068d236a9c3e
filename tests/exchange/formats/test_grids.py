"""The evidence table to edit: out, edited as people edit sheets, and back as exactly those corrections."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from litrex import lexicons
from litrex.errors import UsageError
from litrex.exchange.formats import grid_back, grid_files
from litrex.exchange.formats.grids import Key, cell, check_of, grids, key_of, written
from litrex.exchange.formats.proposing import save

SHEETS = ["records", "outcomes", "adverse_events", "arms", "populations", "cells", "doses", "litrex keys"]


class Book:
    """A workbook on a reviewer's desk, its cells by sheet, row and the name of the column."""

    def __init__(self, desk, folder: Path) -> None:
        self.desk, self.path = desk, folder / grid_files.WORKBOOK
        grid_files.write_workbook(folder, grids(list(desk.store.every())))
        self.book = load_workbook(self.path)

    def column(self, sheet: str, name: str) -> int:
        return [one.value for one in self.book[sheet][1]].index(name) + 1

    def put(self, sheet: str, row: int, name: str, value: Any) -> None:
        self.book[sheet].cell(row, self.column(sheet, name)).value = value

    def get(self, sheet: str, row: int, name: str) -> Any:
        return self.book[sheet].cell(row, self.column(sheet, name)).value

    def shuffle(self, sheet: str) -> None:
        """Turn the order of the rows and of the columns around."""
        page = self.book[sheet]
        rows = [[one.value for one in row] for row in page.iter_rows()]
        turned = [row[::-1] for row in [rows[0], *rows[:0:-1]]]
        for at, row in enumerate(turned, start=1):
            for column, value in enumerate(row, start=1):
                page.cell(at, column).value = value

    def back(self):
        self.book.save(self.path)
        self.seen: dict[str, Any] = {}
        return grid_back.proposed(grid_files.read_workbook(self.path), self.desk.store, self.seen, lexicons.load())

    def saved(self):
        told = self.back()
        done = save(self.desk.store, told.changes, "wang", self.seen)
        assert done.refused == [] and told.refused == []
        return told.changes


@pytest.fixture
def book(desk, texts, tmp_path: Path) -> Book:
    for script in ("zh", "zh-Hant", "en"):
        desk.put(f"{script}.txt", texts(script))
    return Book(desk, tmp_path)


def test_an_untouched_workbook_changes_nothing(book: Book) -> None:
    told = book.back()
    assert (told.changes, told.refused, book.book.sheetnames) == ([], [], SHEETS)
    assert book.book["litrex keys"].sheet_state == "hidden" and book.book["records"].column_dimensions["A"].hidden


def by_document(book: Book, sheet: str, name: str, nth: int = 0) -> int:
    rows = [row for row in range(2, book.book[sheet].max_row + 1) if book.get(sheet, row, "document") == name]
    return rows[nth]


def test_ten_edited_cells_a_deleted_row_and_columns_in_another_order_are_exactly_those_corrections(book: Book) -> None:
    first, second = by_document(book, "records", "zh.txt"), by_document(book, "records", "zh.txt", 1)
    hant, outcome = by_document(book, "records", "zh-Hant.txt"), by_document(book, "outcomes", "zh.txt")
    population = by_document(book, "populations", "zh.txt")
    edits = [
        ("records", first, "n_patients", 13), ("records", first, "citation.year", 2017), ("records", first, "follow_up.max", 7),
        ("records", second, "citation.authors", "罗某|钱某"), ("records", second, "route", "关节腔内注射|intravenous"),
        ("records", hant, "n_patients", None), ("outcomes", outcome, "value", 76.5), ("outcomes", outcome, "timepoint", "6 mo"),
        ("outcomes", outcome, "measure", "HbA1c"), ("populations", population, "qualifiers", "active"),
    ]  # fmt: skip
    for edit in edits:
        book.put(*edit)
    book.book["records"].delete_rows(by_document(book, "records", "en.txt", 1))
    for sheet in ("records", "outcomes", "populations"):
        book.shuffle(sheet)
    told = book.saved()
    wanted = [("set", name if sheet == "records" else sheet) for sheet, _, name, value in edits if value is not None]
    assert sorted((one.action, one.path.split("/")[0]) for one in told) == sorted(
        [("reject", ""), ("reject", "n_patients"), *wanted]
    )
    record, other = book.desk.record("zh.txt"), book.desk.record("zh.txt", 1)
    assert (record.n_patients, record.citation.year, record.follow_up.max, record.follow_up.unit) == (13, 2017, 7.0, "mo")
    assert (other.citation.authors, other.route) == (["罗某", "钱某"], ["intra_articular", "intravenous"])
    told_outcome = record.outcomes[0]
    assert (told_outcome.value, told_outcome.timepoint.value, told_outcome.measure) == (76.5, 6.0, "hba1c")
    assert book.desk.record("zh-Hant.txt").n_patients is None and len(book.desk.look("en.txt").records) == 1
    assert book.back().changes == []  # brought in again, it changes nothing


def test_a_row_taken_out_of_a_list_is_one_rejection_and_of_a_study_no_more(book: Book) -> None:
    book.book["adverse_events"].delete_rows(by_document(book, "adverse_events", "zh.txt"))
    book.book["records"].delete_rows(by_document(book, "records", "en.txt"))
    book.book["outcomes"].delete_rows(by_document(book, "outcomes", "en.txt"))
    assert sorted((one.action, one.path.split("/")[0]) for one in book.saved()) == [("reject", ""), ("reject", "adverse_events")]


def test_a_value_in_an_empty_cell_takes_its_words_from_the_study(book: Book) -> None:
    row = by_document(book, "records", "zh.txt")
    book.put("records", row, "n_female", 3)
    book.put("records", by_document(book, "records", "zh.txt", 1), "follow_up.max", 12)
    book.put("records", by_document(book, "records", "zh.txt", 1), "follow_up.unit", "mo")
    assert [(one.path, one.new) for one in book.saved()] == [("n_female", 3), ("follow_up", {"max": 12.0, "unit": "mo"})]
    raw, told = book.desk.look("zh.txt").raw, book.desk.look("zh.txt").records
    assert [raw[a:b] for a, b in told[0].evidence["n_female"]] == ["3"]
    assert [raw[a:b] for a, b in told[1].evidence["follow_up"]] == ["12"]


@pytest.mark.parametrize(
    ("sheet", "name", "value", "why"),
    [
        ("records", "n_patients", "many", "write digits alone"),
        ("records", "n_patients", 12.5, "write a whole number"),
        ("records", "design.phase", "VII", "write one of: I, I/II"),
        ("records", "n_centers", 77, "no words of the study say it"),
        ("outcomes", "direction", "up", "write one of: increase"),
        ("outcomes", "timepoint", "half a year", "write such as 6 mo"),
        ("records", "design.prospective", "maybe", "write true or false"),
    ],
)
def test_a_cell_that_is_no_value_is_told_by_its_place_and_the_rest_is_taken(book: Book, sheet, name, value, why) -> None:
    row = by_document(book, sheet, "zh.txt")
    book.put(sheet, row, name, value)
    book.put("records", by_document(book, "records", "en.txt"), "n_patients", 23)
    told = book.back()
    place = f"{sheet}!{book.book[sheet].cell(row, book.column(sheet, name)).coordinate}"
    assert len(told.refused) == 1 and told.refused[0].startswith(place) and why in told.refused[0]
    assert [one.new for one in told.changes] == [23]


def put(row: int, column: int, value: Any):
    def spoil(book: Book) -> None:
        told = value(book) if callable(value) else value
        book.book["records"].cell(row, column).value = told

    return spoil


def key_at(sheet: str, row: int):
    return lambda book: book.book[sheet].cell(row, 1).value


SPOILT = {
    "missing": put(3, 1, None),
    "changed": put(3, 1, lambda book: key_at("records", 3)(book).replace(":", ";", 1)),
    "twice": put(4, 1, key_at("records", 3)),
    "foreign": put(3, 1, Key("d", "r", "", "v.0", ("000000",)).text()),
    "sheet": put(3, 1, key_at("outcomes", 2)),
    "column": lambda book: book.book["records"].delete_cols(book.column("records", "route")),
    "no key column": lambda book: book.book["records"].delete_cols(1),
    "no sheet": lambda book: book.book.remove(book.book["doses"]),
    "no keys": lambda book: book.book.remove(book.book["litrex keys"]),
    "formula": put(3, 5, "=1+1"),
}


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("missing", r"records!A3: the key of this row is missing"),
        ("changed", r"records!A3: the key of this row was changed"),
        ("twice", r"records!A4: this row has the key of records!A3"),
        ("foreign", r"records!A3: the key of this row is of another export"),
        ("sheet", r"records!A3: this row belongs to another sheet"),
        ("column", r"records: the column 'route' is missing"),
        ("no key column", r"records: the column 'key' is missing"),
        ("no sheet", r"the sheet 'doses' is missing"),
        ("no keys", r"the sheet 'litrex keys' is missing"),
        ("formula", r"records!E3: this cell holds a formula \(=1\+1\)"),
    ],
)
def test_what_cannot_be_understood_is_an_error_that_names_the_cell(book: Book, what: str, message: str) -> None:
    SPOILT[what](book)
    with pytest.raises(UsageError, match=message):
        book.back()
    assert book.desk.store.corrections() == []


def test_what_somebody_else_changed_meanwhile_is_no_edit_and_not_gone_over(book: Book) -> None:
    book.desk.say("zh.txt", "set", "n_patients", 14)
    book.desk.say("zh.txt", "set", "citation.year", 2015)
    book.desk.say("en.txt", "reject", at=1)
    book.put("records", by_document(book, "records", "zh.txt"), "n_patients", 13)
    book.put("records", by_document(book, "records", "en.txt", 1), "n_patients", 15)
    told = book.back()
    assert told.changes == [] and len(told.refused) == 2
    assert any("it is 14 now" in line for line in told.refused) and any("not there any more" in line for line in told.refused)


@pytest.mark.parametrize("hostile", ["=HYPERLINK(0)", "+1+1", "-5% x", "@SUM(A1)", "'=1"])
def test_text_that_looks_like_a_formula_goes_out_as_text_and_comes_back_as_it_was(
    desk, texts, tmp_path: Path, hostile: str
) -> None:
    desk.put("a.txt", texts("zh"))
    desk.say("a.txt", "set", "citation.group", hostile, words="何某")
    book = Book(desk, tmp_path)
    shown = book.get("records", 2, "citation.group")
    assert (
        not shown.startswith(("=", "+", "-", "@"))
        and book.book["records"].cell(2, book.column("records", "citation.group")).data_type == "s"
    )
    assert book.back().changes == []
    grid_files.write_csv(tmp_path / "csv", grids(list(desk.store.every())))
    assert not any(
        line.startswith(("=", "+", "@")) for line in (tmp_path / "csv" / "records.csv").read_text("utf-8-sig").split(",")
    )
    assert grid_back.proposed(grid_files.read_csv(tmp_path / "csv"), desk.store, {}, lexicons.load()).changes == []


def edited_csv(path: Path, edit, delimiter: str = ",") -> None:
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    edit(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_comes_back_as_a_workbook_does(desk, texts, tmp_path: Path, delimiter: str) -> None:
    desk.put("a.txt", texts("zh"))
    grid_files.write_csv(tmp_path, grids(list(desk.store.every())))

    def edit(rows: list[list[str]]) -> None:
        at = rows[0].index("n_patients")
        assert rows[1][at] == "12"
        rows[1][at] = "13.0"
        rows[1:] = rows[:0:-1]

    edited_csv(tmp_path / "records.csv", edit, delimiter)
    told = grid_back.proposed(grid_files.read_csv(tmp_path), desk.store, {}, lexicons.load())
    assert [(one.path, one.old, one.new) for one in told.changes] == [("n_patients", 12, 13)] and told.refused == []


def test_files_that_are_none_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(UsageError, match="this is no workbook"):
        grid_files.read_workbook(tmp_path / "a.xlsx")
    with pytest.raises(UsageError, match="this is no workbook"):
        grid_files.read_workbook(tmp_path / "none.xlsx")
    with pytest.raises(UsageError, match="there are no CSV files"):
        grid_files.read_csv(tmp_path)
    (tmp_path / "records.csv").write_bytes("键".encode("gb18030"))
    with pytest.raises(UsageError, match="this is not UTF-8"):
        grid_files.read_csv(tmp_path)


IDENT = st.text(alphabet="0123456789abcdef", min_size=1, max_size=16)


@given(IDENT, IDENT, st.lists(st.one_of(st.none(), st.integers(), st.booleans(), st.text(max_size=5)), min_size=1), st.data())
def test_a_key_says_what_it_was_made_of_and_any_change_of_it_is_seen(one: str, other: str, values: list[Any], data) -> None:
    key = Key(one, other, "outcomes/a", "v.1", tuple(check_of(value) for value in values))
    text = key.text()
    assert key_of(text) == key
    at = data.draw(st.integers(0, len(text) - 1))
    assert key_of(text[:at] + ("z" if text[at] != "z" else "y") + text[at + 1 :]) is None


@given(st.one_of(st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False, width=32)))
def test_a_number_is_the_same_number_however_a_spreadsheet_writes_it(number: float) -> None:
    assert written(float(written(number))) == written(number) and written(cell(number)) == written(number)
