"""A server of the engine's own on this machine, for schedules: it lives as long as the command that needs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from litrex.errors import EngineError
from litrex.flows import engine

PATIENCE_S = 120.0  # a cold start takes a quarter of a minute, on a busy machine a whole one


@contextmanager
def served(folder: Path | None = None) -> Iterator[str]:
    """Give the address of the engine's API: the one that ``PREFECT_API_URL`` names, else of a server started here.

    `folder` keeps its books and its log; the engine's home by default.

    Raises EngineError where the server does not come up, with the end of its log.
    """
    engine.prepare()
    named = os.environ.get("PREFECT_API_URL")
    if named:
        yield named
        return
    address = f"http://127.0.0.1:{_free_port()}/api"
    log = (folder or engine.home()) / "server.log"
    with log.open("wb") as out, _started(address, out.fileno()) as process:
        _wait(address, process, log)
        os.environ["PREFECT_API_URL"] = address
        try:
            yield address
        finally:
            os.environ.pop("PREFECT_API_URL", None)


@contextmanager
def _started(address: str, out: int) -> Iterator[subprocess.Popen[bytes]]:
    port = address.rsplit(":", 1)[1].removesuffix("/api")
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port, "--no-ui"]
    process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    import httpx

    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{address}/health", timeout=2).is_success:
                return
        time.sleep(0.2)
    told = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
    raise EngineError(f"the server does not come up ({' / '.join(told)})", place="prefect server", remedy=f"see {log}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
