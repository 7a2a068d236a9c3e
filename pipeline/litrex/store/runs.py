"""Runs: who extracted what, when, with which settings; and what was set aside."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, select, update

from litrex.errors import StoreError
from litrex.settings import Settings
from litrex.store.bulk import put_new
from litrex.store.tables import quarantine, runs
from litrex.store.versions import lexicon_digest, version_key, version_of_program

State = Literal["running", "done", "failed", "stopped", "died"]


@dataclass(frozen=True, slots=True)
class Run:
    """One run; all that it saves is of one version."""

    run_id: str
    version_key: str
    started_at: datetime
    version: str
    settings: Mapping[str, Any]
    lexicons: str
    tagger: str = "none"
    ended_at: datetime | None = None
    state: State = "running"
    counts: Mapping[str, int] | None = None
    host: str = ""
    pid: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read, why, and what to do about it. `sha256` is absent where it could not even be opened."""

    source: str
    reason: str
    remedy: str
    error: str = "DocumentError"
    sha256: str | None = None
    path: str | None = None
    file: bytes | None = None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A refused file as the database tells it."""

    refused: Refused
    run_id: str
    version_key: str
    at: datetime


def begin(connection: Connection, settings: Settings, tagger: str, started_at: datetime) -> Run:
    """Enter a run that has started."""
    told = {key: value for key, value in asdict(settings).items() if key != "database_url"}  # it may hold a password
    key = version_key(settings, tagger)
    run = Run(
        uuid.uuid4().hex, key, started_at, version_of_program(), told, lexicon_digest(settings), tagger,
        host=socket.gethostname(), pid=os.getpid(),
    )  # fmt: skip
    row = {**asdict(run), "settings": json.dumps(told, ensure_ascii=False), "counts": None}
    put_new(connection, runs, row)
    return run


def end(connection: Connection, run: Run, counts: Mapping[str, int], state: State) -> Run:
    """Close a run with what it did."""
    now = datetime.now(UTC)
    row = {"ended_at": now, "state": state, "counts": json.dumps(dict(counts))}
    if not connection.execute(update(runs).where(runs.c.run_id == run.run_id).values(row)).rowcount:
        raise StoreError(f"there is no run {run.run_id}", remedy="begin it in the same database")
    return replace(run, ended_at=now, state=state, counts=dict(counts))


def close_dead(connection: Connection) -> list[Run]:
    """Close the runs of this machine that say they are running and whose process is gone: killed, or the machine went down.

    Of other machines nothing is known, and nothing is said.
    """
    mine = [run for run in listed(connection) if run.state == "running" and run.host == socket.gethostname()]
    return [end(connection, run, run.counts or {}, "died") for run in mine if not _lives(run.pid)]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is there, and is somebody else's
        return True
    return True


def listed(connection: Connection) -> list[Run]:
    """All runs, the latest first."""
    rows = connection.execute(select(runs).order_by(runs.c.started_at.desc(), runs.c.run_id)).mappings()
    return [_run(dict(row)) for row in rows]


def _run(row: dict[str, Any]) -> Run:
    counts = json.loads(row["counts"]) if row["counts"] else None
    when = {name: row[name] and aware(row[name]) for name in ("started_at", "ended_at")}
    return Run(**{**row, **when, "settings": json.loads(row["settings"]), "counts": counts})


def aware(when: datetime) -> datetime:
    """A time in UTC, with its zone: SQLite keeps it without saying so, PostgreSQL answers in the zone of the session."""
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def set_aside(connection: Connection, refused: Refused, run: Run) -> bool:
    """Enter a file that could not be read; once a version."""
    parts = (refused.source, refused.sha256 or "", run.version_key)
    ident = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    row = {
        **asdict(refused),
        "quarantine_id": ident,
        "version_key": run.version_key,
        "run_id": run.run_id,
        "at": datetime.now(UTC),
    }
    return put_new(connection, quarantine, row)


def quarantined(connection: Connection) -> list[Quarantined]:
    """All files set aside, by source."""
    rows = connection.execute(select(quarantine).order_by(quarantine.c.source, quarantine.c.at)).mappings()
    return [_quarantined(dict(row)) for row in rows]


def _quarantined(row: dict[str, Any]) -> Quarantined:
    refused = Refused(**{name: row[name] for name in Refused.__dataclass_fields__})
    return Quarantined(refused, row["run_id"], row["version_key"], aware(row["at"]))
