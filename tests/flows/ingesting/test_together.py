"""Several ingests at once double and lose nothing, and a database that goes away and comes back costs no document."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from litrex import store

PROGRAM = """
import sys
from contextlib import contextmanager
from litrex.flows.ingesting import batch
from litrex.flows.ingesting.requests import Request
@contextmanager
def hands(work):
    class Now:
        def __init__(self, items): self.items = items
        def result(self): return work(self.items)
    yield Now
done = batch.ingest(Request(inbox=(sys.argv[1],), database=sys.argv[2], setting=("shard_bytes=2000",)), batch.Course(hands))
print(done.saved, done.skipped)
"""
COUNT = 40


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of short articles, in both languages."""
    folder = tmp_path / "many"
    folder.mkdir()
    for at in range(COUNT):
        zh = f"2015年，陈某等对{at + 10}例膝骨关节炎患者注射自体骨髓间充质干细胞，随访12个月，疼痛评分下降。\n" * 4
        en = f"In 2014, Miller et al. treated {at + 10} patients with psoriasis with placebo; itching decreased.\n" * 4
        (folder / f"{at}.txt").write_text((zh, en)[at % 2], encoding="utf-8")
    return folder


def stand(database: str) -> dict[str, int]:
    """How many extractions each document has, and that no row stands twice."""
    with store.open(database, create=False) as db:
        condition = db.condition()
        assert not condition.faults
        return {one: len(db.versions(one)) for one in db.documents()}


def test_two_ingests_at_once_save_each_document_once(many, database_url):
    store.open(database_url).close()
    command = [sys.executable, "-c", PROGRAM, str(many), database_url]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [one.communicate(timeout=200) for one in both]
    assert [one.returncode for one in both] == [0, 0], told
    assert sum(int(output.split()[0]) for output, _ in told) >= COUNT
    assert list(stand(database_url).values()) == [1] * COUNT


def test_a_server_that_is_stopped_and_started_in_the_middle_costs_no_document(many, postgres, ingest):
    database, seen = postgres.new_database(), []

    def once(items):
        seen.append(items)
        if len(seen) == 3:
            postgres.stop("immediate")
            threading.Timer(1.5, postgres.start).start()

    done = ingest(many, database=database, before=once, setting=("shard_bytes=2000",))
    assert len(seen) > 3 and (done.saved, done.quarantined) == (COUNT, 0)
    assert list(stand(database).values()) == [1] * COUNT
