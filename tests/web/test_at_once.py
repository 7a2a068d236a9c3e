"""Several people at once, and a server that dies in the middle: no update is lost, none is half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from litrex import store
from litrex.web.access import Door
from tests.web.annotators import Done, team, work
from tests.web.browser import serving
from tests.web.conftest import saved

ROOT = Path(__file__).parents[2]


def in_order(kept: Any, ident: str) -> dict[str, list[Any]]:
    """The values of each record, in the order in which they came to stand."""
    told: dict[str, list[Any]] = {}
    for one in kept.corrections(ident):
        told.setdefault(one.record_id, []).append((one.old, one.new))
    return told


def nothing_lost(kept: Any, ident: str, done: list[Done]) -> None:
    """Each value was set by who saw the one before; all that was taken is in the log, and the last one stands."""
    log = in_order(kept, ident)
    for chain in log.values():
        assert [old for old, _ in chain[1:]] == [new for _, new in chain[:-1]]
    taken = {value for one in done for _, value in one.taken}
    assert taken <= {new for chain in log.values() for _, new in chain}
    records = {one.record_id: one.n_patients for one in kept.merged(ident).extraction.records}
    assert {ident: records[ident] for ident in log} == {ident: chain[-1][1] for ident, chain in log.items()}


def test_people_at_one_document_lose_nothing(database_url: str) -> None:
    kept, ident = saved(database_url)
    door = Door(token="a-token-for-tests")
    with kept, serving(kept, door) as link:
        done = team(link, {"Authorization": f"Bearer {door.token}"}, ident, people=4, seconds=3)
        assert [one.others for one in done] == [[]] * 4
        assert sum(len(one.taken) for one in done) == len(kept.corrections(ident)) > 4
        nothing_lost(kept, ident, done)


@contextmanager
def killed_at_last(server: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    try:
        yield server
    finally:
        server.kill()
        server.wait(10)


@pytest.mark.parametrize("after_s", [0.4, 0.9])
def test_a_server_killed_while_saving_leaves_no_half_correction(database_url: str, after_s: float) -> None:
    kept, ident = saved(database_url)
    program = "from litrex.cli import main; main()"
    command = [sys.executable, "-u", "-c", program, "review", database_url, "--port", "0", "--no-browser"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "pipeline")}
    with kept, killed_at_last(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)) as server:
        assert server.stdout is not None
        link, _, token = server.stdout.readline().strip().partition("?token=")
        timer = threading.Timer(after_s, server.send_signal, [signal.SIGKILL])
        headers = {"Authorization": f"Bearer {token}"}
        httpx.get(f"{link}healthz", headers=headers).raise_for_status()
        timer.start()
        done = Done()
        with pytest.raises(httpx.TransportError):
            work(link, headers, ident, 60, done)
        server.wait(10)
        assert len(done.taken) <= len(kept.corrections(ident)) <= len(done.taken) + 1, "the last may have been taken unheard"
        nothing_lost(kept, ident, [done])
        assert store.Store.condition(kept).faults == ()
