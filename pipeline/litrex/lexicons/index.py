"""Find the variants of many terms in one pass, and keep those that stand as words of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from litrex.lexicons.terms import Term

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_HAN_ANY = re.compile(f"[{_HAN}]")
_Y = re.compile(r"[b-df-hj-np-tv-z]y$")
_LONG_WORD = re.compile(r"[a-z]{3}")
_GAP = re.compile(f"(?<=[{_HAN}]) (?=[^ ])|(?<=[^ ]) (?=[{_HAN}])")
_BRITISH = re.compile(
    r"emi(?=a\b|as\b|c\b)|\bhem(?=[aio])|hemorrh|tumor|\bedema|\besophag|rrhea|pedi(?=at)|pedic|\bestr(?=[ou]|adi)|\bfet(?=al|us)"
    r"|anesth|behavior|\bceliac|\bcesar|gynec|yz(?=e)|iz(?=ed\b|ing\b|ation|e\b)|\bfiber|\bcenter|\bsulf|color(?!e)|orthopedic|\bcolor"
)
_BRITISH_FORM = {
    "emi": "aemi", "hem": "haem", "hemorrh": "haemorrh", "tumor": "tumour", "edema": "oedema", "esophag": "oesophag",
    "rrhea": "rrhoea", "pedi": "paedi", "pedic": "paedic", "orthopedic": "orthopaedic", "estr": "oestr", "fet": "foet",
    "anesth": "anaesth", "behavior": "behaviour", "celiac": "coeliac", "cesar": "caesar", "gynec": "gynaec", "yz": "ys",
    "iz": "is", "fiber": "fibre", "center": "centre", "sulf": "sulph", "color": "colour",
}  # fmt: skip


def _plain_table() -> dict[int, str]:
    table = {ord("-"): " ", ord("’"): "'", ord("‘"): "'"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    return table


_PLAIN = _plain_table()


def plain(text: str) -> str:
    """Take accents off and make hyphens spaces; the length stays.

    Without accented letters no lower-casing changes the length either.

    >>> plain("Sjögren-like"), plain("TNF-α阳性")
    ('Sjogren like', 'TNF α阳性')
    """
    return text.translate(_PLAIN)


def spellings(variant: str) -> tuple[str, ...]:
    """The forms in which an English or mixed variant is looked for: British, plural in -ies, short ones without their hyphen.

    >>> spellings("aplastic anemia"), spellings("IL-6"), spellings("therapy")
    (('aplastic anemia', 'aplastic anaemia'), ('IL-6', 'IL6'), ('therapy', 'therapies'))
    """
    if not variant.isascii() and "-" not in variant:
        return (variant,)
    forms = [variant]
    if variant.isascii() and (british := _BRITISH.sub(lambda m: _BRITISH_FORM[m.group()], variant)) != variant:
        forms.append(british)
    if len(variant) > 3 and _Y.search(variant):
        forms += [form[:-1] + "ies" for form in forms]
    if "-" in variant and len(variant) <= 12 and not _LONG_WORD.search(variant):
        forms.append(variant.replace("-", ""))
    return tuple(forms)


def case_sensitive(variant: str) -> bool:
    """Say whether a variant counts only in its own case: capitals up to five letters, and mixed forms up to three.

    >>> [v for v in ("SLE", "HAQ", "Hb", "mRSS", "TNF-α", "BASDAI", "lupus", "IL-6") if case_sensitive(v)]
    ['SLE', 'HAQ', 'Hb', 'IL-6']
    """
    if len(variant) > 12 or variant == variant.lower() or _HAN_ANY.search(variant):
        return False
    letters = [c for c in variant if c.isalpha()]
    if all(c.isupper() for c in letters):
        return len(letters) <= 5
    return len(letters) <= 3 and any(c.isupper() for c in letters)


class Entry(NamedTuple):
    """One form of one variant: `exact` is set where case counts, `ambiguous` for abbreviations that need a definition."""

    term: Term
    variant: str
    exact: str | None
    ambiguous: bool


class Hit(NamedTuple):
    """An entry that stands at ``start:end`` of the text, in code points."""

    start: int
    end: int
    entry: Entry


class Index:
    """An Aho-Corasick automaton over the variants of some kinds.

    Latin variants need neighbours that are neither Latin letters nor digits (Han characters are boundaries), and may carry a
    plural -s or -es; Han variants match by characters, since no segmenter can be trusted with terms.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        import ahocorasick

        entries: dict[str, list[Entry]] = {}
        for term in terms:
            for variant in term.variants:
                _enter(entries, term, variant, case_sensitive(variant), False)
            for variant in term.abbr:
                _enter(entries, term, variant, True, True)
        self._automaton: Any = ahocorasick.Automaton()
        for key, found in entries.items():
            self._automaton.add_word(key, (len(key), found))
        self._automaton.make_automaton()
        self._empty = not entries

    def hits(self, folded: str) -> Iterator[Hit]:
        """Every entry that stands in the text, overlaps included, by end; `folded` must be folded as the clean text is."""
        if self._empty:
            return
        shown, lowered, places = (_prepared if len(folded) <= _PASSAGE else _prepare)(folded)
        for last, (length, entries) in self._automaton.iter(lowered):
            start = last + 1 - length
            if start and is_word(shown[start]) and is_word(shown[start - 1]) and not _opens(shown, start):
                continue
            end = last + 1
            if end < len(shown) and is_word(shown[end]) and is_word(shown[last]):
                closed = _close(shown, start, end)
                if closed is None:
                    continue
                end = closed
            for entry in entries:
                if entry.exact is None or shown.startswith(entry.exact, start):
                    yield Hit(places[start], places[end - 1] + 1, entry) if places else Hit(start, end, entry)


def _enter(entries: dict[str, list[Entry]], term: Term, variant: str, exact: bool, ambiguous: bool) -> None:
    for form in (variant,) if ambiguous else spellings(variant):
        shown = _squeeze(plain(form))[0]
        if shown.isspace():
            continue  # a lone dash would be every space
        entries.setdefault(shown.lower(), []).append(Entry(term, variant, shown if exact else None, ambiguous))


class _Prepared(NamedTuple):
    """A text as it is searched, the same in lower case, and where each character stood (nothing where all stand as they did)."""

    shown: str
    lowered: str
    places: list[int]


def _prepare(folded: str) -> _Prepared:
    shown, places = _squeeze(plain(folded))
    return _Prepared(shown, shown.lower(), places)


_PASSAGE = 2000  # longer texts are whole documents, which are asked about once
_prepared = lru_cache(maxsize=256)(_prepare)  # one passage is asked about again and again, kind by kind


def _squeeze(text: str) -> tuple[str, list[int]]:
    """Drop single spaces beside Han characters; the list tells where each character stood, and is empty if none was dropped."""
    gaps = [match.start() for match in _GAP.finditer(text)] if " " in text and not text.isascii() else []
    if not gaps:
        return text, []
    pieces: list[str] = []
    places: list[int] = []
    begin = 0
    for gap in (*gaps, len(text)):
        pieces.append(text[begin:gap])
        places.extend(range(begin, gap))
        begin = gap + 1
    return "".join(pieces), places


def is_word(char: str) -> bool:
    """Say whether a character is a Latin or Greek letter or a digit, which no term may be cut out of."""
    return char < "\u2e80" and char.isalnum()


def _opens(text: str, start: int) -> bool:
    """Whether a term may begin inside of a word: 1×10^6MSCs, for Chinese print sets the figure against a capital."""
    return text[start - 1].isdigit() and text[start : start + 3].isalpha() and text[start : start + 2].isupper()


def _close(text: str, start: int, end: int) -> int | None:
    """The end with its plural where a word goes on at `end`, or None where it is no plural."""
    if text[end - 1].isalpha():
        for tail in ("s", "es"):
            after = end + len(tail)
            if tail == "es" and not text[max(0, end - 2) : end].lower().endswith(("s", "x", "z", "ch", "sh", "o")):
                continue
            if text.startswith(tail, end) and (after == len(text) or not is_word(text[after])):
                return after
    if text[end].isdigit() and end - start >= 6 and text[end - 6 : end].islower() and text[end - 6 : end].isalpha():
        return end  # a reference number that lost its superscript: osteoarthritis12
    return None
