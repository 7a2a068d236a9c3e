"""A real Label Studio, in a virtual environment of its own, on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parents[3]
PROGRAM = ROOT / ".venv-label-studio" / "bin" / "label-studio"
TOKEN = "0123456789abcdef" * 2 + "01234567"
_PATIENCE_S = 240


class LabelStudio:
    """Its API, as far as an annotator's changes go through it."""

    def __init__(self, address: str) -> None:
        self.api = httpx.Client(base_url=address, headers={"Authorization": f"Token {TOKEN}"}, timeout=60, trust_env=False)

    def project(self, folder: Path) -> int:
        """Make a project of what litrex exported."""
        config = (folder / "label_config.xml").read_text(encoding="utf-8")
        made = self._done(self.api.post("/api/projects", json={"title": "review", "label_config": config}))
        tasks = {"file": ("tasks.json", (folder / "tasks.json").read_bytes(), "application/json")}
        told = self._done(self.api.post(f"/api/projects/{made['id']}/import", files=tasks))
        assert told["task_count"] == told["prediction_count"] > 0
        return int(made["id"])

    def tasks(self, project: int) -> dict[str, dict[str, Any]]:
        """The tasks of a project by the source of their documents, as it keeps them."""
        listed = self._done(self.api.get("/api/tasks", params={"project": project, "fields": "all"}))["tasks"]
        every = [self._done(self.api.get(f"/api/tasks/{one['id']}")) for one in listed]
        return {one["data"]["source"]: one for one in every}

    def annotate(self, task: int, result: list[dict[str, Any]]) -> int:
        """Submit an annotation."""
        return int(self._done(self.api.post(f"/api/tasks/{task}/annotations", json={"result": result}))["id"])

    def change(self, annotation: int, result: list[dict[str, Any]]) -> None:
        """Change an annotation that was submitted."""
        self._done(self.api.patch(f"/api/annotations/{annotation}", json={"result": result}))

    def export(self, project: int, path: Path) -> None:
        """Export a project as its page does."""
        answer = self.api.get(f"/api/projects/{project}/export", params={"exportType": "JSON"})
        answer.raise_for_status()
        path.write_bytes(answer.content)

    def _done(self, answer: httpx.Response) -> Any:
        assert answer.is_success, answer.text
        return answer.json()


@pytest.fixture(scope="session")
def label_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabelStudio]:
    """Start it, wait until it answers, and stop it; it fails, and does not skip, where it is not installed."""
    assert PROGRAM.exists(), "Label Studio is not installed: make test-label-studio"
    folder = tmp_path_factory.mktemp("label-studio")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        "COLLECT_ANALYTICS": "false", "LATEST_VERSION_CHECK": "false",
    }  # fmt: skip
    told = [
        PROGRAM, "start", "--no-browser", "--data-dir", folder / "data", "--internal-host", "127.0.0.1", "-p", str(port),
        "--username", "reviewer@example.org", "--password", TOKEN, "--user-token", TOKEN, "--enable-legacy-api-token",
    ]  # fmt: skip
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(told, env=environment, stdout=log, stderr=log, cwd=folder, start_new_session=True)
    try:
        studio = LabelStudio(f"http://127.0.0.1:{port}")
        _wait(studio, server, folder / "log")
        yield studio
        studio.api.close()
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(20)


def _wait(studio: LabelStudio, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text(encoding="utf-8", errors="replace")[-3000:]
        try:
            if studio.api.get("/api/projects").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise AssertionError("Label Studio does not answer: " + log.read_text(encoding="utf-8", errors="replace")[-3000:])
