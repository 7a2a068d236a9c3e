"""spaCy with parts equal to ours: sentences, the same terms, numbers with their units."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litrex import lexicons
from litrex.lexicons import Lexicon
from litrex.mentions.terms import LABEL_OF_KIND
from litrex.schema.segment import Lang

_NUMBER: dict[str, Any] = {"LIKE_NUM": True}
_TO: dict[str, Any] = {"TEXT": {"IN": ["-", "–", "~", "±", "to", "至", "到"]}, "OP": "?"}
_RANGE: list[dict[str, Any]] = [_NUMBER, _TO, {**_NUMBER, "OP": "?"}]
_UNITS: dict[str, dict[Lang, list[str]]] = {
    "percent": {Lang.EN: ["%", "percent"], Lang.ZH: ["%"]},
    "count": {
        Lang.EN: ["patients", "patient", "subjects", "participants", "women", "men", "cases", "mice", "rats", "eyes", "centers"],
        Lang.ZH: ["例", "名", "人", "位", "只", "个", "眼", "家", "项", "篇"],
    },
    "duration": {
        Lang.EN: ["day", "days", "week", "weeks", "month", "months", "year", "years", "hours"],
        Lang.ZH: ["天", "日", "周", "月", "个月", "年", "小时"],
    },
    "dose": {Lang.EN: ["mg", "g", "mL", "cells", "µg", "mg/kg", "cells/kg"], Lang.ZH: ["mg", "g", "mL", "个", "mg/kg"]},
    "times": {Lang.EN: ["times", "infusions", "injections", "doses"], Lang.ZH: ["次", "回", "剂"]},
    "letters": {Lang.EN: ["points", "letters", "grades"], Lang.ZH: ["分", "级", "个字母"]},
}
_OTHERS: dict[str, list[dict[str, Any]]] = {
    "p_value": [{"LOWER": "p"}, {"TEXT": {"IN": ["<", "=", ">", "≤"]}}, _NUMBER],
    "p_value_glued": [{"TEXT": {"REGEX": r"^[Pp][<=>]0?\.\d+$"}}],
    "sample": [{"TEXT": {"REGEX": r"^[nN]=\d+$"}}],
    "fraction": [_NUMBER, {"TEXT": "/"}, _NUMBER],
    "fraction_glued": [{"TEXT": {"REGEX": r"^\d+/\d+$"}}],
    "power": [{"TEXT": {"REGEX": r"^(?:\d+(?:\.\d+)?[×x])?10\^?\d+$"}}],
    "year": [{"TEXT": {"REGEX": r"^(?:19|20)\d\d年?$"}}],
    "reference": [{"TEXT": "["}, _NUMBER, {"TEXT": "]"}],
    "number": _RANGE,
}


def pipeline(lang: Lang) -> Callable[[str], int]:
    """Give a function that runs the parts over a text and counts what they found."""
    import spacy
    from spacy.matcher import Matcher, PhraseMatcher

    config = {"nlp": {"tokenizer": {"segmenter": "jieba"}}} if lang is Lang.ZH else {}
    nlp: Any = spacy.blank(lang.value, config=config)
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10_000_000
    phrases = PhraseMatcher(nlp.vocab, attr="LOWER")
    for label, names in terms(lexicons.load(), lang).items():
        phrases.add(label, list(nlp.tokenizer.pipe(names)))
    numbers = Matcher(nlp.vocab)
    for name, units in _UNITS.items():
        numbers.add(name, [[*_RANGE, {"TEXT": {"IN": units[lang]}}]])
    for name, pattern in _OTHERS.items():
        numbers.add(name, [pattern])

    def run(text: str) -> int:
        doc = nlp(text)
        return len(phrases(doc)) + len(numbers(doc))

    return run


def terms(lexicon: Lexicon, lang: Lang) -> dict[str, list[str]]:
    """The names of all terms that our own finder looks for, by kind; Chinese documents hold English names too."""
    told = {}
    for kind in LABEL_OF_KIND:
        every = lexicon.terms(kind)
        own = [name for term in every for name in (term.zh if lang is Lang.ZH else ())]
        told[kind] = sorted({*own, *(name for term in every for name in (*term.en, *term.abbr))})
    return {kind: names for kind, names in told.items() if names}
