"""spaCy: a DocBin of all documents, aligned by characters."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litrex.exchange.formats.columns import flat, tokens
from litrex.exchange.regions import Region, regions
from litrex.exchange.staging import staged
from litrex.schema.record import Extraction

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

FILE = "litrex.spacy"
GROUP = "litrex"
"""The span group that holds all regions, also those that overlap; ``doc.ents`` holds those that do not."""


def write_docbin(folder: Path, told: list[tuple[str, Extraction]]) -> list[str]:
    """Write ``litrex.spacy`` and give what could not be told by whole tokens, one line each."""
    from spacy.tokens import DocBin

    packed, cut = DocBin(store_user_data=True), []
    for name, one in told:
        doc, moved = doc_of(one)
        packed.add(doc)
        cut += [f"{name}: {one.raw[r.start : r.end]!r} at {r.start}–{r.end} is cut out of a word" for r in moved]
    with staged(folder) as room:
        packed.to_disk(room / FILE)
    return cut


def doc_of(extraction: Extraction) -> tuple[Doc, list[Region]]:
    """The document whose text is the raw text, and the regions that begin or end inside a token.

    Those stand in the span group by the whole tokens they touch; where they stand exactly is told in ``user_data``. A Han
    character is a token of its own, so that only words in Latin letters can be cut.
    """
    raw = extraction.raw
    doc = _tokenised(raw, "en" if extraction.document.lang == "en" else "xx")
    group, cut, whole = [], [], {}
    for one in regions(extraction):
        span = doc.char_span(one.start, one.end, label=one.label.value, span_id=one.ident)
        if span is None:
            cut.append(one)
            span = doc.char_span(one.start, one.end, label=one.label.value, span_id=one.ident, alignment_mode="expand")
        else:
            whole[one] = span
        if span is not None:
            group.append(span)
    doc.spans[GROUP] = group
    doc.set_ents([whole[one] for one in flat(list(whole))])
    doc.user_data["source"], doc.user_data["document_id"] = extraction.document.source, extraction.document.document_id
    doc.user_data["regions"] = [_told(one) for one in regions(extraction)]
    return doc, cut


def _told(one: Region) -> dict[str, Any]:
    place = {"id": one.ident, "start": one.start, "end": one.end}
    return {**place, "label": one.label.value, "record": one.record_id, "path": one.path}


def _tokenised(raw: str, lang: str) -> Doc:
    """Every character of the text in one token or another: white space is a token, or the space behind one."""
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for start, end in [*tokens(raw), (len(raw), len(raw))]:
        gap = raw[at:start]
        if gap.startswith(" ") and words:
            spaces[-1], gap = True, gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
        if start < end:
            words.append(raw[start:end])
            spaces.append(False)
        at = end
    return Doc(_vocabulary(lang), words=words, spaces=spaces)


@cache
def _vocabulary(lang: str) -> Vocab:
    import spacy

    return spacy.blank(lang).vocab
