"""Raised text: a power of ten, a citation, or only a sign."""

from __future__ import annotations

import re
from array import array

from litrex.schema.mapped import MappedText

_RAISED = str.maketrans("0123456789+-−–—()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁻⁽⁾")
_LETTERS = str.maketrans("abcdefghi", "ᵃᵇᶜᵈᵉᶠᵍʰⁱ")
_EXPONENT = re.compile(r"[-−–+]?\d{1,2}")
_TEN = re.compile(r"(?<![\d.,])10\s*$|[×x*·]\s*10\s*$")
_LENGTH = re.compile(r"(?<![A-Za-z])[mckdμµ]?m\s*$|[米²]$")
_UNIT = re.compile(r"(?<![A-Za-z])(?:kg|g|mg|L|mL|ml|l|min|s|h|d|wk|yr|cm|mm|m|mol|dL)\s*$")
_SYMBOL = re.compile(r"(?<![A-Za-z])[RrIχΧXxη]\s*$")
_CITATION = re.compile(r"[\[［【(（]?\s*\d{1,4}[a-c]?(?:\s*[,，、;；~–—−‐-]\s*\d{1,4}[a-c]?)*\s*[\]］】)）]?")


def raised(text: MappedText, before: str, after: str, *, linked: bool) -> MappedText:
    """Write raised text so that its meaning survives on the line.

    ``10<sup>6</sup>`` → ``10⁶``, ``<sup>-3</sup>`` after a unit → ``⁻³``, a citation → ``[3]`` with brackets put in; signs
    such as the plus of ``CD34<sup>+</sup>`` stay as they are. `before` and `after` are the characters around; `linked` says
    that it links to the references.

    >>> raised(MappedText.of("6"), "剂量1×10", "个", linked=False).text
    '⁶'
    >>> raised(MappedText.of("3,4"), "刘明等", "用", linked=False).text
    '[3,4]'
    >>> raised(MappedText.of("2"), "25 kg/m", " ", linked=False).text, raised(MappedText.of("+"), "CD34", " ", linked=False).text
    ('²', '+')
    """
    told = text.text.strip()
    if not told:
        return text
    if not linked and _is_exponent(told, before):
        return text.replace(0, len(text), text.text.translate(_RAISED))
    if _CITATION.fullmatch(told) and not (
        re.match(r"[A-Za-z]", after) and (not before or before[-1:].isspace() or not before[-1:].isalnum())
    ):
        return _bracketed(text)
    if len(told) == 1 and before[-1:].isdigit() and told in "abcdefghi":
        return text.replace(0, len(text), text.text.translate(_LETTERS))
    if len(told) == 1 and told in "abcdefgh" and before[-1:].isalpha() and not after[:1].isalnum():
        return MappedText.join([MappedText.inserted(" ", text.raw_position(0)), text])  # Remission<sup>a</sup> is no "Remissiona"
    if re.fullmatch(r"\d{1,3}m?", told):
        return text.replace(0, len(text), text.text.translate(_RAISED))
    return text


def _is_exponent(told: str, before: str) -> bool:
    if not _EXPONENT.fullmatch(told):
        return False
    if _TEN.search(before):
        return True
    if told in ("2", "3") and (_LENGTH.search(before) or (told == "2" and _SYMBOL.search(before))):
        return True
    return told[0] in "-−–" and _UNIT.search(before) is not None


def _bracketed(text: MappedText) -> MappedText:
    told = text.strip()
    if told.text[0] in "[［【(（":
        return text
    first, last = told.starts[0], told.ends[-1]
    return MappedText(f"[{told.text}]", array("I", [first, *told.starts, last]), array("I", [first, *told.ends, last]))
