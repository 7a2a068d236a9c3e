"""What is new in an inbox is extracted once a version and saved whole; what cannot be read is kept with its reason."""

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from litrex import store
from litrex.errors import StoreError, UsageError
from litrex.flows.ingesting.requests import Request

BAD = {
    "empty.txt": (b"", "empty"),
    "picture.html": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
    "noise.txt": (bytes(range(256)) * 40, "no text"),
}


def shown(database: str) -> dict[str, list[str]]:
    """What the database shows: the records of each document, whole."""
    with store.open(database, create=False) as db:
        every = [one.extraction for one in db.every()]
    return {Path(one.document.source).name: [record.model_dump_json() for record in one.records] for one in every}


def test_the_first_ingest_saves_everything_and_the_second_finds_nothing_to_do(ingest, inbox, database):
    asked = []
    first = ingest(inbox)
    assert (first.saved, first.skipped, first.quarantined) == (4, 0, 0)
    assert first.state == "done" and first.records == 6
    before = shown(database)
    second = ingest(inbox, before=asked.append)
    assert (second.saved, second.skipped, second.records) == (0, 4, 0)
    assert asked == [] and shown(database) == before


def test_a_changed_file_is_a_new_document_and_a_new_name_is_none(ingest, inbox, database):
    ingest(inbox)
    (inbox / "knee.md").rename(inbox / "knees.md")
    text = (inbox / "heart.txt").read_text(encoding="utf-8")
    (inbox / "heart.txt").write_text(text.replace("18 patients", "19 patients"), encoding="utf-8")
    (inbox / "more" / "the same heart.txt").unlink()
    again = ingest(inbox)
    assert (again.saved, again.skipped) == (1, 3)
    with store.open(database, create=False) as db:
        assert len(db.documents()) == 5


@pytest.mark.parametrize("workers", [2])
def test_processes_save_the_same_as_one(ingest, inbox, tmp_path, workers):
    one, more = f"{tmp_path}/one.db", f"{tmp_path}/more.db"
    ingest(inbox, database=one)
    ingest(inbox, database=more, workers=workers, setting=("shard_bytes=1000",))
    assert shown(one) == shown(more)


def test_what_cannot_be_read_is_in_quarantine_once_with_its_bytes_and_its_reason(ingest, inbox, database):
    for name, (data, _) in BAD.items():
        (inbox / name).write_bytes(data)
    first = ingest(inbox)
    assert (first.saved, first.quarantined) == (4, 3)
    assert [Path(one["source"]).name for one in first.documents[:3]] == sorted(BAD)
    with store.open(database, create=False) as db:
        kept = {Path(one.refused.source).name: one.refused for one in db.quarantined()}
    assert {name: one.file for name, one in kept.items()} == {name: data for name, (data, _) in BAD.items()}
    assert all(BAD[name][1] in one.reason and one.remedy for name, one in kept.items())
    assert ingest(inbox).skipped == 7


def test_an_older_version_is_left_alone_unless_it_is_asked_for(ingest, inbox, database):
    ingest(inbox, setting=("max_document_chars=100000",))
    assert (ingest(inbox).saved, ingest(inbox).skipped) == (0, 4)
    again = ingest(inbox, stale=True)
    assert (again.saved, again.skipped) == (4, 0)
    with store.open(database, create=False) as db:
        versions = [len(db.versions(one)) for one in db.documents()]
    assert versions == [2, 2, 2, 2]


def test_archives_are_opened_and_what_leads_out_of_them_is_refused(ingest, inbox, tmp_path):
    with zipfile.ZipFile(tmp_path / "articles.zip", "w") as archive:
        for path in sorted(inbox.glob("*.*")):
            archive.write(path, f"2019/{path.name}")
        archive.writestr("../../outside.txt", "a study of 12 patients")
    done = ingest(tmp_path / "articles.zip")
    assert (done.saved, done.quarantined) == (2, 1)
    assert not (tmp_path.parent / "outside.txt").exists() and "outside.txt" in done.documents[0]["source"]


def test_a_run_that_is_stopped_goes_on_where_it_stopped(ingest, inbox, database):
    seen = []

    def stop(items):
        seen.extend(items)
        if len(seen) > 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(inbox, before=stop, setting=("shard_bytes=1",))
    with store.open(database, create=False) as db:
        assert [run.state for run in db.runs()] == ["stopped"]
    again = ingest(inbox)
    assert (again.saved, again.skipped) == (2, 2)
    assert len(shown(database)) == 4


KILLED = """
import sys, time
from litrex.flows.ingesting import batch, work
from litrex.flows.ingesting.requests import Request
from contextlib import contextmanager
one = work.Ingesting._one
def slowly(self, item, db):
    done = one(self, item, db)
    print(done.source, flush=True)
    time.sleep(60)
    return done
work.Ingesting._one = slowly
@contextmanager
def hands(work):
    class Now:
        def __init__(self, items): self.items = items
        def result(self): return work(self.items)
    yield Now
batch.ingest(Request(inbox=(sys.argv[1],), database=sys.argv[2]), batch.Course(hands))
"""


def test_a_killed_run_is_told_by_the_next_which_does_the_rest(ingest, inbox, database):
    command = [sys.executable, "-c", KILLED, str(inbox), database]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ.copy())
    assert process.stdout is not None and process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    again = ingest(inbox)
    assert (again.saved, again.skipped, len(again.died_before)) == (3, 1, 1)
    assert len(shown(database)) == 4


def test_scores_are_told_where_there_is_gold(ingest, tmp_path):
    here = Path(__file__).parents[3]
    (tmp_path / "in").mkdir()
    name = "heart-failure-cells.en"
    (tmp_path / "in" / f"{name}.txt").write_bytes((here / "corpus" / "articles" / f"{name}.txt").read_bytes())
    (told,) = ingest(tmp_path / "in", gold=str(here / "annotations" / "gold")).scores
    assert told["f1"] > 0.9 and told["records"] == "11/11"


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"workers": 0}, "workers"),
        ({"workers": 2, "dask": "local:2"}, "--dask"),
        ({"dask": "somewhere"}, "no address"),
        ({"gold": "no such folder"}, "--gold"),
        ({"inbox": ("nowhere",)}, "nowhere"),
        ({"inbox": ()}, "inbox"),
    ],
    ids=lambda told: str(told),
)
def test_wrong_use_is_told_before_anything_is_begun(inbox, database, told, message):
    from litrex.flows.ingesting.batch import rehearse

    with pytest.raises(UsageError, match=message):
        rehearse(Request(**{"inbox": (str(inbox),), "database": database, **told}))


def test_a_database_that_cannot_be_is_told(ingest, inbox, tmp_path):
    with pytest.raises(StoreError, match="nowhere"):
        ingest(inbox, database=f"sqlite:///{tmp_path}/nowhere/litrex.db")


def test_a_full_disk_ends_the_run_with_a_clear_error_and_the_database_is_sound(inbox, database, tmp_path, ingest):
    """The limit is on the size of a file, which the system refuses as it refuses a full disk."""
    import sqlite3

    for at in range(60):
        study = f"In 2014, Miller{at} et al. treated {at + 10} patients with heart failure with mononuclear cells; one died.\n"
        (inbox / f"long{at}.txt").write_text(study * 60, encoding="utf-8")
    limited = "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))\n"
    limited += KILLED.replace("    print(done.source, flush=True)\n    time.sleep(60)\n", "")
    command = [sys.executable, "-c", limited, str(inbox), database]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ.copy())
    assert done.returncode != 0 and "StoreError" in done.stderr and "free space" in done.stderr
    path = database.removeprefix("sqlite:///")
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    before = len(shown(database))
    after = ingest(inbox)
    assert before < 64 and before + after.saved == len(shown(database)) == 64


def test_the_summary_is_json(ingest, inbox):
    told = json.loads(json.dumps(ingest(inbox).as_dict(), ensure_ascii=False))
    assert told["saved"] == 4 and told["version"] and told["started"] <= told["ended"]
