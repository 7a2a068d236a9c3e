"""Which names are those of articles."""

from __future__ import annotations

SUFFIXES = (
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".html",
    ".htm",
    ".xhtml",
    ".mhtml",
    ".mht",
    ".xml",
    ".nxml",
    ".pdf",
    ".docx",
    ".docm",
)
NOT_READ_YET = (".doc", ".rtf", ".odt", ".epub")
