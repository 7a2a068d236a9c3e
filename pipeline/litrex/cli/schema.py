"""``litrex schema``: the contract of the outputs."""

from __future__ import annotations

from typing import Annotated

import typer

from litrex.cli.ending import Debug


def schema(
    dictionary: Annotated[bool, typer.Option("--dictionary", help="Print the data dictionary (Markdown) instead.")] = False,
    debug: Debug = False,
) -> None:
    """Print the JSON Schema of a line of records.jsonl; the other nouns stand among its $defs."""
    import json

    from litrex import exchange

    if dictionary:
        typer.echo(exchange.data_dictionary())
    else:
        typer.echo(json.dumps(exchange.json_schema(), ensure_ascii=False, indent=2))
