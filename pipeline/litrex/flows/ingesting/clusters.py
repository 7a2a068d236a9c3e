"""Dask, by prefect-dask: a cluster that is there, or one on this machine for as long as a run lasts."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from litrex.errors import UsageError

if TYPE_CHECKING:
    from prefect_dask.task_runners import DaskTaskRunner

LOCAL = re.compile(r"local(?::(\d+))?")
ADDRESS = re.compile(r"(tcp|tls|ucx|ws|wss)://[\w.\-\[\]:]+:\d+")
WIDTH = 64
"""Shards in the air on a cluster of unknown size: enough for some thirty workers, and little memory here."""


def checked(told: str) -> re.Match[str] | None:
    """The match of a local cluster, None for an address.

    Raises UsageError for what is no address, and where no server of the engine is named: every worker would start its own.
    """
    local = LOCAL.fullmatch(told)
    if not local and not ADDRESS.fullmatch(told):
        raise UsageError(f"{told!r} is no address", place="--dask", remedy="say tcp://HOST:PORT, or local:N")
    if "PREFECT_API_URL" not in os.environ:
        raise UsageError(
            "Dask workers need a server of the engine that all of them reach", place="--dask",
            remedy="start one (prefect server start) and name it: PREFECT_API_URL=http://HOST:4200/api",
        )  # fmt: skip
    return local


def runner(told: str) -> DaskTaskRunner:
    """The task runner for ``tcp://host:8786`` or ``local:N``.

    Raises UsageError as `checked` does.
    """
    from prefect_dask.task_runners import DaskTaskRunner

    if checked(told):
        return DaskTaskRunner(cluster_kwargs={"n_workers": width(told) // 2, "threads_per_worker": 1, "dashboard_address": None})
    return DaskTaskRunner(address=told)


def width(told: str) -> int:
    """How many shards go to a cluster at once: two a worker, so that none waits for the next.

    >>> width("local:3"), width("tcp://10.0.0.1:8786")
    (6, 64)
    """
    local = LOCAL.fullmatch(told)
    return 2 * int(local[1] or 2) if local else WIDTH
