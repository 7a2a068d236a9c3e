"""``litrex db``: looking after the database."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from litrex.cli.ending import NOT_WRITTEN, Debug, ending
from litrex.cli.flags import Database, Set, database
from litrex.errors import OutputError

if TYPE_CHECKING:
    from litrex.store import Quarantined

db = typer.Typer(
    name="db",
    help="Look after the database: out/litrex.db, unless another is named or set.",
    epilog="Example: litrex db check",
    no_args_is_help=True,
)


def upgrade(named: Database = None, setting: Set = None, debug: Debug = False) -> None:
    """Bring a database up to date with this litrex; make it where there is none. Nothing is lost."""
    from litrex import store

    typer.echo(store.migrate(database(named, setting)))


def check(named: Database = None, setting: Set = None, debug: Debug = False) -> int:
    """Say what a database holds and whether it is sound; end with 3 where it is not."""
    from litrex import store

    with store.open(database(named, setting), create=False) as kept:
        told = kept.condition()
        typer.echo(f"{kept.place}: revision {store.HEAD}, {kept.size_bytes():,} bytes")
        typer.echo(", ".join(f"{count:,} {name}" for name, count in told.rows.items()))
        for one in kept.pending():
            typer.echo(
                f"waits for a person: correction {one.correction.correction_id} of {one.correction.path or 'a record'}: {one.why}"
            )
    for note in told.notes:
        typer.echo(note)
    for fault in told.faults:
        typer.echo(f"litrex: {fault}; restore a backup: litrex db restore", err=True)
    if not told.faults:
        typer.echo("sound")
    return NOT_WRITTEN if told.faults else 0


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, such as litrex.backup.zip.", show_default=False)],
    named: Database = None,
    setting: Set = None,
    debug: Debug = False,
) -> None:
    """Write the whole database into one file, which either kind of database takes back; others may write meanwhile."""
    from litrex import store

    with store.open(database(named, setting), create=False) as kept:
        counts = kept.backup(file)
    typer.echo(f"{file}: {counts['documents']:,} documents, {counts['corrections']:,} corrections, {sum(counts.values()):,} rows")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that litrex db backup wrote.", show_default=False)],
    named: Database = None,
    setting: Set = None,
    debug: Debug = False,
) -> None:
    """Fill an empty database from a backup; one that holds something is left as it is."""
    from litrex import store

    counts = store.restore(database(named, setting), file)
    typer.echo(
        f"{counts['documents']:,} documents, {counts['corrections']:,} corrections, {sum(counts.values()):,} rows restored"
    )


def vacuum(named: Database = None, setting: Set = None, debug: Debug = False) -> None:
    """Give free space back."""
    from litrex import store

    with store.open(database(named, setting), create=False) as kept:
        freed = kept.vacuum()
        typer.echo(f"{kept.place}: {max(freed, 0):,} bytes freed, {kept.size_bytes():,} in use")


def quarantine(
    named: Database = None,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="DIR", help="Write the files themselves to a folder.", show_default=False)
    ] = None,
    setting: Set = None,
    debug: Debug = False,
) -> None:
    """List the files that could not be read, why, and what to do about it."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from litrex import store

    with store.open(database(named, setting), create=False) as kept:
        every = kept.quarantined()
    table = Table("file", "reason", "what to do", "version", box=None, pad_edge=False)
    for one in every:
        table.add_row(*(escape(part) for part in (one.refused.source, one.refused.reason, one.refused.remedy, one.version_key)))
    console = Console(highlight=False)
    console.print(table if every else "nothing is in quarantine")
    if keep is not None:
        written = _written(every, keep)
        console.print(f"{written} of {len(every)} files written to {escape(str(keep))}")


def _written(every: Iterable[Quarantined], folder: Path) -> int:
    """Write the bytes that are kept, under the names of their files with a digest before, so that none covers another.

    Raises OutputError where the folder cannot be written.
    """
    kept = [one.refused for one in every if one.refused.file is not None and one.refused.sha256 is not None]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in kept:
            name = PurePosixPath(one.source).name
            (folder / f"{str(one.sha256)[:12]}-{name}").write_bytes(one.file or b"")
    except OSError as error:
        raise OutputError(f"it cannot be written ({error.strerror})", place=str(folder), remedy="check --keep") from error
    return len(kept)


for _command, _example in (
    (quarantine, "litrex db quarantine --keep set_aside"),
    (upgrade, "litrex db upgrade --database postgresql://me@host/reviews"),
    (check, "litrex db check"),
    (backup, "litrex db backup reviews.zip"),
    (restore, "litrex db restore reviews.zip --database new.db"),
    (vacuum, "litrex db vacuum"),
):
    db.command(epilog=f"Example: {_example}")(ending(_command))
