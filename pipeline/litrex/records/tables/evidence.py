"""Evidence tables: one record a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from litrex.records.builder import RecordBuilder
from litrex.records.reading import Reading, Span
from litrex.records.tables.cells import GIVEN, READERS
from litrex.records.tables.citation import add_citation, author_of
from litrex.records.tables.content import blank
from litrex.records.tables.defaults import cells_of_title, fill_from
from litrex.records.tables.grid import Row
from litrex.records.tables.headers import Column
from litrex.records.tables.places import CARRIED, Placed, placed_rows
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
_OF_WHOLE = frozenset({"arms", "n_female", "n_male", "sex", "sex_f_m", "sex_m_f"})  # what an arm's row does not say of the study
_TOLD = frozenset({"outcome", "adverse_events", "conditioning", "survival", "reference", "design"})


def rows_of(reading: Reading, table: Table) -> Iterator[RecordBuilder]:
    """Make a record in the making of each body row that tells a study; a continued table's rows are counted on."""
    evidence = recognise(reading, table)
    if evidence is None:
        return
    for number, (group, rows) in enumerate(_studies(reading, evidence), _studies_before(reading, table) + 1):
        yield _record(reading, evidence, rows, number, group)


def _studies(reading: Reading, evidence: Evidence) -> Iterator[tuple[Span | None, tuple[Placed, ...]]]:
    """The body rows by study, with the row that heads them: one a study, several where each is an arm of one."""
    group: Span | None = None
    study: tuple[Placed, ...] = ()
    for row in placed_rows(reading, evidence):
        if _is_header_again(reading, evidence, row.row):
            continue
        if study and not _is_group(row.row) and _is_further_arm(study[-1], row):
            study = (*study, row)
            continue
        if study:
            yield group, study
        study = ()
        if _is_group(row.row):
            group = row.row.filled[0]
        else:
            study = (row,)
    if study:
        yield group, study


def _is_further_arm(above: Placed, row: Placed) -> bool:
    """Whether a row names an arm of its own but no study of its own: its study's cells are those of the row above."""
    study = {(c.slot, cell) for c, cell in row.cells if c.slot in CARRIED}
    arms = [{c.slot: cell for c, cell in r.cells}.get("arms") for r in (above, row)]
    return (
        bool(study)
        and None not in arms
        and arms[0] != arms[1]
        and study == {(c.slot, x) for c, x in above.cells if c.slot in CARRIED}
    )


def _of_arms(reading: Reading, rows: tuple[Placed, ...]) -> list[tuple[Column, Span]]:
    """The cells of a study; where each row is an arm, counts are the arms' sizes and figures are told of the arm."""
    if len(rows) == 1:
        return list(rows[0].cells)
    found: dict[tuple[str | None, Span], tuple[Column, Span]] = {}
    for row in rows:
        arm = next(cell for column, cell in row.cells if column.slot == "arms")
        for column, cell in row.cells:
            if column.slot == "n_patients":
                column = replace(column, slot="arm_n", arm=arm)
            elif column.measure is not None:
                column = replace(column, arm=arm)
            if column.slot not in _OF_WHOLE:
                found.setdefault((column.slot, cell), (column, cell))
    return list(found.values())


def _studies_before(reading: Reading, table: Table) -> int:
    """How many studies the parts of a continued table before this one hold."""
    count = 0
    for part in reading.segments.tables:
        if part.number == table.number and part.block < table.block and (evidence := recognise(reading, part)) is not None:
            count += sum(1 for _ in _studies(reading, evidence))
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


def _record(reading: Reading, evidence: Evidence, rows: tuple[Placed, ...], number: int, group: Span | None) -> RecordBuilder:
    table = evidence.grid.table
    anchor = Anchor(table=table.number, row=number, spans=[reading.raw(r.row.span) for r in rows])
    builder = RecordBuilder(reading, "table", f"T{table.number}R{number}", anchor, source="table")
    for placed in rows:
        if placed.missing:
            builder.flag("missing_cell", _missing(evidence, placed), spans=[placed.row.span])
    default = evidence.defaults.cell_type
    cells = _of_arms(reading, rows)
    about_cells = _about_cells(reading, cells, default is not None)
    for column, cell in sorted(cells, key=lambda p: (_ORDER.index(p[0].slot) if p[0].slot in _ORDER else 99, p[1])):
        if (not blank(reading, cell) or _no_difference(reading, column, cell)) and (about_cells or column.slot not in GIVEN):
            READERS.get(column.slot or "", READERS[""])(builder, column, cell, default)
    if group is not None and builder.get("citation.authors") is None and author_of(reading, group, names=False) is not None:
        add_citation(builder, group, names=False)
    fill_from(builder, evidence.defaults, group, [cell for _, cell in cells])
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


def _about_cells(reading: Reading, cells: list[tuple[Column, Span]], by_title: bool) -> bool:
    """Whether a row gives cells; where it gives drugs, its doses, routes and schedules are the drugs'."""
    given = [(column, cell) for column, cell in cells if column.slot not in _TOLD]
    if any(given_in(reading, cell) for _, cell in given):
        return True
    drugs = any(
        reading.within(cell, Label.DRUG_DOSE) or (column.slot in ("intervention", None) and reading.within(cell, Label.DRUG))
        for column, cell in given
    )
    return not drugs and (by_title or not _drugs_around(reading, cells))


def _drugs_around(reading: Reading, cells: list[tuple[Column, Span]]) -> bool:
    return any(
        reading.within(cell, Label.DRUG)
        for column, cell in cells
        if column.slot not in ("outcome", "adverse_events", "conditioning")
    )
