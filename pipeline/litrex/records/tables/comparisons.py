"""Comparison tables: columns are interventions, rows are aspects; each cell is a comparison."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Literal

from litrex.records.findings import Finding, Scope, read
from litrex.records.findings.items import as_id
from litrex.records.outcomes import outcome_entry
from litrex.records.reading import Reading, Span
from litrex.records.tables.content import blank
from litrex.records.tables.evidence import recognise
from litrex.records.tables.grid import Grid, grid_of
from litrex.schema.mention import Label
from litrex.schema.record import Comparison, Spans, Statement
from litrex.schema.segment import Table

Aspect = Literal["effect", "mechanism", "adverse_events", "cost", "other"]


def compare(reading: Reading, table: Table) -> Iterator[Comparison]:
    """Make a comparison of each cell of a table that compares interventions; none of any other table."""
    if recognise(reading, table) is not None:
        return
    grid = grid_of(reading, table)
    aspects = [_aspect(reading, row.cells[0]) for row in grid.rows]
    if not _compares(reading, grid, aspects):
        return
    for r, (row, aspect) in enumerate(zip(grid.rows, aspects, strict=True), 1):
        for c, cell in enumerate(row.cells[1:], 1):
            if cell is not None and not blank(reading, cell) and grid.headers[c]:
                yield _comparison(reading, grid, (r, c), aspect or "other", cell)


def _compares(reading: Reading, grid: Grid, aspects: list[Aspect | None]) -> bool:
    named = [a for a in aspects if a is not None]
    return grid.width >= 3 and len(grid.rows) >= 2 and len(named) >= 2 and len(named) * 2 >= len(aspects)


def _aspect(reading: Reading, span: Span | None) -> Aspect | None:
    """Name the aspect that a row's first cell gives; None where it is none."""
    if span is None:
        return None
    found = reading.lexicon.find(reading.text(span).lower(), kinds={"aspects"})
    if not found or span[1] - span[0] > 40:
        return None
    name = max(found, key=lambda m: m.end - m.start).term.id
    return name if name in ("effect", "mechanism", "adverse_events", "cost") else "other"  # type: ignore[return-value]


def _comparison(reading: Reading, grid: Grid, place: tuple[int, int], aspect: Aspect, cell: Span) -> Comparison:
    row, column = place
    header = grid.headers[column][-1]
    told = f"{reading.document_id}\x1f{grid.table.number}\x1f{row}\x1f{column}"
    comparison = Comparison(
        comparison_id=hashlib.sha256(told.encode()).hexdigest()[:16],
        document_id=reading.document_id,
        table=grid.table.number,
        row=row,
        column=column,
        aspect=aspect,
        intervention=_intervention(reading, header),
        surface=reading.surface(cell),
        text=reading.text(cell),
    )
    comparison.evidence |= {"intervention": [reading.raw(header)], "text": [reading.raw(cell)]}
    if (first := grid.rows[row - 1].cells[0]) is not None:
        comparison.evidence["aspect"] = [reading.raw(first)]
    for n, finding in enumerate(_findings(reading, cell, aspect)):
        _state(reading, comparison, finding, n)
    return comparison


def _intervention(reading: Reading, header: Span) -> str:
    """Name an intervention by the lexicon where one term covers the header, else by its words."""
    text = reading.text(header).strip()
    for m in reading.within(header, Label.CELL_TYPE, Label.DRUG):
        if m.end - m.start >= len(text) - 2 and m.concept:
            return m.concept
    return as_id(text)


def _findings(reading: Reading, cell: Span, aspect: Aspect) -> list[Finding]:
    if aspect == "cost":
        return []
    return read(reading, cell, Scope(adverse=aspect == "adverse_events", table=True))


def _state(reading: Reading, comparison: Comparison, finding: Finding, ordinal: int) -> None:
    spans: Spans = [reading.raw(s) for s in finding.spans]
    ident = hashlib.sha256(f"{comparison.comparison_id}\x1f{spans[0]}\x1f{ordinal}".encode()).hexdigest()[:12]
    entry: dict[str, Any] = outcome_entry(finding) or {"measure": finding.term.concept}
    fields = {k: entry[k] for k in ("direction", "value", "upper", "unit", "comparator", "timepoint") if k in entry}
    named = {"event": finding.term.concept, "severity": finding.severity} if finding.event else {"measure": finding.term.concept}
    words = finding.term.words
    comparison.statements.append(Statement(id=ident, surface=reading.surface(words), text=reading.text(words), **named, **fields))
    comparison.evidence[f"statements/{ident}"] = spans

