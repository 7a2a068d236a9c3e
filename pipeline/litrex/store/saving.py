"""One document's extraction into the database, and out of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

from litrex.errors import UsageError
from litrex.schema.record import Extraction
from litrex.store.bulk import put_new, without_nul
from litrex.store.contents import content_of, extraction_of, text_id, text_of
from litrex.store.rows import Row
from litrex.store.runs import Run, aware
from litrex.store.tables import documents, extractions, quarantine, sources, texts


@dataclass(frozen=True, slots=True)
class Article:
    """What is known of a file besides its text; what is absent is left as the database has it."""

    path: str | None = None
    title: str | None = None
    licence: str | None = None
    reader_version: str | None = None
    file: bytes | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of saving; `new` is false where this version of the document was there already."""

    extraction_id: str
    new: bool


@dataclass(frozen=True, slots=True)
class Version:
    """One extraction of a document."""

    extraction_id: str
    version_key: str
    run_id: str
    at: datetime
    current: bool


def article(connection: Connection, document_id: str) -> Article:
    """What is kept of a document's file; nothing of a document that is not there."""
    names = ("path", "title", "licence", "reader_version", "file")
    row = connection.execute(select(*(documents.c[name] for name in names)).where(documents.c.document_id == document_id)).first()
    return Article() if row is None else Article(*row)


def extraction_id(document_id: str, version_key: str) -> str:
    """Name an extraction: the same document under the same version is the same extraction, in every database."""
    return hashlib.sha256(f"{document_id}\x1f{version_key}".encode()).hexdigest()[:16]


def put_extraction(connection: Connection, extraction: Extraction, run: Run) -> Saved:
    """Put text, document and extraction, each unless it is there."""
    entry, now = extraction.document, datetime.now(UTC)
    ident = extraction_id(entry.document_id, run.version_key)
    text = text_of(extraction.raw)
    put_new(connection, texts, text)
    first = {"document_id": entry.document_id, "sha256": entry.sha256, "text_id": text["text_id"], "first_seen": now}
    put_new(connection, documents, first)
    put_new(connection, sources, {"document_id": entry.document_id, "source": entry.source, "first_seen": now})
    keys = {"document_id": entry.document_id, "version_key": run.version_key, "run_id": run.run_id, "text_id": text["text_id"]}
    new = put_new(connection, extractions, {"extraction_id": ident, **keys, "at": now, **content_of(extraction)})
    return Saved(ident, new)


def make_current(connection: Connection, ident: str, extraction: Extraction, row: Row, run: Run, article: Article) -> None:
    """Let a document's extraction be the one that holds; `row` is the document's own tidy row.

    Of several names of the same bytes in one run the first stands as its source.
    """
    mine = documents.c.document_id == extraction.document.document_id
    before = connection.execute(select(documents.c.run_id, documents.c.extraction_id).where(mine)).one()
    if tuple(before) == (run.run_id, ident):
        return
    told = {name: value for name, value in row.items() if name in documents.c and name != "document_id"}
    known = {name: getattr(article, name) for name in Article.__dataclass_fields__ if getattr(article, name) is not None}
    held = {"extraction_id": ident, "text_id": text_id(extraction.raw), "run_id": run.run_id}
    values = {name: without_nul(value) for name, value in {**told, **known, **held}.items()}
    connection.execute(update(documents).where(mine).values(values))


def _joined() -> Select[Any]:
    return select(extractions, texts.c.raw, texts.c.nuls).join(texts, texts.c.text_id == extractions.c.text_id)


def load(connection: Connection, document_id: str, ident: str | None = None) -> Extraction:
    """Read an extraction back as it was saved: the current one of a document, or the one named.

    The source is the name that it had then. Raises UsageError where there is none.
    """
    query = _joined().where(extractions.c.document_id == document_id)
    if ident is None:
        query = query.join(documents, documents.c.extraction_id == extractions.c.extraction_id)
    else:
        query = query.where(extractions.c.extraction_id == ident)
    row = connection.execute(query).one_or_none()
    if row is None:
        told = f"there is no document {document_id}" if ident is None else f"there is no extraction {ident} of {document_id}"
        raise UsageError(told, place="database", remedy="extract it first, or see which there are: litrex studies")
    return extraction_of(row)


def renamed(connection: Connection, extraction: Extraction) -> Extraction:
    """An extraction under the name that its document goes by now."""
    mine = documents.c.document_id == extraction.document.document_id
    source = connection.execute(select(documents.c.source).where(mine)).scalar_one()
    if source in (None, extraction.document.source):
        return extraction
    return extraction.model_copy(update={"document": extraction.document.model_copy(update={"source": source})})


def versions(connection: Connection, document_id: str) -> list[Version]:
    """All extractions of a document, the oldest first."""
    query = (
        select(extractions, (documents.c.extraction_id == extractions.c.extraction_id).label("current"))
        .join(documents, documents.c.document_id == extractions.c.document_id)
        .where(extractions.c.document_id == document_id)
        .order_by(extractions.c.at, extractions.c.extraction_id)
    )
    return [
        Version(row.extraction_id, row.version_key, row.run_id, aware(row.at), bool(row.current))
        for row in connection.execute(query)
    ]


def known(connection: Connection, hashes: Iterable[str], version_key: str) -> dict[str, str]:
    """What is known of files, by SHA-256: ``extracted`` or ``quarantined`` by this version, ``older`` where only another read it.

    What another version refused is not known: this one may read it.
    """
    told: dict[str, str] = {}
    wanted = list(dict.fromkeys(hashes))
    for at in range(0, len(wanted), 500):
        some = wanted[at : at + 500]
        bad = select(quarantine.c.sha256).where(quarantine.c.sha256.in_(some), quarantine.c.version_key == version_key)
        told |= {row.sha256: "quarantined" for row in connection.execute(bad)}
        good = select(documents.c.sha256, extractions.c.version_key).where(documents.c.sha256.in_(some))
        good = good.join(extractions, extractions.c.document_id == documents.c.document_id)
        for row in connection.execute(good):
            if row.version_key == version_key:
                told[row.sha256] = "extracted"
            else:
                told.setdefault(row.sha256, "older")
    return told
