"""Figures as tables give them: bare under a header, ``62→45``, ``+9 letters``, ``9/20 (45%)``, ``NS``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from litrex.records.findings import Finding
from litrex.records.findings.items import Term, find_all_terms
from litrex.records.reading import Reading, Span
from litrex.records.tables.headers import Column
from litrex.schema.mention import Label, Quantity

_N = r"[+-]?\d+(?:\.\d+)?"
_SD = r"(?:\s*(?:±|\+/-)\s*(?P<sd{0}>\d+(?:\.\d+)?))?"
_UNIT = r"(?:\s?(?P<unit{0}>%|[mµμnpk]?g/(?:d?L|l|d|kg|24 ?h)|m?g/24h|[mµμn]?mol/L|U/L|IU/m?L|mm/h|mL(?:/\w+)?|letters?|points?|分|mm|cm|m\b|L\b|kg\b))?"
_FIGURE = re.compile(
    rf"(?P<cmp>[<>≤≥~≈])?\s*(?P<v>{_N}){_SD.format('')}(?:\s*(?P<range>[-~–]|to)\s*(?P<up>{_N}))?{_UNIT.format('')}"
    rf"(?:\s*[(\[]\s*(?:n\s*=\s*)?(?:(?P<n>\d+)\s*/\s*(?P<d>\d+)|(?P<alone>\d+)(?:例| patients| pts)?|(?P<share>\d+(?:\.\d+)?)\s*%|(?P<low>{_N})\s*(?:[-~,–]|to)\s*(?P<high>{_N}))\s*[)\]])?"
)
_FRACTION = re.compile(rf"(?P<n>\d+)\s*/\s*(?P<d>\d+)(?:\s*(?:例|patients|pts|eyes|hips))?(?:\s*[(\[,;]?\s*(?P<v>{_N})\s*%\s*[)\]]?)?")
_ARROW = r"\s*(?:→|⟶|➔|➝|➜|⇒|=>|-+>|\bto\b)\s*"
_PLAIN_ARROW = _ARROW.replace(r"|\bto\b", "")
_FROM_TO = re.compile(rf"(?<![\d.])(?P<a>{_N}){_SD.format('a')}{_UNIT.format('a')}{_PLAIN_ARROW}(?P<b>{_N}){_SD.format('b')}{_UNIT.format('b')}(?![\d.])")
_NO_DIFFERENCE = re.compile(r"(?:ns|n\.s\.?|not significant|non-?significant|no (?:significant )?(?:change|difference)|无(?:明显|显著)?(?:差异|变化)|→|↔|=|±|unchanged|stable)", re.IGNORECASE)
_TERM_NS = re.compile(r"\s*[:(,]?\s*(?:ns|NS|n\.s\.|not significant)(?![\w.])\)?")
_VERSUS = re.compile(r"\s*(?:vs?\.?(?![a-z])|versus|against|compared with|对|比)\s*", re.IGNORECASE)
_SIGN_RANGE = re.compile(rf"(?P<sign>[+-])\s?(?P<low>\d+(?:\.\d+)?)\s*(?:to|~|至|到|-|–)\s*(?P=sign)?\s?(?P<up>\d+(?:\.\d+)?){_UNIT.format('')}")
_RISE, _FALL, _ALL_WORDS = re.compile(r"[↑⬆▲]"), re.compile(r"[↓⬇▼]"), re.compile(r"[A-Za-z一-鿿]{2}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A figure with the stretch that it takes."""

    span: Span
    findings: tuple[Finding, ...]


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
    match = fraction or _FIGURE.match(text, at)
    if match is None or _ALL_WORDS.search(_tail(text[match.end() :])):
        return None
    words = (span[0] + match.start(), span[0] + match.end())
    direction = _change_in(reading, (span[0], span[0] + at)) if at else None
    if fraction is not None:
        value = float(fraction["v"]) if fraction["v"] else None
        q = Quantity("percent" if value is not None else "fraction", value, unit="%" if value is not None else None, n=float(fraction["n"]), denominator=float(fraction["d"]))
        return Finding(term, (term.words, words), "table.header", direction=direction, quantity=q, n=int(fraction["n"]))
    return _signed(_figure(term, (term.words, words), match, column.unit), match["v"], direction, column.change)


def _tail(text: str) -> str:
    """What stands after a figure, without p-values and notes."""
    return re.sub(r"\(?\s*[Pp]\s*[=<>≤].*$|\bNS\b|\bns\b|\*+", "", text)


def _figure(term: Term, spans: tuple[Span, ...], match: re.Match[str], unit: str | None) -> Finding:
    told = match["unit"] or unit
    unit = {"分": "points", "point": "points", "letter": "letters"}.get(told, told) if told else None
    q = Quantity(
        "percent" if unit == "%" else "measurement", float(match["v"]), upper=float(match["up"]) if match["up"] else None, unit=unit,
        comparator=(match["cmp"] or "=").replace("≈", "~"), sd=float(match["sd"]) if match["sd"] else None,
        low=float(match["low"]) if match["low"] else None, high=float(match["high"]) if match["high"] else None,
        n=float(match["n"]) if match["n"] else None, denominator=float(match["d"]) if match["d"] else None,
    )  # fmt: skip
    if match["share"]:  # 9 (45%)
        q = replace(q, kind="percent", value=float(match["share"]), unit="%", n=float(match["v"]))
    elif match["alone"] and unit == "%":
        q = replace(q, n=float(match["alone"]))
    return Finding(term, spans, "table.header", quantity=q)


def _signed(finding: Finding, told: str, direction: str | None, change: bool) -> Finding:
    """A figure with a sign, an arrow or a header of changes is a difference with its direction."""
    q = finding.quantity
    if q is None or q.value is None:
        return finding
    if not told.startswith(("+", "-")) and not change and direction is None:
        return finding
    way = direction or ("decrease" if told.startswith("-") else "increase" if told.startswith("+") or q.value > 0 else None)
    size = replace(q, value=abs(q.value), upper=abs(q.upper) if q.upper is not None else None)
    return replace(finding, quantity=size, direction="no_change" if q.value == 0 else way, kind="difference")


def _from_to(reading: Reading, span: Span, term: Term, unit: str | None) -> Iterator[Finding]:
    for match in _FROM_TO.finditer(reading.text(span)):
        yield from _pair(span, term, match, unit)


def _pair(span: Span, term: Term, match: re.Match[str], unit: str | None) -> Iterator[Finding]:
    """The two outcomes of "from A to B": A at baseline, B with the direction."""
    told = match["unitb"] or match["unita"] or unit
    kind = "percent" if told == "%" else "measurement"
    first, last = float(match["a"]), float(match["b"])
    way = "increase" if last > first else "decrease" if last < first else "no_change"
    a, b = ((span[0] + match.start(k), span[0] + match.end(f"sd{k}") if match[f"sd{k}"] else span[0] + match.end(k)) for k in ("a", "b"))
    sds = [float(match[f"sd{k}"]) if match[f"sd{k}"] else None for k in ("a", "b")]
    yield Finding(term, (term.words, a), "table.from", quantity=Quantity(kind, first, unit=told, sd=sds[0]), timepoint="baseline")
    yield Finding(term, (term.words, b), "table.to", direction=way, quantity=Quantity(kind, last, unit=told, sd=sds[1]))


def _versus(reading: Reading, span: Span, term: Term, column: Column) -> Iterator[Finding]:
    """``12 vs 5`` under a header: the intervention's and the control's."""
    text = reading.text(span)
    first = _FIGURE.match(text.lstrip())
    offset = len(text) - len(text.lstrip())
    gap = _VERSUS.match(text, offset + first.end()) if first is not None else None
    second = _FIGURE.match(text, gap.end()) if gap is not None else None
    if first is None or second is None:
        return
    for match, shift, arm in ((first, offset, "intervention"), (second, 0, "control")):
        words = (span[0] + shift + match.start(), span[0] + shift + match.end())
        yield replace(_figure(term, (term.words, words), match, column.unit), arm=arm)


def in_prose_of_cell(reading: Reading, span: Span) -> list[Stretch]:
    """Read what only tables write, in a cell that names its measures itself: ``BASDAI 62→45``, ``BCVA +9 to +19 letters``, "ESR ns"."""
    text = reading.text(span)
    terms = find_all_terms(reading, span)
    found = [_stretch(span, match, t, tuple(_pair(span, t, match, None))) for match in _FROM_TO.finditer(text) if (t := _term_before(reading, span, terms, match.start()))]
    for term in terms:
        if (against := _against(reading, span, term)) is not None:
            found.append(against)
    for match in _SIGN_RANGE.finditer(text):
        term = _term_before(reading, span, terms, match.start())
        if term is not None and not any(s.span[0] < span[0] + match.end() and span[0] + match.start() < s.span[1] for s in found):
            found.append(_stretch(span, match, term, (_ranged(span, term, match),)))
    for term in terms:
        match_ns = _TERM_NS.match(reading.folded, term.words[1], span[1])
        if match_ns is not None:
            found.append(Stretch((term.words[0], match_ns.end()), (Finding(term, (term.words, (term.words[1], match_ns.end())), "table.ns", direction="no_change"),)))
    return found


_LEAD = re.compile(r"\s*(?:\([^()]*\))?\s*(?P<colon>[:=])?\s*")


def _against(reading: Reading, span: Span, term: Term) -> Stretch | None:
    """``EASI-75: 51% v 15%``: a measure, and a figure or two of them against each other.

    The colon after a measure that ends in a number makes no ratio of the two.
    """
    lead = _LEAD.match(reading.folded, term.words[1], span[1])
    first = _FIGURE.match(reading.folded, lead.end(), span[1]) if lead is not None else None
    if lead is None or first is None:
        return None
    words = (first.start("v"), first.end())
    gap = _VERSUS.match(reading.folded, first.end(), span[1])
    second = _FIGURE.match(reading.folded, gap.end(), span[1]) if gap is not None else None
    if second is not None:
        unit = second["unit"]
        one = replace(_figure(term, (term.words, words), first, unit), arm="intervention")
        two = replace(_figure(term, (term.words, (second.start("v"), second.end())), second, first["unit"]), arm="control")
        return Stretch((term.words[0], second.end()), (one, two))
    if lead["colon"] and reading.folded[term.words[1] - 1].isdigit() and first["unit"] and not first["v"].startswith(("+", "-")):
        return Stretch((term.words[0], first.end()), (_figure(term, (term.words, words), first, None),))
    return None


def _stretch(span: Span, match: re.Match[str], term: Term, findings: tuple[Finding, ...]) -> Stretch:
    return Stretch((term.words[0], span[0] + match.end()), findings)


def _ranged(span: Span, term: Term, match: re.Match[str]) -> Finding:
    told = match["unit"]
    unit = {"分": "points", "point": "points", "letter": "letters"}.get(told, told) if told else None
    q = Quantity("percent" if unit == "%" else "measurement", float(match["low"]), upper=float(match["up"]), unit=unit)
    words = (span[0] + match.start(), span[0] + match.end())
    return Finding(term, (term.words, words), "table.sign", direction="increase" if match["sign"] == "+" else "decrease", quantity=q, kind="difference")


def _term_before(reading: Reading, span: Span, terms: list[Term], at: int) -> Term | None:
    before = [t for t in terms if t.words[1] <= span[0] + at]
    if not before:
        return None
    gap = reading.text((before[-1].words[1], span[0] + at))
    return before[-1] if len(gap) <= 24 and not re.search(r"[;。；]|\d", gap) else None


def with_signs(reading: Reading, span: Span, findings: list[Finding]) -> list[Finding]:
    """Make differences of the figures that carry a sign: ``LVEF +5.2%``, "DAS28 -1.4"."""
    return [_with_sign(reading, span, f) for f in findings]


def _with_sign(reading: Reading, span: Span, finding: Finding) -> Finding:
    q = finding.quantity
    if q is None or q.value is None or finding.direction is not None or finding.none or len(finding.spans) < 2:
        return finding
    at = finding.spans[-1][0]
    sign = reading.folded[at : at + 1] if reading.folded[at : at + 1] in "+-" else reading.folded[max(span[0], at - 1) : at]
    spaced = reading.folded[max(span[0], at - 2) : max(span[0], at - 1)]
    if sign not in ("+", "-") or (sign == "-" and q.value >= 0 and not (spaced == "" or spaced in " :(,")):
        return finding
    size = replace(q, value=abs(q.value), upper=abs(q.upper) if q.upper is not None else None)
    return replace(finding, quantity=size, direction="increase" if sign == "+" else "decrease", kind="difference")


def as_count(finding: Finding) -> Finding:
    """Take a bare whole number as a number of people."""
    q = finding.quantity
    if q is None or q.value is None or q.kind != "measurement" or q.value != int(q.value):
        return finding
    return replace(finding, quantity=replace(q, kind="count", noun="patients"), n=int(q.value))


def against_baseline(finding: Finding, entries: list[dict[str, Any]]) -> Finding:
    """Give a figure of a later column the direction in which it lies from the baseline's."""
    q = finding.quantity
    before = next((e.get("value") for e in entries if e["measure"] == finding.term.concept and e.get("timepoint") == "baseline" and e.get("arm") == finding.arm), None)
    if before is None or q is None or q.value is None or finding.direction is not None or finding.timepoint == "baseline":
        return finding
    return replace(finding, direction="increase" if q.value > before else "decrease" if q.value < before else "no_change")
