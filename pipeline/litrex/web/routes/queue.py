"""The queue, and whether the server is well."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from litrex import __version__
from litrex.web.ranking import queue
from litrex.web.routes.common import REFUSED, AtHand

router = APIRouter(tags=["queue"])


class Entry(BaseModel):
    """A record in the queue; `gain` is about how many of its values are likely wrong."""

    document_id: str
    record_id: str
    source: str
    name: str
    origin: str
    gain: float
    n_values: int
    flags: list[str]
    n_unsure: int
    n_differ: int
    done: bool
    pending: int


class Ranked(BaseModel):
    """The queue, those that gain most first, and how far it is done."""

    items: list[Entry]
    done: int
    total: int


class Health(BaseModel):
    """That the server answers and its database does."""

    status: str
    version: str
    documents: int


@router.get("/api/queue", responses={**REFUSED})
def ranked(
    shelf: AtHand,
    document_id: Annotated[str | None, Query(pattern="^[0-9a-f]{16}$")] = None,
    undone: Annotated[bool, Query(description="Leave out what a person has dealt with.")] = False,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> Ranked:
    """The records of all documents, or of one, ordered by what looking at them would gain."""
    told = queue(shelf, document_id)
    items = [Entry(**asdict(one)) for one in told.items if not (undone and one.done)]
    return Ranked(items=items[:limit], done=told.done, total=told.total)


@router.get("/healthz")
def healthz(shelf: AtHand) -> Health:
    """Whether the server and its database answer."""
    return Health(status="ok", version=__version__, documents=len(shelf.versions()))
