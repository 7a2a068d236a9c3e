"""Lines as a reader sees them on the page: pieces between wide gaps, and the same cut at the edges of columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from litrex.documents.ink import is_cjk
from litrex.documents.lines import Line

GAP = re.compile(r"(?<![a-z]{3}[.!?])(?<!。)[ \u3000]{2,}(?=\S)|\u3000+(?=\S)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a line: ``text[start:end]`` of the line, seen from column `left` up to column `right`."""

    start: int
    end: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where columns begin, as a reader sees the page; `double` where a Han character is two columns wide."""

    edges: tuple[int, ...]
    double: bool = True


def places_of(line: Line, *, double: bool = True) -> list[int]:
    """The column at which each character of a line is seen, and last the column after it."""
    at = line.depth if double else line.indent
    if line.text.isascii():
        return list(range(at, at + len(line.text) + 1))
    out = [at]
    for char in line.text:
        at += 2 if double and (is_cjk(char) or char == "\u3000") else 1
        out.append(at)
    return out


def chunks_of(line: Line, *, double: bool = True) -> list[Chunk]:
    """The pieces between gaps of two spaces or more; two spaces after a full stop are none, as typists set them."""
    places = places_of(line, double=double)
    gaps = list(GAP.finditer(line.text))
    starts = [0, *(gap.end() for gap in gaps)]
    ends = [*(len(line.text[: gap.start()].rstrip()) for gap in gaps), len(line.text)]
    return [Chunk(a, b, places[a], places[b]) for a, b in zip(starts, ends, strict=True)]


def column_at(edges: Sequence[int], place: int) -> int:
    """The column that a place on the page is in; what is left of all edges is in the first."""
    return max(bisect_right(edges, place) - 1, 0)


def cut(line: Line, layout: Layout) -> list[tuple[int, Chunk]]:
    """Cut a line at the columns' edges, each piece with its column.

    A gap of one space is a border only where an edge is; a piece that stands across an edge goes to the column it begins in,
    or to the next where hardly any of it is before the edge: numbers and centred titles.
    """
    places = places_of(line, double=layout.double)
    pieces: list[Chunk] = []
    for chunk in chunks_of(line, double=layout.double):
        pieces += _at_edges(line.text, chunk, places, layout.edges)
    placed = [(_column_of(piece, layout.edges), piece) for piece in pieces]
    return _joined(line.text, placed)


def _at_edges(text: str, chunk: Chunk, places: Sequence[int], edges: Sequence[int]) -> list[Chunk]:
    """Cut a piece that begins at an edge where a word begins right at a later one; a centred title stands over both."""
    cuts = [
        at
        for at in range(chunk.start + 1, chunk.end)
        if text[at - 1] in " \u3000" and text[at] not in " \u3000" and places[at] in edges and chunk.left in edges
    ]
    starts = [chunk.start, *cuts]
    ends = [*(len(text[:at].rstrip()) for at in cuts), chunk.end]
    return [Chunk(a, b, places[a], places[b]) for a, b in zip(starts, ends, strict=True)]


def _column_of(piece: Chunk, edges: Sequence[int]) -> int:
    column = column_at(edges, piece.left)
    bounds = [*edges, piece.right + 1]
    inside = min(piece.right, bounds[column + 1]) - piece.left
    return column + 1 if column + 1 < len(edges) and inside * 3 < piece.right - piece.left else column


def _joined(text: str, placed: Sequence[tuple[int, Chunk]]) -> list[tuple[int, Chunk]]:
    """Make one piece of those in the same column."""
    out: list[tuple[int, Chunk]] = []
    for column, piece in placed:
        if out and column <= out[-1][0]:
            before = out[-1][1]
            out[-1] = (out[-1][0], Chunk(before.start, piece.end, before.left, piece.right))
        else:
            out.append((column, piece))
    return out
