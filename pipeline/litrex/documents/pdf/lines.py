"""Characters with places put together to lines: words, spaces and raised text by size and height."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from litrex.documents.ink import Ink, is_cjk
from litrex.documents.pdf.glyphs import Glyphs
from litrex.documents.superscripts import raised
from litrex.schema.mapped import MappedText

_SPACE = 0.17  # of the font's size: a wider gap between letters is a space
_CJK_SPACE = 0.6  # beside a Han character
_BOTH_CJK_SPACE = 1.2  # between two, which stretched lines pull apart
_RUN_GAP = 1.5  # of the font's size: what is farther away is a run of its own
_SMALL = 0.9  # raised text is smaller than this share of the text beside it
_HIGHEST, _LOWEST = 0.75, 0.12  # how far raised text stands above the line, in sizes of the text beside it
_DEEPEST, _SUNK = -0.5, -0.04
_NEAR = 0.35
_SAME_LINE = 0.22  # base lines that differ by less of the size are one line
_SIDE_BY_SIDE = 0.45  # the same for runs that stand side by side
_PIECE_GAP = 0.75  # of the size: a wider gap parts pieces
_CONTEXT = 16


@dataclass(slots=True)
class _Run:
    """Characters of one size on one base line."""

    base: float
    size: float
    left: float
    right: float
    items: list[int]
    raised: bool = False
    host: _Run | None = None


@dataclass(slots=True)
class Row:
    """All characters at one height of a page, from left to right."""

    page: int
    items: list[int]
    raised: set[int] = field(default_factory=set)

    def part(self, glyphs: Glyphs, left: float, right: float) -> Row:
        """What of the row lies between two places."""
        kept = [g for g in self.items if left <= (glyphs.left[g] + glyphs.right[g]) / 2 < right]
        return Row(self.page, kept, self.raised)

    @property
    def empty(self) -> bool:
        return not self.items


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line between wide gaps: ``text[start:end]``, from `left` to `right`."""

    start: int
    end: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as it stands in its column. Places are upright points."""

    text: MappedText
    page: int
    left: float
    right: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool
    words: tuple[Piece, ...] = ()

    @property
    def pieces(self) -> list[Piece]:
        """The words put together where no wide gap parts them."""
        out: list[Piece] = []
        for word in self.words:
            if out and word.left - out[-1].right < _PIECE_GAP * self.size:
                out[-1] = Piece(out[-1].start, word.end, out[-1].left, word.right)
            else:
                out.append(word)
        return out


def rows_of(glyphs: Glyphs, first: int, last: int) -> list[Row]:
    """The rows of one page, from above; `first:last` are the positions of its characters."""
    runs = _runs(glyphs, first, last)
    _find_hosts(runs)
    rows: list[_Band] = []
    for run in sorted((run for run in runs if run.host is None), key=lambda run: (run.base, run.left)):
        if rows and rows[-1].takes(run):
            rows[-1].runs.append(run)
        else:
            rows.append(_Band(run.base, run.size, [run]))
    guests: dict[int, list[_Run]] = {}
    for run in runs:
        if run.host is not None:
            guests.setdefault(id(run.host), []).append(run)
    return [_row(glyphs, [*band.runs, *(guest for run in band.runs for guest in guests.get(id(run), ()))]) for band in rows]


@dataclass(slots=True)
class _Band:
    """Runs at one height, or nearly so where they stand side by side: the middle of a cell beside the top of another."""

    base: float
    size: float
    runs: list[_Run]

    def takes(self, run: _Run) -> bool:
        step = run.base - self.base
        if step <= _SAME_LINE * min(run.size, self.size):
            return True
        apart = all(run.right <= other.left or other.right <= run.left for other in self.runs)
        return apart and step <= _SIDE_BY_SIDE * max(run.size, self.size)


def _row(glyphs: Glyphs, runs: Sequence[_Run]) -> Row:
    items = sorted((g for run in runs for g in run.items), key=lambda g: (glyphs.left[g], g))
    lifted = {g for run in runs if run.raised for g in run.items}
    return Row(glyphs.page[items[0]], _once(glyphs, items), lifted)


def _once(glyphs: Glyphs, items: list[int]) -> list[int]:
    """Leave out characters that are printed twice at one place, as some programs make bold text.

    Two that follow one another are the letters of a ligature.
    """
    out: list[int] = []
    for g in items:
        last = out[-1] if out else g
        near = glyphs.left[g] - glyphs.left[last] < 0.12 * glyphs.size[g]
        twice = near and abs(g - last) > 1 and glyphs.text[last] == glyphs.text[g] != " "
        if not twice:
            out.append(g)
    return out


def _runs(glyphs: Glyphs, first: int, last: int) -> list[_Run]:
    runs: list[_Run] = []
    spaces: list[int] = []
    for g in range(first, last):
        if glyphs.text[g] == " ":
            spaces.append(g)
            continue
        run, size = runs[-1] if runs else None, glyphs.size[g]
        goes_on = (
            run is not None
            and abs(glyphs.base[g] - run.base) < 0.06 * size
            and abs(size - run.size) < 0.06 * size
            and -0.6 * size < glyphs.left[g] - run.right < _RUN_GAP * size
        )
        if run is None or not goes_on:
            run = _Run(glyphs.base[g], size, glyphs.left[g], glyphs.right[g], [])
            runs.append(run)
        else:
            run.items += spaces
        spaces.clear()
        run.items.append(g)
        run.left, run.right = min(run.left, glyphs.left[g]), max(run.right, glyphs.right[g])
    return runs


def _find_hosts(runs: list[_Run]) -> None:
    """Tell raised and lowered runs by the larger text right beside them."""
    order = sorted(runs, key=lambda run: run.base)
    bases = [run.base for run in order]
    largest = max((run.size for run in runs), default=0.0)
    for run in runs:
        reach = min(largest, 4 * run.size)
        at = bisect_left(bases, run.base - reach)
        best: tuple[float, _Run] | None = None
        while at < len(order) and bases[at] <= run.base + reach:
            host = order[at]
            at += 1
            height = (host.base - run.base) / host.size
            if host is run or not _fits(run, host, height):
                continue
            gap = max(run.left - host.right, host.left - run.right)
            if gap <= _NEAR * host.size and (best is None or gap < best[0]):
                best = (gap, host)
        if best is not None:
            run.host = best[1]
            run.raised = best[1].base > run.base
    for run in runs:
        if run.host is not None and run.host.host is not None:
            run.host = None if run.host.host is run else run.host.host


def _fits(run: _Run, host: _Run, height: float) -> bool:
    smaller = run.size < _SMALL * host.size
    if not smaller or len(run.items) > 40:
        return False
    return _LOWEST <= height <= _HIGHEST or _DEEPEST <= height <= _SUNK


def line_of(glyphs: Glyphs, row: Row) -> Line | None:
    """Write a row, or a part of one, as a line; None where it holds nothing but space."""
    items = [g for g in row.items if glyphs.text[g] != " "]
    if not items:
        return None
    plain = [g for g in items if g not in row.raised] or items
    size = Counter(round(glyphs.size[g] * 2) / 2 for g in plain).most_common(1)[0][0] or 1.0
    main = [g for g in plain if abs(glyphs.size[g] - size) <= 0.15 * size] or plain
    text, words = _written(glyphs, row, size)
    return Line(
        text=text,
        page=row.page,
        left=min(glyphs.left[g] for g in items),
        right=max(glyphs.right[g] for g in items),
        top=min(glyphs.top[g] for g in main),
        bottom=max(glyphs.bottom[g] for g in main),
        base=sorted(glyphs.base[g] for g in main)[len(main) // 2],
        size=size,
        bold=sum(glyphs.bold[g] for g in items) * 10 >= 9 * len(items),
        words=words,
    )


def _written(glyphs: Glyphs, row: Row, size: float) -> tuple[MappedText, tuple[Piece, ...]]:
    ink = Ink()
    words: list[Piece] = []
    last: int | None = None
    spaced = False
    groups = _groups(glyphs, row)
    for n, group in enumerate(groups):
        if glyphs.text[group[0]] == " ":
            spaced = True
            continue
        first = group[0]
        gap = glyphs.left[first] - glyphs.right[last] if last is not None else 0.0
        apart = last is not None and _parted(glyphs, last, first, spaced, gap)
        if apart:
            ink.stand(" ", first, first)
        start = len(ink)
        text = _group_text(glyphs, group)
        if first in row.raised:
            text = raised(text, ink.tail(_CONTEXT), _after(glyphs, group[-1], groups[n + 1 : n + 2]), linked=False)
        ink.put_mapped(text)
        _add_word(words, Piece(start, len(ink), glyphs.left[first], glyphs.right[group[-1]]), apart or gap > _PIECE_GAP * size)
        last, spaced = group[-1], False
    return ink.take(), tuple(words)


def _after(glyphs: Glyphs, last: int, following: Sequence[Sequence[int]]) -> str:
    """The character after a raised group, a space where one is seen."""
    if not following:
        return ""
    first = following[0][0]
    return " " if glyphs.left[first] - glyphs.right[last] > _SPACE * glyphs.size[first] else glyphs.text[first]


def _add_word(words: list[Piece], piece: Piece, apart: bool) -> None:
    if words and not apart:
        words[-1] = Piece(words[-1].start, piece.end, words[-1].left, max(words[-1].right, piece.right))
    else:
        words.append(piece)


def _groups(glyphs: Glyphs, row: Row) -> list[list[int]]:
    """Characters by themselves, raised ones together with their raised neighbours."""
    out: list[list[int]] = []
    for g in row.items:
        lifted = g in row.raised and glyphs.text[g] != " "
        if lifted and out and out[-1][0] in row.raised and glyphs.left[g] - glyphs.right[out[-1][-1]] < glyphs.size[g]:
            out[-1].append(g)
        else:
            out.append([g])
    return out


def _group_text(glyphs: Glyphs, group: Iterable[int]) -> MappedText:
    return MappedText.join(_own(glyphs.text[g], g) for g in group)


def _own(text: str, g: int) -> MappedText:
    return MappedText(text, array("I", [g] * len(text)), array("I", [g + 1] * len(text)))


def _parted(glyphs: Glyphs, last: int, first: int, spaced: bool, gap: float) -> bool:
    """Tell a space between two characters: typed, or seen where a program typed none."""
    size = min(glyphs.size[last], glyphs.size[first])
    han = is_cjk(glyphs.text[last][-1]) or is_cjk(glyphs.text[first][0])
    if spaced:
        return gap > 0.08 * size or not han
    both = is_cjk(glyphs.text[last][-1]) and is_cjk(glyphs.text[first][0])
    return gap > (_BOTH_CJK_SPACE if both else _CJK_SPACE if han else _SPACE) * size
