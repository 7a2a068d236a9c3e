"""A text as lines with their places, and how wide they look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from litrex.documents.ink import is_cjk

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its break; `start` and `end` bound the text without white space at its ends, in raw positions.

    `left` is where the line itself begins, indentation included; `depth` is how many columns of the page the indentation takes.
    """

    text: str
    left: int
    start: int
    end: int
    depth: int = 0

    @property
    def blank(self) -> bool:
        return self.start == self.end

    @property
    def indent(self) -> int:
        return self.start - self.left


def lines_of(raw: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Split ``raw[start:end]`` at CR LF, LF and CR."""
    return list(_lines(raw, start, len(raw) if end is None else end))


def _lines(raw: str, start: int, end: int) -> Iterator[Line]:
    while start < end:
        match = _LINE.match(raw, start, end)
        stop = match.end() if match else end
        whole = raw[start:stop].rstrip("\r\n")
        text = whole.strip()
        first = start + len(whole) - len(whole.lstrip()) if text else start
        yield Line(text, start, first, first + len(text), _depth(raw[start:first]))
        start = stop


def _depth(indent: str) -> int:
    return sum(2 if char == "\u3000" else 1 for char in indent.expandtabs(8))


def width(text: str) -> int:
    """How many columns a text takes: a Han character takes two."""
    return len(text) if text.isascii() else len(text) + sum(map(is_cjk, text))
