"""From plain Python into a flow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from litrex import inbox, lexicons
from litrex.flows import engine
from litrex.flows.outputs import rehearse
from litrex.flows.shards import RunResult
from litrex.settings import Settings


def run(paths: Sequence[str], out: Path, settings: Settings, *, quiet: bool = False, verbose: bool = False) -> RunResult:
    """Start the engine and run the flow ``extract``; wrong use is told before the start, which takes a quarter of a minute.

    Raises what the flow raises, and EngineError where the engine does not start.
    """
    inbox.check(paths)
    lexicons.load(settings.lexicon_dirs)
    rehearse(out, settings)
    engine.prepare(verbose=verbose)
    from litrex.flows.extraction import extract

    with engine.started():
        return extract(list(paths), str(out), settings, quiet=quiet)
