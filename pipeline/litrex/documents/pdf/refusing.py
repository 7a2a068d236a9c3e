"""PDFs that open but hold no text to read."""

from __future__ import annotations

import unicodedata

from litrex.documents.pdf.glyphs import Glyphs
from litrex.errors import DocumentError

_LEAST_A_PAGE = 8  # characters: a scan may carry a stamp or a page number
_UNMAPPED = 0.3
_BACKWARDS = 0.5


def refuse_textless(glyphs: Glyphs, pages: int, source: str) -> None:
    """Refuse scans, fonts that do not say their characters, and scripts that run from right to left.

    Raises DocumentError with the reason.
    """
    letters = [text for text in glyphs.text if text != " "]
    if len(letters) < _LEAST_A_PAGE * pages:
        raise DocumentError(
            "the PDF has no text layer: its pages are pictures",
            place=source,
            remedy="add a text layer with an OCR program (ocrmypdf, for one), then try again",
        )
    private = sum(0xE000 <= ord(text[0]) <= 0xF8FF or text == "\ufffd" for text in letters)
    if max(private, glyphs.unmapped) > _UNMAPPED * len(letters):
        raise DocumentError(
            "the fonts of the PDF do not say which characters they draw",
            place=source,
            remedy="read it with an OCR program (ocrmypdf --force-ocr, for one), or find it as HTML or XML",
        )
    backwards = sum(unicodedata.bidirectional(text[0]) in ("R", "AL") for text in letters)
    if backwards > _BACKWARDS * len(letters):
        raise DocumentError("the text runs from right to left, which is not read", place=source, remedy="leave it out")
