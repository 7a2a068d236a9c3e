"""A clean text cut up into sections, sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from litrex.schema.document import BlockKind, CleanText
from litrex.schema.segment import SectionRole, Segments, Sentence
from litrex.segments.languages import document_language, language
from litrex.segments.sections import Sectioning, divide
from litrex.segments.sentences import Span, bounded, sentences
from litrex.segments.tables import tables

_WHOLE = (BlockKind.HEADING, BlockKind.REFERENCE)  # one sentence each: what stops there are numbers and initials


def split(clean: CleanText) -> Segments:
    """Cut a text up: every block of prose lies in one section and is covered by sentences, all but its white space."""
    sectioning = divide(clean)
    found = tuple(_sentences(clean, sectioning))
    lang = document_language(_prose(clean, sectioning, found), clean.text, clean.folded)
    return Segments(sectioning.sections, found, tables(clean, sectioning.of_block), lang)


def _sentences(clean: CleanText, sectioning: Sectioning) -> Iterator[Sentence]:
    for index, block in enumerate(clean.blocks):
        if block.kind is BlockKind.TABLE:
            continue
        folded = clean.folded[block.start : block.end]
        for span in bounded(folded, _whole(folded)) if block.kind in _WHOLE else sentences(folded):
            if span.end > span.start:
                start, end = block.start + span.start, block.start + span.end
                lang = language(folded[span.start : span.end])
                yield Sentence(start, end, lang, index, sectioning.of_block[index])


def _whole(folded: str) -> Span:
    lead = len(folded) - len(folded.lstrip())
    return Span(lead, max(lead, len(folded.rstrip())))


def _prose(clean: CleanText, sectioning: Sectioning, found: tuple[Sentence, ...]) -> Iterator[str]:
    """The passages that tell the document's language: reference lists are English in Chinese articles too."""
    for sentence in found:
        role = sectioning.sections[sentence.section].role
        if clean.blocks[sentence.block].kind is not BlockKind.REFERENCE and role is not SectionRole.REFERENCES:
            yield clean.folded[sentence.start : sentence.end]
