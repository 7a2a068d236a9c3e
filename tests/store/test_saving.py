"""What is saved is read back exactly, once a version, on both databases, whoever saves beside us."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from litrex import extract_bytes, store
from litrex.errors import StoreError, UsageError
from litrex.lexicons import load
from litrex.lexicons.labels import identity_of
from litrex.schema.record import Extraction
from litrex.settings import Settings
from litrex.store import Article, Refused, Store
from litrex.store.layout import table_columns
from litrex.store.rows import rows_of

ROOT = Path(__file__).parents[2]
ARTICLES = sorted((ROOT / "corpus" / "articles").glob("lupus-cell-therapy.*"))
ZH = "2016年，何某等对12例糖尿病足患者行自体骨髓干细胞移植，随访6个月，溃疡愈合率为75%。3例发热。"


@pytest.fixture
def kept(database_url: str) -> Iterator[Store]:
    with store.open(database_url) as opened:
        yield opened


def count(kept: Store, table: str) -> int:
    with kept.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_an_article_is_read_back_as_it_was_saved(kept: Store, path: Path) -> None:
    told = extract_bytes(path.read_bytes(), source=path.name)
    saved = kept.save(told, kept.begin(), Article(title="综述", licence="CC BY 4.0", path=str(path)))
    back = kept.load(told.document.document_id)
    assert saved.new and back == told and back.raw == told.raw and back.mentions == told.mentions
    assert back.model_dump_json() == told.model_dump_json()
    assert kept.merged(told.document.document_id).extraction == told


def test_hand_made_extractions_are_read_back_as_they_were_saved(kept: Store, extractions: list[Extraction]) -> None:
    run = kept.begin()
    for one in extractions:
        kept.save(one, run)
    assert [kept.load(one.document.document_id) for one in extractions] == extractions
    assert set(kept.documents()) == {one.document.document_id for one in extractions}


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=any_text, message=any_text, surface=any_text, number=st.floats(allow_nan=False, allow_infinity=False))
def test_whatever_the_text_holds_it_is_read_back_exactly(
    kept: Store, extractions: list[Extraction], raw: str, message: str, surface: str, number: float
) -> None:
    one = extractions[0].model_copy(deep=True)
    one.raw, one.document.notes, one.document.document_id = raw, [message], store.version_key(Settings())[-12:] + str(hash(raw))
    one.records[0].outcomes[0].surface, one.records[0].outcomes[0].value = surface, number
    saved = kept.save(one, replace(kept.begin(), version_key=message.replace("\0", "") + surface.replace("\0", "") + str(number)))
    assert kept.load(one.document.document_id, saved.extraction_id) == one


def test_a_nul_in_the_text_comes_back_and_moves_no_position(kept: Store) -> None:
    told = extract_bytes(ZH.encode(), source="a.txt")
    told.raw = told.raw[:5] + "\0" + told.raw[6:]
    told.records[0].outcomes[0].surface = "溃疡\0愈合率"
    kept.save(told, kept.begin())
    assert kept.load(told.document.document_id) == told
    with kept.engine.connect() as connection:
        shown = connection.execute(text("SELECT raw FROM texts")).scalar_one()
    assert len(shown) == len(told.raw) and shown[5] == "\ufffd"


def test_the_tidy_tables_hold_the_rows_of_the_files(kept: Store, extractions: list[Extraction]) -> None:
    run = kept.begin()
    for one in extractions:
        kept.save(one, run)
    rows = rows_of(extractions, lambda kind, concept, lang: concept, identity_of(load()))
    for name, columns in table_columns().items():
        table = "documents" if name == "documents" else f"current_{name}"
        shared = [
            column for column in columns if not column.startswith("label_") and (name, column) != ("documents", "record_id")
        ]
        with kept.engine.connect() as connection:
            quoted = ", ".join(f'"{column}"' for column in shared)
            told = [tuple(row) for row in connection.execute(text(f"SELECT {quoted} FROM {table}"))]
        wanted = [tuple(row.get(column) for column in shared) for row in rows[name]]
        assert sorted(map(repr, normal(told))) == sorted(map(repr, normal(wanted))), name


def normal(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Rows with numbers alike: SQLite gives booleans as 0 and 1."""
    return [tuple(float(v) if isinstance(v, bool | int | float) else v for v in row) for row in rows]


def test_the_same_version_is_saved_once_and_an_older_one_stays_readable(kept: Store) -> None:
    first, run = extract_bytes(ZH.encode(), source="a.txt"), kept.begin()
    ident = first.document.document_id
    assert [kept.save(first, run).new for _ in range(3)] == [True, False, False]
    later = first.model_copy(deep=True)
    later.records[0].n_patients = 13
    saved = kept.save(later, replace(run, version_key="2-later"))
    assert saved.new and kept.load(ident) == later
    old, new = kept.versions(ident)
    assert (old.current, new.current, new.extraction_id) == (False, True, saved.extraction_id)
    assert kept.load(ident, old.extraction_id) == first
    assert count(kept, "records") == 2 and count(kept, "current_records") == 1
    assert not kept.save(first, run).new and kept.load(ident) == first, "what was extracted last is what holds"


def test_one_document_under_two_names_is_one_with_two_sources(kept: Store) -> None:
    run = kept.begin()
    for name in ("a.txt", "b.txt"):
        kept.save(extract_bytes(ZH.encode(), source=name), run)
    assert (count(kept, "documents"), count(kept, "extractions"), count(kept, "sources")) == (1, 1, 2)


def test_writers_at_once_double_and_lose_nothing(database_url: str) -> None:
    told = [extract_bytes(ZH.replace("12", str(n)).encode(), source=f"{n}.txt") for n in range(30, 38)]

    def save_all(turn: int) -> list[bool]:
        with store.open(database_url) as mine:
            run = mine.begin()
            return [mine.save(one, run).new for one in (told if turn % 2 else reversed(told))]

    with ThreadPoolExecutor(4) as pool:
        new = [one for part in pool.map(save_all, range(4)) for one in part]
    with store.open(database_url) as kept:
        assert sum(new) == len(told) == count(kept, "extractions") == len(kept.documents())
        assert count(kept, "records") == sum(len(one.records) for one in told)


def test_a_save_that_fails_in_the_middle_leaves_nothing(kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from litrex.store import facade

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(facade, "put_tidy", broken)
    with pytest.raises(RuntimeError, match="in the middle"):
        kept.save(extract_bytes(ZH.encode(), source="a.txt"), kept.begin())
    assert [count(kept, name) for name in ("texts", "documents", "sources", "extractions", "records")] == [0, 0, 0, 0, 0]


def test_what_is_known_needs_no_work(kept: Store) -> None:
    run, told = kept.begin(), extract_bytes(ZH.encode(), source="a.txt")
    kept.save(told, run)
    bad = Refused("b.txt", "the file is empty", "leave it out", sha256="e" * 64, file=b"")
    assert kept.set_aside(bad, run) and not kept.set_aside(bad, run)
    asked = [told.document.sha256, "e" * 64, "f" * 64]
    assert kept.known(asked, run.version_key) == {told.document.sha256: "extracted", "e" * 64: "quarantined"}
    assert kept.known(asked, "another version") == {told.document.sha256: "older"}
    (found,) = kept.quarantined()
    assert found.refused == bad and found.run_id == run.run_id


def test_a_run_tells_when_it_was_what_it_did_and_no_password(kept: Store, database_url: str) -> None:
    run = kept.begin()
    assert [(one.state, one.ended_at) for one in kept.runs()] == [("running", None)]
    kept.end(run, {"documents": 3}, "done")
    (told,) = kept.runs()
    assert (told.state, told.counts, told.started_at) == ("done", {"documents": 3}, run.started_at)
    assert told.ended_at is not None and told.ended_at >= told.started_at and "database_url" not in told.settings


def test_asking_for_what_is_not_there_is_told(kept: Store) -> None:
    with pytest.raises(UsageError, match="no document abc"):
        kept.load("abc")
    with pytest.raises(UsageError, match="no document abc"):
        kept.merged("abc")
    with pytest.raises(StoreError, match="no run"):
        kept.end(replace(kept.begin(), run_id="x"), {})


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mysql://h/x", "SQLite files and in PostgreSQL"),
        ("sqlite://", "SQLite files and in PostgreSQL"),
        ("nonsense://", "SQLite files and in PostgreSQL"),
        ("postgresql://a:secret@127.0.0.1:1/x", "the database says"),
        ("postgresql://a:secret@127.0.0.1:port/x", "no address of a database"),
    ],
)
def test_an_address_that_is_none_is_told_without_its_password(address: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as error:
        store.open(address, patience_s=0.2)
    assert "secret" not in str(error.value)


def test_a_foreign_database_an_older_one_and_no_database_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "noise.db").write_bytes(b"no database at all" * 100)
    foreign = sqlite3.connect(tmp_path / "foreign.db")
    foreign.execute("CREATE TABLE recipes (name)")
    foreign.commit()
    foreign.close()
    store.open(f"{tmp_path}/old.db").close()
    for name, revision in (("old", "0000"), ("new", "9999")):
        store.open(f"{tmp_path}/{name}.db").close()
        made = sqlite3.connect(tmp_path / f"{name}.db")
        made.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        made.commit()
        made.close()
    for name, told in (
        ("noise", "no database"), ("foreign", "recipes"), ("old", "litrex db upgrade"), ("new", "install the newer litrex"),
    ):  # fmt: skip
        with pytest.raises(StoreError, match=told):
            store.open(f"{tmp_path}/{name}.db")
    with pytest.raises(StoreError, match="no database yet"):
        store.open(f"{tmp_path}/none.db", create=False)
    assert not (tmp_path / "none.db").exists()
