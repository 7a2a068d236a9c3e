"""Marks of the reference list: ``[12]``, ``[3-5]``, ``【047】``, raised figures behind a word."""

from __future__ import annotations

import re

from litrex.mentions.quantities.grammar import Located, Rule, before, compiled, one
from litrex.schema.mention import Quantity

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
_WIDEST = 50  # a range of labels longer than this is no citation

_UNIT_BEFORE = re.compile(r"(?:^|[^A-Za-z])(?:[mcdkμµn]?m|kg|g|s|min|L|l|mL|ml|cell|d)$|(?:^|[^A-Za-z])[A-Za-zχ]$|[0-9)×^+]$")


def labels(text: str) -> str | None:
    """Normalise a list of labels: commas, no leading zeros, ranges written out.

    >>> labels("3-5"), labels("047"), labels("1、2"), labels("9-2")
    ('3,4,5', '47', '1,2', None)
    """
    out: list[str] = []
    for part in re.split(r"\s*[,;、,]\s*", text.strip()):
        ends = [int(p) for p in re.split(r"\s*[-~]\s*", part)]
        if not 0 <= ends[-1] - ends[0] <= _WIDEST:
            return None
        out += [str(label) for label in range(ends[0], ends[-1] + 1)]
    return ",".join(out)


def _marked(match: re.Match[str]) -> list[Located]:
    told = labels(match["labels"])
    if told is None:
        return []
    return one(match, Quantity("reference", float(told.split(",")[0]), unit=told))


def _raised(match: re.Match[str]) -> list[Located]:
    """A raised figure behind a unit, a single letter (R², χ²), a number or before a charge (Ca²⁺) cites nothing."""
    head = before(match, 8)
    if not head.strip() or _UNIT_BEFORE.search(head):
        return []
    told = labels(match["labels"].translate(_RAISED))
    return [] if told is None else one(match, Quantity("reference", float(told.split(",")[0]), unit=told))


_LABELS = r"[0-9]{1,3}(?:\s?[,;、,~-]\s?[0-9]{1,3}){0,30}"
_SUPER = r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,、⁻˒-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}){0,20}"

NEEDS = r"[\[【〔⁰¹²³⁴⁵⁶⁷⁸⁹]"
LEADS = r"[\[【〔](?=\s?[0-9文参Rr])|[⁰¹²³⁴⁵⁶⁷⁸⁹]"
RULES = [
    Rule(compiled(rf"[\[【〔]\s?(?i:(?:参考)?文献|refs?\.?)?\s?(?P<labels>{_LABELS})\s?[\]】〕]"), _marked),
    Rule(compiled(rf"(?P<labels>{_SUPER})(?![⁺⁻⁰-⁹A-Za-z])"), _raised),
]
