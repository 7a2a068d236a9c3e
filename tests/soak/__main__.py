"""The long lines, one after another or alone: ``python -m tests.soak``; each one's last full run is kept."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.machine import made
from benchmarks.postgres import Postgres, postgres
from tests.soak import annotators, kills, many, outages
from tests.soak.running import ROOT, engine

KEPT = ROOT / "annotations" / "soak.json"
app = typer.Typer(
    help="Ingests under fire. Without options the full lines, which are kept.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
Kills = Annotated[int, typer.Option(help="How often the ingest is killed.", min=1)]
Documents = Annotated[int, typer.Option(help="How many documents lie in the inbox.", min=20)]
People = Annotated[int, typer.Option(help="How many people.", min=2)]
Seconds = Annotated[int, typer.Option(help="For how long.", min=1)]
Line = Callable[[Path, Postgres, dict[str, str]], dict[str, Any]]


@contextmanager
def _place() -> Iterator[tuple[Path, Postgres, dict[str, str]]]:
    with tempfile.TemporaryDirectory(prefix="litrex-soak-") as made_here, postgres() as server:
        with engine(Path(made_here) / "prefect") as environment:
            yield Path(made_here), server, environment


def _run(lines: dict[str, Line], *, keep: bool) -> None:
    with _place() as (folder, server, environment):
        for name, line in lines.items():
            room = folder / name.replace(" ", "-")
            room.mkdir()
            told = line(room, server, environment)
            typer.echo(f"{name}: {json.dumps({k: v for k, v in told.items() if k != 'curve_s_mib'}, ensure_ascii=False)}")
            if keep:
                _keep(name, told)


def _keep(name: str, told: dict[str, Any]) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    kept[name] = {**made(), **told}
    KEPT.write_text(json.dumps(dict(sorted(kept.items())), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _killed(count: int, documents: int) -> dict[str, Line]:
    def on_sqlite(folder: Path, _: Postgres, environment: dict[str, str]) -> dict[str, Any]:
        return kills.killed(folder, f"sqlite:///{folder}/litrex.db", environment, kills=count, documents=documents)

    def on_postgres(folder: Path, server: Postgres, environment: dict[str, str]) -> dict[str, Any]:
        return kills.killed(folder, server.new_database(), environment, kills=count, documents=documents)

    return {"kills on SQLite": on_sqlite, "kills on PostgreSQL": on_postgres}


def _many(documents: int, bad: int) -> Line:
    def line(folder: Path, _: Postgres, environment: dict[str, str]) -> dict[str, Any]:
        return many.many(folder, f"sqlite:///{folder}/litrex.db", environment, documents=documents, bad=bad)

    return line


def _outages(documents: int) -> dict[str, Line]:
    def gone(folder: Path, server: Postgres, environment: dict[str, str]) -> dict[str, Any]:
        return outages.server_gone(folder, server, environment, documents=documents, away_s=10.0)

    def full(folder: Path, _: Postgres, environment: dict[str, str]) -> dict[str, Any]:
        return outages.disk_full(folder, environment, documents=documents, room_mib=max(2, documents // 20))

    return {"PostgreSQL gone": gone, "disk full": full}


@app.command("kills", help="kill -9 at random moments, on SQLite and on PostgreSQL.")
def kills_(kills: Kills = 50, documents: Documents = 200) -> None:
    _run(_killed(kills, documents), keep=(kills, documents) == (50, 200))


@app.command(help="Short documents, one in twenty of them bad, of every kind.")
def bad(documents: Documents = 10_000) -> None:
    _run({"bad files": _many(documents, documents // 20)}, keep=documents == 10_000)


@app.command("many", help="Very many short documents, and the memory they take.")
def many_(documents: Documents = 100_000) -> None:
    _run({"very many": _many(documents, 0)}, keep=documents == 100_000)


@app.command("outages", help="PostgreSQL stopped and started in the middle; a disk that is full.")
def outages_(documents: Documents = 200) -> None:
    _run(_outages(documents), keep=documents == 200)


def _annotators(people: int, seconds: float) -> dict[str, Line]:
    def on_postgres(folder: Path, server: Postgres, _: dict[str, str]) -> dict[str, Any]:
        return annotators.at_once(server.new_database(), people, seconds)

    return {"annotators": on_postgres}


@app.command("annotators", help="People who correct the same records at once, on PostgreSQL.")
def annotators_(people: People = 20, seconds: Seconds = 300) -> None:
    _run(_annotators(people, seconds), keep=(people, seconds) == (20, 300))


@app.command("all", help="All lines at full length: hours.")
def every() -> None:
    lines = {
        **_outages(200),
        "bad files": _many(10_000, 500),
        **_killed(50, 200),
        **_annotators(20, 300),
        "very many": _many(100_000, 0),
    }
    _run(lines, keep=True)


if __name__ == "__main__":
    app(prog_name="python -m tests.soak")
