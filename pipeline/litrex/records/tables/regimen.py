"""What was given and for how long, as cells write it: doses in words of ten, routes by their letters, bare follow-ups."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from litrex.lexicons import Term
from litrex.records.builder import RecordBuilder, Told
from litrex.records.designs import add_follow_up
from litrex.records.reading import Reading, Span
from litrex.records.regimens import add_regimen
from litrex.records.tables.counts import integer
from litrex.records.tables.headers import Column
from litrex.records.treatment import add_doses, add_routes
from litrex.schema.mention import Label

_TENS = {"million": 1e6, "billion": 1e9, "m": 1e6, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8}
_LISTED = re.compile(
    r"(?P<numbers>\d+(?:\.\d+)?(?:\s*(?:,|、|/|;|\bor\b|\band\b|和|或|与|,\s*(?:or"
    r"|and))\s*\d+(?:\.\d+)?)*(?:\s*(?P<range>[-~–]|to|至)\s*(?P<up>\d+(?:\.\d+)?))?)"
    r"\s*(?P<ten>millions?|billions?|M\b|百万|千万|亿|万)(?:\s*(?:个)?(?:cells?|MSCs?|细胞))?(?P<kg>\s*/\s?(?:kg|公斤|千克))?",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[A-Za-z](?:\.[A-Za-z])+\.?|[A-Z]{2,4}\b|[A-Za-z一-鿿][\w一-鿿 -]*")
_FIGURE = re.compile(
    r"(?P<kind>mean|median|平均|中位数?)?[\s:]*(?P<v>\d+(?:\.\d+)?)(?:\s*(?:±|\+/-)\s*[\d.]+)?(?:\s*(?:[-~–]"
    r"|to)\s*(?P<up>\d+(?:\.\d+)?))?(?:\s*[(\[]\s*(?:range\s*)?(?P<low>\d+(?:\.\d+)?)\s*(?:[-~–]"
    r"|to)\s*(?P<high>\d+(?:\.\d+)?)\s*[)\]])?",
    re.IGNORECASE,
)


def add_dose_cell(builder: RecordBuilder, column: Column, span: Span) -> None:
    """Add the doses of a cell, with the unit and the power of ten that the header gives to bare numbers."""
    before = len(builder.entries.get("doses", []))
    add_doses(builder, span, unit=column.unit, factor=column.factor)
    if len(builder.entries.get("doses", [])) == before:
        _add_worded(builder, span, column.unit)


def _add_worded(builder: RecordBuilder, span: Span, unit: str | None) -> None:
    """Add ``25, 75 or 150 million``, 500万、1000万."""
    text = builder.reading.text(span)
    if builder.reading.within(span, Label.DRUG_DOSE):
        return
    for match in _LISTED.finditer(text):
        ten = _TENS[match["ten"].lower().rstrip("s") if len(match["ten"]) > 1 else match["ten"].lower()]
        told_unit = "cells/kg" if match["kg"] else unit or "cells"
        words = (span[0] + match.start(), span[0] + match.end())
        numbers = [float(n) * ten for n in re.findall(r"\d+(?:\.\d+)?", match["numbers"])]
        doses = [(numbers[-2], numbers[-1])] if match["range"] and len(numbers) >= 2 else [(n, None) for n in numbers]
        for value, upper in doses:
            entry: dict[str, Any] = {"value": value, "comparator": "=", "unit": told_unit} | (
                {"upper": upper} if upper is not None else {}
            )
            builder.add("doses", builder.named(entry, words), Told(None, (words,), "table.dose", 0.85))


def add_route_cell(builder: RecordBuilder, span: Span) -> None:
    """Add the routes of a column of routes, where letters that mean much elsewhere mean a route: ``IT + IV``, ``i.a.``."""
    reading = builder.reading
    found: dict[str, Span] = {}
    for m in reading.within(span, Label.ROUTE):
        found.setdefault(reading.value(m, "route") or "", (m.start, m.end))
    for match in _LETTERS.finditer(reading.text(span)):
        words = (span[0] + match.start(), span[0] + match.end())
        term = (
            _defined(reading, match.group())
            or reading.lexicon.lookup(match.group(), "routes")
            or _by_letters(reading, match.group())
        )
        if term is not None and not any(a < words[1] and words[0] < b for a, b in found.values()):
            found.setdefault(term if isinstance(term, str) else term.attributes.get("route") or term.id, words)
    ordered = dict(sorted(found.items(), key=lambda kv: kv[1]))
    if ordered:
        value: Any = list(ordered) if len(ordered) > 1 else next(iter(ordered))
        builder.put("route", Told(value, tuple(ordered.values()), "table.route", 0.95))


_ROUTE_LETTERS = {
    "iv": ("intravenous",), "ia": ("intra_articular", "intra_arterial"), "it": ("intrathecal", "intratracheal"),
    "im": ("intramuscular", "intramyocardial"),
    "ic": ("intracoronary", "intracerebral"), "ip": ("intraperitoneal",),
    "sc": ("subcutaneous",), "id": ("intradermal",), "iu": ("intrauterine",),
}  # fmt: skip
_USUAL = {"ia": "intra_arterial"}


def _defined(reading: Reading, word: str) -> Term | None:
    """The route that the document says the letters mean: ``i.a., intra-articular``."""
    if not re.fullmatch(r"[A-Za-z](?:\.?[A-Za-z]){1,3}\.?", word):
        return None
    names = (reading.lexicon.lookup(name, "routes") for name in _explained(reading.folded, word))
    return next((term for term in names if term is not None), None)


@lru_cache(maxsize=64)
def _explained(folded: str, word: str) -> tuple[str, ...]:
    """What stands after a word and a comma, a colon or an equals sign, as a table's note explains its letters."""
    pattern = re.compile(rf"(?<![\w.]){re.escape(word)}\s*[,:=]\s*([A-Za-z][A-Za-z-]{{4,}}|[一-鿿]{{2,8}})")
    return tuple(dict.fromkeys(match.group(1) for match in pattern.finditer(folded)))[:20]


def _by_letters(reading: Reading, word: str) -> str | None:
    """What two letters mean in a column of routes: of several senses the one that the document spells out, else the usual one."""
    if not re.fullmatch(r"[A-Z]{2}|[A-Za-z]\.[A-Za-z]\.?", word):
        return None
    key = word.replace(".", "").lower()
    senses = _ROUTE_LETTERS.get(key, ())
    spelled = {reading.value(m, "route") for m in reading.mentions.items if m.label is Label.ROUTE} if len(senses) > 1 else set()
    return next((s for s in senses if s in spelled), _USUAL.get(key) or (senses[0] if senses else None))


def add_infusions(builder: RecordBuilder, span: Span) -> None:
    """Add how often cells were given; ``1-5`` tells no number."""
    reading = builder.reading
    text = reading.text(span).strip()
    add_regimen(builder, span)
    found = integer(reading, span)
    if found is not None and re.fullmatch(r"[×x]?\s*\d{1,2}\s*(?:次|times?|doses?|infusions?|injections?)?", text, re.IGNORECASE):
        builder.put("n_infusions", Told(found[0], (found[1],), "table.n_infusions", 0.95))
    elif re.fullmatch(r"\d+\s*[-~–]\s*\d+.*|\d+(?:\s*[,/、]\s*\d+)+.*", text):
        builder.slots.pop("n_infusions", None)
    elif re.fullmatch(r"single|once|one|单次|一次", text, re.IGNORECASE):
        builder.put("n_infusions", Told(1, (span,), "table.n_infusions", 0.9))


def add_follow_up_cell(builder: RecordBuilder, column: Column, span: Span) -> None:
    """Add a length of follow-up; a bare number has the header's unit, and is a mean where the header says so."""
    add_follow_up(builder, span, in_column=True)
    if builder.get("follow_up") is not None or column.unit is None:
        return
    found = _FIGURE.search(builder.reading.text(span))
    if found is not None:
        header = builder.reading.text(column.header) if column.header else ""
        told = {**_lengths(found, header), "unit": column.unit}
        builder.put("follow_up", Told(told, ((span[0] + found.start("v"), span[0] + found.end()),), "table.follow_up", 0.9))


def _lengths(found: re.Match[str], header: str) -> dict[str, float]:
    kind = (found["kind"] or "") + " " + header
    value = float(found["v"])
    if found["up"] is not None:
        return {"min": value, "max": float(found["up"])}
    key = (
        "median"
        if re.search(r"median|中位", kind, re.IGNORECASE)
        else "mean"
        if re.search(r"mean|average|平均", kind, re.IGNORECASE) or "±" in found.group()
        else "max"
    )
    told = {key: value}
    if found["low"] is not None:
        told |= {"min": float(found["low"]), "max": float(found["high"])}
    return (
        told
        if "mean" in told or "median" in told or found["low"] is None
        else {"median": value, **{k: v for k, v in told.items() if k != "max" or v != value}}
    )


def given_in(reading: Reading, span: Span) -> bool:
    """Whether a cell tells of cells: their kind, tissue or dose."""
    return bool(reading.within(span, Label.CELL_TYPE, Label.CELL_SOURCE, Label.DERIVATIVE, Label.DOSE))


def add_route_of_prose(builder: RecordBuilder, span: Span) -> None:
    """Add routes and regimen that stand beside a dose or cells."""
    add_routes(builder, [span])
    add_regimen(builder, span)
