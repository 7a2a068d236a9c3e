"""The columns of the tidy tables, in files and in the database alike, as ``tables.toml`` lays down."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def table_columns() -> dict[str, dict[str, str]]:
    """Every table with its columns and their types, as ``tables.toml`` lays down.

    >>> list(table_columns()["flags"])[:5], table_columns()["flags"]["start"]
    (['document_id', 'record_id', 'schema_version', 'code', 'message'], 'int')
    """
    told = tomllib.loads(files("litrex.store").joinpath("tables.toml").read_text(encoding="utf-8"))
    return {name: dict(_columns(columns, told["groups"])) for name, columns in told["tables"].items()}


def _columns(columns: str, groups: dict[str, str]) -> Iterator[tuple[str, str]]:
    for told in columns.split():
        if told.startswith("@"):
            yield from _columns(groups[told[1:]], groups)
        else:
            name, _, kind = told.partition(":")
            yield name, kind
