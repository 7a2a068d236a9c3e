"""The GBK half-character slip: a reading was put between the two bytes of a character.

A page in GBK had ``(jiǎn)`` inserted after one *byte*; read again, the byte and the bracket became ``?`` and everything
behind it was cut one byte late, until a single byte put the cut right again: ``:?jiǎn)未屋斪⒔M`` for ``：單次輸注組``.
Because the bytes are still there, the damage is undone exactly: the lost byte is the one with which the text makes sense,
and where a reading stands, it tells which character the tool believed to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from litrex.text.edits import Edit, Signs
from litrex.text.likelihood import commonness, likelihood
from litrex.text.markup import TAG
from litrex.text.readings import SYLLABLE, reads, toned
from litrex.text.scripts import HAN, simplify, traditionalise

_GHOST = re.compile(rf"\?({SYLLABLE})[)）]")
_SUSPECT = re.compile(rf"\?(?=[{HAN}，。、；：？！“”‘’（）,;:!(])")
_WIDE_OR_HAN = re.compile(rf"[{HAN}]")
_GHOST_WEIGHT = 0.25  # a common ghost is likelier, but what the repaired text says counts for more
_LONGEST = 200  # characters: in text without a Latin letter nothing sets the cut right
_CONTEXT = 4
_CLEARLY = 3.0  # natural logarithms between the best reading and the next
_BETTER_BY = 1.5  # natural logarithms a character between the repaired and the damaged text, where no reading proves the end
_SHORTEST = 3  # characters of a run that nothing proves
_WIDE = 0xFEE0  # from an ASCII character to its full-width form


@dataclass(frozen=True, slots=True)
class _Run:
    """One way to read a run: ``text[start:end]`` was `repaired`."""

    end: int
    repaired: str
    proven: bool = False  # a reading at its end fits
    guess: bool = False  # a character swallowed at its end is not known


@dataclass(frozen=True, slots=True)
class _Choice:
    run: _Run
    score: float


def find_slips(text: str, signs: Signs) -> list[Edit]:
    """Undo every slip of a text; a slip that cannot be undone is left as it is and flagged.

    >>> text = "納入研究:?jiǎn)未屋斪⒔M30名"
    >>> [(text[e.start:e.end], e.new, e.exact) for e in find_slips(text, Signs())]
    [('?jiǎn)未屋斪⒔M', '單次輸注組', True)]
    >>> find_slips("最合適的劑量是多少?王等人比較了兩組", Signs())
    []
    """
    edits: list[Edit] = []
    position = text.find("?")
    while position >= 0:
        edit = _edit_at(text, position, signs)
        if edit is not None:
            edits.append(edit)
        position = text.find("?", edit.end if edit else position + 1)
    return edits


def _edit_at(text: str, start: int, signs: Signs) -> Edit | None:
    ghost = _GHOST.match(text, start)
    if ghost and (toned(ghost[1]) or signs.readings):
        return _with_ghost(text, ghost, signs)
    return _without_ghost(text, start, signs) if _SUSPECT.match(text, start) and start else None


def _with_ghost(text: str, ghost: re.Match[str], signs: Signs) -> Edit:
    start, behind = ghost.start(), ghost.end()
    choices = []
    for before, lost in product(_trail_bytes(text, start), range(0x81, 0xFF)):
        seen = _decode(before, lost)
        if seen and reads(seen, ghost[1]):
            liked = _GHOST_WEIGHT * commonness(seen)
            choices += [_Choice(run, liked + score) for run, score in _scored(text, start, behind, lost)]
    if not choices:
        return Edit(start, behind, text[start:behind], exact=False)
    best = max(choices, key=lambda choice: (choice.score, choice.run.end)).run
    return Edit(start, best.end, _dressed(best.repaired, signs), exact=not best.guess)


def _without_ghost(text: str, start: int, signs: Signs) -> Edit | None:
    if not _worth_trying(text, start):
        return None
    choices = [_Choice(run, score) for lost in range(0x81, 0xFF) for run, score in _scored(text, start, start + 1, lost)]
    choices.sort(key=lambda choice: -choice.score)
    if not choices or (len(choices) > 1 and choices[0].score - choices[1].score < _CLEARLY):
        return None
    best = choices[0].run
    if not _better(best, text[start + 1 : best.end]):
        return None
    return Edit(start, best.end, _dressed(best.repaired, signs), exact=not best.guess)


def _better(run: _Run, damaged: str) -> bool:
    gain = likelihood(run.repaired) / len(run.repaired) - likelihood(damaged) / len(damaged)
    return gain > 0 if run.proven else gain > _BETTER_BY and len(run.repaired) >= _SHORTEST


def _worth_trying(text: str, start: int) -> bool:
    """Ask for a rare character and for something that can set the cut right, before the dictionary is asked at all."""
    stretch = text[start + 1 : start + 1 + _LONGEST]
    end = re.search(rf"\?{SYLLABLE}[)）]|\?\w+ [\w-]+=|[A-Za-z@\[\]_|~]", stretch)
    return end is not None and any(not _everyday(c) for c in stretch[: end.start()] if _WIDE_OR_HAN.match(c))


@lru_cache(maxsize=1 << 15)
def _everyday(char: str) -> bool:
    """Tell whether the character is of the 3755 that come first in GB 2312, in either script."""
    try:
        return 0xB0 <= simplify(char).encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return False


def _scored(text: str, start: int, behind: int, lost: int) -> Iterator[tuple[_Run, float]]:
    """Weigh every way to read the run by the dictionary, with the words around it, per character of the damaged text."""
    for run in (*_runs(text, behind, lost), *_converted_runs(text, behind, lost)):
        before = text[max(0, start - _CONTEXT) : start]
        after = text[run.end : run.end + _CONTEXT]
        damage = likelihood(text[behind : run.end + _CONTEXT])  # runs of different length become comparable
        yield run, likelihood(before + run.repaired + after) - damage + (20.0 if run.proven else 0.0)


def _converted_runs(text: str, behind: int, lost: int) -> Iterator[_Run]:
    """Read a run that was turned into traditional characters after the slip; what GBK holds is read as it stands."""
    stretch = text[behind : behind + _LONGEST]
    plain = simplify(stretch)
    if plain == stretch or all(_bytes(c) for c in stretch if _WIDE_OR_HAN.match(c)):
        return
    for run in _runs(plain, 0, lost):
        yield _Run(behind + run.end, traditionalise(run.repaired), run.proven, run.guess)


def _runs(text: str, position: int, lost: int) -> Iterator[_Run]:
    """Read on from `position` with the byte `lost` in hand, to each place where the cut may be right again."""
    pending, repaired, limit = lost, "", min(len(text), position + _LONGEST)
    while position < limit:
        char = text[position]
        if char == "?":
            yield from _closed(text, position, pending, repaired)
            return
        if (aligned := _decode(pending, ord(char))) and char.isascii():
            yield _Run(position + 1, repaired + aligned)
            return
        code = _bytes(char) or _bytes(chr(ord(char) + _WIDE) if 0x20 < ord(char) < 0x7F else "")
        whole = _decode(pending, code[0]) if code else None
        if code is None or whole is None:
            return
        pending, repaired, position = code[1], repaired + whole, position + 1
        if pending < 0x80:  # the damaged character had taken an ASCII one along
            yield _Run(position, repaired + chr(pending))
            return
        reading = re.match(rf"[(（]({SYLLABLE})[)）]", text[position : position + 12])
        if reading and reads(char, reading[1]):
            position += reading.end()
    if repaired and position == len(text):
        yield _Run(position, repaired + "?", guess=True)


def _closed(text: str, position: int, pending: int, repaired: str) -> Iterator[_Run]:
    """End a run at a ``?`` that holds the first byte of its last character and swallowed the ASCII character behind it.

    A reading behind it tells the character, a tag the ``<``; otherwise both are lost, and the ``?`` stays.
    """
    ghost = _GHOST.match(text, position)
    tag = TAG.match("<" + text[position + 1 : position + 300])
    if not ghost and not tag:
        yield _Run(position + 1, repaired + "?", guess=True)
        return
    for second in range(0x40, 0xFF):
        last = _decode(pending, second)
        if last is None:
            continue
        if ghost and reads(last, ghost[1]):
            yield _Run(ghost.end(), repaired + last, proven=True)
        elif tag:
            yield _Run(position + 1, repaired + last + "<")


def _trail_bytes(text: str, start: int) -> list[int]:
    """The second byte of the character before the ``?``; an ASCII mark was a full-width one, a reading is stepped over."""
    before = re.sub(rf"[(（]{SYLLABLE}[)）]$", "", text[max(0, start - 12) : start])[-1:]
    wide = chr(ord(before) + _WIDE) if "!" <= before <= "~" else before
    forms = dict.fromkeys((before, wide, simplify(before), traditionalise(before)))
    return list(dict.fromkeys(code[1] for form in forms if (code := _bytes(form))))


def _bytes(char: str) -> tuple[int, int] | None:
    """The two bytes of a character in GBK, None if it has none or one."""
    try:
        code = char.encode("gbk")
    except UnicodeEncodeError:
        return None
    return (code[0], code[1]) if len(code) == 2 else None


@cache
def _decode(first: int, second: int) -> str | None:
    if first > 0xFF or second > 0xFF:
        return None
    try:
        char = bytes((first, second)).decode("gbk")
    except UnicodeDecodeError:
        return None
    return char if len(char) == 1 else None


def _dressed(repaired: str, signs: Signs) -> str:
    """Give marks the width that the document gives them."""
    if not signs.half_width:
        return repaired
    return "".join(chr(ord(c) - _WIDE) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in repaired)
