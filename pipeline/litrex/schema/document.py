"""The nouns of reading: a document and its blocks, and the same after cleaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from litrex.schema.mapped import MappedText
from litrex.schema.pages import PageMap


class BlockKind(StrEnum):
    """What a block of a document is; only headings and paragraphs are prose that may tell studies."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ABSTRACT = "abstract"  # told apart: an abstract repeats, it tells no study of its own
    TABLE = "table"
    CAPTION = "caption"  # a table's title
    NOTE = "note"  # a table's footnotes and abbreviations
    REFERENCE = "reference"  # an entry of the reference list


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell at its own place in the grid; `row` and `column` count from 0, spans reach down and right."""

    row: int
    column: int
    text: MappedText
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of one kind, in reading order. A table has cells and no text of its own.

    `table` is the position of the table among all of the document, from 1, on the table itself and on its captions and notes.
    """

    kind: BlockKind
    text: MappedText
    level: int = 0  # of a heading, from 1
    cells: tuple[Cell, ...] = ()
    table: int | None = None
    label: str | None = None  # of a reference entry: "12"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A raw stretch that holds nothing to extract, and why: markup, script, navigation, front matter …"""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """One article as read. `raw` is the decoded file without its byte-order mark, line ends as they are.

    For a format that holds no text as such, `raw` is the text that the `reader` of that name and version wrote, and `pages` says
    where its characters stand; `encoding` is empty.
    """

    document_id: str  # first 16 hex digits of `sha256`
    source: str
    sha256: str
    media_type: str
    encoding: str
    raw: str
    blocks: tuple[Block, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()  # what a reader should know: "read as HTML though named .txt"
    reader: str = ""
    pages: PageMap | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that a cleaning step made, in raw positions; `exact` is false where the damage could not be undone."""

    step: str
    start: int
    end: int
    before: str
    after: str
    exact: bool = True


@dataclass(frozen=True, slots=True)
class CleanCell:
    """A table cell in positions of the clean text."""

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class CleanBlock:
    """A block in positions of the clean text; a table spans all its cells."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    cells: tuple[CleanCell, ...] = ()
    table: int | None = None
    label: str | None = None


@dataclass(frozen=True)
class CleanText:
    """The document's text with its damage undone: blocks, and cells of tables, joined by line feeds.

    `folded` has the same length as `text` and serves matching alone: simplified script, half-width forms, plain dashes
    and spaces. A match at ``folded[i:j]`` is ``text[i:j]`` for the reader and ``raw_span(i, j)`` in the file.
    """

    document: Document
    mapped: MappedText = field(repr=False)
    folded: str = field(repr=False)
    blocks: tuple[CleanBlock, ...] = field(repr=False)
    repairs: tuple[Repair, ...] = ()

    @property
    def text(self) -> str:
        return self.mapped.text

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        return self.mapped.raw_span(start, end)

    def surface(self, start: int, end: int) -> str:
        """The raw text's own words for a stretch of the clean text."""
        a, b = self.raw_span(start, end)
        return self.document.raw[a:b]
