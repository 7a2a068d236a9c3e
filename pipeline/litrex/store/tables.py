"""The tables of the database: what is kept for good, and the tidy tables that other tools read.

``documents`` points at the text and the extraction that are current; older ones stay in ``texts`` and ``extractions``. A tidy
table has the columns of its file, keyed by extraction; the view ``current_<name>`` shows the rows that hold now.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from litrex.store.layout import table_columns

HEAD = "0001"
"""The revision of the migrations that these tables agree with."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s",
    }
)  # fmt: skip

_TYPES: dict[str, type[TypeEngine[Any]]] = {"str": Text, "int": BigInteger, "float": Float, "bool": Boolean}
_WHEN = DateTime(timezone=True)


def _tidy(name: str) -> Table:
    """A tidy table as files have it; the documents' own stands for itself."""
    columns = [Column(column, _TYPES[kind]()) for column, kind in table_columns()[name].items()]
    key = Column("extraction_id", Text, ForeignKey("extractions.extraction_id"), nullable=False)
    return Table(name, metadata, key, *columns, Index(f"ix_{name}_extraction_id", "extraction_id"))


texts = Table(
    "texts",
    metadata,
    Column("text_id", Text, primary_key=True),  # first 32 hex digits of the text's own SHA-256
    Column("raw", Text, nullable=False),  # U+FFFD stands where the file has NUL, which no database takes
    Column("nuls", Text),  # where, as JSON
)

documents = Table(
    "documents",
    metadata,
    Column("document_id", Text, primary_key=True),
    *(
        Column(name, _TYPES[kind]())
        for name, kind in table_columns()["documents"].items()
        if name not in ("document_id", "record_id")
    ),
    Column("title", Text),
    Column("licence", Text),
    Column("path", Text),  # where the file lay when it was read last
    Column("file", LargeBinary),  # the file itself, where it is kept: quarantine and formats without text
    Column("reader_version", Text),
    Column("text_id", Text, ForeignKey("texts.text_id"), nullable=False),
    Column("extraction_id", Text),  # which is the current one
    Column("run_id", Text),  # which saw it last
    Column("n_corrections", Integer, nullable=False, server_default="0"),
    Column("first_seen", _WHEN, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("document_id", Text, ForeignKey("documents.document_id"), primary_key=True),
    Column("source", Text, primary_key=True),
    Column("first_seen", _WHEN, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("run_id", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("version_key", Text, nullable=False),
    Column("settings", Text, nullable=False),  # JSON
    Column("lexicons", Text),  # the digest of the user's own
    Column("tagger", Text, nullable=False),
    Column("started_at", _WHEN, nullable=False),
    Column("ended_at", _WHEN),
    Column("state", Text, nullable=False),  # running done failed stopped died
    Column("host", Text, nullable=False),  # where it works, and as which process: what tells a run that died
    Column("pid", Integer, nullable=False),
    Column("counts", Text),  # JSON
)

extractions = Table(
    "extractions",
    metadata,
    Column("extraction_id", Text, primary_key=True),
    Column("document_id", Text, ForeignKey("documents.document_id"), nullable=False),
    Column("version_key", Text, nullable=False),
    Column("run_id", Text, ForeignKey("runs.run_id"), nullable=False),
    Column("text_id", Text, ForeignKey("texts.text_id"), nullable=False),
    Column("at", _WHEN, nullable=False),
    Column("content", Text, nullable=False),  # the Extraction as JSON, without mentions and raw text
    Column("mentions", LargeBinary, nullable=False),  # JSON, deflated
    UniqueConstraint("document_id", "version_key"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("correction_id", Text, primary_key=True),
    Column("document_id", Text, ForeignKey("documents.document_id"), nullable=False),
    Column("seq", Integer, nullable=False),  # counts the corrections of a document from 1
    Column("at", _WHEN, nullable=False),
    Column("by", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("old", Text),  # JSON, as are new and evidence
    Column("new", Text),
    Column("evidence", Text, nullable=False),
    Column("why", Text),
    Column("seen_version", Text),
    Column("seen", Text, nullable=False),  # JSON: the text and the place as they stood, to find them again
    UniqueConstraint("document_id", "seq"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("quarantine_id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("sha256", Text),  # absent where the file could not be opened
    Column("version_key", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("error", Text, nullable=False),  # the class of the error
    Column("path", Text),
    Column("file", LargeBinary),
    Column("run_id", Text, ForeignKey("runs.run_id"), nullable=False),
    Column("at", _WHEN, nullable=False),
    Index("ix_quarantine_sha256", "sha256"),
)

tidy = {name: _tidy(name) for name in table_columns() if name != "documents"}
"""The tidy tables by name, but for ``documents``."""
