"""Tables that hold data, told from tables that only lay out a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from litrex.documents.tokens import Kind, Token


@dataclass(slots=True)
class _Seen:
    index: int
    rows: int = 0
    cells: int = 0
    widest: int = 0
    page: bool = False  # holds a heading or another table


def data_tables(tokens: Sequence[Token], ends: dict[int, int]) -> frozenset[int]:
    """The positions of ``<table>`` tokens that open a table of data.

    A table lays out a page where it says so, holds another table or a page's headings, or is one row or one column only.
    """
    found: set[int] = set()
    stack: list[_Seen] = []
    for at, token in enumerate(tokens):
        if token.kind is Kind.OPEN and token.name == "table":
            for outer in stack:
                outer.page = True
            stack = [*stack, _Seen(at, page=token.attrs.get("role") == "presentation")][-8:]
        elif stack and token.kind is Kind.OPEN:
            _see(stack[-1], token)
        elif stack and token.kind is Kind.CLOSE and token.name == "table":
            _judge(stack.pop(), found)
    for seen in stack:
        _judge(seen, found)
    return frozenset(found)


def _see(seen: _Seen, token: Token) -> None:
    if token.name == "tr":
        seen.rows += 1
        seen.cells = 0
    elif token.name in ("td", "th"):
        seen.cells += 1
        seen.widest = max(seen.widest, seen.cells)
    elif token.name in ("h1", "h2", "h3"):
        seen.page = True


def _judge(seen: _Seen, found: set[int]) -> None:
    if not seen.page and seen.widest >= 2 and seen.rows >= 2:
        found.add(seen.index)
