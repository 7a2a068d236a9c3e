"""The documents at hand: each read from the store once a version, and made ready for the page."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from litrex import lexicons
from litrex.errors import UsageError
from litrex.lexicons import Lexicon
from litrex.lexicons.labels import label_of
from litrex.report.view import Speaker
from litrex.schema.record import Extraction
from litrex.store import Merged, Store

T = TypeVar("T")
_KEPT = 48


@dataclass(slots=True)
class _Entry:
    version: str
    made: dict[str, Any]


class Shelf:
    """Asks the store for a document's version alone, and reads the document when that has changed.

    What is made from a document (its article in blocks, its place in the queue) is kept with it, for the documents asked for
    last. Safe for several threads.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._articles: OrderedDict[str, Any] = OrderedDict()
        self._lock = threading.Lock()

    @cached_property
    def lexicon(self) -> Lexicon:
        """The terms: ours and the user's own."""
        return lexicons.load(self.store.settings.lexicon_dirs)

    @cached_property
    def speaker(self) -> Speaker:
        """The words for values in both languages."""
        return Speaker.of(label_of(self.lexicon))

    def versions(self) -> dict[str, str]:
        """The version of every document, in the order of their sources."""
        return self.store.current()

    def look(self, document_id: str) -> Merged:
        """A document as it holds now.

        Raises UsageError where there is none.
        """
        return self.made(document_id, "merged", lambda merged: merged)

    def made(self, document_id: str, name: str, make: Callable[[Merged], T], version: str | None = None) -> T:
        """What `make` makes of a document as it holds now, made once a version; `version` spares asking for it."""
        version = version or self.versions().get(document_id)
        if version is None:
            raise UsageError(f"there is no document {document_id}", place="database", remedy="choose one from the queue")
        entry = self._entry(document_id, version)
        if "merged" not in entry.made:
            entry.made["merged"] = self.store.merged(document_id)
        if name not in entry.made:
            entry.made[name] = make(entry.made["merged"])
        made: T = entry.made[name]
        return made

    def read(self, document_id: str, make: Callable[[Extraction], T]) -> T:
        """What `make` makes of an article as it was extracted; corrections leave it as it is."""
        merged = self.look(document_id)
        extracted = merged.version.rpartition(".")[0]
        with self._lock:
            made: T | None = self._articles.get(extracted)
        if made is None:
            made = make(merged.extraction)
            with self._lock:
                self._articles[extracted] = made
                while len(self._articles) > _KEPT:
                    self._articles.popitem(last=False)
        return made

    def put(self, document_id: str, merged: Merged) -> None:
        """Keep a document that was just corrected."""
        self._entry(document_id, merged.version).made.setdefault("merged", merged)

    def _entry(self, document_id: str, version: str) -> _Entry:
        with self._lock:
            entry = self._entries.get(document_id)
            if entry is None or entry.version != version:
                entry = self._entries[document_id] = _Entry(version, {})
            self._entries.move_to_end(document_id)
            while len(self._entries) > _KEPT:
                self._entries.popitem(last=False)
            return entry
