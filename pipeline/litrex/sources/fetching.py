"""From a search at a service to articles in an inbox."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from litrex.errors import SourceError
from litrex.sources import ledger
from litrex.sources.article import Article
from litrex.sources.client import MissingError, RefusedError, TooLargeError
from litrex.sources.ledger import Ledger, Row
from litrex.sources.licences import allows
from litrex.sources.service import Listed, Page, Service, Wish

_IN_A_ROW = 3  # so many articles that fail one after another are a service that fails
NO_TEXT, TOO_LARGE = "its full text is not to be had", "it is larger than max_file_bytes"
Shown = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Left:
    """An article that was not brought, and why."""

    pmcid: str
    reason: str


@dataclass(slots=True)
class Fetched:
    """What became of a fetch. `failed` may come next time, `left` will not; `known` was there before."""

    hits: int = 0
    seen: int = 0
    known: int = 0
    saved: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    failed: list[Left] = field(default_factory=list)
    whole: bool = False  # the search was gone through to its end


def fetch(service: Service, wish: Wish, to: Path, shown: Shown = lambda hits, seen: None) -> Fetched:
    """Bring the articles of a search into the folder `to`, with a line each in its manifest; `shown` is told how far it is.

    A fetch that was stopped goes on at the page where it was. One that came to its end begins anew, and brings what is new.

    Raises SourceError where the service fails, OutputError where the disk does, UsageError where another fetch is at work.
    """
    with ledger.opened(to) as book:
        return _Fetch(service, wish, book, shown).all()


def would_fetch(service: Service, wish: Wish, to: Path) -> list[Listed]:
    """List the articles that a fetch would ask for, without asking for them; whether their licence allows it is seen only then.

    Raises SourceError where the service fails.
    """
    known = ledger.look(to).known
    found: dict[str, Listed] = {}
    cursor: str | None = None
    while True:
        page = service.page(wish, cursor)
        found |= {one.pmcid: one for one in page.listed if f"{one.pmcid}.xml" not in known}
        cursor = page.next
        if cursor is None or (wish.limit is not None and len(found) >= wish.limit):
            return list(found.values())[: wish.limit]


@dataclass(slots=True)
class _Fetch:
    service: Service
    wish: Wish
    book: Ledger
    shown: Shown
    done: Fetched = field(default_factory=Fetched)
    asked: set[str] = field(default_factory=set)
    failing: int = 0

    def all(self) -> Fetched:
        key = _key(self.service, self.wish)
        page = self._first(key)
        while True:
            self.done.hits = page.hits
            for one in page.listed:
                if self.wish.limit is not None and len(self.done.saved) >= self.wish.limit:
                    return self.done
                self._take(one)
            if page.next is None:
                self.book.cursors.pop(key, None)
                self.book.save()
                self.done.whole = True
                return self.done
            if not self.done.failed:  # else the next fetch begins where the first one failed
                self.book.cursors[key] = page.next
            self.book.save()
            page = self.service.page(self.wish, page.next)

    def _first(self, key: str) -> Page:
        """The page to begin with; a cursor that the service has forgotten costs a walk over what is known, no article."""
        cursor = self.book.cursors.get(key)
        try:
            return self.service.page(self.wish, cursor)
        except RefusedError:
            if cursor is None:
                raise
            return self.service.page(self.wish, None)

    def _take(self, one: Listed) -> None:
        if one.pmcid in self.asked:
            return
        self.asked.add(one.pmcid)
        self.done.seen += 1
        name = f"{one.pmcid}.xml"
        before = self.book.refused.get(one.pmcid)
        if name in self.book.known:
            self.done.known += 1
        elif before and not self.wish.any_licence:
            self.done.left.append(Left(one.pmcid, before))
        else:
            self._ask(one, name)
        self.shown(self.done.hits, self.done.seen)

    def _ask(self, one: Listed, name: str) -> None:
        try:
            found = self.service.article(one.pmcid)
        except MissingError:
            self.done.left.append(Left(one.pmcid, NO_TEXT))
        except TooLargeError:
            self.done.left.append(Left(one.pmcid, TOO_LARGE))
        except SourceError as error:
            self._fail(one, error)
            return
        else:
            self._decide(one, name, found)
        self.failing = 0

    def _decide(self, one: Listed, name: str, found: Article) -> None:
        if not found.has_text:
            self.done.left.append(Left(one.pmcid, NO_TEXT))
        elif not (self.wish.any_licence or allows(found.licence)):
            reason = f"its licence does not allow it ({found.licence or 'it names none that we know'})"
            self.book.refused[one.pmcid] = reason
            self.done.left.append(Left(one.pmcid, reason))
        else:
            self.book.keep(name, found.data, _row(name, found, self.service.address(one.pmcid), one.title))
            self.done.saved.append(name)

    def _fail(self, one: Listed, error: SourceError) -> None:
        self.failing += 1
        if self.failing >= _IN_A_ROW:
            raise error
        self.done.failed.append(Left(one.pmcid, error.message))


def _row(name: str, found: Article, url: str, listed_title: str | None) -> Row:
    told = {"path": name, "licence": found.licence, "doi": found.doi, "title": found.title or listed_title, "lang": found.lang}
    return {key: value or "" for key, value in told.items()} | {"url": url, "sha256": hashlib.sha256(found.data).hexdigest()}


def _key(service: Service, wish: Wish) -> str:
    """What a search is kept under: the same words at the same service since the same day."""
    return " ".join([service.name, wish.since or "-", wish.query])
