"""Where no study is told none is found, however many numbers and treatments stand there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from litrex.extraction import extract

ROOT = Path(__file__).parents[2]


def without_study() -> list[Path]:
    """The articles of our own whose gold has no record."""
    golds = sorted((ROOT / "annotations" / "gold").glob("*.json"))
    empty = {path.stem for path in golds if json.loads(path.read_text(encoding="utf-8"))["records"] == []}
    return [path for path in sorted((ROOT / "corpus" / "articles").iterdir()) if path.stem in empty]


def test_there_are_several_articles_without_a_study() -> None:
    assert len(without_study()) >= 5


@pytest.mark.parametrize("article", without_study(), ids=lambda path: path.name)
def test_no_study_is_found_where_none_is_told(article: Path) -> None:
    told = extract(article)
    assert told.records == []
    assert told.document.funnel.numbers > 20, "it was not read"
