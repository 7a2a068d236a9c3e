"""``litrex review``: which database it means, who may use it, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from litrex import store, web
from litrex.cli import app


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Where the server would be started, what with."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    store.open("out/litrex.db").close()
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(web, "serve", lambda kept, door, address, lang, **more: told.append(locals()), raising=False)
    return told


def say(*words: str, given: str = "") -> Any:
    return CliRunner().invoke(app, ["review", *words], input=given)


@pytest.mark.parametrize("words", [(), ("out",), ("out/litrex.db",), ("sqlite:///out/litrex.db",), ("open", "out")])
def test_a_folder_a_file_and_an_address_are_the_same_database(asked: list[dict[str, Any]], words: tuple[str, ...]) -> None:
    assert say(*words, "--no-browser", "--as", "li").exit_code == 0
    (told,) = asked
    assert told["kept"].place.endswith("out/litrex.db") and (told["door"].owner, told["door"].by_token) == ("li", True)
    assert told["more"]["browser"] is False


def test_with_users_the_token_opens_nothing(asked: list[dict[str, Any]]) -> None:
    assert "li may annotate" in say("users", "add", "li", given="a long enough one\n").output
    assert say("users", "list").output == "li  annotate\n"
    assert say("out").exit_code == 0 and not asked[0]["door"].by_token
    assert say("users", "remove", "li").exit_code == 0 and say("users", "list").output == ""


REFUSALS: list[tuple[tuple[str, ...], str]] = [
    (("nowhere.db",), "there is no database yet"),
    (("out", "--lang", "fr"), "there is no language 'fr'"),
    (("out", "--users", "none.json"), "there are no users in it"),
    (("users", "remove", "nobody"), "there is no user 'nobody'"),
]


@pytest.mark.parametrize(("words", "said"), REFUSALS)
def test_what_cannot_be_is_said_in_one_line(asked: list[dict[str, Any]], words: tuple[str, ...], said: str) -> None:
    told = say(*words)
    assert told.exit_code in (2, 3) and said in told.output and len(told.output.strip().splitlines()) == 1
    assert asked == []
