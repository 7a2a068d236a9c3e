"""What can pass is waited for, what cannot is told at once, and whatever happens the database is sound."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError

from litrex import extract_bytes, store
from litrex.errors import StoreError
from litrex.store import can_pass
from litrex.store.retrying import patiently

ROOT = Path(__file__).parents[2]
ZH = "2016年，何某等对{n}例糖尿病足患者行自体骨髓干细胞移植，随访6个月，溃疡愈合率为75%，3例发热。"


class Told(Exception):  # noqa: N818
    """An error as psycopg gives it."""

    def __init__(self, words: str, sqlstate: str | None = None) -> None:
        super().__init__(words)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (OperationalError("", {}, sqlite3.OperationalError("database is locked")), True),
        (OperationalError("", {}, Told("deadlock detected", "40P01")), True),
        (OperationalError("", {}, Told("could not serialize access", "40001")), True),
        (OperationalError("", {}, Told("terminating connection due to administrator command", "57P01")), True),
        (OperationalError("", {}, Told("the database system is starting up", "57P03")), True),
        (OperationalError("", {}, Told("sorry, too many clients already", "53300")), True),
        (
            OperationalError("", {}, Told('connection failed: connection to server at "127.0.0.1" failed: Connection refused')),
            True,
        ),
        (OperationalError("", {}, Told("consuming input failed: server closed the connection unexpectedly")), True),
        (InterfaceError("", {}, Told("the connection is closed")), True),
        (OperationalError("", {}, sqlite3.OperationalError("database or disk is full")), False),
        (OperationalError("", {}, sqlite3.OperationalError("disk I/O error")), False),
        (OperationalError("", {}, sqlite3.OperationalError("attempt to write a readonly database")), False),
        (OperationalError("", {}, sqlite3.OperationalError("no such table: records")), False),
        (OperationalError("", {}, Told('connection failed: FATAL: password authentication failed for user "x"')), False),
        (OperationalError("", {}, Told('connection failed: FATAL: database "x" does not exist')), False),
        (OperationalError("", {}, Told("could not extend file: No space left on device", "53100")), False),
        (IntegrityError("", {}, Told("duplicate key", "23505")), False),
        (ValueError("database is locked"), False),
    ],
)
def test_what_can_pass(error: Exception, passes: bool) -> None:
    assert can_pass(error) is passes


def test_what_passes_is_tried_again_and_what_does_not_is_not() -> None:
    tried: list[int] = []

    def work(error: Exception, times: int) -> str:
        tried.append(1)
        if len(tried) <= times:
            raise error
        return "done"

    locked = OperationalError("", {}, sqlite3.OperationalError("database is locked"))
    assert patiently(lambda: work(locked, 2), "a.db") == "done" and len(tried) == 3
    tried.clear()
    with pytest.raises(StoreError, match=r"a\.db: the database says: database is locked; .* start again"):
        patiently(lambda: work(locked, 99), "a.db", patience_s=0.2)
    assert len(tried) >= 2
    tried.clear()
    with pytest.raises(StoreError, match="free space"):
        patiently(lambda: work(OperationalError("", {}, sqlite3.OperationalError("database or disk is full")), 99), "a.db")
    assert len(tried) == 1


def test_another_program_that_holds_the_file_is_waited_for(tmp_path: Path) -> None:
    with store.open(f"{tmp_path}/a.db") as kept:
        run = kept.begin()
        other = sqlite3.connect(tmp_path / "a.db", isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.5, lambda: other.execute("ROLLBACK")).start()
        began = time.monotonic()
        assert kept.save(extract_bytes(ZH.format(n=12).encode(), source="a.txt"), run).new
        assert time.monotonic() - began >= 0.3
        other.close()


def test_a_server_that_stops_and_starts_in_the_middle_costs_nothing(postgres: Any) -> None:
    told = [extract_bytes(ZH.format(n=n).encode(), source=f"{n}.txt") for n in range(10, 40)]
    with store.open(postgres.new_database()) as kept:
        run = kept.begin()
        saved = []
        for n, one in enumerate(told):
            if n == 10:
                postgres.stop()
                threading.Timer(1.0, postgres.start).start()
            saved.append(kept.save(one, run).new)
        kept.end(run, {"documents": len(saved)})
        assert saved == [True] * len(told) and len(kept.documents()) == len(told)
        assert kept.condition().faults == ()


PROGRAM = """
import resource, sys
from litrex import extract_bytes, store
from litrex.errors import StoreError
kept = store.open(sys.argv[1])
run = kept.begin()
size = kept.size_bytes()
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 2_000_000, size + 2_000_000))
saved = 0
try:
    for n in range(10, 500):
        kept.save(extract_bytes(sys.argv[2].format(n=n).encode(), source=f"{n}.txt"), run)
        saved += 1
except StoreError as error:
    print(saved, error)
"""


def test_a_full_disk_is_told_and_leaves_the_database_sound(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file), ZH], capture_output=True, text=True, check=True,
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT / "pipeline")},
    )  # fmt: skip
    saved, _, complaint = told.stdout.partition(" ")
    assert "the database says" in complaint and "free space" in complaint, told.stdout + told.stderr
    with store.open(str(file)) as kept:
        assert kept.condition().faults == () and len(kept.documents()) == int(saved) > 3
        assert kept.save(extract_bytes(ZH.format(n=999).encode(), source="999.txt"), kept.begin()).new
