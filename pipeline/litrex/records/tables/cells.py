"""How a cell of each kind of column is read into a record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from litrex.records.builder import RecordBuilder
from litrex.records.cells import add_cells
from litrex.records.conditioning import add_conditioning
from litrex.records.designs import add_age, add_centers, add_follow_up, add_phase, add_study_type
from litrex.records.findings import Finding, Scope, negated, read
from litrex.records.findings.items import Term
from litrex.records.outcomes import add_finding
from litrex.records.populations import add_populations
from litrex.records.reading import Reading, Span
from litrex.records.regimens import add_regimen
from litrex.records.sizes import add_arm_sizes
from litrex.records.tables.citation import YEAR, add_citation, add_reference
from litrex.records.tables.counts import (
    add_arm_size,
    add_arms_of_cell,
    add_count,
    add_sexes,
    add_size,
    add_size_from_elsewhere,
    order_of,
)
from litrex.records.tables.eventcolumns import events_under, heads_event
from litrex.records.tables.figures import against_baseline, as_count, figures_of, under_header
from litrex.records.tables.headers import Column
from litrex.records.tables.regimen import add_dose_cell, add_follow_up_cell, add_infusions, add_route_cell, add_route_of_prose
from litrex.records.tables.sources import add_source
from litrex.records.tables.written import in_prose_of_cell, with_signs
from litrex.records.treatment import add_doses
from litrex.schema.mention import Label, Mention

Reader = Callable[[RecordBuilder, Column, Span, Mention | None], None]


def _citation(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    if builder.get("n_patients") is not None or not (
        _SIZE_IN_BRACKETS.search(_header(builder, column)) and _size_in_brackets(builder, span)
    ):
        add_citation(builder, span, names=column.slot != "study")
    add_size_from_elsewhere(builder, span)
    if builder.get("design.study_type") is None:
        add_study_type(builder, [span])


_SIZE_IN_BRACKETS = re.compile(r"[(,]\s*(?:n|N|例数?|人数|病例数|样本量|patients?|no\. of patients|sample size)\s*(?:=|\)|$)")


def _size_in_brackets(builder: RecordBuilder, span: Span) -> bool:
    """Read ``ASTOR-1 (837)`` under "Study (n)": the bracket holds patients, no label."""
    match = re.search(
        r"[(,]\s*(?:n\s*=\s*)?(\d{1,3}(?:[ ,]\d{3})+|\d+)\s*(?:例|名|人|patients)?\s*\)?\s*$", builder.reading.text(span)
    )
    if match is None:
        return False
    if YEAR.fullmatch(match.group(1)):
        return False
    add_citation(builder, (span[0], span[0] + match.start()), names=False)
    add_size(builder, (span[0] + match.start(1), span[0] + match.end(1)), "")
    return True


def _reference(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_reference(builder, span)


def _population(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_populations(builder, span)
    add_size_from_elsewhere(builder, span)


def _size(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_size(builder, span, _header(builder, column))


def _arm_size(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    if column.arm is not None:
        add_arm_size(builder, span, column.arm)


def _count(slot: str) -> Reader:
    def read_count(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
        add_count(builder, span, slot)

    return read_count


def _sex(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    header = _header(builder, column)
    fallback = "male" if column.slot == "sex_m_f" else "female" if column.slot == "sex_f_m" else None
    add_sexes(builder, span, order_of(header) or fallback)


def _header(builder: RecordBuilder, column: Column) -> str:
    return builder.reading.text(column.header) if column.header is not None else ""


def _cells(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    if column.slot in ("cell_source", "cell_type"):
        add_source(builder, span, default)
    else:
        add_cells(builder, span)
    add_doses(builder, span)
    add_route_of_prose(builder, span)
    add_conditioning(builder, span)


def _intervention(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    _cells(builder, column, span, default)
    add_arms_of_cell(builder, span)


def _groups(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_arms_of_cell(builder, span)


def _dose(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_dose_cell(builder, column, span)
    add_route_of_prose(builder, span)
    if column.slot == "transplantation" or builder.reading.within(span, Label.CELL_TYPE):
        add_cells(builder, span)


def _route(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_route_cell(builder, span)
    add_regimen(builder, span)
    add_doses(builder, span)


def _infusions(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_infusions(builder, span)


def _design(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_study_type(builder, [span])
    if not _GRADED.search(_header(builder, column)):
        add_phase(builder, span, in_column=True)
    groups = _TWO_GROUPS.search(builder.reading.text(span))
    if groups is not None and not builder.entries.get("arms"):
        _design_arms(builder, (span[0] + groups.start(), span[0] + groups.end()))
    else:
        add_arm_sizes(builder, span)
    add_centers(builder, span)


_GRADED = re.compile(r"evidence|level|grade|证据|等级|级别|推荐", re.IGNORECASE)
_TWO_GROUPS = re.compile(r"\d+\s*(?:例|名|人|patients)?\s*(?:vs\.?|versus|对|比|/)\s*\d+", re.IGNORECASE)


def _design_arms(builder: RecordBuilder, groups: Span) -> None:
    """Take ``136 vs 36`` as the two groups of a controlled study; their sum is not told."""
    had = builder.slots.get("n_patients")
    add_size(builder, groups, "")
    if had is None:
        builder.slots.pop("n_patients", None)


def _follow_up(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_follow_up_cell(builder, column, span)


def _outcome(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    events = events_under(builder.reading, column, span) if heads_event(builder.reading, column) else []
    for finding in events:
        add_finding(builder, finding)
    if not events:
        _figures_or_prose(builder, column, span)


def _figures_or_prose(builder: RecordBuilder, column: Column, span: Span) -> None:
    reading = builder.reading
    named = any(m.concept for m in reading.within(span, Label.OUTCOME_MEASURE))
    if not named and column.measure is not None and column.header is not None and (bare := under_header(reading, column, span)):
        before = [e for e, _ in builder.entries.get("outcomes", [])]
        people = _counts_people(reading, column)
        for finding in bare:
            counted = as_count(finding) if people else finding
            add_finding(builder, against_baseline(counted, before) if column.time is not None else counted)
        return
    arms = tuple(e["name"] for e, _ in builder.entries.get("arms", []))
    told = read(reading, span, Scope(arms=arms, table=True))
    if column.measure is not None and not told:
        for finding in figures_of(reading, column, span):
            add_finding(builder, finding)
    own = in_prose_of_cell(reading, span, arms)
    for finding in with_signs(reading, span, told):
        if not any(s.span[0] <= a and b <= s.span[1] for s in own for a, b in (finding.term.words,)):
            add_finding(builder, finding)
    for stretch in own:
        for finding in stretch.findings:
            add_finding(builder, finding)
    add_arm_sizes(builder, span)
    if not builder.get("follow_up"):
        add_follow_up(builder, span)


_NO_COUNT = re.compile(r"%|rate|percent|proportion|incidence|risk|score|率|比例|占比|评分", re.IGNORECASE)


def _counts_people(reading: Reading, column: Column) -> bool:
    """Whether a bare whole number is so many patients: under "Remission" it is, under "Relapse rate" it may not be."""
    term = reading.lexicon.get("measures", column.measure or "")
    if term is None or term.attributes.get("type") not in ("rate", "event") or column.unit is not None:
        return False
    return column.header is None or not _NO_COUNT.search(reading.text(column.header))


_NONE_SERIOUS = re.compile(
    r"\s*(?:none|no) (?:serious|severe)(?: (?:adverse )?events?| ones?)?\s*[.。]?\s*|\s*无严重(?:不良)?(?:事件|反应)?\s*[。]?\s*",
    re.IGNORECASE,
)


def _adverse(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    reading, text = builder.reading, builder.reading.text(span)
    header = column.header or span
    aggregate = _aggregate(reading.text(header))
    if re.fullmatch(r"\s*[1-9]\d*\s*(?:例|次|events?|patients?|pts)?\s*(?:\(\d+(?:\.\d+)?\s*%\))?\s*", text):
        column = replace(column, header=header, measure=aggregate, unit=None)
        for finding in under_header(reading, column, span):
            add_finding(builder, as_count(finding))
    elif negated(text):
        aggregate = "adverse_events" if aggregate == "complications" else aggregate
        add_finding(builder, Finding(Term(header, aggregate, True, False), (header, span), "table.none", none=True))
    elif _NONE_SERIOUS.fullmatch(text):
        add_finding(builder, Finding(Term(span, "serious_adverse_events", True, False), (span,), "table.none", none=True))
    else:
        for finding in read(reading, span, Scope(adverse=True, table=True)):
            add_finding(builder, finding)


def _aggregate(header: str) -> str:
    """Which of the sums of events a header names."""
    if re.search(r"严重|serious|\bSAEs?\b", header, re.IGNORECASE):
        return "serious_adverse_events"
    return "complications" if re.search(r"并发症|complication", header, re.IGNORECASE) else "adverse_events"


def _species(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_populations(builder, span)


def _age(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_age(builder, span)


def _conditioning(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_conditioning(builder, span, in_column=True)


def _donor(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_cells(builder, span)


def _nothing(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    """Leave a column that no slot holds."""


READERS: dict[str, Reader] = {
    "": _nothing,
    "author": _citation,
    "author_year": _citation,
    "study": _citation,
    "registry": _nothing,
    "year": _citation,
    "reference": _reference,
    "condition": _population,
    "population": _population,
    "species": _species,
    "animal": _species,
    "model": _species,
    "n_patients": _size,
    "arm_n": _arm_size,
    "n_female": _count("n_female"),
    "n_male": _count("n_male"),
    "n_centers": _count("n_centers"),
    "sex": _sex,
    "sex_f_m": _sex,
    "sex_m_f": _sex,
    "age": _age,
    "cell_source": _cells,
    "cell_type": _cells,
    "intervention": _intervention,
    "control": _groups,
    "arms": _groups,
    "donor": _donor,
    "dose": _dose,
    "transplantation": _dose,
    "route": _route,
    "n_infusions": _infusions,
    "design": _design,
    "phase": _design,
    "follow_up": _follow_up,
    "outcome": _outcome,
    "survival": _outcome,
    "adverse_events": _adverse,
    "conditioning": _conditioning,
}
GIVEN = frozenset({"dose", "transplantation", "route", "n_infusions"})
"""The columns that in a row about drugs tell of no cells."""
