"""Two people's readings of a document beside each other, and whose word stands."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from litrex.web.comparing import compare, settle
from litrex.web.deciding import Text
from litrex.web.routes.common import NOT_THERE, REFUSED, Asking, AtHand, DocumentId, Problem, Spoken, allowed
from litrex.web.routes.corrections import Taken

router = APIRouter(prefix="/api/documents/{document_id}", tags=["comparing"], responses={**NOT_THERE, **REFUSED})
Name = Annotated[str, Query(max_length=64)]


class Side(BaseModel):
    """One slot of one record as two people have it, in words."""

    record_id: str
    number: int
    slot: str
    one: str
    other: str
    now: str
    agree: bool


class Agreement(BaseModel):
    """How far they agree on a slot: `same` of `n` records where either states it."""

    slot: str
    same: int
    n: int


class Sides(BaseModel):
    """What two people say of the records that both have dealt with."""

    rows: list[Side]
    agreement: list[Agreement]
    version: str


class Word(BaseModel):
    """Whose word is to stand for a slot of a record; ``record`` means the record itself."""

    model_config = ConfigDict(extra="forbid")

    record_id: Annotated[Text, Field(max_length=200)]
    slot: Annotated[Text, Field(max_length=100)]
    whose: Annotated[Text, Field(max_length=64)]


@router.get("/comparison")
def comparison(document_id: DocumentId, shelf: AtHand, one: Name, other: Name, lang: Spoken = "zh") -> Sides:
    """Where two people agree on a document, slot by slot."""
    told = compare(shelf, document_id, (one, other), lang)
    shares = [Agreement(slot=share.slot, same=share.same, n=share.n) for share in told.shares]
    return Sides(rows=[Side(**asdict(row)) for row in told.rows], agreement=shares, version=told.version)


@router.post("/adjudications", responses={422: {"model": Problem}})
def adjudicate(document_id: DocumentId, told: Word, shelf: AtHand, visitor: Asking) -> Taken:
    """Let one person's word stand; it is a correction of yours like any other."""
    allowed(visitor, "adjudicate")
    merged = settle(shelf, document_id, told.record_id, told.slot, told.whose, visitor.name)
    return Taken(version=merged.version, waiting=len(merged.pending))
