"""The marks inside a line of Markdown: emphasis, links, entities, raised text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from litrex.documents.draft import Draft
from litrex.documents.ink import Ink
from litrex.documents.superscripts import raised
from litrex.schema.mapped import MappedText

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_PLAIN = re.compile(r"[^*_`\[\]<>&\\!^~]*")
_LINK_END = re.compile(r"\]\s*(?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]]*\])")
_CONTEXT = 16


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable("text_join")


def inline(source: MappedText, draft: Draft) -> MappedText:
    """Drop the marks of Markdown from a line, keeping for each character where it stands in the raw text.

    markdown-it tells what the marks mean but not where they stand, so each of its pieces is looked up in order.
    Tags are noted in `draft` as skipped.
    """
    if _PLAIN.fullmatch(source.text):
        return source
    tokens = _parser().parseInline(source.text)
    return _Inline(source, draft).run(tokens[0].children or [] if tokens else [])


class _Inline:
    """A line on its way from marks to text; `place` is how far the source was used up."""

    def __init__(self, source: MappedText, draft: Draft) -> None:
        self.source, self.draft = source, draft
        self.ink = Ink()
        self.place = 0
        self._raised: list[tuple[int, int]] = []

    def run(self, tokens: list[Token]) -> MappedText:
        for token in tokens:
            if token.type == "text_special":
                self._special(token)
            elif token.type in ("text", "code_inline"):
                self._text(token.content)
            elif token.type in ("softbreak", "hardbreak"):
                self.ink.stand(" ", *self._here())
            elif token.type == "html_inline":
                self._tag(token.content)
            elif token.type == "link_close":
                self._skip_link()
            elif token.type == "image":
                self._skip_image(token.content)
        return self.ink.take()

    def _here(self) -> tuple[int, int]:
        place = self.source.raw_position(self.place)
        return place, place

    def _text(self, content: str) -> None:
        """Write a piece at its next place in the source; a piece that cannot be found stands for where we are."""
        if not content:
            return
        found = self.source.text.find(content, self.place)
        if found < 0:
            self.ink.stand(content, *self._here())
            return
        self.ink.put_mapped(self.source.slice(found, found + len(content)))
        self.place = found + len(content)

    def _special(self, token: Token) -> None:
        """Write an entity or an escaped character: it stands for all of its mark-up."""
        markup = token.markup or token.content
        found = self.source.text.find(markup, self.place)
        if found < 0:
            self.ink.stand(token.content, *self._here())
            return
        start, end = self.source.raw_span(found, found + len(markup))
        self.ink.stand(token.content, start, end)
        self.place = found + len(markup)

    def _tag(self, content: str) -> None:
        found = self.source.text.find(content, self.place)
        if found < 0:
            return
        self.place = found + len(content)
        start, end = self.source.raw_span(found, self.place)
        name = content.lower()
        if name.startswith("<br"):
            self.ink.line_break(start, end)
            return
        self.draft.skip(start, end, "comment" if name.startswith("<!--") else "markup")
        if name.startswith("<sup"):
            self._raised.append(self.ink.mark())
        elif name.startswith("</sup") and self._raised:
            text = self.ink.cut(self._raised.pop())
            after = self.source.text[self.place : self.place + 1]
            self.ink.put_mapped(raised(text, self.ink.tail(_CONTEXT), after, linked=False))

    def _skip_link(self) -> None:
        match = _LINK_END.search(self.source.text, self.place)
        if match:
            self.draft.skip(*self.source.raw_span(match.start() + 1, match.end()), "markup")
            self.place = match.end()

    def _skip_image(self, alt: str) -> None:
        """Leave out a picture, its description too: that is no text of the article."""
        start = self.source.text.find("![", self.place)
        match = _LINK_END.search(self.source.text, start + 2 + len(alt)) if start >= 0 else None
        if match:
            self.draft.skip(*self.source.raw_span(start, match.end()), "image")
            self.place = match.end()
