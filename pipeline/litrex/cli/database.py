"""``litrex db``: looking after the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from litrex.cli.ending import NOT_WRITTEN, Debug, ending
from litrex.cli.flags import Database, Set, database

db = typer.Typer(name="db", help="Look after the database: out/litrex.db, unless another is named or set.", no_args_is_help=True)


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


for _command, _example in (
    (upgrade, "litrex db upgrade --database postgresql://me@host/reviews"),
    (check, "litrex db check"),
    (backup, "litrex db backup reviews.zip"),
    (restore, "litrex db restore reviews.zip --database new.db"),
    (vacuum, "litrex db vacuum"),
):
    db.command(epilog=f"Example: {_example}")(ending(_command))
