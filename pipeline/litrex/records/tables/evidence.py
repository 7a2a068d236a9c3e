"""Evidence tables: one record a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from litrex.records.builder import RecordBuilder
from litrex.records.reading import Reading, Span
from litrex.records.tables.cells import READERS
from litrex.records.tables.content import blank, fit, place_by_content
from litrex.records.tables.defaults import Defaults, defaults_of, fill_from
from litrex.records.tables.grid import Grid, Row, grid_of
from litrex.records.tables.headers import Column, column_of
from litrex.schema.record import Anchor
from litrex.schema.segment import SectionRole, Table

_IDENTITY = frozenset({"author", "author_year", "study", "reference", "year", "n_patients", "species", "sex", "sex_f_m", "sex_m_f", "dose", "transplantation", "registry"})
_STUDY_SLOTS = frozenset({*_IDENTITY, "condition", "cell_source", "cell_type", "design", "phase", "route", "outcome", "adverse_events", "follow_up", "n_female", "n_male", "sex_m_f", "donor", "n_infusions", "arms"})
_ORDER = ("condition", "species", "animal", "cell_source", "cell_type", "intervention", "donor", "dose", "transplantation", "route")


@dataclass(frozen=True, slots=True)
class Evidence:
    """An evidence table that was recognised: what each column holds, and what the title gives to every row."""

    grid: Grid
    columns: tuple[Column, ...]
    defaults: Defaults


def recognise(reading: Reading, table: Table) -> Evidence | None:
    """Recognise a table that lists studies by its headers and by what its cells hold; None for any other."""
    if reading.segments.sections and reading.segments.sections[table.section].role in (SectionRole.REFERENCES, SectionRole.BACK_MATTER):
        return None
    grid = grid_of(reading, table)
    columns = tuple(_by_content(reading, grid, c, column_of(reading, grid.headers[c])) for c in range(grid.width))
    slots = [c.slot for c in columns if c.slot]
    if len(set(slots) & _STUDY_SLOTS) < 3 or not set(slots) & _IDENTITY or not grid.rows:
        return None
    return Evidence(grid, _settled(columns), defaults_of(reading, table))


def _by_content(reading: Reading, grid: Grid, c: int, column: Column) -> Column:
    """Give a column without a known header the slot that its cells fit, if they clearly do."""
    cells = [r.cells[c] for r in grid.rows if r.cells[c] is not None and not blank(reading, r.cells[c])]
    if not cells:
        return column
    if column.slot is not None:
        return replace(column, slot=_corrected(reading, column.slot, [c for c in cells if c]))
    scores = {slot: sum(fit(reading, cell, slot) for cell in cells if cell) / len(cells) for slot in ("dose", "sex", "reference", "outcome", "design", "author", "cell_source", "year", "route")}
    slot, score = max(scores.items(), key=lambda kv: kv[1])
    return replace(column, slot=slot) if score >= (2.0 if slot != "author" else 1.5) else column


_MISTAKEN = {"condition": ("n_patients",), "study": ("n_patients",), "cell_source": ("dose",), "cell_type": ("dose",), "intervention": ("dose",), "reference": ("author",), "n_patients": ("condition",)}


def _corrected(reading: Reading, slot: str, cells: list[Span]) -> str:
    """Trust the cells where a header's words could mean either: "Patients" over counts or over conditions."""
    own = sum(fit(reading, c, slot) for c in cells) / len(cells)
    for other in _MISTAKEN.get(slot, ()):
        score = sum(fit(reading, c, other) for c in cells) / len(cells)
        if score >= 1.4 and score > own + 1.0:
            return other
    return slot


def _settled(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Settle what one header alone leaves open: "Time" is follow-up, ``M/F`` under a sex header is men first."""
    has = {c.slot for c in columns}
    return tuple(replace(c, slot="follow_up") if c.slot == "time" and "follow_up" not in has else c for c in columns)


def rows_of(reading: Reading, table: Table) -> Iterator[RecordBuilder]:
    """Make a record in the making of each body row that tells a study."""
    evidence = recognise(reading, table)
    if evidence is None:
        return
    number, group = 0, None
    for row in evidence.grid.rows:
        if _is_group(row):
            group = row.filled[0]
            continue
        if _is_header_again(reading, evidence, row):
            continue
        number += 1
        yield _record(reading, evidence, row, number, group)


def _is_group(row: Row) -> bool:
    """Whether a row only heads those below it: one cell, or one cell over all columns."""
    return len({c for c in row.filled}) == 1 and len(row.cells) > 2


def _is_header_again(reading: Reading, evidence: Evidence, row: Row) -> bool:
    """Whether a page break repeated the header, or a second header line was read as a body row."""
    same = sum(
        1
        for c, column in enumerate(evidence.columns)
        if column.header is not None and row.cells[c] is not None and reading.text(row.cells[c]).strip() == reading.text(column.header).strip()  # type: ignore[arg-type]
    )
    return same * 2 > len(row.filled)


def _record(reading: Reading, evidence: Evidence, row: Row, number: int, group: Span | None) -> RecordBuilder:
    table = evidence.grid.table
    start, end = row.span
    anchor = Anchor(table=table.number, row=number, spans=[reading.raw((start, end))])
    builder = RecordBuilder(reading, "table", f"T{table.number}R{number}", anchor, source="table")
    placed = _placed(reading, evidence, row, builder)
    cell_default = evidence.defaults.cell_type
    for column, cell in sorted(placed, key=lambda p: (_ORDER.index(p[0].slot) if p[0].slot in _ORDER else 99, p[1])):
        if not blank(reading, cell):
            READERS.get(column.slot or "", READERS[""])(builder, column, cell, cell_default)
    fill_from(builder, evidence.defaults, group, [cell for _, cell in placed])
    return builder


def _placed(reading: Reading, evidence: Evidence, row: Row, builder: RecordBuilder) -> list[tuple[Column, Span]]:
    """Pair the row's cells with the columns; where some are missing, by what they hold."""
    cells = [c for c in row.cells if c is not None]
    if len(cells) >= evidence.grid.width:
        return [(evidence.columns[c], cell) for c, cell in enumerate(row.cells) if cell is not None and cell[1] > cell[0]]
    slots = [c.slot for c in evidence.columns]
    columns = place_by_content(reading, cells, slots)
    missing = [slots[c] or "?" for c in range(evidence.grid.width) if c not in columns]
    builder.flag(
        "missing_cell",
        f"The row has {len(cells)} cells under a header of {evidence.grid.width}; cells were placed by content, nothing stands for: {', '.join(missing)}.",
        spans=[row.span],
    )
    return [(evidence.columns[c], cell) for c, cell in zip(columns, cells, strict=True) if cell[1] > cell[0]]

