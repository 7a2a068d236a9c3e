"""Reviewed records as examples to learn from: passages with labelled stretches and what belongs together."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from litrex.errors import UsageError
from litrex.exchange.corrected.labels import PARTS, label_of_path
from litrex.exchange.staging import staged
from litrex.schema.mention import Label
from litrex.schema.record import Extraction, MentionEntry, StudyRecord
from litrex.store.reviewing import reviewed
from litrex.store.slots import parsed

FILE = "examples.jsonl"
_PASSAGE = re.compile(r"[^\r\n](?:(?!\r?\n[ \t\u3000]*\r?\n)[\s\S])*")

Labelled = dict[str, Any]


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
    mentions = {(one.start, one.end): one for one in extraction.mentions}
    passages = [(match.start(), match.end()) for match in _PASSAGE.finditer(raw)]
    starts = [a for a, _ in passages]
    unsure = {_at(starts, a) for one in extraction.records if not reviewed(one) for a, _ in one.anchor.spans}
    found: dict[int, list[Labelled]] = {}
    for record in extraction.records:
        if reviewed(record):
            for one in _stretches(record, mentions):
                found.setdefault(_at(starts, one["start"]), []).append(one)
    for at in sorted(found.keys() - unsure):
        a, b = passages[at]
        yield {
            "document_id": extraction.document.document_id, "source": extraction.document.source,
            "lang": extraction.document.lang, "start": a, "text": raw[a:b], **_inside(found[at], a, b),
        }  # fmt: skip


def _at(starts: list[int], position: int) -> int:
    return max(bisect_right(starts, position) - 1, 0)


def _stretches(record: StudyRecord, mentions: dict[tuple[int, int], MentionEntry]) -> Iterator[Labelled]:
    """The evidence of a record's values; in an entry of several stretches each is labelled as what was found there."""
    for path, spans in record.evidence.items():
        head = parsed(path).head
        own = label_of_path(path)
        for start, end in sorted(set(spans)):
            found = mentions.get((start, end))
            label = Label(found.label) if found and found.label in PARTS.get(head, ()) else own
            if label is not None:
                yield {"start": start, "end": end, "label": label.value, "record": record.record_id, "path": path}


def _inside(stretches: list[Labelled], start: int, end: int) -> dict[str, Any]:
    inside = sorted((one for one in stretches if one["end"] <= end), key=lambda one: (one["start"], one["end"], one["path"]))
    spans = [{**one, "start": one["start"] - start, "end": one["end"] - start} for one in inside]
    return {"spans": spans, "relations": list(_relations(spans))}


def _relations(spans: list[Labelled]) -> Iterator[dict[str, Any]]:
    """From what an entry is about to the rest of it, and from the first stretch of a record to those of its other values."""
    heads: dict[tuple[str, str], int] = {}
    for number, one in enumerate(spans):
        place = parsed(one["path"])
        if place.entry is not None and one["label"] == label_of_path(place.of_entry):
            heads.setdefault((one["record"], place.of_entry), number)
    for number, one in enumerate(spans):
        place = parsed(one["path"])
        head = heads.get((one["record"], place.of_entry)) if place.entry is not None else None
        if head is not None and head != number:
            yield {"head": head, "child": number, "label": place.head}
