"""``litrex ingest``: what is new in an inbox, into the database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litrex.cli.ending import SET_ASIDE, Debug
from litrex.cli.flags import Database, Lexicons, Set

if TYPE_CHECKING:
    from litrex.flows.ingesting.outcomes import Summary

Inbox = Annotated[list[str], typer.Argument(help="Folders, patterns, archives (zip, tar) or a manifest.csv.", show_default=False)]
Workers = Annotated[int, typer.Option("--workers", "-w", help="Processes of this machine.", min=1)]
Dask = Annotated[
    str | None,
    typer.Option("--dask", metavar="ADDRESS", help="A Dask scheduler, tcp://host:8786, or local:N.", show_default=False),
]
Gold = Annotated[
    str | None,
    typer.Option("--gold", metavar="DIR", help="Annotations: documents of the same name are scored.", show_default=False),
]
Webhook = Annotated[
    str | None, typer.Option("--webhook", metavar="URL", help="Gets the summary as JSON, of failed runs too.", show_default=False)
]


def ingest(
    inbox: Inbox,
    database: Database = None,
    stale: Annotated[bool, typer.Option("--stale", help="Extract again what an older version read.")] = False,
    workers: Workers = 1,
    dask: Dask = None,
    gold: Gold = None,
    webhook: Webhook = None,
    summary: Annotated[
        Path | None, typer.Option("--summary", metavar="FILE", help="Write the summary as JSON.", show_default=False)
    ] = None,
    log_format: Annotated[str, typer.Option("--log-format", help="text or json: how events are told.")] = "text",
    lexicon: Lexicons = None,
    setting: Set = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Let the engine talk.")] = False,
    debug: Debug = False,
) -> int:
    """Extract what is new in an inbox into the database, each document once a version.

    A run that was stopped is run again: it goes on where it stopped. Documents that cannot be read go to quarantine, with the
    reason, and do not stop the others. Corrections are never touched.
    """
    from litrex import flows
    from litrex.cli.logs import logging_as
    from litrex.flows.ingesting.requests import Request

    request = Request(
        inbox=tuple(inbox), database=database, stale=stale, workers=workers, dask=dask, gold=gold, webhook=webhook,
        setting=tuple(setting or ()), lexicons=tuple(lexicon or ()),
    ).checked()  # fmt: skip
    with logging_as(log_format, quiet=quiet):
        done = flows.ingest(request, quiet=quiet or log_format == "json", verbose=verbose)
    if summary:
        _write(summary, done)
    if not quiet and log_format == "text":
        _show(done)
    return SET_ASIDE if done.quarantined else 0


def _write(path: Path, done: Summary) -> None:
    from litrex.errors import OutputError

    try:
        path.write_text(json.dumps(done.as_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"it cannot be written ({error.strerror})", place=str(path), remedy="check --summary") from error


def _show(done: Summary) -> None:
    """Print what was set aside and why, scores, and the counts."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from litrex.cli.summary import LISTED, counted

    console = Console(highlight=False)
    aside = [one for one in done.documents if one["status"] == "quarantined"]
    if aside:
        table = Table("in quarantine", "reason", "what to do", box=None, pad_edge=False)
        for one in aside[:LISTED]:
            table.add_row(*(escape(str(one.get(key, ""))) for key in ("source", "reason", "remedy")))
        console.print(table)
    for told in done.scores:
        console.print(escape("  ".join(f"{key} {value}" for key, value in told.items())))
    for died in done.died_before:
        console.print(f"run {died} ended without a word; what it had saved stands, the rest was done now")
    nothing = "nothing is new; " if not done.saved and not done.quarantined else ""
    console.print(
        f"{nothing}{counted(done.saved, 'document')} saved, {done.skipped:,} already there, {done.quarantined:,} set aside; "
        f"{counted(done.records, 'record')} in {done.seconds:.1f} s (run {done.run_id})"
    )
