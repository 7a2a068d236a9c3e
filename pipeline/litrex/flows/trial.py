"""The smallest flow there is, to see whether the engine starts."""

from __future__ import annotations

from prefect import flow


@flow(name="trial", persist_result=False)
def tick() -> int:
    """Do nothing, under the engine."""
    return 0
