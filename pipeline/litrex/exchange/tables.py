"""The tidy tables: their columns with types, and the writing of them as Parquet and CSV."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litrex.exchange.rows import rows_of
from litrex.exchange.wording import LabelOf
from litrex.schema.record import Extraction

if TYPE_CHECKING:
    import pyarrow as pa


@cache
def table_columns() -> dict[str, dict[str, str]]:
    """Every table with its columns and their types, as ``tables.toml`` lays down.

    >>> list(table_columns()["flags"])[:5], table_columns()["flags"]["start"]
    (['document_id', 'record_id', 'schema_version', 'code', 'message'], 'int')
    """
    told = tomllib.loads(files("litrex.exchange").joinpath("tables.toml").read_text(encoding="utf-8"))
    return {name: dict(_columns(columns, told["groups"])) for name, columns in told["tables"].items()}


def _columns(columns: str, groups: dict[str, str]) -> Iterator[tuple[str, str]]:
    for told in columns.split():
        if told.startswith("@"):
            yield from _columns(groups[told[1:]], groups)
        else:
            name, _, kind = told.partition(":")
            yield name, kind


def write_tables(room: Path, extractions: list[Extraction], label: LabelOf) -> None:
    """Write every table twice; an empty one keeps its columns and their types.

    Parquet holds the text as it is. CSV, which people open in spreadsheets, holds text that looks like a formula
    behind an apostrophe.
    """
    import pyarrow.csv
    import pyarrow.parquet

    told = rows_of(extractions, label)
    for name in table_columns():
        table = _table(name, told[name])
        pyarrow.parquet.write_table(table, room / f"{name}.parquet")
        pyarrow.csv.write_csv(_harmless(table), room / f"{name}.csv")


def neutral(value: str) -> str:
    """Keep a spreadsheet from taking text for a formula.

    >>> neutral("=1+1"), neutral("-5% 下降"), neutral("下降5%")
    ("'=1+1", "'-5% 下降", '下降5%')
    """
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def arrow_schema(name: str) -> pa.Schema:
    """The Arrow types of a table's columns."""
    import pyarrow as pa

    types = {"str": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    return pa.schema([(column, types[kind]) for column, kind in table_columns()[name].items()])


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    schema = arrow_schema(name)
    return pa.Table.from_arrays([pa.array([row.get(f.name) for row in rows], type=f.type) for f in schema], schema=schema)


def _neutral_column(column: pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa

    return pa.array([None if value is None else neutral(value) for value in column.to_pylist()], type=pa.string())


def _harmless(table: pa.Table) -> pa.Table:
    import pyarrow as pa

    arrays = [_neutral_column(column) if pa.types.is_string(column.type) else column for column in table.columns]
    return pa.Table.from_arrays(arrays, schema=table.schema)
