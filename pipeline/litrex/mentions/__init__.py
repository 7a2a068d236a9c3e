"""Segments → mentions: quantities, terms, authors, each with its place in the clean text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from litrex.lexicons import Definition, Lexicon, define_abbreviations
from litrex.mentions import authors, quantities
from litrex.mentions.followup import relabel_follow_ups
from litrex.mentions.terms import find_terms, label_of
from litrex.schema.document import CleanText
from litrex.schema.mention import Label, Mention, Mentions
from litrex.schema.segment import Segments

__all__ = ["find", "find_in"]


def find(clean: CleanText, segments: Segments, lexicon: Lexicon) -> Mentions:
    """Tag every sentence and every table cell; ordered by place, longer before shorter.

    Positions are code points of the clean text.
    """
    abbreviations = define_abbreviations(clean.folded, lexicon)
    found: list[Mention] = []
    for start, end in passages(segments):
        found += find_in(clean.folded[start:end], start, lexicon, abbreviations)
    remarks = _remarks(clean.folded)
    if remarks:
        found = [m for m in found if m.label is not Label.REFERENCE or clean.folded[m.start : m.end] not in remarks]
    return Mentions(tuple(sorted(found, key=lambda m: (m.start, -m.end, m.label, m.concept or "", m.by))))


_NOTE = re.compile(r"^(?P<mark>\[\^\d{1,3}\]):[ \t]*(?P<text>.+)$", re.MULTILINE)
_CITES = re.compile(
    r"\bet al\b|等[.,。]|\bdoi\b|https?:|PMID|\[[JMCDR]\]|(?:19|20)\d\d\s?[;:]\s?\d"
    r"|^(?:(?:de|van|von|der|di|la) )*[^\W\d_][\w'’-]+,? [A-Z](?:\.?-?[A-Z]){0,2}\b\.?(?=[,.;:]| and | &)"
)


def _remarks(folded: str) -> frozenset[str]:
    """The marks of footnotes that cite nothing: "[^1]: one of two trials of the same design"."""
    return frozenset(note["mark"] for note in _NOTE.finditer(folded) if not _CITES.search(note["text"]))


def passages(segments: Segments) -> Iterator[tuple[int, int]]:
    """Each sentence, and each table cell once."""
    for sentence in segments.sentences:
        yield sentence.start, sentence.end
    for table in segments.tables:
        for row in table.rows:
            for cell in row:
                if not cell.repeated and cell.end > cell.start:
                    yield cell.start, cell.end


def find_in(folded: str, offset: int, lexicon: Lexicon, abbreviations: Mapping[str, Definition] | None = None) -> list[Mention]:
    """Tag one passage that starts at `offset`."""
    located_quantities = quantities.find(folded)
    numbered = [(offset + q.start, offset + q.end) for q in located_quantities if q.quantity.kind in ("ordinal", "phase")]
    found = [
        m
        for m in find_terms(folded, offset, lexicon, abbreviations or {})
        if m.label is not Label.ROUTE or not any(a <= m.start and m.end <= b for a, b in numbered)
    ]
    for located in located_quantities:
        found.append(
            Mention(
                label_of(located.quantity),
                offset + located.start,
                offset + located.end,
                quantity=located.quantity,
                by=f"quantity.{located.quantity.kind}",
                confidence=0.97,
            )
        )
    for author in authors.find(folded):
        name = folded[author.name_start : author.name_end]
        if not name.isascii() and _is_term(found, offset + author.name_start, offset + author.name_end):
            continue
        found.append(
            Mention(
                Label.AUTHOR, offset + author.name_start, offset + author.name_end, concept=name, by="authors", confidence=0.95
            )
        )
    return relabel_follow_ups(folded, offset, found)


_NO_NAMES = (Label.CONDITION, Label.ADVERSE_EVENT, Label.DRUG, Label.OUTCOME_MEASURE, Label.CELL_SOURCE)


def _is_term(found: list[Mention], start: int, end: int) -> bool:
    """Whether a term holds what looks like a name: 高血压等 begins with a surname and names nobody."""
    return any(m.start <= start and end <= m.end and m.label in _NO_NAMES for m in found)
