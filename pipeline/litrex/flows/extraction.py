"""The flow ``extract``: one task a shard, since a task costs tens of milliseconds of bookkeeping.

Importing this module imports Prefect; see ``engine.prepare`` for what must be set before.
"""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from litrex.flows.batch import batch
from litrex.flows.shards import Done, RunResult, extract_all
from litrex.inbox import Item
from litrex.settings import Settings


@task(name="shard", cache_policy=NO_CACHE, persist_result=False)
def extract_shard(items: list[Item], settings: Settings) -> Done:
    """Extract the documents of a shard."""
    return extract_all(items, settings)


@flow(name="extract", validate_parameters=False, persist_result=False)
def extract(paths: list[str], out: str, settings: Settings, quiet: bool = False) -> RunResult:
    """Extract files, folders and patterns into the folder `out`, a task a shard."""
    return batch(paths, Path(out), settings, extract_shard, quiet=quiet)
