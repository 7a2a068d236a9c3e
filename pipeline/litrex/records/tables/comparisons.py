"""Comparison tables: columns are interventions, rows are aspects; each cell is a comparison."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from litrex.records.findings import Finding
from litrex.records.findings.items import as_id
from litrex.records.outcomes import outcome_entry
from litrex.records.reading import Reading
from litrex.records.tables.aspects import Compared, compares
from litrex.records.tables.content import blank
from litrex.records.tables.statements import findings_of, intervention_of
from litrex.schema.mention import Label
from litrex.schema.record import Comparison, Spans, Statement
from litrex.schema.segment import Table

_MEDICAL = (Label.CONDITION, Label.CELL_TYPE, Label.DRUG, Label.ADVERSE_EVENT)


def compare(reading: Reading, table: Table) -> Iterator[Comparison]:
    """Make a comparison of each cell of a table that compares interventions; none of any other table."""
    places = compares(reading, table) or []
    if not any(
        reading.within(s, *_MEDICAL) for s in (*table.captions, *(p.cell for p in places), *(p.intervention for p in places))
    ):
        return
    for place in places:
        if not blank(reading, place.cell):
            yield _comparison(reading, table, place)


def _comparison(reading: Reading, table: Table, place: Compared) -> Comparison:
    told = f"{reading.document_id}\x1f{table.number}\x1f{place.row}\x1f{place.column}"
    comparison = Comparison(
        comparison_id=hashlib.sha256(told.encode()).hexdigest()[:16],
        document_id=reading.document_id,
        table=table.number,
        row=place.row,
        column=place.column,
        aspect=place.aspect,
        intervention=intervention_of(reading, place.intervention) or as_id(reading.text(place.intervention)),
        surface=reading.surface(place.cell),
        text=reading.text(place.cell),
    )
    for slot, span in (("intervention", place.intervention), ("text", place.cell), ("aspect", place.aspect_words)):
        if span[1] > span[0]:  # a row may have lost its first cell
            comparison.evidence[slot] = [reading.raw(span)]
    for n, finding in enumerate(findings_of(reading, place.cell, place.aspect)):
        _state(reading, comparison, finding, n)
    return comparison


def _state(reading: Reading, comparison: Comparison, finding: Finding, ordinal: int) -> None:
    spans: Spans = [reading.raw(s) for s in finding.spans]
    ident = hashlib.sha256(f"{comparison.comparison_id}\x1f{spans[0]}\x1f{ordinal}".encode()).hexdigest()[:12]
    entry: dict[str, Any] = outcome_entry(finding) or {"measure": finding.term.concept}
    fields = {k: entry[k] for k in ("direction", "value", "upper", "unit", "comparator", "timepoint") if k in entry}
    named = {"event": finding.term.concept, "severity": finding.severity} if finding.event else {"measure": finding.term.concept}
    words = finding.term.words
    comparison.statements.append(Statement(id=ident, surface=reading.surface(words), text=reading.text(words), **named, **fields))
    comparison.evidence[f"statements/{ident}"] = sorted(set(spans))
