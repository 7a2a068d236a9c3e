"""The guide for annotators: its pictures are those of the page as it is, and it names every key."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from litrex.web.words import words
from tests.web.pictures import NAMES, SIZE, pictures

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = {"en": "annotating.md", "zh": "annotating.zh.md"}


def size(file: Path) -> tuple[int, int]:
    head = file.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:24])
    return width, height


@pytest.mark.parametrize("lang", GUIDES)
def test_the_pictures_are_there_and_can_be_taken_again(lang: str, tmp_path: Path) -> None:
    shown = re.findall(r"!\[[^\]]+\]\((images/[\w.]+)\)", (DOCS / GUIDES[lang]).read_text(encoding="utf-8"))
    taken = pictures(tmp_path, lang)
    assert sorted(shown) == sorted(f"images/{one.name}" for one in taken) and len(shown) == len(NAMES)
    for one in taken:
        assert size(one) == size(DOCS / "images" / one.name) == (SIZE["width"], SIZE["height"])


@pytest.mark.parametrize("lang", GUIDES)
def test_the_guide_names_the_keys_of_the_page(lang: str) -> None:
    page = (Path(__file__).parents[2] / "pipeline/litrex/web/templates/document.html").read_text(encoding="utf-8")
    keys = {
        key
        for told in re.findall(r"\('([^']+)', 'key_\w+'\)", page)
        for key in told.split(" · ")
        if len(key) == 1 and key.isalpha()
    }
    named = set(re.findall(r"`(\w)`", (DOCS / GUIDES[lang]).read_text(encoding="utf-8")))
    assert keys - named <= {"q"}


def test_every_word_of_the_page_is_there_in_both_languages() -> None:
    assert [key for key, both in words().items() if not both.zh or not both.en] == []
