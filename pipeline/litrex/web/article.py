"""The article as it was read, in blocks whose every piece knows its raw stretch."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from litrex import documents
from litrex.report.page import visible
from litrex.schema.document import Block, BlockKind, Cell
from litrex.schema.mapped import MappedText
from litrex.schema.record import Extraction, MentionEntry

GROUPS = {
    "CONDITION": "whom", "SPECIES": "whom", "QUALIFIER": "whom", "AGE": "whom",
    "PATIENT_COUNT": "count", "SEX_COUNT": "count", "CENTER_COUNT": "count", "ARM": "count",
    "CELL_TYPE": "cell", "CELL_SOURCE": "cell", "DONOR": "cell", "DERIVATIVE": "cell",
    "DOSE": "given", "ROUTE": "given", "REGIMEN": "given", "DRUG": "given",
    "STUDY_TYPE": "design", "PHASE": "design", "FOLLOW_UP": "design", "TIMEPOINT": "design",
    "OUTCOME_MEASURE": "outcome", "CHANGE": "outcome", "OUTCOME_VALUE": "outcome", "P_VALUE": "outcome", "INTERVAL": "outcome",
    "ADVERSE_EVENT": "event",
    "AUTHOR": "who", "YEAR": "who", "REFERENCE": "who",
}  # fmt: skip
"""How mentions are coloured: by what of a study they tell. Other labels (a number that says nothing else) are not."""

_CHUNK = 2500  # code points that a browser lays out at once
_LINES = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an article's text for the raw stretch ``start:end``.

    Where `whole` is true it cannot be taken apart: an entity, a repaired run. `label` is that of the mention it belongs to.
    """

    text: str
    start: int
    end: int
    whole: bool = False
    label: str | None = None

    @property
    def group(self) -> str | None:
        return GROUPS.get(self.label) if self.label else None


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a table."""

    pieces: tuple[Piece, ...]
    header: bool
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of the article: `kind` and `level` as read; a table has rows and no pieces."""

    kind: str
    level: int
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[CellView, ...], ...] = ()
    table: int | None = None

    @property
    def size(self) -> int:
        cells = (cell for row in self.rows for cell in row)
        return sum(len(p.text) for p in self.pieces) + sum(len(p.text) + 4 for cell in cells for p in cell.pieces)


@dataclass(frozen=True, slots=True)
class _Marks:
    """The mentions that are shown, none over another: starts and ends in raw positions."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def borders(self, start: int, end: int) -> Iterator[int]:
        """Where mentions begin and end inside a raw stretch."""
        for edges in (self.starts, self.ends):
            yield from edges[bisect_right(edges, start) : bisect_left(edges, end)]

    def label(self, start: int, end: int) -> str | None:
        """The label of the mention that a raw stretch lies in."""
        at = bisect_right(self.starts, start) - 1
        return self.labels[at] if at >= 0 and end <= self.ends[at] else None


def chunks(extraction: Extraction) -> list[list[BlockView]]:
    """The blocks of an article, some at a time: what a browser lays out at once is never much."""
    told: list[list[BlockView]] = []
    size = _CHUNK
    for block in views(extraction):
        if size + block.size > _CHUNK or not told:
            told.append([])
            size = 0
        told[-1].append(block)
        size += block.size
    return told


def views(extraction: Extraction) -> Iterator[BlockView]:
    """All blocks that have something to show, in reading order."""
    marks = _marks(extraction.mentions)
    for block in _blocks(extraction):
        if block.cells:
            yield BlockView("table", 0, rows=tuple(_rows(block, marks)), table=block.table)
        elif block.text.text.strip():
            yield BlockView(block.kind.value, block.level, tuple(pieces(block.text, marks)), table=block.table)


def _blocks(extraction: Extraction) -> Sequence[Block]:
    """The blocks as the readers see them; of a text that no reader of text takes, its lines."""
    entry = extraction.document
    told = documents.blocks_of(extraction.raw, entry.media_type, entry.source)
    if told is not None:
        return told
    lines = _LINES.finditer(extraction.raw)
    return [Block(BlockKind.PARAGRAPH, MappedText.of(line.group(), line.start())) for line in lines]


def _marks(mentions: Sequence[MentionEntry]) -> _Marks:
    """The mentions to show: the first of those that overlap, the longer where two begin together."""
    marks = _Marks()
    for one in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if one.label in GROUPS and one.end > one.start and (not marks.ends or one.start >= marks.ends[-1]):
            marks.starts.append(one.start)
            marks.ends.append(one.end)
            marks.labels.append(one.label)
    return marks


def _rows(block: Block, marks: _Marks) -> Iterator[tuple[CellView, ...]]:
    rows: dict[int, list[Cell]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).append(cell)
    for number in sorted(rows):
        row = sorted(rows[number], key=lambda cell: cell.column)
        yield tuple(CellView(tuple(pieces(c.text, marks)), c.header, c.row_span, c.column_span) for c in row)


def pieces(text: MappedText, marks: _Marks | None = None) -> Iterator[Piece]:
    """Cut a text where its raw stretch breaks off and where mentions begin and end.

    >>> word = MappedText.of("细(xì)胞A").replace(1, 5, "")
    >>> [(p.text, p.start, p.end) for p in pieces(word)]
    [('细', 0, 1), ('胞A', 5, 7)]
    """
    marks = marks or _Marks()
    at = 0
    while at < len(text.text):
        end, whole = _run(text, at)
        start, stop = text.starts[at], text.ends[end - 1]
        if whole:
            yield Piece(visible(text.text[at:end]), start, stop, True, marks.label(start, stop))
        else:
            cuts = sorted({start, stop, *marks.borders(start, stop)})
            for a, b in pairwise(cuts):
                yield Piece(visible(text.text[at + a - start : at + b - start]), a, b, False, marks.label(a, b))
        at = end


def _run(text: MappedText, at: int) -> tuple[int, bool]:
    """How far the run that begins at `at` goes, and whether it stands for its raw stretch as a whole."""
    starts, ends = text.starts, text.ends
    end = at + 1
    if ends[at] - starts[at] != 1:
        while end < len(starts) and (starts[end], ends[end]) == (starts[at], ends[at]):
            end += 1
        return end, True
    while end < len(starts) and starts[end] == ends[end - 1] and ends[end] == starts[end] + 1:
        end += 1
    return end, False
