"""``litrex corrections``: what people corrected, put to use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litrex.cli.ending import SET_ASIDE, Debug, ending
from litrex.cli.flags import Database, Lexicons, Set, database, told
from litrex.errors import UsageError

if TYPE_CHECKING:
    from litrex.exchange.corrected import Replayed, Suggestion
    from litrex.schema.correction import Correction
    from litrex.store import Merged, Store

FORMS = ("gold", "training")

corrections = typer.Typer(
    name="corrections",
    help="Put to use what people corrected: gold, examples, terms, cases.",
    epilog="Example: litrex corrections export --as gold --to reviewed",
    no_args_is_help=True,
)


def export(
    form: Annotated[str, typer.Option("--as", metavar="FORM", help="gold or training.", show_default=False)],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write into.", show_default=False)],
    named: Database = None,
    setting: Set = None,
    debug: Debug = False,
) -> None:
    """Write reviewed documents as gold (gold/ and docs/), or reviewed records as examples for training (examples.jsonl).

    A document is gold once people have accepted or corrected every value of all its records. Measure on it with: litrex
    evaluate --gold DIR/gold --articles DIR/docs. An example is a passage with labelled stretches and what belongs together.
    """
    if form not in FORMS:
        raise UsageError(f"there is no form {form!r}", place="--as", remedy=f"say {' or '.join(FORMS)}")
    from litrex import store
    from litrex.exchange import corrected

    with store.open(database(named, setting), told(setting), create=False) as kept:
        if form == "training":
            count = corrected.write_examples(to, (one.extraction for one in kept.every()))
            typer.echo(f"{to / 'examples.jsonl'}: {count:,} passages")
            return
        done = corrected.export_gold(to, _with_touch(kept))
    for source, left in done.unfinished.items():
        typer.echo(f"{source}: not yet, {left:,} {'record is' if left == 1 else 'records are'} left to look at")
    typer.echo(f"{to}: {len(done.names):,} {'document' if len(done.names) == 1 else 'documents'} as gold")


def _with_touch(kept: Store) -> Iterator[tuple[Merged, bool]]:
    """Every document, and whether anybody has corrected it."""
    for merged in kept.every():
        yield merged, bool(kept.standing(merged.extraction.document.document_id))


def suggest_terms(
    named: Database = None,
    least: Annotated[int, typer.Option(min=1, help="Show terms that people have marked at least so often.")] = 2,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="ID", help="A suggestion to write into --to; may be said again.", show_default=False),
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="A folder of terms of your own.", show_default=False)
    ] = None,
    lexicon: Lexicons = None,
    setting: Set = None,
    debug: Debug = False,
) -> None:
    """List words that people keep marking for a concept and the lexicon does not know, as lines of a lexicon.

    --accept writes those you name into a folder of your own, which --lexicon DIR lays over ours.
    """
    from litrex import lexicons, store
    from litrex.exchange import corrected

    settings = told(setting, lexicon)
    with store.open(database(named, setting), settings, create=False) as kept:
        every = ((one, kept.load(ident).raw) for ident in kept.documents() for one in kept.standing(ident))
        found = corrected.suggestions(every, lexicons.load(settings.lexicon_dirs), 1 if accept else least)
    if accept is None:
        _list(found)
        return
    chosen = [_chosen(found, ident) for ident in accept]
    if to is None:
        raise UsageError("no folder is named", place="--accept", remedy="say where your own terms lie: --to terms")
    for path in corrected.accept(chosen, to):
        typer.echo(str(path))
    typer.echo(f"{len(chosen)} accepted; use them: --lexicon {to}")


def _list(found: list[Suggestion]) -> None:
    for one in found:
        times = f"{one.count} times in {one.documents} {'document' if one.documents == 1 else 'documents'}"
        typer.echo(f"{one.ident}  {one.kind}.tsv  {times}{'' if one.known else ', a new term'}")
        typer.echo(f"  {one.line}")
        for context in one.contexts:
            typer.echo(f"  … {context} …")
    typer.echo(f"{len(found)} {'suggestion' if len(found) == 1 else 'suggestions'}")


def _chosen(found: list[Suggestion], ident: str) -> Suggestion:
    for one in found:
        if one.ident == ident:
            return one
    raise UsageError(f"there is no suggestion {ident!r}", place="--accept", remedy="see them: litrex corrections suggest-terms")


def replay(
    named: Database = None,
    lexicon: Lexicons = None,
    setting: Set = None,
    debug: Debug = False,
) -> int:
    """Read corrected documents anew and tell how much of what people decided is now right by itself.

    Ends with 1 where something is wrong now that an earlier reading in the database had right.
    """
    from litrex import store
    from litrex.exchange import corrected

    settings = told(setting, lexicon)
    with store.open(database(named, setting), settings, create=False) as kept:
        done = corrected.replay(kept, settings)
        names = {ident: kept.load(ident).document.source for ident in {one.document_id for one in [*done.lost, *done.gained]}}
    for one in done.lost:
        typer.echo(f"lost: {_said(one, names)}")
    for one in done.gained:
        typer.echo(f"gained: {_said(one, names)}")
    for source, why in done.not_run.items():
        typer.echo(f"not run: {source}: {why}")
    typer.echo(_share(done))
    return SET_ASIDE if done.lost else 0


def _said(one: Correction, names: dict[str, str]) -> str:
    value = "" if one.new is None else f" {one.new}"
    return f"{names[one.document_id]} {one.record_id} {one.path or 'the record'}: {one.action}{value} ({one.by})"


def _share(done: Replayed) -> str:
    if not done.cases:
        return "there are no corrections to replay"
    now, before = (f"{count:,} of {done.cases:,} ({count / done.cases:.1%})" for count in (done.now, done.before))
    return f"{now} right by themselves now, {before} before; {len(done.lost):,} lost, {len(done.gained):,} gained"


for _name, _command, _example in (
    ("export", export, "litrex corrections export --as gold --to reviewed"),
    ("suggest-terms", suggest_terms, "litrex corrections suggest-terms --accept 0a1b2c3d --to terms"),
    ("replay", replay, "litrex corrections replay --database litrex.db"),
):
    corrections.command(_name, epilog=f"Example: {_example}")(ending(_command))
