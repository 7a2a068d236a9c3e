"""Work handed out no faster than it is done: memory stays flat however much waits."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Shard = TypeVar("Shard")
Result = TypeVar("Result", covariant=True)


class Pending(Protocol[Result]):
    """What a pool gives for work it has taken: a future of the standard library, of Prefect or of Dask."""

    def result(self) -> Result: ...


def windowed(shards: Iterable[Shard], submit: Callable[[Shard], Pending[Result]], width: int) -> Iterator[Result]:
    """Give the results of all shards in order, with at most `width` of them in the air.

    `shards` is read no further than that, so that an endless inbox costs no more than a short one.
    """
    waiting: deque[Pending[Result]] = deque()
    for shard in shards:
        waiting.append(submit(shard))
        if len(waiting) >= width:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
