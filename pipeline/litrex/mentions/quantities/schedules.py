"""How often: times (两次, twice, single infusion) and frequencies (每周1次, every 4 weeks).

A frequency's `value` is the length of one interval in `unit`; `n` says how many times fall into it.
"""

from __future__ import annotations

import re

from litrex.mentions import numerals
from litrex.mentions.quantities.durations import UNITS, code
from litrex.mentions.quantities.grammar import NUM, TO, Located, Rule, after, before, compiled, number, one
from litrex.schema.mention import Quantity

_ACT_HAN = r"(?:输注|注射|移植|给药|回输|治疗|灌注|输入|注入|用药|植入|输液|干预|应用|接种|投药|MSC|细胞)"
_ACT_EN = (
    r"(?i:infusions?|injections?|doses?|administrations?|transfusions?|transplant(?:ation)?s?"
    r"|courses?|cycles?|treatments?|applications?|instillations?|shots?)"
)
_GIVEN = re.compile(r"(?i)(?:infus|inject|administ|given|treat|transplant|dos|receiv|deliver|instill)\w*[^.;0-9]{0,24}$")
_ADVERB = {
    "daily": (1.0, "d"),
    "weekly": (1.0, "wk"),
    "monthly": (1.0, "mo"),
    "yearly": (1.0, "a"),
    "annually": (1.0, "a"),
    "fortnightly": (2.0, "wk"),
    "biweekly": (2.0, "wk"),
    "quarterly": (3.0, "mo"),
    "bimonthly": (2.0, "mo"),
}
_ONCE = {"once": 1.0, "twice": 2.0, "thrice": 3.0, "single": 1.0, "单": 1.0, "双": 2.0, "double": 2.0}


_LEVELS = re.compile(
    r"(?i)(?:(?:allotted|assigned|randomi[sz]ed|allocated)(?: [\w-]+){0,6} to|one of|test(?:ed|ing)|compar(?:ed|ing)|different"
    r"|escalating|between)\s(?:the\s)?$"
)


def _times(match: re.Match[str]) -> list[Located]:
    value = number(match, "a")
    if value is None or re.search(r"[第每首某这那后上末同另再前头此]$", before(match, 1)):
        return []
    if re.match(r"(?i)doses?$", match.groupdict().get("act") or "") and _LEVELS.search(before(match, 60)):
        return []  # three doses that are compared, one to each group
    upper = number(match, "b") if "b" in match.groupdict() else None
    near = before(match, 10) + "|" + after(match, 8)
    noun = "infusions" if re.search(_ACT_HAN, near) or match.groupdict().get("act") else None
    more = ">" if match.groupdict().get("more") else "="
    return one(match, Quantity("times", value, upper, comparator=more, noun=noun))


def _once(match: re.Match[str]) -> list[Located]:
    told = match["a"].lower()
    noun = (
        "infusions"
        if re.search(_ACT_HAN, after(match, 10)) or match.groupdict().get("act") or _GIVEN.search(before(match, 40))
        else None
    )
    if told == "once" and noun is None:
        return []
    return one(match, Quantity("times", _ONCE[told], noun=noun))


def _every(match: re.Match[str]) -> list[Located]:
    """Read 每4周(2次), every 4 weeks, 间隔一周, one week apart, at 4-week intervals."""
    found = match.groupdict()
    told = found.get("a")
    value = 2.0 if told and told.lower() == "other" else numerals.value(told) if told else 1.0
    upper = numerals.value(found["b"]) if found.get("b") else None
    times = found.get("times")
    n = None if times is None else _ONCE.get(times.lower()) or numerals.value(times)
    return [] if value is None else one(match, Quantity("frequency", value, upper, code(match["unit"]), n=n))


def _adverb(match: re.Match[str]) -> list[Located]:
    value, unit = _ADVERB[match["a"].lower()]
    times = match["times"]
    n = None if times is None else _ONCE.get(times.lower()) or numerals.value(times)
    return one(match, Quantity("frequency", value, unit=unit, n=n))


_HAN_UNIT = r"(?P<unit>个?小时|天|日|周|个?星期|个?月|年)"
_TIMES_EN = rf"(?P<times>(?i:once|twice|thrice)|{numerals.WORDS}|[0-9]{{1,2}})"

NEEDS = (
    r"次|回|剂|疗程|每|隔|(?i:every|per|each|interval|apart|times"
    r"|once|twice|thrice|single|ly\b|\ba\b|an\b|infus|inject"
    r"|dos|admin|transf|transplant|cours|cycl|treat|applic"
    r"|instill|shot|q[0-9])"
)
LEADS = (
    r"每(?=隔?\s?[0-9一两二三四五六七八九十个小天日周星月年])|间隔|相隔|单次|双次|(?<![A-Za-z-])(?i:every"
    r"|at(?=\s[0-9a-z]+[\s-](?:day|week|month|year|hour"
    r"|minute)s?[\s-]intervals?)"
    r"|once|twice|thrice|daily|weekly|monthly|fortnightly|biweekly|quarterly|single|an? interval|q(?=[0-9]{1,2}[dwhm]))"
)
RULES = [
    Rule(
        compiled(
            rf"每隔?\s?(?P<a>{NUM})?\s?{_HAN_UNIT}(?:[\u4e00-\u9fffA-Za-z]{{0,6}}?[,,]?"
            rf"\s?(?P<times>{NUM})\s?(?:次|剂)|(?<=[0-9一两二三四五六七八九十][天日周月年时期])"
            r"|(?<=[0-9一两二三四五六七八九十]个月))"
        ),
        _every,
    ),
    Rule(compiled(rf"(?:间隔|相隔)(?:时间)?[为约是]?\s?(?P<a>{NUM})(?:{TO}(?P<b>{NUM}))?\s?{_HAN_UNIT}"), _every),
    Rule(compiled(rf"(?P<a>[一1])\s?(?P<unit>天|日|周|个?星期|个?月|年)(?:输注|注射|给药)?(?P<times>{NUM})次"), _every),
    Rule(
        compiled(
            rf"(?:{_TIMES_EN}(?:\stimes)?\s)?(?i:every|per|each)\s(?P<a>(?i:other)|{NUM})?(?:{TO}(?P<b>{NUM}))?[\s-"
            rf"]?(?P<unit>{UNITS})"
        ),
        _every,
    ),
    Rule(compiled(rf"{_TIMES_EN}(?:\stimes)?\s(?i:a|an|per|each)\s(?P<unit>(?i:day|week|month|year|hour))(?![A-Za-z])"), _every),
    Rule(
        compiled(rf"(?:(?i:at|with)\s(?i:an?\s)?)?(?P<a>{NUM})(?:{TO}(?P<b>{NUM}))?[\s-](?P<unit>{UNITS})[\s-](?i:intervals?)"),
        _every,
    ),
    Rule(compiled(rf"(?i:an? intervals? of)\s(?P<a>{NUM})(?:{TO}(?P<b>{NUM}))?[\s-](?P<unit>{UNITS})"), _every),
    Rule(compiled(rf"(?P<a>{NUM})(?:{TO}(?P<b>{NUM}))?[\s-](?P<unit>{UNITS})\s(?i:apart)\b"), _every),
    Rule(compiled(r"q(?P<a>[0-9]{1,2})(?P<unit>[dwh])(?![A-Za-z])"), _every),
    Rule(
        compiled(
            rf"(?:{_TIMES_EN}(?:\stimes)?[\s-])?(?P<a>(?i:daily|weekly|monthly|yearly|annually"
            r"|fortnightly|biweekly|quarterly|bimonthly))\b(?!\s(?i:living|life|activit|practice"
            r"|routine|function|dose))"
        ),
        _adverb,
    ),
    Rule(compiled(r"(?P<a>[单双])次"), _once),
    Rule(
        compiled(
            r"(?P<a>(?i:single))[\s-](?:(?!(?:arm|center|centre|group|blind|patient|study|report)\b)[A-Za-z-]+\s)"
            rf"{{0,4}}?(?P<act>{_ACT_EN})(?![A-Za-z])"
        ),
        _once,
    ),
    Rule(compiled(r"(?P<a>(?i:once|twice|thrice))(?![A-Za-z]|\s(?:as|the|more|again|higher)\b)"), _once),
    Rule(compiled(rf"(?P<a>{NUM})(?:{TO}(?P<b>{NUM}))?\s?(?P<more>[余多])?\s?(?P<act>剂(?![量型])|个?疗程)"), _times),
    Rule(
        compiled(
            rf"(?P<a>{NUM})(?:{TO}(?P<b>{NUM}))?\s?(?P<more>[余多])?\s?(?:次(?![性要级数日代声])"
            rf"|回(?![输顾归访报收流升落复缩忆答声肠盲结合]))"
        ),
        _times,
    ),
    Rule(
        compiled(
            rf"(?P<a>{NUM})(?:{TO}(?P<b>{NUM}))?\s(?i:times)(?!\s(?i:higher|lower|greater|more"
            r"|less|the|as|faster|longer|smaller|larger))\b"
        ),
        _times,
    ),
    Rule(
        compiled(
            rf"(?P<a>{NUM})(?:{TO}(?P<b>{NUM}))?[\s-](?:(?!(?:of|with|and|or|in|to|from|the|patients?"
            r"|mg|were|was|had|had|after|groups?|arms?|months?|weeks?|days?|years?)\b)[A-Za-z][A-Za-z-]*[\s-]){0,"
            r"5}?"
            rf"(?P<act>{_ACT_EN})(?![A-Za-z]|[\s-](?:levels?|groups?|cohorts?|arms?))"
        ),
        _times,
    ),
]
