"""The database from the command line."""

from pathlib import Path

import pytest

from litrex import store
from litrex.extraction import extract


@pytest.fixture
def url(articles: list[Path], tmp_path: Path) -> str:
    (tmp_path / "out").mkdir()
    with store.open(f"{tmp_path}/out/litrex.db") as kept:
        run = kept.begin()
        for path in articles:
            kept.save(extract(path), run)
        kept.end(run, {"documents": 2})
    return f"{tmp_path}/out/litrex.db"


def test_a_database_is_checked_backed_up_restored_and_vacuumed(call, url, tmp_path):
    told = call("db", "check")
    assert told.exit_code == 0 and "2 documents" in told.stdout and told.stdout.endswith("sound\n")
    told = call("db", "backup", "all.zip")
    assert told.exit_code == 0 and "2 documents, 0 corrections" in told.stdout
    told = call("db", "restore", "all.zip", "--database", "copy.db")
    assert told.exit_code == 0, told.stderr
    assert "2 documents" in call("db", "check", "--database", "copy.db").stdout
    assert call("db", "vacuum", "--database", "copy.db").exit_code == 0
    assert "up to date" in call("db", "upgrade").stdout
    assert "made" in call("db", "upgrade", "--database", "sub/fresh.db").stdout


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["check"], 3, "there is no database yet"),
        (["check", "--database", "colitis.txt"], 3, "this file is no database"),
        (["backup", "a.zip", "--database", "mysql://x/y"], 3, "SQLite files and in PostgreSQL"),
        (["restore", "none.zip"], 2, "none.zip: it cannot be read"),
        (["restore", "colitis.txt"], 3, "no backup of litrex"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(call, articles, args, code, words):
    told = call("db", *args)
    assert told.exit_code == code and words in told.stderr and told.stderr.count("\n") == 1, told.stderr


def test_a_setting_names_the_database_too(call, url, tmp_path, monkeypatch):
    monkeypatch.setenv("LITREX_DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere.db")
    assert "elsewhere.db" in call("db", "upgrade").stdout
    assert (tmp_path / "elsewhere.db").exists()
    assert "2 documents" in call("db", "check", "--database", url).stdout
