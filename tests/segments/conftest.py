"""Clean texts built by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from litrex.schema.document import Block, BlockKind, Cell, CleanText, Document
from litrex.schema.mapped import MappedText
from litrex.text import clean

Told = tuple[str, str] | tuple[str, Sequence[Cell]]


@pytest.fixture(scope="session")
def text_of() -> Callable[..., CleanText]:
    """Clean blocks told as ``(kind, text)``; ``heading2`` is a heading of level 2, ``caption1`` belongs to table 1."""

    def build(*told: tuple[str, str]) -> CleanText:
        raw, blocks = "", []
        for kind, text in told:
            name, number = kind.rstrip("0123456789"), kind[len(kind.rstrip("0123456789")) :]
            level = int(number or 1) if name == "heading" else 0
            table = int(number) if number and name in ("caption", "note") else None
            blocks.append(Block(BlockKind(name), MappedText.of(text, len(raw)), level=level, table=table))
            raw += text + "\n"
        return clean(Document("0" * 16, "made.txt", "0" * 64, "text/plain", "utf-8", raw, tuple(blocks)))

    return build


@pytest.fixture(scope="session")
def table_of() -> Callable[..., CleanText]:
    """Clean one table from cells told as ``(row, column, text)`` or with spans and header mark behind."""

    def build(*told: tuple[object, ...]) -> CleanText:
        raw, cells = "", []
        for row, column, text, *more in told:
            down, across, header = (*more, 1, 1, False)[:3] if len(more) == 0 else (*more, False)[:3]
            cells.append(Cell(row, column, MappedText.of(str(text), len(raw)), down, across, header))  # type: ignore[arg-type]
            raw += f"{text}\n"
        block = Block(BlockKind.TABLE, MappedText.of(""), cells=tuple(cells), table=1)
        return clean(Document("0" * 16, "made.txt", "0" * 64, "text/html", "utf-8", raw, (block,)))

    return build
