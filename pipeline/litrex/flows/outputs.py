"""All that a run leaves in its folder, put there at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from litrex import exchange, lexicons, report
from litrex.errors import OutputError
from litrex.exchange import staged
from litrex.flows import keeping
from litrex.flows.shards import Done, SetAside
from litrex.settings import Settings

Write = Callable[[Done], list[str]]


@contextmanager
def opened(out: Path, settings: Settings) -> Iterator[Write]:
    """Make sure that `out` can be written before the work begins, and give the function that writes; files appear at the end.

    Raises OutputError where the folder cannot be written, before and after, and StoreError where the database cannot be used.
    """
    with staged(out) as room:
        keeping.ready(out, settings)

        def write(done: Done) -> list[str]:
            try:
                _write(room, done, settings)
            except OutputError as error:
                raise OutputError(error.message, place=str(out), remedy=error.remedy) from error
            return sorted(path.name for path in room.iterdir())

        yield write


class _EnoughError(Exception):
    """Ends a rehearsal."""


def rehearse(out: Path, settings: Settings) -> None:
    """Find out whether `out` and the database can be written, and leave no trace.

    Raises OutputError or StoreError where they cannot.
    """
    with suppress(_EnoughError), opened(out, settings):
        raise _EnoughError


def _write(room: Path, done: Done, settings: Settings) -> None:
    lexicon = lexicons.load(settings.lexicon_dirs)
    label = exchange.label_of(lexicon)
    exchange.write(room, done.extractions, label, exchange.identity_of(lexicon))
    report.write(room, done.extractions, label)
    write_set_aside(room / "set_aside.jsonl", done.set_aside)


def write_set_aside(path: Path, set_aside: Iterable[SetAside]) -> None:
    """Write one object a line: source, reason, remedy."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for item in set_aside:
            file.write(json.dumps(item.as_line(), ensure_ascii=False) + "\n")
