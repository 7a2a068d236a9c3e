"""CoNLL: a token a line with its label in BIO; characters for Chinese, words for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from litrex.exchange.regions import Region, regions
from litrex.exchange.staging import staged
from litrex.schema.record import Extraction

_TOKEN = re.compile(r"[^\W_\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3040-\u30ff]+(?:[.,]\d+)*|\S")
_SENTENCE_END = re.compile(r"[。！？；]|[.!?](?=\s|$)")


def write_conll(folder: Path, told: list[tuple[str, Extraction]]) -> None:
    """Write ``NAME.conll`` for each document."""
    with staged(folder) as room:
        for name, one in told:
            (room / f"{name}.conll").write_text(conll(one), encoding="utf-8", newline="\n")


def conll(extraction: Extraction) -> str:
    """The document in four columns: the token, its start and end in the raw text, its label.

    Of regions that overlap the longest is told, of equal ones the first; a region that ends inside a word takes the whole word.
    A blank line ends a sentence.
    """
    raw, chosen = extraction.raw, flat(regions(extraction))
    lines: list[str] = []
    at = last_end = 0
    before: Region | None = None
    for start, end in tokens(raw):
        while at < len(chosen) and chosen[at].end <= start:
            at += 1
        if lines and lines[-1] and (_SENTENCE_END.search(raw, last_end - 1, start) or raw.count("\n", last_end, start) > 1):
            lines.append("")
        region = next((one for one in chosen[at : at + 1] if one.start < end), None)
        tag = "O" if region is None else f"{'I' if region is before else 'B'}-{region.label.value}"
        lines.append(f"{raw[start:end]}\t{start}\t{end}\t{tag}")
        last_end, before = end, region
    return "\n".join(lines) + "\n\n"


def flat(found: list[Region]) -> list[Region]:
    """Regions none of which overlap another, by place: the longest stand, of equal ones the first."""
    kept: list[Region] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def tokens(text: str) -> Iterator[tuple[int, int]]:
    """Where tokens stand: a Han character, a word, a number or a mark each.

    >>> [("75%的12例 mg/dL")[a:b] for a, b in tokens("75%的12例 mg/dL")]
    ['75', '%', '的', '12', '例', 'mg', '/', 'dL']
    """
    for match in _TOKEN.finditer(text):
        yield match.start(), match.end()
