"""Doses of cells, and the other figures that are written with a power of ten."""

from __future__ import annotations

import re

from litrex.mentions import numerals
from litrex.mentions.quantities.grammar import DIG, TO, Located, Rule, after, before, compiled, from_to, number, one
from litrex.schema.mention import Quantity

_TIMES = r"\s?[×xX*·✕⨯]\s?"
_TEN = rf"(?P<ten>{numerals.TEN})"
_PLURAL = 1000  # fewer cells than this are counted under a microscope, not given

_BODY = r"(?:\s?(?:(?:of\s)?(?:recipient\s|patient\s)?body[\s-]?weight|bw\b|体重|体质量))?"
_KG = r"(?:kg|KG|Kg|公斤|千克|(?i:kilograms?))"
_PER = (
    rf"(?P<kg>\s?(?:/|per\s|每|[·•]\s?)\s?{_KG}(?:\s?\^?-1|⁻¹)?{_BODY}|\s?{_KG}(?:\^-1|⁻¹))"
    r"|(?P<volume>\s?(?:/|per\s|每)\s?(?:mL|ml|ML|毫升|(?i:millilit(?:re|er)s?)))(?![A-Za-z])"
    r"|(?P<area>\s?(?:/|per\s|每)\s?(?:cm2|cm²|cm\^2|平方厘米))"
)
_CELL = (
    r"(?:[A-Za-z0-9+/-]*(?:[Cc]ells?(?![A-Za-z]|-)|[A-Z]*SCs?\b|[Hh]?i?PSCs?\b|MNCs?\b|EPCs?\b|TNCs?\b|BMAC\b|NCs?\b"
    r"|(?:CD|CP|OE|OP|NP|AP|MAP|E|D|R)Cs\b|T[Rr]egs\b|CD[0-9]+\+(?=\s?(?:$|[,;.()/]|per|in|to|into|were|was))"
    r"|(?:blast|cyte|neuron|platelet|islet|progenitor|precursor)s\b)|CD[0-9]+\+(?:细胞)?|细胞)"
)
_WORD = r"(?:[A-Za-zα-ω][A-Za-z0-9α-ωé+'/-]*|[0-9]\b)"
_STOP = (
    r"(?!(?:in|at|to|for|from|with|was|were|by|and|or|on|per|had|every|each|into|via"
    r"|followed|gave|given|got|received?|receiving|used?|using|infused|injected|transplanted|treated|tested|studied|plus|versus|vs|intravenous\w*|that|which|who|these|is|are|have|has|patients?"
    r"|subjects?|children|women|men|hips?|eyes?|knees?|limbs?|rats?|mice|rabbits?|studies"
    r"|trials?|cases?)\b)"
)
_CELLS = (
    r"(?P<cells>\s?(?:个|枚)\s?(?![0-9])[\u4e00-\u9fffA-Za-z0-9+-]{0,16}?细胞"
    r"|\s?(?:个|枚)(?![月中小周年])(?:\s?(?=[/A-Za-z])(?:[A-Za-z-]*(?:MSCs?"
    r"|SCs)\b))?"
    r"|\s?(?![年月日天周例名位人只种项次组期份岁家所条类株])[\u4e00-\u9fff]{0,6}?细胞"
    rf"|(?:\s(?:of\s)?|-)(?:{_STOP}{_WORD}\s){{0,5}}?{_STOP}{_CELL})"
)
UNIT = rf"(?:{_CELLS})?(?:{_PER})?"
_OTHER = (
    r"\s?(?:/\s?(?:L|l|μL|µL|uL|ul|升)(?![A-Za-z])|(?:platelets?|leukocytes?|neutrophils?|lymphocytes?|WBC|PLT)\s?/\s?(?:L|l)"
    r"|TCID50|(?:IU|U|PFU|pfu|CFU|cfu|vg|vp|gc|copies|particles?|拷贝|颗粒|病毒颗粒|(?:[a-z]+\s)?exosomes|外泌体|EVs)"
    r"(?![A-Za-z])(?:\s?/\s?(?:mL|ml|kg|L|eye|day|d)(?![A-Za-z]))?|(?:mol|M|Pa|s)(?![A-Za-z])"
    r"|CFU-[A-Z]+(?:/kg)?|cells?\s?/\s?(?:L|l|μL|µL|uL|ul|mm3|mm³|HPF)(?![A-Za-z])|个?\s?/\s?(?:L|μL|µL|ul|mm3|mm³)(?![A-Za-z]))"
)


_PER_LATER = re.compile(
    rf"(?:\s(?!(?:and|with|plus|or)\b)[A-Za-z+-]+){{0,6}}?\s?(?:\bper\s|/\s?){_KG}(?![A-Za-z])"
    rf"|[\u4e00-\u9fffA-Za-z+]{{0,12}}?(?:CD[0-9]+[+]细?胞?)?[/每]\s?(?:kg|公斤|千克)"
)
_NEXT = r"(?:\s?[,、;]\s?(?:and |or )?|\s(?:and|or|to)\s|[和或及])"
_LEVELS = re.compile(
    rf"(?:\s?\([^()]{{1,20}}\))?(?:{_NEXT}(?:{numerals.POWER})(?P<per>[^0-9,;、()]{{0,24}})"
    r"(?:\s?\([^()]{1,20}\))?){1,5}"
)


def _unit(match: re.Match[str]) -> str:
    if match["kg"] or re.search(rf"(?:每|per\s){_KG}{_BODY}[^0-9,;。]{{0,8}}$", before(match, 24)):
        return "cells/kg"
    if match["volume"] or match["area"]:
        return "cells/mL" if match["volume"] else "cells/cm2"
    return "cells/kg" if _per_kg_later(after(match, 120)) else "cells"


def _per_kg_later(rest: str) -> bool:
    """Whether the weight is told behind the cells or behind the last of several levels: "10^5 (n = 3) and 10^6 cells/kg"."""
    if _PER_LATER.match(rest):
        return True
    levels = _LEVELS.match(rest)
    return levels is not None and bool(re.search(rf"(?:/|per\s|每)\s?{_KG}", levels["per"]))


def _scaled(told: str | None, ten: str) -> float | None:
    """Put the power of ten behind a mantissa that was told without it: the 1 of ``1-4×10^6``."""
    return None if told is None else numerals.value(f"{told.strip()}×{ten}" if told.strip() else ten)


def _literal(match: re.Match[str]) -> bool:
    return not re.search(r"10\s?\^", match[0])


def _power(match: re.Match[str]) -> list[Located]:
    """Read ``a×10ⁿ``, ``(a~b)×10ⁿ``, ``a±sd×10ⁿ``, ``a(low-high)×10ⁿ`` with its unit."""
    found = match.groupdict()
    ten = match["ten"]
    value, upper, sd, low, high = (_scaled(found.get(g), ten) for g in ("a", "b", "sd", "low", "high"))
    if value is None:
        return []
    return one(match, Quantity("cell_dose", value, upper, _unit(match), sd=sd, low=low, high=high, literal=_literal(match)))


def _other(match: re.Match[str]) -> list[Located]:
    """Blood counts, viral titres and the like are measurements; their unit keeps the power of ten."""
    a, ten = match["a"], re.sub(r"\s", "", match["ten"]).replace("(", "^").replace(")", "")
    exponent = ten[2:].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")).lstrip("^")
    upper, sd = number(match, "b"), number(match, "sd")
    unit = f"10^{exponent}{match['unit'].strip() if match['unit'].strip().startswith('/') else ' ' + match['unit'].strip()}"
    return one(match, Quantity("measurement", numerals.value(a) if a else 1.0, upper, unit, sd=sd, literal=_literal(match)))


def _whole_range(match: re.Match[str]) -> list[Located]:
    """Read ``2.5×10^7~1×10^8`` as a range, and "from 5×10^4 to 1×10^5" as two steps."""
    value, upper, unit, literal = number(match, "a"), number(match, "b"), _unit(match), _literal(match)
    if value is None or upper is None:
        return []
    if from_to(match):
        return [
            Located(match.start("a"), match.end("a"), Quantity("cell_dose", value, unit=unit, literal=literal)),
            Located(match.start("b"), match.end(), Quantity("cell_dose", upper, unit=unit, literal=literal)),
        ]
    return one(match, Quantity("cell_dose", value, upper, unit, literal=literal))


_ITEM = re.compile(rf"{numerals.POWER}|{numerals.NUMBER}")


def _list(match: re.Match[str]) -> list[Located]:
    """Give the members of ``1, 2 or 4×10^6/kg`` and ``2.5×10^7, 5×10^7 or 1×10^8 cells`` one unit."""
    unit, literal = _unit(match), _literal(match)
    shared = match.groupdict().get("ten")
    items = list(_ITEM.finditer(match.string, match.start("items"), match.end("items")))
    located = []
    for item in items:
        value = (
            _scaled(item[0], shared) if shared else numerals.value(item[0]) if "10" in item[0] or "e" in item[0].lower() else None
        )
        if value is None:
            return []
        end = match.end() if item is items[-1] else item.end()
        located.append(Located(item.start(), end, Quantity("cell_dose", value, unit=unit, literal=literal)))
    return located


def _plain(match: re.Match[str]) -> list[Located]:
    """Read doses written out: 50,000 cells, 5000万个, 1 million cells/kg."""
    value, upper = number(match, "a"), number(match, "b")
    if value is None:
        return []
    scale = re.search(rf"{numerals.SCALE}$", match["b"] or match["a"])
    if upper is not None and scale and not re.search(rf"{numerals.SCALE}$", match["a"]) and value < 1000:
        value = numerals.value(match["a"] + scale[0])
    if value is None or not _PLURAL <= (value if upper is None else upper) or not _of_cells(match):
        return []
    if upper is not None and from_to(match):
        return [
            Located(match.start("a"), match.end("a"), Quantity("cell_dose", value, unit=_unit(match))),
            Located(match.start("b"), match.end(), Quantity("cell_dose", upper, unit=_unit(match))),
        ]
    return one(match, Quantity("cell_dose", value, upper, _unit(match)))


def _of_cells(match: re.Match[str]) -> bool:
    """Tell whether a plain number counts cells: a bare 个 does so only where cells are named, or nothing is."""
    if match["cells"] is None:
        return any(match[g] for g in ("kg", "volume", "area")) or _in_brackets(match)
    if match["cells"].strip() not in {"个", "枚"} or match["kg"]:
        return True
    return bool(re.match(r"$|[,;。、()/和或及]|[^,;。0-9]{0,12}(?:细胞|SC|MNC)", after(match)))


_BEHIND_CELLS = re.compile(rf"(?:{_CELL})\s?\(\s?$")


def _in_brackets(match: re.Match[str]) -> bool:
    """Whether a number with its scale stands in brackets right behind the cells: "MSCs (20 million, n = 10)", MSC(2000万)."""
    scaled = re.search(rf"{numerals.SCALE}$", match["b"] or match["a"])
    return scaled is not None and bool(_BEHIND_CELLS.search(before(match, 40)) and re.match(r"\s?[),;，；]", after(match)))


_MANTISSAS = rf"(?:\(\s?)?(?P<a>{DIG})(?:{TO}(?P<b>{DIG})|\s?±\s?(?P<sd>{DIG}))?(?:\s?\))?"
_AROUND = rf"(?P<a>{DIG})\s?[(\[](?:(?i:range|iqr)\s?:?\s?)?(?P<low>{DIG})(?:{TO}|,\s?)(?P<high>{DIG})[)\]]"
_SEP = (
    r"(?:\s?[,、;/]\s?(?:(?:and(?: then)?|or|then)\s)?|\s(?:and(?: then)?|or|then|&|vs\.?|versus)\s|\s?(?:和|或|及|与|以及)\s?)"
)
_SHORT = r"[0-9]{1,3}(?:\.[0-9]+)?"
_SCALED = rf"(?:{DIG}{numerals.SCALE}|{DIG})"

NEEDS = r"10|[0-9][eE]|[万亿]|(?i:illion|thousand|hundred|cells|scs\b)|细胞|/(?:kg|公斤|千克|m[Ll])"
LEADS = rf"\(\s?(?={_SHORT}(?:{TO}|\s?±\s?|[,、]\s?){_SHORT}(?:[,、]\s?{_SHORT})*\s?\){_TIMES}10)"
RULES = [
    Rule(compiled(rf"(?:{_MANTISSAS}{_TIMES})?{_TEN}(?P<unit>{_OTHER})"), _other),
    Rule(
        compiled(rf"(?P<a>{numerals.POWER})(?:{UNIT.replace('?P<', '?P<first_')})?(?:{TO})(?P<b>{numerals.POWER}){UNIT}"),
        _whole_range,
    ),
    Rule(compiled(rf"(?P<items>{numerals.POWER}(?:{_SEP}{numerals.POWER}){{1,9}}){UNIT}"), _list),
    Rule(compiled(rf"(?P<items>\(?{_SHORT}(?:{_SEP}{_SHORT}){{1,9}}\)?){_TIMES}{_TEN}{UNIT}"), _list),
    Rule(compiled(rf"{_AROUND}{_TIMES}{_TEN}{UNIT}"), _power),
    Rule(compiled(rf"{_MANTISSAS}{_TIMES}{_TEN}{UNIT}"), _power),
    Rule(compiled(rf"(?P<a>){_TEN}{UNIT}"), _power),
    Rule(compiled(rf"(?P<a>[0-9.]+[eE]\+?[0-9]{{1,2}})(?:{TO}(?P<b>[0-9.]+[eE]\+?[0-9]{{1,2}}))?{UNIT}"), _plain),
    Rule(compiled(rf"(?P<a>{_SCALED}|{numerals.WORDS})(?:{TO}(?P<b>{_SCALED}|{numerals.WORDS}))?{UNIT}"), _plain),
]
