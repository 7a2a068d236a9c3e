"""``litrex explain``: where each value of a record came from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litrex import settings
from litrex.cli.ending import Debug
from litrex.cli.flags import Lang, spoken

if TYPE_CHECKING:
    from rich.text import Text

    from litrex.explaining import Explained, Explanation, Passage

_BEFORE, _AFTER = 80, 60  # so much of a long sentence is shown around the marks, in characters


def explain(
    record: Annotated[str, typer.Argument(help="The record_id, or its beginning.", show_default=False)],
    run: Annotated[Path, typer.Option("--run", help="The folder of the run.")] = Path("out"),
    article: Annotated[Path | None, typer.Option(help="Where the article is now, if it has moved.", show_default=False)] = None,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Show where each value of a record came from: the sentence with the evidence marked, the rule, how sure, and its flags."""
    from litrex import explaining

    told = settings.load()
    spoken(lang, "en")
    found = explaining.find_record(run, record)
    entry = explaining.entry_of(run, found)
    document = explaining.article_of(entry, article, told)
    words = explaining.words_of(spoken(lang, entry.lang), told)
    _show(explaining.explain(found, document, words, explaining.identity_of(told)))


def _show(explanation: Explanation) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    record = explanation.record
    console.print(f"[bold]{record.record_id}[/bold]  {record.origin}  {escape(explanation.source)}")
    for value in explanation.values:
        console.print(f"\n{escape(value.value)}  [dim]{escape(_how(value))}[/dim]")
        for passage in value.passages:
            console.print(_marked(passage))
    if explanation.identities:
        console.print("\n" + "\n".join(f"{escape(concept)} = {number}" for concept, number in explanation.identities))
    for flag in explanation.flags:
        paths = f" ({', '.join(flag.paths)})" if flag.paths else ""
        console.print(f"\n[yellow]flag {escape(flag.code)}[/yellow]: {escape(flag.message + paths)}")


def _how(value: Explained) -> str:
    sure = "" if value.confidence is None else f" · {value.confidence:.2f}"
    return f"{value.path} · {value.came_from}{sure}"


def _marked(passage: Passage) -> Text:
    """The passage with its marks in 【】, which a pipe keeps, and in colour, which a terminal shows; lines run together."""
    from rich.text import Text

    shown = Text(f"  [{passage.start}–{passage.end}] ", style="dim")
    first, last = passage.marks[0][0], passage.marks[-1][1]
    start, end = max(passage.start, first - _BEFORE), min(passage.end, last + _AFTER)

    def piece(a: int, b: int) -> str:
        return " ".join(passage.text[a - passage.start : b - passage.start].split("\n"))

    shown.append("…" if start > passage.start else "", style="not dim")
    at = start
    for a, b in passage.marks:
        if a < at:  # evidence may overlap; what is shown is shown once
            continue
        shown.append(piece(at, a), style="not dim")
        shown.append(f"【{piece(a, b)}】", style="not dim bold green")
        at = b
    shown.append(piece(at, end) + ("…" if end < passage.end else ""), style="not dim")
    return shown
