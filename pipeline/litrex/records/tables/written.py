"""What only tables write, in cells that name their measures: ``BASDAI 62→45``, ``ACR20/50 60/40%``, "ESR ns"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from litrex.records.findings import Finding
from litrex.records.findings.items import Term, as_id
from litrex.records.findings.naming import find_all_terms
from litrex.records.reading import Reading, Span
from litrex.records.tables.numbers import FIGURE, UNIT, figure_of, pair, signed, unit_named, went
from litrex.schema.mention import Quantity

_TERM_NS = re.compile(r"\s*[:(,]?\s*(?:ns|NS|n\.s\.|not significant)(?![\w.])\)?")
_SIGN_RANGE = re.compile(
    rf"(?P<sign>[+-])\s?(?P<low>\d+(?:\.\d+)?)\s*(?:to|~|至|到|-|–)\s*(?P=sign)?\s?(?P<up>\d+(?:\.\d+)?){UNIT.format('')}"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A figure with the stretch that it takes."""

    span: Span
    findings: tuple[Finding, ...]


def in_prose_of_cell(reading: Reading, span: Span, arms: tuple[str, ...] = ()) -> list[Stretch]:
    """Read what only tables write, in a cell that names its measures itself: ``BCVA +9 to +19 letters``.

    `arms` are the study's, to which a list of figures as long is handed out.
    """
    text = reading.text(span)
    terms = [*find_all_terms(reading, span), *_lettered(reading, span)]
    terms.sort(key=lambda t: t.words)
    found = [
        _stretch(span, match, t, tuple(pair(span, t, match, None)))
        for match in went(text)
        if (t := _term_before(reading, span, terms, match.start()))
    ]
    for term in terms:
        told = _family(reading, span, term) or _against(reading, span, term, arms)
        if told is not None and not any(s.span[0] <= told.span[0] < s.span[1] for s in found):
            found.append(told)
    for match in _SIGN_RANGE.finditer(text):
        near = _term_before(reading, span, terms, match.start())
        if near is not None and not any(s.span[0] < span[0] + match.end() and span[0] + match.start() < s.span[1] for s in found):
            found.append(_stretch(span, match, near, (_ranged(span, near, match),)))
    for term in terms:
        match_ns = _TERM_NS.match(reading.folded, term.words[1], span[1])
        if match_ns is not None:
            found.append(
                Stretch(
                    (term.words[0], match_ns.end()),
                    (Finding(term, (term.words, (term.words[1], match_ns.end())), "table.ns", direction="no_change"),),
                )
            )
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
        found.append(
            Finding(member, (term.words, words), "table.family", quantity=Quantity("percent", float(figure.group()), unit="%"))
        )
    return Stretch((term.words[0], match.end()), tuple(found))


_LEAD = re.compile(r"\s*(?:\([^()]*\))?\s*(?P<colon>[:=])?\s*")
_NEXT = re.compile(
    r"\s*(?:\((?P<arm>[A-Za-z一-鿿][^()%]{0,24})\))?\s*(?:(?P<vs>vs?\.?(?![a-z])|versus|against|compared with|对|比)|[、/])\s*",
    re.IGNORECASE,
)


def _against(reading: Reading, span: Span, term: Term, arms: tuple[str, ...]) -> Stretch | None:
    """``EASI-75: 51% v 15%``, ``66%、67%对3%``: a measure, and a figure or several against each other.

    The colon after a measure that ends in a number makes no ratio of the two.
    """
    lead = _LEAD.match(reading.folded, term.words[1], span[1])
    figure = FIGURE.match(reading.folded, lead.end(), span[1]) if lead is not None else None
    if lead is None or figure is None:
        return None
    figures, names, opposed = [figure], [], False
    while (gap := _NEXT.match(reading.folded, figures[-1].end(), span[1])) is not None and (
        figure := FIGURE.match(reading.folded, gap.end(), span[1])
    ) is not None:
        figures.append(figure)
        names.append(gap["arm"])
        opposed = opposed or gap["vs"] is not None
    if opposed:
        last = re.compile(r"\s*\(([A-Za-z一-鿿][^()%]{0,24})\)").match(reading.folded, figures[-1].end(), span[1])
        told = [*names, last.group(1) if last else None]
        return _opposed(term, figures, _names(told, arms))
    if (
        lead["colon"]
        and len(figures) == 1
        and reading.folded[term.words[1] - 1].isdigit()
        and figures[0]["unit"]
        and not figures[0]["v"].startswith(("+", "-"))
    ):
        return Stretch((term.words[0], figures[0].end()), (figure_of(term, (term.words, figures[0].span()), figures[0], None),))
    return None


def _names(told: list[str | None], arms: tuple[str, ...]) -> list[str | None]:
    """The arms of figures against each other: told beside them, the study's if as many, else the two sides."""
    if any(told):
        return told
    if len(arms) == len(told):
        return list(arms)
    return ["intervention", "control"] if len(told) == 2 else [None] * (len(told) - 1) + ["control"]


def _opposed(term: Term, figures: list[re.Match[str]], names: list[str | None]) -> Stretch:
    unit = next((f["unit"] for f in reversed(figures) if f["unit"]), None)
    found = [
        replace(signed(figure_of(term, (term.words, f.span()), f, unit), f["v"], None, False), arm=name)
        for f, name in zip(figures, names, strict=True)
    ]
    return Stretch((term.words[0], figures[-1].end()), tuple(found))


def _stretch(span: Span, match: re.Match[str], term: Term, findings: tuple[Finding, ...]) -> Stretch:
    return Stretch((term.words[0], span[0] + match.end()), findings)


def _ranged(span: Span, term: Term, match: re.Match[str]) -> Finding:
    unit = unit_named(match["unit"])
    q = Quantity("percent" if unit == "%" else "measurement", float(match["low"]), upper=float(match["up"]), unit=unit)
    words = (span[0] + match.start(), span[0] + match.end())
    return Finding(
        term,
        (term.words, words),
        "table.sign",
        direction="increase" if match["sign"] == "+" else "decrease",
        quantity=q,
        kind="difference",
    )


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
