"""``litrex fetch``: open-access articles from a service into an inbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litrex.cli.ending import SET_ASIDE, Debug
from litrex.cli.flags import Set, told
from litrex.errors import UsageError

if TYPE_CHECKING:
    from litrex.sources import Fetched, Listed


class ServiceName(StrEnum):
    """A service that is asked."""

    EUROPEPMC = "europepmc"
    PUBMED = "pubmed"


def fetch(
    service: Annotated[ServiceName, typer.Argument(help="Where to look.", show_default=False)],
    query: Annotated[str, typer.Option("--query", "-q", help="What to look for, as the service's own search field takes it.")],
    to: Annotated[Path, typer.Option("--to", help="The folder that the articles go to, with a manifest.csv beside them.")],
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Published on this day or later.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="End after so many new articles.")] = None,
    any_licence: Annotated[
        bool, typer.Option("--any-licence", help="Take articles too that name no licence, or one that forbids derivatives.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be asked for; write nothing.")] = False,
    setting: Set = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
    debug: Debug = False,
) -> int:
    """Bring open-access articles (JATS) into a folder, with licence and DOI; a fetch that was stopped goes on.

    Taken are the public domain and Creative Commons licences without ND, as the article itself names them.
    """
    from litrex import sources

    wish = sources.Wish(query, _day(since), limit, any_licence)
    kind = sources.EuropePMC if service is ServiceName.EUROPEPMC else sources.PubMed
    asked = kind.of(told(setting, None))
    try:
        if dry_run:
            _show_listed(sources.would_fetch(asked, wish, to))
            return 0
        with _bar(limit, quiet=quiet) as shown:
            done = sources.fetch(asked, wish, to, shown)
    finally:
        asked.close()
    if not quiet:
        _show(done, to)
    return SET_ASIDE if done.failed else 0


def _day(told: str | None) -> str | None:
    try:
        return date.fromisoformat(told).isoformat() if told else None
    except ValueError as error:
        raise UsageError(f"{told!r} is no day", place="--since", remedy="write one such as 2024-01-31") from error


@contextmanager
def _bar(limit: int | None, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error, over as many articles as the service says there are; nothing in pipes."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*parts, console=console, disable=quiet or not console.is_terminal, transient=True) as bar:
        task = bar.add_task("fetching articles", total=limit)
        yield lambda hits, seen: bar.update(task, total=hits, completed=seen)


def _show_listed(listed: list[Listed]) -> None:
    for one in listed:
        typer.echo("  ".join([one.pmcid, one.licence or "-", one.title or "-"]))
    typer.echo(f"{len(listed)} articles would be asked for; nothing was written")


def _show(done: Fetched, to: Path) -> None:
    for one in (*done.failed, *done.left[:20]):
        typer.echo(f"{one.pmcid}: {one.reason}")
    reasons = Counter(one.reason.partition(" (")[0] for one in done.left)
    left = "".join(f"; {count} left: {reason}" for reason, count in reasons.most_common())
    failed = f"; {len(done.failed)} failed, say the same again for them" if done.failed else ""
    more = "" if done.whole else "; there is more, say the same again"
    typer.echo(f"{to}: {len(done.saved)} new of {done.hits} found, {done.known} there before{left}{failed}{more}")
