"""``litrex evaluate --lexicon-report``: the terms that one sample alone speaks for, on the terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from litrex.cli.scores import console_of_width
from litrex.settings import Settings

if TYPE_CHECKING:
    from litrex.evaluation import Places
    from litrex.evaluation.lone_terms import Key, LoneTerm
    from litrex.lexicons import Lexicon

REASONS = "lexicon_reasons.tsv"


def report(places: Places, told: Settings) -> bool:
    """Print the terms with their reasons; whether each has one and they are few enough.

    Without the corpora nobody can say which terms are alone: that is told as not run and passes nothing.
    """
    from litrex import lexicons
    from litrex.evaluation import gather, lone_terms

    lexicon, materials = lexicons.load(told.lexicon_dirs), gather(places)
    found = lone_terms.candidates(lone_terms.samples(materials), lexicon)
    console = console_of_width()
    for one in materials:
        if one.group == "article" and one.document is None:
            console.print(f"not run: {one.gold.name}: its article is not at hand")
    if told.corpora is None:
        console.print(f"not run: {len(found)} terms of one sample have no id; the corpora to look for them in are not at hand")
        console.print("name their folder: LITREX_CORPORA=DIR, or --set corpora=DIR")
        return True
    seen = _looked_for(found, Path(told.corpora), lexicon)
    reasons = lone_terms.read_reasons(places.gold.parent / REASONS)
    return _show(lone_terms.lone_terms(found, seen, reasons, lexicon), len(found))


def _looked_for(found: Collection[Key], folder: Path, lexicon: Lexicon) -> set[Key]:
    from litrex.evaluation import corpora, lone_terms

    return lone_terms.vouched(found, _tracked(corpora.files(folder)), lexicon)


def _tracked(files: Sequence[Path]) -> Iterable[Path]:
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(files, "corpora", console=console, transient=True, disable=not console.is_terminal)


def _show(lone: Sequence[LoneTerm], candidates: int) -> bool:
    from rich.table import Table

    from litrex.evaluation.lone_terms import MOST

    console, table = console_of_width(), Table("kind", "id", "term", "stands in", "reason", box=None, pad_edge=False)
    for one in lone:
        table.add_row(one.term.kind, one.term.id, one.term.name("en"), one.sample, one.reason or "[red]none told[/red]")
    console.print(table)
    untold = [one for one in lone if one.reason is None]
    console.print(
        f"{candidates} terms without an id stand in one sample alone, {len(lone)} of them in no corpus (at most {MOST})"
    )
    if untold:
        console.print(f"{len(untold)} have no reason: write one into {REASONS}, or take the term out")
    return not untold and len(lone) <= MOST
