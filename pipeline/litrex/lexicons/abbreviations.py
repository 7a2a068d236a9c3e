"""What a document's own abbreviations stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from litrex.lexicons.lexicon import Lexicon
from litrex.lexicons.terms import Definition, Term, TermMatch

DEFINABLE = (
    "conditions", "drugs", "measures", "adverse_events", "cell_types", "tissues", "derivatives", "routes", "study_types",
)  # fmt: skip

_NAME = r"[A-Za-z](?:[A-Za-z0-9Α-Ωα-ω/+-]{0,10}[A-Za-z0-9Α-Ωα-ω+])"
_BRACKET = re.compile(r"[(\[]([^()\[\]\n]{2,120})[)\]]")
_TOLD = re.compile(rf"(?<=[,，:：;；( ])(?:简称|缩写为?|以下简称|abbreviated (?:as|to)|hereafter|or)[:：,， ]*({_NAME})")
_NOTE = re.compile(rf"(?:^|(?<=[\n;；。.,，:： (]))({_NAME})(?:[:：=,，] ?| = )(?=[^\s\d<>=])")
_ALIKE = re.compile(rf"^(?:{_NAME})$")
_HEADS = "患者|病人|病|治疗|移植|评分|水平|指数|细胞|疗法|patients?|disease|score|index|cells?"
_BETWEEN = re.compile(rf"(?:{_HEADS})?[ \"“”'《》]{{0,2}}$")


@dataclass(frozen=True, slots=True)
class _Places:
    """The full names of a text by where they end and where they start."""

    text: str
    ends: dict[int, list[TermMatch]]
    starts: dict[int, list[TermMatch]]

    def before(self, position: int) -> list[TermMatch]:
        """The names that end at `position`, or with nothing but a generic head word between."""
        for end in range(position, max(position - 12, -1), -1):
            if (found := self.ends.get(end)) and _BETWEEN.fullmatch(self.text[end:position]):
                return found
        return []

    def at(self, start: int, end: int) -> list[TermMatch]:
        """The names that fill ``start:end``, give or take a head word."""
        return [match for match in self.starts.get(start, ()) if _BETWEEN.fullmatch(self.text[match.end : end])]


def define_abbreviations(folded: str, lexicon: Lexicon) -> dict[str, Definition]:
    """Read what the document itself says its abbreviations mean: ``多发性硬化(MS)``, ``multiple sclerosis (MS)``,
    ``多发性硬化(multiple sclerosis, MS)``, ``MS (multiple sclerosis)`` and table notes as ``MS, multiple sclerosis;``.

    The first definition that a lexicon knows wins. An ambiguous abbreviation without a definition is taken for the one of its
    senses whose full name stands anywhere in the document. Full names no lexicon knows are kept with their surface, so that
    the abbreviation is not mistaken for another concept.
    """
    places = _places(folded, lexicon.find(folded, DEFINABLE))
    defined: dict[str, Definition] = {}
    for told in (*_bracketed(places), *_told(places), *_noted(places)):
        definition = replace(told, abbreviation=_singular(told.abbreviation))
        old = defined.get(definition.abbreviation)
        if old is None or (not old.terms and definition.terms):
            defined[definition.abbreviation] = definition
    for definition in _named_elsewhere(folded, places, lexicon):
        defined.setdefault(definition.abbreviation, definition)
    kept = {name: told for name, told in defined.items() if not _neighbour(told, lexicon)}
    return {name: _over_listed(told, lexicon) for name, told in kept.items()}


def _neighbour(definition: Definition, lexicon: Lexicon) -> bool:
    """Whether a definition is but two names side by side, as in a list: "anti-dsDNA, ANA and IgG"."""
    listed = {t.id for t in lexicon.abbreviation_senses(definition.abbreviation) if definition.abbreviation in t.en}
    abbreviated = re.search(r"[A-Z]{2}", definition.surface) is not None
    return abbreviated and bool(listed) and not listed & {t.id for t in definition.terms}


def _places(text: str, matches: list[TermMatch]) -> _Places:
    places = _Places(text, {}, {})
    for match in matches:
        if match.end - match.start <= 6 and _ALIKE.match(text[match.start : match.end]):
            continue  # no full name but itself an abbreviation
        places.ends.setdefault(match.end, []).append(match)
        places.starts.setdefault(match.start, []).append(match)
    return places


def _bracketed(places: _Places) -> Iterator[Definition]:
    text = places.text
    for bracket in _BRACKET.finditer(text):
        inner = bracket[1].strip()
        begin = bracket.start()
        if _ALIKE.match(inner):
            yield from _after_name(places, begin, inner, "")
            continue
        parts = re.split(r"[,，;；:：、] ?", inner)
        if len(parts) > 1 and _ALIKE.match(parts[-1]) and parts[-1] != parts[0]:  # 全称(full name, ABBR)
            yield from _after_name(places, begin, parts[-1], ", ".join(parts[:-1]))
        if len(parts) > 1 and _ALIKE.match(parts[0]) and " " in parts[1]:  # 全称(ABBR, full name)
            yield from _after_name(places, begin, parts[0], parts[1])
        lead = re.search(rf"(?<![A-Za-z0-9])({_NAME}) ?$", text[max(0, begin - 14) : begin])
        if lead and _shaped(lead[1]):  # ABBR (full name)
            inside = places.at(begin + 1, bracket.end() - 1)
            spelled = _spelled(lead[1], inner)
            if inside or spelled:
                yield Definition(lead[1], inner, _terms(inside), spelled is not None)


def _after_name(places: _Places, begin: int, name: str, english: str) -> Iterator[Definition]:
    found = places.before(begin)
    before = places.text[max(0, begin - 100) : begin].rsplit("\n", 1)[-1].rstrip()
    spelled = _spelled(name, english) or _spelled(name, before)
    if found and _shaped(name, loose=True):
        longest = min(match.start for match in found)
        yield Definition(name, places.text[longest:begin].strip(), _terms(found), spelled is not None)
    elif _shaped(name) and spelled:
        yield Definition(name, spelled, (), True)
    elif _shaped(name) and (tail := re.search(r"[\u4e00-\u9fff]{3,12}$", before)):
        yield Definition(name, tail[0], ())


def _told(places: _Places) -> Iterator[Definition]:
    for match in _TOLD.finditer(places.text):
        start = match.start()
        while start and places.text[start - 1] in " ,，(":
            start -= 1
        if _shaped(match[1]) and (found := places.before(start)):
            yield Definition(match[1], places.text[found[0].start : start], _terms(found))


def _noted(places: _Places) -> Iterator[Definition]:
    for match in _NOTE.finditer(places.text):
        if not _shaped(match[1], loose=True):
            continue
        start = match.end()
        stop = re.compile(r"[;；,，.。\n]|$").search(places.text, start)
        end = stop.start() if stop else len(places.text)
        surface = places.text[start:end]
        found, spelled = places.at(start, end), _spelled(match[1], surface)
        certain = "," not in match[0] and "，" not in match[0]
        if (found and (certain or not surface.isascii() or spelled)) or (spelled == surface and " " in surface):
            yield Definition(match[1], surface, _terms(found), spelled is not None)


def _named_elsewhere(folded: str, places: _Places, lexicon: Lexicon) -> Iterator[Definition]:
    present = {match.term.id: match for found in places.starts.values() for match in found}
    for name in sorted(filter(_shaped, set(re.findall(rf"(?<![A-Za-z0-9]){_NAME}", folded)))):
        senses = lexicon.abbreviation_senses(name)
        told = [term for term in senses if term.id in present]
        if len({term.id for term in senses}) > 1 and len({term.id for term in told}) == 1:
            match = present[told[0].id]
            yield Definition(name, folded[match.start : match.end], tuple(told))


def _terms(matches: list[TermMatch]) -> tuple[Term, ...]:
    """The longest terms, one of a kind: what 类风湿关节炎(RA) defines is no arthritis of another kind."""
    if not matches:
        return ()
    longest = max(match.end - match.start for match in matches)
    return tuple({m.term.kind: m.term for m in reversed(matches) if m.end - m.start == longest}.values())


def _over_listed(definition: Definition, lexicon: Lexicon) -> Definition:
    """Let what a lexicon lists for certain stand, where the definition is a guess or says less: UC-MSC is more than the
    间充质干细胞 that stands before it in brackets.
    """
    listed = {t.kind: t for t in lexicon.abbreviation_senses(definition.abbreviation) if definition.abbreviation in t.en}
    kept = []
    for term in definition.terms:
        known = listed.get(term.kind, term)
        if known.id != term.id and (not definition.spelled or _cell(known) == _cell(term)):
            term = known
        kept.append(term)
    return replace(definition, terms=tuple(kept))


def _cell(term: Term) -> str:
    return term.attributes.get("cell_type", term.id)


def _singular(name: str) -> str:
    return name[:-1] if len(name) > 2 and name.endswith("s") and name[-2].isupper() else name


def _shaped(name: str, *, loose: bool = False) -> bool:
    """Say whether a word looks like an abbreviation: two capitals, or (`loose`) one and at most four letters: ``Scr``, ``Hb``."""
    capitals = sum(map(str.isupper, name))
    return 2 <= len(name) <= 12 and (capitals >= 2 or (loose and capitals == 1 and len(name) <= 4))


def _spelled(name: str, text: str) -> str | None:
    """The end of `text` that spells the abbreviation out, after Schwartz and Hearst (2003), or None.

    >>> _spelled("AMD", "in age-related macular degeneration")
    'age-related macular degeneration'
    >>> _spelled("AMD", "in lupus nephritis")
    """
    letters = [c.lower() for c in name if c.isalnum()]
    position = len(text)
    for index in range(len(letters) - 1, -1, -1):
        position -= 1
        while position >= 0 and not (
            text[position].lower() == letters[index]
            and (index > 0 or position == 0 or not (text[position - 1].isascii() and text[position - 1].isalnum()))
        ):
            position -= 1
        if position < 0:
            return None
    surface = text[position:]
    words = len(re.split(r"[ -]+", surface.strip()))
    return surface.strip() if len(name) < len(surface) and words <= min(len(letters) + 5, len(letters) * 2) else None
