"""The store: one database, and all that is done with it.

Each method is one transaction, tried again as long as what stops it can pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from sqlalchemy import Connection, Engine, select

from litrex import lexicons
from litrex.errors import StoreError
from litrex.lexicons import Lexicon
from litrex.lexicons.labels import IdentityOf, LabelOf, identity_of, label_of
from litrex.schema.correction import Correction
from litrex.schema.record import Extraction
from litrex.settings import Settings
from litrex.store import corrections, runs, saving
from litrex.store.backup import backup
from litrex.store.backup import restore as refill
from litrex.store.bulk import put_tidy
from litrex.store.merging import Kept, Merged, Pending, merge, standing
from litrex.store.migrating import upgrade
from litrex.store.opening import UPGRADE, address, checked, connect, file_of, revision, shown
from litrex.store.retrying import PATIENCE_S, patiently
from litrex.store.rows import row_of_document, rows_of
from litrex.store.runs import Quarantined, Refused, Run, State
from litrex.store.saving import Article, Saved, Version
from litrex.store.studies import Study, studies
from litrex.store.tables import HEAD, documents
from litrex.store.tellings import tellings
from litrex.store.upkeep import Condition, condition, size_bytes, vacuum

T = TypeVar("T")


class Store:
    """An open database. Safe for several threads and processes; close it, or use it in a ``with`` block."""

    def __init__(self, engine: Engine, settings: Settings, patience_s: float = PATIENCE_S) -> None:
        self.engine, self.settings, self.patience_s = engine, settings, patience_s

    @property
    def place(self) -> str:
        """Where it is, without a password."""
        return shown(self.engine.url)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.engine.dispose()

    # runs

    def begin(self, tagger: str = "none", started_at: datetime | None = None) -> Run:
        """Begin a run with the settings of this store, now or at the time given."""
        return self._write(lambda c: runs.begin(c, self.settings, tagger, started_at or datetime.now(UTC)))

    def end(self, run: Run, counts: Mapping[str, int], state: State = "done") -> Run:
        """Close a run with what it did."""
        return self._write(lambda c: runs.end(c, run, counts, state))

    def close_dead(self) -> list[Run]:
        """Close runs whose process on this machine is gone without a word, as ``died``, and give them."""
        return self._write(runs.close_dead)

    def runs(self) -> list[Run]:
        """All runs, the latest first."""
        return self._read(runs.listed)

    # documents

    def save(self, extraction: Extraction, run: Run, article: Article | None = None) -> Saved:
        """Save a document's extraction and let it be the current one; the same under the same version is saved once.

        Corrections stay as they are and hold for it too.
        """
        return self._write(lambda c: self._save(c, extraction, run, article or Article()))

    def load(self, document_id: str, extraction_id: str | None = None) -> Extraction:
        """Read an extraction back, exactly as it was saved and without corrections: the current one, or the one named."""
        return self._read(lambda c: saving.load(c, document_id, extraction_id))

    def article(self, document_id: str) -> Article:
        """What is known of a document's file."""
        return self._read(lambda c: saving.article(c, document_id))

    def versions(self, document_id: str) -> list[Version]:
        """All extractions of a document, the oldest first."""
        return self._read(lambda c: saving.versions(c, document_id))

    def known(self, hashes: Iterable[str], version_key: str) -> dict[str, str]:
        """What is known of files, by SHA-256: ``extracted`` or ``quarantined`` by this version, ``older`` by another alone."""
        wanted = list(hashes)
        return self._read(lambda c: saving.known(c, wanted, version_key))

    def documents(self) -> list[str]:
        """The ids of all documents, in the order of their sources."""
        query = select(documents.c.document_id).where(documents.c.extraction_id.is_not(None))
        return self._read(lambda c: list(c.execute(query.order_by(documents.c.source, documents.c.document_id)).scalars()))

    def set_aside(self, refused: Refused, run: Run) -> bool:
        """Enter a file that could not be read; false where this version has refused it before."""
        return self._write(lambda c: runs.set_aside(c, refused, run))

    def quarantined(self) -> list[Quarantined]:
        """All files set aside, by source."""
        return self._read(runs.quarantined)

    # corrections and the merged view

    def correct(self, correction: Correction) -> Merged:
        """Add a correction and give the document as it is then. The tidy tables show it too.

        Raises ConflictError where the value has changed since the person saw it, naming both.
        """
        return self._write(lambda c: self._correct(c, correction))

    def corrections(self, document_id: str | None = None) -> list[Correction]:
        """The corrections of a document, or all, in the order they were made."""
        if document_id is None:
            return self._read(corrections.every)
        return self._read(lambda c: [one.correction for one in corrections.kept(c, document_id)])

    def merged(self, document_id: str) -> Merged:
        """The current extraction of a document with its corrections applied."""
        return self._read(lambda c: corrections.merged(c, document_id, self._lexicon))

    def told_by(self, document_id: str, names: Iterable[str]) -> Merged:
        """A document as some people see it: the machine's reading with their corrections alone."""
        wanted = set(names)
        return self._read(lambda c: corrections.told_by(c, document_id, wanted, self._lexicon))

    def current(self) -> dict[str, str]:
        """What each document's version is now, by id, in the order of their sources; quick, for it reads no article."""
        return self._read(corrections.current)

    def every(self) -> Iterator[Merged]:
        """The merged view of all documents, one after another, in the order of their sources."""
        for document_id in self.documents():
            yield self.merged(document_id)

    def standing(self, document_id: str) -> list[Kept]:
        """The corrections of a document that hold, each with what stood there when it was made."""
        return self._read(lambda c: standing(corrections.kept(c, document_id)))

    def merge(self, extraction: Extraction) -> Extraction:
        """An extraction at hand with the corrections of its document applied."""
        ident = extraction.document.document_id
        return merge(extraction, "", self._read(lambda c: corrections.kept(c, ident)), self._lexicon).extraction

    def pending(self, document_id: str | None = None) -> list[Pending]:
        """Corrections that have no place in the current extractions, of one document or of all, and why."""
        which = [document_id] if document_id is not None else self._read(corrections.corrected)
        return [one for ident in which for one in self.merged(ident).pending]

    def studies(self) -> list[Study]:
        """All studies of all documents, those that are one put together, with corrections."""
        return studies(tellings(one.extraction for one in self.every()))

    # upkeep

    def condition(self) -> Condition:
        """What the database holds, and whether it is sound."""
        return patiently(lambda: condition(self.engine), self.place, self.patience_s)

    def backup(self, file: Path) -> dict[str, int]:
        """Write everything into one file, which `restore` takes; gives the rows by table."""
        return patiently(lambda: backup(self.engine, file), self.place, self.patience_s)

    def vacuum(self) -> int:
        """Give free space back; gives how many bytes."""
        return patiently(lambda: vacuum(self.engine), self.place, self.patience_s)

    def size_bytes(self) -> int:
        """How much room the database takes."""
        return patiently(lambda: size_bytes(self.engine), self.place, self.patience_s)

    # within

    def _save(self, connection: Connection, extraction: Extraction, run: Run, article: Article) -> Saved:
        saved = saving.put_extraction(connection, extraction, run)
        ident = extraction.document.document_id
        merged = merge(extraction, "", corrections.kept(connection, ident), self._lexicon).extraction
        saving.make_current(connection, saved.extraction_id, extraction, row_of_document(merged), run, article)
        if saved.new or merged is not extraction:
            self._put_tidy(connection, saved.extraction_id, merged, instead=not saved.new)
        return saved

    def _correct(self, connection: Connection, correction: Correction) -> Merged:
        merged = corrections.append(connection, correction, self._lexicon)
        self._put_tidy(connection, merged.version.rpartition(".")[0], merged.extraction, instead=True)
        return merged

    def _put_tidy(self, connection: Connection, ident: str, merged: Extraction, *, instead: bool) -> None:
        put_tidy(connection, ident, rows_of([merged], self._label, self._identity), instead=instead)

    def _lexicon(self) -> Lexicon:
        return lexicons.load(self.settings.lexicon_dirs)

    @cached_property
    def _label(self) -> LabelOf:
        return label_of(self._lexicon())

    @cached_property
    def _identity(self) -> IdentityOf:
        return identity_of(self._lexicon())

    def _read(self, work: Callable[[Connection], T]) -> T:
        def once() -> T:
            with self.engine.connect() as connection:
                return work(connection)

        return patiently(once, self.place, self.patience_s)

    def _write(self, work: Callable[[Connection], T]) -> T:
        def once() -> T:
            with self.engine.execution_options(immediate=True).begin() as connection:
                return work(connection)

        return patiently(once, self.place, self.patience_s)


def open(url: str, settings: Settings | None = None, *, create: bool = True, patience_s: float = PATIENCE_S) -> Store:
    """Open a database by address or by the path of a SQLite file; an empty one gets our tables, unless `create` is false.

    Raises StoreError for a database that is foreign, older (``litrex db upgrade``) or newer, and for one that does not answer.
    """
    engine = connect(address(url))
    store = Store(engine, settings or Settings(), patience_s)
    if not _ready(engine, patience_s, create=create):
        if not create:
            raise StoreError("there is no database yet", place=store.place, remedy=f"make it: {UPGRADE}")
        patiently(lambda: upgrade(engine), store.place, patience_s)
    return store


def check(url: str, *, patience_s: float = PATIENCE_S) -> bool:
    """Whether a database is there and can be used; false where it is yet to be made, and nothing is made.

    Raises StoreError as `open` does.
    """
    engine = connect(address(url))
    try:
        return _ready(engine, patience_s, create=False)
    finally:
        engine.dispose()


def _ready(engine: Engine, patience_s: float, *, create: bool) -> bool:
    file = file_of(engine.url)
    if file is not None and not file.exists():
        if create and not file.parent.is_dir():
            raise StoreError("its folder is not there", place=str(file), remedy="make the folder, or name another: --database")
        return False
    return patiently(lambda: checked(engine), shown(engine.url), patience_s)


def migrate(url: str, *, patience_s: float = PATIENCE_S) -> str:
    """Bring a database up to date, or make it; say in one line what was done.

    Raises StoreError for one that is foreign or newer.
    """
    engine = connect(address(url))
    place = shown(engine.url)
    try:
        _make_folder(engine)
        before = patiently(lambda: revision(engine), place, patience_s)
        if before is not None and before > HEAD:
            checked(engine)
        if before == HEAD:
            return f"{place}: up to date (revision {HEAD})"
        patiently(lambda: upgrade(engine), place, patience_s)
        return f"{place}: made (revision {HEAD})" if before is None else f"{place}: brought from revision {before} to {HEAD}"
    finally:
        engine.dispose()


def restore(url: str, file: Path, *, patience_s: float = PATIENCE_S) -> dict[str, int]:
    """Fill an empty database from a backup, all or nothing; gives the rows by table.

    Raises UsageError where it is not empty, StoreError where the file is no backup.
    """
    engine = connect(address(url))
    try:
        _make_folder(engine)
        return patiently(lambda: refill(engine, file), shown(engine.url), patience_s)
    finally:
        engine.dispose()


def _make_folder(engine: Engine) -> None:
    if (file := file_of(engine.url)) is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
