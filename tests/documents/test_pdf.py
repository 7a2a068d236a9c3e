"""PDFs from several programs tell the same records as the text they were made from, and each value has its place on a page."""

from __future__ import annotations

import json
import logging
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from litrex import documents, extraction
from litrex.documents import read_bytes
from litrex.errors import DocumentError
from litrex.evaluation.scoring import added, rate, score
from litrex.schema.document import BlockKind
from litrex.schema.pages import PageMap

ROOT = Path(__file__).parents[2]
ARTICLES, PDFS = ROOT / "corpus" / "articles", ROOT / "corpus" / "pdf"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PRINTED = sorted(PDFS.glob("*.*.*.pdf"))
SHOWN = {
    "grid": ("heart-failure-cells.en.txt", "liver-cirrhosis-cells.zh-Hans.txt"),
    "rules indented": ("spinal-cord-injury-cells.zh-Hans.md", "atopic-dermatitis-drugs.en.html"),
    "columns grid": ("type-1-diabetes-cells.en.md", "covid-ards-cells.zh-Hant.html"),
    "columns rules indented": ("liver-fibrosis-cells.zh-Hant.md", "als-stroke-cells.en.txt"),
}
ENOUGH = 0.97


@cache
def told_by(name: str) -> tuple[dict[str, Any], ...]:
    """The records of an article's own text, as gold."""
    told = extraction.extract(ARTICLES / name)
    return tuple({**json.loads(record.model_dump_json()), "key": str(n)} for n, record in enumerate(told.records))


def counts_of(data: bytes, name: str) -> list[int]:
    told = extraction.extract_bytes(data, source="a.pdf")
    return score(list(told_by(name)), [json.loads(record.model_dump_json()) for record in told.records]).total


def article_of(path: Path) -> str:
    return path.name.rsplit(".", 2)[0]


@pytest.mark.parametrize("program", sorted({path.name.split(".")[-2] for path in PRINTED}))
def test_the_records_of_each_program_are_those_of_the_text(program: str) -> None:
    counts = [counts_of(path.read_bytes(), article_of(path)) for path in PRINTED if path.name.split(".")[-2] == program]
    assert len(counts) == 2
    assert rate(added(counts)).f1 >= ENOUGH


@pytest.fixture(scope="module")
def printer() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("classes", SHOWN)
def test_a_browser_s_print_tells_the_records_of_the_text(classes: str, printer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "corpus"))
    import rendering

    counts = []
    for name in SHOWN[classes]:
        document = documents.read(ARTICLES / name, source=name)
        printer.set_content(rendering.page_of(document, classes, raised_citations="rules" in classes))
        data = printer.pdf(
            prefer_css_page_size=True,
            display_header_footer=True,
            header_template='<div style="font-size: 8pt; margin-left: 20mm">Annals of Cells 2021; 14</div>',
            footer_template='<div style="font-size: 8pt; width: 100%; text-align: center"><span class="pageNumber"></span></div>',
        )
        read = read_bytes(data, source=name)
        assert {one.reason for one in read.skipped} >= {"running head", "page number"}
        counts.append(counts_of(data, name))
    assert rate(added(counts)).f1 >= ENOUGH


@pytest.mark.parametrize("program", ["weasyprint", "typst"])
def test_the_boxes_of_every_value_hold_its_words(program: str) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    for path in (path for path in PRINTED if f".{program}." in path.name):
        document = read_bytes(path.read_bytes(), source=path.name)
        assert document.pages is not None
        pages = PageMap.of(json.loads(json.dumps(document.pages.told())))
        with pdfplumber.open(path) as opened:
            chars = {number: page.chars for number, page in enumerate(opened.pages, 1)}
        spans = {tuple(s) for r in extraction.extract_document(document).records for told in r.evidence.values() for s in told}
        assert len(spans) > 50
        for start, end in sorted(spans):
            assert holds(chars, pages, start, end, document.raw[start:end]), document.raw[start:end]


def holds(chars: dict[int, list[dict[str, Any]]], pages: PageMap, start: int, end: int, want: str) -> bool:
    """Tell whether another library finds the words inside the boxes; signs that fonts write in several ways count as alike."""
    seen = ""
    for box in pages.boxes(start, end):
        inside = [
            char
            for char in chars[box.page]
            if box.left - 0.6 <= (char["x0"] + char["x1"]) / 2 <= box.right + 0.6
            and box.top - 1 <= (char["top"] + char["bottom"]) / 2 <= box.bottom + 1
        ]
        seen += "".join(char["text"] for char in sorted(inside, key=lambda char: char["x0"]))
    return plain(want) in plain(seen)


def plain(text: str) -> str:
    return re.sub(r"[\s\-‐\xad\[\]]", "", unicodedata.normalize("NFKC", text)).translate({0x2EE3: "骨", 0x301C: "~", 0x223C: "~"})


def test_raised_figures_are_powers_and_raised_numbers_citations() -> None:
    raw = read_bytes((PDFS / "multiple-sclerosis-cells.en.html.weasyprint.pdf").read_bytes(), source="a.pdf").raw
    assert "1 × 10⁶" in raw
    assert "[1,2]" in raw


def test_a_drawn_table_keeps_its_header_and_cells() -> None:
    document = read_bytes((PDFS / "acute-mi-bmmnc.zh-Hans.txt.reportlab.pdf").read_bytes(), source="a.pdf")
    (table,) = (block for block in document.blocks if block.kind is BlockKind.TABLE)
    assert [cell.text.text for cell in table.cells if cell.header][:3] == ["试验或作者", "年份", "例数"]
    assert [cell.text.text for cell in table.cells if cell.row == 3][:4] == ["北方协作组", "2007", "100", "84/16"]


def blank() -> bytes:
    import io

    import pypdfium2

    made, held = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(3):
        made.new_page(300, 300)
    made.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (blank, "no text layer"),
        (lambda: (PDFS / "encrypted.pdf").read_bytes(), "encrypted"),
        (lambda: b"%PDF-1.7\n" + b"nothing " * 40, "broken or cut off"),
        (lambda: PRINTED[0].read_bytes()[:600], "broken or cut off"),
    ],
)
def test_what_holds_no_text_is_refused_with_the_reason(make: Any, told: str) -> None:
    with pytest.raises(DocumentError, match=rf"a\.pdf: .*{told}.*; \w+"):
        read_bytes(make(), source="a.pdf")


def test_a_long_text_is_refused_by_the_setting_s_name() -> None:
    with pytest.raises(DocumentError, match="max_document_chars = 1,000"):
        read_bytes(PRINTED[0].read_bytes(), source="a.pdf", max_chars=1000)


def test_a_pdf_by_another_name_is_read_and_noted() -> None:
    document = read_bytes(PRINTED[0].read_bytes(), source="a.txt")
    assert document.notes[0] == "read as PDF though named .txt"
    assert (document.media_type, document.reader) == ("application/pdf", "pdf 1")


def test_damaged_copies_are_read_or_refused_in_time() -> None:
    small = PDFS / "multiple-sclerosis-cells.en.html.reportlab.pdf"
    command = [sys.executable, ROOT / "corpus" / "fuzz.py", small, "--count", "200", "--seconds", "30"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stderr
    assert sum(int(line.split()[-1]) for line in done.stdout.splitlines()) == 200
