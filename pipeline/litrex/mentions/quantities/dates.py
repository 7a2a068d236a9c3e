"""Years and dates of the calendar. A date's `value` is its year, if told; the rest stays in the text."""

from __future__ import annotations

import re

from litrex.mentions import numerals
from litrex.mentions.quantities.grammar import TO, Located, Rule, after, before, compiled, number, one
from litrex.schema.mention import Quantity

_YEAR = r"(?:19[0-9]{2}|20[0-3][0-9])"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_SINCE = re.compile(
    r"(?i)(?:\b(?:in|since|until|by|from|to|before|after"
    r"|during|of|year|late|early|mid|as of|and|published"
    r"|between|spring|summer|autumn|winter|a|the|this|our)\s?-?"
    r"|[(,;:\[|]\s?|^\s*|[自从至到在截于])$"
)
_COUNTED = re.compile(r"\s?(?:例|名|位|人|个|只|次|元|mg|g\b|mL|ml|U\b|IU|cells|patients|m\b|%|[×xX*/.]\s?[0-9]|,[0-9]{3})")


def _date(match: re.Match[str]) -> list[Located]:
    year = match.groupdict().get("y")
    return one(match, Quantity("date", float(year) if year else None))


def _year(match: re.Match[str]) -> list[Located]:
    told = match.groupdict().get("b")
    upper = None if not told else float(told) if len(told) == 4 else float(match["a"][: 4 - len(told)] + told)
    return one(match, Quantity("year", number(match, "a"), upper))


def _han_year(match: re.Match[str]) -> list[Located]:
    value = numerals.value(match["a"])
    return one(match, Quantity("year", value)) if value is not None and 1900 <= value < 2040 else []


def _bare_year(match: re.Match[str]) -> list[Located]:
    """Read a four-digit number as a year where nothing is counted by it."""
    head, tail = before(match, 16), after(match, 12)
    if (
        re.search(r"[A-Za-z0-9./$¥€£=<>≤≥~×-]$", head)
        or re.match(r"[A-Za-z0-9]|[.,:/][0-9]|-[0-9A-Za-z]", tail)
        or _COUNTED.match(tail)
    ):
        return []
    if _SINCE.search(head) or re.match(r"\s?(?:$|[),;\]|.年])", tail) or re.search(r"(?i)al\.?,?\s?$|等\s?[,(]?\s?$", head):
        return _year(match)
    return []


def _century(match: re.Match[str]) -> list[Located]:
    century, decade = number(match, "century"), number(match, "decade")
    return one(match, Quantity("year", None if century is None else (century - 1) * 100 + (decade or 0.0)))


NEEDS = r"19[0-9]{2}|20[0-3][0-9]|[年月]|世纪|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
LEADS = rf"(?<![A-Za-z]){_MONTH}(?=\s?[0-9])"
RULES = [
    Rule(compiled(rf"(?P<y>{_YEAR})[-/.](?:0?[1-9]|1[0-2])[-/.](?:[0-2]?[0-9]|3[01])(?![0-9])"), _date),
    Rule(compiled(r"(?:[0-2]?[0-9]|3[01])[/.](?:[0-2]?[0-9]|3[01])[/.](?P<y>(?:19|20)[0-9]{2})(?![0-9])"), _date),
    Rule(compiled(rf"(?P<y>{_YEAR})[-/](?:0[1-9]|1[0-2])(?![0-9/-])"), _date),
    Rule(
        compiled(rf"(?P<y>{_YEAR})\s?年\s?(?:1[0-2]|0?[1-9])(?:[-~至到](?:1[0-2]|0?[1-9]))?\s?月(?:\s?[0-3]?[0-9]\s?日)?"), _date
    ),
    Rule(compiled(r"(?:1[0-2]|0?[1-9])月[0-3]?[0-9][日号]"), _date),
    Rule(
        compiled(rf"(?:[0-3]?[0-9](?:st|nd|rd|th)?\s)?{_MONTH}\s(?:[0-3]?[0-9](?:st|nd|rd|th)?,?\s)?(?P<y>{_YEAR})(?![0-9])"),
        _date,
    ),
    Rule(compiled(rf"[0-3]?[0-9]\s{_MONTH}(?!\s[0-9])"), _date),
    Rule(compiled(rf"(?P<a>{_YEAR})\s?年?{TO}(?P<b>{_YEAR})\s?年(?!龄)"), _year),
    Rule(
        compiled(
            rf"(?P<a>{_YEAR})(?:[-~/]|\s(?:to|and|through)\s)(?P<b>{_YEAR})(?![0-9A-Z"
            r"a-z]|\.[0-9]|\s?(?:例|名|人|mg|cells|patients))"
        ),
        _year,
    ),
    Rule(compiled(rf"(?P<a>{_YEAR})[-~](?P<b>[0-9]{{2}})\s?年"), _year),
    Rule(compiled(rf"(?P<a>{_YEAR})\s?(?:年(?![龄来余多])|s\b)"), _year),
    Rule(compiled(r"(?P<a>[一二][九〇零][〇零一二三四五六七八九]{2})年"), _han_year),
    Rule(compiled(r"(?P<century>1[5-9]|2[01])世纪(?:(?P<decade>[0-9]0)年代)?"), _century),
    Rule(compiled(rf"(?P<a>{_YEAR})[a-d]?(?![0-9])"), _bare_year),
]
