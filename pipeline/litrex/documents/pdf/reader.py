"""From the bytes of a PDF to blocks in reading order, each character with its place on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from litrex.documents.composed import OwnText, compose
from litrex.documents.draft import EMPTY
from litrex.documents.pdf.aligned import aligned_table, find_aligned
from litrex.documents.pdf.columns import Flow, flows_of, gutter_of
from litrex.documents.pdf.frames import Frame
from litrex.documents.pdf.glyphs import Glyphs, read_page
from litrex.documents.pdf.grids import find_grids
from litrex.documents.pdf.joining import Join, Words, joiner
from litrex.documents.pdf.lines import Line, Row, line_of, rows_of
from litrex.documents.pdf.margins import Sheet, drop_margins
from litrex.documents.pdf.opening import open_pdf
from litrex.documents.pdf.paragraphs import Looks, Paragraph, looks_of, name_headings, paragraphs_of
from litrex.documents.pdf.placing import page_map
from litrex.documents.pdf.refusing import refuse_textless
from litrex.documents.pdf.rules import Rules, read_rules
from litrex.documents.pdf.sequels import Item, joined
from litrex.documents.pdf.tables import PageTable, drawn_table
from litrex.errors import DocumentError
from litrex.schema.document import Block, BlockKind
from litrex.schema.mapped import MappedText

VERSION = "pdf 1"


@dataclass(slots=True)
class _Page:
    sheet: Sheet
    frame: Frame
    rules: Rules
    flows: list[Flow]


def read(data: bytes, source: str, max_chars: int) -> OwnText:
    """Read a PDF that has a text layer.

    Raises DocumentError where it cannot be opened, has more than `max_chars` characters, or has no text to read.
    """
    glyphs = Glyphs()
    pages = _pages(data, source, glyphs, max_chars)
    drop_margins(glyphs, [page.sheet for page in pages])
    _set_flows(glyphs, pages)
    flows = [flow for page in pages for flow in page.flows]
    lines = [line for flow in flows for line in flow.lines]
    join = joiner(Words.of(_texts(glyphs, pages)))
    looks = looks_of(lines, [flow.lines for flow in flows])
    items = [item for page in pages for flow in page.flows for item in _items(glyphs, page, flow, looks, join)]
    name_headings([item for item in items if isinstance(item, Paragraph)], looks)
    kept, repeated = joined(items, join)
    dropped = [*_dropped(glyphs, pages), *((text, "repeated table head") for text in repeated)]
    told = compose(list(_blocks(kept)), dropped, _notes(glyphs))
    return OwnText(told.raw, told.draft, VERSION, page_map(told, glyphs, {page.sheet.number: page.frame for page in pages}))


def _set_flows(glyphs: Glyphs, pages: Sequence[_Page]) -> None:
    """Put the lines of all pages in reading order; pages of few lines have the columns of the others."""
    grids = [find_grids(page.rules) for page in pages]
    gutters = [gutter_of(glyphs, page.sheet.rows, told) for page, told in zip(pages, grids, strict=True)]
    counts = Counter((round(g[0] / 4), round(g[1] / 4)) for g in gutters if g is not None)
    common = counts.most_common(1)[0][0] if counts else None
    usual = next((g for g in gutters if g is not None and (round(g[0] / 4), round(g[1] / 4)) == common), None)
    for page, told in zip(pages, grids, strict=True):
        page.flows = flows_of(glyphs, page.sheet.rows, told, page.rules.level, usual)


def _pages(data: bytes, source: str, glyphs: Glyphs, max_chars: int) -> list[_Page]:
    opened = open_pdf(data, source)
    pages: list[_Page] = []
    try:
        for number in range(1, len(opened) + 1):
            page = _page(opened, number, glyphs)
            if page is not None:
                pages.append(page)
            if len(glyphs) > max_chars:
                told = f"the text has more than max_document_chars = {max_chars:,} characters"
                raise DocumentError(told, place=source, remedy="raise max_document_chars, or split the file")
        refuse_textless(glyphs, len(opened), source)
    finally:
        opened.close()
    return pages


def _page(opened: Any, number: int, glyphs: Glyphs) -> _Page | None:
    import pypdfium2

    first = len(glyphs)
    try:
        page = opened[number - 1]
    except pypdfium2.PdfiumError:
        return None  # a page that is broken in an otherwise sound file
    try:
        frame = read_page(page, number, glyphs)
        rules = read_rules(page, frame)
    finally:
        page.close()
    rows = rows_of(glyphs, first, len(glyphs))
    return _Page(Sheet(number, *frame.upright_size, rows), frame, rules, [])


def _texts(glyphs: Glyphs, pages: Sequence[_Page]) -> Iterable[str]:
    """The pieces of all lines; a column's end is one of a line."""
    for page in pages:
        for row in page.sheet.rows:
            line = line_of(glyphs, row)
            if line is not None:
                yield from (line.text.text[piece.start : piece.end] for piece in line.pieces)


def _items(glyphs: Glyphs, page: _Page, flow: Flow, looks: Looks, join: Join) -> list[Item]:
    """The tables and paragraphs of a flow, from above."""
    tables: list[PageTable] = [drawn_table(glyphs, grid, page.sheet.rows, join) for grid in flow.grids]
    found = find_aligned(flow, page.rules.level)
    tables += [aligned_table(flow, one, page.rules.level, join) for one in found]
    inside = {at for one in found for at in range(one.first, one.last)}
    out: list[tuple[float, Item]] = [(table.top, table) for table in tables if any(len(cell.text) for cell in table.cells)]
    tops = sorted(table.top for table in tables)
    for group in _between(flow.lines, inside, tops):
        out += [(one.lines[0].top, one) for one in paragraphs_of(group, flow.right, looks, join)]
    return [item for _, item in sorted(out, key=lambda item: item[0])]


def _between(lines: Sequence[Line], inside: set[int], tops: Sequence[float]) -> list[list[Line]]:
    """The lines outside tables, parted where a table stands between them."""
    out: list[list[Line]] = [[]]
    for at, line in enumerate(lines):
        if at in inside:
            out.append([])
            continue
        if out[-1] and any(out[-1][-1].top < top <= line.top for top in tops):
            out.append([])
        out[-1].append(line)
    return [group for group in out if group]


def _blocks(items: Iterable[Item]) -> Iterable[Block]:
    for item in items:
        if isinstance(item, PageTable):
            yield from (Block(BlockKind.CAPTION, text) for text in item.before)
            yield Block(BlockKind.TABLE, EMPTY, cells=tuple(item.cells))
            yield from (Block(BlockKind.NOTE, text) for text in item.after)
        elif item.level is not None:
            yield Block(BlockKind.HEADING, item.text, level=item.level)
        else:
            yield Block(BlockKind.PARAGRAPH, item.text)


def _dropped(glyphs: Glyphs, pages: Sequence[_Page]) -> Iterable[tuple[MappedText, str]]:
    for page in pages:
        for row, reason in page.sheet.dropped:
            line = line_of(glyphs, Row(row.page, row.items, row.raised))
            if line is not None:
                yield line.text, reason


def _notes(glyphs: Glyphs) -> list[str]:
    notes = []
    if glyphs.turned:
        notes.append(f"{glyphs.turned} characters that run across their page were left out")
    if glyphs.unmapped:
        notes.append(f"{glyphs.unmapped} characters have a font that does not say which they are")
    return notes
