"""What every service gives: pages of listed articles, and the text of one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from litrex.sources.article import Article
from litrex.sources.client import BrokenAnswerError

PAGE = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be fetched. `since` is the first day of publication, as ``2024-01-31``; `limit` counts new articles."""

    query: str
    since: str | None = None
    limit: int | None = None
    any_licence: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """An article that a search lists: its number in PubMed Central, as ``PMC123``, and what the list says of it."""

    pmcid: str
    title: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a search: how many articles it found in all, those of this page, and the cursor of the next; None at the end."""

    hits: int
    listed: tuple[Listed, ...]
    next: str | None


class Service(Protocol):
    """A service that lists articles and gives their text."""

    @property
    def name(self) -> str:
        """The word that the command line has for it."""

    def page(self, wish: Wish, cursor: str | None) -> Page:
        """Give the page at a cursor, the first one for None."""

    def article(self, pmcid: str) -> Article:
        """Give an article; MissingError where its text is not to be had."""

    def address(self, pmcid: str) -> str:
        """Where a person reads the article."""

    def close(self) -> None:
        """Close the connections."""


def as_object(data: bytes) -> Mapping[str, Any]:
    """Read a JSON object.

    Raises BrokenAnswerError for anything else.
    """
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BrokenAnswerError(f"the answer is no JSON ({error})") from error
    if not isinstance(told, dict):
        raise BrokenAnswerError("the answer is no JSON object")
    return told
