"""Residue of web pages in plain text: tags, entities, invisible characters, text decoded twice."""

from __future__ import annotations

import html
import re

from litrex.text.edits import Edit, Signs

_NAMES = (
    "mark|span|p|br|sup|sub|b|i|u|s|em|strong|font|a|div|img|td|tr|th|table|tbody|thead|li|ul|ol|h[1-6]|section|article|strike|"
    "del|ins|small|big|center|hr|o:p|figure|figcaption|blockquote|code|pre|label|cite|q|wbr|video|iframe|input|button"
)
_ATTRIBUTE = r"""\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[“”][^“”<>]*[“”]|[^\s"'<>=]+)"""
TAG = re.compile(rf"</?(?:{_NAMES})(?:{_ATTRIBUTE})*\s*/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RAISED = re.compile(r"<sup(?:\s[^<>]*)?>\s*([-+−–0-9,]+)\s*</sup>", re.IGNORECASE)
_SUPERSCRIPT = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_ANY_TAG = re.compile(f"{_RAISED.pattern}|{_COMMENT.pattern}|{TAG.pattern}", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ue000-\uf8ff\U000f0000-\U0010fffd]+"
)
_REPLACED = re.compile("\ufffd+")


def find_tags(text: str, signs: Signs) -> list[Edit]:
    """Strip tags of known names; digits that were raised become superscripts, a line break a space.

    ``P<0.05`` and ``a<b and c>d`` are no tags: an attribute has a value.

    >>> [e.new for e in find_tags("10<sup>6</sup>个<br/>细胞<mark class='x'>", Signs())]
    ['⁶', ' ', '']
    """
    if "<" not in text:
        return []
    return [Edit(m.start(), m.end(), _shown(m)) for m in _ANY_TAG.finditer(text)]


def _shown(tag: re.Match[str]) -> str:
    if tag[1]:
        return tag[1].translate(_SUPERSCRIPT)
    return " " if tag[0].lower().startswith(("<br", "<td", "<th>", "<li", "<p>", "<div", "<hr")) else ""


def find_entities(text: str, signs: Signs) -> list[Edit]:
    """Read character entities that a page left in its text.

    >>> [e.new for e in find_entities("P&lt;0.05，1&times;10 R&D; 3&nbsp;mg", Signs())]
    ['<', '×', '\\xa0']
    """
    if "&" not in text:
        return []
    found = ((m, INVISIBLE.sub("", html.unescape(m[0]))) for m in _ENTITY.finditer(text))
    return [Edit(m.start(), m.end(), new) for m, new in found if new != m[0]]


def find_invisible(text: str, signs: Signs) -> list[Edit]:
    """Drop what no reader sees: zero-width and control characters, soft hyphens, private-use glyphs.

    A replacement character stays: what it stands for is lost, and the place is flagged.
    """
    edits = [Edit(m.start(), m.end(), "") for m in INVISIBLE.finditer(text)]
    edits += [Edit(m.start(), m.end(), m[0], exact=False) for m in _REPLACED.finditer(text)]
    return sorted(edits, key=lambda edit: edit.start)
