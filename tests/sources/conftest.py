"""A library of our own on a local port, which lists articles as the services do and fails when it is told to."""

import json
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from litrex.settings import Settings
from litrex.sources import Clock, EuropePMC, PubMed

BY = '<license xlink:href="https://creativecommons.org/licenses/by/4.0/"><license-p>Open access.</license-p></license>'
BODY = "<sec><title>Trials</title><p>In 2016, Lee et al. treated 12 patients with cord cells.</p></sec>"


def jats(pmcid: str, licence: str = BY, body: str = BODY) -> bytes:
    """An article in the shape that publishers give."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE article PUBLIC "-//NLM//DTD JATS 1.2//EN" "JATS-archivearticle1.dtd">'
        '<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ali="http://www.niso.org/schemas/ali/1.0/" xml:lang="en">'
        f'<front><article-meta><article-id pub-id-type="doi">10.1/{pmcid}</article-id><title-group><article-title>Cells, '
        f"<italic>in\n  vivo</italic>, 膝 {pmcid}</article-title></title-group>"
        f"<permissions>{licence}</permissions></article-meta>"
        f"</front><body>{body}</body></article>"
    ).encode()


@dataclass
class Fault:
    """What goes wrong with the next request whose path holds `on`."""

    on: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    change: Callable[[bytes], bytes] | None = None
    cut: int = 0
    slow_s: float = 0.0


@dataclass
class Library:
    """Articles by number, in lists of `size` a page; `asked` holds the paths of the requests in their order."""

    articles: dict[str, bytes] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    size: int = 2
    faults: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    queries: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    def add(self, *numbers: str, licence: str = BY, body: str = BODY) -> None:
        for number in numbers:
            self.articles[number] = jats(number, licence, body)
            self.order.append(number)

    def answer(self, path: str, query: dict[str, str]) -> bytes | None:
        if path == "/search":
            return self._europepmc(query["cursorMark"])
        if path == "/esearch.fcgi":
            return self._esearch(int(query["retstart"]))
        if path == "/efetch.fcgi":
            found = self.articles.get(f"PMC{query['id']}", b"")
            return b"<pmc-articleset>" + re.sub(rb"<[?!][^>]*>", b"", found) + b"</pmc-articleset>"
        return self.articles.get(path.split("/")[1])

    def _europepmc(self, cursor: str) -> bytes:
        start = 0 if cursor == "*" else int(cursor.removeprefix("at "))
        page = self.order[start : start + self.size]
        listed = [{"id": one, "source": "MED", "pmcid": one, "title": f"Cells {one}", "license": "cc by"} for one in page]
        told = {"hitCount": len(self.order), "resultList": {"result": [*listed, {"id": "1", "source": "MED"}]}}
        end = start + len(page)
        return json.dumps(told | ({"nextCursorMark": f"at {end}"} if end < len(self.order) else {})).encode()

    def _esearch(self, start: int) -> bytes:
        page = [one.removeprefix("PMC") for one in self.order[start : start + self.size]]
        return json.dumps({"header": {}, "esearchresult": {"count": str(len(self.order)), "idlist": page}}).encode()


def handler(library: Library) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            told = urlsplit(self.path)
            query = {key: value[0] for key, value in parse_qs(told.query).items()}
            library.asked.append(f"{told.path}{'/' + query['id'] if 'id' in query else ''}")
            library.queries.append(query)
            fault = next((one for one in library.faults if one.on in library.asked[-1]), None)
            if fault:
                library.faults.remove(fault)
            self.give(library.answer(told.path, query), fault or Fault(""))

        def give(self, body: bytes | None, fault: Fault) -> None:
            if fault.change:
                body = fault.change(body or b"")
            body, status = (b"none", 404) if body is None else (body, fault.status)
            self.send_response(status)
            for name, value in fault.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if fault.slow_s:
                time.sleep(fault.slow_s)
            self.close_connection = bool(fault.cut or fault.slow_s)
            try:
                self.wfile.write(body[: len(body) - fault.cut])
            except OSError:
                self.close_connection = True

        def log_message(self, *told: object) -> None:
            """Say nothing."""

    return Handler


class Server(ThreadingHTTPServer):
    """A server that does not mind who leaves in the middle: some of those who ask are killed."""

    def handle_error(self, request: object, address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, address)


@pytest.fixture
def library() -> Iterator[Library]:
    made = Library()
    server = Server(("127.0.0.1", 0), handler(made))
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Waits:
    """A clock on which waiting takes no time; `slept` are the waits that were asked for."""

    time: float = 1_700_000_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def clock(self) -> Clock:
        return Clock(now=lambda: self.time, today=lambda: self.time, sleep=self.sleep, chance=lambda: 0.5)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def told(library: Library) -> Settings:
    address = f"http://127.0.0.1:{library.port}"
    return Settings(europepmc_url=address, eutils_url=f"{address}/", fetch_per_second=1000, fetch_retries=3)


@pytest.fixture
def europepmc(told: Settings, waits: Waits) -> Iterator[EuropePMC]:
    made = EuropePMC.of(told, waits.clock())
    yield made
    made.close()


@pytest.fixture
def pubmed(told: Settings, waits: Waits) -> Iterator[PubMed]:
    made = PubMed.of(told, waits.clock())
    yield made
    made.close()


@pytest.fixture(params=["europepmc", "pubmed"])
def service(request: pytest.FixtureRequest) -> EuropePMC | PubMed:
    return request.getfixturevalue(request.param)
