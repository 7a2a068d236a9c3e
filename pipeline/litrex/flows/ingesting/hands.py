"""Who does a shard: this process, or processes beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from litrex.flows.ingesting.outcomes import Outcome
from litrex.flows.ingesting.pools import Processes
from litrex.flows.ingesting.work import Carried, Ingesting
from litrex.inbox import Item

Shard = Sequence[Item | Carried]
Do = Callable[[Shard], list[Outcome]]


@contextmanager
def doing(work: Ingesting, workers: int) -> Iterator[Do]:
    """Give what does a shard, here or in processes, and returns when it is done; safe to call from several threads."""
    if workers == 1:
        yield work
        return
    with Processes[Item | Carried, Outcome](work, workers) as pool:
        yield pool
