"""Lines of a column put together to paragraphs, and headings told by their looks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from litrex.documents.headings import heading_level, is_list_item, may_be_title, may_head
from litrex.documents.ink import is_cjk
from litrex.documents.marks import ENTRY, NOTE_START, is_caption, table_label
from litrex.documents.pdf.joining import Join
from litrex.documents.pdf.lines import Line
from litrex.schema.mapped import MappedText

_LARGER = 1.09  # a heading's size to the body's
_SMALLER = 0.93
_FAR = 1.22  # of the usual distance of lines
_INDENT = 0.7  # of the size
_ROOM = 2.6  # of the size: Chinese lines may end so early, for the sake of a sign that must not begin the next
_ENDS = re.compile(r"[。．.！!？?：:；;…][”’\"'」』)）\]】⁰¹²³⁴-⁹]*(?:\[[\d,，–-]+\])?$")
_HEADING_LINES = 4
_EARLY = 0.25  # of the width: an unfinished line that ends so early ends its paragraph
_SIZE_STEP = 0.6


@dataclass(frozen=True, slots=True)
class Looks:
    """What is usual in a document: the size of its text, and the distance of its lines by size."""

    body: float
    leading: dict[float, float]

    def far(self, above: Line, below: Line) -> bool:
        """Tell lines that stand farther apart than those of one paragraph."""
        usual = self.leading.get(below.size, 1.3 * below.size)
        return below.base - above.base > _FAR * usual


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; `level` is that of a heading. `small` text is set apart from the body by its size."""

    lines: list[Line]
    text: MappedText
    level: int | None = None
    small: bool = False
    right: float = 0.0  # of its column

    @property
    def full(self) -> bool:
        """Tell whether the last line reaches the column's right side."""
        return self.lines[-1].right > self.right - _ROOM * self.lines[-1].size

    @property
    def finished(self) -> bool:
        return _ENDS.search(self.text.text) is not None


def looks_of(lines: Sequence[Line], flows: Iterable[Sequence[Line]]) -> Looks:
    """Measure a document."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    gaps: dict[float, Counter[float]] = {}
    for told in flows:
        for above, below in pairwise(told):
            gap = below.base - above.base
            if above.size == below.size and 0.8 * below.size < gap < 2.5 * below.size:
                gaps.setdefault(below.size, Counter())[round(gap * 2) / 2] += 1
    return Looks(body, {size: _usual(count) for size, count in gaps.items()})


def _usual(gaps: Counter[float]) -> float:
    """The smallest distance that is common: paragraphs stand farther apart than lines."""
    most = max(gaps.values())
    return min(gap for gap, count in gaps.items() if count * 3 >= most)


def paragraphs_of(lines: Sequence[Line], right: float, looks: Looks, join: Join) -> list[Paragraph]:
    """Cut the lines of a column into paragraphs."""
    out: list[Paragraph] = []
    for cluster in _clusters(lines, looks):
        edge = max(line.right for line in cluster) if len(cluster) > 2 else max(right, cluster[0].right)
        for group in _cut(cluster, edge):
            text = join([line.text for line in group])
            out.append(Paragraph(group, text, small=group[0].size < _SMALLER * looks.body, right=edge))
    return out


def _clusters(lines: Sequence[Line], looks: Looks) -> list[list[Line]]:
    """Part lines where size, weight or distance change."""
    out: list[list[Line]] = []
    for line in lines:
        before = out[-1][-1] if out else None
        if before is not None and not (
            looks.far(before, line)
            or line.base <= before.base
            or abs(before.size - line.size) > _SIZE_STEP
            or (before.bold != line.bold and _weight_parts(before, line))
        ):
            out[-1].append(line)
        else:
            out.append([line])
    return out


def _weight_parts(before: Line, line: Line) -> bool:
    """Tell a bold line before or after others: a heading, unless it only ends a sentence in bold."""
    bold = before if before.bold else line
    return len(bold.text) > 2


def _cut(cluster: Sequence[Line], right: float) -> list[list[Line]]:
    left = min(line.left for line in cluster)
    out = [[cluster[0]]]
    for above, line in pairwise(cluster):
        if _begins(out[-1], above, line, (left, right)):
            out.append([line])
        else:
            out[-1].append(line)
    return out


def _begins(group: Sequence[Line], above: Line, line: Line, sides: tuple[float, float]) -> bool:
    """Tell the first line of a paragraph: indented, after a line that ended early, out of a hanging indent, or a list's item."""
    step = line.left - above.left
    first = group[0] is above
    indent = _INDENT * line.size
    hangs = _opens(group[0].text.text)
    if step > indent:
        return not (first and hangs) and not _centred(above, line)
    if step < -indent and not first and line.left <= group[0].left + indent:
        return True
    room = sides[1] - above.right
    word = line.words[0] if line.words else None
    wide = word.right - word.left if word is not None else 0.0
    needed = _ROOM * line.size if is_cjk(line.text.text[0]) else min(wide, 0.5 * (sides[1] - sides[0])) + 0.6 * line.size
    ended = _ENDS.search(above.text.text) is not None
    if _opens(line.text.text) and (ended or room > needed) and abs(line.left - group[0].left) < indent:
        return True
    if room > needed and not ended:
        return heading_level(above.text.text) is not None or (room > _EARLY * (sides[1] - sides[0]) and not _is_chinese(above))
    return room > needed


def _is_chinese(line: Line) -> bool:
    """Tell a Chinese line: it may end early in the middle of a sentence, where a long figure or foreign word comes next."""
    return sum(map(is_cjk, line.text.text)) * 3 > len(line.text)


def _centred(above: Line, line: Line) -> bool:
    return abs((above.left + above.right) - (line.left + line.right)) < 0.5 * line.size


def _opens(text: str) -> bool:
    """Tell a line that begins an item, an entry of the references, a note or a caption."""
    entry = ENTRY.match(text)
    return bool(
        is_list_item(text)
        or NOTE_START.match(text)
        or (entry and not text[0].isalpha())
        or (table_label(text) and is_caption(text))
    )


def name_headings(paragraphs: Sequence[Paragraph], looks: Looks) -> None:
    """Give headings their level: the title the first, the others by their looks, or by their number where nothing else tells."""
    found = [one for one in paragraphs if _may_be_heading(one, looks)]
    styles = sorted({(one.lines[0].size, one.lines[0].bold) for one in found if _stands_out(one, looks)}, reverse=True)
    title = _title(paragraphs, looks)
    for one in found:
        style = (one.lines[0].size, one.lines[0].bold)
        marked = heading_level(one.text.text)
        if one is title:
            one.level = 1
        elif style in styles:
            one.level = marked if marked is not None and marked > 2 else 2 + _rank(style, styles, title)
        else:
            one.level = marked
    if title is not None:
        title.level = 1


def _rank(style: tuple[float, bool], styles: Sequence[tuple[float, bool]], title: Paragraph | None) -> int:
    larger = [size for size, _ in styles if size > style[0] + _SIZE_STEP and (title is None or size < title.lines[0].size)]
    return min(len(set(larger)), 3)


def _stands_out(one: Paragraph, looks: Looks) -> bool:
    return one.lines[0].size > _LARGER * looks.body or one.lines[0].bold


def _may_be_heading(one: Paragraph, looks: Looks) -> bool:
    text = one.text.text
    if len(one.lines) > _HEADING_LINES or (one.small and not one.lines[0].bold):
        return False
    marked = heading_level(text) is not None
    return may_head(text) and _stands_out(one, looks) if not marked else len(one.lines) <= 2


def _title(paragraphs: Sequence[Paragraph], looks: Looks) -> Paragraph | None:
    """The largest text of the first page, where it is larger than the body and can be a title."""
    if not paragraphs:
        return None
    first = [one for one in paragraphs if one.lines[0].page == paragraphs[0].lines[0].page]
    best = max(first, key=lambda one: one.lines[0].size, default=None)
    if best is None or best.lines[0].size <= _LARGER * looks.body or len(best.lines) > _HEADING_LINES:
        return None
    return best if may_be_title(best.text.text) else None
