"""The reader's own text, for files that hold none: what was read, written out in order."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

from litrex.documents.draft import EMPTY, Draft
from litrex.schema.document import Block, BlockKind
from litrex.schema.mapped import MappedText
from litrex.schema.pages import PageMap


@dataclass(frozen=True, slots=True)
class OwnText:
    """What the reader of such a file gives: its text, the blocks in positions of it, the reader's name and version."""

    raw: str
    draft: Draft
    reader: str
    pages: PageMap | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """A text, its blocks in positions of that text, and of each character where it came from.

    `starts` and `ends` are in the units of the texts that were written; where both are equal the character was put in.
    """

    raw: str
    draft: Draft
    starts: array[int]
    ends: array[int]


def compose(blocks: Sequence[Block], dropped: Sequence[tuple[MappedText, str]] = (), notes: Sequence[str] = ()) -> Composed:
    """Write blocks one a paragraph, tables one row a line with tabs between cells, and last what was `dropped`, with its reason.

    >>> told = compose([Block(BlockKind.PARAGRAPH, MappedText.of("随访12个月。"))], [(MappedText.of("第3页"), "page number")])
    >>> told.raw, told.draft.blocks[0].text.raw_span(2, 6), told.draft.skipped[0].reason
    ('随访12个月。\\n\\n第3页\\n', (2, 6), 'page number')
    """
    writer = _Writer()
    draft = Draft(notes=list(notes))
    for block in blocks:
        draft.blocks.append(writer.table(block) if block.kind is BlockKind.TABLE else writer.block(block))
    for text, reason in dropped:
        start = writer.length
        writer.write(text)
        draft.skip(start, writer.length, reason)
        writer.plain("\n")
    return Composed("".join(writer.parts), draft, writer.starts, writer.ends)


class _Writer:
    """A text being written, with the places of its characters."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts, self.ends = array("I"), array("I")

    @property
    def length(self) -> int:
        return len(self.starts)

    def plain(self, text: str) -> None:
        here = self.ends[-1] if self.ends else 0
        self.parts.append(text)
        self.starts.extend([here] * len(text))
        self.ends.extend([here] * len(text))

    def write(self, text: MappedText) -> MappedText:
        """Append a text; gives the same text in positions of what is written."""
        start = self.length
        self.parts.append(text.text)
        self.starts.extend(text.starts)
        self.ends.extend(text.ends)
        return MappedText.of(text.text, start)

    def block(self, block: Block) -> Block:
        told = replace(block, text=self.write(block.text))
        self.plain("\n\n")
        return told

    def table(self, block: Block) -> Block:
        """Append a table; a line break within a cell stays one, so a reader of the text sees which cell it belongs to."""
        cells = []
        row = min((cell.row for cell in block.cells), default=0)
        for at, cell in enumerate(sorted(block.cells, key=lambda cell: (cell.row, cell.column))):
            if at:
                self.plain("\n" if cell.row != row else "\t")
            row = cell.row
            cells.append(replace(cell, text=self.write(cell.text)))
        self.plain("\n\n")
        return replace(block, text=EMPTY, cells=tuple(cells))
