"""Endpoints made of several: "death or myocardial infarction", 死亡或再入院."""

from __future__ import annotations

import re

from litrex.records.findings.items import Term, Value, as_id
from litrex.records.reading import Reading, Span

_OR = re.compile(
    r"(?:\s(?:from|of) (?:any|all|cardiovascular|cardiac|other) causes?)?,?\sor\s(?:an? |the |first |non-?fatal "
    r"|hospitali[sz]ation for )?"
    r"|(?:或者?|/)(?:非?(?:中重|中|重|轻|致死)度?性?|严重|首次|新发|因)?",
    re.IGNORECASE,
)
_DEATH = re.compile(r"death|mortality|死亡", re.IGNORECASE)
_LEAD = re.compile(r"(?:cardiovascular|cardiac|all-cause|any-cause|non-?fatal)\s$", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:no|not|without|never|neither|nor|none)\b|[无未没]", re.IGNORECASE)
_TOLD = ("percent", "ratio", "fraction")


def composites(reading: Reading, span: Span, terms: list[Term], values: list[Value]) -> list[Term]:
    """Join the parts of an endpoint that counts a death or something else, where a share or a ratio is told of both.

    A denial ("no death or relapse") is of each part, and so stays apart.
    """
    out: list[Term] = []
    for term in terms:
        last = out[-1] if out else None
        if last is not None and _are_one(reading, span, last, term) and _has_share(term, values):
            lead = _LEAD.search(reading.text((max(span[0], last.words[0] - 20), last.words[0])))
            words = (last.words[0] - (len(lead.group()) if lead else 0), term.words[1])
            out[-1] = Term(words, as_id(reading.text(words)), True, False, endpoint=True)
        else:
            out.append(term)
    return out


def _are_one(reading: Reading, span: Span, first: Term, second: Term) -> bool:
    said = reading.text((first.words[0], second.words[1]))
    joined = _OR.fullmatch(reading.text((first.words[1], second.words[0])))
    before = reading.text((max(span[0], first.words[0] - 40), first.words[0]))
    return bool(joined and _DEATH.search(said)) and not _DENIED.search(re.split(r"[,;，；]", before)[-1])


def _has_share(term: Term, values: list[Value]) -> bool:
    return any(v.quantity.kind in _TOLD and 0 <= v.span[0] - term.words[1] <= 120 for v in values)
