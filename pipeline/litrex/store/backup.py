"""A database as one file that either kind of database takes back: a zip of JSON Lines, a table a file."""

from __future__ import annotations

import base64
import json
import os
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, insert, select

from litrex.errors import StoreError, UsageError
from litrex.store.bulk import copy_rows
from litrex.store.migrating import upgrade
from litrex.store.opening import revision, shown
from litrex.store.tables import metadata
from litrex.store.versions import version_of_program

MANIFEST = "manifest.json"
_FORMAT = "litrex backup 1"
_AT_ONCE = 500


def backup(engine: Engine, file: Path) -> dict[str, int]:
    """Write all tables as they are at one moment, whoever writes meanwhile; give the rows by table.

    The file appears when it is whole. Raises UsageError where there is one already, StoreError where it cannot be written.
    """
    if file.exists():
        raise UsageError("there is a file already", place=str(file), remedy="name another: backups are not written over")
    half = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with engine.connect().execution_options(isolation_level=_snapshot(engine)) as connection:
            counts = _write(connection, half, str(revision(engine)))
        half.replace(file)
    except OSError as error:
        told = f"the backup cannot be written ({error.strerror or error})"
        raise StoreError(told, place=str(file), remedy="name another file, or free space") from error
    finally:
        half.unlink(missing_ok=True)
    return counts


def _snapshot(engine: Engine) -> str:
    return "REPEATABLE READ" if engine.dialect.name == "postgresql" else "SERIALIZABLE"


def _write(connection: Connection, file: Path, at: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for table in metadata.sorted_tables:
            counts[table.name] = 0
            with packed.open(f"{table.name}.jsonl", "w", force_zip64=True) as lines:
                for row in connection.execution_options(yield_per=_AT_ONCE).execute(select(table)).mappings():
                    told = {name: _as_json(value) for name, value in row.items() if value is not None}
                    lines.write(json.dumps(told, ensure_ascii=False).encode("utf-8") + b"\n")
                    counts[table.name] += 1
        manifest = {"format": _FORMAT, "revision": at, "litrex": version_of_program(), "rows": counts}
        packed.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return counts


def _as_json(value: Any) -> Any:
    """A value as JSON has it; bytes and times say that they are."""
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    return {"time": value.isoformat()} if isinstance(value, datetime) else value


def _from_json(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return base64.b64decode(value["bytes"]) if "bytes" in value else datetime.fromisoformat(value["time"])


def restore(engine: Engine, file: Path) -> dict[str, int]:
    """Fill an empty database from a backup, all or nothing; one of an older revision is brought up to date afterwards.

    Raises UsageError where the database holds something, StoreError where the file is no backup, or damaged.
    """
    manifest = _manifest(file)
    if revision(engine) is not None and not _empty(engine):
        told = "the database is not empty"
        raise UsageError(told, place=shown(engine.url), remedy="restore into a new one: --database, nothing is written over")
    if revision(engine) is None:
        upgrade(engine, manifest["revision"])
    elif revision(engine) != manifest["revision"]:
        told = f"the backup is of revision {manifest['revision']}, the database of {revision(engine)}"
        raise UsageError(told, place=shown(engine.url), remedy="restore into a database that does not exist yet")
    with zipfile.ZipFile(file) as packed, engine.execution_options(immediate=True).begin() as connection:
        for table in _tables(connection, manifest["rows"]):
            _fill(connection, table, packed, manifest["rows"][table.name], file)
    upgrade(engine)
    return dict(manifest["rows"])


def _manifest(file: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(file) as packed:
            bad = packed.testzip()
            told: dict[str, Any] = json.loads(packed.read(MANIFEST))
    except OSError as error:
        raise UsageError(f"it cannot be read ({error.strerror or error})", place=str(file), remedy="check the path") from error
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise StoreError("this is no backup of litrex", place=str(file), remedy="name one that litrex db backup wrote") from error
    if bad is not None or told.get("format") != _FORMAT:
        what = "this is no backup of litrex" if bad is None else f"the backup is damaged ({bad})"
        raise StoreError(what, place=str(file), remedy="take another copy of it")
    return told


def _empty(engine: Engine) -> bool:
    with engine.connect() as connection:
        return all(connection.execute(select(table).limit(1)).first() is None for table in metadata.sorted_tables)


def _tables(connection: Connection, names: dict[str, int]) -> list[Table]:
    """The tables as they are at the revision of the backup, those that others point at first."""
    found = MetaData()
    found.reflect(connection, only=list(names))
    return found.sorted_tables


def _fill(connection: Connection, table: Table, packed: zipfile.ZipFile, expected: int, file: Path) -> None:
    names = [column.name for column in table.columns]
    put = 0
    for rows in _batches(packed, table.name):
        values = [[_from_json(row.get(name)) for name in names] for row in rows]
        if connection.dialect.name == "postgresql":
            copy_rows(connection, table, names, values)
        else:
            typed = metadata.tables.get(table.name, table)  # reflected SQLite times would be text
            connection.execute(insert(typed), [dict(zip(names, row, strict=True)) for row in values])
        put += len(values)
    if put != expected:
        told = f"the backup is damaged ({put} of {expected} rows of {table.name})"
        raise StoreError(told, place=str(file), remedy="take another copy of it")


def _batches(packed: zipfile.ZipFile, name: str) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    with packed.open(f"{name}.jsonl") as lines:
        for line in lines:
            rows.append(json.loads(line))
            if len(rows) == _AT_ONCE:
                yield rows
                rows = []
    if rows:
        yield rows
