"""A real server and a real browser for tests of the page."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn

from litrex.store import Store
from litrex.web.access import Door
from litrex.web.app import create
from litrex.web.serving import Address, listening

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def serving(kept: Store, door: Door) -> Iterator[str]:
    """Serve on a free port of this machine, until the test is done."""
    listener = listening(Address(port=0))
    server = uvicorn.Server(uvicorn.Config(create(kept, door), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@contextmanager
def browsing(**options: Any) -> Iterator[Any]:
    """A page of a browser; nothing may be said on its console, and nothing asked of any other server."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(**{"viewport": {"width": 1280, "height": 860}, **options})
        page.told, page.asked = [], []
        page.on("console", lambda message: page.told.append(message.text))
        page.on("pageerror", lambda problem: page.told.append(str(problem)))
        page.on("request", lambda request: page.asked.append(request.url))
        yield page
        browser.close()


def ready(page: Any) -> None:
    page.wait_for_selector("html[data-ready]")


def lit(page: Any, name: str = "evidence") -> str:
    """The words that are lit up."""
    told: str = page.evaluate("name => [...(CSS.highlights.get(name) ?? [])].map(String).join('')", name)
    return told


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
