"""What routes ask for: the shelf of documents, and who is asking."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, HTTPException, Path, Query, Request
from pydantic import BaseModel

from litrex.web.access import Visitor
from litrex.web.people import Role, allows
from litrex.web.shelf import Shelf


class Problem(BaseModel):
    """What is wrong, where, and what to do about it."""

    error: str
    place: str = ""
    remedy: str = ""


def _shelf(request: Request) -> Shelf:
    shelf: Shelf = request.app.state.shelf
    return shelf


def _visitor(request: Request) -> Visitor:
    visitor: Visitor = request.state.visitor
    return visitor


Answers = dict[int | str, dict[str, Any]]
AtHand = Annotated[Shelf, Depends(_shelf)]
Asking = Annotated[Visitor, Depends(_visitor)]
DocumentId = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="The first 16 hex digits of the file's SHA-256.")]
Spoken = Annotated[str, Query(pattern="^(zh|en)$", description="The language of the words: zh or en.")]
NOT_THERE: Answers = {404: {"model": Problem, "description": "There is no such document, record or value."}}
REFUSED: Answers = {
    401: {"model": Problem, "description": "Sign in first."},
    403: {"model": Problem, "description": "Not from our page, or not allowed to this role."},
}


def allowed(visitor: Visitor, wanted: Role) -> None:
    """Stop who may not: raises what answers with 403."""
    if not allows(visitor.role, wanted):
        raise HTTPException(403, f"this is for the role {wanted}")
