"""Lines of a page joined to running text: hyphens at their ends, and spaces where the script has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from litrex.documents.ink import Ink, is_cjk
from litrex.schema.mapped import MappedText

_HEAD = re.compile(r"([A-Za-z]+)[-\u2010]$")
_TAIL = re.compile(r"[a-z]+(?![A-Za-z])")
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_GLUED = re.compile(r"(?:[A-Za-z0-9]|(?<=\S))[-\u2010/]$|(?<=\d)[–~～]$")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a document that no line's end cuts, in lower case."""

    known: frozenset[str]

    @classmethod
    def of(cls, lines: Iterable[str]) -> Words:
        """Collect the words inside lines; the last of a line that ends in a hyphen is no word."""
        return cls(frozenset(m[0].lower() for line in lines for m in _WORD.finditer(line) if m.end() < len(line) - 1))

    def drops_hyphen(self, line: str, after: str) -> bool:
        """Tell whether the hyphen at a line's end only parts a word: ``trans-`` / ``planted``, not ``open-`` / ``label``.

        What stands elsewhere in the document decides: the word whole, the word with its hyphen, or both parts as words.
        """
        head, tail = _HEAD.search(line), _TAIL.match(after)
        if not head or not tail:
            return False
        first, second = head[1].lower(), tail[0]
        if first + second in self.known:
            return True
        if f"{first}-{second}" in self.known or len(first) < 2 or head[1][-1].isupper():
            return False
        return not (first in self.known and second in self.known)


Join = Callable[[Sequence[MappedText]], MappedText]


def joiner(words: Words) -> Join:
    """Make the function that joins lines with the words of one document at hand."""

    def join(lines: Sequence[MappedText]) -> MappedText:
        return join_lines(lines, words)

    return join


def join_lines(lines: Sequence[MappedText], words: Words) -> MappedText:
    """Join lines to one text: a space between them, none beside a Han character or after a hyphen.

    >>> told = [MappedText.of("human trans-"), MappedText.of("plants of 12")]
    >>> join_lines(told, Words.of(["transplants were"])).text
    'human transplants of 12'
    >>> join_lines([MappedText.of("随访12个"), MappedText.of("月")], Words.of([])).text
    '随访12个月'
    """
    ink = Ink()
    told = [line for line in lines if len(line)]
    for at, line in enumerate(told):
        if at and _spaced(told[at - 1].text, line.text):
            place = line.starts[0]
            ink.stand(" ", place, place)
        cut = at + 1 < len(told) and words.drops_hyphen(line.text, told[at + 1].text)
        ink.put_mapped(line.slice(0, len(line) - 1) if cut else line)
    return ink.take()


def _spaced(before: str, after: str) -> bool:
    return not (is_cjk(before[-1]) or is_cjk(after[0]) or _GLUED.search(before))
