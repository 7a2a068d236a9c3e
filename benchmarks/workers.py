"""The same documents with one process and with two, without engine and database: what the machine can give."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.spread import Figure, interleaved, ratios
from benchmarks.texts import articles
from litrex import lexicons
from litrex.extraction import extract
from litrex.schema.segment import Lang


def records_of(paths: Sequence[Path]) -> int:
    """Extract files and count their records: what comes back from the worker is small."""
    return sum(len(extract(path).records) for path in paths)


def warm() -> None:
    """Load the lexicons and build their automata, once a process."""
    lexicons.load()
    for lang in Lang:
        extract(articles(lang)[0].path)


@contextmanager
def pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give `workers` processes that have loaded everything."""
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=warm) as processes:
        list(processes.map(records_of, [[] for _ in range(8 * workers)]))
        yield processes


def seconds(processes: ProcessPoolExecutor, shards: Sequence[Sequence[Path]]) -> float:
    """Time all shards, from the first handed out to the last come back."""
    start = time.perf_counter()
    list(processes.map(records_of, shards))
    return time.perf_counter() - start


def sharded(paths: Sequence[Path], times: int, count: int) -> list[list[Path]]:
    """Cut the paths, `times` over, into shards of `count`; large files first, so that none is left for the end."""
    every = sorted(paths, key=lambda path: -path.stat().st_size) * times
    return [every[at : at + count] for at in range(0, len(every), count)]


def measure(repeats: int, times: int) -> list[Figure]:
    """Measure one process against two on the articles of each language, `times` over."""
    with pool(1) as one, pool(2) as two:
        return [figure for lang in Lang for figure in _compared(lang, (one, two), repeats, times)]


def _compared(lang: Lang, pools: Sequence[ProcessPoolExecutor], repeats: int, times: int) -> Iterator[Figure]:
    paths = [article.path for article in articles(lang)]
    shards = sharded(paths, times, 2)
    ways = {str(count): partial(seconds, processes, shards) for count, processes in enumerate(pools, 1)}
    one, two = interleaved(ways, repeats).values()
    yield Figure("1 process", "documents/s", tuple(times * len(paths) / value for value in one), lang)
    yield Figure("2 processes", "documents/s", tuple(times * len(paths) / value for value in two), lang)
    yield Figure("2 processes against 1", "×", ratios(one, two), lang)
