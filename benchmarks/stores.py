"""Saving on SQLite and on PostgreSQL: documents a second through ``store.save``, a transaction each."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from uuid import uuid4

from benchmarks.postgres import Postgres, postgres
from benchmarks.spread import Figure, interleaved, ratios
from benchmarks.texts import documents
from litrex import store
from litrex.extraction import extract_bytes
from litrex.schema.record import Extraction
from litrex.schema.segment import Lang

CHARS = 4000


def extractions(count: int) -> list[Extraction]:
    """Extract documents, half of them Chinese."""
    return [
        extract_bytes(text.encode(), source=f"{lang}-{at}.txt")
        for lang in Lang
        for at, text in enumerate(documents(lang, count // 2, CHARS))
    ]


def measure(repeats: int, count: int) -> list[Figure]:
    """Save `count` documents into an empty database of each engine, in turn; both wait for the disk as they do by default."""
    every = extractions(count)
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        ways = {"SQLite": partial(_rate, every, _sqlite(Path(folder))), "PostgreSQL": partial(_rate, every, _postgres(server))}
        return list(_figures(interleaved(ways, repeats)))


def _figures(timed: dict[str, tuple[float, ...]]) -> Iterator[Figure]:
    for name, rates in timed.items():
        yield Figure(f"store.save, {name}", "documents/s", rates)
    yield Figure("PostgreSQL against SQLite", "×", ratios(timed["PostgreSQL"], timed["SQLite"]))


def _sqlite(folder: Path) -> Callable[[], str]:
    return lambda: f"sqlite:///{folder / uuid4().hex}.db"


def _postgres(server: Postgres) -> Callable[[], str]:
    return server.new_database


def _rate(every: Sequence[Extraction], fresh: Callable[[], str]) -> float:
    with store.open(fresh()) as db:
        run = db.begin()
        start = time.perf_counter()
        for one in every:
            db.save(one, run)
        return len(every) / (time.perf_counter() - start)
