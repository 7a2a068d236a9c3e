"""A document's text with its damage undone, in named steps that can be seen and replayed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from litrex.schema.document import Block, CleanBlock, CleanCell, CleanText, Document, Repair
from litrex.schema.mapped import MappedText
from litrex.text.edits import Edit, Signs, apply
from litrex.text.markup import find_entities, find_invisible, find_tags
from litrex.text.mojibake import find_mojibake
from litrex.text.readings import SYLLABLE, find_readings, strewn
from litrex.text.scripts import HAN, fold
from litrex.text.slips import find_slips
from litrex.text.superscripts import find_lost_superscripts

Finder = Callable[[str, Signs], list[Edit]]


@dataclass(frozen=True, slots=True)
class Step:
    """A named repair: `find` gives the edits of one text; where it finds none, the step leaves no trace."""

    name: str
    find: Finder


# In this order: a slip may have swallowed the `<` of a tag, and a reading may belong to a character that a slip tore.
STEPS: tuple[Step, ...] = (
    Step("half_character_slip", find_slips),
    Step("mojibake", find_mojibake),
    Step("tags", find_tags),
    Step("entities", find_entities),
    Step("invisible", find_invisible),
    Step("readings", find_readings),
    Step("lost_superscripts", find_lost_superscripts),
)

_HALF = re.compile(f"(?<=[{HAN}])[,:;](?=[{HAN}])")
_FULL = re.compile(f"(?<=[{HAN}])[，：；](?=[{HAN}])")
_READING = re.compile(rf"[(（]{SYLLABLE}[)）]")
_DOSE_TITLE = re.compile(
    r"[剂劑]量|用量|[细細]胞[数數]|dos(?:e|age|ing)|cell (?:number|count)|"
    r"(?:number|no\.?) of cells|cells (?:infused|injected|given)",
    re.IGNORECASE,
)


@dataclass
class _Builder:
    """Puts repaired texts one after another, with a line feed between, and remembers where each came to stand."""

    signs: Signs
    parts: list[MappedText] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    length: int = 0

    def add(self, text: MappedText, signs: Signs | None = None) -> tuple[int, int]:
        for step in STEPS:
            done = apply(text, step.find(text.text, signs or self.signs), step.name)
            text = done.text
            self.repairs.extend(done.repairs)
        if self.parts:
            self._append(MappedText.inserted("\n", self.parts[-1].raw_position(len(self.parts[-1]))))
        start = self.length
        self._append(text)
        return start, self.length

    def _append(self, text: MappedText) -> None:
        self.parts.append(text)
        self.length += len(text)


def clean(document: Document) -> CleanText:
    """Undo the damage of every text of the document and join the texts.

    Text without damage comes back character for character. Repairs are in raw positions, ordered by place.
    """
    builder = _Builder(signs_of(document))
    blocks = tuple(_clean_block(block, builder) for block in document.blocks)
    mapped = MappedText.join(builder.parts)
    repairs = sorted(builder.repairs, key=lambda repair: (repair.start, repair.end))
    return CleanText(document, mapped, fold(mapped.text), blocks, tuple(repairs))


def signs_of(document: Document) -> Signs:
    """Look at the whole document for what decides doubtful places."""
    texts = "\n".join(text.text for block in document.blocks for text in _texts(block))
    return Signs(readings=strewn(texts), half_width=len(_HALF.findall(texts)) > len(_FULL.findall(texts)))


def _texts(block: Block) -> Iterator[MappedText]:
    yield block.text
    yield from (cell.text for cell in block.cells)


def _clean_block(block: Block, builder: _Builder) -> CleanBlock:
    if not block.cells:
        start, end = builder.add(block.text)
        return CleanBlock(block.kind, start, end, block.level, (), block.table, block.label)
    cells = tuple(_clean_cells(block, builder))
    return CleanBlock(block.kind, cells[0].start, cells[-1].end, block.level, cells, block.table, block.label)


def _clean_cells(block: Block, builder: _Builder) -> Iterator[CleanCell]:
    titles = [cell for cell in block.cells if _DOSE_TITLE.search(_READING.sub("", cell.text.text))]
    columns = {cell.column + i for cell in titles if cell.header or cell.row == 0 for i in range(cell.column_span)}
    rows = {cell.row + i for cell in titles if cell.column == 0 and cell.row > 0 for i in range(cell.row_span)}
    for cell in block.cells:
        under_dose = cell.column in columns or (cell.row in rows and cell.column > 0)
        start, end = builder.add(cell.text, replace(builder.signs, under_dose=under_dose))
        yield CleanCell(cell.row, cell.column, start, end, cell.row_span, cell.column_span, cell.header)
