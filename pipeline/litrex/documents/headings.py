"""Headings of plain text: short lines that stand alone and end no sentence."""

from __future__ import annotations

import re

from litrex.documents.lines import width
from litrex.documents.marks import ABSTRACT, ENTRY, FIGURE, NOTE_START, REFERENCES, bare, table_label

_HASHES = re.compile(r"^(#{1,6})\s+(?=\S)")
_CHAPTER = re.compile(r"^(?:第[一二三四五六七八九十百\d]+[章节節部分]|[一二三四五六七八九十]{1,3}\s*[、.．]|[IVX]{1,4}\.\s)\s*\S")
_BRACKETED = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[)）]\s*\S")
_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:[.．]\d{1,2}){0,3})(?:[.．、]\s*|\s+)(?=[A-Z\u3400-\u9fff])")
_BOXED = re.compile(r"^【[^】]{1,20}】$")
_BULLET = re.compile(r"^(?:[-*+•·●○▪◦■□◆➢✓–—]|[（(]?\d{1,2}[)）]|[①-⑳]|[a-zA-Z][)）])\s*\S")
_ENDS_NO_HEADING = re.compile(r"[。．.；;，,、：:！!]$")
_INNER_END = re.compile(r"[。！；;]|[?？](?=.)|\.\s+[A-Z]")
_VALUE = re.compile(r"[=<>＜＞≤≥±%％]|\d\s*[×x]\s*10")
_HEADING_WIDTH = 84
_TITLE_WIDTH = 170
_SECTION_LEVEL = 2


def is_list_item(text: str) -> bool:
    """Tell a line that begins with a bullet or a number of a list.

    >>> is_list_item("• 蛋白尿下降"), is_list_item("(2) relapse"), is_list_item("-3 to 5 points")
    (True, True, False)
    """
    return _BULLET.match(text) is not None and not re.match(r"^[-–—+]\d", text)


def heading_level(text: str) -> int | None:
    """The level of a line that its own marks make a heading: ``#``, 一、, 1.2, 【…】, or a known title; else None.

    >>> heading_level("二、临床研究"), heading_level("3.1 Intravenous infusion"), heading_level("References")
    (2, 3, 2)
    >>> heading_level("1. 患者共12例，均接受治疗。"), heading_level("2019年")
    (None, None)
    """
    if hashes := _HASHES.match(text):
        return len(hashes[1])
    told = bare(text)
    if REFERENCES.match(told) or _is_bare(ABSTRACT.match(told), told) or _BOXED.match(told):
        return _SECTION_LEVEL
    chapter, bracketed, numbered = _CHAPTER.match(told), _BRACKETED.match(told), _NUMBERED.match(told)
    mark = chapter or bracketed or numbered
    if mark is None or not _is_title(told[mark.end() - (mark is not numbered) :]):
        return None
    if chapter or bracketed:
        return _SECTION_LEVEL + int(chapter is None)
    return _SECTION_LEVEL + len(re.findall(r"[.．]\d", numbered["number"])) if numbered else None


def _is_bare(match: re.Match[str] | None, text: str) -> bool:
    """Tell a known title with nothing after it."""
    return match is not None and not text[match.end() :].strip(" 】:：")


def _is_title(text: str) -> bool:
    """Tell words that can be a title: few, no end of a sentence inside or after them, no value."""
    sentence = _ENDS_NO_HEADING.search(text) or _INNER_END.search(text) or _VALUE.search(text)
    return not sentence and 0 < width(text) <= _HEADING_WIDTH


def may_head(text: str) -> bool:
    """Tell a line that could be a heading by its looks alone: short, no sentence, no value, no list item.

    >>> may_head("前瞻性研究"), may_head("WHY CELLS?"), may_head("输注的合适剂量是多少？")
    (True, True, True)
    >>> may_head("治疗后无复发。"), may_head("P<0.05"), may_head("and the second group")
    (False, False, False)
    """
    told = bare(text)
    if (
        not told
        or width(told) > _HEADING_WIDTH
        or _ENDS_NO_HEADING.search(told)
        or _INNER_END.search(told)
        or _VALUE.search(told)
    ):
        return False
    if (
        is_list_item(told)
        or FIGURE.match(told)
        or NOTE_START.match(told)
        or table_label(told)
        or "|" in told
        or "\t" in told
        or "http" in told
    ):
        return False
    words = told.split()
    if told[0].isascii() and (told[0].islower() or len(words) > 14 or not any(c.isalpha() for c in told)):
        return False
    return ENTRY.match(told) is None or _NUMBERED.match(told) is not None


def may_be_title(text: str) -> bool:
    """Tell a first line that can be the article's title: a subtitle after a colon or dash is fine, a sentence is not."""
    told = bare(_HASHES.sub("", text))
    ends = re.search(r"[。．.；;，,、：:]$", told)
    return (
        bool(told)
        and width(told) <= _TITLE_WIDTH
        and not ends
        and "。" not in told
        and not is_list_item(told)
        and "|" not in told
    )


def hashes_length(text: str) -> int:
    """How many characters of a line are its ``#`` marks."""
    match = _HASHES.match(text)
    return match.end() if match else 0
