"""The pieces that all families of quantities share: what a rule is, numbers, ranges, brackets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

from litrex.mentions import numerals
from litrex.schema.mention import Quantity


@dataclass(frozen=True, slots=True)
class Located:
    """A quantity and the stretch ``start:end`` of the folded text that tells it."""

    start: int
    end: int
    quantity: Quantity


class Bounds(TypedDict, total=False):
    """The limits beside a value, as the fields of a quantity name them."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A form of telling a quantity: where `pattern` matches, `read` says what it is, or nothing where it is not meant."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], list[Located]]


NUM = rf"(?:{numerals.POWER}|{numerals.NUMBER})"
DIG = numerals.DIGITS
TO = r"(?:\s?[-~]\s?\+?|\s?(?:到|至)\s?|\s(?:to|through)\s\+?)"
END = r"(?![A-Za-z])"  # a unit in Latin letters ends here

_FROM = re.compile(r"(?:(?<![a-z])(?i:from)|从|由|自)[^0-9,;。.(]{0,16}$")
_SPREAD = re.compile(r"(?i:\b(?:rang\w*|vari\w*|between|extend\w*|interval)\b|范围|介于|波动)[^0-9;。.]{0,14}$")


def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def one(match: re.Match[str], quantity: Quantity) -> list[Located]:
    """Say that the whole match is one quantity."""
    return [Located(match.start(), match.end(), quantity)]


def number(match: re.Match[str], group: str) -> float | None:
    """Read a named group as a number; a group that took no part is None."""
    told = match[group]
    return None if told is None else numerals.value(told)


def before(match: re.Match[str], length: int = 24) -> str:
    """Give the text right before the match."""
    return match.string[max(0, match.start() - length) : match.start()]


def after(match: re.Match[str], length: int = 24) -> str:
    """Give the text right behind the match."""
    return match.string[match.end() : match.end() + length]


def behind(match: re.Match[str]) -> str:
    """Read the comparator between number and noun: 10 or more letters."""
    told = match.groupdict().get("behind") or ""
    return "≥" if told.endswith(("more", "greater")) and told.startswith("or") else "≤" if told.startswith("or") else "="


def from_to(match: re.Match[str]) -> bool:
    """Tell "fell from 61 to 40" (two values) from "ranged from 40 to 61" (one range)."""
    head = before(match, 40)
    return bool(_FROM.search(head)) and not _SPREAD.search(head)


def bracket(unit: str, opening: str = r"\s?[(\[]") -> str:
    """Make the piece for a range, quartiles or limits in brackets: groups ``low`` and ``high``."""
    names = r"(?:(?i:range|iqr|interquartile range|min-max|median|范围|四分位数?[^0-9)]{0,6})\s?[:,=为]?\s?)?"
    unit = rf"(?:[\s-]?{unit})?" if unit else ""
    return rf"{opening}{names}(?P<low>-?{DIG}){unit}(?:{TO}|,\s?)(?P<high>-?{DIG}){unit}[)\]]"


def bounds(match: re.Match[str]) -> Bounds:
    """Read what `bracket` found, ready for the fields of a quantity."""
    low, high = (None if match[g] is None else numerals.value(match[g].lstrip("-")) for g in ("low", "high"))
    minus = {g: (match[g] or "").startswith("-") for g in ("low", "high")}
    return {
        "low": -low if low is not None and minus["low"] else low,
        "high": -high if high is not None and minus["high"] else high,
    }
