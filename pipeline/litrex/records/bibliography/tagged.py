"""An entry of a JATS article, whose tags say what is what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from litrex.documents.tokens import Kind, Token, tokenize
from litrex.records.bibliography.numbers import doi_of, pmid_of, year_of
from litrex.schema.record import ResolvedCitation

_OPEN = re.compile(r"<ref[\s>]")
_FURTHEST = 4000  # characters from an entry's opening tag to its first word
_CITATIONS = ("element-citation", "mixed-citation", "nlm-citation", "citation")
_PERSON = ("name", "string-name", "collab")
_NO_AUTHORS = ("editor", "translator", "compiler", "assignee", "guest-editor")


@dataclass(slots=True)
class _Element:
    """An element with what stands in it, in order."""

    name: str
    attrs: dict[str, str] = field(default_factory=dict)
    inside: list[_Element | str] = field(default_factory=list)

    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text() for one in self.inside)

    def below(self, *names: str) -> Iterator[_Element]:
        """All elements of these names, in order."""
        for one in self.inside:
            if not isinstance(one, str):
                if one.name in names:
                    yield one
                yield from one.below(*names)


def tagged_entry(raw: str, start: int, end: int) -> ResolvedCitation | None:
    """Read the ``<ref>`` around ``raw[start:end]`` by its tags; None where there is none, or no tag that tells anything.

    Of several citations in one entry the first counts; editors are no authors.
    """
    opened = max((m.start() for m in _OPEN.finditer(raw, max(0, start - _FURTHEST), start)), default=-1)
    closed = raw.find("</ref>", start)
    if opened < 0 or closed < end or "</ref>" in raw[opened:start]:
        return None
    whole = _tree(list(tokenize(raw, opened, closed, xml=True)), raw)
    cited = next(whole.below(*_CITATIONS), None)
    if cited is None:
        return None
    year, title = _first(cited, "year"), _first(cited, "article-title", "chapter-title")
    found = ResolvedCitation(
        authors=[name for one in _people(cited) if (name := _name(one))],
        year=year_of(year) if year else None,
        title=title.rstrip(" .") if title else None,
        doi=doi_of(_number(cited, "doi") or ""),
        pmid=pmid_of(f"PMID: {_number(cited, 'pmid')}"),
    )
    return found if any(found.model_dump().values()) else None


def _tree(tokens: list[Token], raw: str) -> _Element:
    root = _Element("")
    path = [root]
    for token in tokens:
        if token.kind is Kind.OPEN:
            path[-1].inside.append(one := _Element(token.name, token.attrs))
            path += [] if token.empty else [one]
        elif token.kind is Kind.CLOSE and len(path) > 1:
            path.pop()
        elif token.kind is Kind.TEXT:
            path[-1].inside.append(raw[token.start : token.end])
        elif token.kind is Kind.ENTITY:
            path[-1].inside.append(token.text)
    return root


def _first(cited: _Element, *names: str) -> str | None:
    return next((told for one in cited.below(*names) if (told := _plain(one))), None)


def _plain(one: _Element) -> str:
    return re.sub(r"\s+", " ", one.text()).strip()


def _people(cited: _Element) -> list[_Element]:
    others = [
        p for g in cited.below("person-group") if g.attrs.get("person-group-type") in _NO_AUTHORS for p in g.below(*_PERSON)
    ]
    return [one for one in cited.below(*_PERSON) if not any(one is other for other in others)]


def _name(person: _Element) -> str:
    """A person as surname and initials, a Chinese one in full; a body as it stands."""
    surname, given = _first(person, "surname"), _first(person, "given-names")
    if surname is None:
        return _plain(person).rstrip(" ,;.") if person.name == "collab" or given is None else ""
    if re.search(r"[\u3400-\u9fff]", surname):
        return f"{surname}{given or ''}"
    letters = (
        given if given and given.isupper() and len(given) <= 4 else "".join(w[:1] for w in re.split(r"[\s.\-‐]+", given or ""))
    )
    return f"{surname} {letters.replace('.', '')}".strip()


def _number(cited: _Element, kind: str) -> str | None:
    """The number that a ``<pub-id>`` of this kind gives, or a link."""
    for one in cited.below("pub-id", "ext-link", "object-id"):
        if kind in (one.attrs.get("pub-id-type"), one.attrs.get("ext-link-type"), one.attrs.get("object-id-type")):
            return _plain(one)
    return None
