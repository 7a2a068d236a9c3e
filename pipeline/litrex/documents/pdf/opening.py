"""Opening a PDF, and saying clearly why one cannot be read."""

from __future__ import annotations

from typing import Any

from litrex.errors import DocumentError

MOST_PAGES = 10_000
_PASSWORD, _SECURITY = 4, 5  # PDFium's numbers of errors


def open_pdf(data: bytes, source: str) -> Any:
    """Open a PDF from its bytes.

    Raises DocumentError where it is encrypted, damaged beyond PDFium's repair, or has no page or far too many.
    """
    import pypdfium2

    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(getattr(error, "err_code", None), source) from error
    pages = len(opened)
    if not 0 < pages <= MOST_PAGES:
        opened.close()
        told = "the PDF has no pages" if not pages else f"the PDF has {pages:,} pages, more than {MOST_PAGES:,}"
        raise DocumentError(told, place=source, remedy="split the file" if pages else "fetch it again")
    return opened


def _refusal(code: int | None, source: str) -> DocumentError:
    if code == _PASSWORD:
        return DocumentError("the PDF is encrypted", place=source, remedy="save it without its password first")
    if code == _SECURITY:
        return DocumentError(
            "the PDF is encrypted in a way that cannot be read", place=source, remedy="save it without protection first"
        )
    return DocumentError("the PDF is broken or cut off", place=source, remedy="fetch it again")
