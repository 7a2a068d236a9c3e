"""What holds for all tests."""

from __future__ import annotations

import json
import logging
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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


@dataclass
class Postgres:
    """A PostgreSQL server of our own on loopback, run by an unprivileged user; it can be stopped and started again."""

    programs: Path
    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"postgresql://litrex@127.0.0.1:{self.port}"

    def new_database(self) -> str:
        """Make an empty database and give its address."""
        import psycopg

        name = f"t{uuid.uuid4().hex[:12]}"
        with psycopg.connect(f"{self.address}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{self.address}/{name}"

    def make(self) -> None:
        self._run("initdb", "-D", self.data, "-U", "litrex", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.folder / "log", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-m", mode, "stop")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *told: object) -> None:
        before = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
        command = [*before, str(self.programs / program), *map(str, told)]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, cwd=self.folder)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")


def _postgres_programs() -> Path:
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path(shutil.which("initdb") or "/none").parent]
    for place in places:
        if (place / "initdb").exists():
            return place
    raise RuntimeError("the tests need PostgreSQL: sudo apt-get install postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server; it fails, and does not skip, where PostgreSQL is not installed."""
    programs = _postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="litrex-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, pwd.getpwnam("nobody").pw_uid)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Postgres(programs, folder, port)
    try:
        server.make()
        server.start()
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
