"""How events are told while a command works: for people, or a JSON object a line for machines."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from litrex.errors import UsageError


@contextmanager
def logging_as(form: str, *, quiet: bool = False) -> Iterator[None]:
    """Tell what ``litrex`` logs on standard error, as ``text`` (warnings and errors alone) or as ``json`` (everything).

    Raises UsageError for another form.
    """
    if form not in ("text", "json"):
        raise UsageError(f"there is no log format {form!r}", place="--log-format", remedy="say text or json")
    logger, handler = logging.getLogger("litrex"), logging.StreamHandler(sys.stderr)
    handler.setFormatter(_json() if form == "json" else logging.Formatter("litrex: %(message)s"))
    before, propagated = logger.level, logger.propagate
    logger.setLevel(logging.ERROR if quiet else logging.INFO if form == "json" else logging.WARNING)
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
        logger.propagate = propagated


def _json() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter

    names = {"asctime": "at", "levelname": "level", "name": "from", "message": "event"}
    return JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=names, json_ensure_ascii=False)
