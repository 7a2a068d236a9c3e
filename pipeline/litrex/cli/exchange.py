"""``litrex exchange``: records out to other tools, and what was changed there back as corrections."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litrex.cli.ending import SET_ASIDE, Debug, ending
from litrex.cli.flags import Database, Lexicons, Set, database, told
from litrex.errors import UsageError

if TYPE_CHECKING:
    from litrex.exchange.formats.proposing import Proposed
    from litrex.lexicons import Lexicon
    from litrex.store import Merged, Store

EXPORTED = ("label-studio", "brat", "conll", "docbin", "excel", "csv")
IMPORTED = ("label-studio", "excel", "csv")

exchange = typer.Typer(
    name="exchange",
    help="Give records to other tools, and take back what was changed there.",
    epilog="Example: litrex exchange export --format label-studio --to marks",
    no_args_is_help=True,
)


def export(
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=", ".join(EXPORTED), show_default=False)],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write into.", show_default=False)],
    named: Database = None,
    setting: Set = None,
    debug: Debug = False,
) -> None:
    """Write all documents, with corrections: for Label Studio, brat, CoNLL or spaCy, or as a table to edit (excel, csv)."""
    _known(form, EXPORTED)
    from litrex import store

    with store.open(database(named, setting), told(setting), create=False) as kept:
        documents = list(kept.every())
    for line in _write(form, to, documents):
        typer.echo(line)
    typer.echo(f"{to}: {len(documents):,} {'document' if len(documents) == 1 else 'documents'} as {form}")


def _write(form: str, to: Path, documents: list[Merged]) -> list[str]:
    """Write the documents, and give what could not be told as it is."""
    from litrex.exchange.corrected.gold import file_names
    from litrex.exchange.formats import columns, docbin, grid_files, grids, label_studio, standoff

    if form == "label-studio":
        label_studio.write_label_studio(to, documents)
    elif form in ("excel", "csv"):
        write = grid_files.write_workbook if form == "excel" else grid_files.write_csv
        write(to, grids.grids(documents))
    else:
        extractions = [one.extraction for one in documents]
        marked = list(zip(file_names(extractions), extractions, strict=True))
        if form == "docbin":
            return docbin.write_docbin(to, marked)
        (standoff.write_brat if form == "brat" else columns.write_conll)(to, marked)
    return []


def import_(
    source: Annotated[Path, typer.Argument(metavar="PATH", help="The file; of csv the folder.", show_default=False)],
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=", ".join(IMPORTED), show_default=False)],
    yes: Annotated[bool, typer.Option("--yes/--dry-run", help="Save the changes; else they are only shown.")] = False,
    name: Annotated[str | None, typer.Option("--as", help="Whose corrections they are; your own by default.")] = None,
    named: Database = None,
    lexicon: Lexicons = None,
    setting: Set = None,
    debug: Debug = False,
) -> int:
    """Show what was changed in Label Studio or in the sheets since the export, and with --yes save it as corrections.

    Ends with 1 where some of it cannot be taken; each is told with its place and the reason, the rest is taken.
    """
    _known(form, IMPORTED)
    from litrex import lexicons, store
    from litrex.exchange.formats.proposing import save

    settings, seen = told(setting, lexicon), dict[str, "Merged"]()
    with store.open(database(named, setting), settings, create=False) as kept:
        found = _reader(form)(source, kept, seen, lexicons.load(settings.lexicon_dirs))
        for one in found.changes:
            typer.echo(f"{seen[one.document_id].extraction.document.source} {one.line()}")
        refused = list(found.refused)
        if yes:
            done = save(kept, found.changes, name or getpass.getuser(), seen)
            refused += done.refused
            typer.echo(f"{len(done.changes):,} saved")
        else:
            typer.echo(f"{len(found.changes):,} {'change' if len(found.changes) == 1 else 'changes'}, not saved; say --yes")
    for line in refused:
        typer.echo(f"not taken: {line}", err=True)
    return SET_ASIDE if refused else 0


def _reader(form: str) -> Callable[[Path, Store, dict[str, Merged], Lexicon], Proposed]:
    """How a format is read."""
    from litrex.exchange.formats import grid_back, grid_files, label_studio_back

    if form == "label-studio":
        return lambda path, *more: label_studio_back.proposed(label_studio_back.read_export(path), *more)
    read = grid_files.read_workbook if form == "excel" else grid_files.read_csv
    return lambda path, *more: grid_back.proposed(read(path), *more)


def _known(form: str, forms: tuple[str, ...]) -> None:
    if form not in forms:
        raise UsageError(f"there is no format {form!r}", place="--format", remedy=f"say one of: {', '.join(forms)}")


for _name, _command, _example in (
    ("export", export, "litrex exchange export --format excel --to sheets"),
    ("import", import_, "litrex exchange import sheets/evidence_to_edit.xlsx --format excel --yes"),
):
    exchange.command(_name, epilog=f"Example: {_example}")(ending(_command))
