"""Text that remembers which raw characters it came from."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import eq


@dataclass(frozen=True, slots=True)
class MappedText:
    """A string in which character *i* stands for ``raw[starts[i]:ends[i]]``.

    The one primitive behind reading and repairing: a reader turns ``&times;`` into one character that stands for
    seven, a repair drops a bracket or restores a character, and the way back to the raw text is never lost.
    A character that was put in (a joiner, a restored ``^``) stands for an empty stretch: ``starts[i] == ends[i]``.

    >>> word = MappedText.of("细(xì)胞").replace(1, 5, "")
    >>> word.text, word.raw_span(0, 2)
    ('细胞', (0, 6))
    >>> MappedText.of("10").append("^", at=2).text
    '10^'

    Positions are code points: of ``text`` in arguments, of the raw text in ``starts``, ``ends`` and ``raw_span``.
    """

    text: str
    starts: array[int] = field(repr=False)
    ends: array[int] = field(repr=False)

    @classmethod
    def of(cls, raw: str, offset: int = 0) -> MappedText:
        """Map a raw stretch onto itself; `offset` is where the stretch starts in the raw text."""
        return cls(raw, array("I", range(offset, offset + len(raw))), array("I", range(offset + 1, offset + len(raw) + 1)))

    @classmethod
    def join(cls, parts: Iterable[MappedText]) -> MappedText:
        """Put pieces one after another."""
        texts, starts, ends = [], array("I"), array("I")
        for part in parts:
            texts.append(part.text)
            starts.extend(part.starts)
            ends.extend(part.ends)
        return cls("".join(texts), starts, ends)

    @classmethod
    def inserted(cls, text: str, at: int) -> MappedText:
        """Make characters that stand for nothing in the raw text, at raw position `at`."""
        return cls(text, array("I", [at] * len(text)), array("I", [at] * len(text)))

    @classmethod
    def standing_for(cls, text: str, start: int, end: int) -> MappedText:
        """Make characters each of which stands for the whole raw stretch ``start:end`` (an entity, a repaired run)."""
        return cls(text, array("I", [start] * len(text)), array("I", [end] * len(text)))

    def __len__(self) -> int:
        return len(self.text)

    def slice(self, start: int, end: int) -> MappedText:
        return MappedText(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def strip(self) -> MappedText:
        """Drop white space at both ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.slice(start, max(start, len(self.text.rstrip())))

    def append(self, text: str, at: int) -> MappedText:
        return MappedText.join([self, MappedText.inserted(text, at)])

    def replace(self, start: int, end: int, new: str) -> MappedText:
        """Put `new` in the place of ``text[start:end]``: same length maps one to one, else each stands for the whole stretch."""
        old = self.slice(start, end)
        if len(new) == len(old):
            middle = MappedText(new, old.starts, old.ends)
        elif not len(old):
            middle = MappedText.inserted(new, self.raw_position(start))
        else:
            middle = MappedText.standing_for(new, *self.raw_span(start, end))
        return MappedText.join([self.slice(0, start), middle, self.slice(end, len(self.text))])

    def raw_position(self, position: int) -> int:
        """Where in the raw text the character at `position` starts; the end of the last one for the position after it."""
        if position < len(self.text):
            return self.starts[position]
        return self.ends[-1] if self.ends else 0

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open raw stretch from the first to the last raw character of ``text[start:end]``.

        Inserted characters stand for nothing and do not widen it; a stretch of inserted characters alone is empty.
        """
        starts, ends = self.starts[start:end], self.ends[start:end]
        if any(map(eq, starts, ends)):
            told = [(a, b) for a, b in zip(starts, ends, strict=True) if b > a]
            starts, ends = array("I", [a for a, _ in told]), array("I", [b for _, b in told])
        if not starts:
            here = self.raw_position(start)
            return here, here
        return min(starts), max(ends)
