"""Tell blocks apart by what stands around them: captions, notes, references, abstract. The same for every format."""

from __future__ import annotations

from litrex.documents.abstracts import name_abstracts
from litrex.documents.captions import name_captions, split_glued
from litrex.documents.notes import name_notes
from litrex.documents.references import name_references
from litrex.schema.document import Block

STEPS = (split_glued, name_captions, name_notes, name_references, name_abstracts)


def arrange(blocks: list[Block]) -> tuple[Block, ...]:
    """Apply all steps in order."""
    for step in STEPS:
        blocks = step(blocks)
    return tuple(blocks)
