"""What a file is, by its content; the name only decides where the content does not."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from litrex.errors import DocumentError


class Format(StrEnum):
    """A format we read, by media type."""

    PLAIN = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    JATS = "application/jats+xml"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


_NAMES = {
    Format.PLAIN: "plain text",
    Format.MARKDOWN: "Markdown",
    Format.HTML: "HTML",
    Format.JATS: "XML",
    Format.PDF: "PDF",
    Format.DOCX: "DOCX",
}
_SUFFIXES = {
    ".txt": Format.PLAIN,
    ".text": Format.PLAIN,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".mhtml": Format.HTML,
    ".mht": Format.HTML,
    ".xml": Format.JATS,
    ".nxml": Format.JATS,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".docm": Format.DOCX,
}
_PDF_HEAD = 1024  # bytes: some servers put a line or two before the file's own beginning
_DOCX_PART = re.compile(rb"word/document\d*\.xml")
_PDF_START = re.compile(rb"(?:\A|[\r\n])%PDF-\d")
_FOREIGN = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"%!PS", "a PostScript file"),
)
_ZIPPED = (
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"application/epub", "an EPUB book"),
    (b"xl/", "an Excel file"),
    (b"ppt/", "a PowerPoint file"),
)
_TAG = re.compile(
    r"</?(?:html|head|body|div|p|table|t[rdh]|h[1-6]|span|br|[uo]l|li|article|section|strong|font)\b[^<>]*>", re.IGNORECASE
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_XML_START = re.compile(
    r"\s*(?:<\?xml\b|<!DOCTYPE\s+(?!html)|<(?:article|pmc-articleset)\s[^>]*(?:article-type|dtd-version|xmlns))", re.IGNORECASE
)
_MARKDOWN_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)


def refuse_foreign(data: bytes, source: str) -> None:
    """Name formats that are no text at all.

    Raises DocumentError for an empty file and for anything told by its first bytes: archives, images.
    """
    if not data.strip():
        raise DocumentError("the file is empty", place=source, remedy="leave it out, or fetch it again")
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            raise DocumentError(
                f"this is {name}, which is not read yet", place=source, remedy="convert it to text, Markdown or HTML first"
            )
    if data.startswith(b"PK\x03\x04"):
        name = next((told for mark, told in _ZIPPED if mark in data), "a zip archive")
        raise DocumentError(
            f"this is {name}, which is not read yet", place=source, remedy="convert it to text, Markdown or HTML first"
        )


def container(data: bytes) -> Format | None:
    """The format of a file that is no text in itself and that we read all the same.

    >>> container(b"%PDF-1.7 ..."), container("患者".encode())
    (<Format.PDF: 'application/pdf'>, None)
    """
    if data.startswith(b"PK\x03\x04") and _DOCX_PART.search(data) and not any(mark in data[:200] for mark, _ in _ZIPPED[:2]):
        return Format.DOCX
    return Format.PDF if _PDF_START.search(data[:_PDF_HEAD]) else None


def named_otherwise(found: Format, source: str) -> tuple[str, ...]:
    """A note where a file's name says another format than its content."""
    suffix = PurePath(source).suffix.lower()
    named = _SUFFIXES.get(suffix)
    return () if named is None or named is found else (f"read as {_NAMES[found]} though named {suffix}",)


def sniff(text: str, source: str) -> tuple[Format, tuple[str, ...]]:
    """Tell the format by content, with a note where the name says another.

    >>> sniff("<!DOCTYPE html><p>治疗", "a.txt")
    (<Format.HTML: 'text/html'>, ('read as HTML though named .txt',))
    """
    found = _by_content(text, _SUFFIXES.get(PurePath(source).suffix.lower()))
    return found, named_otherwise(found, source)


def _by_content(text: str, named: Format | None) -> Format:
    if _HTML_START.match(text):
        return Format.HTML
    if _XML_START.match(text):
        return Format.JATS
    tags = len(_TAG.findall(text[:50_000]))
    if named is Format.MARKDOWN:
        return Format.MARKDOWN
    if tags >= 3 and (
        named in (Format.HTML, Format.JATS) or text.lstrip().startswith("<") or tags * 150 > min(len(text), 50_000)
    ):
        return Format.HTML
    if named is Format.JATS and text.lstrip().startswith("<"):
        return Format.JATS
    if named is Format.HTML and tags:
        return Format.HTML
    return Format.MARKDOWN if len(_MARKDOWN_HEADING.findall(text)) >= 2 else Format.PLAIN
