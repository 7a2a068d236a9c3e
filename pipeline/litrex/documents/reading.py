"""From bytes to a document: decode, tell the format, read, put in order."""

from __future__ import annotations

import hashlib
from pathlib import Path

from litrex.documents import archive, encoding, html, jats, markdown, plain
from litrex.documents.arrange import arrange
from litrex.documents.coverage import merged
from litrex.documents.draft import Draft
from litrex.documents.opening import MAX_BYTES, read_whole
from litrex.documents.sniff import Format, container, named_otherwise, refuse_foreign, sniff
from litrex.errors import DocumentError
from litrex.schema.document import Block, Document

MAX_CHARS = 5_000_000


def read(path: Path, *, source: str | None = None, max_chars: int = MAX_CHARS, max_bytes: int = MAX_BYTES) -> Document:
    """Read one file; `source` is the name it goes by in the outputs, the path itself by default.

    Raises DocumentError where the file cannot be opened, is too large, or holds no article we can read.
    """
    name = source if source is not None else path.as_posix()
    return read_bytes(read_whole(path, name, max_bytes), source=name, max_chars=max_chars)


def read_bytes(data: bytes, *, source: str, max_chars: int = MAX_CHARS) -> Document:
    """Read the bytes of one file. `max_chars` counts code points of the decoded text.

    Raises DocumentError for what is empty, no text, too long, or broken.
    """
    form = container(data)
    if form is not None:
        return _read_container(form, data, source, max_chars)
    refuse_foreign(data, source)
    archived = archive.is_archive(data)
    decoded = encoding.decode(archive.page_in(data, source) if archived else data, source)
    if not decoded.text.strip():
        raise DocumentError("the file holds nothing but white space", place=source, remedy="leave it out, or fetch it again")
    if len(decoded.text) > max_chars:
        told = f"the text has {len(decoded.text):,} characters, more than max_document_chars = {max_chars:,}"
        raise DocumentError(told, place=source, remedy="raise max_document_chars, or split the file")
    form, notes = sniff(decoded.text, source)
    draft = _read_as(form, decoded.text, source)
    if not any(block.text.text.strip() or block.cells for block in draft.blocks):
        told = f"there is no text in it to read: {_NOTHING.get(form, 'marks alone')}"
        raise DocumentError(told, place=source, remedy="leave it out, or fetch the article itself")
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        document_id=digest[:16],
        source=source,
        sha256=digest,
        media_type=form.value,
        encoding=decoded.encoding,
        raw=decoded.text,
        blocks=arrange(draft.blocks),
        skipped=merged(draft.skipped),
        notes=(*(("the page in a web archive",) if archived else ()), *decoded.notes, *notes, *draft.notes),
    )


_NOTHING = {Format.HTML: "tags, scripts and page furniture alone", Format.JATS: "an article without abstract and body"}


def _read_container(form: Format, data: bytes, source: str, max_chars: int) -> Document:
    """Read a file that holds no text as such: the raw text is the reader's own."""
    if form is Format.PDF:
        from litrex.documents.pdf import reader

        told = reader.read(data, source, max_chars)
    else:
        from litrex.documents.docx import reader as docx

        told = docx.read(data, source, max_chars)
    if not told.draft.blocks:
        raise DocumentError("there is no text in it to read", place=source, remedy="leave it out, or fetch the article itself")
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        document_id=digest[:16],
        source=source,
        sha256=digest,
        media_type=form.value,
        encoding="",
        raw=told.raw,
        blocks=arrange(told.draft.blocks),
        skipped=merged(told.draft.skipped),
        notes=(*named_otherwise(form, source), *told.draft.notes),
        reader=told.reader,
        pages=told.pages,
    )


_WITH_TEXT = (Format.PLAIN, Format.MARKDOWN, Format.HTML, Format.JATS)


def blocks_of(raw: str, media_type: str, source: str) -> tuple[Block, ...] | None:
    """The blocks of a text that was read before, to be shown again; None for a format whose text is not its raw text.

    `media_type` is that of the document as it was read; positions are those of `raw`, as they were then.
    """
    if media_type not in _WITH_TEXT:
        return None
    return arrange(_read_as(Format(media_type), raw, source).blocks)


def _read_as(form: Format, raw: str, source: str) -> Draft:
    if form is Format.HTML:
        return html.read(raw)
    if form is Format.JATS:
        return jats.read(raw, source)
    return markdown.read(raw) if form is Format.MARKDOWN else plain.read(raw)
