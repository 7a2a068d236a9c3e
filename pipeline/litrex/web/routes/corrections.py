"""Corrections: read, added, taken back."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from litrex.errors import ConflictError
from litrex.schema.correction import Correction
from litrex.web.deciding import Conflict, Decision, conflict, decide, take_back
from litrex.web.routes.common import NOT_THERE, REFUSED, Asking, AtHand, DocumentId, Problem

router = APIRouter(prefix="/api/documents/{document_id}", tags=["corrections"], responses={**NOT_THERE, **REFUSED})


class Taken(BaseModel):
    """The version of the document after a correction."""

    version: str
    waiting: int


@router.get("/corrections")
def log(document_id: DocumentId, shelf: AtHand) -> list[Correction]:
    """All corrections of a document, in the order they were made."""
    shelf.look(document_id)
    return shelf.store.corrections(document_id)


@router.post(
    "/corrections",
    response_model=Taken,
    responses={409: {"model": Conflict, "description": "Somebody else was first."}, 422: {"model": Problem}},
)
def correct(document_id: DocumentId, told: Decision, shelf: AtHand, visitor: Asking) -> Taken | JSONResponse:
    """Add a correction. It fits, stands on words of the text, and goes over nobody's head, or it is not taken."""
    try:
        merged = decide(shelf, document_id, told, visitor.name)
    except ConflictError as error:
        return JSONResponse(conflict(shelf, document_id, told, error).model_dump(mode="json"), 409)
    return Taken(version=merged.version, waiting=len(merged.pending))


@router.post("/undo", responses={422: {"model": Problem}})
def undo(document_id: DocumentId, shelf: AtHand, visitor: Asking) -> Taken:
    """Take back your latest correction of a document that still stands; the log keeps both."""
    merged = take_back(shelf, document_id, visitor.name)
    return Taken(version=merged.version, waiting=len(merged.pending))
