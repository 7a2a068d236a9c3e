"""Markdown with tables: blocks by markdown-it, every character found again in the raw text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from litrex.documents import html
from litrex.documents.draft import Draft
from litrex.documents.headings import may_head
from litrex.documents.ink import Ink, is_cjk
from litrex.documents.lines import Line, lines_of, width
from litrex.documents.markdown_inline import inline
from litrex.documents.marks import ENTRY, FOOTNOTE, NOTE_START, is_caption, table_label
from litrex.documents.plain import read_lines
from litrex.documents.text_tables import cells_of, find_tables
from litrex.schema.document import BlockKind
from litrex.schema.mapped import MappedText

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---[ \t]*\r?\n(?:[^\r\n]*\r?\n){1,200}?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_KEY = re.compile(r"^[\w\u3400-\u9fff][\w\u3400-\u9fff -]*:", re.MULTILINE)
_PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
_STRONG = re.compile(r"(\*\*|__)[^*_]+\1[:：]?")
_PARAGRAPH_END = re.compile(r"[。！？!?：:][”’\"')）\]]*$")
_LONGEST_SETEXT = 120


def read(raw: str) -> Draft:
    """Read Markdown: headings, paragraphs, list items, tables as GitHub writes them, tables in HTML; front matter is skipped."""
    from markdown_it import MarkdownIt

    draft = Draft()
    front = _front_matter(raw)
    draft.skip(0, front, "front matter")
    parser = MarkdownIt("commonmark").enable("table").disable("reference")
    # The same length and line breaks as markdown-it sees them: a lone CR or a NUL would move its line count.
    told = parser.parse(_same_lines(raw, front))
    _MarkdownReader(raw, lines_of(raw), draft).run(told)
    return draft


def _front_matter(raw: str) -> int:
    match = _FRONT.match(raw)
    return match.end() if match and _KEY.search(match.group()) else 0


def _same_lines(raw: str, front: int) -> str:
    head = re.sub(r"[^\r\n]", " ", raw[:front])
    return head + raw[front:]


class _MarkdownReader:
    """Markdown on its way to blocks."""

    def __init__(self, raw: str, lines: list[Line], draft: Draft) -> None:
        self.raw, self.lines, self.draft = raw, lines, draft
        self.level = 1

    def run(self, tokens: list[Token]) -> None:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            first, last = token.map or (0, 0)
            if token.type == "table_open":
                self._table(self.lines[first:last])
                while tokens[at].type != "table_close":
                    at += 1
            elif token.type == "html_block":
                self._html(first, last)
            elif token.type in ("fence", "code_block"):
                fenced = int(token.type == "fence")
                closed = fenced and last - first > 1 and self.lines[last - 1].text.startswith(token.markup)
                read_lines(self.draft, self.raw, self.lines[first + fenced : last - int(closed)])
            elif token.type == "inline":
                self._inline(tokens[at - 1], self.lines[first:last])
            at += 1

    def _html(self, first: int, last: int) -> None:
        start, end = self.lines[first].left, self.lines[last].left if last < len(self.lines) else len(self.raw)
        html.read_part(self.draft, self.raw, start, end)

    def _inline(self, opener: Token, lines: list[Line]) -> None:
        if opener.type == "heading_open":
            level = int(opener.tag[1])
            setext = opener.markup in ("-", "=")
            text = self._render(self._source(lines, heading=not setext))
            if setext and (len(text) > _LONGEST_SETEXT or text.text.endswith(("。", "."))):
                self._paragraph(lines)
            else:
                self.level = level
                self.draft.add(BlockKind.HEADING, text, level)
        else:
            self._paragraph(lines)

    def _paragraph(self, lines: list[Line]) -> None:
        """Add a paragraph; tables without a rule in it are found, and lines that begin something of their own part it."""
        lines = [self._bare_line(line) for line in lines]
        done = 0
        for table in [*find_tables(lines), None]:
            prose = lines[done : table.first if table else len(lines)]
            for piece in _pieces(prose):
                self._add_piece(piece)
            if table:
                self._table(lines[table.first : table.last])
                done = table.last

    def _add_piece(self, lines: list[Line]) -> None:
        source = self._source(lines)
        text = self._render(source)
        told = source.text.strip()
        if FOOTNOTE.match(told):
            self.draft.add(BlockKind.NOTE, text)
        elif len(lines) == 1 and _STRONG.fullmatch(told) and may_head(text.text.strip()) and not is_caption(text.text):
            self.draft.add(BlockKind.HEADING, text, min(6, self.level + 1))
        else:
            self.draft.add(BlockKind.PARAGRAPH, text)

    def _table(self, lines: list[Line]) -> None:
        """Add a table; what stands below it without a blank line and without a pipe is a paragraph, not a row."""
        lines = [self._bare_line(line) for line in lines]
        tables = find_tables(lines)
        if not tables:
            for piece in _pieces(lines):
                self._add_piece(piece)
            return
        done = 0
        for table in tables:
            for piece in _pieces(lines[done : table.first]):
                self._add_piece(piece)
            self.draft.add_table(cells_of(self.raw, lines[table.first : table.last], table.separator, self._render))
            done = table.last
        for piece in _pieces(lines[done:]):
            self._add_piece(piece)

    def _bare_line(self, line: Line) -> Line:
        """The line without the marks of quotes and lists before it."""
        prefix = _PREFIX.match(line.text)
        skip = prefix.end() if prefix else 0
        bullet = re.match(r"[-*+][ \t]+", line.text[skip:])
        skip += bullet.end() if bullet else 0
        return Line(line.text[skip:], line.left, line.start + skip, line.end, line.depth + skip) if skip else line

    def _source(self, lines: list[Line], heading: bool = False) -> MappedText:
        """The raw text of some lines joined: nothing between Han characters, a line feed elsewhere."""
        ink = Ink()
        for at, line in enumerate(line for line in lines if not line.blank):
            text, start = line.text, line.start
            if heading and (hashes := re.match(r"[>\s]*#{1,6}\s*", text)):
                text, start = text[hashes.end() :], start + hashes.end()
                text = re.sub(r"\s+#+$", "", text)
            if at and text and not (is_cjk(ink.tail(1) or " ") and is_cjk(text[0])):
                ink.stand(" ", ink.end(), start)
            ink.put(text, start)
        return ink.take()

    def _render(self, source: MappedText) -> MappedText:
        return inline(source, self.draft)


def _pieces(lines: list[Line]) -> list[list[Line]]:
    """Part lines where one begins something of its own, or ends a sentence in a text with one paragraph a line."""
    pieces: list[list[Line]] = []
    for line in lines:
        if line.blank:
            continue
        before = pieces[-1][-1] if pieces else None
        if before is None or _begins(line.text) or _ends(before) or table_label(before.text) is not None:
            pieces.append([line])
        else:
            pieces[-1].append(line)
    return pieces


def _begins(text: str) -> bool:
    return bool(
        FOOTNOTE.match(text)
        or NOTE_START.match(text)
        or is_caption(text)
        or re.match(r"[【\[［]\d+[】\]］]\s*\S", text)
        or (ENTRY.match(text) and text[0].isdigit() and "." in text[:4])
    )


def _ends(line: Line) -> bool:
    """Tell a line that ends a paragraph: Chinese, at a sentence's end, or so long that nobody wrapped it."""
    return (_PARAGRAPH_END.search(line.text) is not None and is_cjk(line.text[-1])) or width(line.text) > 200
