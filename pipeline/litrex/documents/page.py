"""What reading HTML and JATS have in common: running text, raised text, blocks and cells."""

from __future__ import annotations

import re

from litrex.documents.draft import Draft
from litrex.documents.grid import Grid
from litrex.documents.ink import Ink
from litrex.documents.superscripts import raised
from litrex.schema.document import BlockKind
from litrex.schema.mapped import MappedText

_PARAGRAPH_BREAK = re.compile(r"\n[ \t\xa0]*\n\s*|\n(?=\u3000+\S|\xa0{2,}\S)")
_CONTEXT = 16


class Page:
    """A document of markup being read: one running block or cell at a time."""

    def __init__(self, raw: str, draft: Draft) -> None:
        self.raw, self.draft = raw, draft
        self.ink = Ink()
        self.kind, self.level = BlockKind.PARAGRAPH, 0
        self.tables: list[Grid] = []
        self.linked = False
        self._cells: list[
            tuple[dict[str, str], bool] | None
        ] = []  # of each open table its open cell: attributes, is it a header?
        self._raised: list[tuple[str, tuple[int, int], bool]] = []

    def write(self, start: int, end: int, *, kept: bool = False) -> None:
        """Write running text; `kept` keeps its line breaks and spaces."""
        if kept:
            self.ink.put(self.raw[start:end], start)
        else:
            self.ink.flow(self.raw[start:end], start)

    @property
    def in_cell(self) -> bool:
        return bool(self._cells) and self._cells[-1] is not None

    def begin(self, kind: BlockKind, level: int = 0) -> None:
        """End the running block and begin another; inside a cell a block is only a line."""
        self.break_block()
        if not self.in_cell:
            self.kind, self.level = kind, level

    def break_block(self) -> None:
        """End the running block; inside a cell, break the line."""
        self._raised.clear()
        if self.in_cell:
            if len(self.ink) and self.ink.tail(1) != "\n":
                place = self.ink.end()
                self.ink.stand("\n", place, place)
            return
        self._emit(self.ink.take())

    def _emit(self, text: MappedText) -> None:
        if self.kind is not BlockKind.PARAGRAPH:
            self.draft.add(self.kind, text, self.level)
            return
        done = 0
        for match in _PARAGRAPH_BREAK.finditer(text.text):
            self.draft.add(self.kind, text.slice(done, match.start()))
            done = match.end()
        self.draft.add(self.kind, text.slice(done, len(text)))

    def open_raised(self, name: str) -> None:
        self._raised.append((name, self.ink.mark(), self.linked))

    def close_raised(self, name: str, after: str) -> None:
        """Write raised text by its meaning; lowered text stays as it is."""
        if not self._raised or self._raised[-1][0] != name:
            return
        _, mark, linked = self._raised.pop()
        if name != "sup":
            return
        text = self.ink.cut(mark)
        self.ink.put_mapped(raised(text, self.ink.tail(_CONTEXT), after, linked=linked or self.linked))

    def open_table(self) -> None:
        self.break_block()
        self.kind, self.level = BlockKind.PARAGRAPH, 0
        self.tables.append(Grid())
        self._cells.append(None)

    def open_cell(self, attrs: dict[str, str], head: bool) -> None:
        self.close_cell()
        self.break_block()
        self._cells[-1] = (attrs, head)

    def close_cell(self) -> None:
        """End the open cell of the innermost table, if one is open."""
        if not self.in_cell:
            return
        self._raised.clear()
        cell = self._cells[-1]
        self._cells[-1] = None
        if cell is not None:
            self.tables[-1].cell(self.ink.take(), cell[0], cell[1])

    def close_table(self) -> None:
        """End the innermost table: captions found in its rows first, then the table, then notes found in its rows."""
        self.close_cell()
        self.break_block()
        self._cells.pop()
        told = self.tables.pop().finish()
        self.kind, self.level = BlockKind.PARAGRAPH, 0
        for caption in told.captions:
            self.draft.add(BlockKind.CAPTION, caption)
        self.draft.add_table(told.cells)
        for note in told.notes:
            self.draft.add(BlockKind.NOTE, note)

    def finish(self) -> None:
        """End all that is still open."""
        while self.tables:
            self.close_table()
        self.break_block()
