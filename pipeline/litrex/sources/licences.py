"""Licences by the names they have in lists: of what an article says of itself, in links or in words."""

from __future__ import annotations

import re

_LINK = re.compile(r"creativecommons\.org/(licenses|publicdomain)/([a-z+-]+)(?:/([1-4]\.\d))?", re.IGNORECASE)
_SHORT = re.compile(
    r"\bCC[\s-]*(0|BY(?:[\s-]*(?:NC|SA|ND))*)(?![A-Za-z])(?:[\s-]*(?:V(?:ERSION)?\s*)?([1-4]\.\d))?", re.IGNORECASE
)
_WORDS = re.compile(
    r"Creative\s+Commons\s+(?:(Zero)|Attribution((?:[\s-]+(?:Non-?commercial|Share-?Alike|No-?Deriv\w*))*))", re.IGNORECASE
)
_VERSION = re.compile(r"\b([1-4]\.\d)\b")
_PARTS = (("noncommercial", "NC"), ("sharealike", "SA"), ("noderiv", "ND"))


def licence_of(told: str) -> str | None:
    """Name the licence that a link or a sentence means, None where it means none that we know.

    >>> licence_of("http://creativecommons.org/licenses/by-nc/4.0/"), licence_of("cc by"), licence_of("All rights reserved")
    ('CC-BY-NC-4.0', 'CC-BY', None)
    >>> licence_of("under the Creative Commons Attribution-NonCommercial-NoDerivs License 3.0")
    'CC-BY-NC-ND-3.0'
    >>> licence_of("https://creativecommons.org/publicdomain/zero/1.0/")
    'CC0-1.0'
    """
    link = _LINK.search(told)
    if link:
        kinds = {"zero": "CC0", "mark": "CC-PDM"}
        kind = link[2].lower()
        return _named(kinds.get(kind, f"CC-{kind.strip('-').upper()}"), link[3])
    short = _SHORT.search(told)
    if short:
        parts = re.sub(r"[\s-]+", "-", re.sub(r"(?i)(NC|SA|ND)", r"-\1", short[1])).upper()
        return _named("CC0" if parts == "0" else f"CC-{parts}", short[2])
    words = _WORDS.search(told)
    if words is None:
        return None
    said = re.sub(r"[\s-]", "", words[2] or "").lower()
    version = _VERSION.search(told, words.end(), words.end() + 60)
    name = "CC0" if words[1] else "-".join(["CC-BY", *(short for long, short in _PARTS if long in said)])
    return _named(name, version[1] if version else None)


def _named(name: str, version: str | None) -> str:
    return f"{name}-{version}" if version else name


def allows(licence: str | None) -> bool:
    """Tell whether an article may be kept and tabulated: public domain and Creative Commons, but none that forbids derivatives.

    >>> [allows(one) for one in ("CC0-1.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", None)]
    [True, True, False, False]
    """
    return licence is not None and licence.startswith(("CC0", "CC-PDM", "CC-BY")) and "-ND" not in licence
