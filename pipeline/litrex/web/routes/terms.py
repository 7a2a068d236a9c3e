"""What can be edited, and the terms to choose from."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from litrex.exchange.forms import Form, forms
from litrex.lexicons import KINDS
from litrex.web.routes.common import REFUSED, AtHand, Spoken
from litrex.web.words import said

router = APIRouter(prefix="/api", tags=["terms"], responses={**REFUSED})


class Choice(BaseModel):
    """A term to choose: its id and its preferred name."""

    id: str
    name: str


@router.get("/forms")
def editable() -> list[Form]:
    """Every slot that can be edited, with its fields."""
    return forms()


@router.get("/terms")
def choices(
    shelf: AtHand,
    kind: Annotated[str, Query(pattern=f"^({'|'.join(KINDS)})$")],
    q: Annotated[str, Query(max_length=100)] = "",
    lang: Spoken = "zh",
) -> list[Choice]:
    """Terms of a kind that hold what was typed, those that begin with it first; at most twenty."""
    wanted = q.casefold().strip()
    met = [
        (not any(name.casefold().startswith(wanted) for name in (term.id, *term.variants)), term)
        for term in shelf.lexicon.terms(kind)
        if any(wanted in name.casefold() for name in (term.id, *term.variants))
    ]
    met.sort(key=lambda one: one[0])
    return [Choice(id=term.id, name=term.name(lang)) for _, term in met[:20]]


@router.get("/words")
def words(lang: Spoken = "zh") -> dict[str, str]:
    """The page's own words in a language."""
    return said(lang)
