"""From plain Python into a flow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from litrex import inbox, lexicons
from litrex.flows import engine
from litrex.flows.outputs import rehearse
from litrex.flows.shards import RunResult
from litrex.settings import Settings

if TYPE_CHECKING:
    from litrex.flows.ingesting.outcomes import Summary
    from litrex.flows.ingesting.requests import Request


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


def ingest(request: Request, *, quiet: bool = False, verbose: bool = False) -> Summary:
    """Start the engine and run the flow ``ingest``; wrong use is told before the start.

    Raises what the flow raises, and EngineError where the engine does not start.
    """
    from litrex.flows.ingesting.batch import rehearse as rehearse_ingest

    rehearse_ingest(request)
    engine.prepare(verbose=verbose)
    from litrex.flows.ingesting.flow import ingest as flow

    with engine.started():
        return flow(request.model_dump(mode="json"), quiet=quiet)
