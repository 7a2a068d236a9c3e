"""What a run comes to, on one screen."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from litrex.schema.record import Extraction

if TYPE_CHECKING:
    from rich.table import Table

    from litrex.flows import RunResult, SetAside

LISTED = 40  # a batch of thousands is told in its totals and its files


def show(result: RunResult, out: Path) -> None:
    """Print a line a document, the totals, remarks, what was set aside and why, and where everything is."""
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    folder = shared_folder([one.document.source for one in result.extractions])
    console.print(_documents(result.extractions, folder))
    for remark in _remarks(result.extractions[:LISTED], folder):
        console.print(escape(remark))
    if result.set_aside:
        console.print(_set_aside(result.set_aside))
    read = sum(one.document.coverage.read for one in result.extractions)
    chars = sum(one.document.chars for one in result.extractions)
    console.print(
        f"{counted(len(result.extractions), 'document')}, {counted(sum(len(e.records) for e in result.extractions), 'record')}, "
        f"{len(result.set_aside)} set aside{_how_much(read, chars)}"
    )
    console.print(f"{escape(str(out))}: {escape(', '.join(_shown(path.name for path in result.files)))}", soft_wrap=True)


def _how_much(read: int, chars: int) -> str:
    """How much of all documents was read, and what the rest is, where there is a rest.

    >>> _how_much(900, 1000), _how_much(1000, 1000), _how_much(0, 0)
    ('; 900 of 1,000 characters read, the rest is markup and furniture', '; all 1,000 characters read', '')
    """
    if not chars:
        return ""
    if read == chars:
        return f"; all {chars:,} characters read"
    return f"; {read:,} of {chars:,} characters read, the rest is markup and furniture"


def _documents(extractions: tuple[Extraction, ...], folder: str) -> Table:
    from rich.markup import escape
    from rich.table import Table

    counts = {"records": len_records, "comparisons": len_comparisons, "flags": flags}
    table = Table("document", "language", *counts, box=None, pad_edge=False, show_footer=True)
    table.columns[0].overflow = "fold"
    table.columns[0].footer = "in all" if len(extractions) <= LISTED else f"in all, with {len(extractions) - LISTED} more"
    for column, count in zip(table.columns[2:], counts.values(), strict=True):
        column.justify = "right"
        column.footer = str(sum(count(one) for one in extractions))
    for one in extractions[:LISTED]:
        name = escape(one.document.source.removeprefix(folder))
        table.add_row(name, one.document.lang, *(str(count(one)) for count in counts.values()))
    return table


def _remarks(extractions: tuple[Extraction, ...], folder: str) -> list[str]:
    """What a reader should know of single documents, a line each."""
    told = ((one.document.source.removeprefix(folder), [*one.document.notes, *nothing_why(one)]) for one in extractions)
    return [f"{name}: {'; '.join(remarks)}" for name, remarks in told if remarks]


def counted(count: int, noun: str) -> str:
    """A count with its noun.

    >>> counted(1, "record"), counted(0, "record")
    ('1 record', '0 records')
    """
    return f"{count} {noun}" if count == 1 else f"{count:,} {noun}s"


def shared_folder(sources: list[str]) -> str:
    """The folder that all sources lie in, with its slash; nothing where there is none to leave out.

    >>> shared_folder(["in/zh/a.txt", "in/en/b.txt"]), shared_folder(["a.txt", "in/b.txt"])
    ('in/', '')
    """
    parents = [source.rpartition("/")[0] for source in sources]
    shared = os.path.commonpath(parents) if parents and all(parents) and len({p.startswith("/") for p in parents}) == 1 else ""
    return f"{shared}/" if shared.strip("/") else ""


def len_records(one: Extraction) -> int:
    return len(one.records)


def len_comparisons(one: Extraction) -> int:
    return len(one.comparisons)


def flags(one: Extraction) -> int:
    """How many doubts a document raised, in its records and outside of them."""
    return len(one.document.flags) + sum(len(record.flags) for record in one.records)


def nothing_why(one: Extraction) -> list[str]:
    """Why a document gave nothing: the first step that let nothing through."""
    funnel = one.document.funnel
    if one.records or one.comparisons:
        return []
    if funnel.passages == 0:
        return ["no prose and no table was found"]
    if funnel.numbers == 0:
        return ["no number is told"]
    return ["no study is told"]


def _set_aside(items: tuple[SetAside, ...]) -> Table:
    from rich.markup import escape
    from rich.table import Table

    table = Table("set aside", "reason", "what to do", box=None, pad_edge=False)
    for column in table.columns:
        column.overflow = "fold"
    for item in items[:LISTED]:
        table.add_row(escape(item.source), escape(item.reason), escape(item.remedy))
    if len(items) > LISTED:
        table.add_row(f"and {len(items) - LISTED} more", "", "see set_aside.jsonl")
    return table


def _shown(names: Iterable[str]) -> list[str]:
    """File names with the two forms of a table told as one: ``arms.csv/.parquet``."""
    every = sorted(names)
    twice = {name.removesuffix(".csv") for name in every if f"{name.removesuffix('.csv')}.parquet" in every}
    kept = [name for name in every if not (name.endswith(".parquet") and name.removesuffix(".parquet") in twice)]
    return [f"{name}/.parquet" if name.removesuffix(".csv") in twice else name for name in kept]
