"""Durations that are lengths of follow-up, told from durations that are points in time."""

from __future__ import annotations

import re
from dataclasses import replace

from litrex.schema.mention import Label, Mention

_CUE = re.compile(
    r"随访|随诊|观察期|观察时间|追踪|观察了|follow(?:ed|ing)?[- ]?up|\bfollowed (?:\w+ )?(?:for|over|until|up)"
    r"|\bfollowed [^,;.]{3,40} (?:for|over)(?: up to| at least| a \w+ of)?\s*$"
    r"|were followed|observation (?:period|time)|\bobserved for|surveillance",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\s*(?:平均|中位|最长|最短|范围|长达|median|mean|range|maximum|up to|longest)[^,;。]{0,10}$", re.IGNORECASE
)
_LAST = re.compile(
    r"(?:末次|最后一?次|终点|最近一次)随访|(?:last|final|latest|most recent) follow-?up|end of follow-?up", re.IGNORECASE
)
_ASIDE = re.compile(r"\((?:mean|median|average|range|平均|中位|范围)[,:]?\s?$", re.IGNORECASE)
_AT = re.compile(r"(?:\bat|\bby|第)\s*$", re.IGNORECASE)


def relabel_follow_ups(folded: str, offset: int, found: list[Mention]) -> list[Mention]:
    """Give FOLLOW_UP to durations that a follow-up word governs within their clause.

    >>> _governed("平均随访14个月", 4, 8), _governed("6个月时DAS28下降", 0, 3), _governed("at the 6-month follow-up", 7, 14)
    (True, False, False)
    """
    return [
        replace(m, label=Label.FOLLOW_UP)
        if m.label is Label.TIMEPOINT and _governed(folded, m.start - offset, m.end - offset)
        else m
        for m in found
    ]


def _governed(folded: str, start: int, end: int) -> bool:
    left = max(folded.rfind(mark, 0, start) for mark in ";。,")
    goes_on = left > 0 and folded[left] == "," and _GOES_ON.match(folded[left + 1 : start])
    if goes_on and _CUE.search(folded[max(0, left - 30) : left]):
        return True
    if (aside := _ASIDE.search(folded, max(0, start - 16), start)) and _CUE.search(
        folded[max(0, aside.start() - 40) : aside.start()]
    ):
        return True
    before, after = folded[max(left + 1, start - 40) : start], folded[end : end + 24]
    after = re.split(r"[;。]|, |,(?!\d)", after)[0]
    if _LAST.search(before[-12:]):
        return False
    if re.match(r"\s*(?:时|的?随访(?:时|点)|末|-?\s*follow-?up visit)", after) and (
        re.match(r"\s*的?随访(?:时|点)", after) or not _CUE.search(before)
    ):
        return False
    if _AT.search(before) and not re.search(r"随访|median|mean", before, re.IGNORECASE):
        return False
    if (
        re.search(r"\b(?:the|a)\s*$", before)
        and re.match(r"\s*follow-?up", after)
        and re.search(r"\b(?:at|by)\b", before, re.IGNORECASE)
    ):
        return False
    return bool(
        _CUE.search(before)
        or re.match(
            r"(?:以上|以下|左右)?\s*(?:的|长期)?\s*(?:长达)?(?:随访|观察期|追踪)|[\s-]*(?:of |in |as |median |mean "
            r"|long-term )*(?:follow-?up|observation)",
            after,
            re.IGNORECASE,
        )
    )
