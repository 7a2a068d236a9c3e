"""Notes: what stands under a table or elsewhere and only explains signs and abbreviations."""

from __future__ import annotations

import re
from dataclasses import replace

from litrex.documents.marks import FOOTNOTE, NOTE_MARK, NOTE_START, SINGLE_ITEM_CHARS, bare
from litrex.schema.document import Block, BlockKind

_ITEM_END = re.compile(r"[;；。\n]\s*|\.\s+(?=[A-Za-z*†‡—–-])")
_ITEM = re.compile(
    r"^\W{0,2}(?P<short>[A-Za-zα-ωΑ-Ω↑↓—–][\w./+&\-–αβγκ↑↓—]{0,14}(?:\s[A-Z0-9]{1,5})?)\s*(?:[,，:：=＝—]"
    r"|\s[–-]\s)\s*(?P<long>\S.*)$",
    re.DOTALL,
)
_LONGEST_ITEM = 120
_NOTES_A_TABLE = 15


def name_notes(blocks: list[Block]) -> list[Block]:
    """Make notes of the lines right after a table that explain it, and of abbreviation lists anywhere."""
    out: list[Block] = []
    number, count = None, 0
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            number, count = block.table, 0
        elif block.kind is BlockKind.CAPTION or FOOTNOTE.match(block.text.text):
            pass
        elif number is not None and count < _NOTES_A_TABLE and (block.kind is BlockKind.NOTE or is_note(block.text.text)):
            block, count = replace(block, kind=BlockKind.NOTE, level=0, table=number), count + 1
        else:
            number = None
            if block.kind is BlockKind.PARAGRAPH and is_abbreviation_list(block.text.text, least=3):
                block = replace(block, kind=BlockKind.NOTE)
        out.append(block)
    return out


def is_note(text: str) -> bool:
    """Tell a line that explains the table before it.

    >>> is_note("注：—，未报告。"), is_note("*P<0.05 vs. baseline"), is_note("BM, bone marrow; NR, not reported.")
    (True, True, True)
    >>> is_note("SLE, a disease of 50 in 100,000 people, is treated with steroids."), is_note("近年来进展很快。")
    (False, False)
    """
    told = bare(text)
    if NOTE_START.match(told) or FOOTNOTE.match(text):
        return True
    short = len(told) <= SINGLE_ITEM_CHARS
    return (short and NOTE_MARK.match(text.strip()) is not None) or is_abbreviation_list(told, least=1)


def is_abbreviation_list(text: str, least: int) -> bool:
    """Tell a list of abbreviations and what they stand for: at least `least` of them, and at least half of all items.

    A list of one is only believed where the long form is short and holds no sentence.
    """
    items = [item.strip() for item in _ITEM_END.split(bare(text)) if item.strip(" .。")]
    told = [
        match
        for match in map(_ITEM.match, items)
        if match and _is_short_form(match["short"]) and len(match["long"]) <= _LONGEST_ITEM
    ]
    if len(told) < least or len(told) * 2 < len(items) or not items or not _ITEM.match(items[0]):
        return False
    return len(told) > 1 or _stands_for(told[0]["short"], told[0]["long"])


def _is_short_form(text: str) -> bool:
    return sum(c.isupper() for c in text) >= 2 or "." in text or not text[0].isalpha() or (len(text) <= 2 and text[0].isupper())


def _stands_for(short: str, long: str) -> bool:
    told = long.strip(" .。")
    if re.search(r"[\u3400-\u9fff]", told):
        return len(told) <= 25 and not re.search(r"[，,]", told)
    return (
        told[:1].lower() == short[:1].lower()
        and len(told.split()) <= max(4, 2 * len(short))
        and not re.search(r"\d|\b(?:is|are|was|were)\b", told)
    )
