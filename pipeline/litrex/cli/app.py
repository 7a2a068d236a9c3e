"""The program and its commands."""

from __future__ import annotations

from typing import Annotated

import typer

from litrex import __version__
from litrex.cli.corrections import corrections
from litrex.cli.database import db
from litrex.cli.diff import diff
from litrex.cli.doctor import doctor
from litrex.cli.ending import ending
from litrex.cli.evaluate import evaluate
from litrex.cli.exchange import exchange
from litrex.cli.explain import explain
from litrex.cli.extract import extract
from litrex.cli.fetch import fetch
from litrex.cli.ingest import ingest
from litrex.cli.review import app as review
from litrex.cli.run import run
from litrex.cli.schedule import schedule
from litrex.cli.schema import schema
from litrex.cli.studies import studies

app = typer.Typer(
    name="litrex",
    help="From review articles to evidence tables, in Chinese and English.",
    epilog="Ends with: 0 all done · 1 some documents set aside · 2 wrong use or settings · 3 nothing written, or a fault of ours"
    " · 130 stopped",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"litrex {__version__}")
        raise typer.Exit


@app.callback()
def litrex(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """From review articles to evidence tables, in Chinese and English."""


for _command, _example in (
    (run, "litrex run articles --out out"),
    (ingest, "litrex ingest inbox --database litrex.db --workers 2"),
    (schedule, 'litrex schedule --cron "0 2 * * *" --inbox inbox --timezone Asia/Shanghai'),
    (extract, "litrex extract article.html --json"),
    (explain, "litrex explain b50c14da --run out"),
    (fetch, "litrex fetch europepmc --query 'mesenchymal AND lupus' --since 2024-01-01 --to inbox"),
    (doctor, "litrex doctor --deep"),
    (evaluate, "litrex evaluate --errors --out out/evaluation"),
    (diff, "litrex diff out/before out/after"),
    (studies, "litrex studies --database out/litrex.db"),
    (schema, "litrex schema > records.schema.json"),
):
    app.command(epilog=f"Example: {_example}")(ending(_command))

app.add_typer(corrections)
app.add_typer(exchange)
app.add_typer(db)
app.add_typer(review)


def main() -> None:
    """Run the program."""
    app()
