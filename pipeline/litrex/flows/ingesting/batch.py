"""One ingest from its inbox to its summary. Nothing here needs the engine: whoever calls says how shards are handed out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from litrex import inbox, lexicons, store
from litrex.flows.ingesting import clusters
from litrex.flows.ingesting.outcomes import LISTED, Outcome, Status, Summary, Tally
from litrex.flows.ingesting.requests import Request
from litrex.flows.ingesting.scores import annotated, scored
from litrex.flows.ingesting.windows import Pending, windowed
from litrex.flows.ingesting.work import Ingesting
from litrex.inbox import Found, Item, Refused
from litrex.settings import Settings
from litrex.store.runs import State

Submit = Callable[[Sequence[Item]], Pending[list[Outcome]]]
Hands = Callable[[Ingesting], AbstractContextManager[Submit]]
Advance = Callable[[int], None]

DATABASE = Path("out") / "litrex.db"
"""Where records go when nobody says where: to those of a run."""

STANDS = {
    "extracted": "",
    "quarantined": "in quarantine already; see litrex db quarantine",
    "older": "read by another version; --stale reads it again",
}
"""What is said of documents that are left alone."""

ASKED_AT_ONCE = 500
"""So many documents are looked up in the database by one query."""


@dataclass(frozen=True, slots=True)
class Course:
    """How the work is handed out and followed.

    `hands` gives, for the work of one run, what takes a shard; `width` shards are in the air at most; `advance` is told of
    documents that are done.
    """

    hands: Hands
    advance: Advance = field(default=lambda count: None)
    width: int = 1


@dataclass(slots=True)
class Ingest:
    """One ingest as it goes."""

    request: Request
    db: store.Store
    run: store.Run
    work: Ingesting
    course: Course
    tally: Tally = field(default_factory=Tally)

    def through(self, found: Iterable[Found]) -> None:
        """Do everything that was found and is new, no faster than it is done."""
        with self.course.hands(self.work) as submit:
            shards = self._shards(self._todo(found))
            for outcomes in windowed(shards, submit, self.course.width):
                self._done(outcomes)

    def _done(self, outcomes: Sequence[Outcome]) -> None:
        self.tally.add(outcomes)
        self.course.advance(len(outcomes))

    def _todo(self, found: Iterable[Found]) -> Iterator[Item]:
        """What is to be done, some hundred at a time; what is not is counted on the way."""
        some: list[Item] = []
        for one in found:
            if isinstance(one, Item):
                some.append(one)
            elif isinstance(one, Refused):
                self._done([self._refuse(one)])
            else:  # a second name of bytes that were found before
                self.course.advance(1)
            if len(some) >= ASKED_AT_ONCE:
                yield from self._new(some)
                some = []
        yield from self._new(some)

    def _new(self, items: list[Item]) -> Iterator[Item]:
        known = self.db.known([one.sha256 for one in items], self.run.version_key)
        there = [one for one in items if known.get(one.sha256) in self._enough]
        if there:
            self._done([Outcome(one.source, Status.SKIPPED, reason=STANDS[known[one.sha256]]) for one in there])
        yield from (one for one in items if known.get(one.sha256) not in self._enough)

    @property
    def _enough(self) -> tuple[str, ...]:
        """What must be known of a document for it to be left alone."""
        return ("extracted", "quarantined") if self.request.stale else ("extracted", "quarantined", "older")

    def _refuse(self, one: Refused) -> Outcome:
        self.db.set_aside(store.Refused(one.source, one.reason, one.remedy, "Refused"), self.run)
        return Outcome(one.source, Status.QUARANTINED, reason=one.reason, remedy=one.remedy)

    def _shards(self, items: Iterable[Item]) -> Iterator[list[Item]]:
        """Cut what is to be done into shards by size; several workers get smaller ones, so that none waits long for the last."""
        most = self.work.settings.shard_bytes // (1 if self.course.width == 1 else 8)
        shard: list[Item] = []
        weight = 0
        for one in items:
            if shard and weight + one.size > most:
                yield shard
                shard, weight = [], 0
            shard.append(one)
            weight += one.size
        if shard:
            yield shard


def database_of(request: Request, settings: Settings) -> str:
    """Where the records of a request go. The folder of a run is made, one that was named is not: it may be a slip."""
    named = request.database or settings.database_url
    if named is None:
        DATABASE.parent.mkdir(exist_ok=True)
    return named or str(DATABASE)


def rehearse(request: Request) -> None:
    """Tell wrong use before the engine starts, which takes a quarter of a minute.

    Raises UsageError, SettingsError, LexiconError, StoreError.
    """
    settings = request.checked().settings()
    lexicons.load(settings.lexicon_dirs)
    sighted(request)
    if request.dask:
        clusters.checked(request.dask)
    if request.gold:
        annotated(request.gold)
    with store.open(database_of(request, settings), settings):
        pass


def sighted(request: Request) -> int:
    """How many files there are to look at: what progress is told by. An archive counts as one until it is opened.

    Raises UsageError where no path leads to anything.
    """
    return sum(1 for _ in inbox.walk(request.inbox))


def ingest(request: Request, course: Course) -> Summary:
    """Extract what is new in the inbox into the database and tell what it came to.

    Raises UsageError, SettingsError, LexiconError for wrong use before anything is begun; StoreError and whatever else stops a
    run after it is entered in the database as failed. What was saved by then stands, and the next ingest goes on from there.
    """
    settings = request.settings()
    lexicons.load(settings.lexicon_dirs)
    address = database_of(request, settings)
    with store.open(address, settings) as db, inbox.searched(request.inbox, settings) as found:
        died = tuple(one.run_id for one in db.close_dead())
        run = db.begin()
        one = Ingest(request, db, run, Ingesting(address, settings, run), course)
        started = time.monotonic()
        state: State = "failed"
        try:
            one.through(found)
            state = "done"
        except KeyboardInterrupt:
            state = "stopped"
            raise
        finally:
            ended = db.end(run, _counts(one.tally), state)
        return _summary(one, ended, died, time.monotonic() - started)


def _counts(tally: Tally) -> dict[str, int]:
    return {**{status.value: tally.statuses[status] for status in Status}, "records": tally.records}


def _summary(one: Ingest, run: store.Run, died: tuple[str, ...], seconds: float) -> Summary:
    tally = one.tally
    listed = sorted(tally.listed, key=lambda told: (told.status is not Status.QUARANTINED, told.source))
    return Summary(
        run_id=run.run_id, state=run.state, version=run.version_key,
        started=run.started_at.isoformat(timespec="seconds"),
        ended=run.ended_at.isoformat(timespec="seconds") if run.ended_at else "",
        seconds=round(seconds, 2), inbox=one.request.inbox,
        saved=tally.saved, skipped=tally.skipped, quarantined=tally.quarantined, records=tally.records,
        flags=dict(tally.flags.most_common()), reasons=dict(tally.reasons.most_common(LISTED)),
        documents=tuple(told.as_line() for told in listed),
        scores=tuple(scored(one.db, listed, one.request.gold)) if one.request.gold else (),
        died_before=died,
    )  # fmt: skip
