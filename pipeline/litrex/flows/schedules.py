"""Ingests by the clock: one command that serves a schedule, and one that tells whether it keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from litrex import store
from litrex.errors import UsageError
from litrex.flows import engine
from litrex.flows.ingesting.batch import database_of, rehearse
from litrex.flows.ingesting.requests import Request
from litrex.flows.server import served

NAME = "nightly"


def serve(request: Request, cron: str, *, timezone: str = "UTC", name: str = NAME, told: Callable[[str], object]) -> None:
    """Serve a deployment of the flow ``ingest`` until stopped, with a server of the engine's own where none is named.

    `told` is called with the address of the engine once the schedule stands. A run is never begun while one is under way.

    Raises UsageError for what is no cron line, and what `rehearse` raises: a schedule that can only fail is not begun.
    """
    checked(cron, timezone)
    rehearse(request)
    with served() as address:
        engine.prepare()
        from prefect.schedules import Cron
        from prefect.types.entrypoint import EntrypointType

        from litrex.flows.ingesting.flow import ingest

        told(address)
        ingest.serve(
            name=name, schedule=Cron(cron, timezone=timezone), limit=1,
            parameters={"request": request.model_dump(mode="json"), "quiet": True}, print_starting_message=False,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )  # fmt: skip


def checked(cron: str, timezone: str) -> None:
    """Check a cron line and the name of a time zone.

    >>> checked("0 2 * * *", "Asia/Shanghai")
    >>> checked("at two", "UTC")
    Traceback (most recent call last):
    litrex.errors.UsageError: --cron: 'at two' is no cron line; five fields: minute hour day month weekday, such as "0 2 * * *"
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from cronsim import CronSim, CronSimError

    try:
        CronSim(cron, datetime.now(UTC))
    except CronSimError as error:
        remedy = 'five fields: minute hour day month weekday, such as "0 2 * * *"'
        raise UsageError(f"{cron!r} is no cron line", place="--cron", remedy=remedy) from error
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UsageError(f"there is no time zone {timezone!r}", place="--timezone", remedy="such as Asia/Shanghai") from error


def missed(
    request: Request, cron: str, *, timezone: str = "UTC", grace: timedelta, now: datetime | None = None
) -> list[datetime]:
    """The times since the last good run at which one should have been begun, and has had `grace` to end well.

    A database without a run has missed nothing: the schedule has not begun.
    """
    from zoneinfo import ZoneInfo

    from cronsim import CronSim

    checked(cron, timezone)
    settings = request.settings()
    with store.open(database_of(request, settings), settings, create=False) as db:
        good = [run.started_at for run in db.runs() if run.state == "done"]
    if not good:
        return []
    end = (now or datetime.now(UTC)) - grace
    due: list[datetime] = []
    for when in CronSim(cron, max(good).astimezone(ZoneInfo(timezone))):
        if when > end or len(due) >= 100:
            break
        due.append(when)
    return due
