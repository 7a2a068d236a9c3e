"""Hard-wrapped text: telling it, and joining its lines to paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from litrex.documents.headings import heading_level, is_list_item
from litrex.documents.ink import Ink, is_cjk
from litrex.documents.lines import Line, width
from litrex.documents.marks import ENTRY, NOTE_START, table_label
from litrex.schema.mapped import MappedText

_ENDS = re.compile(r"[。．.！!？?：:；;][”’\"')）\]]*$")
_NARROWEST, _WIDEST = 44, 130
_SLACK = 24  # a line may end so many columns before the margin: a long word did not fit
_LEAST_LINES = 3
_FULL_SHARE = 0.55

Knows = Callable[[str], bool]


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The right margin of a hard-wrapped text in columns, None for a text with one paragraph a line.

    Looked at are lines that another line follows: in wrapped text most of them reach the margin and end no sentence.
    """
    inner = [line for line, after in pairwise(lines) if not (line.blank or after.blank or _starts_anew(line, after))]
    widths = sorted(width(line.text) for line in inner)
    if len(widths) < _LEAST_LINES:
        return None
    margin = widths[int(len(widths) * 0.9)]
    if not _NARROWEST <= margin <= _WIDEST or widths[-1] > margin * 1.5:
        return None
    full = [line for line in inner if width(line.text) >= margin - _SLACK]
    ending = sum(_ENDS.search(line.text) is not None for line in full)
    return margin if len(full) >= _FULL_SHARE * len(inner) and ending * 2 < len(full) else None


def goes_on(line: Line, after: Line, margin: int) -> bool:
    """Tell whether the next line belongs to the same paragraph."""
    if after.blank or (_starts_anew(line, after) and not _runs_on(line, after, margin)):
        return False
    first = after.text.split(maxsplit=1)[0]
    room = 1 + (2 if is_cjk(first[0]) else width(first))
    hyphened = re.search(r"[A-Za-z]-$", line.text) is not None
    return (
        hyphened or width(line.text) + room > margin - 6 or (width(line.text) >= margin - _SLACK and not _ENDS.search(line.text))
    )


_OPEN = re.compile(r"[(\[（［][^()\[\]（）［］]*$")
_CLOSES = re.compile(r"[^()\[\]（）［］]{0,60}[)\]）］]")
_SPREAD = re.compile(r"(?:\+/?-|±)\s?\d")
_NUMBER = re.compile(r"[（(]?\d")
_UNFINISHED = re.compile(r"[a-z,=<>≤≥±×~(（-]$")


def _runs_on(line: Line, after: Line, margin: int) -> bool:
    """Tell a line that only looks like an item because the wrap put a number first.

    ``(n =`` / ``6), 5 x 10^5``, ``rose by 1.5`` / ``+/- 3.1 minutes``, ``the trial randomized`` / ``45 Japanese patients``.
    """
    text, following = line.text, after.text
    if after.indent > line.indent + 1 or heading_level(text) is not None:
        return False
    if _SPREAD.match(following) or (_OPEN.search(text) and _CLOSES.match(following)):
        return True
    told = is_list_item(text) or ENTRY.match(text) is not None
    full = width(text) >= margin - _SLACK
    return full and not told and bool(_NUMBER.match(following) and _UNFINISHED.search(text))


def _starts_anew(line: Line, after: Line) -> bool:
    """Tell a line that begins something of its own: indented, a list item, an entry; or that follows a heading."""
    indented = after.indent > line.indent + 1 and not is_list_item(line.text) and ENTRY.match(line.text) is None
    return indented or _begins(after.text) or heading_level(line.text) is not None


def _begins(text: str) -> bool:
    return (
        is_list_item(text)
        or bool(NOTE_START.match(text) or (ENTRY.match(text) and not text[0].isalpha()))
        or (table_label(text) is not None and bool(re.match(r"^\W*(?:表格?|tab\w*)\W*\w+[.:：\s]", text, re.IGNORECASE)))
    )


def join_lines(raw: str, lines: Sequence[Line], knows: Knows) -> MappedText:
    """Join lines to one text: a space for the break, nothing between two Han characters.

    A hyphen at a line's end goes only where `knows` says that the word without it stands elsewhere in the text; else it stays, as
    in ``stem-`` / ``cell``. The space stands for the raw line break and the white space around it.
    """
    ink = Ink()
    for at, line in enumerate(lines):
        if at:
            _join(ink, raw, lines[at - 1], line, knows)
        last = at == len(lines) - 1
        cut = not last and _drops_hyphen(line.text, lines[at + 1].text, knows)
        ink.put(line.text[:-1] if cut else line.text, line.start)
    return ink.take()


def _join(ink: Ink, raw: str, before: Line, line: Line, knows: Knows) -> None:
    hyphen = re.search(r"[A-Za-z0-9]-$", before.text) is not None
    if hyphen or (is_cjk(before.text[-1]) and is_cjk(line.text[0])):
        return
    if not raw[before.end : line.start].isspace():
        return
    ink.stand(" ", before.end, line.start)


def _drops_hyphen(text: str, after: str, knows: Knows) -> bool:
    head, tail = re.search(r"([A-Za-z]{2,})-$", text), re.match(r"[a-z]{2,}", after)
    return bool(head and tail and knows(head[1] + tail[0]) and not knows(f"{head[1]}-{tail[0]}"))


def known_words(raw: str) -> Knows:
    """Tell of a word whether it stands whole in the text; the words are only listed when first asked for."""

    @cache
    def words() -> frozenset[str]:
        return frozenset(word.lower() for word in re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", raw))

    return lambda word: word.lower() in words()
