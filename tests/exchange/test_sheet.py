"""The workbook."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from litrex import exchange
from litrex.exchange.sheet import HEADER
from litrex.exchange.tables import neutral
from litrex.schema.record import Extraction


@pytest.fixture
def book(extractions: list[Extraction], tmp_path: Path) -> Workbook:
    exchange.write(tmp_path, extractions)
    return load_workbook(tmp_path / "evidence_table.xlsx")


def test_it_has_a_chinese_and_an_english_sheet_in_the_reviews_own_order(book: Workbook) -> None:
    assert book.sheetnames == ["中文", "English"]
    assert [cell.value for cell in book["中文"][1]][:4] == ["接受者", "细胞来源", "患者数", "性别"]
    english = [cell.value for cell in book["English"][1]]
    assert english[:8] == [
        "Recipients", "Cell source", "Patients", "Sex", "Transplantation (dose & route)", "Outcome", "Study type", "Reference",
    ]  # fmt: skip
    assert len(english) == len(HEADER)


def test_each_record_is_a_row_and_patients_stay_numbers(book: Workbook, extractions: list[Extraction]) -> None:
    sheet = book["English"]
    assert sheet.max_row == 1 + sum(len(one.records) for one in extractions)
    assert [sheet.cell(row, 3).value for row in range(2, 6)] == [9, 8, 40, 12]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == f"A1:P{sheet.max_row}"


def test_no_cell_is_a_formula(book: Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))]
    assert book["English"]["A2"].value == "'=cmd|' /C calc'!A1 (refractory, human)"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra"])
def test_what_could_start_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("text", ["", "1=1", "下降", " =1", "a-b"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


def test_control_characters_and_very_long_text_do_not_break_it(extractions: list[Extraction], tmp_path: Path) -> None:
    record = extractions[1].records[1]
    record.populations[0].condition = "a\x00b" + "长" * 40_000
    exchange.write(tmp_path, extractions)
    told = load_workbook(tmp_path / "evidence_table.xlsx")["English"]["A2"].value
    assert told.startswith("a�b长") and len(told) == 32_767 and told.endswith("…")


def test_provenance_tells_source_and_raw_positions(book: Workbook, extractions: list[Extraction]) -> None:
    start = extractions[0].raw.index("40例")
    assert f"Patients: 40 ← rule [{start}–{start + 3}]" in book["English"].cell(4, len(HEADER)).value
    assert "患者数: 12 ← 表格" in book["中文"].cell(5, len(HEADER)).value


def test_documents_go_by_their_path_below_the_folder_that_all_lie_in(extractions: list[Extraction], tmp_path: Path) -> None:
    for one, source in zip(extractions, ("/in/zh/a.txt", "/in/en/a.txt", "/in/b.txt"), strict=False):
        one.document.source = source
    exchange.write(tmp_path, extractions)
    column = HEADER.index("document") + 1
    sheet = load_workbook(tmp_path / "evidence_table.xlsx")["中文"]
    told = {sheet.cell(row, column).value for row in range(2, sheet.max_row + 1)}
    assert told <= {"zh/a.txt", "en/a.txt", "b.txt"} and len(told) > 1
    lines = (tmp_path / "documents.jsonl").read_text(encoding="utf-8")
    assert '"source":"/in/zh/a.txt"' in lines.replace('": "', '":"')


def test_no_clock_stands_in_it(extractions: list[Extraction], tmp_path: Path) -> None:
    exchange.write(tmp_path, extractions)
    with ZipFile(tmp_path / "evidence_table.xlsx") as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2
