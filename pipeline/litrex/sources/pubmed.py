"""PubMed Central by the E-utilities: esearch lists the open-access articles, efetch gives one as JATS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from litrex.settings import Settings
from litrex.sources import article
from litrex.sources.article import Article
from litrex.sources.client import BrokenAnswerError, Client, Manners, RefusedError
from litrex.sources.clock import Clock
from litrex.sources.service import PAGE, Listed, Page, Wish, as_object


@dataclass(frozen=True, slots=True)
class PubMed:
    """The E-utilities on the database ``pmc``."""

    client: Client
    name: ClassVar[str] = "pubmed"

    @classmethod
    def of(cls, settings: Settings, clock: Clock | None = None) -> PubMed:
        """The service at the address that is set; it asks for the program, an e-mail, and a key for more than three a second."""
        told = {"tool": "litrex", "email": settings.contact_email, "api_key": settings.ncbi_api_key, "db": "pmc"}
        always = {key: value for key, value in told.items() if value}
        return cls(Client("PubMed Central", settings.eutils_url or "", Manners.of(settings), always, clock or Clock()))

    def page(self, wish: Wish, cursor: str | None) -> Page:
        """Give the page that begins at the cursor, the count of articles before it."""
        start = int(cursor or 0)
        asked = {"term": asked_for(wish), "retmode": "json", "retmax": str(PAGE), "retstart": str(start)}
        page = self.client.get("esearch.fcgi", _page, **asked)
        end = start + len(page.listed)
        return Page(page.hits, page.listed, str(end) if page.listed and end < page.hits else None)

    def article(self, pmcid: str) -> Article:
        """Give the JATS of an article, in a set of one."""
        return self.client.get("efetch.fcgi", article.read, id=pmcid.removeprefix("PMC"), retmode="xml")

    def address(self, pmcid: str) -> str:
        """Where a person reads the article."""
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/"

    def close(self) -> None:
        """Close the connections."""
        self.client.close()


def asked_for(wish: Wish) -> str:
    """The query as the service gets it: open access alone, published since.

    >>> asked_for(Wish("stem cells[title] OR lupus", since="2024-01-31"))
    '(stem cells[title] OR lupus) AND "open access"[filter] AND ("2024/01/31"[PubDate] : "3000/12/31"[PubDate])'
    """
    since = f' AND ("{wish.since.replace("-", "/")}"[PubDate] : "3000/12/31"[PubDate])' if wish.since else ""
    return f'({wish.query}) AND "open access"[filter]{since}'


def _page(data: bytes) -> Page:
    told = as_object(data)
    try:
        found = told["esearchresult"]
        if "ERROR" in found:
            raise RefusedError(f"it answers: {found['ERROR']}", place="PubMed Central", remedy="check the query")
        numbers = [str(one) for one in found["idlist"]]
        return Page(int(found["count"]), tuple(Listed(f"PMC{one}") for one in numbers if one.isdecimal()), None)
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenAnswerError(f"the list lacks what it should have ({error!r})") from error
