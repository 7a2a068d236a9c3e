"""Worker processes of one machine, which outlive a document that kills one of them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Lock
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Taken = TypeVar("Taken", contravariant=True)


class Work(Protocol[Taken, Result]):
    """What is done with a shard, in this process or another: it is pickled, so it holds settings and no connections."""

    def __call__(self, items: Sequence[Taken], /) -> list[Result]: ...

    def warm(self) -> None:
        """Load lexicons and models, once a process."""

    def lost(self, item: Taken, /) -> Result:
        """Tell of an item that killed its process twice."""


class Processes(Generic[Item, Result]):
    """Does shards in `count` processes. Called from as many threads; each call waits for its own shard.

    A process that dies (out of memory, killed by the system) breaks the pool: it is made anew, and the shard is done item by
    item, so that the one that kills is found and told, and the others are done.
    """

    def __init__(self, work: Work[Item, Result], count: int) -> None:
        self.work, self.count = work, count
        self._lock = Lock()
        self._alone = Lock()
        self._pool = self._made(count)

    def _made(self, count: int) -> ProcessPoolExecutor:
        # spawned, not forked: the engine runs threads, and a fork among threads may never wake up
        return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"), initializer=self.work.warm)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def __call__(self, items: Sequence[Item]) -> list[Result]:
        """Do one shard and give its results in order.

        Raises what the work raises.
        """
        pool = self._pool
        try:
            return pool.submit(self.work, items).result()
        except BrokenProcessPool:
            return self._one_by_one(items, pool)

    def _one_by_one(self, items: Sequence[Item], broken: ProcessPoolExecutor) -> list[Result]:
        """Do the items alone, in a process of their own, so that a process that dies now was killed by this very item."""
        results: list[Result] = []
        with self._alone:
            self._renew(broken)
            alone = self._made(1)
            for item in items:
                for _ in range(2):
                    try:
                        results += alone.submit(self.work, [item]).result()
                        break
                    except BrokenProcessPool:
                        alone = self._made(1)
                else:
                    results.append(self.work.lost(item))
            alone.shutdown()
        return results

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                self._pool = self._made(self.count)
