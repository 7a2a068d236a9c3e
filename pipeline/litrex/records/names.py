"""Names of authors: when two spellings are one person."""

from __future__ import annotations

import re
import unicodedata

from litrex.text import simplify
from litrex.text.readings import readings_of

_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_BODIES = re.compile(
    r"(组|組|团队|團隊|医院|醫院|中心|大学|大學|学会|學會|协会|協會|联盟|聯盟|group|team|investigators"
    r"|consortium|collaborative)$",
    re.I,
)


def plain(name: str) -> str:
    """Bring a name to lower case and simplified script, without accents, spaces, points and apostrophes.

    >>> plain("Álvaro-Gracia J."), plain("O’Rourke"), plain("孫 莉")
    ('alvaro-graciaj', 'orourke', '孙莉')
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    short = re.sub(r"[\s.·‧•'’ʼ`]", "", bare).lower()
    return simplify(short) if _HAN.search(short) else short


def one_name(a: str, b: str) -> bool | None:
    """Say whether two names may be one author's; None where they cannot be compared.

    A surname goes with the full name (王 with 王磊), a part with the compound name (Heijden with van der Heijden-Rossi), and
    a Chinese surname with its own romanisation (孙 with Sun). A body goes with nothing but itself, and a transliterated
    name beside one in letters tells nothing.

    >>> one_name("王", "王磊"), one_name("孙", "Sun"), one_name("Li", "Lindqvist"), one_name("迈耶罗夫", "Meyeroff")
    (True, True, False, None)
    """
    if plain(a) == plain(b):
        return True
    if _BODIES.search(a) or _BODIES.search(b):
        return None
    if bool(_HAN.search(a)) != bool(_HAN.search(b)):
        han, latin = (a, b) if _HAN.search(a) else (b, a)
        return True if _parts(latin) & readings_of(plain(han)[0]) else None
    if _HAN.search(a):
        return plain(a).startswith(plain(b)) or plain(b).startswith(plain(a))
    return _parts(a) <= _parts(b) or _parts(b) <= _parts(a)


def _parts(name: str) -> set[str]:
    """Split a name in letters into its parts, initials left out unless it has nothing else."""
    words = {plain(w) for w in re.split(r"[\s\-‐–.,]+", name)} - {""}
    return {w for w in words if len(w) > 1} or words


def spellings(name: str) -> set[str]:
    """List keys of a name such that two names that are one share a key: its parts, or a surname and its readings.

    >>> sorted(spellings("van der Heijden")), sorted(spellings("周建国"))
    (['der', 'heijden', 'van', 'vanderheijden'], ['zhou', '周', '周建国'])
    """
    short = plain(name)
    if not short:
        return set()
    return {short, short[0], *readings_of(short[0])} if _HAN.search(short[0]) else {short, *_parts(name)}
