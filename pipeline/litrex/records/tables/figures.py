"""Figures under a header that names their measure: ``7.1 ± 6.2``, ``45 (9/20)``, ``62→45``, ``NS``, "91% at 4 years"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from litrex.records.findings import Finding
from litrex.records.findings.items import Term
from litrex.records.findings.times import find_times
from litrex.records.reading import Reading, Span
from litrex.records.tables.headers import Column
from litrex.records.tables.numbers import FIGURE, NUMBER, figure_of, pair, signed, went
from litrex.schema.mention import Label, Quantity

_FRACTION = re.compile(
    rf"(?P<n>\d+)\s*/\s*(?P<d>\d+)(?:\s*(?:例|patients|pts|eyes|hips))?(?:\s*[(\[,;]?\s*(?P<v>{NUMBER})\s*%\s*[)\]]?)?"
)
_NO_DIFFERENCE = re.compile(
    r"(?:ns|n\.s\.?|not significant|non-?significant|no (?:significant )?(?:change|difference)"
    r"|无(?:明显|显著)?(?:差异|变化)|→|↔|=|±|unchanged|stable)",
    re.IGNORECASE,
)
_VERSUS = re.compile(r"\s*(?:vs?\.?(?![a-z])|versus|against|compared with|对|比)\s*", re.IGNORECASE)
_RISE, _FALL, _ALL_WORDS = re.compile(r"[↑⬆▲]"), re.compile(r"[↓⬇▼]"), re.compile(r"[A-Za-z一-鿿]{2}")


def under_header(reading: Reading, column: Column, span: Span) -> list[Finding]:
    """Read the bare figures, arrows or words under a header that names the measure.

    ``7.1 ± 6.2``, ``45 (9/20)``, ``62→45``, ``↓``, ``NS``, ``12 vs 5``; a figure with a sign, or under a header of changes, is
    a difference with a direction.
    """
    words = column.header or span
    term = Term(words, column.measure or "", True, False)
    arm = reading.as_told(column.arm).strip() if column.arm is not None else None
    text = reading.text(span).strip()
    found = list(_from_to(reading, span, term, column.unit)) or list(_versus(reading, span, term, column))
    if not found and (figure := _one(reading, span, term, column)) is not None:
        found = [figure]
    if not found and (_NO_DIFFERENCE.fullmatch(text) or (change := _change_in(reading, span)) is not None):
        direction = "no_change" if _NO_DIFFERENCE.fullmatch(text) else change
        found = [Finding(term, (words, span), "table.header", direction=direction)]
    time = column.time if column.time != "after" else None
    return [replace(f, arm=f.arm or arm, timepoint=f.timepoint if f.timepoint is not None else time) for f in found]


def _change_in(reading: Reading, span: Span) -> str | None:
    text = reading.text(span)
    if _RISE.search(text) or _FALL.search(text):
        return "increase" if _RISE.search(text) else "decrease"
    return next((m.concept for m in reading.within(span, Label.CHANGE)), None)


def _one(reading: Reading, span: Span, term: Term, column: Column) -> Finding | None:
    """One figure that makes up the cell but for an arrow before it and a p-value after it."""
    text = reading.text(span)
    start = re.match(r"[\s*]*(?:[↑↓⬆⬇▲▼]|mean|median|平均|约)?\s*", text, re.IGNORECASE)
    at = start.end() if start else 0
    fraction = _FRACTION.match(text, at)
    match = fraction or FIGURE.match(text, at)
    if match is None or _ALL_WORDS.search(_tail(text[match.end() :])):
        return None
    words = (span[0] + match.start(), span[0] + match.end())
    direction = _change_in(reading, (span[0], span[0] + at)) if at else None
    if fraction is not None:
        value = float(fraction["v"]) if fraction["v"] else None
        q = Quantity(
            "percent" if value is not None else "fraction",
            value,
            unit="%" if value is not None else None,
            n=float(fraction["n"]),
            denominator=float(fraction["d"]),
        )
        return Finding(term, (term.words, words), "table.header", direction=direction, quantity=q, n=int(fraction["n"]))
    return signed(figure_of(term, (term.words, words), match, column.unit), match["v"], direction, column.change)


def _tail(text: str) -> str:
    """What stands after a figure, without p-values and notes."""
    return re.sub(r"\(?\s*[Pp]\s*[=<>≤].*$|\bNS\b|\bns\b|\*+", "", text)


def _from_to(reading: Reading, span: Span, term: Term, unit: str | None) -> Iterator[Finding]:
    for match in went(reading.text(span)):
        yield from pair(span, term, match, unit)


def _versus(reading: Reading, span: Span, term: Term, column: Column) -> Iterator[Finding]:
    """``12 vs 5`` under a header: the intervention's and the control's."""
    text = reading.text(span)
    first = FIGURE.match(text.lstrip())
    offset = len(text) - len(text.lstrip())
    gap = _VERSUS.match(text, offset + first.end()) if first is not None else None
    second = FIGURE.match(text, gap.end()) if gap is not None else None
    if first is None or second is None:
        return
    for match, shift, arm in ((first, offset, "intervention"), (second, 0, "control")):
        words = (span[0] + shift + match.start(), span[0] + shift + match.end())
        yield replace(figure_of(term, (term.words, words), match, column.unit), arm=arm)


def against_baseline(finding: Finding, entries: list[dict[str, Any]]) -> Finding:
    """Give a figure of a later column the direction in which it lies from the baseline's."""
    q = finding.quantity
    before = next(
        (
            e.get("value")
            for e in entries
            if e["measure"] == finding.term.concept and e.get("timepoint") == "baseline" and e.get("arm") == finding.arm
        ),
        None,
    )
    if before is None or q is None or q.value is None or finding.direction is not None or finding.timepoint == "baseline":
        return finding
    return replace(finding, direction="increase" if q.value > before else "decrease" if q.value < before else "no_change")


def as_count(finding: Finding) -> Finding:
    """Take a bare whole number as a number of people."""
    q = finding.quantity
    if q is None or q.value is None or q.kind != "measurement" or q.value != int(q.value):
        return finding
    return replace(finding, quantity=replace(q, kind="count", noun="patients"), n=int(q.value))


_ARM_BEFORE = re.compile(r"^[\s,;:、(]*(?P<name>[A-Za-z一-鿿][\w一-鿿 +/-]{0,22}?)\s*[:=]?\s*$")
_NO_ARM = re.compile(
    r"^(?:at|in|of|and|vs?|versus|to|by|from|about|after|mean|median|with|for|year|月|年|为|达|约|和|对|比"
    r"|第).*|.*(?:年|月|周|months?|years?|weeks?|range|CI|\bp)$",
    re.IGNORECASE,
)


def figures_of(reading: Reading, column: Column, span: Span) -> list[Finding]:
    """Read the figures among words under a header that names the measure: "91% at 4 years", "HSCT 81%, CYC 56%"."""
    term = Term(column.header or span, column.measure or "", True, False)
    values = [
        m
        for m in reading.within(span)
        if m.quantity is not None and m.quantity.kind in ("percent", "fraction", "measurement") and m.label is not Label.TIMEPOINT
    ]
    found, last = [], span[0]
    for m in values:
        gap = _ARM_BEFORE.match(reading.text((last, m.start)))
        name = gap["name"].strip() if gap is not None and not _NO_ARM.match(gap["name"].strip()) else None
        end = min((v.start for v in values if v.start > m.start), default=span[1])
        times = find_times(reading, (last, end))
        arm = name or (reading.as_told(column.arm).strip() if column.arm is not None else None)
        n = int(m.quantity.n) if m.quantity is not None and m.quantity.n is not None else None
        found.append(
            Finding(
                term,
                (term.words, (m.start, m.end)),
                "table.header",
                quantity=m.quantity,
                n=n,
                arm=arm,
                timepoint=times[-1].value if times else None,
            )
        )
        last = m.end
    return found
