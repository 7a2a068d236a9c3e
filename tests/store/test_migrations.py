"""Databases come up to date and back, agree with the tables of the program, and move from one kind to the other."""

from __future__ import annotations

import json
import sqlite3
import uuid
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from litrex import store
from litrex.errors import StoreError, UsageError
from litrex.schema.correction import Correction
from litrex.schema.record import Extraction
from litrex.store import Refused, Store
from litrex.store.migrating import downgrade, upgrade
from litrex.store.opening import address, connect, revision
from litrex.store.tables import HEAD, metadata


def filled(url: str, extractions: list[Extraction]) -> Store:
    kept = store.open(url)
    run = kept.begin()
    for one in extractions:
        kept.save(one, run)
    kept.set_aside(Refused("bad.txt", "空文件", "leave it out", sha256="a" * 64, file=b"\x00\xff"), run)
    kept.end(run, {"documents": len(extractions)})
    first = extractions[0]
    given = {"correction_id": uuid.uuid4().hex, "at": datetime.now(UTC), "by": "李", "seen_version": None, "old": 40, "new": 41}
    record = next(one for one in first.records if one.n_patients == 40)
    kept.correct(
        Correction(**given, document_id=first.document.document_id, record_id=record.record_id, path="n_patients", action="set")
    )
    return kept


def test_up_down_and_up_again(database_url: str) -> None:
    engine = connect(address(database_url))
    for _ in range(2):
        upgrade(engine)
        assert revision(engine) == HEAD and set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}
        assert len(inspect(engine).get_view_names()) == 11
        downgrade(engine, "base")
        assert inspect(engine).get_table_names() == ["alembic_version"] and inspect(engine).get_view_names() == []
    engine.dispose()


def test_the_migrations_make_the_tables_of_the_program(database_url: str) -> None:
    with store.open(database_url) as kept, kept.engine.connect() as connection:
        told = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    assert told == [], "write a step in store/migrations/versions"


def test_a_database_that_was_emptied_can_be_filled_again(database_url: str) -> None:
    engine = connect(address(database_url))
    upgrade(engine)
    downgrade(engine, "base")
    engine.dispose()
    store.open(database_url).close()


def test_many_may_make_a_database_at_once(database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: store.open(database_url), range(4)))
    for one in made:
        assert one.documents() == []
        one.close()


def test_a_backup_holds_everything_and_either_kind_takes_it(
    database_url: str, postgres: Any, extractions: list[Extraction], tmp_path: Path
) -> None:
    with filled(database_url, extractions) as kept:
        counts = kept.backup(tmp_path / "all.zip")
        before = list(kept.every())
        assert counts["documents"] == len(extractions) and counts["corrections"] == 1 and counts["quarantine"] == 1
        for n, other in enumerate((f"{tmp_path}/new/copy.db", postgres.new_database())):
            assert store.restore(other, tmp_path / "all.zip") == counts
            with store.open(other, create=False) as back:
                assert list(back.every()) == before and back.quarantined() == kept.quarantined() and back.runs() == kept.runs()
                assert back.corrections() == kept.corrections() and back.condition().faults == ()
                assert back.condition().rows == kept.condition().rows
                again = tmp_path / f"again{n}.zip"
                back.backup(again)
                assert contents(again) == contents(tmp_path / "all.zip")


def contents(file: Path) -> dict[str, list[str]]:
    with zipfile.ZipFile(file) as packed:
        return {name: sorted(map(same_time, packed.read(name).decode().splitlines())) for name in packed.namelist()}


def same_time(line: str) -> str:
    """A line with its times in UTC: one kind of database answers without the zone."""
    told = json.loads(line) if line.startswith("{") and len(line) > 1 else line
    if not isinstance(told, dict):
        return line
    for name, value in told.items():
        if isinstance(value, dict) and "time" in value:
            when = datetime.fromisoformat(value["time"])
            told[name] = (when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)).isoformat()
    return json.dumps(told, sort_keys=True)


def test_nothing_is_restored_over_what_is_there(database_url: str, extractions: list[Extraction], tmp_path: Path) -> None:
    with filled(database_url, extractions) as kept:
        kept.backup(tmp_path / "all.zip")
        rows = kept.condition().rows
        with pytest.raises(UsageError, match="not empty"):
            store.restore(database_url, tmp_path / "all.zip")
        assert kept.condition().rows == rows
        with pytest.raises(UsageError, match="a file already"):
            kept.backup(tmp_path / "all.zip")


def damaged(kind: str, good: Path, bad: Path) -> None:
    if kind == "no zip":
        bad.write_bytes(b"no zip at all")
    elif kind == "cut":
        bad.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    elif kind == "another zip":
        with zipfile.ZipFile(bad, "w") as packed:
            packed.writestr("a.txt", "a")
    else:
        with zipfile.ZipFile(good) as whole, zipfile.ZipFile(bad, "w") as packed:
            for name in whole.namelist():
                lines = whole.read(name).splitlines(keepends=True)
                packed.writestr(name, b"".join(lines[:-1] if name == "outcomes.jsonl" else lines))


@pytest.mark.parametrize("kind", ["no zip", "cut", "another zip", "rows missing"])
def test_a_damaged_backup_is_told_and_restores_nothing(extractions: list[Extraction], tmp_path: Path, kind: str) -> None:
    with filled(f"{tmp_path}/a.db", extractions) as kept:
        kept.backup(tmp_path / "good.zip")
    damaged(kind, tmp_path / "good.zip", tmp_path / "bad.zip")
    with pytest.raises(StoreError, match=r"no backup|damaged"):
        store.restore(f"{tmp_path}/b.db", tmp_path / "bad.zip")
    if (tmp_path / "b.db").exists():
        with store.open(f"{tmp_path}/b.db") as kept:
            assert set(kept.condition().rows.values()) == {0}


def test_a_backup_that_cannot_be_written_leaves_nothing(extractions: list[Extraction], tmp_path: Path) -> None:
    with filled(f"{tmp_path}/a.db", extractions) as kept, pytest.raises(StoreError, match="cannot be written"):
        kept.backup(tmp_path / "nowhere" / "all.zip")


def test_a_sound_database_is_sound_and_a_broken_one_is_told(extractions: list[Extraction], tmp_path: Path) -> None:
    with filled(f"{tmp_path}/a.db", extractions) as kept:
        assert kept.condition().faults == ()
    broken = sqlite3.connect(tmp_path / "a.db")
    broken.execute("DELETE FROM records")
    broken.execute("UPDATE documents SET n_corrections = 0")
    broken.execute("DELETE FROM texts")
    broken.commit()
    broken.close()
    with store.open(f"{tmp_path}/a.db") as kept:
        told = " ".join(kept.condition().faults)
    assert "points at nothing in texts" in told and "has no text" in told and "records in the tidy tables" in told


def test_free_space_is_given_back(database_url: str, extractions: list[Extraction]) -> None:
    with filled(database_url, extractions) as kept:
        with kept.engine.begin() as connection:
            connection.execute(text("UPDATE documents SET notes = :long"), {"long": "x" * 3_000_000})
            connection.execute(text("UPDATE documents SET notes = ''"))
        before = kept.size_bytes()
        freed = kept.vacuum()
        assert kept.size_bytes() == before - freed
        if kept.engine.dialect.name == "sqlite":
            assert freed > 1_000_000
        assert kept.condition().faults == ()
