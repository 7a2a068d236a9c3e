"""Articles of the corpus as pages: the same telling in HTML that a browser or another program prints."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from litrex import documents
from litrex.schema.document import Block, BlockKind, Cell, Document

HEIGHTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+|\^(\d{1,2})")
_CITED = re.compile(r"\[(\d{1,3}(?:[,，、–-]\s?\d{1,3})*)\]")
STYLE = """
@page { size: A4; margin: 22mm 20mm; }
body { font-family: 'Noto Serif', 'DejaVu Serif', 'Noto Serif CJK SC', serif; font-size: 10.5pt; line-height: 1.35; margin: 0; }
h1 { font-size: 17pt; margin: 0 0 10pt; } h2 { font-size: 13pt; margin: 12pt 0 4pt; } h3 { font-size: 11pt; margin: 8pt 0 3pt; }
p { margin: 0 0 5pt; text-align: justify; } .indented p { text-indent: 2em; margin: 0; }
sup { font-size: 65%; line-height: 0; } .caption { font-weight: bold; text-indent: 0 !important; margin-top: 8pt; }
.note, .reference { font-size: 85%; text-indent: 0 !important; }
.columns { column-count: 2; column-gap: 18pt; font-size: 9.5pt; } .columns table, .columns .caption { column-span: all; }
.columns h1 { column-span: all; }
table { border-collapse: collapse; width: 100%; font-size: 9pt; margin: 4pt 0; } td, th { padding: 2pt 4pt; vertical-align: top; }
.grid td, .grid th { border: 0.6pt solid #000; } th { text-align: left; }
.rules table { border-top: 1pt solid #000; border-bottom: 1pt solid #000; } 
.rules thead tr:last-child th { border-bottom: 0.6pt solid #000; }
.rows tr { border-bottom: 0.4pt solid #999; }
"""


def page_of(document: Document, classes: str = "grid", raised_citations: bool = False) -> str:
    """The article as a page of HTML; `classes` choose columns, indentation and how tables are ruled."""
    body = "\n".join(_shown(block, raised_citations) for block in document.blocks)
    lang = "zh" if re.search(r"[\u4e00-\u9fff]", document.raw[:2000]) else "en"
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><style>{STYLE}</style></head>'
        f'<body class="{classes}">\n{body}\n</body></html>'
    )


def write_docx(document: Document, path: Path) -> None:
    """Write the article as a Word file: styles for headings, a grid for tables, merged cells, raised text as such."""
    import docx

    made = docx.Document()
    made.styles["Normal"].font.name = "Noto Serif CJK SC"
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            _docx_table(made, block.cells)
        else:
            kind = f"Heading {min(max(block.level, 1), 3)}" if block.kind is BlockKind.HEADING else None
            _runs(made.add_paragraph(style=kind), block.text.text)
    made.save(str(path))


def _docx_table(made: Any, cells: tuple[Cell, ...]) -> None:
    height = max(cell.row + cell.row_span for cell in cells)
    width = max(cell.column + cell.column_span for cell in cells)
    table = made.add_table(rows=height, cols=width, style="Table Grid")
    for cell in cells:
        held = table.cell(cell.row, cell.column)
        if cell.row_span * cell.column_span > 1:
            held = held.merge(table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1))
        _runs(held.paragraphs[0], cell.text.text, points=8)
        for run in held.paragraphs[0].runs:
            run.bold = cell.header or None


def _runs(paragraph: Any, text: str, points: float | None = None) -> None:
    from docx.shared import Pt

    at = 0
    for match in _RAISED.finditer(text):
        paragraph.add_run(text[at : match.start()])
        paragraph.add_run(match[1] or match[0].translate(HEIGHTS)).font.superscript = True
        at = match.end()
    paragraph.add_run(text[at:])
    for run in paragraph.runs if points is not None else ():
        run.font.size = Pt(points)


def articles(folder: Path, names: Iterable[str]) -> list[Document]:
    """Read some articles of a folder, by their file names."""
    return [documents.read(folder / name, source=name) for name in names]


def inline(text: str, raised_citations: bool = False) -> str:
    """Text with its powers of ten, and its citations too, as raised text."""
    told = _RAISED.sub(lambda m: f"<sup>{m[1] or m[0].translate(HEIGHTS)}</sup>", html.escape(text))
    told = _CITED.sub(r"<sup>\1</sup>", told) if raised_citations else told
    return told.replace("\n", "<br>")


def _shown(block: Block, raised_citations: bool) -> str:
    if block.kind is BlockKind.TABLE:
        return _table(block.cells, raised_citations)
    text = inline(block.text.text, raised_citations and block.kind is not BlockKind.REFERENCE)
    if block.kind is BlockKind.HEADING:
        level = min(max(block.level, 1), 3)
        return f"<h{level}>{text}</h{level}>"
    return f'<p class="{block.kind.value}">{text}</p>'


def _table(cells: tuple[Cell, ...], raised_citations: bool) -> str:
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    heads = [_row(row, raised_citations) for row in rows.values() if all(cell.header for cell in row)]
    bodies = [_row(row, raised_citations) for row in rows.values() if not all(cell.header for cell in row)]
    return f"<table><thead>{''.join(heads)}</thead><tbody>{''.join(bodies)}</tbody></table>"


def _row(cells: list[Cell], raised_citations: bool) -> str:
    told = []
    for cell in sorted(cells, key=lambda cell: cell.column):
        name = "th" if cell.header else "td"
        spans = f' rowspan="{cell.row_span}"' * (cell.row_span > 1) + f' colspan="{cell.column_span}"' * (cell.column_span > 1)
        told.append(f"<{name}{spans}>{inline(cell.text.text, raised_citations)}</{name}>")
    return f"<tr>{''.join(told)}</tr>"
