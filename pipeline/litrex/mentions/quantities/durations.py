"""Lengths of time and ages; the calendar stands in `dates`, schedules in `schedules`."""

from __future__ import annotations

import re

from litrex.mentions import numerals
from litrex.mentions.quantities.grammar import (
    DIG,
    NUM,
    TO,
    Bounds,
    Located,
    Rule,
    after,
    before,
    bounds,
    bracket,
    compiled,
    number,
    one,
)
from litrex.schema.mention import Quantity

_CODES = [
    ("min", r"(?i:min(?:ute)?s?)|分钟"),
    ("h", r"(?i:h(?:ou)?rs?|h)|个?小时"),
    ("d", r"(?i:days?|d)|[天日]"),
    ("wk", r"(?i:weeks?|wks?|w)|个?星期|周|礼拜"),
    ("mo", r"(?i:months?|mos?|mths?)|个?月"),
    ("a", r"(?i:years?|yrs?|y)|周年|年|a"),
]
_LATIN = r"(?i:minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mths?|mos?|years?|yrs?|y)(?![A-Za-z0-9])"
_HAN = r"(?:分钟|个?小时|天|日(?![本期常记])|个?星期|周(?![围边岁身期])|礼拜|个?月(?![经球])|年(?![龄轻级会幼代报度长鉴]))"
UNITS = rf"(?:{_LATIN}|{_HAN})"
_AGED = re.compile(r"(?i:\bage[ds]?\b|\baging)[^0-9;.。]{0,24}$|(?:年龄|平均龄|岁数)[^0-9;。]{0,16}$")
_URINE = re.compile(r"(?i)\s?(?:尿|蛋白尿|urin|protein|动态|ambulatory)")


def code(unit: str) -> str:
    """Give the UCUM code of a unit of time.

    >>> code("个月"), code("weeks"), code("yr"), code("天")
    ('mo', 'wk', 'a', 'd')
    """
    return next(name for name, pattern in _CODES if re.fullmatch(pattern, unit.strip(" -.")))


def _length(match: re.Match[str]) -> list[Located]:
    """Read a length with its range, spread or limits; years behind "aged" are an age."""
    found = match.groupdict()
    unit = code(match["unit"])
    if found.get("unit1") and code(match["unit1"]) != unit:
        return []
    if unit == "h" and _URINE.match(after(match)):
        return [Located(match.start("a"), match.end("a"), Quantity("number", number(match, "a")))]
    value, upper, sd = (numerals.value(found[g]) if found.get(g) else None for g in ("a", "b", "sd"))
    if value is not None and found.get("half"):
        value += 0.5
    if value is None or (unit == "a" and value >= 1000 and sd is None):
        return []
    kind = "age" if _AGED.search(before(match, 40)) else "duration"
    limits: Bounds = bounds(match) if found.get("low") else {}
    more = ">" if found.get("more") else "="
    return one(match, Quantity(kind, value, upper, unit, more, sd=sd, **limits))


def _half(match: re.Match[str]) -> list[Located]:
    return one(match, Quantity("duration", 0.5, unit=code(match["unit"])))


_OF_PEOPLE = re.compile(
    r"(?i)\s(?:patients?|participants?|subjects?|controls?|children|women|men|received|got|were|had|underwent|did|died|of)\b"
)


def _number_after(match: re.Match[str]) -> list[Located]:
    """Read day 14, weeks 4 and 8, 第12周, 第1、3、6个月: each number with the one unit."""
    items = list(re.finditer(NUM, match["items"]))
    unit, base, located = code(match["unit"]), match.start("items"), []
    if "upper" in match.groupdict() and match["upper"]:
        quantity = Quantity("duration", numerals.value(items[0][0]), numerals.value(match["upper"]), unit)
        return one(match, quantity)
    last = match.end()
    if len(items) > 1 and _OF_PEOPLE.match(after(match)):  # "on days 1 and 15, and 266 received placebo"
        items = items[:-1]
        last = base + items[-1].end()
    for item in items:
        value = numerals.value(item[0])
        if value is None or value >= 1000:
            return []
        start = match.start() if item is items[0] else base + item.start()
        end = last if item is items[-1] else base + item.end()
        located.append(Located(start, end, Quantity("duration", value, unit=unit)))
    return located


def _age(match: re.Match[str]) -> list[Located]:
    found = match.groupdict()
    value, upper, sd = (numerals.value(found[g]) if found.get(g) else None for g in ("a", "b", "sd"))
    if value is None:
        return []
    unit = _age_unit(found.get("unit") or "")
    limits: Bounds = bounds(match) if found.get("low") else {}
    return one(match, Quantity("age", value, upper, unit, sd=sd, **limits))


def _age_unit(told: str) -> str:
    return (
        "mo"
        if re.match(r"(?i)个?月|month", told)
        else "wk"
        if re.match(r"(?i)周龄|week", told)
        else "d"
        if re.match(r"(?i)[日天]|day", told)
        else "a"
    )


def _bare_age(match: re.Match[str]) -> list[Located]:
    """Read aged 18-65 and 年龄 34.5±6.2, where the unit is left out."""
    return _age(match) if _AGED.search(before(match, 30)) else []


_S = r"[\s-]?"
_SEP = r"(?:\s?[,、]\s?(?:(?:and|or)\s)?|\s(?:and|or|&)\s|\s?[和及与或]\s?|/)"
_ITEMS = rf"(?P<items>{NUM}(?:{_SEP}{NUM}){{0,9}})"
_YEARS = r"(?:岁|[周月日天]龄|个月龄|[\s-]?(?i:years?|yrs?|months?|weeks?|days?)[\s-](?i:old|of age)|[\s-]?(?i:y/?o)(?![A-Za-z]))"
_AGE_UNIT = rf"(?P<unit>{_YEARS})"
_INNER = _YEARS.replace("?P<unit>", "?:")
_BRACKET = bracket(_INNER, opening=r",?\s?[(\[]")
_LEADING = r"(?P<unit>(?i:days?|weeks?|months?|years?|hours?)|D(?=\s?[+-]?[0-9]))"

NEEDS = r"[年月周天日时分岁龄第星]|(?i:min|h|d|w|mo|mth|y|age)"
LEADS = (
    r"第(?=\s?[0-9一二两三四五六七八九十])|半(?=年|个月|个?小时|天|月)|(?<![A-Za-z0-9-])(?i:half"
    r"\sa(?:n)?\s(?:year|month|day|hour)"
    r"|(?:days?|weeks?|months?|years?|hours?)(?=\s?\+?[0-9])|(?:days?|weeks?|months?"
    r"|years?)(?=\s(?:one|two|three|four|six|twelve)\b))|(?<![A-Za-z0-9-])D(?=\+?[0-9])"
)
RULES = [
    Rule(compiled(r"半(?:个)?(?P<unit>年|月|小时|天)"), _half),
    Rule(compiled(r"(?i:half\san?\s)(?P<unit>year|month|day|hour)"), _half),
    Rule(compiled(rf"第\s?{_ITEMS}(?:{TO}第?(?P<upper>{NUM}))?\s?(?P<unit>{_HAN})(?!龄)"), _number_after),
    Rule(compiled(rf"{_LEADING}[\s-]?\+?{_ITEMS}(?:{TO}(?P<upper>{DIG}))?(?![0-9.]*\s?[%×])"), _number_after),
    Rule(compiled(rf"\(?(?P<a>{DIG})\s?(?:±|\+/-)\s?(?P<sd>{DIG})\s?\)?\s?{_AGE_UNIT}(?:{bracket(_INNER)})?"), _age),
    Rule(compiled(rf"(?P<a>{NUM}){bracket('')}\s?{_AGE_UNIT}"), _age),
    Rule(compiled(rf"(?P<a>{NUM})(?:{_INNER})?(?:{TO}|\sand\s(?=.{{0,14}}of age))(?P<b>{NUM}){_AGE_UNIT}"), _age),
    Rule(compiled(rf"(?P<a>{NUM})\s?{_AGE_UNIT}(?:{_BRACKET})?"), _age),
    Rule(compiled(rf"\(?(?P<a>{DIG})\s?(?:±|\+/-)\s?(?P<sd>{DIG})\s?\)?{_S}(?P<unit>{UNITS})(?:{bracket(UNITS)})?"), _length),
    Rule(compiled(rf"(?P<a>{DIG}){bracket(UNITS)}\s?(?P<unit>{UNITS})"), _length),
    Rule(compiled(rf"(?P<a>{NUM}){_S}(?P<unit>{UNITS}){bracket(UNITS)}"), _length),
    Rule(compiled(rf"(?P<a>{NUM}){_S}(?P<unit1>{UNITS})?{TO}(?P<b>{NUM}){_S}(?P<unit>{UNITS})"), _length),
    Rule(compiled(rf"(?P<a>{NUM})\s?(?P<more>[余多])?(?:{_S}(?P<unit>{UNITS})(?P<half>半)?)"), _length),
    Rule(
        compiled(
            rf"(?P<a>{DIG})(?:\s?(?:±|\+/-)\s?(?P<sd>{DIG}))?(?:(?:{TO}"
            rf"|\sand\s)(?P<b>{DIG}))?(?:{bracket('')})?(?![0-9]"
            r"|\s?[%例名])"
        ),
        _bare_age,
    ),
]
