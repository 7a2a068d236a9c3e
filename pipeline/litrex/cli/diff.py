"""``litrex diff``: what two runs tell differently."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from litrex.cli.ending import Debug
from litrex.errors import UsageError

if TYPE_CHECKING:
    from litrex.evaluation import Difference

Run = Annotated[Path, typer.Argument(help="A folder that litrex run wrote.", show_default=False)]


def diff(
    first: Run,
    second: Run,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    debug: Debug = False,
) -> None:
    """Compare two runs: records and values gained, lost and altered."""
    from litrex.evaluation import difference

    names = _sources(first) | _sources(second)
    found = difference(_records(first), _records(second), names)
    if as_json:
        typer.echo(found.as_json())
    else:
        _show(found, names)


def _records(folder: Path) -> list[dict[str, Any]]:
    from litrex.exchange import read_records

    path = folder / "records.jsonl"
    if not path.is_file():
        raise UsageError("there is no records.jsonl", place=str(folder), remedy="name a folder that litrex run wrote")
    return [json.loads(record.model_dump_json()) for record in read_records(path)]


def _sources(folder: Path) -> dict[str, str]:
    """Document ids and the names of their files."""
    path = folder / "documents.jsonl"
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    told = (json.loads(line) for line in lines if line.strip())
    return {str(one["document_id"]): Path(str(one["source"])).name for one in told}


def _show(found: Difference, names: dict[str, str]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False)
    table = Table("document", "record", "slot", "what", "before", "after", box=None, pad_edge=False)
    for change, told in ((found.lost, ("a record", "–")), (found.gained, ("–", "a record"))):
        for name in change:
            document, _, place = name.partition(" ")
            table.add_row(names.get(document, document), place, "", "", *told)
    for one in found.values:
        values = (escape(_told(value)) for value in (one.old, one.new))
        table.add_row(names.get(one.document, one.document), one.record, one.slot, escape(one.what), *values)
    if table.row_count:
        console.print(table)
    altered = sum(one.old is not None and one.new is not None for one in found.values)
    lost, gained = (sum(getattr(one, side) is None for one in found.values) for side in ("new", "old"))
    console.print(
        f"records: {len(found.gained)} gained, {len(found.lost)} lost; values: {gained} gained, {lost} lost, {altered} altered"
    )


def _told(value: Any) -> str:
    """A value in one line; nothing told is a dash.

    >>> _told([92.5, "%", None]), _told(None), _told(0)
    ('92.5 %', '–', '0')
    """
    if value is None:
        return "–"
    parts = value if isinstance(value, list) else [value]
    return " ".join(f"{part:g}" if isinstance(part, float) else str(part) for part in parts if part is not None)
