"""Figures with a unit: drug doses, laboratory values, scores, and values with their spread."""

from __future__ import annotations

import re

from litrex.mentions import numerals
from litrex.mentions.quantities.grammar import (
    DIG,
    END,
    NUM,
    TO,
    Bounds,
    Located,
    Rule,
    after,
    before,
    behind,
    bounds,
    bracket,
    compiled,
    from_to,
    number,
    one,
)  # fmt: skip
from litrex.schema.mention import Quantity

_MASS = r"(?:mg|μg|µg|ug|mcg|ng|kg|g|毫克|微克|纳克|克|mmol|μmol|µmol|nmol|pmol|mol|mEq|meq)"
_ACTIVITY = r"(?:万?(?:IU|U|单位)|MIU|mIU|μIU|kU|c?Gy|mCi|MBq|GBq)"
_SIZE = (
    r"(?:mL|ml|ML|μL|µL|uL|dL|dl|L|l|毫升|微升|升|[cmkdnμµ]m(?:2|3|²|³|\^2|\^3)?|m(?:2|²|3|³)"
    r"|(?<=[0-9] )m(?=[\s,;.)(±]|$)|毫米|厘米|微米|平方厘米|cc)"
)
_SIGNAL = (
    r"(?:mm\s?Hg|cmH2O|kPa|Pa|bpm|beats|mV|μV|µV|mA|Hz|kHz|dB|℃|°C|°|logMAR|LogMAR|kcal"
    r"|J|cells|copies|W|MET|rpm|kDa|Da|msec|ms|MPa|N|T(?=\s|$))"
)
_SCORE = (
    r"(?:(?i:letters?|points?|lines|scores?|folds?|times(?=\s(?:higher"
    r"|lower|greater|more|less|the|as)))|个字母|字母|分(?![钟之别为布裂化析组子泌期级型成])"
    r"|行视力|倍|mm\s?Hg|克)"
)
_SECONDS = r"(?:(?<=[0-9)] )s(?=[\s,;.)(±]|$)|(?i:seconds?|secs?)|秒)"
_PART = rf"(?:{_MASS}|{_ACTIVITY}|{_SIGNAL}|{_SIZE}|{_SECONDS})"
_TIME = r"(?:24\s?h|12\s?h|min|h|hr|hour|d|day|wk|week|w|mo|month|yr|year|s|分钟|小时|天|日|周|月|年|次)"
_PER = (
    r"(?:\s?(?:/|·|•|\bper\s)\s?(?:1\.73\s?m(?:2|²|\^2)"
    rf"|100\s?(?:g|mL|ml)|{_MASS}|{_SIZE}|{_TIME}|mm3|mm³"
    r"|HPF|视野)(?:\^?-[12]|⁻[¹²])?)"
)
_DAILY = (
    r"(?:\s(?:daily|weekly|monthly|(?:a|an|each|every|per)\s(?:day|week|month|dose))"
    r"|\s?(?:[qbt]\.?[dw]\.?|bid|tid|qod|qd|qw)(?![A-Za-z])|(?=/))"
)
UNIT = rf"(?P<unit>(?:{_PART}{END}{_PER}{{0,3}}{_DAILY}?|{_SCORE}|/\s?(?:μL|µL|uL|mm3|mm³|HPF)){END})"
_DOSED = re.compile(
    rf"(?:mg|g|μg|µg|ug|mcg|毫克|微克|克|{_ACTIVITY})(?:/(?:kg|m2|d|wk|mo|a|h|min|dose|(?:kg|m2)/(?:d|wk|h|min)))?"
)
_TO_UCUM = [
    (r"[•·]", "/"),
    (r"\^?-1|⁻¹", ""),
    (r"²|\^2", "2"),
    (r"³|\^3", "3"),
    (r"\s?\bper\s", "/"),
    (r"\s?/\s?", "/"),
    (r"/(?:day|天|日)(?![a-z])|\s?(?:daily|(?:a|an|each|every) day|q\.?d\.?)$", "/d"),
    (r"/(?:week|w|周)(?![a-z])|\s(?:weekly|(?:a|an|each|every) week)$", "/wk"),
    (r"/(?:month|月)|\s(?:monthly|(?:a|each|every) month)$", "/mo"),
    (r"/(?:year|yr|年)", "/a"),
    (r"/(?:hour|hr|小时)(?![a-z])", "/h"),
    (r"/分钟", "/min"),
    (r"/次", "/dose"),
    (r"毫克", "mg"),
    (r"微克|µg|\bug\b|mcg", "μg"),
    (r"毫升|\bml\b", "mL"),
    (r"(?<![毫微])克", "g"),
    (r"单位", "U"),
    (r"厘米", "cm"),
    (r"毫米", "mm"),
    (r"微米|µm", "μm"),
    (r"^(?:letters?|个?字母)$", "letters"),
    (r"^(?:points?|scores?|分)$", "points"),
    (r"^lines?$|^行视力$", "lines"),
    (r"^(?:folds?|倍|times)$", "fold"),
    (r"mm\s?Hg", "mmHg"),
    (r"^(?:seconds?|secs?|秒)$", "s"),
    (r"℃", "°C"),
]


def ucum(unit: str) -> str:
    """Write a unit the way records do.

    >>> ucum("mg·kg-1·d-1"), ucum("mg a week"), ucum("毫克/天"), ucum("字母")
    ('mg/kg/d', 'mg/wk', 'mg/d', 'letters')
    """
    unit = unit.strip()
    for pattern, plain in _TO_UCUM:
        unit = re.sub(pattern, plain, unit, flags=re.IGNORECASE if plain in {"letters", "points", "lines", "fold", "s"} else 0)
    return unit.strip()


def kind_of(unit: str) -> str:
    """Tell a dose (mg, mg/kg/d, IU, Gy) from what a laboratory measures (mg/L, mmHg)."""
    return "drug_dose" if _DOSED.fullmatch(unit) else "measurement"


def _figure(match: re.Match[str]) -> list[Located]:
    found = match.groupdict()
    unit = ucum(match["unit"])
    value, upper, sd = (numerals.value(found[g]) if found.get(g) else None for g in ("a", "b", "sd"))
    limits: Bounds = bounds(match) if found.get("low") else {}
    kind = "measurement" if sd is not None or limits else kind_of(unit)
    if upper is not None and from_to(match) and "b" in found:
        return [
            Located(match.start("a"), match.end("a"), Quantity(kind, value, unit=unit)),
            Located(match.start("b"), match.end(), Quantity(kind, upper, unit=unit)),
        ]
    return one(match, Quantity(kind, value, upper, unit, behind(match), sd=sd, **limits))


def _incidence(match: re.Match[str]) -> list[Located]:
    """Read 11.6/10万: so many in a hundred thousand."""
    base = numerals.value(re.match(r"[0-9, ]*[万百千]*", match["base"])[0])  # type: ignore[index]
    return one(match, Quantity("measurement", number(match, "a"), unit=f"/{base:.0f}"))


def _spread(match: re.Match[str]) -> list[Located]:
    """Read 3.4±0.4 without a unit."""
    return one(match, Quantity("measurement", number(match, "a"), sd=number(match, "sd")))


def _limits(match: re.Match[str]) -> list[Located]:
    """Read ``12 (8-20)``: a median or mean with its range."""
    return one(match, Quantity("measurement", number(match, "a"), **bounds(match)))


def _sd_in_brackets(match: re.Match[str]) -> list[Located]:
    """Read ``61.2 (7.4)`` where "mean (SD)" stands near; else the second number is no spread."""
    if not re.search(r"(?i)\bSDs?\b|standard deviation|标准差", before(match, 80) + after(match, 12)):
        return []
    return one(match, Quantity("measurement", number(match, "a"), sd=number(match, "sd")))


def _acuity(match: re.Match[str]) -> list[Located]:
    if not re.search(r"(?i)acuity|vision|snellen|\bVA\b|BCVA|视力", before(match, 60) + after(match, 20)):
        return []
    a, b = number(match, "a"), number(match, "b")
    return one(match, Quantity("measurement", a, unit="Snellen", n=a, denominator=b))


def _pressure(match: re.Match[str]) -> list[Located]:
    return one(
        match, Quantity("measurement", number(match, "a"), unit="mmHg", n=number(match, "a"), denominator=number(match, "b"))
    )


_SPACE = r"[\s-]?"
NEEDS = r"±|\+/?-|[(\[/°℃%A-Za-zμµ分倍字行克升米单毫微纳]"
LEADS = rf"\(\s?(?={DIG}\s?±)"
RULES = [
    Rule(compiled(r"(?P<a>20|6)/(?P<b>[1-9][0-9]{0,2})(?![0-9/])"), _acuity),
    Rule(compiled(r"(?P<a>[0-9]{2,3})/(?P<b>[0-9]{2,3})\s?mm\s?Hg"), _pressure),
    Rule(compiled(rf"\(?\s?(?P<a>{DIG})\s?(?:±|\+/-|\+-)\s?(?P<sd>{DIG})\s?\)?\s?{UNIT}"), _figure),
    Rule(compiled(rf"(?P<a>{DIG})\s?{bracket('')}\s?{UNIT}"), _figure),
    Rule(compiled(rf"(?P<a>{DIG})\s?{UNIT}{bracket(UNIT.replace('?P<unit>', '?:'))}"), _figure),
    Rule(compiled(rf"(?P<a>{NUM}){_SPACE}(?:{UNIT.replace('?P<unit>', '?:')})?{TO}(?P<b>{NUM}){_SPACE}{UNIT}"), _figure),
    Rule(
        compiled(
            rf"(?P<a>{NUM})\s?/\s?(?P<base>(?:10\s?万|百万|100\s?万"
            r"|1,?000,?000|100[, ]?000|10[, ]?000|1,?000|万|千)(?:人年"
            r"|人|例|活产)?)(?![0-9])"
        ),
        _incidence,
    ),
    Rule(compiled(rf"(?P<a>{NUM})(?:\s(?P<behind>or more|or greater|or less|or fewer))?{_SPACE}{UNIT}"), _figure),
    Rule(compiled(rf"\(\s?(?P<a>{DIG})\s?±\s?(?P<sd>{DIG})\s?\)(?!\s?%)"), _spread),
    Rule(compiled(rf"(?P<a>{DIG})\s?(?:±|\+/-)\s?(?P<sd>{DIG})(?!\s?%)"), _spread),
    Rule(compiled(rf"(?P<a>{DIG}){bracket('')}(?!\s?%)"), _limits),
    Rule(compiled(rf"(?P<a>{DIG})\s?\((?P<sd>[0-9]+\.[0-9]+)\)"), _sd_in_brackets),
]
