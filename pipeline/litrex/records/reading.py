"""What the assembly reads from: the clean text with its segments, mentions and terms, behind one small face."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from litrex.lexicons import Lexicon, Term
from litrex.schema.document import CleanText
from litrex.schema.mention import Label, Mention, Mentions
from litrex.schema.segment import Segments

Span = tuple[int, int]


@dataclass(frozen=True)
class Reading:
    """One document as the assembly sees it. All positions are code points of the clean text."""

    clean: CleanText
    segments: Segments
    mentions: Mentions
    lexicon: Lexicon = field(repr=False)

    @property
    def folded(self) -> str:
        return self.clean.folded

    @cached_property
    def document_id(self) -> str:
        return self.clean.document.document_id

    def within(self, span: Span, *labels: Label) -> list[Mention]:
        return self.mentions.within(span[0], span[1], *labels)

    def text(self, span: Span) -> str:
        """The folded words of a stretch: simplified script, half-width."""
        return self.clean.folded[span[0] : span[1]]

    def as_told(self, span: Span) -> str:
        """The cleaned words of a stretch, in the document's own script."""
        return self.clean.text[span[0] : span[1]]

    def surface(self, span: Span) -> str:
        return self.clean.surface(*span)

    def raw(self, span: Span) -> Span:
        return self.clean.raw_span(*span)

    def term(self, mention: Mention) -> Term | None:
        """The lexicon entry behind a mention, if it came from one."""
        kind = mention.by.removeprefix("lexicon.")
        return self.lexicon.get(kind, mention.concept) if kind != mention.by and mention.concept is not None else None

    def attribute(self, mention: Mention, name: str) -> str | None:
        """A column of the mention's lexicon entry; None where it is empty or there is none."""
        term = self.term(mention)
        return (term.attributes.get(name) or None) if term is not None else None

    def value(self, mention: Mention, column: str) -> str | None:
        """The canonical id that a term stands for: its `column` where that is filled, else its own id."""
        return self.attribute(mention, column) or mention.concept
