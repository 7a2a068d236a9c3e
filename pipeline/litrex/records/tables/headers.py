"""Which slot a column fills, by the words of its header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from litrex.records.findings.arms import find_arms
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label

_NOISE = re.compile(r"^[\s*_#|]+|[\s*_|†‡§¶]+$")
_TAIL = re.compile(r"\s*[,/、:;].*$|\s*[(\[].*$")
_POWER = re.compile(r"(?:×|x|\*|\(|\b)\s*10\s*(?:\^\s*(\d{1,2})|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})|\((\d{1,2})\))", re.IGNORECASE)
_WORDS_OF_TEN = (
    (re.compile(r"\bmillions?\b|百万", re.I), 1e6),
    (re.compile(r"\bbillions?\b", re.I), 1e9),
    (re.compile(r"亿"), 1e8),
    (re.compile(r"万"), 1e4),
)
_UNITS = (
    (re.compile(r"/\s?kg|per kg|kg\s?[-−⁻]\s?[1¹]|公斤|千克", re.IGNORECASE), "cells/kg"),
    (re.compile(r"/\s?m[lL]\b|/毫升"), "cells/mL"),
    (re.compile(r"cells?\b|细胞|个", re.IGNORECASE), "cells"),
)
_TIME = (
    (re.compile(r"\bmonths?\b|\bmos?\b|个?月", re.IGNORECASE), "mo"),
    (re.compile(r"\bweeks?\b|\bwks?\b|周", re.IGNORECASE), "wk"),
    (re.compile(r"\byears?\b|\byrs?\b|\by\b|年", re.IGNORECASE), "a"),
    (re.compile(r"\bdays?\b|天|日", re.IGNORECASE), "d"),
)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SHARE = re.compile(r"%|percent|proportion|比例|占比|率", re.IGNORECASE)
_OPEN_TO_MEASURES = frozenset(
    {None, "outcome", "survival", "adverse_events", "severity", "time", "status", "n_eyes", "transplantation"}
)
_COUNTED = re.compile(r"例数|人数|样本量|病例数|患者数|\bn\b|\bno\.|\bnumber\b|\bpatients?\b|\bcases\b", re.IGNORECASE)
_ARM_WORDS = re.compile(
    r"治疗组|试验组|实验组|观察组|干预组|移植组|细胞组|MSCs?组|对照组?|安慰剂组?"
    r"|\b(?:treatment|treated|intervention|experimental|active|MSCs?|cells?|control|comparator|placebo|sham)\b"
    r"(?: (?:group|arm))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds; `unit` and `factor` are what its header says of every number under it, `arm` whose they are."""

    slot: str | None
    header: Span | None = None
    unit: str | None = None
    factor: float = 1.0
    measure: str | None = None
    arm: Span | None = None
    change: bool = False  # the header says that its figures are changes
    time: Any = None  # the time of its figures: "baseline", {"value", "unit"}, or "after"


def slot_of(reading: Reading, span: Span) -> str | None:
    """The slot that a header names; None where no synonym covers it.

    A header that is a synonym as a whole comes first (``F/M``, ``Patients (hips)``), then one with its unit or a footnote's
    letter cut off (``Age, y``, ``Dosagea``), then the longest synonym within, if it makes up enough of it.
    """
    text = _NOISE.sub("", reading.text(span))
    if not text:
        return None
    if (
        exact := next((m for m in reading.lexicon.find(text, kinds={"headers"}) if m.start == 0 and m.end == len(text)), None)
    ) is not None:
        return exact.term.id
    for form in (text, _TAIL.sub("", text), *_unmarked(text)):
        if (form == text or len(form) > 1) and (term := reading.lexicon.lookup(form, "headers")) is not None:
            return term.id
    return _within(reading, text)


def _unmarked(text: str) -> list[str]:
    """The header without the mark of a footnote that is glued to it."""
    return [text[:-1].rstrip(" ,")] if re.search(r"[A-Za-z)][a-i\d]$", text) else []


def _within(reading: Reading, text: str) -> str | None:
    matches = reading.lexicon.find(text, kinds={"headers"}) or reading.lexicon.find(text.lower(), kinds={"headers"})
    if not matches:
        return None
    best = max(matches, key=lambda m: (m.end - m.start, -m.start))
    enough = (best.end - best.start) * 3 >= len(re.sub(r"\([^()]*\)", "", text).strip())
    return best.term.id if enough or best.start == 0 else None


def column_of(reading: Reading, headers: tuple[Span, ...]) -> Column:
    """Read a column's headers, the lowest that names a slot first, the ones above for what it leaves open."""
    if not headers:
        return Column(None)
    text = " ".join(reading.text(h) for h in headers)
    if (shared := _of_an_arm(reading, headers)) is not None:
        return shared
    slot, header = next(((s, h) for h in reversed(headers) if (s := slot_of(reading, h)) is not None), (None, headers[-1]))
    if slot in ("n_female", "n_male") and _SHARE.search(text):
        return Column(None, header)
    measure = _measure(reading, headers[-1]) if slot in _OPEN_TO_MEASURES or _FROM_TO.search(reading.text(headers[-1])) else None
    if measure is not None and (slot != "adverse_events" or _SHARE.search(text)):
        return Column("outcome", headers[-1], _figure_unit(text), measure=measure, change=bool(_CHANGE.search(text)))
    return Column(slot, header, *_unit_of(slot, text))


_CHANGE = re.compile(r"change|difference|reduction|increase|decrease|Δ|变化|改变|差值|下降|升高|降低|增加", re.IGNORECASE)


def _of_an_arm(reading: Reading, headers: tuple[Span, ...]) -> Column | None:
    """Read a column that holds one arm's sizes or figures: ``n`` over "MSC | Control", 治疗组例数, "Control (n)"."""
    lower, text = headers[-1], reading.text(headers[-1])
    upper = headers[-2] if len(headers) > 1 else lower
    whole = reading.text(upper)
    moment = _moment(text)
    timed = slot_of(reading, lower) in (None, "follow_up", "time", "outcome") if upper != lower else _bare_moment(text)
    if moment is not None and timed and (measure := _measure(reading, upper)) is not None:
        return Column("outcome", upper, _figure_unit(whole), measure=measure, change=bool(_CHANGE.search(whole)), time=moment)
    if len(headers) > 1 and _names_arm(reading, lower):
        if slot_of(reading, upper) == "n_patients":
            return Column("arm_n", upper, arm=lower)
        if (measure := _measure(reading, upper)) is not None:
            return Column("outcome", upper, _figure_unit(whole), measure=measure, arm=lower, change=bool(_CHANGE.search(whole)))
    sized = _SIZED.match(text)
    if sized is not None and slot_of(reading, (lower[0], lower[0] + sized.end("arm"))) in (None, "intervention", "control"):
        words = (lower[0] + sized.start("arm"), lower[0] + sized.end("arm"))
        if (
            find_arms(reading, words)
            or _ARM_WORDS.search(sized["arm"])
            or reading.within(words, Label.CELL_TYPE, Label.DRUG, Label.ARM)
        ):
            return Column("arm_n", lower, arm=words)
    arm = _ARM_WORDS.search(text)
    if (
        arm is not None
        and _COUNTED.search(text)
        and len(text) <= 40
        and _measure(reading, lower) is None
        and not re.search(r"细胞数|cell (?:number|count|dose)", text, re.IGNORECASE)
    ):
        rest = _COUNTED.sub("", text.replace(arm.group(), "", 1))
        if not re.search(r"[\w一-鿿]", rest):
            return Column("arm_n", lower, arm=(lower[0] + arm.start(), lower[0] + arm.end()))
    return None


_MOMENTS = (
    (
        re.compile(
            r"(?:治疗|移植|干预|术|给药|输注)前|基线|\b(?:before|pre(?:-?treatment|-?op\w*|-?transplant)?|baseline)\b",
            re.IGNORECASE,
        ),
        "baseline",
    ),
    (
        re.compile(
            r"(?:治疗|移植|干预|术|给药|输注)后|\b(?:after|post(?:-?treatment|-?op\w*|-?transplant)?|final|end)\b|末次",
            re.IGNORECASE,
        ),
        "after",
    ),
)
_FROM_TO = re.compile(
    r"(?:治疗|移植|干预|术|给药|输注)?前\s*(?:[-/→⟶➔、~]|->|与|和|到)*\s*(?:(?:治疗|移植|干预|术|给药|输注)?后|末次\w*)"
    r"|\b(?:before|pre(?:-?treatment)?|baseline)\s*(?:[-/→⟶➔,~]|->|and|to|vs\.?)*\s*"
    r"(?:after|post(?:-?treatment)?|final|end|last|follow-?up)\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"(?P<n>\d{1,3})\s*-?\s*(?:个?(?P<zh>月|周|年|天)|(?P<en>mo(?:nth)?s?|w(?:ee)?ks?|y(?:ea)?rs?|days?|[mwyd])\b)", re.IGNORECASE
)
_LENGTH_UNIT = {"月": "mo", "周": "wk", "年": "a", "天": "d", "m": "mo", "w": "wk", "y": "a", "d": "d"}


def _moment(text: str) -> Any:
    """The time that a header gives to its figures: "Before", 治疗后, "6 months"."""
    length = _LENGTH.search(text)
    if length is not None:
        told = length["zh"] or length["en"][0].lower()
        return {"value": float(length["n"]), "unit": _LENGTH_UNIT[told]}
    return next((moment for pattern, moment in _MOMENTS if pattern.search(text)), None)


_SIZED = re.compile(r"^\s*(?P<arm>[^(),]{2,40}?)\s*(?:[,(]\s*[nN]\s*\)?|\(?(?:例数?|人数)\)?)\s*$")


def _bare_moment(text: str) -> bool:
    """Whether one header names both a measure and one time: 治疗前DAS28, "EDSS (baseline)", not "EDSS, before → after"."""
    return sum(pattern.search(text) is not None for pattern, _ in _MOMENTS) == 1


def _names_arm(reading: Reading, span: Span) -> bool:
    """Whether a header under a count or a measure names an arm: a known word, or one that names no sort of column."""
    if find_arms(reading, span) or _ARM_WORDS.fullmatch(reading.text(span).strip()):
        return True
    if reading.lexicon.lookup(reading.text(span), "headers") is None and _measure(reading, span) is None:
        return bool(re.search(r"[A-Za-z一-鿿]{2}", reading.text(span)))
    return slot_of(reading, span) in ("control", "intervention", "arms")


def _measure(reading: Reading, span: Span) -> str | None:
    """The measure that a header names, if that is what it is about and no sort of column."""
    text = reading.text(span)
    found = reading.lexicon.find(text, kinds={"measures"})
    if not found:
        return None
    best = max(found, key=lambda m: m.end - m.start)
    bare = re.sub(r"\([^()]*\)|[\s,/%]+", "", _FROM_TO.sub("", text))
    return best.term.id if (best.end - best.start) * 3 >= len(bare) else None


def _figure_unit(text: str) -> str | None:
    """The unit that a measure's header gives to its figures: ``ACR20 (%)``, ``CRP (mg/L)``.

    A share is told by its word too: 有效率 is in percent.
    """
    if re.search(r"%|percent", text, re.IGNORECASE):
        return "%"
    found = re.search(r"[(\[,/]\s*((?:[mµμnpkdIU]+|points?|letters?|分|mo|months?|weeks?|d)(?:/[\wµμ.²]+)?)\s*[)\]]?\s*$", text)
    return {"分": "points", "point": "points", "letter": "letters"}.get(found.group(1), found.group(1)) if found else None


def _unit_of(slot: str | None, text: str) -> tuple[str | None, float]:
    if slot in ("dose", "transplantation"):
        unit = next((u for pattern, u in _UNITS if pattern.search(text)), None)
        power = _POWER.search(text)
        digits = next((g for g in power.groups() if g), "") if power else ""
        factor = (
            10.0 ** int(digits.translate(_SUPERSCRIPT)) if digits else next((f for p, f in _WORDS_OF_TEN if p.search(text)), 1.0)
        )
        return unit, factor
    if slot in ("follow_up", "time"):
        return next((u for pattern, u in _TIME if pattern.search(re.sub(r"随访", "", text))), None), 1.0
    return None, 1.0
