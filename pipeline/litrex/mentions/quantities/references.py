"""Marks of the reference list: ``[12]``, ``[3-5]``, ``【047】``, ``[^7]``, ``^12^``, "(ref. 12)", raised figures."""

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


_WHO = re.compile(
    r"(?:\bet al\.?,?|\b(?:colleagues|co-?workers|associates|collaborators|co-?investigators|co-?authors)"
    r"|['’]s (?:group|team)|等(?:人|学者)?|团队|课题组|研究组)\s?$",
    re.IGNORECASE,
)


def _round(match: re.Match[str]) -> list[Located]:
    """In round brackets only what stands right behind its authors cites: "Silva et al. (12)", 李明等(12)."""
    return _marked(match) if _WHO.search(before(match, 20)) else []


def _glued(match: re.Match[str]) -> list[Located]:
    """A raised figure that lost its height, where nothing but a citation can stand: "Silva et al.12 gave"."""
    return _marked(match) if re.search(r"(?i)\bet al$", before(match, 20)) else []


_LABELS = r"[0-9]{1,3}(?:\s?[,;、,~-]\s?[0-9]{1,3}){0,30}"
_SUPER = r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,、⁻˒-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}){0,20}"

_SIGN = r"[•●·*†‡]{0,2}"  # of special interest
_REF = r"(?i:(?:参考)?文献|refs?\.?|references?)"

NEEDS = r"[\[【〔⁰¹²³⁴⁵⁶⁷⁸⁹^(]|\bal\b"
LEADS = (
    r"[\[【〔](?=\s?[\^0-9文参Rr])|[⁰¹²³⁴⁵⁶⁷⁸⁹]|\((?=\s?(?:[0-9]{1,3}\s?[,;、,)~-]|[文参]|[Rr]ef))|\^(?=[0-9])"
    r"|(?<=\bal)[.,]{0,2}(?=[0-9])"
)
RULES = [
    Rule(
        compiled(rf"[\[【〔]\s?(?:{_REF}|\^)?\s?(?P<labels>{_LABELS}){_SIGN}\s?\\?[\]】〕]"),
        _marked,
    ),
    Rule(compiled(rf"\(\s?{_REF}\s?(?P<labels>{_LABELS})\s?\)"), _marked),
    Rule(compiled(rf"\(\s?(?P<labels>{_LABELS})\s?\)"), _round),
    Rule(compiled(rf"\^(?P<labels>{_LABELS})\^"), _raised),
    Rule(compiled(r"[.,]{0,2}(?P<labels>[0-9]{1,3}(?:[,-][0-9]{1,3}){0,8})(?=[\s,;]|$)(?!\s(?:of|patients?|%))"), _glued),
    Rule(compiled(rf"(?P<labels>{_SUPER})(?![⁺⁻⁰-⁹A-Za-z])"), _raised),
]
