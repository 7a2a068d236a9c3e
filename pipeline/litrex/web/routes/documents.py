"""Documents, their records, and the evidence of their values."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel

from litrex.exchange.normalising import normalised
from litrex.schema.record import Comparison, DocumentEntry, Extraction, Spans, StudyRecord
from litrex.store.paths import confidence_at, provenance_at, spans_at
from litrex.store.slots import value_in
from litrex.web.phrasing import phrased
from litrex.web.routes.common import NOT_THERE, REFUSED, AtHand, DocumentId, Spoken

router = APIRouter(prefix="/api/documents", tags=["documents"], responses={**NOT_THERE, **REFUSED})
_MOST = 2000  # code points that a value is read from


class Waiting(BaseModel):
    """A correction that has no place in the text as it is now."""

    correction_id: str
    action: str
    path: str
    by: str
    why: str


class Content(BaseModel):
    """A document as it holds now; `version` goes into the corrections that are made on it."""

    version: str
    document: DocumentEntry
    records: list[StudyRecord]
    comparisons: list[Comparison]
    waiting: list[Waiting]


class Listed(BaseModel):
    """A document by name."""

    document_id: str
    version: str


class Evidence(BaseModel):
    """Where a value stands: half-open stretches of the raw text in code points, and their words."""

    path: str
    value: Any
    spans: Spans
    words: list[str]
    source: str | None
    by: str | None
    confidence: float | None


class Reading(BaseModel):
    """Words read as the value of a slot; `told` says the value as the page would show it. No value: null."""

    words: str
    value: Any
    told: str


@router.get("")
def listed(shelf: AtHand) -> list[Listed]:
    """All documents, in the order of their sources."""
    return [Listed(document_id=ident, version=version) for ident, version in shelf.versions().items()]


@router.get("/{document_id}")
def content(document_id: DocumentId, shelf: AtHand) -> Content:
    """A document with its records, corrections applied."""
    merged = shelf.look(document_id)
    waiting = [
        Waiting(**one.correction.model_dump(include={"correction_id", "action", "path", "by"}), why=one.why)
        for one in merged.pending
    ]
    told = merged.extraction
    return Content(
        version=merged.version, document=told.document, records=told.records, comparisons=told.comparisons, waiting=waiting
    )


@router.get("/{document_id}/records/{record_id}")
def record(document_id: DocumentId, record_id: str, shelf: AtHand) -> StudyRecord:
    """One record."""
    return _record(shelf.look(document_id).extraction, record_id)


@router.get("/{document_id}/records/{record_id}/evidence")
def evidence(document_id: DocumentId, record_id: str, shelf: AtHand, path: Annotated[str, Query(max_length=300)]) -> Evidence:
    """Where a value stands in the text: ``n_patients``, ``outcomes/ID``, ``outcomes/ID.value``."""
    extraction = shelf.look(document_id).extraction
    told = _record(extraction, record_id)
    spans, came = spans_at(told, path), provenance_at(told, path)
    return Evidence(
        path=path, value=value_in(told.model_dump(), path) if path else None, spans=spans,
        words=[extraction.raw[a:b] for a, b in spans], source=came.source if came else None, by=came.by if came else None,
        confidence=confidence_at(told, path),
    )  # fmt: skip


@router.get("/{document_id}/reading")
def reading(
    document_id: DocumentId,
    shelf: AtHand,
    path: Annotated[str, Query(max_length=300)],
    start: Annotated[int, Query(ge=0, le=2**53)],
    end: Annotated[int, Query(ge=0, le=2**53)],
    lang: Spoken = "zh",
) -> Reading:
    """What a stretch of the raw text would be as the value of a slot: numbers and terms made plain, nothing saved."""
    extraction = shelf.look(document_id).extraction
    words = extraction.raw[start : min(end, start + _MOST)]
    value = normalised(words, path, shelf.lexicon, extraction.document.media_type) if words else None
    return Reading(words=words, value=value, told=phrased(path, value, shelf.speaker, lang))


def _record(extraction: Extraction, record_id: str) -> StudyRecord:
    for one in extraction.records:
        if one.record_id == record_id:
            return one
    raise HTTPException(404, "there is no such record")
