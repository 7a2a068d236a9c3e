"""What fails beneath an ingest: the disk fills, the database goes away in the middle of a batch."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks.postgres import Postgres
from litrex import store
from tests.soak.kills import whole
from tests.soak.running import ended, said, saved, started, wait_for, written

CHARS = 3000
MIB = 2**20


def server_gone(folder: Path, server: Postgres, environment: dict[str, str], *, documents: int, away_s: float) -> dict[str, Any]:
    """Stop PostgreSQL as a power cut does when a quarter of a batch is in, start it again `away_s` seconds later; it goes on.

    Raises AssertionError.
    """
    inbox, database, began = written(folder / "inbox", documents, CHARS, seed=2), server.new_database(), time.monotonic()
    process = started(inbox, database, environment, "--quiet", "--set", "shard_bytes=20000")
    assert wait_for(lambda: saved(database) >= documents // 4, process), said(inbox)
    before = saved(database)
    server.stop("immediate")
    time.sleep(away_s)
    server.start()
    assert ended(process) == 0, said(inbox)
    whole(database, inbox)
    return {"documents": documents, "saved_before": before, "away_s": away_s, "seconds": round(time.monotonic() - began)}


def disk_full(folder: Path, environment: dict[str, str], *, documents: int, room_mib: int) -> dict[str, Any]:
    """Ingest onto a disk of `room_mib` MiB, too small for the batch; then make room and ingest again.

    Raises AssertionError where the error is not clear, the database not sound, or a document not whole in the end.
    """
    inbox, began = written(folder / "inbox", documents, CHARS, seed=3), time.monotonic()
    with _small_disk(folder / "disk", room_mib) as disk:
        database = f"sqlite:///{disk.folder}/litrex.db"
        code = ended(started(inbox, database, environment, "--quiet", preexec_fn=disk.bound))
        assert code == 3 and "free space on its disk" in said(inbox), said(inbox)
        before = _sound(database)
        assert 0 < before < documents, f"{before} of {documents} were saved: the disk is of the wrong size"
        disk.widen()
        assert ended(started(inbox, database, environment, "--quiet")) == 0, said(inbox)
        whole(database, inbox, failed=1)
    seconds = round(time.monotonic() - began)
    return {"documents": documents, "room_mib": room_mib, "by": disk.name, "saved_before": before, "seconds": seconds}


def _sound(database: str) -> int:
    """How many documents stand in a database that must be sound, each of them whole."""
    with store.open(database, create=False) as db:
        with db.engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        return len([db.load(document_id) for document_id in db.documents()])


class _Disk:
    """A place of limited size: a file system of its own, or files that may not grow beyond the size."""

    def __init__(self, folder: Path, name: str, bound: Callable[[], None] | None, widen: Callable[[], None]) -> None:
        self.folder, self.name, self.bound, self.widen = folder, name, bound, widen


@contextmanager
def _small_disk(folder: Path, mib: int) -> Iterator[_Disk]:
    folder.mkdir()
    if os.geteuid() != 0 or not _mounted(folder, f"size={mib}m"):
        yield _Disk(folder, "RLIMIT_FSIZE", lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (mib * MIB,) * 2), lambda: None)
        return
    try:
        yield _Disk(folder, "a file system of that size", None, lambda: _must(_mounted(folder, f"remount,size={100 * mib}m")))
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def _mounted(folder: Path, options: str) -> bool:
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False)
    return done.returncode == 0


def _must(done: bool) -> None:
    if not done:
        raise RuntimeError("the file system cannot be made larger")
