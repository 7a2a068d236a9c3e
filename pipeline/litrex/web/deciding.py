"""What a person decides on the page, as corrections of the store's log."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from litrex.errors import ConflictError, UsageError
from litrex.schema.correction import Action, Correction
from litrex.store import Merged
from litrex.store.paths import provenance_at
from litrex.store.slots import known, value_in
from litrex.web.shelf import Shelf

_LARGEST = 2**53  # beyond it neither a browser nor a table keeps a whole number exactly


def _keepable(value: Any) -> Any:
    """Refuse what a database or a browser cannot keep: NUL, halves of surrogate pairs, numbers without end."""
    for one in _leaves(value):
        if isinstance(one, str) and ("\x00" in one or any("\ud800" <= c <= "\udfff" for c in one)):
            raise ValueError("characters that no text has")
        if isinstance(one, float) and not math.isfinite(one):
            raise ValueError("a number without end")
        if isinstance(one, int | float) and abs(one) > _LARGEST and not (isinstance(one, float) and abs(one) < 1e30):
            raise ValueError("a number out of range")
    return value


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _leaves(one)
    else:
        yield value


Text = Annotated[str, AfterValidator(_keepable)]
Anything = Annotated[Any, AfterValidator(_keepable)]
Position = Annotated[int, Field(ge=0, le=_LARGEST)]


class Decision(BaseModel):
    """A correction as the page sends it; who and when is the server's to say.

    `correction_id` is made by the page, so that sending it again after a lost answer changes nothing. `evidence` are half-open
    stretches of the raw text in code points. `seen_version` is the version of the document that the person looked at.
    """

    model_config = ConfigDict(extra="forbid")

    correction_id: Annotated[Text, Field(min_length=8, max_length=64)] | None = None
    record_id: Annotated[Text, Field(max_length=200)] = ""
    path: Annotated[Text, Field(max_length=300)] = ""
    action: Action
    old: Anything = None
    new: Anything = None
    evidence: Annotated[list[tuple[Position, Position]], Field(max_length=200)] = []
    why: Annotated[Text, Field(max_length=2000)] | None = None
    seen_version: Annotated[Text, Field(max_length=100)] | None = None


class Conflict(BaseModel):
    """Why a correction was not taken: somebody else was first. `now` is what stands there, `yours` what was sent."""

    error: str
    now: Any = None
    by: str | None = None
    source: str | None = None
    yours: Any = None
    version: str


def decide(shelf: Shelf, document_id: str, told: Decision, by: str) -> Merged:
    """Add what a person decided to the log.

    Raises ConflictError where the value has changed since, UsageError where it fits nowhere.
    """
    correction = Correction(
        **told.model_dump(exclude={"correction_id"}), correction_id=told.correction_id or uuid.uuid4().hex,
        at=datetime.now(UTC), by=by, document_id=document_id,
    )  # fmt: skip
    merged = shelf.store.correct(correction)
    shelf.put(document_id, merged)
    return merged


def take_back(shelf: Shelf, document_id: str, by: str) -> Merged:
    """Take back a person's latest correction of a document that still stands.

    Raises UsageError where there is none.
    """
    void: set[str] = set()
    for one in reversed(shelf.store.corrections(document_id)):
        if one.action == "undo" and one.correction_id not in void:
            void.add(one.new)
        elif one.action != "undo" and one.correction_id not in void and one.by == by:
            return decide(shelf, document_id, Decision(action="undo", record_id=one.record_id, new=one.correction_id), by)
    raise UsageError("there is nothing of yours to take back", place=document_id, remedy="correct something first")


def conflict(shelf: Shelf, document_id: str, told: Decision, error: ConflictError) -> Conflict:
    """Both sides of a conflict."""
    merged = shelf.look(document_id)
    record = next((one for one in merged.extraction.records if one.record_id == told.record_id), None)
    if record is None or not told.path or not known(told.path):
        return Conflict(error=str(error), yours=told.new, version=merged.version)
    came = provenance_at(record, told.path)
    now = value_in(record.model_dump(), told.path)
    by, source = (came.by, came.source) if came else (None, None)
    return Conflict(error=str(error), now=now, by=by, source=source, yours=told.new, version=merged.version)
