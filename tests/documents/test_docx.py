"""Word files tell the records of their text; changes are taken, and nothing in a file can do harm."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from litrex import documents, extraction
from litrex.documents import read_bytes
from litrex.errors import DocumentError
from litrex.evaluation.scoring import added, rate, score
from litrex.schema.document import BlockKind, Document

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "corpus" / "articles"
NAMES = (
    "heart-failure-cells.en.txt",
    "lung-cell-therapy.zh-Hans.html",
    "lupus-cell-therapy.en.md",
    "covid-ards-cells.zh-Hant.html",
)
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def write_docx(monkeypatch: pytest.MonkeyPatch) -> Any:
    pytest.importorskip("docx")
    monkeypatch.syspath_prepend(str(ROOT / "corpus"))
    import rendering

    return rendering.write_docx


def test_the_records_of_a_word_file_are_those_of_its_text(write_docx: Any, tmp_path: Path) -> None:
    counts = []
    for name in NAMES:
        write_docx(documents.read(ARTICLES / name, source=name), tmp_path / "a.docx")
        told = [extraction.extract(path).records for path in (ARTICLES / name, tmp_path / "a.docx")]
        gold, found = ([json.loads(record.model_dump_json()) for record in records] for records in told)
        counts.append(score([{**record, "key": str(n)} for n, record in enumerate(gold)], found).total)
    assert rate(added(counts)).f1 >= 0.97


def package(body: str, parts: dict[str, str] | None = None, head: str = "") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"{head}<w:document {NS}><w:body>{body}</w:body></w:document>")
        for name, text in (parts or {}).items():
            archive.writestr(name, text)
    return held.getvalue()


def read(body: str, parts: dict[str, str] | None = None) -> Document:
    return read_bytes(package(body, parts), source="a.docx")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


UP = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("runs", "told"),
    [
        ([run("输注1×10"), run("6", UP), run("/kg")], "输注1×10⁶/kg"),
        ([run("Wang et al."), run("3,4", UP), run(" treated 12 patients")], "Wang et al.[3,4] treated 12 patients"),
        ([run("CD34"), run("+", UP), run("细胞")], "CD34+细胞"),
        ([run("CO"), run("2", '<w:vertAlign w:val="subscript"/>'), run(" levels")], "CO2 levels"),
        (
            [run("共"), "<w:ins>" + run("40") + "</w:ins>", "<w:del><w:r><w:delText>14</w:delText></w:r></w:del>", run("例")],
            "共40例",
        ),
        ([run("n = 1"), "<w:moveFrom>" + run("9") + "</w:moveFrom>", "<w:moveTo>" + run("2") + "</w:moveTo>"], "n = 12"),
        (["<w:hyperlink>" + run("登记号") + "</w:hyperlink>", run("见注")], "登记号见注"),
        ([run("见"), "<w:r><w:instrText>REF a</w:instrText></w:r>", run("表1")], "见表1"),
        ([run("shown"), run(" hidden", "<w:vanish/>")], "shown"),
        ([run("5"), '<w:r><w:sym w:font="Symbol" w:char="F0B1"/></w:r>', run("2")], "5±2"),
    ],
)
def test_a_paragraph_reads_as_word_shows_it(runs: list[str], told: str) -> None:
    assert read(paragraph(*runs)).blocks[0].text.text == told


def test_evidence_points_into_the_reader_s_own_text() -> None:
    document = read(paragraph(run("第一段。")) + paragraph(run("随访12个月。")))
    assert document.raw == "第一段。\n\n随访12个月。\n\n"
    assert document.blocks[1].text.raw_span(2, 4) == (8, 10)
    assert (document.reader, document.encoding) == ("docx 1", "")


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def test_merged_cells_span_rows_and_columns() -> None:
    rows = [
        cell("作者") + cell("患者", '<w:gridSpan w:val="2"/>'),
        cell("王等", '<w:vMerge w:val="restart"/>') + cell("12") + cell("女5"),
        cell("", "<w:vMerge/>") + cell("30") + cell("女9"),
    ]
    document = read("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>")
    told = [(c.row, c.column, c.row_span, c.column_span, c.text.text) for c in document.blocks[0].cells]
    assert told[1] == (0, 1, 1, 2, "患者")
    assert told[2] == (1, 0, 2, 1, "王等")
    assert told[5] == (2, 1, 1, 1, "30")


def test_headings_numbers_and_notes_are_told() -> None:
    lost, cited = paragraph(run("Two were lost.")), paragraph(run("Ito K. Cells. 2019."))
    parts = {
        "word/styles.xml": f'<w:styles {NS}><w:style w:styleId="a"><w:name w:val="heading 1"/></w:style></w:styles>',
        "word/numbering.xml": f'<w:numbering {NS}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="[%1]"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/footnotes.xml": f'<w:footnotes {NS}><w:footnote w:id="2">{lost}</w:footnote></w:footnotes>',
        "word/endnotes.xml": f'<w:endnotes {NS}><w:endnote w:id="5">{cited}</w:endnote></w:endnotes>',
    }
    entry = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    body = paragraph(run("References"), properties='<w:pStyle w:val="a"/>')
    body += paragraph(run("Abe T. 2001."), properties=entry) + paragraph(run("Ono M. 2003."), properties=entry)
    notes = '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:r><w:endnoteReference w:id="5"/></w:r>'
    document = read(paragraph(run("Twelve were treated"), *notes) + body, parts)
    kinds = [(block.kind, block.text.text, block.label) for block in document.blocks]
    assert kinds == [
        (BlockKind.PARAGRAPH, "Twelve were treated[1]", None),
        (BlockKind.HEADING, "References", None),
        (BlockKind.REFERENCE, "[1] Abe T. 2001.", "1"),
        (BlockKind.REFERENCE, "[2] Ono M. 2003.", "2"),
        (BlockKind.NOTE, "Two were lost.", None),
        (BlockKind.REFERENCE, "Ito K. Cells. 2019.", "1"),
    ]


def test_macros_comments_and_changes_are_noted_and_left_alone() -> None:
    parts = {"word/vbaProject.bin": "x", "word/comments.xml": "<c/>"}
    document = read(paragraph(run("One patient."), "<w:ins>" + run(" Cured.") + "</w:ins>"), parts)
    assert document.notes == (
        "1 tracked changes were taken as accepted",
        "comments were left out",
        "the file holds macros, which were not looked at",
    )


BOMB = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (package(paragraph(run("&amp;")), head=BOMB), "declares entities"),
        (package("<w:p>"), "broken"),
        (package(paragraph(run("a")))[:150], "broken"),
        (b"PK\x03\x04\x14\x00word/document.xml", "broken"),
        (package(""), "no text"),
    ],
)
def test_what_is_broken_or_dangerous_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(DocumentError, match=rf"a\.docx: .*{told}.*; \w+"):
        read_bytes(data, source="a.docx")


def test_a_part_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("litrex.documents.docx.package._MOST_BYTES", 1_000_000)
    with pytest.raises(DocumentError, match="once unpacked"):
        read_bytes(package(" " * 3_000_000), source="a.docx")


def test_damaged_copies_are_read_or_refused_in_time(tmp_path: Path) -> None:
    table = "<w:tbl><w:tr>" + cell("作者") + cell("例数") + "</w:tr><w:tr>" + cell("王等") + cell("12") + "</w:tr></w:tbl>"
    (tmp_path / "a.docx").write_bytes(package(paragraph(run("共12例"), run("3", UP)) * 20 + table))
    command = [sys.executable, ROOT / "corpus" / "fuzz.py", tmp_path / "a.docx", "--count", "200", "--seconds", "30"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stderr
    assert sum(int(line.split()[-1]) for line in done.stdout.splitlines()) == 200
