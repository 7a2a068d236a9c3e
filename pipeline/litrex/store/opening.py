"""Where the database is: its address, the connection, and whether it is one of ours."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from litrex.errors import StoreError
from litrex.store.tables import HEAD

UPGRADE = "litrex db upgrade"
_SQLITE_WAIT_S = 30


def address(told: str) -> URL:
    """The address of a database; a path is a SQLite file, ``postgres`` means PostgreSQL by psycopg 3.

    >>> address("out/litrex.db").render_as_string(), address("postgres://me@db/lit").drivername
    ('sqlite:///out/litrex.db', 'postgresql+psycopg')

    Raises StoreError for what is no address, and for other databases.
    """
    try:
        url = make_url(told) if "://" in told else URL.create("sqlite", database=told)
    except (ArgumentError, ValueError) as error:
        place = re.sub(r"//[^@/]*@", "//***@", told)
        raise StoreError("this is no address of a database", place=place, remedy=_SUCH) from error
    kind = url.get_backend_name()
    if kind in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite" or not url.database or url.database == ":memory:":
        raise StoreError("litrex keeps records in SQLite files and in PostgreSQL", place=shown(url), remedy=_SUCH)
    return url


_SUCH = "name one such as sqlite:///litrex.db or postgresql://user@host/name"


def shown(url: URL) -> str:
    """An address as it may be printed: without the password."""
    return url.render_as_string(hide_password=True)


def connect(url: URL) -> Engine:
    """Make the engine; nothing is opened yet."""
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite(url)
        return create_engine(url, pool_pre_ping=True, isolation_level="READ COMMITTED")
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            f"its driver is not there ({error})", place=shown(url), remedy="pip install 'psycopg[binary]'"
        ) from error


def _sqlite(url: URL) -> Engine:
    """SQLite with a write-ahead log, transactions that are ours to begin, and patience with other writers."""
    engine = create_engine(url, connect_args={"timeout": _SQLITE_WAIT_S})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def revision(engine: Engine) -> str | None:
    """The revision that a database is at; None for an empty one.

    Raises StoreError for a database that holds something else, or a file that is none.
    """
    place = shown(engine.url)
    try:
        with engine.connect() as connection:
            names = set(inspect(connection).get_table_names())
            if "alembic_version" in names and "extractions" in names:
                return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    except DatabaseError as error:
        if "not a database" in str(error):
            raise StoreError("this file is no database", place=place, remedy="name another file") from error
        raise
    if names := names - {"alembic_version"}:  # which is left alone where all else was taken back
        told = f"this database holds something else ({', '.join(sorted(names)[:3])})"
        raise StoreError(told, place=place, remedy="name an empty one: --database")
    return None


def checked(engine: Engine) -> bool:
    """Whether a database is there and as this version needs it; an empty one is not there yet.

    Raises StoreError for an older, a newer and a foreign one.
    """
    found = revision(engine)
    if found is None:
        return False
    if found == HEAD:
        return True
    place = shown(engine.url)
    if found < HEAD:
        told = f"the database is of an older litrex (revision {found}, this one needs {HEAD})"
        raise StoreError(told, place=place, remedy=f"bring it up to date: {UPGRADE}")
    told = f"the database is of a newer litrex (revision {found}, this one knows {HEAD})"
    raise StoreError(told, place=place, remedy="install the newer litrex")


def file_of(url: URL) -> Path | None:
    """The file of a SQLite database; None for a server."""
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None
