"""Tables → records: evidence tables row by row, comparison tables cell by cell."""

from __future__ import annotations

from litrex.records.tables.comparisons import compare
from litrex.records.tables.evidence import rows_of

__all__ = ["compare", "rows_of"]
