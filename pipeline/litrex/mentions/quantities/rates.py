"""Percentages, shares and fractions, with the counts that stand beside them."""

from __future__ import annotations

import re

from litrex.mentions import numerals
from litrex.mentions.quantities.counts import ENGLISH_NOUN, noun_of
from litrex.mentions.quantities.grammar import (
    DIG,
    NUM,
    TO,
    Bounds,
    Located,
    Rule,
    before,
    bounds,
    bracket,
    compiled,
    from_to,
    number,
    one,
)
from litrex.schema.mention import Quantity

_PCT = r"\s?(?:%|(?i:per\s?cent)(?:age points?)?\b|个?百分点)"
_CL = r"\s?(?:例|名|位|人|只眼?|个|条|眼|髋|膝|侧)"
_INT = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7}"
_W = r"(?:[A-Za-z][A-Za-z0-9+'/-]*)"
_HAN = r"[一二两三四五六七八九十百]+"
_NOT_UNIT = r"(?![0-9.]*\s?(?:%|mg\b|g\b|kg\b|mL\b|ml\b|months?\b|years?\b|weeks?\b|days?\b|mmHg\b))"
_OF = r"(?:\s?/\s?|\s(?:(?:out\s)?of)\s(?:(?:the|all|these|those|our|its|a total of)\s)?)"
_TAIL = rf"(?:\s(?:{_W}\s){{0,7}}?{_W})?"
_NOUN = rf"(?:(?:\s{_W}){{0,4}}?[\s-]{ENGLISH_NOUN})?"


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)


def _percent(match: re.Match[str]) -> list[Located]:
    """Read a percentage with whatever count, denominator, spread or limits it carries."""
    found = match.groupdict()
    a, b, n, d, sd = (numerals.value(found[g]) if found.get(g) else None for g in ("a", "b", "n", "d", "sd"))
    if n is None and found.get("n2"):
        n = numerals.value(found["n2"])
    if n is not None and d is not None and n > d:
        return []
    limits: Bounds = bounds(match) if found.get("low") else {}
    if b is not None and from_to(match):
        return [
            Located(match.start("a"), _past_sign(match), Quantity("percent", a, unit="%")),
            Located(match.start("b"), match.end(), Quantity("percent", b, unit="%")),
        ]
    noun = noun_of(match) if n is not None else None
    return one(match, Quantity("percent", a, b, "%", sd=sd, n=n, denominator=d, noun=noun, **limits))


def _past_sign(match: re.Match[str]) -> int:
    """Give the end of the first figure of a pair, its own per-cent sign included."""
    sign = re.compile(r"\s?%").match(match.string, match.end("a"))
    return sign.end() if sign else match.end("a")


def _share(match: re.Match[str]) -> list[Located]:
    """Read 百分之六十, 六成, 三分之一, two-thirds, half as per cent."""
    value = _rounded(numerals.value(match["a"]))
    upper = None
    told = match.groupdict().get("b")
    if told:
        upper = numerals.value(told) if match["a"].startswith("百分之") else _rounded(numerals.value(told))
    return [] if value is None else one(match, Quantity("percent", value, upper, "%"))


def _tenths(match: re.Match[str]) -> list[Located]:
    """Read 八至九成 and 六成半."""
    a, b = number(match, "a"), number(match, "b")
    half = 5.0 if match["half"] else 0.0
    if a is None or a >= 10:
        return []
    return one(match, Quantity("percent", a * 10 + (half if b is None else 0), None if b is None else b * 10 + half, "%"))


def _fraction(match: re.Match[str]) -> list[Located]:
    """Read 51/87, 13 of the 18, two of four; 150/22 stays a fraction (women/men): the caller decides."""
    n, d = number(match, "n"), number(match, "d")
    if n is None or d is None or n == d == 0:
        return []
    return one(match, Quantity("fraction", None, n=n, denominator=d, noun=noun_of(match)))


def _of(match: re.Match[str]) -> list[Located]:
    n, d = number(match, "n"), number(match, "d")
    if n is None or d is None or n > d or (d >= 1900 and not match["noun"]):
        return []
    return one(match, Quantity("fraction", None, n=n, denominator=d, noun=noun_of(match)))


def _calendar(match: re.Match[str]) -> bool:
    return bool(re.search(r"[A-Za-z0-9/.]$", before(match, 1)))


def _slash(match: re.Match[str]) -> list[Located]:
    return [] if _calendar(match) else _fraction(match)


_BR, _KT = r"\s?[(\[,,]\s?", r"\s?[)\]]?"
_N_OF_D = rf"(?P<n>{_INT}|{numerals.WORDS}){_OF}(?P<d>{_INT}|{numerals.WORDS})(?P<noun>{_TAIL})"
_PART = (
    r"(?:\s?(?:例|名|位|人|只|个|条|眼|髋|膝)?(?:[\u4e00-\u9fffA-Za-z]{0,10}?)(?:之?中"
    r"|内|里)\s?,?\s?(?:的|有|仅有?|仅|共有?|只有|约)?\s?)"
)

NEEDS = r"%|[成半中内里:∶/点]|分之|(?i:per\s?cent|half|third|quarter|fifth|tenth|\sof\s)"
LEADS = (
    r"百分之|(?<![A-Za-z-])(?i:half(?=\s(?:of|the|all|these)\b)"
    r"|(?:a|one|two|three|four)[\s-](?:thirds?|quarters?"
    r"|fifths?|tenths?)\b(?=\s(?:of|the|all)\b|-))"
    r"|一半(?!时)|半数|过半"
)
RULES = [
    Rule(
        compiled(
            rf"(?P<n>{NUM})\s?\(\s?(?P<a>{DIG}){_PCT}\s?\)\s(?:out\s)?of\s(?:(?:the|all)\s)?(?P<d>{NUM})(?P<noun>"
            rf"{_NOUN})"
        ),
        _percent,
    ),
    Rule(compiled(rf"{_N_OF_D}\s?[,=]?\s?[(\[,]?\s?(?:即|about\s)?(?P<a>{DIG}){_PCT}{_KT}"), _percent),
    Rule(compiled(rf"(?P<d>{NUM})(?P<noun>{_PART})(?P<n>{NUM})(?:{_CL})(?:\s?[(,]\s?(?P<a>{DIG}){_PCT}\s?\)?)"), _percent),
    Rule(
        compiled(
            rf"(?P<a>{DIG}){_PCT}{_BR}(?:n\s?=\s?|即)?(?P<n>{_INT})(?:{_CL})?{_OF}(?P<d>{_INT})(?P<noun>{_TAIL}|{_CL})\s?[)\]]"
        ),
        _percent,
    ),
    Rule(compiled(rf"(?P<a>{DIG}){_PCT},\s(?P<n>{_INT})/(?P<d>{_INT})(?![0-9/])"), _percent),
    Rule(
        compiled(rf"(?P<a>{DIG}){_PCT}\s?[(\[]\s?(?:n\s?=\s?(?P<n>{_INT})(?P<noun>)|(?P<n2>{_INT})(?:{_CL}))\s?[)\]]"), _percent
    ),
    Rule(
        compiled(rf"(?P<n>{NUM})(?P<noun>{_CL}[\u4e00-\u9fffA-Za-z]{{0,10}}|{_TAIL})\s?[(\[]\s?(?P<a>{DIG}){_PCT}\s?[)\]]"),
        _percent,
    ),
    Rule(compiled(rf"\(?(?P<a>{DIG})(?:\s?%)?\s?(?:±|\+/-)\s?(?P<sd>{DIG})\s?\)?{_PCT}"), _percent),
    Rule(compiled(rf"(?P<a>{DIG}){_PCT}?{bracket('%')}{_PCT}"), _percent),
    Rule(compiled(rf"(?P<a>{DIG}){_PCT}{bracket('%')}"), _percent),
    Rule(compiled(rf"(?P<a>{DIG})(?:{_PCT})?{TO}(?P<b>{DIG}){_PCT}"), _percent),
    Rule(compiled(rf"(?P<a>{NUM}){_PCT}"), _percent),
    Rule(compiled(rf"(?P<a>百分之(?:{_HAN}点?{_HAN}|{_HAN}|{DIG}))(?:(?:到|至|[-~])(?:百分之)?(?P<b>{_HAN}|{DIG}))?"), _share),
    Rule(compiled(rf"(?P<a>(?:{_HAN}|[0-9]{{1,2}})分之(?:{_HAN}|[0-9]{{1,2}}))"), _share),
    Rule(
        compiled(
            r"(?P<a>[一二两三四五六七八九1-9])(?:[-~到至](?P<b>[二两三四五六七八九2-9]))?成(?P<half>半)?(?!"
            r"[功为人年熟立份分员本果就形长体纤骨软效都套])"
        ),
        _tenths,
    ),
    Rule(compiled(r"(?P<a>(?i:half|(?:a|one|two|three|four)[\s-](?:third|quarter|fifth|tenth)s?)|一半|半数)"), _share),
    Rule(compiled(rf"(?P<d>{NUM})(?P<noun>{_PART})(?P<n>{NUM})(?:{_CL})"), _of),
    Rule(
        compiled(
            rf"(?P<n>{NUM})\s(?:out\s)?of\s(?:(?:the|all|these|those|our|its|a total of|every)\s)?{_NOT_UNIT}(?P<d>"
            rf"{NUM})(?P<noun>{_NOUN})"
        ),
        _of,
    ),
    Rule(
        compiled(
            rf"(?P<n>[0-9]{{1,5}})\s?/\s?(?P<d>[0-9]{{1,6}})(?![0-9/.]|\s?[A-Za-z%°μ]*/)(?P<noun>{_NOUN}|{_CL})(?![A-Za-z])"
        ),
        _slash,
    ),
    Rule(compiled(r"(?P<n>[0-9]{1,4})\s?[:∶]\s?(?P<d>[0-9]{1,4})(?P<noun>)(?![0-9:])"), _slash),
]
