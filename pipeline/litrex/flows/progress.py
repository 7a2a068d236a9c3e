"""How far a run has come, on a terminal; silent in pipes, files and when told to be quiet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int], None]


@contextmanager
def progress(total: int, *, quiet: bool = False) -> Iterator[Advance]:
    """Show a bar over `total` documents on standard error; call what it gives with how many are done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    shown = console.is_terminal and not quiet
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*parts, console=console, disable=not shown, transient=True) as bar:
        task = bar.add_task("reading articles", total=total)
        yield lambda count: bar.advance(task, count)
