"""A batch from the paths of a command line to the files of a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from litrex import exchange, inbox, lexicons
from litrex.flows.keeping import FILE, kept
from litrex.flows.outputs import opened
from litrex.flows.progress import progress
from litrex.flows.shards import Done, RunResult, SetAside, Work, joined, shards
from litrex.inbox import Found, Item, Refused, Twin
from litrex.settings import Settings


@dataclass(frozen=True, slots=True)
class Batch:
    """What was found for a run."""

    items: tuple[Item, ...]
    twins: tuple[Twin, ...]
    refused: tuple[Refused, ...]


def found(told: Iterable[Found], out: Path) -> Batch:
    """Sort what was found; an earlier run's report in `out` is no article, though it is a page like others."""
    report = (out / "report.html").resolve()
    every = [one for one in told if not (isinstance(one, Item) and one.path.resolve() == report)]
    return Batch(
        tuple(one for one in every if isinstance(one, Item)),
        tuple(one for one in every if isinstance(one, Twin)),
        tuple(one for one in every if isinstance(one, Refused)),
    )


def batch(paths: Iterable[str], out: Path, settings: Settings, work: Work, *, quiet: bool = False) -> RunResult:
    """Extract files, folders, patterns and archives into the folder `out`, doing `work` on each shard.

    The same bytes in give the same bytes out, whatever the shards. Wrong use comes to light before the work: no articles, a
    lexicon that cannot be used, a folder that cannot be written, a database that is none of ours. What was extracted is kept in
    the database, and the files show it with the corrections that people have made there.

    Raises UsageError, LexiconError, StoreError or OutputError; what is wrong with a single document sets it aside.
    """
    named, started_at = list(paths), datetime.now(UTC)
    lexicons.load(settings.lexicon_dirs)
    with inbox.searched(named, settings) as told:
        all_found = found(told, out)
        if not (all_found.items or all_found.refused):
            raise inbox.nothing(named)
        with opened(out, settings) as write:
            with progress(len(all_found.items), quiet=quiet) as advance:
                parts = []
                for shard in shards(all_found.items, settings.shard_bytes):
                    parts.append(work(shard, settings))
                    advance(len(shard))
            done = kept(with_the_rest(joined(parts), all_found), all_found.items, out, settings, started_at)
            names = [*write(done), *(() if settings.database_url else (FILE,))]
    return RunResult(tuple(exchange.ordered(done.extractions)), done.set_aside, tuple(out / name for name in names))


def with_the_rest(done: Done, all_found: Batch) -> Done:
    """Add second names, which share the fate of the first, and what was refused when it was found."""
    extracted = {one.document.source: one for one in done.extractions}
    failed = {one.source: one for one in done.set_aside}
    copies = tuple(
        first.model_copy(update={"document": first.document.model_copy(update={"source": twin.source})})
        for twin in all_found.twins
        if (first := extracted.get(twin.of))
    )
    beside = tuple(replace(failed[twin.of], source=twin.source) for twin in all_found.twins if twin.of in failed)
    refused = tuple(SetAside(one.source, one.reason, one.remedy) for one in all_found.refused)
    return joined([done, Done(copies, (*beside, *refused))])
