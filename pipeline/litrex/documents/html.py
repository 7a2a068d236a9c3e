"""HTML: what a reader of the page sees as the article, broken markup included."""

from __future__ import annotations

import re
from dataclasses import replace

from litrex.documents.draft import Draft
from litrex.documents.furniture import Furniture, matches
from litrex.documents.layout import data_tables
from litrex.documents.page import Page
from litrex.documents.tokens import Kind, Token, tokenize
from litrex.schema.document import BlockKind
from litrex.schema.mapped import MappedText

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure header hr "
    "html legend li main menu ol p pre "
    "section summary ul table tr td th thead tbody tfoot caption hgroup".split()
)
_NOTES = frozenset(
    [
        "note",
        "notes",
        "tablenote",
        "tablenotes",
        "table-note",
        "table-notes",
        "footnote",
        "footnotes",
        "table-footnote",
        "legend",
        "tfoot",
        "abbreviations",
        "table-legend",
    ]
)
_COUNT = re.compile(r"[0-9]{1,4}")


def read(raw: str) -> Draft:
    """Read a page: tables with their spans, headings, paragraphs; scripts, menus and page furniture are skipped with a reason."""
    draft = Draft()
    read_part(draft, raw, 0, len(raw))
    return draft


def read_part(draft: Draft, raw: str, start: int, end: int) -> None:
    """Read ``raw[start:end]`` as HTML, into a draft that may hold other things already."""
    tokens = list(tokenize(raw, start, end))
    ends = matches(tokens)
    _HtmlReader(raw, tokens, ends, draft).run()


class _HtmlReader(Page):
    """A page on its way to blocks."""

    def __init__(self, raw: str, tokens: list[Token], ends: dict[int, int], draft: Draft) -> None:
        super().__init__(raw, draft)
        self._tokens, self._ends = tokens, ends
        self._furniture = Furniture(raw, tokens, ends)
        self._data_tables = data_tables(tokens, ends)
        self._pre = 0
        self._counts: list[int | None] = []  # of each open list the number of its last item; None where it numbers none
        self._number: str | None = None  # that the browser puts before the running block

    def run(self) -> None:
        at = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            reason = self._furniture.at(at) if token.kind is Kind.OPEN else None
            if reason is not None:
                at = self._skip_element(at, reason)
                continue
            self._read(at, token)
            at += 1
        self.finish()

    def _skip_element(self, at: int, reason: str) -> int:
        """Skip an element whole; returns the position after it."""
        token, end = self._tokens[at], self._ends[at]
        own = self._tokens[end].kind is Kind.CLOSE and self._tokens[end].name == token.name
        if token.name in _BLOCKS | {"nav", "footer", "form"}:
            self.break_block()
        stop = self._tokens[end].end if own else self._tokens[end].start
        self.draft.skip(token.start, stop, reason)
        return end + 1 if own else max(end, at + 1)

    def _read(self, at: int, token: Token) -> None:
        if token.kind is Kind.TEXT:
            self.write(token.start, token.end, kept=self._pre > 0)
        elif token.kind is Kind.ENTITY:
            self.ink.stand(token.text, token.start, token.end)
        elif token.kind is Kind.RAWTEXT:
            self.write(token.start, token.end)
        else:
            if not (token.kind is Kind.OPEN and token.name == "br"):
                self.draft.skip(token.start, token.end, "comment" if token.kind is Kind.COMMENT else "markup")
            if token.kind is Kind.OPEN:
                self._open(at, token)
            elif token.kind is Kind.CLOSE:
                self._close(token)

    def _open(self, at: int, token: Token) -> None:
        name = token.name
        if name == "br":
            self.ink.line_break(token.start, token.end)
        elif name in ("sup", "sub"):
            self.open_raised(name)
        elif name == "a":
            self.linked = token.attrs.get("href", "").startswith("#")
        elif name == "table" and at in self._data_tables:
            self.open_table()
        elif self.tables and name in ("thead", "tbody", "tfoot"):
            self.close_cell()
            self.tables[-1].section(name)
        elif self.tables and name == "tr":
            self.close_cell()
            self.tables[-1].row()
        elif self.tables and name in ("td", "th"):
            self.open_cell(token.attrs, head=name == "th")
        else:
            self._open_block(name, token)

    def _open_block(self, name: str, token: Token) -> None:
        if len(name) == 2 and name[0] == "h" and name[1] in "123456":
            self.begin(BlockKind.HEADING, int(name[1]))
        elif name == "caption":
            self.close_cell()
            self.begin(BlockKind.CAPTION)
        elif name in _BLOCKS:
            self._count(name, token)
            self._pre += name == "pre"
            is_note = not _NOTES.isdisjoint(token.attrs.get("class", "").lower().split())
            self.begin(BlockKind.NOTE if is_note else BlockKind.PARAGRAPH)
            self._number = str(self._counts[-1]) if name == "li" and self._counts and self._counts[-1] is not None else None

    def _count(self, name: str, token: Token) -> None:
        """Count the items of a numbered list: the numbers of a reference list often stand nowhere else."""
        if name in ("ol", "ul"):
            start = token.attrs.get("start", "1")
            self._counts.append((int(start) if _COUNT.fullmatch(start) else 1) - 1 if name == "ol" else None)
        elif name == "li" and self._counts and (last := self._counts[-1]) is not None:
            value = token.attrs.get("value", "")
            self._counts[-1] = int(value) if _COUNT.fullmatch(value) else last + 1

    def _emit(self, text: MappedText) -> None:
        at, number = len(self.draft.blocks), self._number
        super()._emit(text)
        if number is not None and len(self.draft.blocks) > at:
            self.draft.blocks[at] = replace(self.draft.blocks[at], label=number)
            self._number = None

    def _close(self, token: Token) -> None:
        name = token.name
        if name in ("sup", "sub"):
            self.close_raised(name, self.raw[token.end : token.end + 1])
        elif name == "a":
            self.linked = False
        elif self.tables and name == "table":
            self.close_table()
        elif self.tables and name in ("td", "th"):
            self.close_cell()
        elif self.tables and name == "tr":
            self.close_cell()
            self.tables[-1].close_row()
        elif name in _BLOCKS or (len(name) == 2 and name[0] == "h" and name[1] in "123456"):
            if name in ("ol", "ul") and self._counts:
                self._counts.pop()
            self._pre = max(0, self._pre - (name == "pre"))
            self.begin(BlockKind.PARAGRAPH)
