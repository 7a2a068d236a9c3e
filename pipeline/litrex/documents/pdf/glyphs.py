"""The characters of a PDF's pages with their places, as PDFium finds them."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from litrex.documents.pdf.frames import Frame

_HYPHEN = 2  # PDFium's own sign for a hyphen at a line's end
_BOLD = ("bold", "black", "heavy", "semibold", "demi", "simhei", "heiti")
_FOLDED = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFB00, 0xFB4F), (0xFE30, 0xFE4F))  # radicals, ligatures: never what was typed
_CLOSING, _OPENING = frozenset("）】》」』〕，。；：、！？"), frozenset("（【《「『〔")
_LEAST_SIZE = 1.0  # points; smaller text is hidden


@dataclass(slots=True)
class Glyphs:
    """All characters of a document, by position: upright places in points, y downwards, and size of the font."""

    text: list[str] = field(default_factory=list)  # one character, or those of a ligature
    page: array[int] = field(default_factory=lambda: array("H"))
    left: array[float] = field(default_factory=lambda: array("f"))
    right: array[float] = field(default_factory=lambda: array("f"))
    top: array[float] = field(default_factory=lambda: array("f"))
    bottom: array[float] = field(default_factory=lambda: array("f"))
    base: array[float] = field(default_factory=lambda: array("f"))
    size: array[float] = field(default_factory=lambda: array("f"))
    bold: array[int] = field(default_factory=lambda: array("B"))
    unmapped: int = 0  # glyphs whose font does not say which character they are
    turned: int = 0  # characters left out because they run another way than the rest of their page

    def __len__(self) -> int:
        return len(self.text)

    def add(self, text: str, page: int, box: tuple[float, float, float, float], style: _Style) -> None:
        """Append a glyph; `box` is left, right, top, bottom."""
        left, right = _inked(text, box[0], box[1], style.size)
        self.text.append(text)
        self.page.append(page)
        self.left.append(left)
        self.right.append(right)
        self.top.append(box[2])
        self.bottom.append(box[3])
        self.base.append(0.0)
        self.size.append(style.size)
        self.bold.append(style.bold)


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    runs: int  # quarter turns
    bold: bool
    mapped: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """A character in the page's own units."""

    text: str
    style: _Style
    box: tuple[float, float, float, float]  # left, bottom, right, top
    origin: tuple[float, float]


def _inked(text: str, left: float, right: float, size: float) -> tuple[float, float]:
    """The sides of a character without the blank half of full-width brackets: it may be all that parts columns."""
    if right - left >= 0.9 * size:
        if text in _CLOSING:
            return left, left + 0.55 * size
        if text in _OPENING:
            return right - 0.55 * size, right
    return left, right


def read_page(page: Any, number: int, glyphs: Glyphs) -> Frame:
    """Append the characters of one page in the order they are drawn; `number` counts pages from 1.

    Only text that runs the way most of the page does is taken: a stamp along the margin or across the page is no article.
    """
    text_page = page.get_textpage()
    try:
        seen = _seen(text_page)
    finally:
        text_page.close()
    runs = Counter(one.style.runs for one in seen)
    left, bottom, right, top = page.get_bbox()
    most = max(runs, key=lambda way: (runs[way], -way), default=0)
    frame = Frame(left, bottom, right, top, most, page.get_rotation() // 90)
    for one in seen:
        if one.style.runs != frame.runs:
            glyphs.turned += 1
            continue
        _place(one, number, frame, glyphs)
    return frame


def _place(one: _Seen, number: int, frame: Frame, glyphs: Glyphs) -> None:
    x0, y0 = frame.upright(one.box[0], one.box[1])
    x1, y1 = frame.upright(one.box[2], one.box[3])
    width, height = frame.upright_size
    if max(x0, x1) < 0 or min(x0, x1) > width or max(y0, y1) < 0 or min(y0, y1) > height:
        return  # beside the page
    glyphs.unmapped += not one.style.mapped
    glyphs.add(one.text, number, (min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)), one.style)
    glyphs.base[-1] = frame.upright(*one.origin)[1]


def _seen(text_page: Any) -> list[_Seen]:
    import pypdfium2.raw as pdfium

    raw = text_page.raw
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    styles: dict[int, _Style] = {}
    out: list[_Seen] = []
    for at in range(text_page.count_chars()):
        obj = pdfium.FPDFText_GetTextObject(raw, at)
        if not obj:
            continue  # a space or line break that PDFium put in
        key = ctypes.cast(obj, ctypes.c_void_p).value or 0
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(raw, at)
        text = character(pdfium.FPDFText_GetUnicode(raw, at))
        if not text or style.size < _LEAST_SIZE or not pdfium.FPDFText_GetLooseCharBox(raw, at, rect):
            continue
        pdfium.FPDFText_GetCharOrigin(raw, at, x, y)
        out.append(_Seen(text, style, (rect.left, rect.bottom, rect.right, rect.top), (x.value, y.value)))
    return out


def _style(raw: Any, at: int) -> _Style:
    import pypdfium2.raw as pdfium

    matrix, flags, name = pdfium.FS_MATRIX(), ctypes.c_int(), ctypes.create_string_buffer(128)
    scale, angle = 1.0, 0.0
    if pdfium.FPDFText_GetMatrix(raw, at, matrix):
        scale = math.hypot(matrix.c, matrix.d)
        angle = math.atan2(matrix.b, matrix.a)
    pdfium.FPDFText_GetFontInfo(raw, at, name, 128, flags)
    told = name.value.decode("utf-8", "replace").lower()
    runs = round(angle / (math.pi / 2)) % 4
    slanted = abs(math.remainder(angle, math.pi / 2)) > 0.1
    bold = any(word in told for word in _BOLD) or pdfium.FPDFText_GetFontWeight(raw, at) >= 600
    mapped = pdfium.FPDFText_HasUnicodeMapError(raw, at) != 1
    return _Style(pdfium.FPDFText_GetFontSize(raw, at) * scale, -1 if slanted else runs, bold, mapped)


def character(code: int) -> str:
    """The text that a code stands for: radicals and ligatures as the characters meant, white space as a space, no controls.

    >>> character(0x2F08), character(0xFB03), character(2), character(0xA0), character(0xAD)
    ('人', 'ffi', '-', ' ', '-')
    """
    if code in (_HYPHEN, 0xAD):
        return "-"
    if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF or code in (0xFFFE, 0xFFFF, 0xFEFF, 0x200B):
        return ""
    text = chr(code)
    if text.isspace():
        return " "
    if code < 0x20 or 0x7F <= code < 0xA0:
        return ""
    if any(first <= code <= last for first, last in _FOLDED):
        return unicodedata.normalize("NFKC", text)
    return text
