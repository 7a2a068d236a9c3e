"""Readings in brackets, left behind by a page that taught its characters: ``系統(tǒng)``, ``個(gè)``."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache, lru_cache

from litrex.text.edits import Edit, Signs
from litrex.text.scripts import HAN, simplify, traditionalise

_MARKED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿế"
SYLLABLE = rf"[a-zɑɡüê{_MARKED}\u0300\u0301\u0304\u030c]{{1,8}}"
_BRACKET = re.compile(rf"(?<=[{HAN}])[(（]({SYLLABLE})[)）]")
_ENOUGH_MARKED = 3
_ENOUGH_PLAIN, _ENOUGH_DIFFERENT = 20, 8


@lru_cache(maxsize=1 << 12)
def plain(reading: str) -> str:
    """Take the tone off a reading; ``ü`` becomes ``v``, as it is typed.

    >>> plain("lǜ"), plain("tǒng"), plain("lv")
    ('lv', 'tong', 'lv')
    """
    spread = unicodedata.normalize("NFD", reading.replace("ɡ", "g").replace("ɑ", "a"))
    return "".join(c for c in spread.replace("u\u0308", "v") if not unicodedata.combining(c))


def toned(reading: str) -> bool:
    """Tell whether a tone mark stands on the reading: no English word or abbreviation has one."""
    return any(c in "\u0300\u0301\u0304\u030c" for c in unicodedata.normalize("NFD", reading))


@cache
def readings_of(char: str) -> frozenset[str]:
    """All readings of a character and of its other script's form, without tones.

    >>> sorted(readings_of("長")), sorted(readings_of("a"))
    (['chang', 'zhang'], [])
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # characters are all that is looked up: a tenth of a second less
    from pypinyin.pinyin_dict import pinyin_dict

    forms = {char, simplify(char), traditionalise(char)}
    return frozenset(plain(one) for form in forms if len(form) == 1 for one in pinyin_dict.get(ord(form), "").split(",") if one)


def reads(char: str, reading: str) -> bool:
    """Tell whether the character can be read so; tones are not compared, for they change in running speech."""
    return plain(reading) in readings_of(char)


def strewn(text: str) -> bool:
    """Tell whether readings stand all over a text, so that one without a tone mark is residue too."""
    found = [m for m in _BRACKET.finditer(text) if reads(text[m.start() - 1], m[1])]
    if sum(toned(m[1]) for m in found) >= _ENOUGH_MARKED:
        return True
    return len(found) >= _ENOUGH_PLAIN and len({m[1] for m in found}) >= _ENOUGH_DIFFERENT


def find_readings(text: str, signs: Signs) -> list[Edit]:
    """Drop a bracket whose content is a reading of the character before it.

    Without a tone mark it must stand in a document strewn with readings: ``组(a)`` and ``他(he)`` are no residue.

    >>> [text[e.start:e.end] for text in ["細(xì)胞(SLE)", "患者(女)"] for e in find_readings(text, Signs())]
    ['(xì)']
    """
    return [
        Edit(m.start(), m.end(), "")
        for m in _BRACKET.finditer(text)
        if (signs.readings or toned(m[1])) and reads(text[m.start() - 1], m[1])
    ]
