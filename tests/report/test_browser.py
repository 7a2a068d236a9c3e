"""The page in a browser: a value is one key away from its place in the text."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from litrex import report
from litrex.schema.record import Extraction

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def page(extractions: list[Extraction], tmp_path: Path) -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    sync_api = pytest.importorskip("playwright.sync_api")
    path = report.write(tmp_path, extractions)
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(locale="en-US")
        page.told, page.asked = [], []
        page.on("console", lambda message: page.told.append(message.text))
        page.on("pageerror", lambda problem: page.told.append(str(problem)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(path.as_uri())
        yield page
        assert page.told == []
        assert page.asked == [path.as_uri()]
        browser.close()


def lit(page: Any) -> str:
    return "".join(page.locator("mark.on").all_inner_texts())


def test_keys_alone_lead_from_value_to_text_and_back(page: Any) -> None:
    page.locator("#r3 button.v", has_text="85%").focus()
    page.keyboard.press("Enter")
    assert lit(page) == "总有效率为85%（17/20）"
    assert page.locator("mark.on").first.is_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert lit(page) == "总有效率为85%（17/20）😀，对照组为45%"
    page.locator("#lang").focus()
    page.keyboard.press("Escape")
    assert "45%" in page.evaluate("document.activeElement.textContent")


def test_filters_narrow_the_table_and_sorting_orders_it(page: Any) -> None:
    page.locator("#q").fill("knee")
    assert page.locator("#records tbody tr:visible").count() == 2
    page.locator("#flagged").check()
    assert page.locator("#records tbody tr:visible").count() == 1
    page.locator("#q").fill("")
    page.locator("#flagged").uncheck()
    page.locator('[data-sort="3"]').click()
    assert [row.get_attribute("id") for row in page.locator("#records tbody tr").all()] == ["r2", "r1", "r4", "r3"]
    page.locator('[data-sort="3"]').click()
    assert page.locator("#records tbody tr").first.get_attribute("id") == "r3"


def test_the_language_switches_by_key_and_help_opens(page: Any) -> None:
    before = page.locator("h1").inner_text()
    page.keyboard.press("l")
    assert {before, page.locator("h1").inner_text()} == {"证据表", "Evidence table"}
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
