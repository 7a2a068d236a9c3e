"""The raw text cut into pieces, so that every stretch of evidence is a run of whole pieces."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the raw text. `number` counts the pieces that carry evidence; `told` is true within a record's passage."""

    text: str
    number: int | None
    told: bool = False


@dataclass(frozen=True)
class MarkedText:
    """The pieces of one text, in order; together they are the text.

    Overlapping stretches cannot be nested elements of a page, so they are split at each other's borders: a value then
    points at several pieces. All counting is done here, in code points, because a browser counts otherwise.
    """

    pieces: tuple[Piece, ...]
    _starts: list[int] = field(repr=False, default_factory=list)
    _ends: list[int] = field(repr=False, default_factory=list)

    def numbers(self, spans: Iterable[tuple[int, int]]) -> tuple[int, ...]:
        """The numbers of the pieces that lie in the stretches ``start:end`` of the raw text."""
        found: set[int] = set()
        for start, end in spans:
            found.update(range(bisect_left(self._starts, start), bisect_right(self._ends, end)))
        return tuple(sorted(found))


def marked(raw: str, evidence: Iterable[tuple[int, int]], passages: Iterable[tuple[int, int]] = ()) -> MarkedText:
    """Cut `raw` at the borders of evidence and passages; stretches that are empty or outside the text are passed over.

    >>> told = marked("纳入40例患者", [(2, 5), (2, 4)])
    >>> [(p.text, p.number) for p in told.pieces], told.numbers([(2, 5)])
    ([('纳入', None), ('40', 0), ('例', 1), ('患者', None)], (0, 1))
    """
    spans = [span for span in evidence if 0 <= span[0] < span[1] <= len(raw)]
    homes = [span for span in passages if 0 <= span[0] < span[1] <= len(raw)]
    borders = sorted({0, len(raw), *(at for span in (*spans, *homes) for at in span)})
    depth, told = _depths(borders, spans), _depths(borders, homes)
    pieces: list[Piece] = []
    starts: list[int] = []
    ends: list[int] = []
    for (start, end), deep, home in zip(pairwise(borders), depth, told, strict=False):
        pieces.append(Piece(raw[start:end], len(starts) if deep else None, home > 0))
        if deep:
            starts.append(start)
            ends.append(end)
    return MarkedText(tuple(pieces), starts, ends)


def _depths(borders: list[int], spans: list[tuple[int, int]]) -> list[int]:
    """How many stretches lie over the piece that starts at each border."""
    steps = dict.fromkeys(borders, 0)
    for start, end in spans:
        steps[start] += 1
        steps[end] -= 1
    return list(accumulate(steps[at] for at in borders))
