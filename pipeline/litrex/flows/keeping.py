"""A batch kept in the database, and given back as it holds there: with the corrections that people have made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from litrex import store
from litrex.errors import StoreError
from litrex.flows.shards import Done
from litrex.inbox import Item
from litrex.settings import Settings

if TYPE_CHECKING:
    from litrex.store import Article, Run, Store

FILE = "litrex.db"
_WAIT_BEFORE_S = 5.0


def database(out: Path, settings: Settings) -> str:
    """Where a run keeps its records: the database that is set, else a file among its results."""
    return settings.database_url or str(out / FILE)


def ready(out: Path, settings: Settings) -> None:
    """Find out before the work whether the database can be used; one that is yet to be made is not made here.

    Raises StoreError where it cannot.
    """
    if settings.database_url or (out / FILE).exists():
        store.check(database(out, settings), patience_s=_WAIT_BEFORE_S)


def kept(done: Done, items: Iterable[Item], out: Path, settings: Settings, started_at: datetime) -> Done:
    """Save every document, each in a transaction of its own, and give back the merged view of what was extracted.

    Raises StoreError where the database cannot take it; what was saved before is whole.
    """
    known = {item.source: item for item in items}
    with store.open(database(out, settings), settings) as opened:
        run = opened.begin(started_at=started_at)
        try:
            _save(opened, run, done, known)
        except BaseException as error:
            with suppress(StoreError):
                opened.end(run, {}, "failed" if isinstance(error, Exception) else "stopped")
            raise
        opened.end(run, _counts(done))
        return Done(tuple(opened.merge(one) for one in done.extractions), done.set_aside)


def _save(opened: Store, run: Run, done: Done, known: Mapping[str, Item]) -> None:
    for one in done.extractions:  # in order: of the names of the same bytes the first stands
        opened.save(one, run, article_of(known.get(one.document.source)))
    for told in done.set_aside:
        refused = store.Refused(told.source, told.reason, told.remedy)
        if (item := known.get(told.source)) is not None:
            refused = replace(refused, sha256=item.sha256, path=str(item.path))
        opened.set_aside(refused, run)


def article_of(item: Item | None) -> Article:
    """What the inbox knows of an article."""
    if item is None:
        return store.Article()
    return store.Article(path=str(item.path), title=item.details.title, licence=item.details.licence)


def _counts(done: Done) -> dict[str, int]:
    records = sum(len(one.records) for one in done.extractions)
    return {"documents": len(done.extractions), "records": records, "set_aside": len(done.set_aside)}
