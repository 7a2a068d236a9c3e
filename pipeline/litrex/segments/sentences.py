"""Where sentences end, in Chinese and in English, and into which clauses they fall."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from litrex.text.scripts import HAN


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of the text given."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence without its closing mark; `closer` is that mark, ``,`` or ``;``, and empty for the last."""

    start: int
    end: int
    closer: str


_HAN = re.compile(f"[{HAN}]")
_END = re.compile(r"[。!?]+|…+|\.+|\n\s*\n")
_CLOSING = re.compile(r"[\"”'」』)\]】》]*")
_QUOTES = "\"”'」』"
_CITED = re.compile(r"\s?\[\s*\d+(?:\s*[-,~、–]\s*\d+)*\s*\]|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ ,]*[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_CITED_PLAIN = re.compile(r"\d{1,3}(?:\s?[,-]\s?\d{1,3})*(?=\s+[\"“(\[]?[A-Z]|\s*$)")

_NEVER = frozenset(
    "dr prof mr mrs ms st vs v cf approx ca viz e.g i.e eg ie resp suppl vol sect chap ed eds dept univ"
    " assoc gen col gov sp spp subsp var hon mt".split()
)
_BEFORE_NUMBER = frozenset("fig figs tab no nos ref refs eq eqs p pp art ch n sec table suppl nr vol".split())
_RARELY = frozenset(
    "al etc i.v i.m s.c p.o i.p i.a i.d i.t u.s u.k e.u ph.d m.d a.m p.m inc ltd co corp jr sr b.i.d t.i.d q.d".split()
)
_STARTERS = frozenset(
    "The In This These Those That A An Of After At All Both Patients However They It We No Our For Among During Although"
    " While When As On One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Only Most Some Each Another Other"
    " Median Mean Overall Results To With From By There He She His Her Their Its Since Thus Therefore Moreover Furthermore"
    " Meanwhile Then Here Based Such Because Cells Treatment Follow-up Adverse Compared Despite Subsequently Finally Also"
    " Similarly Using Participants Subjects Eligible Neither None Nor Not Before Within Under Until Once If But And So".split()
)
_NAMED = frozenset(
    "group arm type hepatitis vitamin phase class grade stage cohort factor protein panel part table level category vision"
    " interferon child score step site plan case patient criterion dose eye side".split()
)
_WORD_BEFORE = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ.-]*$")
_LIST_MARK = re.compile(r"\s*(?:[(\[]?(?:\d{1,2}|[A-Za-z]|[ivxIVX]{1,4})|第?[一二三四五六七八九十]{1,3})$")
_READING = re.compile(r"[a-zà-ɏ]{1,8}\)")
_CLAUSE = re.compile(r"[;,]")
_LONGEST = 1500
_PAUSES = (";", ",", "、", " ")


def sentences(folded: str) -> list[Span]:
    """Cut one block of folded text into sentences; together they cover all of it but white space.

    A semicolon ends no sentence. Brackets and quotes that close, and citation marks, stay with the sentence before.

    >>> text = "共30例(中位1.5年)。[12]P < .05.随后复发? Smith et al. treated 5. All lived."
    >>> [text[s.start:s.end] for s in sentences(text)]
    ['共30例(中位1.5年)。[12]', 'P < .05.', '随后复发?', 'Smith et al. treated 5.', 'All lived.']
    """
    found, start = [], 0
    for end in _ends(folded):
        found.append(_trimmed(folded, start, end))
        start = end
    found.append(_trimmed(folded, start, len(folded)))
    return [part for span in found if span.end > span.start for part in bounded(folded, span)]


def bounded(folded: str, span: Span) -> list[Span]:
    """Cut a stretch that no mark ends for too long at its last pause, else where it is too long.

    No sentence is that long: it is a text whose full stops were lost, and reading a sentence costs the square of its length.
    """
    found, start = [], span.start
    while span.end - start > _LONGEST:
        end = start + next(
            (at for pause in _PAUSES if (at := folded.rfind(pause, start + _LONGEST // 2, start + _LONGEST) + 1 - start) > 0),
            _LONGEST,
        )
        found.append(_trimmed(folded, start, end))
        start = end
    found.append(_trimmed(folded, start, span.end))
    return [part for part in found if part.end > part.start]


def _trimmed(text: str, start: int, end: int) -> Span:
    stretch = text[start:end]
    lead = len(stretch) - len(stretch.lstrip())
    return Span(start + lead, max(start + lead, start + len(stretch.rstrip())))


def _ends(text: str) -> Iterator[int]:
    start = 0
    for mark in _END.finditer(text):
        if mark.start() < start:
            continue
        closing = _CLOSING.match(text, mark.end())
        behind = closing.end() if closing else mark.end()
        if _is_end(text, start, mark, behind):
            start = _past_citation(text, mark, behind)
            yield start


def _past_citation(text: str, mark: re.Match[str], behind: int) -> int:
    """Step over the citation marks that stand behind a full stop."""
    while cited := _CITED.match(text, behind):
        behind = cited.end()
    before = text[mark.start() - 1 : mark.start()]
    if mark[0] == "." and (before.isalpha() or before in ")]%") and (plain := _CITED_PLAIN.match(text, behind)):
        return plain.end()
    return behind


def _is_end(text: str, start: int, mark: re.Match[str], behind: int) -> bool:
    if mark[0][0] == "\n" or "。" in mark[0]:
        return True
    following = text[behind:].lstrip()[:1] if behind + 8 > len(text) else text[behind : behind + 8].lstrip()[:1]
    if not following:
        return True
    if mark[0][0] in "!?":
        return _asks(text, mark, behind, following)
    if mark[0][0] == "…" or len(mark[0]) > 1:
        return following.isupper() and text[behind : behind + 1].isspace()
    return _stops(text, start, mark.start(), behind)


def _asks(text: str, mark: re.Match[str], behind: int, following: str) -> bool:
    """Judge ``?`` and ``!``: not inside brackets that go on, not before a small letter, not where a reading was torn off."""
    if _READING.match(text, mark.end()) or text[mark.end() : mark.end() + 1] in (",", ";", "、", "<", ">", "="):
        return False
    closers = text[mark.end() : behind]
    if closers and not any(c in _QUOTES for c in closers):
        return following.isupper() and text[behind : behind + 1].isspace()
    return not (following.islower() and following.isascii())


def _stops(text: str, start: int, dot: int, behind: int) -> bool:
    """Judge a full stop by the word before it and by what follows."""
    before, after = text[dot - 1 : dot], text[dot + 1 : dot + 2]
    if not before or (_LIST_MARK.fullmatch(text[start:dot]) and len(text[start:dot].strip()) <= 4):
        return False
    if _HAN.match(before):
        return True
    if after.isdigit() and not _cited_after_word(text, dot):
        return False
    following = text[behind : behind + 40].lstrip()
    if _HAN.match(following) or following[:1] in "“「『【《①②③④⑤⑥⑦⑧⑨":
        return not _abbreviated(text, dot, "")
    if behind == dot + 1 and after.isalpha():
        return _glued(text, dot)
    cited = _CITED.match(text, behind) or (_cited_after_word(text, dot) and _CITED_PLAIN.match(text, behind))
    following = text[cited.end() : cited.end() + 40].lstrip() if cited else following
    if not following:
        return True
    return _starts(following) and not _abbreviated(text, dot, following)


def _cited_after_word(text: str, dot: int) -> bool:
    """Tell whether digits right after the stop are a citation: ``healed.12 The``; ``fig.2`` and ``1.5`` are none."""
    if not (text[dot - 1].isalpha() or text[dot - 1] in ")]%"):
        return False
    word = _word_before(text, dot)
    return bool(_CITED_PLAIN.match(text, dot + 1)) and word.lower() not in _BEFORE_NUMBER | _NEVER


def _starts(following: str) -> bool:
    """Tell whether a sentence may start so; ``mTOR``, ``iPSCs`` and ``p53`` are capital enough."""
    first = following[0]
    if first.islower():
        return re.match(r"[a-z]{1,3}[A-Z]|[a-z]-[A-Z]|p\d{2}\b", following) is not None
    return first.isupper() or first.isdigit() or first in "\"“'(["


def _glued(text: str, dot: int) -> bool:
    """Judge a stop without a space after it: ``recovered.The`` ends a sentence, ``i.v.`` and ``www.site.org`` do not."""
    word = re.match(r"([A-Z][a-z]*)[ ,]", text[dot + 1 : dot + 20])
    if not word or _word_before(text, dot).lower() in _NEVER:
        return False
    if text[dot - 1].isdigit():
        return word[1] in _STARTERS
    return re.search(r"[a-z%][a-z%]$|[\w%.][)\]]$", text[max(0, dot - 3) : dot]) is not None


def _word_before(text: str, dot: int) -> str:
    found = _WORD_BEFORE.search(text[max(0, dot - 24) : dot])
    return found[0] if found else ""


def _abbreviated(text: str, dot: int, following: str) -> bool:
    """Tell whether the stop only shortens a word; `following` is empty where Chinese follows."""
    word = _word_before(text, dot)
    low = word.lower()
    found = re.match(r"[A-Za-z-]+", following)
    next_word = found[0] if found else ""
    if low in _NEVER:
        return True
    if low in _BEFORE_NUMBER and re.match(r"[\d=<]|S\d|[IVX]+\b", following):
        return True
    if low in _RARELY:
        return next_word not in _STARTERS
    if len(word) == 1 and word.isupper():
        return _initial(text, dot, next_word)
    return re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word) is not None and next_word not in _STARTERS


def _initial(text: str, dot: int, next_word: str) -> bool:
    """Tell ``J. Smith`` and ``Smith J.等`` from ``group B. Patients``."""
    if text[dot + 1 : dot + 2] in ("等", "报", "和", "与", "及", "的"):
        return True
    before = re.search(r"([A-Za-z]+)\s+$", text[max(0, dot - 20) : dot - 1])
    return next_word not in _STARTERS and not (before and before[1].lower() in _NAMED) and bool(next_word)


def clauses(folded: str, start: int, end: int) -> list[Clause]:
    """Cut ``folded[start:end]`` at commas and semicolons that stand outside brackets and numbers.

    >>> text = "A组12例(男5,女7);B组1,200例,均存活"
    >>> [(text[c.start:c.end], c.closer) for c in clauses(text, 0, len(text))]
    [('A组12例(男5,女7)', ';'), ('B组1,200例', ','), ('均存活', '')]
    """
    bracketed = _bracketed(folded, start, end)
    found, here = [], start
    for mark in _CLAUSE.finditer(folded, start, end):
        position = mark.start()
        if position in bracketed or _inside_number(folded, position):
            continue
        found.append(_clause(folded, here, position, mark[0]))
        here = mark.end()
    found.append(_clause(folded, here, end, ""))
    return [clause for clause in found if clause.end > clause.start]


def _inside_number(text: str, comma: int) -> bool:
    return re.match(r"\d,\d{3}(?!\d)", text[comma - 1 : comma + 5]) is not None if comma else False


def _clause(text: str, start: int, end: int, closer: str) -> Clause:
    span = _trimmed(text, start, end)
    return Clause(span.start, span.end, closer)


def _bracketed(text: str, start: int, end: int) -> set[int]:
    """Positions inside brackets that are closed again before `end`."""
    inside: set[int] = set()
    open_at: list[int] = []
    for position in range(start, end):
        if text[position] in "([":
            open_at.append(position)
        elif text[position] in ")]" and open_at:
            inside.update(range(open_at.pop(), position))
    return inside
