"""Captions: the lines before a table that name it, and the number of the table they belong to."""

from __future__ import annotations

import re
from dataclasses import replace

from litrex.documents.headings import may_head
from litrex.documents.marks import LABEL, SENTENCE_END, bare, is_bare_label, is_caption, is_continued, table_label
from litrex.schema.document import Block, BlockKind

_PROSE = (BlockKind.HEADING, BlockKind.PARAGRAPH)
_GLUED = re.compile(r"(?:(?<=[。！？!?；;)）])|(?<=\.\s))\s*(?P<label>" + LABEL + r"[^。！？\n]{0,120})$", re.IGNORECASE)
_GLUED_READ = 400  # characters at a paragraph's end in which a glued caption is looked for
_UNIT_LINE = re.compile(r"^[（(]?(?:单位|單位|units?)\s*[:：]", re.IGNORECASE)
_TITLE_CHARS = 120


def split_glued(blocks: list[Block]) -> list[Block]:
    """Cut a caption off the end of the paragraph that swallowed it: ``…(表1)。表格1``, then a title line, then the table."""
    out: list[Block] = []
    for at, block in enumerate(blocks):
        place = _glued_place(block, blocks[at + 1 : at + 3])
        if place is None:
            out.append(block)
        else:
            out += [replace(block, text=block.text.slice(0, place).strip())]
            out += [replace(block, kind=BlockKind.CAPTION, level=0, text=block.text.slice(place, len(block.text)).strip())]
    return out


def _glued_place(block: Block, after: list[Block]) -> int | None:
    if block.kind is not BlockKind.PARAGRAPH or not any(b.kind is BlockKind.TABLE for b in after):
        return None
    text = block.text.text
    match = _GLUED.search(text, max(0, len(text) - _GLUED_READ))
    if match is None or is_caption(text) or not text[: match.start("label")].strip():
        return None
    told = match["label"]
    directly = after[0].kind is BlockKind.TABLE
    if is_bare_label(told):
        return match.start("label") if directly or _is_title(after[0]) else None
    return match.start("label") if directly and is_caption(told) else None


def _is_title(block: Block) -> bool:
    text = block.text.text
    return (
        block.kind in _PROSE
        and len(text) <= _TITLE_CHARS
        and SENTENCE_END.search(text[:-1]) is None
        and table_label(text) is None
    )


def name_captions(blocks: list[Block]) -> list[Block]:
    """Give every table its number and make captions of the lines around it that name it.

    A continued table keeps the number of the table it goes on from.
    """
    out = list(blocks)
    numbers: dict[str, int] = {}
    last = 0
    for at, block in enumerate(blocks):
        if block.kind is not BlockKind.TABLE:
            continue
        places = _before(out, at) or _after(out, at)
        told = [out[place].text.text for place in places]
        label = next(filter(None, map(table_label, told)), None)
        goes_on = last > 0 and any(map(is_continued, told))
        number = numbers.get(label or "", last) if goes_on else max([last, *numbers.values()]) + 1
        last = number
        if label:
            numbers.setdefault(label, number)
        for place in places:
            out[place] = replace(out[place], kind=BlockKind.CAPTION, level=0, table=number)
        out[at] = replace(block, table=number)
    return out


def _before(blocks: list[Block], table: int) -> list[int]:
    """The places of the captions that stand before a table."""
    places: list[int] = []
    for at in range(table - 1, max(-1, table - 4), -1):
        block, text = blocks[at], blocks[at].text.text
        if block.table is not None or block.kind not in (*_PROSE, BlockKind.CAPTION):
            break
        if block.kind is BlockKind.CAPTION or is_caption(text):
            places.append(at)
            if table_label(text):
                break
        elif not (_is_title(block) and _leads_up(blocks, at)) and not _UNIT_LINE.match(bare(text)):
            break
        else:
            places.append(at)
    if any(blocks[at].kind is BlockKind.CAPTION or is_caption(blocks[at].text.text) for at in places):
        return sorted(places)
    return [table - 1] if table and _is_nameless_title(blocks, table - 1) else []


def _leads_up(blocks: list[Block], at: int) -> bool:
    """Tell a title line that stands right after a bare label."""
    before = blocks[at - 1] if at else None
    return before is not None and before.table is None and before.kind is not BlockKind.TABLE and is_bare_label(before.text.text)


def _is_nameless_title(blocks: list[Block], at: int) -> bool:
    """Tell a short line right before a table that names it without a label; a heading stays a heading."""
    block, text = blocks[at], blocks[at].text.text
    short = block.kind is BlockKind.PARAGRAPH and block.table is None and len(text) <= _TITLE_CHARS // 2
    return short and may_head(text) and not re.search(r"[,，;；?？]", text)


def _after(blocks: list[Block], table: int) -> list[int]:
    """The place of a caption below its table, where none stands above it and no other table claims it."""
    at = table + 1
    if at >= len(blocks) or blocks[at].kind not in (*_PROSE, BlockKind.CAPTION) or not is_caption(blocks[at].text.text):
        return []
    claimed = any(b.kind is BlockKind.TABLE for b in blocks[at + 1 : at + 3])
    return [] if claimed else [at]
