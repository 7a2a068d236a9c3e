"""The page's own words in both languages, as data: its labels, and what each flag means and asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Both:
    """The same in Chinese and English."""

    zh: str
    en: str

    @property
    def same(self) -> bool:
        return self.zh == self.en


@dataclass(frozen=True, slots=True)
class FlagMeaning:
    """What a flag says and what a reader should do about it."""

    meaning: Both
    action: Both


@cache
def interface() -> dict[str, Both]:
    """Labels, headings and sentences of the page."""
    return {key: Both(zh, en) for key, zh, en in lines_of("litrex.report", "interface.tsv")}


@cache
def flag_meanings() -> dict[str, FlagMeaning]:
    """The flags in plain words, by code."""
    return {row[0]: FlagMeaning(Both(row[1], row[2]), Both(row[3], row[4])) for row in lines_of("litrex.report", "flags.tsv")}


def meaning_of(code: str) -> FlagMeaning:
    """What a flag means; a code that has no words yet says to look at its own message.

    >>> meaning_of("sex_sum_mismatch").meaning.zh, meaning_of("some_new_code").meaning.en
    ('女性与男性人数之和与患者总数不符。', 'some new code')
    """
    told = flag_meanings().get(code)
    plain = code.replace("_", " ")
    return told or FlagMeaning(Both(plain, plain), interface()["unknown_flag"])


def lines_of(package: str, name: str) -> list[list[str]]:
    """The lines of a table of words, without its head."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")][1:]
