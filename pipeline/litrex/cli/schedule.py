"""``litrex schedule``: ingests by the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

import typer

from litrex.cli.ending import SET_ASIDE, Debug
from litrex.cli.flags import Database, Lexicons, Set
from litrex.cli.ingest import Dask, Gold, Webhook, Workers


def schedule(
    inbox: Annotated[
        list[str], typer.Option("--inbox", metavar="PATH", help="As for ingest; may be said again.", show_default=False)
    ],
    cron: Annotated[str, typer.Option("--cron", help="When: minute hour day month weekday.")] = "0 2 * * *",
    timezone: Annotated[str, typer.Option("--timezone", help="The clock that --cron means, such as Asia/Shanghai.")] = "UTC",
    name: Annotated[str, typer.Option("--name", help="The name of the deployment.")] = "nightly",
    check: Annotated[bool, typer.Option("--check", help="Serve nothing; end with 1 where a run was missed.")] = False,
    grace: Annotated[float, typer.Option("--grace", metavar="HOURS", help="How late --check lets a run end.")] = 6.0,
    database: Database = None,
    workers: Workers = 1,
    dask: Dask = None,
    gold: Gold = None,
    webhook: Webhook = None,
    lexicon: Lexicons = None,
    setting: Set = None,
    debug: Debug = False,
) -> int:
    """Ingest an inbox by the clock until stopped; `--check` tells a monitor whether a run was missed.

    A server of the engine is started beside it, unless PREFECT_API_URL names one of yours.
    """
    from litrex.flows import schedules
    from litrex.flows.ingesting.requests import Request

    request = Request(
        inbox=tuple(inbox), database=database, workers=workers, dask=dask, gold=gold, webhook=webhook,
        setting=tuple(setting or ()), lexicons=tuple(lexicon or ()),
    )  # fmt: skip
    if check:
        return _tell(schedules.missed(request, cron, timezone=timezone, grace=timedelta(hours=grace)), webhook)

    def told(address: str) -> None:
        typer.echo(f"{name}: {', '.join(inbox)} at {cron} ({timezone}); engine at {address}; Ctrl-C ends it")

    schedules.serve(request, cron, timezone=timezone, name=name, told=told)
    return 0


def _tell(missed: Sequence[object], webhook: str | None) -> int:
    from litrex.flows.ingesting import notices

    if not missed:
        typer.echo("no run was missed")
        return 0
    times = [str(when) for when in missed]
    typer.echo(f"{len(times)} runs were missed or failed, the first at {times[0]}; see the log of litrex schedule", err=True)
    if webhook:
        notices.post(webhook, {"state": "missed", "times": times})
    return SET_ASIDE
