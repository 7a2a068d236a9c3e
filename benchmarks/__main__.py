"""The commands of the bench: all of it, or one part alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.pages import Part, shown, write
from benchmarks.spread import Figure

app = typer.Typer(
    help="Measure litrex on this machine. Let nothing else run meanwhile; --quick shows that it works, not how fast.",
    pretty_exceptions_enable=False,
    add_completion=False,
)
Out = Annotated[Path, typer.Option("--out", "-o", help="The folder that the figures go to.")]
Quick = Annotated[bool, typer.Option("--quick", help="A minute instead of a quarter of an hour.")]
OUT = Path("out/bench")


def _stages(quick: bool) -> list[Figure]:
    from benchmarks import stages

    return stages.measure(1 if quick else 7)


def _workers(quick: bool) -> list[Figure]:
    from benchmarks import workers

    return workers.measure(1 if quick else 7, 1 if quick else 4)


def _flow(quick: bool) -> list[Figure]:
    from benchmarks import flow

    return flow.measure(1 if quick else 5, 20 if quick else 1000)


def _stores(quick: bool) -> list[Figure]:
    from benchmarks import stores

    return stores.measure(1 if quick else 7, 20 if quick else 200)


def _peers(quick: bool) -> list[Figure]:
    from benchmarks import peers

    return peers.measure(1 if quick else 7, 1 if quick else 3)


_PARTS: dict[str, Callable[[bool], list[Figure]]] = {
    "stages": _stages,
    "workers": _workers,
    "flow": _flow,
    "stores": _stores,
    "peers": _peers,
}


def _told(names: Iterable[str], out: Path, quick: bool) -> None:
    parts = [Part(name, quick, tuple(_PARTS[name](quick))) for name in names]
    for part in parts:
        for one in part.figures:
            verdict = {None: "", True: "  holds", False: "  DOES NOT HOLD"}[one.holds]
            typer.echo(f"{part.name:8} {one.name:42} {one.lang or '':3} {shown(one.median):>9} {one.unit}{verdict}")
    for path in write(out, parts):
        typer.echo(path.as_posix())


@app.command("all", help="Everything, part after part.")
def every(out: Out = OUT, quick: Quick = False) -> None:
    _told(_PARTS, out, quick)


@app.command(help="Documents and characters a second, by stage, on one core.")
def stages(out: Out = OUT, quick: Quick = False) -> None:
    _told(["stages"], out, quick)


@app.command(help="Two processes against one.")
def workers(out: Out = OUT, quick: Quick = False) -> None:
    _told(["workers"], out, quick)


@app.command(help="Ingests with the engine and without it, one worker and two, start-up apart.")
def flow(out: Out = OUT, quick: Quick = False) -> None:
    _told(["flow"], out, quick)


@app.command(help="Saving on SQLite and on PostgreSQL.")
def stores(out: Out = OUT, quick: Quick = False) -> None:
    _told(["stores"], out, quick)


@app.command(help="A neural encoder, spaCy and LangExtract's aligner on the same texts.")
def peers(out: Out = OUT, quick: Quick = False) -> None:
    _told(["peers"], out, quick)


if __name__ == "__main__":
    app(prog_name="python -m benchmarks")
