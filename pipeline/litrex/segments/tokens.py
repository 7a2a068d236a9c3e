"""Words: spaCy's tokenizers, with jieba as the segmenter for Chinese."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from litrex.schema.segment import Lang


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark, in positions of the text given."""

    start: int
    end: int


@cache
def _tokenizer(lang: Lang) -> Any:
    """Load a tokenizer once a process: half a second for English, two for Chinese."""
    import spacy

    if lang is Lang.EN:
        return spacy.blank("en").tokenizer
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}}).tokenizer


def tokens(text: str, lang: Lang) -> list[Token]:
    """Cut a passage into words; white space is none.

    >>> text = "患者12例"
    >>> [text[token.start:token.end] for token in tokens(text, Lang.ZH)]
    ['患者', '12', '例']
    """
    if not text.strip():
        return []
    return [Token(word.idx, word.idx + len(word)) for word in _tokenizer(lang)(text) if not word.is_space]
