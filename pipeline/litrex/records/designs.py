"""How a study was made and whom it counted: study type, phase, follow-up, counts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from litrex.records.builder import RecordBuilder, Told
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention, Quantity

_MEAN = re.compile(r"平均|均值|\bmean\b|\baverage\b", re.IGNORECASE)
_MEDIAN = re.compile(r"中位|\bmedian\b", re.IGNORECASE)
_MIN = re.compile(r"至少|最短|不少于|超过|\bat least\b|\bminimum\b|\bmore than\b", re.IGNORECASE)


_TOLD_AS = re.compile(r"[(,，]\s?(?:mean|median|average|平均|中位)\s?[,:=]\s?$", re.IGNORECASE)
_QUARTILES = re.compile(r"\biqr\b|quartile|四分位", re.IGNORECASE)


def add_study_type(builder: RecordBuilder, spans: list[Span]) -> None:
    """Put the most specific study type that the stretches say, and whether it looked forward or back."""
    reading = builder.reading
    found = [
        m
        for span in spans
        for m in reading.within(span, Label.STUDY_TYPE)
        if not _denied(reading, m) and not reading.attribute(m, "aspect") and (m.confidence >= 0.9 or m.concept in _WEAK_ENOUGH)
    ]
    if not found:
        _bare_series(builder, spans)
    ranked = sorted(found, key=lambda m: (rank_of(reading, m), m.start))
    if ranked:
        builder.put("design.study_type", Told(ranked[0].concept, ((ranked[0].start, ranked[0].end),), "design.study_type"))
    for m in found:
        if m.concept in ("prospective_study", "retrospective_study"):
            builder.put("design.prospective", Told(m.concept == "prospective_study", ((m.start, m.end),), "design.prospective"))
            break


_SERIES = re.compile(
    r"\b(?:the|a|an|this|his|her|their)\s(?:[\w-]+\s){0,3}series\b(?! of (?:\w+ )?(?:trials|studies|papers|experiments))", re.I
)


def _bare_series(builder: RecordBuilder, spans: list[Span]) -> None:
    """Read "in the series of Maes et al." as a case series where no other design is said."""
    for span in spans[:2]:
        if (word := _SERIES.search(builder.reading.text(span))) is not None:
            words = (span[0] + word.start(), span[0] + word.end())
            builder.put("design.study_type", Told("case_series", (words,), "design.series", 0.7))
            return


_WEAK_ENOUGH = frozenset(
    {"randomized_controlled_trial", "clinical_trial", "retrospective_study", "prospective_study", "multicenter_clinical_study"}
)


def rank_of(reading: Reading, mention: Mention) -> int:
    """The place of a study type in the order of the design's table; 99 where it has none."""
    told = reading.attribute(mention, "rank")
    return int(told) if told is not None and told.isdigit() else 99


def _denied(reading: Reading, m: Mention) -> bool:
    before = reading.folded[max(0, m.start - 12) : m.start]
    return bool(re.search(r"(?:非|未|not |non-?|no )\s*$", before, re.IGNORECASE))


def add_phase(builder: RecordBuilder, span: Span, *, in_column: bool = False) -> None:
    reading = builder.reading
    for m in reading.within(span, Label.PHASE):
        if m.quantity is not None and m.quantity.unit is not None:
            builder.put("design.phase", Told(m.quantity.unit, ((m.start, m.end),), "design.phase"))
            return
    if in_column and (bare := _bare_phase(reading.text(span))):
        builder.put("design.phase", Told(bare, (span,), "design.phase"))


_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV"}


def _bare_phase(text: str) -> str | None:
    """Read a phase that stands alone in its column: ``I/IIa`` → ``I/II``."""
    match = re.fullmatch(
        r"\s*(?:phase\s*)?(I{1,3}|IV|[1-4ⅠⅡⅢⅣ])[abAB]?(?:\s*[/-]\s*(I{1,3}|IV|[1-4ⅠⅡⅢⅣ])[abAB]?)?\s*期?\s*", text, re.IGNORECASE
    )
    if match is None:
        return None
    parts = [_ROMAN.get(p, p.upper()) for p in match.groups() if p]
    return "/".join(dict.fromkeys(parts))


def add_follow_up(builder: RecordBuilder, span: Span, *, in_column: bool = False) -> None:
    """Add lengths of follow-up: a single one is the longest, a range gives both ends."""
    reading = builder.reading
    labels = (Label.FOLLOW_UP, Label.TIMEPOINT) if in_column else (Label.FOLLOW_UP,)
    told: dict[str, Any] = {}
    spans: list[Span] = []
    for m in reading.within(span, *labels):
        q = None if m.quantity is None else _without_quartiles(reading.folded[m.start : m.end], m.quantity)
        if q is None or q.value is None or q.unit is None:
            continue
        if told and q.unit != told["unit"]:
            if {q.unit, told["unit"]} != {"a", "mo"}:
                continue
            told, q = (
                _in_months(told),
                replace(
                    q,
                    unit="mo",
                    value=q.value * (12 if q.unit == "a" else 1),
                    upper=None if q.upper is None else q.upper * (12 if q.unit == "a" else 1),
                ),
            )
        before = _lead(reading, span, m)
        after = reading.folded[m.end : min(span[1], m.end + 14)]
        if q.value is None:
            continue
        fresh = _lengths(q.value, q.upper, q.low, q.high, before + "|" + after)
        if any(key in told for key in fresh):
            continue
        told |= {"unit": q.unit, **fresh}
        spans.append((m.start, m.end))
    if told:
        have = builder.get("follow_up")
        if have is None:
            builder.put("follow_up", Told(told, tuple(spans), "follow_up"))
        elif have["unit"] == told["unit"] and not set(have) & (set(told) - {"unit"}):
            old = builder.slots["follow_up"]
            builder.slots["follow_up"] = Told({**have, **told}, (*old.spans, *spans), "follow_up")


def _lead(reading: Reading, span: Span, m: Mention) -> str:
    """What stands before a length in its clause; in brackets behind another length, what it is told as: "(mean, 28 months)"."""
    lead = reading.folded[max(span[0], m.start - 34) : m.start]
    before = lead[max(lead.rfind(c) for c in ",;，(") + 1 :]
    told_as = None if before.strip() else _TOLD_AS.search(lead)
    return told_as[0] if told_as else before


def _without_quartiles(text: str, q: Quantity) -> Quantity:
    """Drop limits that are quartiles: they are neither the shortest nor the longest."""
    return replace(q, low=None, high=None) if _QUARTILES.search(text) else q


def _in_months(told: dict[str, Any]) -> dict[str, Any]:
    """Write lengths told in years as months, for a record that tells both: 长达4年(平均27个月)."""
    times = 12 if told["unit"] == "a" else 1
    return {"unit": "mo", **{k: v * times for k, v in told.items() if k != "unit"}}


def _lengths(value: float, upper: float | None, low: float | None, high: float | None, around: str) -> dict[str, float]:
    before, _, after = around.partition("|")
    kind = (
        "median"
        if _MEDIAN.search(before) or re.match(r"\s*\((?:中位|median)[^\d]{0,6}\)", after, re.IGNORECASE)
        else "mean"
        if _MEAN.search(before) or re.match(r"\s*\((?:平均|mean)[^\d]{0,6}\)", after, re.IGNORECASE)
        else None
    )
    if kind is None and re.match(r"\s*on average", after, re.IGNORECASE):
        kind = "mean"
    told: dict[str, float] = {}
    if kind is not None:
        told[kind] = value
    elif upper is not None:
        told |= {"min": value, "max": upper}
    else:
        told["min" if _MIN.search(before[-24:]) else "max"] = value
    if low is not None and high is not None:
        told |= {"min": low, "max": high}
    return told


def whole(mention: Mention) -> int | None:
    """The count of a mention as a whole number."""
    q = mention.quantity
    return int(q.value) if q is not None and q.value is not None and q.value == int(q.value) else None


def add_centers(builder: RecordBuilder, span: Span) -> None:
    for m in builder.reading.within(span, Label.CENTER_COUNT):
        n = whole(m)
        if n is not None:
            builder.put("n_centers", Told(n, ((m.start, m.end),), "count.centers"))
            return
    single = re.search(r"单中心|\bsingle[- ]cent(?:er|re)\b", builder.reading.text(span), re.IGNORECASE)
    if single:
        builder.put("n_centers", Told(1, ((span[0] + single.start(), span[0] + single.end()),), "count.centers"))


def add_age(builder: RecordBuilder, span: Span) -> None:
    for m in builder.reading.within(span, Label.AGE):
        q = m.quantity
        if q is None or q.value is None:
            continue
        told: dict[str, Any] = {"unit": q.unit or "a"}
        if q.upper is not None:
            told |= {"min": q.value, "max": q.upper}
        else:
            before = builder.reading.folded[max(span[0], m.start - 12) : m.start]
            told["median" if _MEDIAN.search(before) else "mean"] = q.value
            told |= {k: v for k, v in (("sd", q.sd), ("min", q.low), ("max", q.high)) if v is not None}
        builder.put("age", Told(told, ((m.start, m.end),), "age"))
        return
