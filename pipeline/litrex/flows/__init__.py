"""Batches of articles: the only part that knows the engine (Prefect), which is loaded when a flow is first asked for."""

from __future__ import annotations

from litrex.flows.running import ingest, run
from litrex.flows.shards import RunResult, SetAside

__all__ = ["RunResult", "SetAside", "ingest", "run"]
