"""What a cell looks like: how well its content fits a slot, for rows whose cells do not line up with the header."""

from __future__ import annotations

import re
from collections.abc import Callable

from litrex.mentions.authors import in_cell
from litrex.records.reading import Reading, Span
from litrex.records.tables.sources import tissues_in
from litrex.schema.mention import Label

NOT_REPORTED = re.compile(
    r"^\s*(?:[-/~.]+|nr|na|n/a|nd|ns|n\.?[ra]\.?|not (?:reported|stated|available|applicable|specified|given|described)"
    r"|unknown|unclear|未报[道告]|未提及|未说明|不详|未知|无数据|缺失|未注明|未描述)?\s*$",
    re.IGNORECASE,
)


def blank(reading: Reading, span: Span | None) -> bool:
    """Whether a cell says nothing: empty, a dash, NR, 未报道."""
    return span is None or bool(NOT_REPORTED.match(reading.text(span)))


def fit(reading: Reading, span: Span, slot: str | None) -> float:
    """How well a cell's content fits a slot, from -2 (cannot be) to 3 (surely)."""
    if blank(reading, span):
        return 0.2
    test = _TESTS.get(slot or "")
    return test(reading, span) if test is not None else 0.1


def _has(*labels: Label, short: int = 0) -> Callable[[Reading, Span], float]:
    def test(reading: Reading, span: Span) -> float:
        found = reading.within(span, *labels)
        if not found:
            return -1.0
        covered = sum(m.end - m.start for m in found) / max(1, span[1] - span[0])
        return (2.0 if covered > 0.3 else 0.7) if not short or span[1] - span[0] <= short else -0.5

    return test


def _reference(reading: Reading, span: Span) -> float:
    text = reading.text(span).strip()
    if re.fullmatch(r"[\[【(]?\d{1,3}(?:[,;-]\s?\d{1,3})*[\]】)]?", text):
        return 3.0 if not text.isdigit() else 0.8
    return 1.0 if reading.within(span, Label.REFERENCE) and len(text) <= 40 else -1.5


def _count(reading: Reading, span: Span) -> float:
    text = reading.text(span).strip()
    if re.fullmatch(r"(?:n\s?=\s?)?\d{1,6}\s?(?:个|例|名|人|patients?|只)?(?:\s?\(\d+\s?\w*\))?", text, re.IGNORECASE):
        return 2.0
    return -1.5 if len(text) > 24 or not re.search(r"\d", text) else 0.2


def _sex(reading: Reading, span: Span) -> float:
    text = reading.text(span)
    if reading.within(span, Label.SEX_COUNT) or re.search(r"\d+\s*\(?(?:女|男|[MF]\b|female|male)", text, re.IGNORECASE):
        return 3.0 if len(text) <= 40 else 0.5
    return 1.5 if re.fullmatch(r"\s*\d+\s*[/:]\s*\d+\s*", text) else -1.5


def _dose(reading: Reading, span: Span) -> float:
    if reading.within(span, Label.DOSE):
        return 3.0
    return 0.8 if reading.within(span, Label.ROUTE) else -1.5


def _year(reading: Reading, span: Span) -> float:
    return 3.0 if re.fullmatch(r"\s*(?:19|20)\d\d\s*年?\s*", reading.text(span)) else -1.0


def _prose(reading: Reading, span: Span) -> float:
    length = span[1] - span[0]
    told = reading.within(span, Label.OUTCOME_MEASURE, Label.CHANGE, Label.ADVERSE_EVENT)
    return (2.5 if len(told) >= 2 else 1.5 if told else -0.8) if length > 4 else -0.5


def _source(reading: Reading, span: Span) -> float:
    return 2.0 if tissues_in(reading, span) else _has(Label.CELL_SOURCE, Label.CELL_TYPE, Label.DERIVATIVE)(reading, span)


def _author(reading: Reading, span: Span) -> float:
    if tissues_in(reading, span) or reading.within(span, *_NO_NAMES):
        return -1.5
    if reading.within(span, Label.AUTHOR):
        return 2.0 if span[1] - span[0] <= 60 else -0.5
    return 1.5 if span[1] - span[0] <= 40 and in_cell(reading.text(span)) is not None else -1.0


_NO_NAMES = (
    Label.CELL_SOURCE,
    Label.CELL_TYPE,
    Label.DONOR,
    Label.CONDITION,
    Label.STUDY_TYPE,
    Label.DRUG,
    Label.ROUTE,
    Label.OUTCOME_MEASURE,
    Label.CHANGE,
    Label.SPECIES,
)
_TESTS = {
    "reference": _reference,
    "n_patients": _count,
    "n_female": _count,
    "n_male": _count,
    "sex": _sex,
    "sex_f_m": _sex,
    "sex_m_f": _sex,
    "dose": _dose,
    "transplantation": _dose,
    "year": _year,
    "outcome": _prose,
    "adverse_events": _has(Label.ADVERSE_EVENT),
    "condition": _has(Label.CONDITION, Label.SPECIES),
    "cell_source": _source,
    "cell_type": _has(Label.CELL_TYPE, Label.DERIVATIVE),
    "donor": _has(Label.DONOR),
    "route": _has(Label.ROUTE, short=60),
    "design": _has(Label.STUDY_TYPE, Label.PHASE, short=80),
    "phase": _has(Label.PHASE, short=30),
    "follow_up": _has(Label.TIMEPOINT, Label.FOLLOW_UP, short=60),
    "author": _author,
    "author_year": _has(Label.AUTHOR, Label.YEAR, short=60),
    "age": _has(Label.AGE, short=40),
}


def place_by_content(reading: Reading, cells: list[Span], slots: list[str | None]) -> list[int]:
    """Give each cell of a short row a column, left to right, so that contents fit best.

    Returns the column of each cell; columns are skipped where no cell fits them.
    """
    rows, columns = len(cells), len(slots)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for r in range(1, rows + 1):
        best[r][:r] = [float("-inf")] * r
        for c in range(r, columns + 1):
            take = best[r - 1][c - 1] + fit(reading, cells[r - 1], slots[c - 1])
            best[r][c] = max(take, best[r][c - 1] if c > r else float("-inf"))
    placed, r, c = [0] * rows, rows, columns
    while r:
        if c > r and best[r][c] == best[r][c - 1]:
            c -= 1
            continue
        placed[r - 1] = c - 1
        r, c = r - 1, c - 1
    return placed
