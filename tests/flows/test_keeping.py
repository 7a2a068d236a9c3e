"""A run keeps what it extracts in a database, and its files show what people have corrected there."""

import csv
import json
import sqlite3
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest

from litrex import exchange, extract, lexicons, store
from litrex.errors import StoreError
from litrex.flows.shards import extract_all
from litrex.schema.correction import Correction


def records(out: Path) -> list[dict]:
    return [json.loads(line) for line in (out / "records.jsonl").read_text(encoding="utf-8").splitlines()]


def correct(address: str, source: str, path: str, new: object) -> None:
    with store.open(address) as kept:
        (seen,) = (one for one in kept.every() if one.extraction.document.source.endswith(source))
        document = seen.extraction.document.document_id
        record = seen.extraction.records[0].record_id
        given = {"correction_id": uuid.uuid4().hex, "at": datetime.now(UTC), "by": "li", "seen_version": seen.version}
        kept.correct(Correction(**given, document_id=document, record_id=record, path=path, action="set", new=new))


def test_a_fresh_run_writes_the_files_of_the_plain_extractions(run, inbox, tmp_path):
    run(inbox)
    lexicon = lexicons.load(())
    plain = [extract(path) for path in sorted(inbox.rglob("*")) if path.is_file()]
    exchange.write(tmp_path / "plain", plain, exchange.label_of(lexicon), exchange.identity_of(lexicon))
    for path in (tmp_path / "plain").iterdir():
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_database_holds_the_run_its_documents_and_what_was_set_aside(run, inbox, tmp_path):
    (inbox / "scan.txt").write_bytes(b"%PDF-1.4 /Encrypt")
    result = run(inbox)
    with store.open(str(tmp_path / "out" / "litrex.db"), create=False) as kept:
        (told,) = kept.runs()
        assert (told.state, dict(told.counts)) == ("done", {"documents": 5, "records": 7, "set_aside": 1})
        assert [one.extraction.records for one in kept.every()] == [one.records for one in result.extractions]
        assert [one.extraction.document.source for one in kept.every()] == [one.document.source for one in result.extractions]
        assert len(kept.documents()) == 4
        (bad,) = kept.quarantined()
        assert bad.refused.source.endswith("scan.txt") and bad.refused.sha256 and bad.refused.path
    assert not [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith("litrex.db-")]


def test_a_folder_that_has_moved_is_told_under_its_new_name(run, inbox, tmp_path):
    run(inbox)
    inbox.rename(tmp_path / "archive")
    result = run(tmp_path / "archive")
    with store.open(str(tmp_path / "out" / "litrex.db"), create=False) as kept:
        told = [one.extraction.document.source for one in kept.every()]
        assert told == [one.document.source for one in result.extractions] and all("/archive/" in one for one in told)
        assert len(kept.documents()) == 4


def test_corrections_show_in_every_file_and_outlive_another_run(run, inbox, tmp_path):
    run(inbox)
    out = tmp_path / "out"
    correct(str(out / "litrex.db"), "knee.md", "n_patients", 77)
    result = run(inbox)
    (told,) = (one for one in records(out) if one["n_patients"] == 77)
    assert told["provenance"]["n_patients"]["source"] == "person" and told["provenance"]["n_patients"]["others"][0]["value"] == 24
    assert 77 in [record.n_patients for one in result.extractions for record in one.records]
    with (out / "records.csv").open(encoding="utf-8", newline="") as file:
        assert "77" in [row["n_patients"] for row in csv.DictReader(file)]
    assert "77" in (out / "report.html").read_text(encoding="utf-8")
    files = {path.name: path.read_bytes() for path in out.iterdir() if path.name != "litrex.db"}
    run(inbox)
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.name != "litrex.db"} == files


def test_a_database_elsewhere_takes_the_run_and_none_lies_among_the_files(run, inbox, tmp_path, database_url):
    result = run(inbox, out=tmp_path / "out", database_url=database_url)
    assert "litrex.db" not in {path.name for path in result.files} | {path.name for path in (tmp_path / "out").iterdir()}
    with store.open(database_url, create=False) as kept:
        assert len(kept.documents()) == 4
    correct(database_url, "knee.md", "n_patients", 78)
    run(inbox, out=tmp_path / "second", database_url=database_url)
    assert 78 in [one["n_patients"] for one in records(tmp_path / "second")]


def test_a_database_that_is_none_of_ours_is_told_before_the_work(run, inbox, tmp_path):
    foreign = sqlite3.connect(tmp_path / "recipes.db")
    foreign.execute("CREATE TABLE recipes (name)")
    foreign.commit()
    foreign.close()
    asked = []

    def work(items, settings):
        asked.append(items)
        return extract_all(items, settings)

    with pytest.raises(StoreError, match="recipes"):
        run(inbox, work=work, database_url=f"sqlite:///{tmp_path}/recipes.db")
    assert asked == [] and not (tmp_path / "out").exists()


def test_a_run_that_fails_while_it_saves_is_told_and_what_was_saved_is_whole(run, inbox, tmp_path, monkeypatch):
    from litrex.store import Store

    real, done = Store.save, []

    def failing(self, extraction, *told):
        if len(done) == 2:
            raise StoreError("the database says: disk full", place="litrex.db", remedy="free space")
        done.append(extraction)
        return real(self, extraction, *told)

    monkeypatch.setattr(Store, "save", failing)
    with pytest.raises(StoreError, match="disk full"):
        run(inbox)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["litrex.db"]
    with store.open(str(tmp_path / "out" / "litrex.db")) as kept:
        assert [one.state for one in kept.runs()] == ["failed"] and len(kept.documents()) == 2
        assert [one.extraction.raw for one in kept.every()] == [kept.load(ident).raw for ident in kept.documents()]
