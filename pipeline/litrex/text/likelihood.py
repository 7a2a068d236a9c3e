"""How likely a stretch of Chinese is, by the dictionary of the segmenter."""

from __future__ import annotations

import logging
import math
import re
from functools import cache, lru_cache
from typing import Any

from litrex.text.scripts import HAN, fold

_HAN_RUN = re.compile(f"[{HAN}]+")
_MARKS = {",": -3.0, "。": -3.5, "、": -4.0}  # how likely a mark is, as natural logarithms
_OTHER_MARKS = ":;()“”?!《》"
_OTHER_MARK, _STRANGE = -5.5, -16.0
_RARE = 5  # words told no more often than this are half the dictionary and add nothing that a logarithm shows


@cache
def _dictionary() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba.dt


@lru_cache(maxsize=1 << 14)
def likelihood(text: str) -> float:
    """Give the natural logarithm of the probability of the likeliest cut into dictionary words.

    Both scripts are judged alike. Longer texts are less likely, so only texts of one length compare.

    >>> likelihood("單次輸注組") > likelihood("未屋斪⒔") - 5
    True
    """
    folded = fold(text)
    chinese = sum(_cut(run) for run in _HAN_RUN.findall(folded))
    return chinese + sum(_weight(char, plain) for char, plain in zip(text, folded, strict=True) if not _HAN_RUN.match(plain))


def _weight(char: str, plain: str) -> float:
    if char.isascii() and char.isalnum():
        return 0.0
    return _MARKS.get(plain, _OTHER_MARK if plain in _OTHER_MARKS or plain.isspace() else _STRANGE)


def _cut(run: str) -> float:
    dictionary = _dictionary()
    route: dict[int, tuple[float, int]] = {}
    dictionary.calc(run, dictionary.get_DAG(run), route)
    return float(route[0][0])


def commonness(char: str) -> float:
    """Give the natural logarithm of how often a character stands as a word of its own or in the dictionary at all.

    >>> commonness("驅") > commonness("蛐"), commonness("責") > commonness("賾")
    (True, True)
    """
    return math.log(_counts().get(fold(char), 0) + 1)


@cache
def _counts() -> dict[str, int]:
    counts: dict[str, int] = {}
    for word, frequency in _dictionary().FREQ.items():
        if frequency > _RARE:
            for char in word:
                counts[char] = counts.get(char, 0) + frequency
    return counts
