"""Corrections as regression cases: what people decided, held against what is read today without their help."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from litrex.errors import LitrexError
from litrex.extraction import extract_bytes
from litrex.schema.correction import Correction
from litrex.schema.record import DocumentEntry, Extraction
from litrex.settings import Settings
from litrex.store import Store
from litrex.store.cases import cases, holds
from litrex.store.merging import Kept

_OF_TEXT = ("text/plain", "text/markdown", "text/html", "application/jats+xml")


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of the cases. `lost` are those that an earlier reading had right and today's has not."""

    cases: int = 0
    before: int = 0
    now: int = 0
    gained: list[Correction] = field(default_factory=list)
    lost: list[Correction] = field(default_factory=list)
    not_run: dict[str, str] = field(default_factory=dict)


def replay(kept: Store, settings: Settings) -> Replayed:
    """Read every corrected document anew and hold all that people decided against it. Nothing is saved.

    A case was right before where any reading that the database keeps has it right.
    """
    done = Replayed()
    told = {"cases": 0, "before": 0, "now": 0}
    for document_id in kept.documents():
        held = cases(kept.standing(document_id))
        if not held:
            continue
        last = kept.load(document_id)
        fresh = _again(kept, last, settings)
        if isinstance(fresh, str):
            done.not_run[last.document.source] = fresh
            continue
        readings = [last, *_earlier(kept, document_id)]
        for case in held:
            before, now = any(holds(one, case) for one in readings), holds(fresh, case)
            for name, one in (("cases", True), ("before", before), ("now", now)):
                told[name] += one
            _sort(done, case, before=before, now=now)
    return Replayed(**told, gained=done.gained, lost=done.lost, not_run=done.not_run)


def _sort(done: Replayed, case: Kept, *, before: bool, now: bool) -> None:
    if before and not now:
        done.lost.append(case.correction)
    elif now and not before:
        done.gained.append(case.correction)


def _earlier(kept: Store, document_id: str) -> Iterator[Extraction]:
    for version in kept.versions(document_id):
        if not version.current:
            yield kept.load(document_id, version.extraction_id)


def _again(kept: Store, last: Extraction, settings: Settings) -> Extraction | str:
    """Today's reading of a document: of its file where it is still there, else of its text; or why there is none."""
    data = _bytes(kept, last.document)
    if data is None and last.document.media_type in _OF_TEXT:
        data = last.raw.encode("utf-8", "replace")
    if data is None:
        return "its file is not there any more"
    try:
        fresh = extract_bytes(data, source=last.document.source, settings=settings)
    except LitrexError as error:
        return str(error)
    same = fresh.document.model_copy(update={"document_id": last.document.document_id})
    return fresh.model_copy(update={"document": same})


def _bytes(kept: Store, document: DocumentEntry) -> bytes | None:
    """The bytes of a document, kept or where it lay, if they are still the same."""
    article = kept.article(document.document_id)
    if article.file is not None:
        return article.file
    path = Path(article.path) if article.path else None
    if path is None or not path.is_file():
        return None
    data = path.read_bytes()
    return data if hashlib.sha256(data).hexdigest() == document.sha256 else None
