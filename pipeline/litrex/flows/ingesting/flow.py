"""The flow ``ingest``: one task a shard of documents; what is done is decided by the database, not by the engine's results.

Importing this module imports Prefect; see ``engine.prepare`` for what must be set before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import FlowRun, State
from prefect.flows import Flow
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from litrex.flows.ingesting import artifacts, batch, clusters, notices
from litrex.flows.ingesting.hands import Do, doing
from litrex.flows.ingesting.outcomes import Outcome, Summary
from litrex.flows.ingesting.requests import Request
from litrex.flows.ingesting.windows import Pending
from litrex.flows.ingesting.work import Carried, Ingesting
from litrex.flows.progress import progress
from litrex.inbox import Item


@task(name="shard", cache_policy=NO_CACHE, persist_result=False)
def shard(work: Callable[[], list[Outcome]]) -> list[Outcome]:
    """Extract and save the documents of a shard."""
    return work()


def failed(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Tell the webhook of a run that failed, crashed or was cancelled; one that ended well tells by itself."""
    request = Request.model_validate(flow_run.parameters["request"])
    if request.webhook:
        ended = {"state": (state.name or "failed").lower(), "error": state.message or ""}
        told = {**ended, "flow_run": str(flow_run.id), "inbox": list(request.inbox)}
        notices.post(request.webhook, told)


@flow(
    name="ingest", persist_result=False, validate_parameters=False,
    on_failure=[failed], on_crashed=[failed], on_cancellation=[failed],
)  # fmt: skip
def ingest(request: dict[str, Any], quiet: bool = True) -> Summary:
    """Extract what is new in an inbox into the database, a task a shard.

    `request` has the fields of `Request`, as the engine keeps them with a schedule.

    Raises pydantic.ValidationError for other fields, and what `batch.ingest` raises.
    """
    asked = Request.model_validate(request).checked()
    done = _shards.with_options(task_runner=runner(asked))(asked, quiet)
    artifacts.leave(done)
    if asked.webhook:
        notices.post(asked.webhook, done.as_dict())
    return done


def runner(request: Request) -> TaskRunner[Any]:
    """What runs the shards of a request: threads that wait for processes of this machine, or a Dask cluster."""
    return clusters.runner(request.dask) if request.dask else ThreadPoolTaskRunner(max_workers=request.workers)


@flow(name="shards", persist_result=False, validate_parameters=False)
def _shards(request: Request, quiet: bool) -> Summary:
    """Do the shards under the runner that the request asks for: a flow of its own, since a deployment fixes the outer one's."""
    total = batch.sighted(request)
    shown = artifacts.Progress(total)
    with progress(total, quiet=quiet) as bar:

        def advance(count: int) -> None:
            bar(count)
            shown.advance(count)

        width = clusters.width(request.dask) if request.dask else request.workers
        return batch.ingest(request, batch.Course(_hands(request), advance, width))


def _submitted(items: Sequence[Item | Carried], do: Do) -> Pending[list[Outcome]]:
    """Hand a shard to the engine as one call, so that it does not look through thousands of items for futures of its own."""
    return shard.submit(partial(do, items))


def _hands(request: Request) -> batch.Hands:
    """How shards become tasks."""

    @contextmanager
    def hands(work: Ingesting) -> Iterator[batch.Submit]:
        if request.dask:
            yield lambda items: _submitted([Carried.of(one) for one in items], work)
            return
        with doing(work, request.workers) as do:
            yield lambda items: _submitted(items, do)

    return hands
