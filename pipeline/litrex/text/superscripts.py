"""Powers of ten whose exponent slid down: ``1×106个细胞/kg`` means 10⁶."""

from __future__ import annotations

import re

from litrex.text.edits import Edit, Signs

_EXPONENT = r"(?:1[0-2]|[5-9])"
_TIMES = "[×xX*✕✖╳⨯х]"
_NOUN = (
    r"(?:[个個只]\s*)?(?:[A-Za-z0-9+\-−/]{1,15}\s*)?"
    r"(?:(?:(?![的例名])[\u4e00-\u9fff]){0,6}[细細]胞|cells?\b|(?:MS|MN|EP|HS)Cs?\b)"
)
_CELLS = rf"(?:{_NOUN}|[个個](?![月周星小百]))"
_CELLS_ALONE = rf"(?:{_NOUN}|[个個](?=\s*(?:$|[/／)）,，;；。、])))"
_WEIGHT = r"(?:kg|KG|Kg|公斤|千克|㎏|body|体重|體重)"
_VOLUME = r"(?:mL|ml|ML|毫升|μL|µL|ul|uL|L\b|升|cm|mm|m2|m²|eye|knee|limb|joint|次|眼)"
_PER = rf"(?:[/／·]|per\b)\s*(?:{_WEIGHT}|{_VOLUME})"
_NO_MORE = r"(?!\d|\.\d|,\d{3}|%|％|\^)"
_OTHER_UNIT = (
    r"(?!\s*(?:mg|μg|µg|ug|g\b|克|毫克|微克|mm|cm|px|pixel|像素|毫米|厘米|天|day|week|month|year|patient|患者|例|名|岁|歲))"
)
_AFTER_NUMBER = rf"(?:(?<![\d.])\d{{1,3}}(?:\.\d+)?|\d[)）])\s*{_TIMES}\s*"

_WITH_MANTISSA = re.compile(rf"{_AFTER_NUMBER}(?P<power>10{_EXPONENT}){_NO_MORE}{_OTHER_UNIT}")
_SMALL = re.compile(rf"{_AFTER_NUMBER}(?P<power>10[34]){_NO_MORE}(?=\s*(?:{_CELLS}|[/／]\s*{_WEIGHT}))")
_DONE = rf"(?=\s*(?:{_CELLS}|{_PER}|[)）,，;；。|]|$))"
_SPACED = re.compile(rf"{_AFTER_NUMBER}(?P<power>10[ \u2009\u00a0]{_EXPONENT}){_NO_MORE}{_DONE}")
_BARE_TIMES = re.compile(rf"(?<![\d)）\s])\s*[×✕✖]\s*(?P<power>10{_EXPONENT}){_NO_MORE}{_OTHER_UNIT}")
_ALONE = r"(?<![\d.,，/／×xX*^\-–~～第A-Za-z])"
_BY_WEIGHT = re.compile(rf"{_ALONE}(?P<power>10{_EXPONENT}){_NO_MORE}(?=\s*{_CELLS}?\s*(?:[/／]|per\b)\s*{_WEIGHT})")
_BY_CELLS = re.compile(rf"{_ALONE}(?P<power>10{_EXPONENT}){_NO_MORE}(?=\s*{_CELLS_ALONE})")
_RANGE = re.compile(rf"10\^?(?P<first>{_EXPONENT})\s*(?:[-–—~～至到]|to)\s*(?P<power>10{_EXPONENT}){_NO_MORE}{_DONE}")
_LINK = re.compile(rf"{_ALONE}(?P<power>10{_EXPONENT})\s*(?:[、,，和或至到~～–—-]|or\b|and\b|to\b)+\s*(?=10{_EXPONENT})")
_DOSE_CELL = re.compile(rf"^\s*[~≥≤<>约約]?\s*(?P<power>10{_EXPONENT})(?=\s*(?:$|{_CELLS}|{_PER}|[-–~～至(（]))")
_DOSE = re.compile(
    r"[剂劑]量|用量|[数數]量[为為]|[输輸]注|回[输輸]|每(?:公斤|千克|kg)|移植|注射|dos(?:e|es|age|ed|ing)\b"
    r"|infus|inject|transplant|deliver|administ|receiv",
    re.IGNORECASE,
)
_REACH = 30


def find_lost_superscripts(text: str, signs: Signs) -> list[Edit]:
    """Put a ``^`` before an exponent that lost its height, where a power of ten must be meant.

    That is after a mantissa and a times sign; before cells per kilogram; before cells when a word of dosing stands within
    30 characters; and in a table cell under a dose heading. Anywhere else 106 is a number.

    >>> [e.new for e in find_lost_superscripts("输注1×106个细胞/kg，共106例", Signs())]
    ['10^6']
    >>> find_lost_superscripts("The 106 patients received 106 mg.", Signs())
    []
    """
    if "10" not in text:
        return []
    places = {m.span("power") for pattern in (_WITH_MANTISSA, _SMALL, _SPACED, _BY_WEIGHT) for m in pattern.finditer(text)}
    places |= {m.span("power") for m in _BARE_TIMES.finditer(text) if _of_cells(text, m.end(), signs)}
    places |= {m.span("power") for m in _BY_CELLS.finditer(text) if signs.under_dose or _dosed(text, m.start())}
    if signs.under_dose:
        places |= {m.span("power") for m in _DOSE_CELL.finditer(text)}
    places |= _range_ends(text, places)
    for m in reversed([*_LINK.finditer(text)]):  # 106、107和108个细胞: what is linked to a power is one
        if any(start == m.end() for start, _ in places):
            places.add(m.span("power"))
    return [Edit(start, end, "10^" + text[start + 2 : end].strip()) for start, end in sorted(places)]


def _range_ends(text: str, places: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The other end of a range one end of which is a power: ``1×106~107/kg``, ``106-107/kg``."""
    found: set[tuple[int, int]] = set()
    for m in _RANGE.finditer(text):
        first = (m.start(), m.end("first"))
        if "^" in m[0][:3] or first in places or m.span("power") in places or _dosed(text, m.start()):
            found.add(m.span("power"))
            if "^" not in m[0][:3] and (m.start() == 0 or not text[m.start() - 1].isdigit()):
                found.add(first)
    return found


def _dosed(text: str, start: int) -> bool:
    return _DOSE.search(text, max(0, start - _REACH), start) is not None


def _of_cells(text: str, end: int, signs: Signs) -> bool:
    return signs.under_dose or re.match(rf"\s*(?:{_CELLS}|{_PER}|[)）])", text[end:]) is not None or _dosed(text, end)
