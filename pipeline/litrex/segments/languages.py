"""Which language a passage is in, and which script a document."""

from __future__ import annotations

import re
from collections.abc import Iterable

from litrex.schema.segment import Lang
from litrex.text.scripts import HAN

_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['-][A-Za-zÀ-ɏ]+)*")
_CHINESE_MARK = re.compile("[、。，；：「」『』《》【】]")
_WORDS_A_HAN = 0.6  # a Chinese word has about 1.6 characters
_WORDS_A_CODE = 0.5  # `HbA1c`, `MSC`: said in both languages
_MIXED = 0.18
_TRADITIONAL = 0.06


def language(text: str) -> Lang:
    """Tell the language of a passage by its words; abbreviations count half, for both languages use them.

    >>> language("HbA1c、FPG及BMI均下降"), language("patients with 狼疮 (SLE) were treated"), language("12 (40%)")
    (<Lang.ZH: 'zh'>, <Lang.EN: 'en'>, <Lang.EN: 'en'>)
    """
    chinese, english = weights(text)
    if chinese == english:
        return Lang.ZH if chinese or _CHINESE_MARK.search(text) else Lang.EN
    return Lang.ZH if chinese > english else Lang.EN


def weights(text: str) -> tuple[float, float]:
    """Give about how many words of a text are Chinese and how many English."""
    words = _WORD.findall(text)
    codes = sum(1 for word in words if not word[1:].islower())
    return len(_HAN.findall(text)) * _WORDS_A_HAN, len(words) - codes * _WORDS_A_CODE


def document_language(passages: Iterable[str], text: str, folded: str) -> str:
    """Tell the language of a document from its prose passages: ``zh-Hans``, ``zh-Hant``, ``en`` or ``mixed``.

    A document is mixed where each language holds 18 % of the prose or more. Chinese is traditional where the simplified
    form `folded` differs from `text` in many characters; a stray one (`著`) does not make it so.
    """
    held = {Lang.ZH: 0.0, Lang.EN: 0.0}
    for passage in passages:
        held[language(passage)] += sum(weights(passage))
    total = sum(held.values())
    if total and min(held.values()) >= _MIXED * total:
        return "mixed"
    if held[Lang.EN] >= held[Lang.ZH]:
        return "en"
    return "zh-Hant" if _traditional_share(text, folded) > _TRADITIONAL else "zh-Hans"


def _traditional_share(text: str, folded: str) -> float:
    pairs = [(a, b) for a, b in zip(text, folded, strict=True) if "\u3400" <= a <= "\u9fff"]
    return sum(a != b for a, b in pairs) / max(1, len(pairs))
