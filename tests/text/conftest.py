"""Documents built by hand, so that cleaning is tested without a reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from litrex.schema.document import Block, BlockKind, Cell, Document
from litrex.schema.mapped import MappedText

DocumentOf = Callable[..., Document]


@pytest.fixture(scope="session")
def document_of() -> DocumentOf:
    """Make a document of paragraphs and, behind them, one table of rows of cells."""

    def build(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> Document:
        raw, blocks, cells = "", [], []
        for paragraph in paragraphs:
            blocks.append(Block(BlockKind.PARAGRAPH, MappedText.of(paragraph, len(raw))))
            raw += paragraph + "\n\n"
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                cells.append(Cell(r, c, MappedText.of(cell, len(raw)), header=r == 0))
                raw += cell + "\t"
        if cells:
            blocks.append(Block(BlockKind.TABLE, MappedText.of(""), cells=tuple(cells), table=1))
        return Document("0" * 16, "made.txt", "0" * 64, "text/plain", "utf-8", raw, tuple(blocks))

    return build
