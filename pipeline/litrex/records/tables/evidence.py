"""Evidence tables: one record a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from litrex.records.builder import RecordBuilder
from litrex.records.reading import Reading, Span
from litrex.records.tables.cells import GIVEN, READERS
from litrex.records.tables.citation import add_citation, author_of
from litrex.records.tables.content import blank
from litrex.records.tables.defaults import cells_of_title, conditions_elsewhere, fill_from, people_of
from litrex.records.tables.grid import Row
from litrex.records.tables.headers import Column
from litrex.records.tables.places import Placed, placed_rows
from litrex.records.tables.recognise import Evidence, recognise
from litrex.records.tables.regimen import given_in
from litrex.schema.mention import Label
from litrex.schema.record import Anchor
from litrex.schema.segment import Table

_ORDER = (
    "author",
    "author_year",
    "reference",
    "n_patients",
    "arm_n",
    "study",
    "year",
    "condition",
    "species",
    "animal",
    "cell_source",
    "cell_type",
    "intervention",
    "donor",
    "dose",
    "transplantation",
    "route",
)
_OPEN_TO_CONDITIONS = frozenset({None, "study", "country", "aspect", "severity", "intervention", "arms"})
_TOLD = frozenset({"outcome", "adverse_events", "conditioning", "survival", "reference", "design"})


def rows_of(reading: Reading, table: Table) -> Iterator[RecordBuilder]:
    """Make a record in the making of each body row that tells a study; a continued table's rows are counted on."""
    evidence = recognise(reading, table)
    if evidence is None:
        return
    number, group = _rows_before(reading, table), None
    for row in placed_rows(reading, evidence):
        if _is_group(row.row):
            group = row.row.filled[0]
            continue
        if _is_header_again(reading, evidence, row.row):
            continue
        number += 1
        yield _record(reading, evidence, row, number, group)


def _rows_before(reading: Reading, table: Table) -> int:
    """How many studies the parts of a continued table before this one hold."""
    count = 0
    for part in reading.segments.tables:
        if part.number == table.number and part.block < table.block and (evidence := recognise(reading, part)) is not None:
            count += sum(not _is_group(r) and not _is_header_again(reading, evidence, r) for r in evidence.grid.rows)
    return count


def _is_group(row: Row) -> bool:
    """Whether a row only heads those below it: one cell, or one cell over all columns."""
    return len(set(row.filled)) == 1 and len(row.cells) > 2


def _is_header_again(reading: Reading, evidence: Evidence, row: Row) -> bool:
    """Whether a page break repeated the header, or a second header line was read as a body row."""
    same = sum(
        1
        for c, column in enumerate(evidence.columns)
        if column.header is not None
        and (cell := row.cells[c]) is not None
        and reading.text(cell).strip() == reading.text(column.header).strip()
    )
    return same * 2 > len(row.filled)


def _record(reading: Reading, evidence: Evidence, placed: Placed, number: int, group: Span | None) -> RecordBuilder:
    table = evidence.grid.table
    anchor = Anchor(table=table.number, row=number, spans=[reading.raw(placed.row.span)])
    builder = RecordBuilder(reading, "table", f"T{table.number}R{number}", anchor, source="table")
    if placed.missing:
        builder.flag("missing_cell", _missing(evidence, placed), spans=[placed.row.span])
    default = evidence.defaults.cell_type
    about_cells = _about_cells(reading, placed, default is not None)
    for column, cell in sorted(placed.cells, key=lambda p: (_ORDER.index(p[0].slot) if p[0].slot in _ORDER else 99, p[1])):
        if (not blank(reading, cell) or _no_difference(reading, column, cell)) and (about_cells or column.slot not in GIVEN):
            READERS.get(column.slot or "", READERS[""])(builder, column, cell, default)
    if group is not None and builder.get("citation.authors") is None and author_of(reading, group, names=False) is not None:
        add_citation(builder, group, names=False)
    conditions_elsewhere(builder, [cell for column, cell in placed.cells if column.slot in _OPEN_TO_CONDITIONS])
    fill_from(builder, evidence.defaults, group, [cell for _, cell in placed.cells])
    people_of(builder, next((c.header for c, _ in placed.cells if c.slot == "n_patients"), None))
    if about_cells and not builder.entries.get("cells"):
        cells_of_title(builder, table)
    if not about_cells:
        for slot in ("route", "n_infusions", "infusion_interval"):
            builder.slots.pop(slot, None)
    return builder


def _no_difference(reading: Reading, column: Column, cell: Span) -> bool:
    """Whether "NS" stands under a measure: there it is a result, elsewhere nothing."""
    return column.measure is not None and re.fullmatch(r"\s*n\.?s\.?\s*", reading.text(cell), re.IGNORECASE) is not None


def _missing(evidence: Evidence, placed: Placed) -> str:
    names = ", ".join(evidence.columns[c].slot or "?" for c in placed.missing)
    width = evidence.grid.width
    return (
        f"The row has {width - len(placed.missing)} cells under a header of {width}; "
        f"cells were placed by content, nothing stands for: {names}."
    )


def _about_cells(reading: Reading, placed: Placed, by_title: bool) -> bool:
    """Whether a row gives cells; where it gives drugs, its doses, routes and schedules are the drugs'."""
    given = [(column, cell) for column, cell in placed.cells if column.slot not in _TOLD]
    if any(given_in(reading, cell) for _, cell in given):
        return True
    drugs = any(
        reading.within(cell, Label.DRUG_DOSE) or (column.slot in ("intervention", None) and reading.within(cell, Label.DRUG))
        for column, cell in given
    )
    return not drugs and (by_title or not _drugs_around(reading, placed))


def _drugs_around(reading: Reading, placed: Placed) -> bool:
    return any(
        reading.within(cell, Label.DRUG)
        for column, cell in placed.cells
        if column.slot not in ("outcome", "adverse_events", "conditioning")
    )
