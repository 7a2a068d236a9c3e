"""The flow ``extract``: one task a shard, since a task costs tens of milliseconds of bookkeeping.

Importing this module imports Prefect; see ``engine.prepare`` for what must be set before.
"""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from litrex import documents, lexicons
from litrex.flows.batches import Done, RunResult, gathered, joined, one, shards
from litrex.flows.outputs import opened
from litrex.flows.progress import progress
from litrex.settings import Settings


@task(name="shard", cache_policy=NO_CACHE, persist_result=False)
def extract_shard(paths: list[Path], settings: Settings) -> Done:
    """Extract the documents of a shard, one after another."""
    return gathered(one(path, settings) for path in paths)


@flow(name="extract", validate_parameters=False, persist_result=False)
def extract(paths: list[str], out: str, settings: Settings, quiet: bool = False) -> RunResult:
    """Extract files, folders and patterns into the folder `out`.

    The same bytes in give the same bytes out, whatever the shards. Wrong use comes to light before the work: no articles, a
    lexicon that cannot be used, a folder that cannot be written.

    Raises UsageError, LexiconError or OutputError; what is wrong with a single document sets it aside.
    """
    found = documents.discover(paths)
    lexicons.load(settings.lexicon_dirs)
    folder = Path(out)
    with opened(folder, settings) as write:
        with progress(len(found), quiet=quiet) as advance:
            parts = []
            for shard in shards(found, settings.shard_bytes):
                parts.append(extract_shard(shard, settings))
                advance(len(shard))
        done = joined(parts)
        names = write(done)
    return RunResult(done.extractions, done.set_aside, tuple(folder / name for name in names))
