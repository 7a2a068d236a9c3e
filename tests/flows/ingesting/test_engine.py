"""Ingests on a real server of the engine: by the clock, on a Dask cluster, and what they leave in its books."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from litrex import store
from litrex.errors import UsageError
from litrex.flows.ingesting import notices
from litrex.flows.ingesting.requests import Request
from litrex.flows.schedules import missed
from litrex.flows.server import served

pytestmark = pytest.mark.flow


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Iterator[dict[str, str]]:
    """The environment of a program that uses a server of our own."""
    home = tmp_path_factory.mktemp("prefect")
    before = dict(os.environ)
    os.environ.pop("PREFECT_API_URL", None)
    os.environ["PREFECT_HOME"] = str(home)
    try:
        with served(home) as address:
            yield {**os.environ, "PREFECT_API_URL": address}
    finally:
        os.environ.clear()
        os.environ.update(before)


class Receiver:
    """Somebody who is told: keeps what is posted to it, and answers with the codes it is given, 200 after those."""

    def __init__(self, *codes: int) -> None:
        told: list[dict[str, Any]] = []
        answers = list(codes)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                code = answers.pop(0) if answers else 200
                if code == 200:
                    told.append(json.loads(body))
                self.send_response(code)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.told, self.left = told, answers
        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/done"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    yield one
    one.server.shutdown()


def litrex(engine: dict[str, str], *told: object, cwd: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "litrex", *map(str, told)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=engine, cwd=cwd)


def artifacts(engine: dict[str, str]) -> dict[str, Any]:
    """The latest artifact of each key, as the engine's API tells them."""
    told = httpx.post(f"{engine['PREFECT_API_URL']}/artifacts/latest/filter", json={}, timeout=10).json()
    return {one["key"]: one["data"] for one in told}


def test_a_schedule_fires_and_its_run_is_in_the_books_of_the_engine(engine, inbox, database, receiver, tmp_path):
    (inbox / "empty.txt").write_bytes(b"")
    process = litrex(
        engine, "schedule", "--cron", "* * * * *", "--inbox", inbox, "--database", database, "--webhook", receiver.address,
        cwd=tmp_path,
    )  # fmt: skip
    try:
        end = time.monotonic() + 150
        while not receiver.told and time.monotonic() < end and process.poll() is None:
            time.sleep(0.5)
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=30)
    assert receiver.told, output
    summary = receiver.told[0]
    assert summary["state"] == "done", (summary, output)
    assert (summary["state"], summary["saved"], summary["quarantined"], summary["records"]) == ("done", 4, 1, 6)
    told = artifacts(engine)
    assert set(told) >= {"litrex-documents", "litrex-flags", "litrex-summary", "litrex-progress"}
    rows = json.loads(told["litrex-documents"])
    assert sorted(row["status"] for row in rows) == ["quarantined", *["saved"] * 4]
    assert "**4** saved" in told["litrex-summary"] and told["litrex-progress"] == 100.0
    with store.open(database, create=False) as db:
        assert len(db.documents()) == 4 and db.runs()[-1].state == "done"
    runs = httpx.post(f"{engine['PREFECT_API_URL']}/flow_runs/filter", json={}, timeout=10).json()
    assert any(run["state"]["type"] == "COMPLETED" and "auto-scheduled" in run["tags"] for run in runs)


def test_a_dask_cluster_saves_the_same_as_one_process(engine, inbox, ingest, tmp_path):
    one, cluster = f"sqlite:///{tmp_path}/one.db", f"sqlite:///{tmp_path}/cluster.db"
    ingest(inbox, database=one)
    told = ("--database", cluster, "--dask", "local:2", "--set", "shard_bytes=8000")
    process = litrex(engine, "ingest", inbox, *told, cwd=tmp_path)
    output, _ = process.communicate(timeout=200)
    assert process.returncode == 0, output

    def shown(address: str) -> list[str]:
        with store.open(address, create=False) as db:
            return [record.model_dump_json() for told in db.every() for record in told.extraction.records]

    assert shown(cluster) == shown(one) != []


def test_dask_without_a_server_that_all_reach_is_refused(inbox, database, monkeypatch):
    from litrex.flows.ingesting.batch import rehearse

    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with pytest.raises(UsageError, match="PREFECT_API_URL"):
        rehearse(Request(inbox=(str(inbox),), database=database, dask="local:2"))


@pytest.mark.parametrize(
    ("codes", "arrives"), [((), True), ((500, 503), True), ((429,), True), ((404,), False), ((500,) * 9, False)]
)
def test_a_webhook_is_tried_again_where_that_can_help(codes, arrives):
    receiver, pauses = Receiver(*codes), []
    assert notices.post(receiver.address, {"state": "done"}, pause=pauses.append) is arrives
    assert receiver.told == ([{"state": "done"}] if arrives else [])
    assert pauses[0] == 0 and len(pauses) <= 4
    receiver.server.shutdown()


def test_a_failed_run_tells_the_webhook(engine, inbox, receiver, tmp_path):
    """Its database is gone by the time that it runs."""
    program = (
        "from litrex.flows import engine; engine.prepare()\n"
        "from litrex.flows.ingesting.flow import ingest\n"
        "import sys\n"
        f"ingest(dict(inbox=['{inbox}'], database='sqlite:///{tmp_path}/no/such.db', webhook=sys.argv[1]))\n"
    )
    command = [sys.executable, "-c", program, receiver.address]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=engine)
    assert done.returncode != 0
    assert [one["state"] for one in receiver.told] == ["failed"] and "no" in receiver.told[0]["error"]


def test_missed_runs_are_told_since_the_last_good_one(ingest, inbox, database):
    ingest(inbox)
    request, now = Request(inbox=(str(inbox),), database=database), datetime.now(UTC)

    def late(hours: float) -> int:
        return len(missed(request, "0 * * * *", grace=timedelta(minutes=30), now=now + timedelta(hours=hours)))

    assert late(0) == 0 and late(0.4) == 0
    assert late(3) in (2, 3) and late(24) in (23, 24)
