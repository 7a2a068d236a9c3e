"""What statistics say beside a figure: p values, confidence intervals, hazard, odds and risk ratios."""

from __future__ import annotations

import re

from litrex.mentions import numerals
from litrex.mentions.quantities.grammar import DIG, TO, Located, Rule, compiled, number, one
from litrex.schema.mention import Quantity

_SIGNS = {
    "<=": "≤", "≦": "≤", ">=": "≥", "≧": "≥", "小于": "<", "大于": ">", "≈": "~", "less than": "<", "below": "<",
    "greater than": ">", "more than": ">",
}  # fmt: skip
_SIGN = r"<=|>=|[<>=≤≥≦≧≈]|小于|大于|less than|below|greater than|more than"
_RATIOS = [
    (re.compile(r"(?i)hr|hazard|风险比|危险比"), "hazard_ratio"),
    (re.compile(r"(?i)or\b|odds|比值比|优势比"), "odds_ratio"),
    (re.compile(r""), "risk_ratio"),
]


def _p_value(match: re.Match[str]) -> list[Located]:
    value = number(match, "value")
    if value is None or value > 1:
        return []
    sign = match["sign"] or "="
    return one(match, Quantity("p_value", value, comparator=_SIGNS.get(sign.lower(), sign)))


def _signed(match: re.Match[str], group: str) -> float | None:
    told = match[group]
    if told is None:
        return None
    value = numerals.value(told.lstrip("+-"))
    return -value if value is not None and told.startswith("-") else value


def _interval(match: re.Match[str]) -> list[Located]:
    unit = "%" if match["unit"] else None
    return one(match, Quantity("interval", None, unit=unit, low=_signed(match, "low"), high=_signed(match, "high")))


def _bare_interval(match: re.Match[str]) -> list[Located]:
    return one(match, Quantity("interval", None))


def _ratio(match: re.Match[str]) -> list[Located]:
    unit = next(name for words, name in _RATIOS if words.search(match["name"]))
    value = number(match, "value")
    return one(match, Quantity("ratio", value, unit=unit, low=_signed(match, "low"), high=_signed(match, "high")))


_LEVEL = r"(?:9[0579]|80)(?:\.[0-9])?\s?%?\s?"
_NAME = (
    r"(?:\(?CIs?\b\)?|C\.I\.|CrI\b|(?i:confidence (?:intervals?"
    r"|limits?)|credible intervals?|可信区间|置信区间|可信限)(?:\s?\(CI\))?)"
)
_ANY = rf"(?:{_LEVEL}{_NAME}|{_NAME}(?:\s?{_LEVEL.removesuffix('?')}?)?)"
_LIMITS = rf"(?P<low>[+-]?{DIG})\s?%?(?:{TO}|\s?[,;]\s?|\sand\s)(?P<high>[+-]?{DIG})\s?(?P<unit>%)?"
_CI = rf"{_ANY}(?:\s?(?:[:,=;为]|of|was|is|from))?\s?(?P<open>[\[(]\s?)?{_LIMITS}(?(open)\s?[\])]|)"
_RATIO = (
    r"(?i:(?:adjusted|pooled)\s)?(?:(?:(?i:hazards? ratio"
    r"|odds ratio|(?:relative )?risk ratio|relative risk"
    r"|风险比|危险比|比值比|优势比|相对风险度?|相对危险度)"
    r"(?:\s?[\[(,]?\s?a?(?:HR|OR|RR)\s?[)\],]?)?)|a?(?:HR|OR|RR)(?![A-Za-z]))"
)

NEEDS = r"(?i:p|ci|c\.i\.|cri|confid|credib|hr|or|rr|ratio|risk)|信|[险值势]"
LEADS = (
    r"(?<![A-Za-z0-9-])[Pp](?=\s?(?:[<>=≤≥≦≧≈值]|均|都|-?\s?(?i:value)|小于|大于))"
    rf"|(?<![A-Za-z]){_NAME}|(?<![A-Za-z])(?:{_RATIO})"
)
RULES = [
    Rule(
        compiled(
            rf"[Pp](?i:[\s-]?values?)?(?:\s?(?:值|均|都|分别|was|were|of|is|all)){{0,3}}\s?(?P<sign>{_SIGN})?\s?"
            rf"(?P<value>{numerals.POWER}|0?\.[0-9]+|[01](?![0-9])(?:\.0+)?)"
        ),
        _p_value,
    ),
    Rule(
        compiled(
            rf"(?P<name>{_RATIO})\s?(?:值)?\s?(?:[=:,]|was|of|is|为)?\s?(?P<value>[0-9]+\.[0-9]+|(?<=[=:])\s?[0-9]+(?![0-9./%]))"
            rf"(?:\s?[,;:]?\s?(?P<open>[\[(])?\s?(?:{_ANY})?\s?[:,=;为]?\s?(?P<inner>["
            rf"\[(])?\s?(?P<low>{DIG})(?:{TO}|\s?[,;]\s?)(?P<high>{DIG})(?(inner)\s?["
            r"\])]|)(?(open)\s?[\])]|))?"
        ),
        _ratio,
    ),
    Rule(compiled(_CI), _interval),
    Rule(compiled(rf"{_LEVEL}{_NAME}"), _bare_interval),
]
