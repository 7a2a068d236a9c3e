"""Numbers as they are written: digits, Chinese numerals, English number words, powers of ten.

``NUMBER`` is the grammar (a piece of a regular expression, without groups) and ``value`` the reading.

>>> value("二十三"), value("1.2万"), value("1 048"), value("twenty-three"), value("5×10⁶")
(23.0, 12000.0, 1048.0, 23.0, 5000000.0)
>>> value("十几") is None
True
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "单": 1, "双": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN_SCALES = {"万": 1e4, "亿": 1e8}
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixtee"
    "n seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {w: float(i) for i, w in enumerate(_UNITS)} | {w: 10.0 * i for i, w in enumerate(_TENS, 2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_VULGAR = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75, "⅕": 0.2, "⅛": 0.125}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

DIGITS = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])(?:\.[0-9]++)?+|(?<![0-9.] )[1-9][0-9]{0,2}(?: [0-9]{3}){1,4"
    r"}(?![0-9.])(?=\s?[^\W\d_])|[0-9]++(?:\.[0-9]++)?+|\.[0-9]++)"
)
HAN = r"(?<![几数零一二两三四五六七八九十百千万亿])[零〇一二两三四五六七八九十百千万亿]++"
_ONES = "|".join(_UNITS[1:10])
_BASE = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_ONES})\b)?|(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))}))\b"
_LARGE = r"(?:hundred|thousand|million|billion)\b"
WORDS = rf"(?<![A-Za-z-])(?i:a\sdozen\b|(?:a(?=\s{_LARGE})|{_BASE})(?:\s{_LARGE}(?:(?:\sand)?\s{_BASE})?){{0,4}})"
EXPONENT = r"(?:\s?\^\s?[+-]?[0-9]{1,2}\^?|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\([0-9]{1,2}\))"
TEN = rf"10{EXPONENT}"
POWER = rf"(?:(?:{DIGITS}\s?[×xX*·✕⨯]\s?)?{TEN}|[0-9]+(?:\.[0-9]+)?[eE]\+?[0-9]{{1,2}}(?![0-9A-Za-z]))"
SCALE = r"(?:\s?(?:千万|百万|十万|万|亿)|\s(?i:thousand|million|billion)\b)"
NUMBER = rf"(?:[½⅓⅔¼¾⅕⅛]|{DIGITS}(?:{SCALE})?|{HAN}|{WORDS})"

_POWER = re.compile(rf"(?:({DIGITS})\s?[×xX*·✕⨯]\s?)?10({EXPONENT})")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_HAN_ONLY = re.compile(r"[零〇一二两俩单双三四五六七八九十百千万亿]+")
_ROUND, _VAGUE = re.compile(r"[余多来]"), re.compile(r"[几数若]")
_THOUSANDS = re.compile(r"(?<=[0-9])[, ](?=[0-9]{3}(?![0-9]))")
_SCALED = re.compile(r"([0-9.]+)\s*(千万|百万|十万|万|亿|千|百|thousand|million|billion)")
_PARTS_OF = re.compile(r"(.+)分之(.+)")


def value(text: str) -> float | None:
    """Read a number; a share (三分之一, 百分之六十, 九成, two-thirds) is read as a part of one.

    What names no number (几, 十几, 数百) is None; 余, 多 and "or so" are dropped, for they are a comparator's.

    >>> [value(t) for t in ("百余", "半", "三分之一", "百分之六十", "九成", "a dozen", "one hundred and five", "½", "90万")]
    [100.0, 0.5, 0.3333333333333333, 0.6, 0.9, 12.0, 105.0, 0.5, 900000.0]
    """
    plain = _ROUND.sub("", text.strip().lower())
    if not plain or (plain != "半数" and _VAGUE.search(plain)):
        return None
    for reader in (_digits, _power, _share, _han, _words):
        number = reader(plain)
        if number is not None:
            return number if math.isfinite(number) else None
    return None


def _digits(text: str) -> float | None:
    if text in _VULGAR:
        return _VULGAR[text]
    packed = _THOUSANDS.sub("", text)
    if _PLAIN.fullmatch(packed):
        return float(packed)
    scaled = _SCALED.fullmatch(packed)
    if scaled and _PLAIN.fullmatch(scaled[1]):
        return _tidy(float(scaled[1]) * (_SCALES.get(scaled[2]) or _han(scaled[2]) or 1.0))
    return None


def _power(text: str) -> float | None:
    match = _POWER.fullmatch(text)
    if not match:
        return None
    exponent = int(re.sub(r"[\^()+\s⁺]", "", match[2]).translate(_RAISED))
    mantissa = _digits(match[1]) if match[1] else 1.0
    return None if mantissa is None else float(Decimal(repr(mantissa)).scaleb(exponent)) if math.isfinite(mantissa) else None


def _share(text: str) -> float | None:
    parts = _PARTS_OF.fullmatch(text)
    if parts:
        below, above = value(parts[1]), value(parts[2])
        return above / below if below and above is not None else None
    if re.fullmatch(r"[一二两三四五六七八九0-9](?:成半?)", text):
        tenths = value(text[0])
        return None if tenths is None else _tidy((tenths + (0.5 if text.endswith("半") else 0)) / 10)
    words = re.fullmatch(r"(a|one|two|three|four|five)[\s-]+([a-z]+?)s?", text)
    if words and words[2] in _PARTS:
        return _WORDS.get(words[1], 1.0) / _PARTS[words[2]]
    return 0.5 if text in {"半", "一半", "半数", "half", "half a", "half an", "a half"} else None


def _han(text: str) -> float | None:
    """Read 一千零五, 二十三, 1百; 二〇一二 digit by digit."""
    if not _HAN_ONLY.fullmatch(text):
        return None
    if len(text) == 2 and text[0] in _HAN_DIGITS and _HAN_DIGITS.get(text[1]) == _HAN_DIGITS[text[0]] + 1:
        return None  # 七八 is seven or eight
    if len(text) > 1 and all(c in _HAN_DIGITS for c in text):
        return float("".join(str(_HAN_DIGITS[c]) for c in text))
    total, section, digit = 0.0, 0.0, 0.0
    for place, c in enumerate(text):
        if c in _HAN_DIGITS:
            digit = _HAN_DIGITS[c]
        elif c in _HAN_UNITS:
            section, digit = section + (digit or float(place == 0 or text[place - 1] not in _HAN_DIGITS)) * _HAN_UNITS[c], 0.0
        else:
            total, section, digit = (total + (section + digit or 1.0)) * _HAN_SCALES[c], 0.0, 0.0
    return total + section + digit


def _words(text: str) -> float | None:
    if text in {"a dozen", "dozen"}:
        return 12.0
    total, section, read = 0.0, 0.0, False
    for word in re.split(r"[\s-]+", text):
        if word in _WORDS:
            section, read = section + _WORDS[word], True
        elif word == "hundred":
            section, read = (section or 1.0) * 100, True
        elif word in _SCALES:
            total, section, read = total + (section or 1.0) * _SCALES[word], 0.0, True
        elif word not in {"a", "and", ""}:
            return None
    return total + section if read else None


def _tidy(number: float) -> float:
    """Drop the dust of binary fractions: 1.2 × 10,000 is 12,000."""
    return float(f"{number:.12g}")
