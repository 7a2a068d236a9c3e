"""The pictures of the guide for annotators: ``python -m tests.web.pictures docs/images``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from litrex import extract, store
from litrex.web.access import Door
from tests.web.browser import browsing, press, ready, serving

ARTICLES = {"zh": "corpus/articles/lupus-cell-therapy.zh-Hans.html", "en": "corpus/articles/lupus-cell-therapy.en.md"}
SIZE = {"width": 1060, "height": 600}
NAMES = ("queue", "evidence", "selecting", "editor", "help")


def pictures(folder: Path, lang: str) -> list[Path]:
    """Take the pictures in a language; gives their files."""
    with tempfile.TemporaryDirectory() as place, store.open(f"{place}/litrex.db") as kept:
        run = kept.begin()
        kept.save(extract(ARTICLES[lang], source=Path(ARTICLES[lang]).name), run)
        door = Door(token="a-token-for-pictures", owner="li")
        with serving(kept, door) as link, browsing(viewport=SIZE, reduced_motion="reduce") as page:
            page.goto(f"{link}/?token={door.token}&lang={lang}")
            ready(page)
            return [_taken(page, folder / f"{name}.{lang}.png", _STEPS[name]) for name in NAMES]


def _taken(page: Any, file: Path, step: Any) -> Path:
    step(page)
    page.screenshot(path=file, animations="disabled", caret="hide")
    return file


def _open(page: Any) -> None:
    press(page, "Enter")
    page.wait_for_url("**/documents/*")
    ready(page)
    while page.locator(".v.here").get_attribute("data-path") != "n_patients":
        press(page, "ArrowDown")


def _select(page: Any) -> None:
    press(page, "s", "Shift+ArrowRight")
    page.wait_for_selector("body.selecting")


def _take(page: Any) -> None:
    press(page, "Enter")
    page.wait_for_selector("#editor input")


def _help(page: Any) -> None:
    press(page, "Escape", "?")
    page.wait_for_selector("#help[open]")


_STEPS = {"queue": lambda page: None, "evidence": _open, "selecting": _select, "editor": _take, "help": _help}


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for one in ("zh", "en"):
        print(*pictures(target, one), sep="\n")  # noqa: T201
