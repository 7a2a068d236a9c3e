"""What can pass, and trying again until it has."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError

from litrex.errors import StoreError

T = TypeVar("T")

PATIENCE_S = 60.0
_LONGEST_WAIT_S = 4.0
_STATES = ("08", "40", "55P03", "57P01", "57P02", "57P03", "53300")
_LOCKED = ("database is locked", "database table is locked", "database schema is locked")
_GONE = tuple(
    """
    connection refused|could not connect|connection failed|server closed the connection|connection timeout|starting up
    terminating connection|connection is lost|connection is closed|the connection is bad|shutting down
    could not receive data|consuming input failed|sending query failed|temporary failure in name resolution
    """.strip()
    .replace("\n    ", "|")
    .split("|")
)
_NEVER = ("authentication failed", "does not exist", "no pg_hba.conf entry", "no password supplied")


def can_pass(error: BaseException) -> bool:
    """Tell whether an error may be gone in a moment: a lock, a deadlock, a lost or refused connection, a server that starts.

    A full disk, a wrong password, a database that is not there, and wrong data do not pass.
    """
    if not isinstance(error, DBAPIError):
        return False
    told = str(error.orig).lower()
    if any(words in told for words in _NEVER):
        return False
    state = getattr(error.orig, "sqlstate", None) or ""
    return (
        error.connection_invalidated
        or (state != "" and state.startswith(_STATES))
        or any(words in told for words in (*_LOCKED, *_GONE))
    )


def patiently(work: Callable[[], T], place: str, patience_s: float = PATIENCE_S) -> T:
    """Do a piece of work, again and again with growing pauses as long as what stops it can pass.

    The work must be a whole transaction. Raises StoreError when it cannot pass, or has not within `patience_s` seconds.
    """
    until, wait_s = time.monotonic() + patience_s, 0.05
    while True:
        try:
            return work()
        except DBAPIError as error:
            if not can_pass(error) or time.monotonic() + wait_s > until:
                raise failed(error, place) from error
        time.sleep(wait_s * random.uniform(0.5, 1.0))
        wait_s = min(2 * wait_s, _LONGEST_WAIT_S)


def failed(error: DBAPIError, place: str) -> StoreError:
    """Say in one line what the database said, and what can be done."""
    told = " ".join(str(error.orig).split())[:300]
    low = told.lower()
    if can_pass(error):
        remedy = "see that the server runs and that no other program holds the database, then start again: nothing is lost"
    elif "full" in low or "no space" in low or "disk i/o" in low:
        remedy = "free space on its disk, then start again: what was saved is sound"
    elif "readonly" in low or "permission denied" in low or "unable to open" in low:
        remedy = "see that its folder exists and can be written, or name another: --database"
    elif isinstance(error, OperationalError):
        remedy = "see that the address, user and password are right, or name another: --database"
    else:
        remedy = "see whether the database is sound: litrex db check"
    return StoreError(f"the database says: {told}", place=place, remedy=remedy)
