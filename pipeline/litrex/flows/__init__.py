"""Batches of articles: the only part that knows the engine (Prefect), which is loaded when a flow is first asked for."""

from __future__ import annotations

from litrex.flows.batches import RunResult, SetAside
from litrex.flows.running import run

__all__ = ["RunResult", "SetAside", "run"]
