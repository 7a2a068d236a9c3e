"""The reference list: entries under its heading, or a run of numbered entries at the end without one."""

from __future__ import annotations

import re
from dataclasses import replace

from litrex.documents.marks import BACK, REFERENCES, REFERENCES_INLINE, bare, entry_label
from litrex.schema.document import Block, BlockKind

_PROSE = (BlockKind.HEADING, BlockKind.PARAGRAPH)
_INSIDE = re.compile(r"(?:(?<=\s)|(?<=[.。;；\]]))(?=[\[【［]\s*\d{1,4}\s*[\]】］]\s*\S)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|doi|https?://", re.IGNORECASE)
_SURE_RUN = 3


def name_references(blocks: list[Block]) -> list[Block]:
    """Make references of what stands under 参考文献 or References, up to the next heading or back matter."""
    out: list[Block] = []
    level: int | None = None
    for block in blocks:
        told = bare(block.text.text) if block.kind in _PROSE else ""
        if block.kind in _PROSE and REFERENCES.match(told):
            level = block.level or 2
            out.append(replace(block, kind=BlockKind.HEADING, level=level))
        elif block.kind is BlockKind.PARAGRAPH and (match := REFERENCES_INLINE.match(block.text.text)):
            level = 2
            out += [replace(block, kind=BlockKind.HEADING, level=level, text=block.text.slice(0, match.end()).strip())]
            out += _entries(replace(block, text=block.text.slice(match.end(), len(block.text))))
        elif level is not None and block.kind in _PROSE and not _ends(block, told, level):
            out += _entries(block)
        else:
            level = None if block.kind in _PROSE else level
            out.append(block)
    return _headless([_labelled(block) for block in out])


def _labelled(block: Block) -> Block:
    """Read the label of an entry that a reader knew to be one; what is no entry has none, whatever number a list gave it."""
    told = (block.label or entry_label(block.text.text)) if block.kind is BlockKind.REFERENCE else None
    return block if told == block.label else replace(block, label=told)


def _ends(block: Block, told: str, level: int) -> bool:
    if BACK.match(told):
        return True
    is_entry = entry_label(told) is not None and _YEAR.search(told)
    return block.kind is BlockKind.HEADING and not is_entry and block.level <= level


def _entries(block: Block) -> list[Block]:
    """Cut a paragraph with several entries apart where their labels rise."""
    text = block.text
    cuts, last = [0], entry_label(text.text)
    for match in _INSIDE.finditer(text.text):
        label = entry_label(text.text[match.start() : match.start() + 12])
        if match.start() and last is not None and label is not None and int(label) == int(last) + 1:
            cuts.append(match.start())
            last = label
    pieces = [text.slice(a, b).strip() for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    return [
        replace(
            block, kind=BlockKind.REFERENCE, level=0, text=piece, label=entry_label(piece.text) or (None if n else block.label)
        )
        for n, piece in enumerate(pieces)
        if len(piece)
    ]


def _headless(blocks: list[Block]) -> list[Block]:
    """Find a run ``[1] … [2] … [3] …`` of entries with years that no heading announces."""
    if any(block.kind is BlockKind.REFERENCE for block in blocks):
        return blocks
    out, run = list(blocks), list[int]()
    for at, block in enumerate([*blocks, None]):
        label = entry_label(block.text.text) if block and block.kind in _PROSE and block.text.text[:1] in "[【［" else None
        if block and label == str(len(run) + 1) and _YEAR.search(block.text.text):
            run.append(at)
            continue
        if len(run) >= _SURE_RUN:
            for place in run:
                out[place] = replace(blocks[place], kind=BlockKind.REFERENCE, level=0, label=entry_label(blocks[place].text.text))
        run = []
    return out
