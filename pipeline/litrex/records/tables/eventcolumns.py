"""Columns headed by one adverse event: ``28例，≥3级3例`` under CRS, "4 (20%)" under Fever, ``13%`` of grade 3 or more."""

from __future__ import annotations

import re

from litrex.records.findings import Finding
from litrex.records.findings.items import Term
from litrex.records.reading import Reading, Span
from litrex.records.tables.headers import Column
from litrex.schema.mention import Quantity

_GRADE = re.compile(
    r"(?P<least>[≥>]=?\s*)?(?:grades?\s*|G)?(?P<grade>[1-5])(?:\s?[-~–/]\s?[1-5])?\s*级|(?:grades?\s?|\bG)(?P<en>[1-5])",
    re.IGNORECASE,
)
_SEVERITY = {"1": "mild", "2": "moderate", "3": "severe", "4": "life_threatening", "5": "fatal"}
_PART = re.compile(r"[^,;，；、]+")
_COUNT = re.compile(r"(?<![\d.])(?P<n>\d{1,4})(?![\d.]|\s?%)\s*(?:/\s*(?P<d>\d{1,4}))?")
_SHARE = re.compile(r"(?<![\d.])(?P<v>\d{1,3}(?:\.\d+)?)\s?%")


def heads_event(reading: Reading, column: Column) -> bool:
    """Whether a column's header names an event by itself, and neither a rate nor an arm of it."""
    if (
        column.header is None
        or column.measure is None
        or column.unit is not None
        or column.arm is not None
        or column.time is not None
    ):
        return False
    measure = reading.lexicon.get("measures", column.measure)
    endpoint = measure is not None and measure.attributes.get("type") != "safety"
    return not endpoint and reading.lexicon.lookup(reading.text(column.header).strip(), "adverse_events") is not None


def events_under(reading: Reading, column: Column, span: Span) -> list[Finding]:
    """Read who had the event that the header names: the first count as an event, percentages as figures."""
    if column.header is None or column.measure is None:
        return []
    term = Term(column.header, column.measure, True, True)
    text, found = reading.text(span), []
    for part in _PART.finditer(text):
        grade = _GRADE.search(part.group())
        bare = _GRADE.sub(lambda m: " " * len(m.group()), part.group())
        at = span[0] + part.start()
        share, count = _SHARE.search(bare), _COUNT.search(bare)
        if share is not None:
            words = (at + share.start(), at + share.end())
            n = int(count["n"]) if count is not None else None
            quantity = Quantity("percent", float(share["v"]), unit="%", n=n, denominator=_whole(count))
            found.append(Finding(term, (column.header, words), "table.event", quantity=quantity, n=n))
        elif count is not None and not any(f.event for f in found):
            words = (at + count.start(), at + count.end())
            least = grade is None or grade["least"]
            severity = None if least or grade is None else _SEVERITY[grade["grade"] or grade["en"]]
            part_of = Quantity("fraction", None, n=float(count["n"]), denominator=_whole(count)) if count["d"] else None
            found.append(
                Finding(
                    term,
                    (column.header, words),
                    "table.event",
                    quantity=part_of,
                    n=int(count["n"]),
                    event=True,
                    severity=severity,
                )
            )
    return found


def _whole(count: re.Match[str] | None) -> float | None:
    return float(count["d"]) if count is not None and count["d"] else None
