"""The nouns of segmenting: sections, sentences and tables, in positions of the clean text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Lang(StrEnum):
    """The language of a passage, or of a document as a whole."""

    ZH = "zh"
    EN = "en"


class SectionRole(StrEnum):
    """What a section is for; studies are told in the body alone."""

    BODY = "body"
    ABSTRACT = "abstract"
    SUMMARY = "summary"  # conclusion, highlights, outlook
    REFERENCES = "references"
    BACK_MATTER = "back_matter"  # disclaimer, funding, copyright


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; `path` holds the titles above, outermost first.

    `title` is empty before the first heading.
    """

    title: str
    start: int
    end: int
    level: int
    role: SectionRole
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of prose. `block` indexes the clean text's blocks, `section` the sections."""

    start: int
    end: int
    lang: Lang
    block: int
    section: int


@dataclass(frozen=True, slots=True)
class TableCell:
    """A grid place. A cell that spans several places stands at each, with `repeated` true at all but its own."""

    row: int
    column: int
    start: int
    end: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid: ``rows[r]`` holds the places of row *r* that exist; a short row has fewer. Header rows come first."""

    number: int  # position among all tables of the document, from 1
    block: int
    section: int
    header_rows: int
    rows: tuple[tuple[TableCell, ...], ...]
    captions: tuple[tuple[int, int], ...] = ()
    notes: tuple[tuple[int, int], ...] = ()

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Segments:
    """A document cut up: every prose block belongs to a section and is covered by its sentences."""

    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...]
    lang: str  # zh-Hans | zh-Hant | en | mixed
