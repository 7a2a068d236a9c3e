"""Tables without drawn cells: columns that line up, rows by the distance of lines, rules where there are some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from litrex.documents.marks import NOTE_START, is_caption
from litrex.documents.pdf.columns import Flow
from litrex.documents.pdf.joining import Join
from litrex.documents.pdf.lines import Line, Piece
from litrex.documents.pdf.rules import Rule
from litrex.documents.pdf.tables import NOTHING, PageTable, gaps_part, with_header
from litrex.documents.spaced_rows import Row, mark_titles, unwrapped
from litrex.documents.strips import is_list
from litrex.schema.document import Cell
from litrex.schema.mapped import MappedText

_CLOSED = 0.45  # of the size: words nearer than this stand in one column
_LEAST_STRIP = 2.5  # points
_REAL_GAP = 0.6
_BIN = 0.5
_ROWS_PER_SLIP = 12
_PROSE_SHARE = 0.75  # of the flow's width: a line without gaps that wide is prose
_MOST_LOOSE = 8  # lines with ink in one column only, one after another
_FAR = 3.2  # of the size: a line farther below belongs to something else
_CELL_SHARE = 0.45  # of the flow's width: cells are narrower on the average
_FULL_RULE = 0.6
_INNER_RULES = 3
_CLOSED_ROWS = 4
_FEW = 6  # rows
_NEAR_EDGE = 3.0  # points
_PROSE_WIDTH = 14  # of the size: prose is set no narrower
_PROSE_FILL = 0.8


@dataclass(frozen=True, slots=True)
class Columns:
    """Where columns are parted: `cuts` are the middles of the blank strips, `edges` where columns begin, and the right end."""

    cuts: tuple[float, ...]
    edges: tuple[float, ...]

    @property
    def count(self) -> int:
        return len(self.cuts) + 1

    def column(self, x: float) -> int:
        return sum(cut <= x for cut in self.cuts)


@dataclass(frozen=True, slots=True)
class Found:
    """Lines ``first:last`` of a flow that are a table."""

    first: int
    last: int
    columns: Columns


def find_aligned(flow: Flow, rules: Sequence[Rule]) -> list[Found]:
    """Find the tables among the lines of a flow."""
    found: list[Found] = []
    at = 0
    while at < len(flow.lines):
        line = flow.lines[at]
        told = _at(flow, at, rules) if len(line.pieces) > 1 and not is_caption(line.text.text) else None
        if told is not None:
            found.append(told)
        at = told.last if told is not None else at + 1
    return found


def _at(flow: Flow, first: int, rules: Sequence[Rule]) -> Found | None:
    last = _closed_at(flow, first, _run_end(flow, first), rules)
    lines = flow.lines[first:last]
    if sum(len(line.pieces) > 1 for line in lines) < 2:
        return None
    columns = columns_of(lines)
    if columns is None or not _is_table(flow, lines, columns, rules):
        return None
    return Found(first, _with_tail(flow, first, last, columns), columns)


def _run_end(flow: Flow, first: int) -> int:
    """Where the lines end that may be rows: those with gaps, and between them lines with ink in one column."""
    last = first + 1
    width = flow.right - flow.left
    for at in range(first + 1, len(flow.lines)):
        line, before = flow.lines[at], flow.lines[at - 1]
        text = line.text.text
        gapped = len(line.pieces) > 1
        if line.base - before.base > _FAR * max(line.size, before.size) or is_caption(text) or NOTE_START.match(text):
            break
        if not gapped and (line.right - line.left > _PROSE_SHARE * width or at - last >= _MOST_LOOSE):
            break
        if gapped:
            last = at + 1
    return last


def _closed_at(flow: Flow, first: int, last: int, rules: Sequence[Rule]) -> int:
    """End a table at the last line drawn across it, where that is not the one below its header."""
    lines = flow.lines[first:last]
    drawn = _crossing(lines, rules)
    inside = [line for line in lines if drawn and drawn[0].at < line.base < drawn[-1].at]
    if len(drawn) < 2 or len(inside) < (_CLOSED_ROWS if len(drawn) == 2 else 2):
        return last
    end = first + sum(line.base < drawn[-1].at for line in lines)
    columns = columns_of(flow.lines[first:end])
    return last if columns is not None and _fits(flow.lines[end:last], columns) else end


def _fits(lines: Sequence[Line], columns: Columns) -> bool:
    """Tell lines most of whose pieces begin where columns do."""
    begun = [piece.left for line in lines if len(line.pieces) > 1 for piece in line.pieces]
    fitting = sum(any(abs(left - edge) < _NEAR_EDGE for edge in columns.edges) for left in begun)
    return bool(begun) and fitting * 5 >= 3 * len(begun)


def _with_tail(flow: Flow, first: int, last: int, columns: Columns) -> int:
    """Add the lines below that go on in one column at the distance of wrapped lines."""
    gap = gaps_part([line.base for line in flow.lines[first:last]])
    while last < len(flow.lines):
        line, before = flow.lines[last], flow.lines[last - 1]
        near = line.base - before.base < (gap if gap is not None else 1.25 * line.size)
        inside = columns.column(line.left + 0.1) == columns.column(line.right - 0.1) and any(
            abs(line.left - edge) < 2 for edge in columns.edges[1:-1]
        )
        if not near or not inside:
            break
        last += 1
    return last


def columns_of(lines: Sequence[Line]) -> Columns | None:
    """Find the columns of lines: upright strips that stay blank. The first lines may be titles over several columns."""
    gapped = [line for line in lines if len(line.pieces) > 1]
    tries = [_columns(gapped[skip:]) for skip in range(3) if len(gapped) - skip >= 2]
    best = max(tries, key=lambda told: told.count, default=None)
    return best if best is not None and best.count > 1 else None


def _columns(lines: Sequence[Line]) -> Columns:
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    told = [_closed(line) for line in lines]
    steps = [0] * (int((right - left) / _BIN) + 3)
    for blocks in told:
        for a, b in blocks:
            steps[int((a - left) / _BIN)] += 1
            steps[int((b - left) / _BIN) + 1] -= 1
    size = sorted(line.size for line in lines)[len(lines) // 2]
    may_cross, inked, start = len(lines) // _ROWS_PER_SLIP, 0, None
    cuts, edges = list[float](), [left]
    for at, step in enumerate(steps[:-1]):
        inked += step
        if inked <= may_cross:
            start = at if start is None else start
        elif start is not None:
            strip = (left + start * _BIN, left + at * _BIN)
            if strip[1] - strip[0] >= max(_LEAST_STRIP, 0.3 * size) and _parts(told, strip, _REAL_GAP * size):
                cuts.append((strip[0] + strip[1]) / 2)
                edges.append(strip[1])
            start = None
    return Columns(tuple(cuts), (*edges, right))


def _closed(line: Line) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for word in line.words:
        if out and word.left - out[-1][1] < _CLOSED * line.size:
            out[-1] = (out[-1][0], word.right)
        else:
            out.append((word.left, word.right))
    return out


def _parts(told: Sequence[list[tuple[float, float]]], strip: tuple[float, float], gap: float) -> bool:
    """Tell whether a strip parts columns: at least two lines go on beyond it after a wide gap, and most that do."""
    middle = (strip[0] + strip[1]) / 2
    both = clear = 0
    for blocks in told:
        before = [b for _, b in blocks if b <= middle]
        after = [a for a, _ in blocks if a >= middle]
        if before and after and len(before) + len(after) == len(blocks):
            both += 1
            clear += min(after) - max(before) >= gap
    return clear >= 2 and clear * 2 >= both


def _is_table(flow: Flow, lines: Sequence[Line], columns: Columns, rules: Sequence[Rule]) -> bool:
    """Tell a table from a list, from prose with wide spaces, and from what lines up by chance."""
    ruled = len(_crossing(lines, rules)) >= 2
    rows = [line for line in lines if len(line.pieces) > 1]
    if len(rows) < (2 if ruled else 3 if columns.count > 2 else 4):
        return False
    cells = [piece for line in lines for piece in cut(line, columns).values()]
    firsts = [line.text.text[p.start : p.end] for line in lines for c, p in cut(line, columns).items() if c == 0]
    if is_list(firsts, columns.count) or (not ruled and _is_stretched(flow, rows)):
        return False
    if _is_prose(lines, columns):
        return False
    wide = sum(piece.right - piece.left for piece in cells) > _CELL_SHARE * (flow.right - flow.left) * len(cells)
    filled = sum(len(cut(line, columns)) > 1 for line in rows) * 2 >= len(lines) or columns.count > 3 or ruled
    return ruled or (filled and not wide)


def _is_stretched(flow: Flow, rows: Sequence[Line]) -> bool:
    """Tell a few lines of prose that are stretched from side to side of their column."""
    flush = sum(abs(line.left - flow.left) < _NEAR_EDGE and abs(line.right - flow.right) < _NEAR_EDGE for line in rows)
    return len(rows) < _FEW and flush * 5 >= 3 * len(rows)


def _is_prose(lines: Sequence[Line], columns: Columns) -> bool:
    """Tell columns of prose: two or three of them, each line of each filling them."""
    if columns.count > 3:
        return False
    sides = list(zip(columns.edges, (*columns.cuts, columns.edges[-1]), strict=False))
    for c, (left, right) in enumerate(sides):
        wide = [piece.right - piece.left for line in lines for at, piece in cut(line, columns).items() if at == c]
        full = sum(one > _PROSE_FILL * (right - left) for one in wide)
        if right - left < _PROSE_WIDTH * lines[0].size or full * 2 < len(wide) or len(wide) * 2 < len(lines):
            return False
    return True


def _crossing(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Rule]:
    """The level lines over most of a table's width, from right above its first line to right below its last."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    top, bottom = lines[0].top - 1.5 * lines[0].size, lines[-1].bottom + 1.5 * lines[-1].size
    told = [rule for rule in rules if top <= rule.at <= bottom]
    inside = [rule for rule in told if min(rule.end, right) - max(rule.start, left) >= _FULL_RULE * (right - left)]
    return sorted((rule for rule in inside if rule.end - rule.start <= 1.6 * (right - left)), key=lambda rule: rule.at)


def cut(line: Line, columns: Columns) -> dict[int, Piece]:
    """Cut a line into its cells: the words of each column. A piece over several columns goes to the one it begins in."""
    out: dict[int, Piece] = {}
    for piece in line.pieces:
        words = [word for word in line.words if piece.start <= word.start < piece.end]
        column = -1
        for at, word in enumerate(words):
            own = columns.column((word.left + word.right) / 2 if word.right - word.left < 3 * line.size else word.left)
            near = at and word.left - words[at - 1].right < _CLOSED * line.size
            column = max(column, own) if not near or at == 0 else column
            held = out.get(column)
            out[column] = word if held is None else Piece(held.start, word.end, held.left, word.right)
    return dict(sorted(out.items()))


def aligned_table(flow: Flow, found: Found, rules: Sequence[Rule], join: Join) -> PageTable:
    """Read the rows of a table that was found."""
    lines = flow.lines[found.first : found.last]
    drawn = _crossing(lines, rules)
    breaks = [_ruled(a, b, drawn) for a, b in pairwise(lines)]
    rows = _rows(lines, found.columns, rules)
    headed = _headed(lines, drawn)
    for at, row in enumerate(rows):
        row.title = at < headed
    if not headed:
        mark_titles(rows)
    grouped = _grouped(lines, rows, breaks, found.columns)
    cells = [cell for n, row in enumerate(grouped) for cell in _cells(row, n, found.columns.count, join)]
    table = PageTable(flow.page, lines[0].top, lines[-1].bottom, list(found.columns.edges), cells)
    titles = sum(row.title for row in grouped)
    return with_header(table, titles) if titles else with_header(table)


def _ruled(above: Line, below: Line, rules: Sequence[Rule]) -> bool:
    return any(above.base <= rule.at + 1 and rule.at <= below.base - 0.3 * below.size for rule in rules)


def _headed(lines: Sequence[Line], rules: Sequence[Rule]) -> int:
    """How many lines stand above the line drawn below a header."""
    inner = [rule.at for rule in rules if lines[0].base < rule.at < lines[-1].base]
    if not inner or (len(rules) < 2 and rules[0].at > lines[len(lines) // 2].base):
        return 0
    count = sum(line.base < inner[0] for line in lines)
    return count if count <= 6 and count < len(lines) else 0


def _rows(lines: Sequence[Line], columns: Columns, rules: Sequence[Rule]) -> list[Row]:
    out: list[Row] = []
    for line in lines:
        told = cut(line, columns)
        cells: dict[int, list[MappedText]] = {}
        reach: dict[int, int] = {}
        for c, piece in told.items():
            first, last = _span(line, piece, c, told, columns, rules)
            cells[first] = [line.text.slice(piece.start, piece.end).strip()]
            reach[first] = last
        out.append(Row(cells, reach))
    return out


def _span(
    line: Line, piece: Piece, column: int, told: dict[int, Piece], columns: Columns, rules: Sequence[Rule]
) -> tuple[int, int]:
    """The columns that a piece stands over: those it reaches into, or those of a short rule drawn right below it."""
    following = min((c for c in told if c > column), default=columns.count)
    last = column
    while last + 1 < following and piece.right > columns.cuts[last] + 1:
        last += 1
    for rule in rules:
        below = line.base < rule.at < line.base + 1.2 * line.size
        if below and rule.start - 3 <= piece.left and piece.right <= rule.end + 3:
            first, end = columns.column(rule.start + 4), columns.column(rule.end - 4)
            alone = all(c == column or not first <= c <= end for c in told)
            if first < end and alone and end - first + 1 < columns.count:
                return first, end
    return column, last


def _grouped(lines: Sequence[Line], rows: list[Row], breaks: Sequence[bool], columns: Columns) -> list[Row]:
    """Put the lines of one row together: by rules between rows, by the distance of lines, else by their words."""
    if sum(breaks) >= _INNER_RULES and sum(breaks) * 4 >= len(rows) and _bands_hold(rows, breaks):
        return _merged(rows, breaks)
    gap = _row_gap(lines, rows, columns)
    if gap is not None:
        apart = [b.base - a.base >= gap for a, b in pairwise(lines)]
        return _merged(rows, [far or ruled for far, ruled in zip(apart, breaks, strict=True)])
    for row, ruled in zip(rows[1:], breaks, strict=True):
        row.after_blank = ruled
    return unwrapped(rows)


def _bands_hold(rows: Sequence[Row], breaks: Sequence[bool]) -> bool:
    """Tell whether the rules part single rows: hardly any line between two of them fills all columns again."""
    full = max(len(row.cells) for row in rows)
    again = [row for row, parted in zip(rows[1:], breaks, strict=True) if not parted and not row.title and len(row.cells) >= full]
    return len(again) * 5 <= len(rows)


def _merged(rows: Sequence[Row], breaks: Sequence[bool]) -> list[Row]:
    out = [rows[0]]
    for row, parted in zip(rows[1:], breaks, strict=True):
        if parted or row.title != out[-1].title:
            out.append(row)
            continue
        for column, pieces in row.cells.items():
            out[-1].cells.setdefault(column, []).extend(pieces)
            out[-1].reach[column] = max(out[-1].reach.get(column, column), row.reach.get(column, column))
    return out


def _row_gap(lines: Sequence[Line], rows: Sequence[Row], columns: Columns) -> float | None:
    """The distance from which on a line begins a row; None where distances do not tell, as wrapped lines fill few columns."""
    body = [line for line, row in zip(lines, rows, strict=True) if not row.title]
    gap = gaps_part([line.base for line in body])
    if gap is None:
        return None
    pairs = zip(pairwise(lines), rows[1:], strict=True)
    going = [row for (a, b), row in pairs if b.base - a.base < gap and not row.title]
    whole = sum(0 in row.cells and len(row.cells) * 5 >= columns.count * 4 for row in going)
    return gap if whole * 5 <= 2 * len(going) else None


def _cells(row: Row, number: int, columns: int, join: Join) -> list[Cell]:
    """The cells of a row, empty ones too; one over several columns where a title or a row's only cell reaches so far."""
    out: list[Cell] = []
    column = 0
    while column < columns:
        pieces = row.cells.get(column)
        span = 1
        if pieces and (row.title or len(row.cells) == 1):
            following = min((c for c in row.cells if c > column), default=columns)
            span = min(row.reach.get(column, column) + 1, following) - column
        out.append(Cell(number, column, join(pieces) if pieces else NOTHING, 1, max(1, span), row.title))
        column += max(1, span)
    return out
