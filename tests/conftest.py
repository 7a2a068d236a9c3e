"""What holds for all tests."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.postgres import Postgres
from benchmarks.postgres import postgres as postgres_server
from litrex.schema.record import Extraction


def pytest_unconfigure(config: pytest.Config) -> None:
    """Keep the closing line the last: the engine's server stops after the terminal is handed back, and says so nowhere."""
    logging.raiseExceptions = False


CASES = Path(__file__).parent / "cases" / "extractions.json"


def placed(told: Any, raw: str) -> Any:
    """Turn quoted evidence into spans of `raw`, wherever it stands."""
    if isinstance(told, list):
        return [placed(one, raw) for one in told]
    if not isinstance(told, dict):
        return told
    return {key: _spans(value, raw) if key in ("evidence", "spans") else placed(value, raw) for key, value in told.items()}


def _spans(value: Any, raw: str) -> Any:
    if isinstance(value, dict):
        return {key: _spans(one, raw) for key, one in value.items()}
    start = raw.index(value)
    return [[start, start + len(value)]]


@pytest.fixture
def extractions() -> list[Extraction]:
    told = json.loads(CASES.read_text(encoding="utf-8"))
    return [Extraction.model_validate(placed(one, one["raw"])) for one in told]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server that does not wait for the disk; it fails, and does not skip, where PostgreSQL is not installed."""
    with postgres_server(fsync=False) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """The address of an empty database."""
    return postgres.new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/litrex.db"
    return str(request.getfixturevalue("postgres_url"))
