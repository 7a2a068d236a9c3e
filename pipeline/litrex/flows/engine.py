"""Prefect made fit for a command line: offline, quiet, patient, and with a home of our own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from litrex.errors import EngineError

_SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # the default of 20 is what a cold start takes
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_CLI_COLORS": "false",
}


def prepare(*, verbose: bool = False) -> None:
    """Set the environment that Prefect reads when it is imported; what the user has set stays.

    A server of the user's own (``PREFECT_API_URL``) is used where one is named.
    """
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO" if verbose else "CRITICAL")
    os.environ.setdefault("PREFECT_LOGGING_SERVER_LEVEL", "WARNING" if verbose else "CRITICAL")
    os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "info" if verbose else "error")
    if "PREFECT_HOME" not in os.environ:
        os.environ["PREFECT_HOME"] = str(home())


def home() -> Path:
    """Make and name the folder where the engine keeps its books; one a version, since a newer one rewrites them.

    Where the cache folder cannot be written it is a temporary one.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "litrex" / f"prefect-{version('prefect')}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.gettempdir()) / f"litrex-prefect-{version('prefect')}"
    return folder if os.access(folder, os.W_OK) else Path(tempfile.gettempdir()) / f"litrex-prefect-{version('prefect')}"


@contextmanager
def started() -> Iterator[None]:
    """Run flows without the heartbeat, which costs each of them a second.

    Raises EngineError where the engine does not come up.
    """
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    try:
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            yield
    except (RuntimeError, OSError) as error:
        if not _of_engine(error):
            raise
        told = f"the engine does not start ({type(error).__name__}: {error})"
        raise EngineError(
            told, place="prefect", remedy="see `litrex doctor --deep`; one file goes without: litrex extract"
        ) from error


def _of_engine(error: BaseException) -> bool:
    """Tell whether an error comes out of Prefect or what it talks with, not out of our own work."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = trace.tb_frame.f_globals.get("__name__", "") if trace else ""
    return module.split(".")[0] in ("prefect", "httpx", "httpcore", "anyio", "sqlalchemy", "asyncio")
