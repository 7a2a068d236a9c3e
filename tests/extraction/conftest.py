"""What must hold of any extraction, whatever the document says; written once, asked of our corpus and of made-up text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from litrex.evaluation.grounding import LISTS, LONGEST_SPAN, THOUSANDS, by_position, spans_of, values
from litrex.schema.record import Extraction, StudyRecord

SCALED = re.compile(r"\d\s?(?:[十百千万亿]|hundred|thousand|million)")
ENTRY = re.compile(r"(\w+)/([^.]+)(?:\..+)?")


def broken(told: Extraction) -> list[str]:
    """List the broken invariants of an extraction in words; empty where all hold."""
    return [*_of_document(told), *(f"{r.record_id}: {what}" for r in told.records for what in _of_record(r, told.raw))]


def _of_document(told: Extraction) -> Iterator[str]:
    read = told.document.coverage.read + sum(one.chars for one in told.document.coverage.skipped)
    if read != len(told.raw):
        yield f"{read} of {len(told.raw)} characters are accounted for"
    ids = [r.record_id for r in told.records] + [c.comparison_id for c in told.comparisons]
    if len(set(ids)) != len(ids):
        yield "two records or comparisons have one id"
    if any(not r.study_id for r in told.records):
        yield "a record has no study"
    places = [tuple(r.anchor.spans[0]) for r in told.records if r.anchor.spans]
    if len(places) != len(told.records) or any(b < a for a, b in pairwise(places)):
        yield "records do not stand in the order of their places"
    for one in told.comparisons:
        if one.surface not in told.raw or not all(_inside(spans, told.raw, len(told.raw)) for spans in one.evidence.values()):
            yield f"comparison {one.surface[:20]!r} points at other words"
    if Extraction.model_validate_json(told.model_dump_json()).model_dump_json() != told.model_dump_json():
        yield "it does not read back as it was written"


def _inside(spans: Any, raw: str, longest: int = LONGEST_SPAN) -> bool:
    """Whether spans are there, sorted, not empty, within the raw text and no longer than a value may point at."""
    return bool(spans) and list(spans) == sorted(spans) and all(0 <= a < b <= len(raw) and b - a <= longest for a, b in spans)


def _of_record(record: StudyRecord, raw: str) -> Iterator[str]:
    rec = record.model_dump(mode="json")
    if not _inside(record.anchor.spans, raw, longest=len(raw)):
        yield f"the anchor {record.anchor.spans} lies outside"
    yield from (f"evidence of {key} is {spans}" for key, spans in record.evidence.items() if not _inside(spans, raw))
    if not (record.evidence.keys() == record.provenance.keys() == record.confidence.keys()):
        yield "evidence, provenance and confidence are not told of the same values"
    yield from (f"confidence of {k} is {c}" for k, c in record.confidence.items() if not 0 <= c <= 1 or round(c, 2) != c)
    yield from _of_keys(record, rec)
    yield from _of_values(by_position(rec), raw)
    yield from _of_words(rec, raw)
    for flag in record.flags:
        if flag.record_id != record.record_id or (flag.evidence and not _inside(flag.evidence, raw, longest=len(raw))):
            yield f"flag {flag.code} hangs elsewhere"


def _of_keys(record: StudyRecord, rec: dict[str, Any]) -> Iterator[str]:
    """Evidence hangs on a slot, or on ``slot/id`` of an entry that is there."""
    ids = {(head, entry["id"]) for head in LISTS for entry in rec[head]}
    if len(ids) != sum(len(rec[head]) for head in LISTS):
        yield "two entries of one list have one id"
    for key in record.evidence:
        entry = ENTRY.fullmatch(key)
        if (entry and (entry[1], entry[2]) not in ids) or (not entry and key.split(".")[0] not in rec):
            yield f"evidence hangs on {key}, which is not there"


def _of_values(rec: dict[str, Any], raw: str) -> Iterator[str]:
    """Every stated value has evidence; a count told in digits stands in its own."""
    for path, value in values(rec):
        spans = spans_of(rec, path)
        if not spans:
            yield f"{path} = {value} has no evidence"
        words = unicodedata.normalize("NFKC", "".join(raw[a:b] for a, b in spans))
        told = re.findall(r"\d+", THOUSANDS.sub("", words))
        if path.startswith("n_") and told and str(value) not in told and not SCALED.search(words):
            yield f"{path} = {value} does not stand in {words!r}"


def _of_words(rec: dict[str, Any], raw: str) -> Iterator[str]:
    """The surface of an entry is one slice of the raw text, and its evidence touches it."""
    for head in LISTS:
        for entry in rec[head]:
            surface = entry.get("surface")
            if surface is None:
                continue
            spans = [s for key, told in rec["evidence"].items() if key.startswith(f"{head}/{entry['id']}") for s in told]
            places = [m.start() for m in re.finditer(f"(?={re.escape(surface)})", raw)] if surface else []
            if not any(a < at + len(surface) and at < b for a, b in spans for at in places):
                yield f"{head}: {surface!r} does not stand at its evidence"


@pytest.fixture(scope="session")
def faults() -> Callable[[Extraction], list[str]]:
    return broken
