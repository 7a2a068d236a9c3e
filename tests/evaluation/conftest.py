"""What several tests of the evaluation need: golds, and the article and the yardstick where they are at hand."""

import hashlib
import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import pytest

from litrex.evaluation.gold import Gold, read

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def article_gold() -> Gold:
    return read(ROOT / "annotations" / "gold" / "lupus-stem-cells.zh-Hant.json")


@pytest.fixture(scope="session")
def article(article_gold: Gold) -> Path:
    folders = [
        ROOT / "corpus" / "articles",
        *(Path(part) for part in os.environ.get("LITREX_ARTICLES", "").split(os.pathsep) if part),
    ]
    for path in (path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir()) if path.is_file()):
        if hashlib.sha256(path.read_bytes()).hexdigest() == article_gold.sha256:
            return path
    pytest.skip("not run: the article is not at hand (LITREX_ARTICLES)")


@pytest.fixture(scope="session")
def article_raw(article: Path) -> str:
    return article.read_bytes().decode("utf-8-sig")


@pytest.fixture(scope="session")
def yardstick() -> Any:
    """The independent scorer that lies beside the development set."""
    path = Path(os.environ.get("LITREX_DEV_SET", "nowhere")).parent / "tools" / "score_records.py"
    if not path.is_file():
        pytest.skip("not run: the yardstick is not at hand (LITREX_DEV_SET)")
    spec = importlib.util.spec_from_file_location("yardstick", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def small() -> dict[str, Any]:
    """A gold of values and positions, and the text that it was made for: all words are ours."""
    told: dict[str, Any] = json.loads((ROOT / "tests" / "cases" / "placed_gold.json").read_text(encoding="utf-8"))
    return told
