"""Building a mapped text piece by piece, in linear time."""

from __future__ import annotations

import re
from array import array

from litrex.schema.mapped import MappedText

_RUN = re.compile(r"[ \t\n\r\f\v]+")


def is_cjk(char: str) -> bool:
    """Tell a character that is written without spaces around it: Han, kana, full-width forms.

    >>> is_cjk("胞"), is_cjk("，"), is_cjk("a")
    (True, True, False)
    """
    if char < "\u2e80":
        return False
    return char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef" or char >= "\U00020000"


class Ink:
    """Text being written, with the raw stretch of each character."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._starts = array("I")
        self._ends = array("I")

    def __len__(self) -> int:
        return len(self._starts)

    def put(self, text: str, start: int) -> None:
        """Write characters that stand for themselves, from raw position `start` on."""
        if text:
            self._parts.append(text)
            self._starts.extend(range(start, start + len(text)))
            self._ends.extend(range(start + 1, start + len(text) + 1))

    def stand(self, text: str, start: int, end: int) -> None:
        """Write characters each of which stands for all of ``raw[start:end]``; an empty stretch is an insertion."""
        if text:
            self._parts.append(text)
            self._starts.extend([start] * len(text))
            self._ends.extend([end] * len(text))

    def put_mapped(self, text: MappedText) -> None:
        if text.text:
            self._parts.append(text.text)
            self._starts.extend(text.starts)
            self._ends.extend(text.ends)

    def flow(self, text: str, start: int) -> None:
        """Write running text as a browser shows it: a run of white space is one space, none at a line's start.

        A line break between two Han characters is no space at all: Chinese is wrapped anywhere.
        """
        done = 0
        for run in _RUN.finditer(text):
            self.put(text[done : run.start()], start + done)
            done = run.end()
            before = self.tail(1)
            wrapped = "\n" in run.group() and done < len(text) and before and is_cjk(before) and is_cjk(text[done])
            if before and not before.isspace() and not wrapped:
                self.stand(" ", start + run.start(), start + run.end())
        self.put(text[done:], start + done)

    def line_break(self, start: int, end: int) -> None:
        """Write a line feed that stands for ``raw[start:end]``, an element that breaks the line."""
        self.stand("\n", start, end)

    def end(self) -> int:
        """The raw position after the last character written; 0 before the first."""
        return self._ends[-1] if self._ends else 0

    def tail(self, length: int) -> str:
        """The last characters written."""
        held, parts = 0, []
        for part in reversed(self._parts):
            parts.append(part)
            held += len(part)
            if held >= length:
                break
        return "".join(reversed(parts))[-length:]

    def mark(self) -> tuple[int, int]:
        """A place to `cut` back to."""
        return len(self._parts), len(self._starts)

    def cut(self, mark: tuple[int, int]) -> MappedText:
        """Take back what was written since `mark`."""
        parts, place = mark
        taken = MappedText("".join(self._parts[parts:]), self._starts[place:], self._ends[place:])
        del self._parts[parts:], self._starts[place:], self._ends[place:]
        return taken

    def take(self) -> MappedText:
        """Take all that was written and start anew."""
        return self.cut((0, 0))
