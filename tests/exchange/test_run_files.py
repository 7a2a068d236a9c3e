"""The files of a run: all or none, and the same bytes for the same extractions."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from litrex import exchange
from litrex.errors import OutputError
from litrex.schema.record import Extraction
from litrex.store.layout import table_columns


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_all_files_are_named_and_there(extractions: list[Extraction], tmp_path: Path) -> None:
    paths = exchange.write(tmp_path / "new" / "out", extractions)
    tables = {f"{name}.{kind}" for name in table_columns() for kind in ("csv", "parquet")}
    lines = {f"{name}.jsonl" for name in ("records", "comparisons", "documents")}
    assert {path.name for path in paths} == tables | lines | {"evidence_table.xlsx"}
    assert all(path.is_file() for path in paths)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["out"], "the staging folder is gone"


def test_two_writes_give_the_same_bytes_whatever_the_order(extractions: list[Extraction], tmp_path: Path) -> None:
    exchange.write(tmp_path / "a", extractions)
    exchange.write(tmp_path / "b", reversed(extractions))
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_no_extraction_still_writes_every_file(tmp_path: Path) -> None:
    paths = exchange.write(tmp_path, [])
    assert (tmp_path / "records.jsonl").read_bytes() == b""
    assert len(paths) == 2 * len(table_columns()) + 4


def test_a_second_run_replaces_the_first_and_leaves_other_files_alone(extractions: list[Extraction], tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    exchange.write(tmp_path, extractions)
    exchange.write(tmp_path, [])
    assert (tmp_path / "records.jsonl").read_bytes() == b""
    assert (tmp_path / "mine.txt").read_text() == "kept"


@pytest.mark.parametrize("below", ["", "deeper/still"], ids=["a file in its place", "a file above it"])
def test_a_place_that_is_no_folder_is_refused_with_name_and_remedy(
    extractions: list[Extraction], tmp_path: Path, below: str
) -> None:
    (tmp_path / "taken").write_text("a file")
    out = tmp_path / "taken" / below
    with pytest.raises(OutputError, match="name another folder") as told:
        exchange.write(out, extractions)
    assert told.value.place == str(out)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_disk_that_fails_midway_leaves_nothing_new(
    extractions: list[Extraction], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("litrex.exchange.run_files.write_workbook", full)
    with pytest.raises(OutputError, match="No space left"):
        exchange.write(tmp_path / "out" / "deep", extractions)
    assert list(tmp_path.iterdir()) == []


def test_what_stood_there_before_a_failure_stands_there_still(
    extractions: list[Extraction], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange.write(tmp_path, extractions)
    before = digests(tmp_path)
    monkeypatch.setattr(
        "litrex.exchange.run_files.write_tables", lambda *_: (_ for _ in ()).throw(OSError(5, "Input/output error"))
    )
    with pytest.raises(OutputError):
        exchange.write(tmp_path, [])
    assert digests(tmp_path) == before


def test_a_fault_of_our_own_is_no_output_error_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), exchange.staged(tmp_path / "out") as room:
        (room / "half.txt").write_text("half")
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights_is_refused(extractions: list[Extraction], tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError):
        exchange.write(tmp_path / "out", extractions)
    tmp_path.chmod(0o700)
