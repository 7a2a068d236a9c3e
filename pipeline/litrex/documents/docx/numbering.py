"""The numbers that Word sets before paragraphs: they are no text of the file, but a reader sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from litrex.documents.docx.package import Package, W, value

_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    pattern: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a file, and how far each has counted."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    def label(self, properties: Any | None) -> str:
        """The number or sign of the paragraph with these properties, empty where it has none; counts on.

        Only Arabic numbers and bullets are told: letters and other numerals do not matter to what is read.
        """
        told = properties.find(W + "numPr") if properties is not None else None
        name = value(told.find(W + "numId")) if told is not None else None
        levels = self.lists.get(name or "")
        depth = int(value(told.find(W + "ilvl")) or 0) if told is not None and levels else 0
        if not levels or name is None or depth not in levels:
            return ""
        counts = self._counts.setdefault(name, [None] * _LEVELS)
        before = counts[depth]
        counts[depth] = levels[depth].start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        return self._written(levels, depth, counts)

    def _written(self, levels: dict[int, _Level], depth: int, counts: list[int | None]) -> str:
        level = levels[depth]
        if level.kind == "bullet":
            return "• "
        if level.kind not in ("decimal", "decimalZero"):
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            told = counts[at] if at < _LEVELS else None
            return str(told if told is not None else levels[at].start if at in levels else 1)

        return re.sub(r"%([1-9])", number, level.pattern).strip() + " "


def read_numbering(package: Package) -> Numbering:
    """Read the lists that paragraphs name."""
    root = package.tree("word/numbering.xml")
    if root is None:
        return Numbering()
    kinds = {value(one, "abstractNumId"): _levels(one) for one in root.iter(W + "abstractNum")}
    lists: dict[str, dict[int, _Level]] = {}
    for one in root.iter(W + "num"):
        kind = kinds.get(value(one.find(W + "abstractNumId")))
        if kind:
            lists[value(one, "numId") or ""] = kind
    return Numbering(lists)


def _levels(kind: Any) -> dict[int, _Level]:
    out: dict[int, _Level] = {}
    for level in kind.iter(W + "lvl"):
        depth, start = value(level, "ilvl") or "0", value(level.find(W + "start")) or "1"
        if depth.isdigit() and int(depth) < _LEVELS:
            pattern = value(level.find(W + "lvlText")) or ""
            first = int(start) if start.isdigit() and len(start) < 7 else 1
            out[int(depth)] = _Level(value(level.find(W + "numFmt")) or "decimal", pattern, first)
    return out
