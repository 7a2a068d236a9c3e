"""What is set where: the file under the environment under the flags, and nothing misspelt goes unnoticed."""

from pathlib import Path

import pytest

from litrex.errors import SettingsError
from litrex.settings import Settings, load, names


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "litrex.toml"


def test_without_anything_the_defaults_hold(file: Path) -> None:
    assert load(file=file, environ={}) == Settings()
    assert Settings().max_document_chars == 5_000_000


@pytest.mark.parametrize("written", ["shard_bytes = 5", "[litrex]\nshard_bytes = 5", "\ufeffshard_bytes = 5"])
def test_the_file_may_have_a_table_or_none(file: Path, written: str) -> None:
    file.write_text(written, encoding="utf-8")
    assert load(file=file, environ={}).shard_bytes == 5


def test_each_source_gives_way_to_the_next(file: Path) -> None:
    file.write_text("shard_bytes = 5\nmax_document_chars = 6\n", encoding="utf-8")
    environ = {"LITREX_SHARD_BYTES": "7", "LITREX_ARTICLES": "x", "HOME": "/"}
    told = load(["shard_bytes=9"], file=file, environ=environ)
    assert (told.shard_bytes, told.max_document_chars, told.articles) == (9, 6, "x")
    assert load(file=file, environ=environ).shard_bytes == 7


def test_folders_of_terms_come_as_a_list_or_behind_the_separator(file: Path, tmp_path: Path) -> None:
    import os

    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    file.write_text(f"lexicon_dirs = ['{one}', '{two}']", encoding="utf-8")
    expected = (str(one), str(two))
    assert load(file=file, environ={}).lexicon_dirs == expected
    assert load(file=tmp_path / "none", environ={"LITREX_LEXICON_DIRS": os.pathsep.join(expected)}).lexicon_dirs == expected
    assert load([f"lexicon_dirs={one}"], file=file, environ={}).lexicon_dirs == (str(one),)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("shard_byte = 5", "there is no setting shard_byte; did you mean shard_bytes?"),
        ("[litrex]\nmax_chars = 5", "did you mean max_document_chars?"),
        ("zzz = 1", "known are: max_document_chars"),
        ("shard_bytes = '5'", "shard_bytes = '5' is no whole number"),
        ("shard_bytes = true", "is no whole number"),
        ("shard_bytes = 1.5", "is no whole number"),
        ("shard_bytes = 0", "is too small; give 1 or more"),
        ("max_document_chars = -1", "is too small"),
        ("lexicon_dirs = 'terms'", "is no list of folders"),
        ("lexicon_dirs = ['no such folder']", "there is no folder 'no such folder'"),
        ("articles = 3", "is no folder"),
        ("litrex = 3", "litrex is no table"),
        ("shard_bytes 5", "this is no TOML"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_place_and_a_remedy(file: Path, written: str, told: str) -> None:
    file.write_text(written, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(file=file, environ={})
    assert str(caught.value).startswith(f"{file}: ") and told in str(caught.value) and caught.value.remedy


def test_a_file_in_another_encoding_is_told(file: Path) -> None:
    file.write_bytes("# 设置".encode("gb18030"))
    with pytest.raises(SettingsError, match="UTF-8"):
        load(file=file, environ={})


def test_a_folder_in_the_place_of_the_file_is_told(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load(file=file, environ={})


@pytest.mark.parametrize("flag", ["shard_bytes", "shard=", "shard_bytes=many", "shard_bytes="])
def test_flags_that_say_nothing_are_refused(file: Path, flag: str) -> None:
    with pytest.raises(SettingsError, match="--set"):
        load([flag], file=file, environ={})


@pytest.mark.parametrize(("name", "value"), [("LITREX_SHARD", "1"), ("LITREX_SHARD_BYTES", "1,5"), ("LITREX_SHARD_BYTES", "²")])
def test_variables_of_ours_that_are_wrong_are_refused(file: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"environment: .*{name}"):
        load(file=file, environ={name: value})


def test_variables_of_others_are_left_alone(file: Path) -> None:
    assert load(file=file, environ={"SHARD_BYTES": "x", "LITERATURE": "1"}) == Settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(AttributeError):
        Settings().shard_bytes = 3  # type: ignore[misc]
    assert len(names()) == len(set(names()))
