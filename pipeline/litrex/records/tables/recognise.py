"""Tell an evidence table from every other: what its columns hold, and whether its rows are studies."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from litrex.records.findings.arms import find_arms
from litrex.records.reading import Reading, Span
from litrex.records.tables.aspects import compares
from litrex.records.tables.citation import LABEL, REGISTERED, YEAR, author_of
from litrex.records.tables.content import blank, fit
from litrex.records.tables.defaults import Defaults, defaults_of
from litrex.records.tables.grid import Grid, grid_of, plain_grid
from litrex.records.tables.headers import Column, column_of
from litrex.records.tables.sources import tissues_in
from litrex.schema.mention import Label
from litrex.schema.segment import SectionRole, Table

_WHO = frozenset({"author", "author_year", "study", "reference", "year", "registry"})
_WHAT = frozenset({"n_patients", "arm_n", "species", "dose", "transplantation", "cell_source", "cell_type"})
_STUDY_SLOTS = _WHO | _WHAT | frozenset({
    "sex", "sex_f_m", "sex_m_f", "condition", "design", "phase", "route", "outcome", "adverse_events", "follow_up",
    "n_female", "n_male",
    "donor", "n_infusions", "arms", "intervention", "survival", "animal", "model",
})  # fmt: skip
_GUESSED = ("dose", "sex", "reference", "outcome", "design", "author", "cell_source", "year", "route", "condition")
_MISTAKEN = {
    "condition": ("n_patients",),
    "study": ("n_patients",),
    "cell_source": ("dose",),
    "cell_type": ("dose",),
    "intervention": ("dose", "n_patients"),
    "control": ("n_patients",),
    "reference": ("author", "cell_source"),
    "n_patients": ("condition",),
    "time": ("follow_up",),
}
_ONE_PATIENT = re.compile(r"^\s*(?:P|Pt|Patient|Case|Subject|No\.?|病例|患者|例)?\s?[.#]?\s?\d{1,3}\s*[.。]?\s*$", re.IGNORECASE)
_NO_STUDY = re.compile(
    r"^\s*(?:p(?:[- ]?values?|值)?|total|overall|t值|χ2?值?|合计|总计|statistics?)\s*$|\(\s*n\s*=\s*\d+\s*\)", re.IGNORECASE
)
_MEDICAL = (
    Label.CONDITION, Label.SPECIES, Label.CELL_TYPE, Label.CELL_SOURCE, Label.DOSE, Label.DRUG, Label.OUTCOME_MEASURE,
    Label.ADVERSE_EVENT,
    Label.STUDY_TYPE, Label.PHASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """An evidence table that was recognised: what each column holds, and what the title gives to every row."""

    grid: Grid
    columns: tuple[Column, ...]
    defaults: Defaults


def recognise(reading: Reading, table: Table) -> Evidence | None:
    """Recognise a table that lists studies by its headers and by what its cells hold; None for any other."""
    if reading.segments.sections and reading.segments.sections[table.section].role in (
        SectionRole.REFERENCES,
        SectionRole.BACK_MATTER,
    ):
        return None
    if compares(reading, table) is not None:
        return None
    grid = grid_of(reading, table)
    columns = tuple(_by_content(reading, grid, c, column_of(reading, grid.headers[c])) for c in range(grid.width))
    columns = _settled(reading, grid, columns)
    if not _lists_studies(reading, grid, columns):
        return _continued(reading, table)
    defaults = defaults_of(reading, table)
    return Evidence(grid, columns, defaults) if _medical(reading, grid, defaults) and not _prices(reading, grid) else None


def _prices(reading: Reading, grid: Grid) -> bool:
    """Whether a table is a price list: a sum of money stands in most of its rows."""
    priced = [
        row
        for row in grid.rows
        if any(m.quantity is not None and m.quantity.kind == "money" for c in row.filled for m in reading.within(c))
    ]
    return len(priced) * 2 > len(grid.rows)


def _continued(reading: Reading, table: Table) -> Evidence | None:
    """Read a table that goes on without a header as the one before it of the same number."""
    before = [t for t in reading.segments.tables if t.number == table.number and t.block < table.block]
    if not before or before[-1].width != table.width:
        return None
    first = recognise(reading, before[-1])
    if first is None or first.grid.turned:
        return None
    return Evidence(replace(plain_grid(reading, table, headless=True), headers=first.grid.headers), first.columns, first.defaults)


def _cells_of(grid: Grid, c: int) -> list[Span]:
    """The cells of a column; rows that are short may not line up, so they speak only where all are."""
    full = [r for r in grid.rows if None not in r.cells] or list(grid.rows)
    return [cell for r in full if (cell := r.cells[c]) is not None]


def _by_content(reading: Reading, grid: Grid, c: int, column: Column) -> Column:
    """Give a column without a known header the slot that its cells fit, if they clearly do."""
    cells = [s for s in _cells_of(grid, c) if not blank(reading, s)]
    if not cells or column.measure is not None:
        return column
    if column.slot is not None:
        return _corrected(reading, column, cells)
    if column.header is not None and re.search(r"%|\bp\b|占比", reading.text(column.header), re.IGNORECASE):
        return column
    scores = {slot: sum(fit(reading, cell, slot) for cell in cells) / len(cells) for slot in _GUESSED}
    slot, score = max(scores.items(), key=lambda kv: kv[1])
    enough = 1.5 if slot == "author" and column.header is None else 2.0  # a surname alone speaks only where no header speaks
    return replace(column, slot=slot) if score >= enough else column


def _corrected(reading: Reading, column: Column, cells: list[Span]) -> Column:
    """Trust the cells where a header's words could mean either: "Patients" over counts or over conditions."""
    own = sum(fit(reading, c, column.slot) for c in cells) / len(cells)
    for other in _MISTAKEN.get(column.slot or "", ()):
        score = sum(fit(reading, c, other) for c in cells) / len(cells)
        if score >= 1.4 and score > own + 1.0:
            if column.slot in ("intervention", "control") and other == "n_patients" and column.header is not None:
                return replace(column, slot="arm_n", arm=column.header)
            return replace(column, slot=other)
    return column


def _settled(reading: Reading, grid: Grid, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Settle what one header alone leaves open: "Time" is follow-up, numbers 1, 2, 3 … are no patients."""
    has = {c.slot for c in columns}
    out = [replace(c, slot="follow_up") if c.slot == "time" and "follow_up" not in has else c for c in columns]
    for n, column in enumerate(out):
        if (
            column.slot in ("n_patients", "study", "condition", "reference")
            and (n == 0 or column.slot == "n_patients")
            and _serial(reading, _cells_of(grid, n))
        ):
            out[n] = replace(column, slot=None if column.slot != "reference" else "reference")
    return tuple(out)


def _serial(reading: Reading, cells: list[Span]) -> bool:
    """Whether cells number the rows: 1, 2, 3 …"""
    told = [re.fullmatch(r"\s*(\d{1,3})\s*[.。]?\s*", reading.text(c)) for c in cells]
    return len(told) >= 2 and all(m is not None and int(m.group(1)) == n for n, m in enumerate(told, 1))


def _lists_studies(reading: Reading, grid: Grid, columns: tuple[Column, ...]) -> bool:
    slots = {c.slot for c in columns if c.slot}
    if not grid.rows or len(slots & _STUDY_SLOTS) < 3:
        return False
    if _registry_only(reading, grid, slots):
        return False
    who = any(c.slot in _WHO and _holds(reading, grid, n, c.slot or "") for n, c in enumerate(columns))
    if not who and (
        not any(c.slot in _WHAT and _holds(reading, grid, n, c.slot or "") for n, c in enumerate(columns))
        or _of_one_study(reading, grid, columns)
    ):
        return False
    return not grid.turned or not any(r.cells[0] is not None and _NO_STUDY.search(reading.text(r.cells[0])) for r in grid.rows)


# A list of what is for sale; what a treatment costs may well stand in an evidence table.


def _registry_only(reading: Reading, grid: Grid, slots: set[str]) -> bool:
    """Whether rows are entries of a registry: trials under way tell no results."""
    if slots & {"author", "author_year", "reference", "outcome", "adverse_events", "survival"}:
        return False
    return any(REGISTERED.search(reading.text(c)) for r in grid.rows for c in r.filled[:3])


def _holds(reading: Reading, grid: Grid, c: int, slot: str) -> bool:
    """Whether at least half of a column's cells are what its header says."""
    cells = [s for s in _cells_of(grid, c) if not blank(reading, s)]
    return bool(cells) and sum(_is(reading, s, slot) for s in cells) * 2 >= len(cells)


def _is(reading: Reading, span: Span, slot: str) -> bool:
    text = reading.text(span)
    if slot in ("author", "author_year", "study", "registry"):
        return bool(
            LABEL.search(text)
            or YEAR.search(text)
            or REGISTERED.search(text)
            or author_of(reading, span, names=True)
            or reading.within(span, Label.REFERENCE)
        )
    if slot == "year":
        return bool(re.fullmatch(r"\s*(?:19[5-9]\d|20[0-4]\d)\s*年?[a-z]?\s*", text))
    if slot == "reference":
        return bool(
            LABEL.search(text)
            or re.fullmatch(r"\s*\d{1,3}(?:\s*[,;-]\s*\d{1,3})*\s*", text)
            or author_of(reading, span, names=True)
            or reading.within(span, Label.REFERENCE)
        )
    if slot in ("n_patients", "arm_n"):
        return bool(re.search(r"\d", text)) and len(text) <= 40
    if slot in ("cell_source", "cell_type"):
        return bool(reading.within(span, Label.CELL_SOURCE, Label.CELL_TYPE, Label.DERIVATIVE) or tissues_in(reading, span))
    if slot == "species":
        return bool(reading.within(span, Label.SPECIES))
    return bool(reading.within(span, Label.DOSE))


def _of_one_study(reading: Reading, grid: Grid, columns: tuple[Column, ...]) -> bool:
    """Whether rows are the patients or the groups of one study, and nothing names any other."""
    first = [r.cells[0] for r in grid.rows if r.cells[0] is not None]
    if first and all(_ONE_PATIENT.match(reading.text(s)) for s in first):
        return True
    groups = sum(bool(find_arms(reading, s)) for s in first)
    return (
        columns[0].slot == "arms"
        or groups * 2 >= len(first)
        or not {c.slot for c in columns} & {"n_patients", "arm_n", "species", "condition", "design"}
    )


def _medical(reading: Reading, grid: Grid, defaults: Defaults) -> bool:
    """Whether the rows are about patients, cells or drugs at all."""
    if defaults.condition is not None:
        return True
    told = sum(bool(reading.within(r.span, *_MEDICAL)) for r in grid.rows)
    return told * 2 >= len(grid.rows)
