"""The stages put together for one document: read → clean → split → find → assemble."""

from __future__ import annotations

from pathlib import Path

from litrex import documents, lexicons, mentions, records, segments, text
from litrex.schema.document import Document
from litrex.schema.record import Extraction
from litrex.settings import Settings

__all__ = ["extract", "extract_bytes", "extract_document"]


def extract(path: str | Path, settings: Settings | None = None, *, source: str | None = None) -> Extraction:
    """Extract a file.

    Raises DocumentError where the file cannot be read as an article.
    """
    settings = settings or Settings()
    limits = {"max_chars": settings.max_document_chars, "max_bytes": settings.max_file_bytes}
    return extract_document(documents.read(Path(path), source=source, **limits), settings)


def extract_bytes(data: bytes, *, source: str, settings: Settings | None = None) -> Extraction:
    """Extract a document that is at hand as bytes; `source` names it in errors and outputs."""
    settings = settings or Settings()
    return extract_document(documents.read_bytes(data, source=source, max_chars=settings.max_document_chars), settings)


def extract_document(document: Document, settings: Settings | None = None) -> Extraction:
    """Extract a document that has been read.

    The same bytes and the same settings give the same Extraction, whatever ran before.
    """
    settings = settings or Settings()
    lexicon = lexicons.load(settings.lexicon_dirs)
    clean = text.clean(document)
    cut = segments.split(clean)
    return records.assemble(clean, cut, mentions.find(clean, cut, lexicon), lexicon)
