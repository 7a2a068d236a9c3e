"""When an outcome was taken: points in time within a passage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Quantity

_NAMED = (
    (
        "baseline",
        re.compile(
            r"基线(?:时|值)?|(?:治疗|移植|输注|注射|手术|术|干预|给药)前|\bat baseline\b|\bbaseline\b"
            r"|\bbefore(?=\s+and\b[^.;]{0,40}\bafter\b)|\bbefore (?:treatment|transplantation|infusion|injection|surgery"
            r"|therapy)\b|\bpre-?(?:treatment"
            r"|transplant|operative(?:ly)?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "last_follow_up",
        re.compile(
            r"(?:末次|最后一?次|最近一?次|终点)(?:的)?随访(?:时)?|\b(?:last|final|latest|most recent) (?:follow-?up"
            r"|visit|observation)\b|\bend of follow-?up\b",
            re.IGNORECASE,
        ),
    ),
    ("end_of_treatment", re.compile(r"(?:治疗|疗程)(?:结束|完成)(?:时|后)?|\bend of (?:treatment|therapy)\b", re.IGNORECASE)),
)
_BEFORE = re.compile(
    r"(?:第|满|术后|移植后|治疗后?|输注后?|注射后?|随访(?:至|到|期间)?|到|至|于|在|经过?|仅|后|其后|的|,|^)\s*$"
    r"|(?:\b(?:at|by|after|within|over|until|to|for|at the|during|beyond|in|following|through|in the first"
    r"|over the next|from|of|the|day|week|month|year|only|still|and|than)\s*)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:以?后|时|内|末|的?(?:时候|时点|随访)|之?(?:后|内|间)|中|期间|以上|多|[,，]|(?:的)?(?:总?生存|无"
    r"|累积|存活|缓解|完全|临床|疾病|总|复发|死亡|移植|慢性|急性|有效|应答|[A-Z]{2,}))"
    r"|\s*-?\s*(?:later|after|on\b|post|follow-?up|of (?:treatment|follow)|overall|survival|progression"
    r"|relapse|event|disease|graft|mortality|cumulative|non-?relapse|outcome|out\b|[,;.]|$)",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"(?:每|间隔|相隔|隔|连续|历时|病程|共)\s*$|\b(?:every|each|once a|per|a|aged|interval of|course of)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A point in time: a length as ``{"value","unit"}`` or one of the named points."""

    span: Span
    value: Any


def length(quantity: Quantity) -> dict[str, Any]:
    """Write a duration as the record's length."""
    told: dict[str, Any] = {"value": quantity.value, "unit": quantity.unit}
    if quantity.upper is not None:
        told["upper"] = quantity.upper
    return told


def find_times(reading: Reading, span: Span) -> list[TimeMention]:
    """Find the points in time of a passage; intervals, ages and lengths of follow-up are none."""
    text = reading.text(span)
    found = [
        TimeMention((span[0] + m.start(), span[0] + m.end()), name) for name, pattern in _NAMED for m in pattern.finditer(text)
    ]
    for mention in reading.within(span, Label.TIMEPOINT):
        q = mention.quantity
        before, after = (
            text[max(0, mention.start - span[0] - 16) : mention.start - span[0]],
            text[mention.end - span[0] : mention.end - span[0] + 16],
        )
        if q is None or q.value is None or q.unit is None or _EVERY.search(before):
            continue
        listed = re.match(r"\s*(?:和|及|、|,|and)\s*(?=\d|one|two|three|five|ten|半|一|两|三|五|十)", after) is not None
        if _BEFORE.search(before) or _AFTER.match(after) or listed:
            found.append(TimeMention((mention.start, mention.end), length(q)))
    return sorted(found, key=lambda t: t.span)
