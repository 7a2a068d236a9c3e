"""How a table writes a figure: with its spread, its unit, its range, its count; and one going to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from litrex.records.findings import Finding
from litrex.records.findings.items import Term
from litrex.records.reading import Span
from litrex.schema.mention import Quantity

NUMBER = r"[+-]?\d+(?:\.\d+)?"
SD = r"(?:\s*(?:±|\+/-)\s*(?P<sd{0}>\d+(?:\.\d+)?))?"
UNIT = (
    r"(?:\s?(?P<unit{0}>%|[mµμnpk]?g/(?:d?L|l|d|kg|24 ?h)|m?g/24h|[mµμnp]?mol/(?:L|mol|mmol|g|mg)|U/L|IU/m?L|mm/h"
    r"|mL(?:/\w+)?|letters?|points?|分|(?:mm|cm|m|L|kg)\b(?!/)))?"
)
FIGURE = re.compile(
    rf"(?P<cmp>[<>≤≥~≈])?\s*(?P<v>{NUMBER}){SD.format('')}(?:\s*(?P<range>[-~–]|to)\s*(?P<up>{NUMBER}))?{UNIT.format('')}"
    rf"(?:\s*[(\[]\s*(?:n\s*=\s*)?(?:(?P<n>\d+)\s*/\s*(?P<d>\d+)|(?P<alone>\d+)(?:例| patients| pts)?"
    rf"|(?P<share>\d+(?:\.\d+)?)\s*%|(?P<low>{NUMBER})\s*(?:[-~,–]|to)\s*(?P<high>{NUMBER}))\s*[)\]])?"
)
_ARROW = r"\s*(?:→|⟶|➔|➝|➜|⇒|=>|-+>|\bto\b)\s*"
_FROM_TO = re.compile(
    rf"(?<![\d.])(?P<a>{NUMBER}){SD.format('a')}{UNIT.format('a')}(?P<arrow>{_ARROW})(?P<b>{NUMBER}"
    rf"){SD.format('b')}{UNIT.format('b')}(?![\d.])"
)


def unit_named(told: str | None) -> str | None:
    return {"分": "points", "point": "points", "letter": "letters"}.get(told, told) if told else None


def figure_of(term: Term, spans: tuple[Span, ...], match: re.Match[str], unit: str | None) -> Finding:
    unit = unit_named(match["unit"] or unit)
    q = Quantity(
        "percent" if unit == "%" else "measurement", float(match["v"]),
        upper=float(match["up"]) if match["up"] else None, unit=unit,
        comparator=(match["cmp"] or "=").replace("≈", "~"), sd=float(match["sd"]) if match["sd"] else None,
        low=float(match["low"]) if match["low"] else None, high=float(match["high"]) if match["high"] else None,
        n=float(match["n"]) if match["n"] else None, denominator=float(match["d"]) if match["d"] else None,
    )  # fmt: skip
    if match["share"]:  # 9 (45%)
        q = replace(q, kind="percent", value=float(match["share"]), unit="%", n=float(match["v"]))
    elif match["alone"] and unit == "%":
        q = replace(q, n=float(match["alone"]))
    return Finding(term, spans, "table.header", quantity=q)


def signed(finding: Finding, told: str, direction: str | None, change: bool) -> Finding:
    """A figure with a sign, an arrow or a header of changes is a difference with its direction."""
    q = finding.quantity
    if q is None or q.value is None:
        return finding
    if not told.startswith(("+", "-")) and not change and direction is None:
        return finding
    way = direction or ("decrease" if told.startswith("-") else "increase" if told.startswith("+") or q.value > 0 else None)
    size = replace(q, value=abs(q.value), upper=abs(q.upper) if q.upper is not None else None)
    return replace(finding, quantity=size, direction="no_change" if q.value == 0 else way, kind="difference")


def went(text: str) -> Iterator[re.Match[str]]:
    """Where a figure goes to another; "28.3 to 14.7" does, "9 to 19" is a range."""
    for match in _FROM_TO.finditer(text):
        if match["arrow"].strip().lower() != "to" or (
            float(match["a"]) > float(match["b"]) and not match["a"].startswith(("+", "-"))
        ):
            yield match


def pair(span: Span, term: Term, match: re.Match[str], unit: str | None) -> Iterator[Finding]:
    """The two outcomes of "from A to B": A at baseline, B with the direction."""
    told = unit_named(match["unitb"] or match["unita"] or unit)
    kind = "percent" if told == "%" else "measurement"
    first, last = float(match["a"]), float(match["b"])
    way = "increase" if last > first else "decrease" if last < first else "no_change"
    a, b = (
        (span[0] + match.start(k), span[0] + match.end(f"sd{k}") if match[f"sd{k}"] else span[0] + match.end(k))
        for k in ("a", "b")
    )
    sds = [float(match[f"sd{k}"]) if match[f"sd{k}"] else None for k in ("a", "b")]
    yield Finding(term, (term.words, a), "table.from", quantity=Quantity(kind, first, unit=told, sd=sds[0]), timepoint="baseline")
    yield Finding(term, (term.words, b), "table.to", direction=way, quantity=Quantity(kind, last, unit=told, sd=sds[1]))
