"""From the parts of a DOCX to blocks: paragraphs, headings, tables with merged cells, notes and references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from litrex.documents.composed import OwnText, compose
from litrex.documents.docx.numbering import read_numbering
from litrex.documents.docx.package import Package, W, switched_on, value
from litrex.documents.docx.runs import Runs
from litrex.documents.docx.styles import outline_level, read_styles
from litrex.documents.draft import EMPTY, Draft
from litrex.documents.grid import Grid
from litrex.documents.ink import Ink
from litrex.errors import DocumentError
from litrex.schema.document import Block, BlockKind
from litrex.schema.mapped import MappedText

VERSION = "docx 1"
_HOLDERS = frozenset(W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_DEEPEST = 60  # holders and tables inside one another
_WIDEST = 1000  # columns that a cell may reach over


def read(data: bytes, source: str, max_chars: int) -> OwnText:
    """Read a Word file; tracked changes are taken, comments, headers and footers left out, and nothing outside it is fetched.

    Raises DocumentError where the file is broken or dangerous, or has more than `max_chars` characters.
    """
    package = Package(data, source)
    root = package.tree("word/document.xml")
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise DocumentError("the DOCX file is broken (it has no text)", place=source, remedy="fetch it again")
    reader = _DocxReader(package)
    reader.blocks_of(body, 0)
    reader.notes()
    told = compose(reader.draft.blocks, (), reader.told())
    if len(told.raw) > max_chars:
        message = f"the text has {len(told.raw):,} characters, more than max_document_chars = {max_chars:,}"
        raise DocumentError(message, place=source, remedy="raise max_document_chars, or split the file")
    return OwnText(told.raw, told.draft, VERSION)


class _DocxReader:
    """A Word file on its way to blocks."""

    def __init__(self, package: Package) -> None:
        self.draft = Draft()
        self._package = package
        self._styles = read_styles(package)
        self._numbering = read_numbering(package)
        self._runs = Runs(self._styles)

    def blocks_of(self, element: Any, depth: int) -> None:
        """Read the paragraphs and tables of a body, or of what stands in one; text boxes follow the paragraph they hang on."""
        for child in element if depth < _DEEPEST else ():
            if child.tag == W + "p":
                self._paragraph(child)
            elif child.tag == W + "tbl":
                self._table(child, depth)
            elif child.tag in _HOLDERS:
                self.blocks_of(child, depth + 1)
            while self._runs.boxes:
                self.blocks_of(self._runs.boxes.pop(0), depth + 1)

    def _paragraph(self, paragraph: Any) -> None:
        properties = paragraph.find(W + "pPr")
        text = self._runs.text(paragraph, self._numbering.label(properties))
        level = self._level(properties)
        if level:
            self.draft.add(BlockKind.HEADING, text, level)
        else:
            self.draft.add(BlockKind.PARAGRAPH, text)

    def _level(self, properties: Any | None) -> int | None:
        own = outline_level(properties)
        style = self._styles.get(value(properties.find(W + "pStyle")) or "") if properties is not None else None
        return own if own is not None else style.level if style is not None else None

    def _table(self, table: Any, depth: int) -> None:
        """Read a table; a cell that is merged downwards is told once, in the row where it begins."""
        grid = Grid()
        for row in self._rows(table, depth):
            grid.row()
            for cell in row.cells:
                grid.cell(cell.text, {"rowspan": str(cell.rows), "colspan": str(cell.columns)}, row.head)
            grid.close_row()
        told = grid.finish()
        for caption in told.captions:
            self.draft.add(BlockKind.CAPTION, caption)
        self.draft.add_table(told.cells)
        for note in told.notes:
            self.draft.add(BlockKind.NOTE, note)

    def _rows(self, table: Any, depth: int) -> list[_Row]:
        rows: list[_Row] = []
        open_cells: dict[int, _Cell] = {}
        for row in _within(table, "tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            told = _Row(switched_on(row.find(f"{W}trPr/{W}tblHeader")) or _is_bold(row))
            column = _number(value(row.find(f"{W}trPr/{W}gridBefore")), 0)
            if column:
                told.cells.append(_Cell(EMPTY, columns=column))
            for cell in _within(row, "tc"):
                width = _number(value(cell.find(f"{W}tcPr/{W}gridSpan")), 1)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                above = open_cells.get(column)
                if merge is not None and value(merge) != "restart" and above is not None:
                    above.rows += 1
                else:
                    new = _Cell(self._cell_text(cell, depth), columns=width)
                    told.cells.append(new)
                    open_cells[column] = new
                column += width
            rows.append(told)
        return rows

    def _cell_text(self, cell: Any, depth: int) -> MappedText:
        """The text of a cell, one line a paragraph; a table within it is told as its text."""
        ink = Ink()
        for paragraph in cell.iter(W + "p") if depth < _DEEPEST else ():
            text = self._runs.text(paragraph, self._numbering.label(paragraph.find(W + "pPr")))
            if len(text):
                ink.put("\n" if len(ink) else "", 0)
                ink.put_mapped(text)
        self._runs.boxes.clear()  # its paragraphs were among those of the cell
        return ink.take()

    def notes(self) -> None:
        """Add the footnotes that the text refers to as notes, and its endnotes as the reference list."""
        for text in self._told("footnotes", self._runs.footnotes):
            self.draft.add(BlockKind.NOTE, text)
        for number, text in enumerate(self._told("endnotes", self._runs.endnotes), 1):
            if len(text):
                self.draft.blocks.append(Block(BlockKind.REFERENCE, text, label=str(number)))

    def _told(self, kind: str, ids: list[str]) -> Iterator[MappedText]:
        root = self._package.tree(f"word/{kind}.xml") if ids else None
        held = {value(one, "id"): one for one in root} if root is not None else {}
        for name in list(ids):
            if (note := held.get(name)) is not None:
                yield self._cell_text(note, 0)

    def told(self) -> list[str]:
        """What a reader should know of how the file was read."""
        names, notes = self._package.names, []
        if self._runs.changes:
            notes.append(f"{self._runs.changes} tracked changes were taken as accepted")
        if "word/comments.xml" in names:
            notes.append("comments were left out")
        if "word/vbaProject.bin" in names:
            notes.append("the file holds macros, which were not looked at")
        return notes


@dataclass(slots=True)
class _Cell:
    text: MappedText
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class _Row:
    head: bool
    cells: list[_Cell] = field(default_factory=list)


def _within(element: Any, name: str) -> Iterator[Any]:
    """The rows of a table, or the cells of a row, also where they are inserted or stand in a content control."""
    for child in element:
        if child.tag == W + name:
            yield child
        elif child.tag in _HOLDERS:
            yield from _within(child, name)


def _is_bold(row: Any) -> bool:
    """Tell a row all of whose words are set in bold type, as header rows are that nobody marked as such."""
    runs = [run for run in row.iter(W + "r") if any((text.text or "").strip() for text in run.iter(W + "t"))]
    return bool(runs) and all(switched_on(run.find(f"{W}rPr/{W}b")) for run in runs)


def _number(told: str | None, usual: int) -> int:
    return min(int(told), _WIDEST) if told and told.isascii() and told.isdigit() and len(told) < 5 else usual
