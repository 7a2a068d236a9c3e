"""A batch from the paths of a command line to the files of a run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from litrex import documents, exchange, lexicons
from litrex.flows.outputs import opened
from litrex.flows.progress import progress
from litrex.flows.shards import RunResult, Work, joined, shards
from litrex.settings import Settings


def articles(paths: Iterable[str], out: Path) -> list[Path]:
    """List the articles that are meant; an earlier run's report in `out` is none, though it is a page like others."""
    report = (out / "report.html").resolve()
    return [path for path in documents.discover(paths) if path.resolve() != report]


def batch(paths: Iterable[str], out: Path, settings: Settings, work: Work, *, quiet: bool = False) -> RunResult:
    """Extract files, folders and patterns into the folder `out`, doing `work` on each shard.

    The same bytes in give the same bytes out, whatever the shards. Wrong use comes to light before the work: no articles, a
    lexicon that cannot be used, a folder that cannot be written.

    Raises UsageError, LexiconError or OutputError; what is wrong with a single document sets it aside.
    """
    found = articles(paths, out)
    lexicons.load(settings.lexicon_dirs)
    with opened(out, settings) as write:
        with progress(len(found), quiet=quiet) as advance:
            parts = []
            for shard in shards(found, settings.shard_bytes):
                parts.append(work(shard, settings))
                advance(len(shard))
        done = joined(parts)
        names = write(done)
    return RunResult(tuple(exchange.ordered(done.extractions)), done.set_aside, tuple(out / name for name in names))
