"""``litrex extract``: one article onto the terminal, without the engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litrex.cli import flags
from litrex.cli.ending import Debug
from litrex.cli.flags import Lang, Lexicons, Set, spoken

if TYPE_CHECKING:
    from rich.table import Table

    from litrex.exchange.wording import Words
    from litrex.schema.record import Extraction, StudyRecord
    from litrex.settings import Settings

_SHOWN = (
    "citation", "recipients", "cell_source", "patients", "sex", "transplantation", "outcome", "events", "follow_up",
    "study_type",
)  # fmt: skip


def extract(
    file: Annotated[Path, typer.Argument(help="The article.", show_default=False)],
    json: Annotated[bool, typer.Option("--json", help="Print the records as JSON Lines, as records.jsonl has them.")] = False,
    lang: Lang = None,
    lexicon: Lexicons = None,
    setting: Set = None,
    debug: Debug = False,
) -> None:
    """Extract one article and print its records: quick, and nothing is written."""
    from litrex.extraction import extract as extract_file

    told = flags.told(setting, lexicon)
    spoken(lang, "en")
    extraction = extract_file(file, told)
    if json:
        for record in extraction.records:
            typer.echo(record.model_dump_json())
    else:
        _show(extraction, spoken(lang, extraction.document.lang), told)


def _show(extraction: Extraction, lang: str, told: Settings) -> None:
    """Print a block a record, then what the article came to."""
    from rich.console import Console
    from rich.markup import escape

    from litrex.cli.summary import counted, nothing_why
    from litrex.explaining import words_of

    console, words = Console(highlight=False), words_of(lang, told)
    for record in extraction.records:
        place = "" if record.anchor.table is None else f", table {record.anchor.table}, row {record.anchor.row}"
        console.print(f"[bold]{record.record_id}[/bold]  {record.origin}{place}")
        console.print(_block(record, words))
        console.print()
    counts = f"{counted(len(extraction.records), 'record')}, {counted(len(extraction.comparisons), 'comparison')}"
    remarks = [*extraction.document.notes, *nothing_why(extraction)]
    console.print(escape("; ".join([f"{extraction.document.source}: {counts}", *remarks])))


def _block(record: StudyRecord, words: Words) -> Table:
    """A line a column that holds something, then the doubts."""
    from rich.markup import escape
    from rich.table import Table

    from litrex.exchange.columns import columns

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    values = columns(record, words)
    for name in _SHOWN:
        if values[name]:
            table.add_row(words.say(name), escape("; ".join(one.text for one in values[name])))
    for flag in record.flags:
        table.add_row("flag", escape(f"{flag.code}: {flag.message}"), style="yellow")
    return table
