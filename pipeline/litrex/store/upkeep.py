"""Looking after a database: is it sound, what does it hold, and giving back the space that is free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select, text

from litrex.store.opening import file_of
from litrex.store.tables import documents, extractions, metadata, runs, texts, tidy


@dataclass(frozen=True, slots=True)
class Condition:
    """The state of a database: rows by table, what is wrong with it, and what somebody should know."""

    rows: dict[str, int]
    faults: tuple[str, ...]
    notes: tuple[str, ...]


def condition(engine: Engine) -> Condition:
    """Look at everything that can be looked at without reading the articles."""
    with engine.connect() as connection:
        rows = {
            table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in metadata.sorted_tables
        }
        return Condition(rows, tuple(_faults(connection)), tuple(_notes(connection)))


def _faults(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        told = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        yield from (f"the file is damaged: {one}" for one in told if one != "ok")
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        yield from (f"a row of {row[0]} points at nothing in {row[2]}" for row in broken)
    joined = documents.outerjoin(extractions, extractions.c.extraction_id == documents.c.extraction_id)
    lost = select(documents.c.document_id).select_from(joined).where(extractions.c.extraction_id.is_(None))
    yield from (f"document {ident} has no extraction" for ident in connection.execute(lost).scalars())
    unread = select(extractions.c.extraction_id).outerjoin(texts, texts.c.text_id == extractions.c.text_id)
    yield from (
        f"extraction {ident} has no text" for ident in connection.execute(unread.where(texts.c.text_id.is_(None))).scalars()
    )
    yield from _half_written(connection)


def _half_written(connection: Connection) -> Iterator[str]:
    """Documents whose tidy rows are not as many as the document says."""
    records = tidy["records"]
    counted = select(records.c.extraction_id, func.count().label("n")).group_by(records.c.extraction_id).subquery()
    told = func.coalesce(counted.c.n, 0)
    # A document's own count is of what was read; people may have added or taken records since.
    query = (
        select(documents.c.document_id, documents.c.records, told)
        .select_from(documents.outerjoin(counted, counted.c.extraction_id == documents.c.extraction_id))
        .where(documents.c.n_corrections == 0, documents.c.records != told)
    )
    for ident, said, found in connection.execute(query):
        yield f"document {ident} has {found} of its {said} records in the tidy tables"


def _notes(connection: Connection) -> Iterator[str]:
    open_ = connection.execute(select(func.count()).select_from(runs).where(runs.c.state == "running")).scalar_one()
    if open_:
        yield f"{open_} runs have not ended: they run still, or were killed; what they saved is whole"
    old = select(func.count()).select_from(extractions)
    several = connection.execute(old).scalar_one() - connection.execute(select(func.count()).select_from(documents)).scalar_one()
    if several:
        yield f"{several} extractions are of earlier versions"


def vacuum(engine: Engine) -> int:
    """Give free space back and renew what the planner knows; gives the bytes that became free."""
    before = size_bytes(engine)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM (ANALYZE)"))
        return before - size_bytes(engine)
    raw = engine.raw_connection()  # outside of the transactions that we begin for everything else
    try:
        for statement in ("VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"):
            raw.cursor().execute(statement)
    finally:
        raw.close()
    return before - size_bytes(engine)


def size_bytes(engine: Engine) -> int:
    """How much room the database takes."""
    file = file_of(engine.url)
    if file is None:
        with engine.connect() as connection:
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    beside = (file, file.with_name(f"{file.name}-wal"))
    return sum(one.stat().st_size for one in beside if one.exists())
