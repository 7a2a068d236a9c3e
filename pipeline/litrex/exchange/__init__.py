"""What leaves litrex: JSON Lines, tidy tables, the evidence table as a workbook, and the contract they keep."""

from __future__ import annotations

from litrex.exchange.lines import ordered, read_records
from litrex.exchange.run_files import write
from litrex.exchange.schema import data_dictionary, json_schema
from litrex.exchange.staging import staged
from litrex.lexicons.labels import IdentityOf, LabelOf, identity_of, label_of, plain_label

__all__ = [
    "IdentityOf", "LabelOf", "data_dictionary", "identity_of", "json_schema", "label_of", "ordered", "plain_label",
    "read_records", "staged", "write",
]  # fmt: skip
