"""The rows of the tidy tables."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel

from litrex.lexicons.labels import IdentityOf, LabelOf
from litrex.schema.record import Extraction, Flag, Length, Spans, StudyRecord
from litrex.store.claims import SLOTS, by_study, claims, disagreements, flat, value_at
from litrex.store.concepts import concepts_of
from litrex.store.paths import confidence_at, provenance_at, spans_at

Row = dict[str, Any]


def rows_of(extractions: list[Extraction], label: LabelOf, identity: IdentityOf) -> dict[str, list[Row]]:
    """All rows by table name; the order of documents and records is kept."""
    makers: dict[str, Callable[[Extraction], Iterator[Row]]] = {
        "documents": _document, "records": _records, "studies": _studies,
        "comparisons": _comparisons, "mentions": _mentions, "flags": _flags,
        **{name: _entries_of(name) for name in ("outcomes", "arms", "doses", "cells", "adverse_events")},
        "terms": lambda one: _terms(one, label, identity),
    }  # fmt: skip
    keys = [_key(one) for one in extractions]
    return {
        name: [{**key, **row} for key, one in zip(keys, extractions, strict=True) for row in maker(one)]
        for name, maker in makers.items()
    }


def row_of_document(one: Extraction) -> Row:
    """The row of the table ``documents`` alone."""
    return {**_key(one), **next(_document(one))}


def _key(one: Extraction) -> Row:
    return {"document_id": one.document.document_id, "schema_version": one.schema_version}


def flags_of(extraction: Extraction) -> list[Flag]:
    """The flags of the document and of its records, each once."""
    told: dict[str, Flag] = {}
    for flag in [*extraction.document.flags, *(flag for record in extraction.records for flag in record.flags)]:
        told.setdefault(flag.model_dump_json(), flag)
    return list(told.values())


def _document(one: Extraction) -> Iterator[Row]:
    entry = one.document
    yield {
        **entry.model_dump(include={"source", "sha256", "lang", "media_type", "encoding", "chars"}),
        **entry.funnel.model_dump(),
        "chars_read": entry.coverage.read,
        "chars_skipped": sum(told.chars for told in entry.coverage.skipped),
        "skipped": "|".join(f"{told.reason}: {told.chars}" for told in entry.coverage.skipped),
        "notes": flat(entry.notes),
        "n_flags": len(flags_of(one)),
    }


def _records(one: Extraction) -> Iterator[Row]:
    for record in one.records:
        values = _slots({slot: value_at(record, slot) for slot in SLOTS})
        place = {"table": record.anchor.table, "row": record.anchor.row, **_place(sorted(record.anchor.spans))}
        yield {**_keys(record), "origin": record.origin, **place, **values, **_lists([record])}


def _studies(one: Extraction) -> Iterator[Row]:
    for study_id, records in by_study(one.records).items():
        values = _slots({slot: told[0].value for slot in SLOTS if (told := claims(records, slot))})
        told_by = {"record_id": records[0].record_id, "records": flat([record.record_id for record in records])}
        yield {"study_id": study_id, **told_by, **values, **_lists(records), "disagreements": flat(disagreements(records))}


def _lists(records: list[StudyRecord]) -> Row:
    """What the lists of one record, or of all records of a study, hold; a term is named once, in order."""
    return {
        "conditions": _named(p.condition for r in records for p in r.populations),
        "qualifiers": _named(q for r in records for p in r.populations for q in p.qualifiers),
        "species": _named(p.species for r in records for p in r.populations),
        "cell_types": _named(c.cell_type for r in records for c in r.cells),
        "tissues": _named(c.tissue for r in records for c in r.cells),
        "donors": _named(c.donor for r in records for c in r.cells),
        "n_arms": sum(len(r.arms) for r in records),
        "n_doses": sum(len(r.doses) for r in records),
        "n_outcomes": sum(len(r.outcomes) for r in records),
        "n_adverse_events": sum(len(r.adverse_events) for r in records),
        "n_flags": sum(len(r.flags) for r in records),
    }


def _entries_of(slot: str) -> Callable[[Extraction], Iterator[Row]]:
    """Make the rows of one list slot: an entry a row, nested fields told side by side."""

    def entries(one: Extraction) -> Iterator[Row]:
        for record in one.records:
            for entry in getattr(record, slot):
                path = f"{slot}/{entry.id}"
                told = provenance_at(record, path)
                row = {name: value for name, value in entry if name not in ("timepoint", "spread", "p")}
                came = {"source": told.source, "by": told.by} if told else {}
                place = {**_place(spans_at(record, path)), "confidence": confidence_at(record, path), **came}
                yield {**_keys(record), **row, **_nested(entry), **place}

    return entries


def _nested(entry: Any) -> Row:
    """The fields of an outcome that are objects of their own."""
    row: Row = _timepoint(getattr(entry, "timepoint", None))
    if (spread := getattr(entry, "spread", None)) is not None:
        row |= {"spread_type": spread.type, "spread_low": spread.low, "spread_high": spread.high}
    if (p := getattr(entry, "p", None)) is not None:
        row |= {"p_comparator": p.comparator, "p_value": p.value}
    return row


def _timepoint(when: Length | str | None) -> Row:
    if isinstance(when, Length):
        return {"timepoint_value": when.value, "timepoint_upper": when.upper, "timepoint_unit": when.unit}
    return {"timepoint": when}


def _comparisons(one: Extraction) -> Iterator[Row]:
    for told in one.comparisons:
        row = told.model_dump(exclude={"statements", "evidence"})
        if not told.statements:
            yield {**row, **_place(spans_at(told, "surface"))}
        for statement in told.statements:
            when = statement.timepoint
            said = statement.model_dump(exclude={"id", "surface", "text", "timepoint"})
            said["timepoint"] = f"{when.value:g} {when.unit}" if isinstance(when, Length) else when
            words = {"statement_id": statement.id, "statement_surface": statement.surface, "statement_text": statement.text}
            yield {**row, **said, **words, **_place(spans_at(told, f"statements/{statement.id}"))}


def _mentions(one: Extraction) -> Iterator[Row]:
    homes = sorted((a, b, record.record_id) for record in one.records for a, b in record.anchor.spans)
    starts = [a for a, _, _ in homes]
    for mention in one.mentions:
        at = bisect_right(starts, mention.start) - 1
        home = homes[at][2] if at >= 0 and mention.end <= homes[at][1] else None
        yield {**mention.model_dump(exclude={"context"}), "record_id": home, "context": flat(mention.context)}


def _flags(one: Extraction) -> Iterator[Row]:
    for flag in flags_of(one):
        told = {"record_id": flag.record_id, "code": flag.code, "message": flag.message, "paths": flat(flag.paths)}
        yield {**told, **_place(sorted(flag.evidence))}


def _terms(one: Extraction, label: LabelOf, identity: IdentityOf) -> Iterator[Row]:
    for record in one.records:
        for use in concepts_of(record):
            labels = {f"label_{lang}": label(use.kind, use.concept, lang) for lang in ("zh", "en")}
            number, source = identity(use.kind, use.concept) or (None, None)
            told = {**asdict(use), **labels, "ontology_id": number, "id_source": source}
            yield {"record_id": record.record_id, **told, **_place(spans_at(record, use.path))}


def _keys(record: StudyRecord) -> Row:
    return {"record_id": record.record_id, "study_id": record.study_id}


def _place(spans: Spans) -> Row:
    """First and last raw position, and all stretches as JSON; nothing where there is no evidence."""
    if not spans:
        return {}
    return {"start": spans[0][0], "end": max(b for _, b in spans), "evidence": json.dumps(spans)}


def _named(concepts: Iterator[str | None]) -> str | None:
    told = list(dict.fromkeys(one for one in concepts if one is not None))
    return flat(told) if told else None


def _slots(values: Row) -> Row:
    """Slots as columns: ``citation.year`` goes to ``year``, a follow-up to ``follow_up_max`` and so on; lists are joined."""
    row: Row = {}
    for slot, value in values.items():
        name = slot.rpartition(".")[2]
        if isinstance(value, BaseModel):
            row |= {f"{name}_{field}": told for field, told in value}
        elif isinstance(value, list):
            row[name] = flat(value) if value else None
        else:
            row[name] = value
    return row
