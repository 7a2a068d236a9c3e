"""What a worker does with a shard: read, extract and save each document in a transaction of its own, or set it aside.

It runs in the process of the flow, in processes beside it, or on a Dask worker; it holds what can be sent there and no
connection.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from litrex import extraction, lexicons, store
from litrex.errors import DocumentError
from litrex.flows.ingesting.outcomes import Outcome, Status
from litrex.inbox import Item
from litrex.schema.record import Extraction
from litrex.settings import Settings

log = logging.getLogger("litrex.ingest")


@dataclass(frozen=True, slots=True)
class Carried:
    """An item with its bytes, for workers that do not see our files."""

    item: Item
    data: bytes = b""
    problem: DocumentError | None = None

    @classmethod
    def of(cls, item: Item) -> Carried:
        """Read an item here; that it cannot be read is told where it is worked on."""
        try:
            return cls(item, item.read())
        except DocumentError as error:
            return cls(item, problem=error)

    def read(self) -> bytes:
        """The bytes.

        Raises DocumentError where they could not be read.
        """
        if self.problem is not None:
            raise self.problem
        return self.data


@dataclass(frozen=True, slots=True)
class Ingesting:
    """The work of one run on its shards."""

    database: str
    settings: Settings
    run: store.Run

    def warm(self) -> None:
        """Load the lexicons; a process does it once."""
        lexicons.load(self.settings.lexicon_dirs)

    def __call__(self, items: Sequence[Item | Carried]) -> list[Outcome]:
        """Do a shard, document by document.

        Raises StoreError where the database cannot be had any more: then the run ends, and what was saved stands.
        """
        with store.open(self.database, self.settings) as db:
            return [self._one(one, db) for one in items]

    def lost(self, item: Item | Carried) -> Outcome:
        """Set aside a document on which a worker process died twice."""
        with store.open(self.database, self.settings) as db:
            told = DocumentError(
                "the process that read it was killed, twice", remedy="it may need more memory than there is; see the system's log"
            )
            return self._set_aside(item, told, db, "WorkerLost")

    def _one(self, one: Item | Carried, db: store.Store) -> Outcome:
        started, item = time.perf_counter(), _item(one)
        if db.known([item.sha256], self.run.version_key).get(item.sha256) in ("extracted", "quarantined"):
            return Outcome(item.source, Status.SKIPPED)  # another ingest was faster
        try:
            told = extraction.extract_bytes(one.read(), source=item.source, settings=self.settings)
        except DocumentError as error:
            return self._set_aside(one, error, db, "DocumentError")
        except Exception as error:  # of ten thousand articles one that we fail on must not cost the others
            log.exception("failed on %s", item.source)
            ours = DocumentError(
                f"litrex failed on it ({type(error).__name__}: {error})",
                remedy="see where with litrex extract FILE --debug, and report it",
            )
            return self._set_aside(one, ours, db, type(error).__name__)
        db.save(told, self.run, _article(item))
        return _outcome(told, item, time.perf_counter() - started)

    def _set_aside(self, one: Item | Carried, error: DocumentError, db: store.Store, kind: str) -> Outcome:
        item = _item(one)
        told = store.Refused(item.source, error.message, error.remedy, kind, item.sha256, item.path.as_posix(), _kept(one))
        db.set_aside(told, self.run)
        log.warning("set aside", extra={"document": item.source, "reason": error.message})
        return Outcome(item.source, Status.QUARANTINED, reason=error.message, remedy=error.remedy)


def _item(one: Item | Carried) -> Item:
    return one.item if isinstance(one, Carried) else one


def _kept(one: Item | Carried) -> bytes | None:
    """The bytes of a file that was set aside: the file itself may be gone by the time that somebody looks."""
    try:
        return one.read()
    except DocumentError:
        return None


def _article(item: Item) -> store.Article:
    return store.Article(path=item.path.as_posix(), title=item.details.title, licence=item.details.licence)


def _outcome(told: Extraction, item: Item, seconds: float) -> Outcome:
    flags = [*told.document.flags, *(flag for record in told.records for flag in record.flags)]
    log.info("saved", extra={"document": item.source, "records": len(told.records), "seconds": round(seconds, 3)})
    codes = tuple(sorted(flag.code for flag in flags))
    return Outcome(item.source, Status.SAVED, told.document.document_id, len(told.records), codes, seconds=round(seconds, 3))
