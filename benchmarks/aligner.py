"""LangExtract's aligner on our mentions: it is given their words and looks for their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from litrex.schema.segment import Lang


@dataclass(frozen=True, slots=True)
class Surface:
    """The words of a mention and where they stand in the text."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Aligned:
    """How many mentions were given, and how many were put where they stand."""

    given: int
    placed: int


def aligner(lang: Lang) -> Callable[[str, Sequence[Surface]], Aligned]:
    """Give a function that aligns mentions, in the order of the text, with its words; Chinese is cut by characters."""
    from langextract.core.data import Extraction
    from langextract.core.tokenizer import RegexTokenizer, UnicodeTokenizer
    from langextract.resolver import WordAligner

    tokenizer = UnicodeTokenizer() if lang is Lang.ZH else RegexTokenizer()

    def align(text: str, surfaces: Sequence[Surface]) -> Aligned:
        asked = [Extraction(extraction_class="mention", extraction_text=one.words) for one in surfaces]
        told = WordAligner().align_extractions([asked], text, tokenizer_impl=tokenizer)
        places = [one.char_interval for group in told for one in group]
        right = sum(
            place is not None and (place.start_pos, place.end_pos) == (one.start, one.end)
            for place, one in zip(places, surfaces, strict=True)
        )
        return Aligned(len(surfaces), right)

    return align
