"""Ingests as their users run them: a process of its own, against a server of the engine that is there already."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.texts import documents
from litrex import store
from litrex.errors import StoreError
from litrex.schema.segment import Lang

ROOT = Path(__file__).parents[2]
PATIENCE_S = 7200.0
"""A line that takes longer than this hangs."""


@contextmanager
def engine(folder: Path) -> Iterator[dict[str, str]]:
    """Run a server of the engine with its books in `folder`, and give the environment of a program that uses it."""
    from litrex.flows.server import served

    before = dict(os.environ)
    os.environ.pop("PREFECT_API_URL", None)
    os.environ["PREFECT_HOME"] = str(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with served(folder) as address:
            yield {**os.environ, "PREFECT_API_URL": address, "PYTHONPATH": str(ROOT / "pipeline")}
    finally:
        os.environ.clear()
        os.environ.update(before)


def written(inbox: Path, count: int, chars: int, seed: int = 0) -> Path:
    """Write `count` documents of about `chars` code points, Chinese and English in turn, a thousand a folder."""
    for lang in Lang:
        for at, text in enumerate(documents(lang, count // 2, chars, seed)):
            folder = inbox / f"{at // 500:03}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{at:06}.{lang}.txt").write_text(text, encoding="utf-8")
    return inbox


def started(inbox: Path, database: str, environment: dict[str, str], *options: object, **how: Any) -> subprocess.Popen[str]:
    """Start an ingest as the leader of a group of processes; its last words are kept in a file beside the inbox."""
    command = [sys.executable, "-m", "litrex", "ingest", str(inbox), "--database", database, *map(str, options)]
    with _log(inbox).open("w", encoding="utf-8") as log:
        return subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, text=True, env=environment, start_new_session=True, **how
        )


def ended(process: subprocess.Popen[str]) -> int:
    """Wait for an ingest and give its exit code; one that hangs is killed, with all of its processes."""
    try:
        return process.wait(PATIENCE_S)
    finally:
        kill(process)


def kill(process: subprocess.Popen[str]) -> None:
    """Kill an ingest with its worker processes, as ``kill -9`` and the system do it: without a word."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def said(inbox: Path) -> str:
    """The last words of the latest ingest of an inbox."""
    return _log(inbox).read_text(encoding="utf-8")[-3000:]


def _log(inbox: Path) -> Path:
    return inbox.with_name(f"{inbox.name}.log")


def saved(database: str) -> int:
    """How many documents stand in a database; none in one that is not there yet."""
    try:
        with store.open(database, create=False) as db:
            return len(db.documents())
    except StoreError:
        return 0


def wait_for(what: Callable[[], bool], process: subprocess.Popen[str], every_s: float = 0.1) -> bool:
    """Wait until something is so; false where the process ended before."""
    end = time.monotonic() + PATIENCE_S
    while not what():
        if process.poll() is not None or time.monotonic() > end:
            return what()
        time.sleep(every_s)
    return True


def chance(seed: int) -> random.Random:
    """Random moments that can be had again."""
    return random.Random(seed)
