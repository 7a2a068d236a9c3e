"""What a format's reader hands on: blocks in reading order, not yet told apart by what stands around them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from litrex.schema.document import Block, BlockKind, Cell, Skipped
from litrex.schema.mapped import MappedText

EMPTY = MappedText("", array("I"), array("I"))


@dataclass(slots=True)
class Draft:
    """Blocks and skipped stretches as they come; `arrange` makes captions, notes, abstracts and references of them."""

    blocks: list[Block] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, kind: BlockKind, text: MappedText, level: int = 0) -> None:
        """Append a block unless it is empty."""
        told = text.strip()
        if len(told):
            self.blocks.append(Block(kind, told, level=level))

    def add_table(self, cells: tuple[Cell, ...]) -> None:
        if any(len(cell.text) for cell in cells):
            self.blocks.append(Block(BlockKind.TABLE, EMPTY, cells=cells))

    def skip(self, start: int, end: int, reason: str) -> None:
        if end > start:
            self.skipped.append(Skipped(start, end, reason))
