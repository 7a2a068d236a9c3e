"""Numbers that name a place in a row: phases, stages, grades, tables, "second"; and money."""

from __future__ import annotations

import re

from litrex.mentions import numerals
from litrex.mentions.quantities.grammar import DIG, NUM, TO, Located, Rule, after, before, compiled, number, one
from litrex.schema.mention import Quantity

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_SINGLE = str.maketrans({"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V", "ⅰ": "I", "ⅱ": "II", "ⅲ": "III", "ⅳ": "IV"})
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_TRIAL = re.compile(
    r"[^,;。0-9]{0,14}?(?:临床|研究|试验|随机|开放|双盲|单臂|多中心|注册|剂量|平行|对照|安全性|扩展|拓展|爬坡|(?i:trial|stud|RCT|random))|\s?$|\s?[|,;、)(]"
)
_DISEASE = re.compile(r"\s?(?:患者|疾病|病变|肾|肝|肺|癌|肿瘤|糖尿|褥疮|压疮|股骨头|心|淋巴|LN|CKD|ONFH|[A-Z]*病|手术|愈合|坏死)")
_PLACES = {
    "table": r"(?:附?表格?|(?i:tables?))",
    "figure": r"(?:附?图|(?i:fig(?:ure)?s?)\.?)",
    "page": r"(?i:pp?\.|pages?)",
    "group": r"(?i:groups?|cohorts?|arms?)|队列|组(?=[0-9])",
    "case": (
        r"(?i:cases?|patients?|subjects?|participants?|No\.)"
        r"|病例|患者|例(?=[0-9])"
    ),
    "grade": r"(?i:grades?)",
    "stage": r"(?i:stages?)",
    "type": (
        r"(?i:types?|class(?:es)?|NYHA|level|volume|vol\.|chapter|section|step|box|line|tier"
        r"|appendix)"
    ),
}


def _roman(told: str) -> str | None:
    """Give I…V for a roman or other numeral, its letter (IIa, 2b) dropped."""
    plain = re.sub(r"[a-dA-D]$", "", told.translate(_SINGLE).strip()).upper()
    if plain in _ROMAN:
        return plain
    value = numerals.value(plain)
    return next((roman for roman, place in _ROMAN.items() if place == value), None)


def phase_unit(first: str, second: str | None) -> str | None:
    """Normalise a phase.

    >>> phase_unit("Ib", "IIa"), phase_unit("2", None), phase_unit("Ⅲ", None), phase_unit("二", "三")
    ('I/II', 'II', 'III', 'II/III')
    """
    low, high = _roman(first), _roman(second) if second else None
    return low if high is None or low is None or high == low else f"{low}/{high}"


def _phase(match: re.Match[str]) -> list[Located]:
    unit = phase_unit(match["a"], match["b"])
    return [] if unit is None else one(match, Quantity("phase", float(_ROMAN[unit.split("/")[0]]), unit=unit))


def _han_phase(match: re.Match[str]) -> list[Located]:
    """Read 期 as a trial's phase where a trial is named behind it, as a disease's stage elsewhere."""
    tail = after(match, 18)
    if (
        _TRIAL.match(tail)
        and not _DISEASE.match(tail)
        and not re.search(r"(?:病理|疾病|肿瘤|TNM|分期|分期为)\s?$", before(match, 4))
    ):
        return _phase(match)
    return _ranked(match, "stage")


def _ranked(match: re.Match[str], noun: str) -> list[Located]:
    told = match.groupdict().get("b")
    value, upper = _place(match["a"]), _place(told) if told else None
    return [] if value is None else one(match, Quantity("ordinal", value, upper, noun=noun))


def _place(told: str) -> float | None:
    roman = _roman(told)
    return float(_ROMAN[roman]) if roman else numerals.value(re.sub(r"[A-Za-z]$", "", told))


def _grade(match: re.Match[str]) -> list[Located]:
    return _ranked(match, "grade")


def _named_place(match: re.Match[str]) -> list[Located]:
    noun = next(noun for noun, pattern in _PLACES.items() if re.fullmatch(pattern, match["name"]))
    if noun in {"case", "group", "type"} and re.match(
        r"\s?(?:[,.]?[0-9]|(?:[%±=/×~-]|\((?!\s?n\s?=))|例|名|个|只|人|[A-Za-z])", after(match, 6)
    ):
        return []
    return _ranked(match, noun)


def _nth(match: re.Match[str]) -> list[Located]:
    return one(match, Quantity("ordinal", number(match, "a"), noun="page" if match["unit"] == "页" else None))


def _nth_word(match: re.Match[str]) -> list[Located]:
    return one(match, Quantity("ordinal", float(_ORDINALS.index(match["a"].lower()) + 1)))


def _money(match: re.Match[str]) -> list[Located]:
    found = match.groupdict()
    value, upper = number(match, "a"), number(match, "b")
    scale = found.get("scale")
    if scale:
        value, upper = (None if v is None else numerals.value(f"{v:g}{scale}") for v in (value, upper))
    elif (
        upper is not None
        and value is not None
        and (tail := re.search(rf"{numerals.SCALE}$", found["b"] or ""))
        and value < upper / 1000
    ):
        value = numerals.value(match["a"] + tail[0])
    return one(match, Quantity("money", value, upper, found.get("unit") or found.get("sign")))


_ROM = r"(?:I{1,3}|IV|[Ⅰ-Ⅳ]|[1-4一二三四])"
_P = rf"(?P<a>{_ROM}[abAB]?)(?:\s?(?:/|-|~|至|到|\s?and\s|\s?or\s)\s?(?:[Pp]hase\s)?(?P<b>{_ROM}[abAB]?))?"
_STAGE = r"(?:IV|V|I{1,3}|[Ⅰ-Ⅴ]|[0-9]{1,3})"
_AB = (
    rf"(?P<a>{_STAGE}[a-dA-D]?)(?:\s?(?:/|-|~|至|到|\s?and\s"
    rf"|\s?or\s|\s?to\s|或|和|、)\s?(?P<b>{_STAGE}[a-dA-D]?))?(?![A-Za-z0-9])"
)
_CURRENCY = r"(?:元|美元|美金|人民币|欧元|英镑|日元|港元|(?i:dollars?|yuan|euros?|pounds|USD|RMB|CNY|EUR|GBP))"

NEEDS = (
    r"[期度级第表图页元$¥€£Ⅰ-Ⅴ金]|列|例|者|(?i:phase|stage|grade|table"
    r"|fig|page|pp|group|cohort|arm|case|patient|subject"
    r"|type|class|nyha|level|no\.|step|box|st|nd|rd|th"
    r"|dollar|yuan|euro|pound|usd|rmb|cny|eur|gbp|i|v)"
)
LEADS = (
    r"(?<![A-Za-z])(?i:phases?|stages?|grades?|tables?|fig(?:ure)?s?\.?|pages?|pp\.|groups?"
    r"|cohorts?|arms?|cases?|patients?|subjects?|types?|class|NYHA|level|No\.|step|box"
    r"|"
    rf"{'|'.join(_ORDINALS)})(?![A-Za-z])|[Ⅰ-Ⅴ]|(?<![A-Za-z-])(?:IV"
    r"|I{1,3})[ab]?(?=\s?[期度级型/~至-])|第(?=\s?[0-9一二两三四五六七八九十])"
    r"|附?[表图](?=格?\s?[0-9一二三四五六七八九])"
    r"|队列(?=[0-9])|(?:病例|患者)(?=[0-9]{1,2}(?:[^0-9.%例名人]|$))|[$¥€£]|(?<![A-Za-z])(?:USD|RMB|CNY|EUR)(?=\s?[0-9])"
)
RULES = [
    Rule(compiled(rf"(?i:phases?)[\s-]?{_P}(?![A-Za-z0-9])"), _phase),
    Rule(compiled(rf"第?{_P.replace('[Pp]hase', '第|[Pp]hase')}\s?期(?![间望])"), _han_phase),
    Rule(compiled(rf"{_AB}\s?[度级](?![以])"), _grade),
    Rule(compiled(r"(?P<a>[一二三四])[至到~-](?P<b>[二三四])[度级]"), _grade),
    Rule(compiled(rf"(?P<name>{'|'.join(_PLACES.values())})\s?{_AB}"), _named_place),
    Rule(compiled(r"(?P<name>附?[表图])(?P<a>[一二三四五六七八九])(?P<b>)"), _named_place),
    Rule(compiled(rf"第\s?(?P<a>{NUM})\s?(?P<unit>次|个|代|位|例|名|页|章|组|阶段|轮|期|版|届|部分|种|类|步|剂|只|组)?"), _nth),
    Rule(compiled(r"(?P<a>[0-9]{1,3})(?:st|nd|rd|th)(?P<unit>)(?![A-Za-z])"), _nth),
    Rule(compiled(rf"(?P<a>(?i:{'|'.join(_ORDINALS)}))(?![A-Za-z])"), _nth_word),
    Rule(
        compiled(
            rf"(?P<sign>[$¥€£]|USD|RMB|CNY|EUR)\s?(?P<a>{DIG})(?:{TO}[$¥€£]?(?P<b>"
            rf"{DIG}))?(?P<scale>\s?(?:万|亿|(?i:thousand|million"
            r"|billion)\b))?"
        ),
        _money,
    ),
    Rule(compiled(rf"(?P<a>{NUM})\s?(?:{_CURRENCY})?(?:{TO}(?P<b>{NUM}))?\s?余?(?P<unit>{_CURRENCY})(?![素件A-Za-z])"), _money),
]
