"""Reviewed records as examples to learn from: passages with labelled stretches and what belongs together."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from litrex.errors import UsageError
from litrex.exchange.regions import Region, found_in, regions_of, relations
from litrex.exchange.staging import staged
from litrex.schema.record import Extraction
from litrex.store.reviewing import reviewed
from litrex.store.slots import parsed

FILE = "examples.jsonl"
_PASSAGE = re.compile(r"[^\r\n](?:(?!\r?\n[ \t\u3000]*\r?\n)[\s\S])*")


def write_examples(folder: Path, extractions: Iterable[Extraction]) -> int:
    """Write ``examples.jsonl``, a passage a line, and give how many there are.

    Raises UsageError where no record has been reviewed.
    """
    lines = [json.dumps(one, ensure_ascii=False) for told in extractions for one in examples(told)]
    if not lines:
        raise UsageError(
            "no record is reviewed yet", place="corrections", remedy="accept or correct all values of some: litrex review"
        )
    with staged(folder) as room:
        (room / FILE).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    return len(lines)


def examples(extraction: Extraction) -> Iterator[dict[str, Any]]:
    """The passages that reviewed records stand in. A passage that a record nobody looked at stands in teaches nothing sure.

    ``spans`` are half-open positions in ``text``, in code points, ``start`` is where the text begins in the raw text.
    ``relations`` lead from the stretch that an entry is about to its others, by their positions among the spans.
    """
    raw = extraction.raw
    mentions = found_in(extraction)
    passages = [(match.start(), match.end()) for match in _PASSAGE.finditer(raw)]
    starts = [a for a, _ in passages]
    unsure = {_at(starts, a) for one in extraction.records if not reviewed(one) for a, _ in one.anchor.spans}
    found: dict[int, list[Region]] = {}
    for record in extraction.records:
        if reviewed(record):
            for one in regions_of(record, mentions, raw):
                found.setdefault(_at(starts, one.start), []).append(one)
    for at in sorted(found.keys() - unsure):
        a, b = passages[at]
        yield {
            "document_id": extraction.document.document_id, "source": extraction.document.source,
            "lang": extraction.document.lang, "start": a, "text": raw[a:b], **_inside(found[at], a, b),
        }  # fmt: skip


def _at(starts: list[int], position: int) -> int:
    return max(bisect_right(starts, position) - 1, 0)


def _inside(stretches: list[Region], start: int, end: int) -> dict[str, Any]:
    inside = sorted((one for one in stretches if one.end <= end), key=lambda one: (one.start, one.end, one.path))
    spans = [
        {"start": one.start - start, "end": one.end - start, "label": one.label.value, "record": one.record_id, "path": one.path}
        for one in inside
    ]
    pairs = relations(inside)
    return {
        "spans": spans,
        "relations": [
            {"head": inside.index(head), "child": inside.index(child), "label": parsed(child.path).head} for head, child in pairs
        ],
    }
