"""All files that a run leaves for people and programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from litrex.exchange.lines import ordered, write_lines
from litrex.exchange.sheet import write_workbook
from litrex.exchange.staging import staged
from litrex.exchange.tables import write_tables
from litrex.lexicons.labels import IdentityOf, LabelOf, no_identity, plain_label
from litrex.schema.record import Extraction


def write(
    out: Path, extractions: Iterable[Extraction], label: LabelOf = plain_label, identity: IdentityOf = no_identity
) -> list[Path]:
    """Write JSON Lines, tidy tables (Parquet and CSV) and the evidence table into the folder `out`.

    The same extractions give the same bytes, in whatever order they come. `label` names a concept in ``zh`` or ``en``,
    `identity` knows its id in an ontology.

    Raises OutputError where the folder cannot be written; nothing is left half-written.
    """
    told = ordered(extractions)
    with staged(out) as room:
        write_lines(room / "documents.jsonl", [one.document for one in told])
        write_lines(room / "records.jsonl", [record for one in told for record in one.records])
        write_lines(room / "comparisons.jsonl", [item for one in told for item in one.comparisons])
        write_tables(room, told, label, identity)
        write_workbook(room / "evidence_table.xlsx", told, label)
        names = sorted(path.name for path in room.iterdir())
    return [out / name for name in names]
