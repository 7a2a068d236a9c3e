"""``litrex fetch`` says what it brought and what not, and ends with the code that fits."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from litrex.cli import app


@pytest.fixture
def call(library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Call ``litrex fetch`` in an empty working folder, at the services of our own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LITREX_EUROPEPMC_URL", f"http://127.0.0.1:{library.port}")
    monkeypatch.setenv("LITREX_EUTILS_URL", f"http://127.0.0.1:{library.port}")
    monkeypatch.setenv("LITREX_FETCH_PER_SECOND", "1000")
    monkeypatch.setenv("LITREX_FETCH_RETRIES", "0")
    return lambda *args: CliRunner().invoke(app, ["fetch", *args])


@pytest.mark.parametrize("service", ["europepmc", "pubmed"])
def test_it_tells_what_came_and_what_was_left(call, library, tmp_path: Path, service: str) -> None:
    library.add("PMC1", "PMC2")
    library.add("PMC3", licence="")
    told = call(service, "--query", "cells", "--since", "2024-01-31", "--to", "inbox")
    assert told.exit_code == 0, told.output
    assert "inbox: 2 new of 3 found, 0 there before; 1 left: its licence does not allow it" in told.output
    assert (tmp_path / "inbox" / "PMC2.xml").exists()
    assert "3 new" not in call(service, "--query", "cells", "--to", "inbox", "--any-licence", "--quiet").output
    assert (tmp_path / "inbox" / "PMC3.xml").exists()


def test_a_dry_run_lists_numbers_licences_and_titles(call, library, tmp_path: Path) -> None:
    library.add("PMC1")
    told = call("europepmc", "--query", "cells", "--to", "inbox", "--dry-run")
    assert told.output.splitlines() == ["PMC1  CC-BY  Cells PMC1", "1 articles would be asked for; nothing was written"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["--query", "x", "--to", "in", "--since", "yesterday"], 2, "--since: 'yesterday' is no day; write one such as"),
        (["--query", "x", "--to", "in", "--set", "europepmc_url=nowhere"], 2, "is no address of a service"),
        (["--query", "x", "--to", "in", "--set", "europepmc_url=http://127.0.0.1:9"], 3, "the connection broke"),
        (["--query", "x", "--to", "file"], 3, "the articles cannot be written"),
        (["--to", "in"], 2, "--query"),
    ],
)
def test_what_goes_wrong_is_one_line_with_a_remedy(call, tmp_path: Path, args: list[str], code: int, words: str) -> None:
    (tmp_path / "file").write_text("in the way")
    told = call("europepmc", *args)
    assert told.exit_code == code and words in told.stderr


def test_one_article_that_fails_ends_with_one(call, library) -> None:
    library.add("PMC1", "PMC2")
    library.articles["PMC1"] = b"<article>"
    told = call("europepmc", "--query", "cells", "--to", "inbox")
    assert told.exit_code == 1 and "1 failed, say the same again for them" in told.output
