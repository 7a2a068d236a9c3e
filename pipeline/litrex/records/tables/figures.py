"""Figures as tables give them: bare under a header, ``62→45``, ``+9 letters``, ``9/20 (45%)``, ``NS``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from litrex.records.findings import Finding
from litrex.records.findings.items import Term, as_id, find_all_terms
from litrex.records.findings.times import find_times
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
_FROM_TO = re.compile(rf"(?<![\d.])(?P<a>{_N}){_SD.format('a')}{_UNIT.format('a')}(?P<arrow>{_ARROW})(?P<b>{_N}){_SD.format('b')}{_UNIT.format('b')}(?![\d.])")
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
    unit = _unit(match["unit"] or unit)
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


def _unit(told: str | None) -> str | None:
    return {"分": "points", "point": "points", "letter": "letters"}.get(told, told) if told else None


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
    for match in _went(reading.text(span)):
        yield from _pair(span, term, match, unit)


def _went(text: str) -> Iterator[re.Match[str]]:
    """Where a figure goes to another; "28.3 to 14.7" does, "9 to 19" is a range."""
    for match in _FROM_TO.finditer(text):
        if match["arrow"].strip().lower() != "to" or (float(match["a"]) > float(match["b"]) and not match["a"].startswith(("+", "-"))):
            yield match


def _pair(span: Span, term: Term, match: re.Match[str], unit: str | None) -> Iterator[Finding]:
    """The two outcomes of "from A to B": A at baseline, B with the direction."""
    told = _unit(match["unitb"] or match["unita"] or unit)
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


def in_prose_of_cell(reading: Reading, span: Span, arms: tuple[str, ...] = ()) -> list[Stretch]:
    """Read what only tables write, in a cell that names its measures itself: ``BASDAI 62→45``, ``BCVA +9 to +19 letters``, "ESR ns".

    `arms` are the study's, to which a list of figures as long is handed out.
    """
    text = reading.text(span)
    terms = [*find_all_terms(reading, span), *_lettered(reading, span)]
    terms.sort(key=lambda t: t.words)
    found = [_stretch(span, match, t, tuple(_pair(span, t, match, None))) for match in _went(text) if (t := _term_before(reading, span, terms, match.start()))]
    for term in terms:
        told = _family(reading, span, term) or against(reading, span, term, arms)
        if told is not None and not any(s.span[0] <= told.span[0] < s.span[1] for s in found):
            found.append(told)
    for match in _SIGN_RANGE.finditer(text):
        term = _term_before(reading, span, terms, match.start())
        if term is not None and not any(s.span[0] < span[0] + match.end() and span[0] + match.start() < s.span[1] for s in found):
            found.append(_stretch(span, match, term, (_ranged(span, term, match),)))
    for term in terms:
        match_ns = _TERM_NS.match(reading.folded, term.words[1], span[1])
        if match_ns is not None:
            found.append(Stretch((term.words[0], match_ns.end()), (Finding(term, (term.words, (term.words[1], match_ns.end())), "table.ns", direction="no_change"),)))
    return found


_SHORT = re.compile(r"(?<![A-Za-z/-])[A-Z][A-Za-z]{0,3}[A-Z](?![A-Za-z-])(?=\s*[:=]?\s*[~<>≥≤]?\d+(?:\.\d+)?\s*%)")


def _lettered(reading: Reading, span: Span) -> Iterator[Term]:
    """Measures by letters that prose would have to define: ``OS 91%``, "TRM 6%"."""
    known = find_all_terms(reading, span)
    for match in _SHORT.finditer(reading.text(span)):
        words = (span[0] + match.start(), span[0] + match.end())
        term = reading.lexicon.lookup(match.group(), "measures")
        if term is not None and not any(t.words[0] < words[1] and words[0] < t.words[1] for t in known):
            yield Term(words, term.id, True, False)


_MEMBERS = re.compile(r"(?P<more>(?:/\d{2,3})+)\s*[:=]?\s*(?P<figures>\d+(?:\.\d+)?\s*%?(?:\s*[/、,]\s*\d+(?:\.\d+)?\s*%?)+)")


def _family(reading: Reading, span: Span, term: Term) -> Stretch | None:
    """``ACR20/50/70 60/40/20%``: one figure for each member of a family of measures."""
    match = _MEMBERS.match(reading.folded, term.words[1], span[1])
    base = re.match(r"(.*?)(\d{2,3})$", reading.text(term.words))
    if match is None or base is None or "%" not in match["figures"]:
        return None
    names = [base.group(2), *match["more"].strip("/").split("/")]
    figures = list(re.finditer(r"\d+(?:\.\d+)?", match["figures"]))
    if len(names) != len(figures):
        return None
    found = []
    for name, figure in zip(names, figures, strict=True):
        known = reading.lexicon.lookup(base.group(1) + name, "measures")
        words = (match.start("figures") + figure.start(), match.start("figures") + figure.end())
        member = replace(term, concept=known.id if known is not None else as_id(base.group(1) + name))
        found.append(Finding(member, (term.words, words), "table.family", quantity=Quantity("percent", float(figure.group()), unit="%")))
    return Stretch((term.words[0], match.end()), tuple(found))


_LEAD = re.compile(r"\s*(?:\([^()]*\))?\s*(?P<colon>[:=])?\s*")
_NEXT = re.compile(r"\s*(?:\((?P<arm>[A-Za-z一-鿿][^()%]{0,24})\))?\s*(?:(?P<vs>vs?\.?(?![a-z])|versus|against|compared with|对|比)|[、/])\s*", re.IGNORECASE)


def against(reading: Reading, span: Span, term: Term, arms: tuple[str, ...]) -> Stretch | None:
    """``EASI-75: 51% v 15%``, ``66%、67%对3%``: a measure, and a figure or several against each other.

    The colon after a measure that ends in a number makes no ratio of the two.
    """
    lead = _LEAD.match(reading.folded, term.words[1], span[1])
    figure = _FIGURE.match(reading.folded, lead.end(), span[1]) if lead is not None else None
    if lead is None or figure is None:
        return None
    figures, names, opposed = [figure], [], False
    while (gap := _NEXT.match(reading.folded, figures[-1].end(), span[1])) is not None and (figure := _FIGURE.match(reading.folded, gap.end(), span[1])) is not None:
        figures.append(figure)
        names.append(gap["arm"])
        opposed = opposed or gap["vs"] is not None
    if opposed:
        last = re.compile(r"\s*\(([A-Za-z一-鿿][^()%]{0,24})\)").match(reading.folded, figures[-1].end(), span[1])
        told = [*names, last.group(1) if last else None]
        return _opposed(term, figures, _names(told, arms))
    if lead["colon"] and len(figures) == 1 and reading.folded[term.words[1] - 1].isdigit() and figures[0]["unit"] and not figures[0]["v"].startswith(("+", "-")):
        return Stretch((term.words[0], figures[0].end()), (_figure(term, (term.words, figures[0].span()), figures[0], None),))
    return None


def _names(told: list[str | None], arms: tuple[str, ...]) -> list[str | None]:
    """The arms of figures against each other: those told beside them, the study's if as many, else the two sides of a comparison."""
    if any(told):
        return told
    if len(arms) == len(told):
        return list(arms)
    return ["intervention", "control"] if len(told) == 2 else [None] * (len(told) - 1) + ["control"]


def _opposed(term: Term, figures: list[re.Match[str]], names: list[str | None]) -> Stretch:
    unit = next((f["unit"] for f in reversed(figures) if f["unit"]), None)
    found = [replace(_signed(_figure(term, (term.words, f.span()), f, unit), f["v"], None, False), arm=name) for f, name in zip(figures, names, strict=True)]
    return Stretch((term.words[0], figures[-1].end()), tuple(found))


def _stretch(span: Span, match: re.Match[str], term: Term, findings: tuple[Finding, ...]) -> Stretch:
    return Stretch((term.words[0], span[0] + match.end()), findings)


def _ranged(span: Span, term: Term, match: re.Match[str]) -> Finding:
    unit = _unit(match["unit"])
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


_ARM_BEFORE = re.compile(r"^[\s,;:、(]*(?P<name>[A-Za-z一-鿿][\w一-鿿 +/-]{0,22}?)\s*[:=]?\s*$")
_NO_ARM = re.compile(r"^(?:at|in|of|and|vs?|versus|to|by|from|about|after|mean|median|with|for|year|月|年|为|达|约|和|对|比|第).*|.*(?:年|月|周|months?|years?|weeks?|range|CI|\bp)$", re.IGNORECASE)


def figures_of(reading: Reading, column: Column, span: Span) -> list[Finding]:
    """Read the figures among words under a header that names the measure: "91% at 4 years", "HSCT 81%, CYC 56%"."""
    term = Term(column.header or span, column.measure or "", True, False)
    values = [m for m in reading.within(span) if m.quantity is not None and m.quantity.kind in ("percent", "fraction", "measurement") and m.label is not Label.TIMEPOINT]
    found, last = [], span[0]
    for m in values:
        gap = _ARM_BEFORE.match(reading.text((last, m.start)))
        name = gap["name"].strip() if gap is not None and not _NO_ARM.match(gap["name"].strip()) else None
        end = min((v.start for v in values if v.start > m.start), default=span[1])
        times = find_times(reading, (last, end))
        arm = name or (reading.as_told(column.arm).strip() if column.arm is not None else None)
        n = int(m.quantity.n) if m.quantity is not None and m.quantity.n is not None else None
        found.append(Finding(term, (term.words, (m.start, m.end)), "table.header", quantity=m.quantity, n=n, arm=arm, timepoint=times[-1].value if times else None))
        last = m.end
    return found
