"""Plain text: paragraphs, headings and tables by their lines."""

from __future__ import annotations

from collections.abc import Sequence

from litrex.documents.draft import Draft
from litrex.documents.headings import hashes_length, heading_level, may_be_title, may_head
from litrex.documents.lines import Line, lines_of
from litrex.documents.marks import is_caption
from litrex.documents.text_tables import TextTable, cells_of, find_tables
from litrex.documents.wrapping import Knows, goes_on, join_lines, known_words, wrap_width
from litrex.schema.document import BlockKind

_HEADINGS_IN_A_ROW = 3  # more short lines after one another are a list, not headings


def read(raw: str) -> Draft:
    """Read plain text: one paragraph a line, or hard-wrapped lines joined again; nothing is skipped."""
    draft = Draft()
    read_lines(draft, raw, lines_of(raw), titled=True)
    return draft


def read_lines(draft: Draft, raw: str, lines: Sequence[Line], *, titled: bool = False) -> None:
    """Add the blocks of some lines; with `titled` the first of them may be the article's title."""
    knows = known_words(raw)
    tables = find_tables(lines)
    margin = wrap_width(_outside(lines, tables))
    done = 0
    for table in [*tables, None]:
        prose = _Prose(draft, raw, lines[done : table.first if table else len(lines)], knows, margin)
        prose.before_table = table is not None
        _read_prose(prose, titled and done == 0)
        if table:
            _read_table(draft, raw, lines, table)
            done = table.last


def _outside(lines: Sequence[Line], tables: Sequence[TextTable]) -> list[Line]:
    inside = {at for table in tables for at in range(table.first, table.last)}
    return [line for at, line in enumerate(lines) if at not in inside]


def _read_table(draft: Draft, raw: str, lines: Sequence[Line], table: TextTable) -> None:
    draft.add_table(cells_of(raw, lines[table.first : table.last], table.separator))


class _Prose:
    """Lines without tables, on their way to headings and paragraphs."""

    def __init__(self, draft: Draft, raw: str, lines: Sequence[Line], knows: Knows, margin: int | None) -> None:
        self.draft, self.raw, self.lines, self.knows = draft, raw, lines, knows
        self.before_table = False
        self.paragraphs = _group(lines, margin)

    def text_of(self, at: int) -> str:
        """The text of a paragraph that is one line; empty for a longer one."""
        first, last = self.paragraphs[at]
        return self.lines[first].text if last - first == 1 else ""

    def is_heading(self, at: int) -> bool:
        """Tell a line that looks like a heading and has something below it to head."""
        if not may_head(self.text_of(at)):
            return False
        first = last = at
        while first > 0 and may_head(self.text_of(first - 1)):
            first -= 1
            if at - first > _HEADINGS_IN_A_ROW:
                return False
        while last + 1 < len(self.paragraphs) and may_head(self.text_of(last + 1)):
            last += 1
            if last - first >= _HEADINGS_IN_A_ROW:
                return False
        return self.before_table or last + 1 < len(self.paragraphs)


def _group(lines: Sequence[Line], margin: int | None) -> list[tuple[int, int]]:
    """Group lines to paragraphs: half-open ranges of lines."""
    groups: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        if line.blank:
            continue
        before = lines[at - 1] if at else None
        if margin is not None and before is not None and not before.blank and goes_on(before, line, margin):
            groups[-1] = (groups[-1][0], at + 1)
        else:
            groups.append((at, at + 1))
    return groups


def _read_prose(prose: _Prose, titled: bool) -> None:
    for at, (first, last) in enumerate(prose.paragraphs):
        text = join_lines(prose.raw, prose.lines[first:last], prose.knows)
        level = _level(prose, at, titled and at == 0)
        if level is None:
            prose.draft.add(BlockKind.PARAGRAPH, text)
        else:
            prose.draft.add(BlockKind.HEADING, text.slice(hashes_length(text.text), len(text)), level)


def _level(prose: _Prose, at: int, first: bool) -> int | None:
    told = prose.text_of(at)
    marked = heading_level(told) if told else None
    if marked is None and first and _is_title(prose):
        return 1
    if marked is not None:
        return marked
    return 2 if told and prose.is_heading(at) else None


def _is_title(prose: _Prose) -> bool:
    """Tell a first paragraph of one to three lines that names the article."""
    first, last = prose.paragraphs[0]
    whole = " ".join(line.text for line in prose.lines[first:last])
    follows = len(prose.paragraphs) > 1 or prose.before_table
    return last - first <= 3 and follows and may_be_title(whole) and not is_caption(whole)
