"""The writing of the tidy tables as Parquet and CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from litrex.lexicons.labels import IdentityOf, LabelOf
from litrex.schema.record import Extraction
from litrex.store.layout import table_columns
from litrex.store.rows import rows_of

if TYPE_CHECKING:
    import pyarrow as pa


def write_tables(room: Path, extractions: list[Extraction], label: LabelOf, identity: IdentityOf) -> None:
    """Write every table twice; an empty one keeps its columns and their types.

    Parquet holds the text as it is. CSV, which people open in spreadsheets, holds text that looks like a formula
    behind an apostrophe.
    """
    import pyarrow.csv
    import pyarrow.parquet

    told = rows_of(extractions, label, identity)
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
