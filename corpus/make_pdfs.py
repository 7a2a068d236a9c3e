"""Print two articles of the corpus with several programs, so that the PDF reader is tested on more than one program's habits.

Run it only to make the files of corpus/pdf again; the tests read the files and need none of the programs:

    pip install python-docx reportlab fpdf2 weasyprint typst pypdf; apt-get install libreoffice-writer fonts-noto-cjk
    python corpus/make_pdfs.py
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import fpdf
import pypdf
import rendering
import typst
import weasyprint
from reportlab.lib import pagesizes, styles
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from litrex.schema.document import Block, BlockKind, Cell, Document

HERE = Path(__file__).parent
OUT = HERE / "pdf"
PADDING = [("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2)]
NAMES = ("multiple-sclerosis-cells.en.html", "acute-mi-bmmnc.zh-Hans.txt")
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
TABLE_STYLE = "#set text(size: 8pt)\n#set par(justify: false, first-line-indent: 0em)"
TYPST_HEAD = """#set page(paper: "a4", columns: 2, margin: 2cm, numbering: "1")
#set text(font: ("Libertinus Serif", "Noto Serif CJK SC"), size: 10pt, lang: "%s")
#set par(justify: true, first-line-indent: 2em)
#set heading(numbering: none)
"""


def by_weasyprint(document: Document, path: Path) -> None:
    weasyprint.HTML(string=rendering.page_of(document, "rules indented", raised_citations=True)).write_pdf(path)


def by_libreoffice(document: Document, path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.docx")
        rendering.write_docx(document, page)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, str(page)], check=True, capture_output=True, timeout=300)
        path.write_bytes(Path(folder, "page.pdf").read_bytes())


def by_reportlab(document: Document, path: Path) -> None:
    """Fonts by name only, as older Chinese journals have them: nothing is embedded."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    chinese = ".zh" in document.source
    font = "STSong-Light" if chinese else "Times-Roman"
    body = styles.ParagraphStyle(
        "body", fontName=font, fontSize=10, leading=14, spaceAfter=3, wordWrap="CJK" if chinese else None
    )
    head = styles.ParagraphStyle("head", parent=body, fontSize=14, leading=20, spaceBefore=8)
    small = styles.ParagraphStyle("small", parent=body, fontSize=8, leading=10)
    story = []
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            heads = len({cell.row for cell in block.cells if cell.header})
            rows = [[Paragraph(rendering.inline(text), small) for text in row] for row in rows_of(block)]
            lines = [("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), *PADDING, *spans_of(block.cells)]
            story.append(Table(rows, style=TableStyle(lines), repeatRows=heads))
        else:
            text = rendering.inline(block.text.text).replace("<br>", "<br/>")
            story.append(Paragraph(text, head if block.kind is BlockKind.HEADING else body))
    SimpleDocTemplate(str(path), pagesize=pagesizes.A4, margins=20 * mm, invariant=1).build(story)


def spans_of(cells: tuple[Cell, ...]) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    return [
        ("SPAN", (c.column, c.row), (c.column + c.column_span - 1, c.row + c.row_span - 1))
        for c in cells
        if c.row_span * c.column_span > 1
    ]


def rows_of(block: Block) -> list[list[str]]:
    """The texts of a table as a full grid; a spanning cell is told at its first place."""
    height = max(cell.row + cell.row_span for cell in block.cells)
    width = max(cell.column + cell.column_span for cell in block.cells)
    grid = [[""] * width for _ in range(height)]
    for cell in block.cells:
        grid[cell.row][cell.column] = cell.text.text
    return grid


def by_fpdf(document: Document, path: Path) -> None:
    made = fpdf.FPDF()
    made.set_creation_date(datetime(2024, 1, 1, tzinfo=UTC))
    made.add_font("noto", fname=FONT)
    made.add_page()
    for block in document.blocks:
        made.set_font("noto", size=14 if block.kind is BlockKind.HEADING else 10)
        if block.kind is BlockKind.TABLE:
            made.add_page(orientation="landscape")
            made.set_font("noto", size=7)
            with made.table(line_height=4, first_row_as_headings=False) as table:
                for row in rows_of(block):
                    table.row([plain(text) for text in row])
        else:
            made.multi_cell(0, 6, plain(block.text.text), new_x="LMARGIN", new_y="NEXT")
            made.ln(2)
    made.output(str(path))


def plain(text: str) -> str:
    """Text without raised figures, which the font lacks."""
    return re.sub("[⁰¹²³⁴-⁹⁻]+", lambda m: "^" + m[0].translate(rendering.HEIGHTS), text)


def by_typst(document: Document, path: Path) -> None:
    lang = "zh" if ".zh" in document.source else "en"
    told, caption = [TYPST_HEAD % lang], ""
    for block in document.blocks:
        if block.kind is BlockKind.CAPTION:
            caption = _escaped(block.text.text)
        else:
            told.append(_typeset(block, caption))
    path.write_bytes(typst.compile("\n\n".join(told).encode()))


def _typeset(block: Block, caption: str) -> str:
    if block.kind is BlockKind.TABLE:
        rows = [", ".join(f"[{_escaped(text)}]" for text in row) for row in rows_of(block)]
        width = len(rows_of(block)[0])
        lines = "table.hline(), " + rows[0] + ", table.hline(stroke: 0.5pt),\n" + ",\n".join(rows[1:]) + ", table.hline()"
        table = f"#table(columns: {width}, stroke: none, align: left, inset: 3pt, {lines})"
        return f'#place(auto, scope: "parent", float: true)[{TABLE_STYLE}\n{caption}\n{table}]'
    text = _escaped(block.text.text)
    return f"{'=' * min(max(block.level, 1), 3)} {text}" if block.kind is BlockKind.HEADING else text


def _escaped(text: str) -> str:
    text = re.sub(r"([\\#\[\]*_$`<>@=~/+-])", r"\\\1", text)
    return re.sub(r"([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: f"#super[{m[1].translate(rendering.HEIGHTS)}]", text)


PROGRAMS: dict[str, Callable[[Document, Path], None]] = {
    "weasyprint": by_weasyprint,
    "libreoffice": by_libreoffice,
    "reportlab": by_reportlab,
    "fpdf2": by_fpdf,
    "typst": by_typst,
}


def encrypted(path: Path, out: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=str(path))
    writer.encrypt("secret")
    writer.write(out)


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for article in rendering.articles(HERE / "articles", NAMES):
        for program, render in PROGRAMS.items():
            render(article, OUT / f"{article.source}.{program}.pdf")
    encrypted(OUT / f"{NAMES[0]}.reportlab.pdf", OUT / "encrypted.pdf")
