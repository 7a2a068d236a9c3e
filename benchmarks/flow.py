"""What the engine costs: the same ingest with it and without it, against a server that runs; one worker and two."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

from benchmarks.spread import Figure, interleaved, ratios
from benchmarks.texts import documents
from benchmarks.workers import warm
from litrex import extract
from litrex.flows.ingesting import batch
from litrex.flows.ingesting.outcomes import Outcome, Summary
from litrex.flows.ingesting.requests import Request
from litrex.flows.ingesting.work import Ingesting
from litrex.schema.segment import Lang

CHARS = 4000
MOST_OVERHEAD = 10.0
"""The engine may add so many per cent of the bare extraction."""
LEAST_GAIN = 1.7
"""So much faster an ingest with two workers must be than with one."""
_LOAD = "from litrex.flows import engine; engine.prepare(); import litrex.flows.ingesting.flow"


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that is done by the time it is asked for."""

    outcomes: list[Outcome]

    def result(self) -> list[Outcome]:
        return self.outcomes


def measure(repeats: int, count: int) -> list[Figure]:
    """Ingest `count` documents of 4,000 code points, half of them Chinese, into an empty database each time."""
    with tempfile.TemporaryDirectory() as made, _engine(Path(made) / "prefect") as up_s:
        folder = Path(made)
        paths = _written(folder / "inbox", count)
        warm()
        ways = {
            "bare": partial(_seconds, lambda: _extracted(paths)),
            "plain": partial(_seconds, lambda: _plain(_request(folder, 1))),
            "flow": partial(_seconds, lambda: _flow(_request(folder, 1))),
            "two": partial(_seconds, lambda: _flow(_request(folder, 2))),
        }
        timed = interleaved(ways, repeats, warm=False)
    return [
        Figure("the engine's server, start-up", "s", (up_s,)),
        Figure("the engine in the program, start-up", "s", tuple(_loading() for _ in range(repeats))),
        *_figures(timed, count),
    ]


def _figures(timed: dict[str, tuple[float, ...]], count: int) -> Iterator[Figure]:
    names = {
        "bare": "extraction alone", "plain": "ingest without the engine", "flow": "ingest, 1 worker", "two": "ingest, 2 workers",
    }  # fmt: skip
    for key, seconds in timed.items():
        yield Figure(names[key], "documents/s", tuple(count / one for one in seconds))
    added = zip(timed["flow"], timed["plain"], timed["bare"], strict=True)
    overhead = tuple(100 * (flow - plain) / bare for flow, plain, bare in added)
    yield Figure("overhead of the engine", "% of bare extraction", overhead, most=MOST_OVERHEAD)
    yield Figure("ingest, 2 workers against 1", "×", ratios(timed["flow"], timed["two"]), least=LEAST_GAIN)


@contextmanager
def _engine(home: Path) -> Iterator[float]:
    """Run a server of the engine, and give how long it took to come up."""
    from litrex.flows.server import served

    before = dict(os.environ)
    os.environ.pop("PREFECT_API_URL", None)
    os.environ["PREFECT_HOME"] = str(home)
    home.mkdir()
    start = time.perf_counter()
    try:
        with served(home):
            yield time.perf_counter() - start
    finally:
        os.environ.clear()
        os.environ.update(before)


def _written(inbox: Path, count: int) -> list[Path]:
    inbox.mkdir()
    paths = []
    for lang in Lang:
        for at, text in enumerate(documents(lang, count // 2, CHARS)):
            paths.append(inbox / f"{at:05}.{lang}.txt")
            paths[-1].write_text(text, encoding="utf-8")
    return paths


def _request(folder: Path, workers: int) -> Request:
    """Ask for an ingest into a database that is not there yet."""
    return Request(inbox=(str(folder / "inbox"),), database=f"sqlite:///{folder / uuid4().hex}.db", workers=workers)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _extracted(paths: Sequence[Path]) -> None:
    for path in paths:
        extract(path)


def _plain(request: Request) -> Summary:
    """Ingest with each shard in place of a task."""

    @contextmanager
    def hands(work: Ingesting) -> Iterator[batch.Submit]:
        yield lambda items: Done(work(items))

    return batch.ingest(request, batch.Course(hands))


def _flow(request: Request) -> Summary:
    """Ingest as ``litrex ingest`` does, in this process, which has the engine loaded."""
    from litrex import flows

    return flows.ingest(request, quiet=True)


def _loading() -> float:
    """How long a program takes to load the engine before its first flow."""
    return _seconds(lambda: subprocess.run([sys.executable, "-c", _LOAD], check=True))
