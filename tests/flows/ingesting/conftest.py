"""An ingest as the flow does it, each shard in place of a task."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from litrex.flows.ingesting import batch
from litrex.flows.ingesting.hands import doing
from litrex.flows.ingesting.outcomes import Outcome, Summary
from litrex.flows.ingesting.requests import Request
from litrex.flows.ingesting.work import Ingesting

Ingest = Callable[..., Summary]


@dataclass(frozen=True)
class Done:
    """Work that is done by the time it is asked for."""

    outcomes: list[Outcome]

    def result(self) -> list[Outcome]:
        return self.outcomes


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/litrex.db"


@pytest.fixture
def ingest(database: str) -> Ingest:
    """Ingest files and folders; `before` is called with each shard before it is done."""

    def plainly(*inbox: Path | str, before: Callable[[list], object] = lambda items: None, **told: object) -> Summary:
        request = Request(inbox=tuple(str(one) for one in inbox), **{"database": database, **told})

        @contextmanager
        def hands(work: Ingesting) -> Iterator[batch.Submit]:
            with doing(work, request.workers) as do:
                yield lambda items: Done([before(list(items)), do(items)][1])

        return batch.ingest(request, batch.Course(hands, width=request.workers))

    return plainly
