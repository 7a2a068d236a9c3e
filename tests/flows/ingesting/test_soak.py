"""The long lines in short: an ingest that is killed, bad files of every kind, a database that goes away, a disk that is full."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.postgres import Postgres
from tests.bad_files import KINDS
from tests.soak import kills, many, outages
from tests.soak.running import engine

pytestmark = [pytest.mark.flow, pytest.mark.slow]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with engine(tmp_path_factory.mktemp("prefect")) as told:
        yield told


def test_killed_at_random_moments_every_document_stands_once_and_corrections_stay(tmp_path, environment, database_url):
    told = kills.killed(tmp_path, database_url, environment, kills=3, documents=24)
    assert told["kills"] >= 1 and told["corrections"] >= 1


def test_bad_files_of_every_kind_cost_no_good_one_and_are_told(tmp_path, environment):
    database = f"sqlite:///{tmp_path}/litrex.db"
    told = many.many(tmp_path, database, environment, documents=4 * len(KINDS), bad=len(KINDS), workers=1)
    assert told["kinds"] >= 20 and told["bad"] >= len(KINDS) - (os.geteuid() == 0)


def test_a_database_that_goes_away_in_the_middle_is_waited_for(tmp_path, environment, postgres: Postgres):
    assert outages.server_gone(tmp_path, postgres, environment, documents=24, away_s=3.0)["saved_before"] < 24


def test_a_disk_that_is_full_is_told_and_the_rest_is_done_when_there_is_room(tmp_path: Path, environment):
    assert outages.disk_full(tmp_path, environment, documents=40, room_mib=2)["saved_before"] > 0
