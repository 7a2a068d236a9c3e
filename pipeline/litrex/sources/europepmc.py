"""Europe PMC: a search that pages by cursor, and the full text of open-access articles as JATS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from litrex.settings import Settings
from litrex.sources import article
from litrex.sources.article import Article
from litrex.sources.client import BrokenAnswerError, Client, Manners
from litrex.sources.clock import Clock
from litrex.sources.licences import licence_of
from litrex.sources.service import PAGE, Listed, Page, Wish, as_object

_NUMBER = re.compile(r"PMC\d{1,12}")


@dataclass(frozen=True, slots=True)
class EuropePMC:
    """The REST service of Europe PMC."""

    client: Client
    name: ClassVar[str] = "europepmc"

    @classmethod
    def of(cls, settings: Settings, clock: Clock | None = None) -> EuropePMC:
        """The service at the address that is set."""
        always = {"email": settings.contact_email} if settings.contact_email else {}
        return cls(Client("Europe PMC", settings.europepmc_url or "", Manners.of(settings), always, clock or Clock()))

    def page(self, wish: Wish, cursor: str | None) -> Page:
        """Give the page at a cursor; the service shows the end by no cursor or by the same one again."""
        asked = {"query": asked_for(wish), "format": "json", "resultType": "core", "pageSize": str(PAGE)}
        page = self.client.get("search", _page, **asked, cursorMark=cursor or "*")
        return Page(page.hits, page.listed, None if page.next == (cursor or "*") else page.next)

    def article(self, pmcid: str) -> Article:
        """Give the JATS of an article."""
        return self.client.get(f"{pmcid}/fullTextXML", article.read)

    def address(self, pmcid: str) -> str:
        """Where a person reads the article."""
        return f"https://europepmc.org/article/PMC/{pmcid}"

    def close(self) -> None:
        """Close the connections."""
        self.client.close()


def asked_for(wish: Wish) -> str:
    """The query as the service gets it: open access alone, published since.

    >>> asked_for(Wish("stem cells AND lupus", since="2024-01-31"))
    '(stem cells AND lupus) AND OPEN_ACCESS:Y AND FIRST_PDATE:[2024-01-31 TO 3000-12-31]'
    """
    since = f" AND FIRST_PDATE:[{wish.since} TO 3000-12-31]" if wish.since else ""
    return f"({wish.query}) AND OPEN_ACCESS:Y{since}"


def _page(data: bytes) -> Page:
    told = as_object(data)
    try:
        found = told["resultList"]["result"]
        listed = tuple(_listed(one) for one in found if _NUMBER.fullmatch(str(one.get("pmcid"))))
        cursor = told.get("nextCursorMark") if found else None
        return Page(int(told["hitCount"]), listed, str(cursor) if cursor else None)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BrokenAnswerError(f"the list lacks what it should have ({error!r})") from error


def _listed(one: dict[str, object]) -> Listed:
    title, licence = one.get("title"), one.get("license")
    return Listed(str(one["pmcid"]), str(title) if title else None, licence_of(str(licence)) if licence else None)
