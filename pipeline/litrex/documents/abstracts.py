"""The abstract and the highlights: they repeat what the body tells."""

from __future__ import annotations

from dataclasses import replace

from litrex.documents.marks import ABSTRACT, ABSTRACT_PART, KEYWORDS, bare
from litrex.schema.document import Block, BlockKind

_HEADING_CHARS = 40
_FIRST_BLOCKS = 12  # an abstract opens an article; later the same words head a box or nothing


def name_abstracts(blocks: list[Block]) -> list[Block]:
    """Make abstract blocks of the paragraphs under 摘要, Abstract or Highlights, up to the next heading or the keywords.

    Where no heading follows at all, only the first paragraph is the abstract: an article must not vanish into it.
    """
    out: list[Block] = []
    level: int | None = None
    last_heading = max((at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADING), default=-1)
    for at, block in enumerate(blocks):
        told = bare(block.text.text)
        if block.kind is BlockKind.HEADING:
            goes_on = level is not None and block.level > level and ABSTRACT_PART.match(told)
            level = level if goes_on else (block.level if ABSTRACT.match(told) and len(told) <= _HEADING_CHARS else None)
        elif block.kind is BlockKind.PARAGRAPH:
            opens = at < _FIRST_BLOCKS and (ABSTRACT.match(told) is not None or KEYWORDS.match(told) is not None)
            follows = bool(out) and out[-1].kind is BlockKind.ABSTRACT and ABSTRACT_PART.match(told) is not None
            if level is not None or opens or follows:
                block = replace(block, kind=BlockKind.ABSTRACT)
            if level is not None and (KEYWORDS.match(told) or at > last_heading):
                level = None
        elif block.kind is BlockKind.ABSTRACT:
            level = None  # the reader knows where the abstract ends
        out.append(block)
    return out
