"""A PostgreSQL of our own: made in a temporary folder, run by an unprivileged user, on loopback, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Postgres:
    """A PostgreSQL server of our own on loopback, run by an unprivileged user; it can be stopped and started again.

    Without `fsync` it does not wait for the disk: fit for tests, not for figures, nor for pulling the plug.
    """

    programs: Path
    folder: Path
    port: int
    fsync: bool = True

    @property
    def address(self) -> str:
        return f"postgresql://litrex@127.0.0.1:{self.port}"

    def new_database(self) -> str:
        """Make an empty database and give its address."""
        import psycopg

        name = f"t{uuid.uuid4().hex[:12]}"
        with psycopg.connect(f"{self.address}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"{self.address}/{name}"

    def make(self) -> None:
        """Make the server's folder of data."""
        self._run("initdb", "-D", self.data, "-U", "litrex", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")

    def start(self) -> None:
        """Start and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync={'on' if self.fsync else 'off'}"
        self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.folder / "log", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop: ``fast`` ends sessions, ``immediate`` kills as a power cut does."""
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


@contextmanager
def postgres(*, fsync: bool = True) -> Iterator[Postgres]:
    """Run a server as long as the block lasts.

    Raises RuntimeError where PostgreSQL is not installed, or does not start.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="litrex-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, pwd.getpwnam("nobody").pw_uid)
    server = Postgres(programs, folder, _free_port(), fsync)
    try:
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _programs() -> Path:
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path(shutil.which("initdb") or "/none").parent]
    for place in places:
        if (place / "initdb").exists():
            return place
    raise RuntimeError("this needs PostgreSQL: sudo apt-get install postgresql")
