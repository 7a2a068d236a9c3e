"""One pass over the text: at each place where a number may begin, the first form that fits says what it is."""

from __future__ import annotations

import re
from dataclasses import replace

from litrex.mentions import numerals
from litrex.mentions.quantities import (
    cell_doses,
    counts,
    dates,
    durations,
    measurements,
    names,
    ordinals,
    rates,
    references,
    schedules,
    statistics,
)  # fmt: skip
from litrex.mentions.quantities.grammar import Located, Rule
from litrex.schema.mention import Quantity

#: Families by priority: a form further up wins where two begin at one place.
_FAMILIES = (references, statistics, cell_doses, schedules, dates, durations, ordinals, measurements, rates, counts)
_RULES: list[tuple[re.Pattern[str], list[Rule]]] = [(re.compile(family.NEEDS), family.RULES) for family in _FAMILIES]
_WINDOW = (40, 100)  # what a family needs to see, before and behind the number, to be asked at all
_LEADS = "|".join(f"(?:{family.LEADS})" for family in _FAMILIES)
_BEGIN = re.compile(rf"(?P<lead>{_LEADS})|(?P<number>{numerals.POWER}|{numerals.NUMBER})|(?P<name>{names.LEADS})")
_NUMBER = re.compile(rf"{numerals.POWER}|{numerals.NUMBER}")

_COMPARATORS = [
    (re.compile(pattern + r"\s?$"), sign)
    for pattern, sign in (
        (r"(?:≥|>=|≧|至少|不少于|不低于|不小于|(?<![a-z])(?i:at least|no less than|no fewer than|a minimum of|minimum of))", "≥"),
        (
            (
                r"(?:≤|<=|≦|最多|至多|不超过|不大于|不高于|不多于|(?<![a-z])(?i:up to"
                r"|at most|(?:no|not) more than|not exceeding|a maximum of"
                r"|maximum of))"
            ),
            "≤",
        ),
        (
            (
                r"(?:≈|(?<![0-9%])~|大约|约为?|接近|将近|近|大概|(?<![a-z])(?i:about"
                r"|approximately|approx\.?|around|roughly|circa|ca\."
                r"|nearly|almost|close to|some))"
            ),
            "~",
        ),
        (
            (
                r"(?:>|超过|超出|多于|大于|高于|逾|(?<![a-z])(?i:more than|over"
                r"|greater than|above|exceed(?:ed|ing|s)?|longer than"
                r"|older than))"
            ),
            ">",
        ),
        (r"(?:<|不足|不到|少于|小于|低于|短于|(?<![a-z])(?i:below|under|less than|fewer than|younger than|shorter than))", "<"),
    )
]
_SPANNING = re.compile(r"(?i:over|under|above|around)\s?$")  # "over 12 months" says when, not how much
_BEHIND = [
    (re.compile(r"\s?(?:及以上|或以上|以上|\s(?i:or (?:more|older|greater|above|longer|higher)))"), "≥"),
    (re.compile(r"\s?(?:及以下|或以下|以下|以内|之内|\s(?i:or (?:less|fewer|younger|below|under)))"), "≤"),
    (re.compile(r"\s?(?:左右|上下)"), "~"),
]
_COMPARED = {
    "percent",
    "count",
    "cell_dose",
    "drug_dose",
    "duration",
    "age",
    "measurement",
    "number",
    "times",
    "fraction",
    "money",
    "frequency",
}
_SHARED = {"percent", "drug_dose", "measurement", "duration", "age", "count", "cell_dose"}
_LIST = re.compile(r"-?\s?(?:、|和|及|与|或|对|比|至|,?\s?(?:and(?: then)?|or|then|vs\.?|versus|to|&)|/)\s?")
_SMALL = 1000  # "1 or 2 million": what is below takes the scale of its neighbour
_MANTISSA = re.compile(numerals.DIGITS)
_AND = re.compile(r"\s?(?:and|和|与|及)\s?")
_DASH = re.compile(r"\s?[-~]\s?|[到至]|\sto\s")
_OPENING = re.compile(r"(?i)(?:\bbetween|介于|在)\s?$")
_COMMA = re.compile(r",\s?")
_MINUS = re.compile(r"(?<![0-9%)\]]\s)(?<![A-Za-z0-9%)\]-])-$")


def find(folded: str) -> list[Located]:
    """Find the quantities of a folded stretch: ordered, apart from each other, each number in exactly one.

    >>> [(q.quantity.kind, q.quantity.value, q.quantity.unit) for q in find("静脉输注1×10⁶/kg,随访12个月")]
    [('cell_dose', 1000000.0, 'cells/kg'), ('duration', 12.0, 'mo')]
    >>> [(q.quantity.n, q.quantity.denominator, q.quantity.value) for q in find("seen in 13 of the 18 patients (72%)")]
    [(13.0, 18.0, 72.0)]

    Positions are code points of `folded`.
    """
    located: list[Located] = []
    signs = Signs(folded)
    position = 0
    while begin := _BEGIN.search(folded, position):
        found = _read(folded, begin, signs)
        position = found[-1].end if found else _skip(folded, begin)
        located += found
    compared = [_compared(folded, item, located[i - 1].end if i else 0) for i, item in enumerate(located)]
    return _between(_share(compared, folded), folded)


class Signs:
    """Where the next sign stands that a family needs to be asked at all; looked for when a number is there, and not before."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next = [-1] * len(_RULES)

    def near(self, family: int, start: int) -> bool:
        """Whether a sign of a family stands within the window around `start`; asked from left to right."""
        first = max(0, start - _WINDOW[0])
        if self._next[family] < first:
            sign = _RULES[family][0].search(self._text, first)
            self._next[family] = sign.start() if sign else len(self._text) + _WINDOW[1]
        return self._next[family] <= start + _WINDOW[1]


def _read(text: str, begin: re.Match[str], signs: Signs) -> list[Located]:
    start = begin.start()
    if begin.lastgroup == "name" or names.end_of(text, start) is not None:
        return []
    for family, (_, rules) in enumerate(_RULES):
        if not signs.near(family, start):
            continue
        for rule in rules:
            match = rule.pattern.match(text, start)
            if match and match.end() > start and (found := rule.read(match)):
                return found
    return _leftover(text, begin) if begin.lastgroup == "number" else []


def _leftover(text: str, begin: re.Match[str]) -> list[Located]:
    """Keep a number that nothing explains; a lone numeral in words (一, one) is mostly none and is let go."""
    told, end = begin[0], begin.end()
    value = numerals.value(told)
    if re.match(r"[A-Za-zα-ω]", text[end : end + 1]) and told[-1].isdecimal():
        return []
    if not re.search(r"[0-9½⅓⅔¼¾⅕⅛]", told) and (
        value is None or value < 2 or re.fullmatch(r"[一二两三四五六七八九十百千万亿零〇]", told) or told[0] in "百千万亿"
    ):
        return []
    return [Located(begin.start(), end, Quantity("number", value))]


def _skip(text: str, begin: re.Match[str]) -> int:
    """Go on behind a name, or behind what turned out to lead to nothing."""
    end = names.end_of(text, begin.start())
    if end is None and begin.lastgroup == "name":
        digit = re.search(r"[0-9]", begin[0])
        return begin.start() + digit.start() if digit else begin.end()
    if end is None and begin.lastgroup == "number" and re.match(r"[A-Za-zα-ω]", text[begin.end() : begin.end() + 1]):
        glued = re.match(r"[A-Za-zα-ω0-9]+", text[begin.end() : begin.end() + 60])
        return begin.end() + (glued.end() if glued else 0)
    return max(end or begin.end(), begin.start() + 1)


def _compared(text: str, item: Located, floor: int) -> Located:
    """Put on the comparator and the minus sign that stand right before or behind; the stretch grows over them."""
    quantity = item.quantity
    if quantity.kind not in _COMPARED:
        return item
    head = text[max(floor, item.start - 24) : item.start]
    if floor and head.strip() == "~":  # the dash of a range
        return item
    minus = _MINUS.search(text[max(0, item.start - 3) : item.start]) if item.start > floor else None
    if minus and quantity.kind in {"percent", "measurement", "number"} and quantity.value is not None:
        return replace(item, start=item.start - 1, quantity=replace(quantity, value=-quantity.value))
    for pattern, sign in _COMPARATORS:
        match = pattern.search(head)
        if match and not (quantity.kind in {"duration", "frequency"} and _SPANNING.search(match[0])):
            return replace(item, start=item.start - len(match[0]), quantity=replace(quantity, comparator=sign))
    for pattern, sign in _BEHIND:
        if match := pattern.match(text, item.end):
            return replace(item, end=match.end(), quantity=replace(quantity, comparator=sign))
    return item


def _share(located: list[Located], text: str) -> list[Located]:
    """Give a bare number in a list the unit of the member behind it: 3, 6 and 12 months; 12 vs 19 days.

    A comma alone shares only inside a list that ends in "and" or the like.
    """
    out = list(located)
    joined = False
    for i in range(len(out) - 2, -1, -1):
        here, behind = out[i], out[i + 1]
        between = text[here.end : behind.start]
        firm = bool(_LIST.fullmatch(between))
        joined = firm or (joined and bool(_COMMA.fullmatch(between)))
        bare = here.quantity.kind == "number" and behind.quantity.kind in _SHARED and here.quantity.value is not None
        if not (bare and joined):
            joined = firm and here.quantity.kind == behind.quantity.kind
            continue
        out[i] = replace(here, quantity=_like(here, behind, text))
    return out


def _like(here: Located, behind: Located, text: str) -> Quantity:
    """Give `here` the kind, unit and noun of `behind`, and its "million" where a small number lacks one."""
    value, model = here.quantity.value, behind.quantity
    plain = _MANTISSA.search(text[behind.start : behind.end])
    told = numerals.value(plain[0]) if plain else None
    if value is not None and value < _SMALL and told and told < _SMALL <= (model.value or 0.0):
        value = value * (model.value or 0.0) / told
    return Quantity(model.kind, value, unit=model.unit, comparator=here.quantity.comparator, noun=model.noun)


def _between(located: list[Located], text: str) -> list[Located]:
    """Make one range of "between 30 and 50 years"."""
    out: list[Located] = []
    for item in located:
        last = out[-1] if out else None
        if last and _ranges(last, item, text):
            quantity = replace(last.quantity, upper=item.quantity.value, unit=item.quantity.unit)
            out[-1] = Located(last.start, item.end, quantity)
        else:
            out.append(item)
    return out


def _ranges(first: Located, second: Located, text: str) -> bool:
    a, b = first.quantity, second.quantity
    if a.kind == b.kind == "number" and a.upper is None and _DASH.fullmatch(text[first.end : second.start]):
        return True
    alike = (
        a.kind == b.kind and a.unit == b.unit and a.upper is None and b.upper is None and a.kind in _SHARED | {"number", "year"}
    )
    return (
        alike
        and bool(_AND.fullmatch(text[first.end : second.start]))
        and bool(_OPENING.search(text[max(0, first.start - 12) : first.start]))
    )
