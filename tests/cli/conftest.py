"""The program, called as a person calls it but in this process."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from litrex import exchange
from litrex.cli import app
from litrex.extraction import extract

ZH = "2012年，许某等对16例溃疡性结肠炎患者静脉输注脐带间充质干细胞，共输注2次，随访6个月，13例（81.3%）缓解。\n"
EN = "In 2009, Novak et al. treated 22 patients with type 2 diabetes; HbA1c decreased at 12 months. Fever occurred in 3.\n"

Call = Callable[..., object]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call ``litrex`` with arguments in an empty working folder, wide enough that no line breaks."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")
    return lambda *args: CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture
def articles(tmp_path: Path) -> list[Path]:
    """One article in Chinese, one in English."""
    zh, en = tmp_path / "colitis.txt", tmp_path / "diabetes.txt"
    zh.write_text(ZH, encoding="utf-8")
    en.write_text(EN, encoding="utf-8")
    return [zh, en]


@pytest.fixture
def out(tmp_path: Path, articles: list[Path]) -> Path:
    """The folder of a run over both."""
    exchange.write(tmp_path / "out", [extract(path) for path in articles])
    return tmp_path / "out"
