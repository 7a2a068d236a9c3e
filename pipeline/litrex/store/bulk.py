"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table, TextClause, bindparam, delete, insert, text

from litrex.store.tables import tidy

Row = dict[str, Any]


def without_nul(value: Any) -> Any:
    """Text as databases take it: U+FFFD in the place of NUL, so that positions stay."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def put_new(connection: Connection, table: Table, row: Row) -> bool:
    """Insert a row unless its key is there already; tell whether it was put. Two writers at once: one puts, one does not."""
    statement = _insert_new(table, tuple(row))
    return connection.execute(statement, {name: without_nul(value) for name, value in row.items()}).first() is not None


@cache
def _insert_new(table: Table, names: tuple[str, ...]) -> TextClause:
    """The same words for both kinds of database, made once; the library's own clause for conflicts is compiled every time."""
    quoted = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f":{name}" for name in names)
    told = f"INSERT INTO {table.name} ({quoted}) VALUES ({values}) ON CONFLICT DO NOTHING RETURNING 1"
    return text(told).bindparams(*(bindparam(name, type_=table.c[name].type) for name in names))


def put_rows(connection: Connection, table: Table, rows: Iterable[Row], extraction_id: str) -> None:
    """Insert the tidy rows of an extraction; columns that a row does not tell are absent."""
    names = [column.name for column in table.columns]
    told = [{**row, "extraction_id": extraction_id} for row in rows]
    values = [[without_nul(row.get(name)) for name in names] for row in told]
    if values:
        _put(connection, table, names, values)


def _put(connection: Connection, table: Table, names: list[str], values: Sequence[Sequence[Any]]) -> None:
    if connection.dialect.name == "postgresql":
        copy_rows(connection, table, names, values)
    else:
        connection.execute(_insert(table), [dict(zip(names, row, strict=True)) for row in values])


@cache
def _insert(table: Table) -> Insert:
    return insert(table)


def copy_rows(connection: Connection, table: Table, names: list[str], values: Iterable[Sequence[Any]]) -> None:
    """COPY rows into a table of PostgreSQL, inside the transaction of the connection."""
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name in names)
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def put_tidy(connection: Connection, extraction_id: str, rows: dict[str, list[Row]], *, instead: bool) -> None:
    """Put the rows of an extraction, in the place of those that stand there where there may be some."""
    for name, table in tidy.items():
        if instead:
            connection.execute(delete(table).where(table.c.extraction_id == extraction_id))
        put_rows(connection, table, rows[name], extraction_id)
