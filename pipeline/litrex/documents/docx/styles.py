"""What the styles of a Word file say: headings and raised text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from litrex.documents.docx.package import Package, W, value

_HEADING = re.compile(r"^(?:heading|标题|標題|überschrift|titre)\s*([1-9])$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|标题|標題)$", re.IGNORECASE)
_DEEPEST = 20  # styles that rest on one another
_OUTLINED = 9  # Word's number for text that is no heading


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its heading's level, if it is one's, and whether its text is raised (``superscript``)."""

    level: int | None = None
    height: str | None = None


def read_styles(package: Package) -> dict[str, Style]:
    """The styles by their ids; a style says what the one it rests on says, unless it says otherwise."""
    root = package.tree("word/styles.xml")
    held = {value(one, "styleId") or "": one for one in root.iter(W + "style")} if root is not None else {}
    return {name: _style(name, held) for name in held}


def _style(name: str, held: dict[str, Any]) -> Style:
    level: int | None = None
    height: str | None = None
    at: str | None = name
    for _ in range(_DEEPEST):
        one = held.get(at or "")
        if one is None:
            break
        level = _level(one) if level is None else level
        height = value(one.find(f"{W}rPr/{W}vertAlign")) if height is None else height
        at = value(one.find(W + "basedOn"))
    return Style(level if level else None, height)


def _level(style: Any) -> int | None:
    """The level of a heading's style, 0 of one that says it is none."""
    name = value(style.find(W + "name")) or ""
    if match := _HEADING.match(name):
        return int(match[1]) + 1 if int(match[1]) < _OUTLINED else 0
    if _TITLE.match(name):
        return 1
    return outline_level(style.find(W + "pPr"))


def outline_level(properties: Any | None) -> int | None:
    """The heading's level that a paragraph's or style's own properties tell; the title is 1, so chapters begin at 2."""
    told = value(properties.find(W + "outlineLvl")) if properties is not None else None
    if told is None or not told.isdigit():
        return None
    return int(told) + 2 if int(told) < _OUTLINED else 0
