"""What the documents promise is there, and what is there is in the documents."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from litrex import extract_bytes, settings
from litrex.cli import app

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh.md")
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
FOR_CHECKS = {"articles", "dev_set", "corpora"}
every_readme = pytest.mark.parametrize("name", READMES)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text(name), re.MULTILINE | re.DOTALL)


def within(shown: Any, told: Any) -> bool:
    """Whether all that is shown is told: objects may be shortened, lists may not."""
    if isinstance(shown, dict):
        return isinstance(told, dict) and all(key in told and within(value, told[key]) for key, value in shown.items())
    if isinstance(shown, list):
        return isinstance(told, list) and len(shown) == len(told) and all(map(within, shown, told))
    return bool(shown == told)


@every_readme
def test_the_commands_are_those_of_the_program(name: str) -> None:
    table = re.findall(r"^\| `litrex (\w+)", text(name), re.MULTILINE)
    assert sorted(table) == COMMANDS
    assert set(re.findall(r"`litrex (\w+)[ `]", text(name))) <= set(COMMANDS)
    assert set(re.findall(r"^litrex (\w+)", "".join(blocks(name, "sh")), re.MULTILINE)) <= set(COMMANDS)


@every_readme
def test_the_record_shown_is_what_the_sentence_gives(name: str) -> None:
    sentence, shown = blocks(name, "text")[0], json.loads(blocks(name, "json")[0])
    (record,) = extract_bytes(sentence.encode(), source="sentence.txt").records
    told = record.model_dump(mode="json")
    assert [(key, told[key]) for key in shown if not within(shown[key], told[key])] == []


@every_readme
def test_the_settings_are_those_of_the_program(name: str) -> None:
    told = set(re.findall(r"^\| `(\w+)` \| `LITREX_", text(name), re.MULTILINE))
    assert told == set(settings.names()) - FOR_CHECKS
    assert {f"LITREX_{key.upper()}" for key in told} == set(re.findall(r"`(LITREX_\w+)`", text(name)))


@every_readme
def test_the_targets_of_make_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"^make (\w+)", "".join(blocks(name, "sh")), re.MULTILINE))
    assert {"run", "test"} <= named <= targets


@every_readme
def test_the_tables_are_those_that_are_written(name: str) -> None:
    from litrex.store.layout import table_columns

    listed = next(line for line in text(name).splitlines() if line.startswith("| `documents records"))
    assert listed.split("`")[1].split() == list(table_columns())


@every_readme
def test_links_lead_to_files(name: str) -> None:
    links = re.findall(r"\]\(([\w./-]+)\)", text(name))
    assert links and [link for link in links if not (ROOT / link).exists()] == []


@every_readme
def test_both_readmes_show_the_same_commands(name: str) -> None:
    assert re.sub(r" *#.*", "", blocks(name, "sh")[0]) == "make run\nmake test\n"
    assert len(blocks(name, "sh")) == len(blocks(READMES[0], "sh"))


def test_the_version_is_told_once() -> None:
    from litrex import __version__

    assert tomllib.loads(text("pyproject.toml"))["project"]["version"] == __version__
    assert "## [Unreleased]" in text("CHANGELOG.md")


def test_no_document_names_a_place_of_one_machine() -> None:
    for path in [ROOT / "Makefile", ROOT / ".ci" / "run", ROOT / "CHANGELOG.md", *(ROOT / name for name in READMES)]:
        assert re.findall(r"(?<![\w.])/(?:home|root|work|opt|Users)\b", path.read_text(encoding="utf-8")) == [], path
