"""From plain Python into a flow."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from litrex.flows import engine
from litrex.flows.batches import RunResult
from litrex.settings import Settings


def run(paths: Iterable[str], out: Path, settings: Settings, *, quiet: bool = False, verbose: bool = False) -> RunResult:
    """Start the engine and run the flow ``extract``.

    Raises what the flow raises, and EngineError where the engine does not start.
    """
    engine.prepare(verbose=verbose)
    from litrex.flows.extraction import extract

    with engine.started():
        return extract(list(paths), str(out), settings, quiet=quiet)
