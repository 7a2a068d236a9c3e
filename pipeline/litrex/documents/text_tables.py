"""Tables drawn with characters: pipes, tabs, or columns held apart by spaces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from litrex.documents.chunks import cut
from litrex.documents.lines import Line, width
from litrex.documents.marks import is_caption
from litrex.documents.spaced import rows_end, spaced_run
from litrex.documents.spaced_rows import spaced_cells
from litrex.documents.strips import is_list, is_prose, layout_of
from litrex.schema.document import Cell
from litrex.schema.mapped import MappedText

_PIPE = re.compile(r"(?<!\\)[|｜│┃]")
_TAB = re.compile(r"\t")
_SPACES = re.compile(r"(?<![.!?。])(?: {2,}|\u3000+)(?=\S)")
_COLUMNS = re.compile(r" {2,}")  # columns that line up over all rows, whatever gaps a single row has
_RULE = re.compile(r"^(?=.*[-=─━]{2})[\s|:+=\-─━│┼├┤┌┐└┘┬┴╪]+$")
_NUMBER_HEAVY = re.compile(r"^[\W\d]*\d[\W\d]*(?:%|mg|kg|mo|wk|yrs?|年|月|岁|例|名)?\W*$|\d\s*[×x]\s*10|[<＜=]\s*0?\.\d")
_HEADER_CHARS = 60
_GROUP_CHARS = 40
_SPACED_CELL_CHARS = 40

Make = Callable[[MappedText], MappedText]


@dataclass(frozen=True, slots=True)
class TextTable:
    """Lines ``first:last`` of a text that are one table."""

    first: int
    last: int
    separator: re.Pattern[str]


def find_tables(lines: Sequence[Line]) -> list[TextTable]:
    """Find the tables among lines, in order."""
    found: list[TextTable] = []
    tried = dict.fromkeys((_PIPE, _TAB, _COLUMNS, _SPACES), 0)  # up to which line a separator gave no table: keeps this linear
    at = 0
    while at < len(lines):
        table = None
        for separator in () if lines[at].blank else tried:
            if table is None and tried[separator] <= at:
                table, tried[separator] = _try(lines, at, separator)
        if table is None:
            at += 1
        else:
            found += _split_at_rules(lines, table)
            at = table.last
    return found


def _try(lines: Sequence[Line], at: int, separator: re.Pattern[str]) -> tuple[TextTable | None, int]:
    """The table that begins at a line, and up to which line it is no use to look again."""
    if separator is not _COLUMNS:
        last = _run(lines, at, separator)
        return _table(lines, at, last, separator), last
    last = spaced_run(lines, at)
    first_blank = next((n for n in range(at, last) if lines[n].blank), last)
    for end in dict.fromkeys((last, first_blank)):
        end = end if (layout := layout_of(lines[at:end])) is None else at + rows_end(lines[at:end], layout)
        if _lines_up(lines[at:end]):
            return TextTable(at, end, separator), end
    return None, max(first_blank, at + 1)


def _lines_up(lines: Sequence[Line]) -> bool:
    """Tell whether lines stand in columns, and in no fewer than their gaps tell where those are as many in each."""
    layout = layout_of(lines)
    counts = {_count(line, _SPACES) for line in lines}
    if layout is None or len(counts) > 1:
        return layout is not None
    return sum(len(cut(line, layout)) > max(counts) + 1 for line in lines) * 2 > len(lines)


def _count(line: Line, separator: re.Pattern[str]) -> int:
    text = line.text
    if separator is _PIPE:
        return len(_PIPE.findall(text))
    return len(separator.findall(text))


def _run(lines: Sequence[Line], first: int, separator: re.Pattern[str]) -> int:
    """Where the run of lines with this separator ends; columns of spaces must be as many in each line."""
    last_count = 0
    at = first
    while at < len(lines):
        count = _count(lines[at], separator)
        is_rule = separator is _PIPE and is_rule_line(lines[at].text)
        if separator is _SPACES and last_count not in (0, count):
            break
        if not (count or is_rule or (separator in (_PIPE, _TAB) and _bridges(lines, at, last_count, separator))):
            break
        last_count = last_count if is_rule or not count else count
        at += 1
    return at


def _table(lines: Sequence[Line], first: int, last: int, separator: re.Pattern[str]) -> TextTable | None:
    while last > first and lines[last - 1].blank:
        last -= 1
    run = lines[first:last]
    counts = [_count(line, separator) for line in run if not (separator is _PIPE and is_rule_line(line.text))]
    return TextTable(first, last, separator) if _is_table(run, [c for c in counts if c], separator) else None


def _bridges(lines: Sequence[Line], at: int, count: int, separator: re.Pattern[str]) -> bool:
    """Tell a blank line or a group row without separators, or both, between two rows of one table."""
    if not count:
        return False
    after = next((n for n in range(at, min(at + 4, len(lines))) if not (lines[n].blank or _group_row(lines[n], separator))), at)
    if after == at or _count(lines[after], separator) != count:
        return False
    if after + 1 < len(lines) and is_rule_line(lines[after + 1].text):
        return False
    return count >= 2 or not any(line.blank for line in lines[at:after])


def _group_row(line: Line, separator: re.Pattern[str]) -> bool:
    told = line.text
    return (
        len(told) <= _GROUP_CHARS
        and not _count(line, separator)
        and not is_caption(told)
        and not told.endswith(("。", ".", "：", ":"))
    )


def _is_table(lines: Sequence[Line], counts: list[int], separator: re.Pattern[str]) -> bool:
    if len(counts) < 2:
        return False
    usual, often = Counter(counts).most_common(1)[0]
    if separator is _PIPE:
        ruled = any(is_rule_line(line.text) for line in lines)
        return ruled or (often * 2 >= len(counts) and (usual >= 2 or len(counts) >= 3 or often == len(counts)))
    if separator is _TAB:
        return often * 2 >= len(counts) and (usual >= 2 or len(counts) >= 3)
    rows = [_SPACES.split(line.text) for line in lines]
    widths = [[width(row[c]) for row in rows if c < len(row)] for c in range(usual + 1)]
    if is_list([row[0] for row in rows], usual + 1) or is_prose(widths, len(rows)):
        return False
    cells = [cell for row in rows for cell in row]
    short = sum(map(len, cells)) <= _SPACED_CELL_CHARS * len(cells)
    return short and often == len(counts) and ((usual >= 2 and often >= 3) or (usual == 1 and often >= 4))


def is_rule_line(text: str) -> bool:
    """Tell a line that only draws: ``---|:--:|---``, ``+----+----+``.

    >>> is_rule_line("| --- | ---: |"), is_rule_line("— | — | 3"), is_rule_line("- | -")
    (True, False, False)
    """
    return _RULE.match(text) is not None


def _split_at_rules(lines: Sequence[Line], table: TextTable) -> list[TextTable]:
    """Part two tables that no blank line parts: the second begins one line above the second rule."""
    rules = [at for at in range(table.first, table.last) if re.search(r"\|", lines[at].text) and is_rule_line(lines[at].text)]
    if len(rules) != 2 or rules[0] - table.first != 1 or rules[1] - rules[0] < 3:
        return [table]
    cut = rules[1] - 1
    return [TextTable(table.first, cut, table.separator), TextTable(cut, table.last, table.separator)]


def cells_of(raw: str, lines: Sequence[Line], separator: re.Pattern[str], make: Make | None = None) -> tuple[Cell, ...]:
    """Cut table lines into cells, each at its row and column; rows may be shorter or longer than others.

    `make` turns a cell's raw stretch into its text, for formats with marks of their own.
    """
    if separator is _COLUMNS and (layout := layout_of(lines)) is not None:
        return spaced_cells(raw, lines, layout, make)
    told = [line for line in lines if not line.blank and not is_rule_line(line.text)]
    rule = next((at for at, line in enumerate(line for line in lines if not line.blank) if at and is_rule_line(line.text)), None)
    rows = [[MappedText.of(raw[a:b], a).strip() for a, b in row] for row in _stretches(raw, told, separator)]
    texts = [[make(cell) if make else cell for cell in row] for row in rows]
    headers = (
        rule
        if rule is not None and rule <= 3 and rule < len(texts)
        else int(looks_like_header([[c.text for c in row] for row in texts]))
    )
    return tuple(Cell(r, c, text, header=r < headers) for r, row in enumerate(texts) for c, text in enumerate(row))


def _stretches(raw: str, lines: Sequence[Line], separator: re.Pattern[str]) -> list[list[tuple[int, int]]]:
    """The raw stretches between separators; a separator at the edge of most lines is a border, else it bounds an empty cell."""
    if separator is not _PIPE:
        return [_between(raw, line, separator, line.start if separator is _SPACES else line.left) for line in lines]
    rows = [_between(raw, line, separator, line.start) for line in lines]
    leading = sum(raw[row[0][0] : row[0][1]].strip() == "" for row in rows) * 2 > len(rows)
    trailing = sum(raw[row[-1][0] : row[-1][1]].strip() == "" for row in rows) * 2 > len(rows)
    out = []
    for row in rows:
        if leading and len(row) > 1 and row[0][0] == row[0][1]:
            row = row[1:]
        if trailing and len(row) > 1 and row[-1][0] == row[-1][1]:
            row = row[:-1]
        out.append(row)
    return out


def _between(raw: str, line: Line, separator: re.Pattern[str], start: int) -> list[tuple[int, int]]:
    marks = list(separator.finditer(raw, start, line.end))
    starts = [start, *(mark.end() for mark in marks)]
    return list(zip(starts, [*(mark.start() for mark in marks), line.end], strict=True))


def looks_like_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell a first row of labels: short, at most one of them empty, none of them a number.

    >>> looks_like_header([["作者", "例数"], ["王等", "12"]]), looks_like_header([["Wang", "12"], ["Li", "30"]])
    (True, False)
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    first = [cell.strip() for cell in rows[0]]
    filled = [cell for cell in first if cell]
    return len(filled) >= len(first) - 1 and all(len(cell) <= _HEADER_CHARS and not _NUMBER_HEAVY.search(cell) for cell in filled)
