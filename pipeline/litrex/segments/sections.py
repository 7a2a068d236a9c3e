"""Sections from headings, with their levels and what they are for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from litrex.schema.document import BlockKind, CleanBlock, CleanText
from litrex.schema.segment import Section, SectionRole
from litrex.segments.titles import role_of, role_of_label

_BY_KIND = {BlockKind.ABSTRACT: SectionRole.ABSTRACT, BlockKind.REFERENCE: SectionRole.REFERENCES}
_OUTER_WINS = (SectionRole.ABSTRACT, SectionRole.REFERENCES, SectionRole.BACK_MATTER)
_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Sectioning:
    """The sections of a text and, for each block, the index of its section."""

    sections: tuple[Section, ...]
    of_block: tuple[int, ...]


@dataclass(slots=True)
class _Start:
    """A section that is being filled."""

    title: str
    level: int
    role: SectionRole
    path: tuple[str, ...]
    start: int
    end: int


@dataclass
class _Walk:
    clean: CleanText
    open: list[_Start] = field(default_factory=list)  # the headings above, outermost first
    made: list[_Start] = field(default_factory=list)

    def text(self, block: CleanBlock) -> str:
        return self.clean.text[block.start : block.end].strip()

    def head(self, block: CleanBlock, level: int) -> None:
        """Open a section; what stands under an abstract, a reference list or a back matter is of it."""
        title = self.text(block)
        self.open = [above for above in self.open if above.level < level]
        role = role_of(title) if self.made or level > 1 else SectionRole.BODY
        outer = self.open[-1].role if self.open else SectionRole.BODY
        if outer in _OUTER_WINS or (role is SectionRole.BODY and outer is SectionRole.SUMMARY):
            role = outer
        path = tuple(above.title for above in self.open)
        self.open.append(_Start(title, level, role, path, block.start, block.end))
        self.made.append(self.open[-1])

    def turn(self, block: CleanBlock, role: SectionRole) -> None:
        """Start an untitled stretch of another role under the same headings."""
        path = tuple(above.title for above in self.open)
        self.made.append(_Start("", len(path) and self.open[-1].level, role, path, block.start, block.end))

    def take(self, block: CleanBlock) -> None:
        level = _heading_level(self.text(block), block)
        if level is not None:
            self.head(block, level)
            return
        role = self._wanted(block)
        if not self.made or self.made[-1].role is not role:
            self.turn(block, role)
        self.made[-1].end = block.end

    def _wanted(self, block: CleanBlock) -> SectionRole:
        inherited = self.open[-1].role if self.open else SectionRole.BODY
        if inherited is not SectionRole.BODY:
            return inherited
        if block.kind in _BY_KIND:
            return _BY_KIND[block.kind]
        return role_of_label(self.text(block)) if block.kind is BlockKind.PARAGRAPH else inherited


def _heading_level(text: str, block: CleanBlock) -> int | None:
    """The level of a heading; a short paragraph that is nothing but `参考文献` or `Conclusion` is one of level 2."""
    if block.kind is BlockKind.HEADING:
        return max(1, block.level)
    if block.kind is BlockKind.PARAGRAPH and len(text) <= _LONGEST_TITLE and role_of(text) is not SectionRole.BODY:
        return 2
    return None


def divide(clean: CleanText) -> Sectioning:
    """Divide a text at its headings; each section reaches to the next heading of whatever level.

    Paragraphs before the first heading are a section without a title. Abstracts and reference entries that stand under no
    heading of their own make untitled sections of their role, and so does a paragraph that is labelled (``Funding: …``).
    """
    walk, of_block = _Walk(clean), []
    for block in clean.blocks:
        walk.take(block)
        of_block.append(len(walk.made) - 1)
    return Sectioning(tuple(_closed(walk.made)), tuple(of_block))


def _closed(made: list[_Start]) -> Iterator[Section]:
    for start in made:
        yield Section(start.title, start.start, start.end, start.level, start.role, start.path)
