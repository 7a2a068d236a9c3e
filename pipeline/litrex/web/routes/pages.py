"""The pages themselves."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from litrex.web.article import GROUPS, BlockView, chunks
from litrex.web.cards import cards
from litrex.web.comparing import annotators, compare
from litrex.web.ranking import queue
from litrex.web.rendering import render
from litrex.web.routes.common import Asking, AtHand, DocumentId, allowed
from litrex.web.shelf import Shelf

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def _spoken(request: Request, response: Response, lang: Annotated[str | None, Query(pattern="^(zh|en)$")] = None) -> str:
    """The language asked for, which is kept, else the one chosen before, else the one that the server was started with."""
    if lang is not None:
        response.set_cookie("litrex_lang", lang, max_age=_YEAR_S, samesite="lax")
        return lang
    chosen = request.cookies.get("litrex_lang")
    return chosen if chosen in ("zh", "en") else str(request.app.state.lang)


_YEAR_S = 365 * 24 * 3600
_LATEST = 2000  # corrections that the audit page shows
Name = Annotated[str | None, Query(max_length=64)]
Speaks = Annotated[str, Depends(_spoken)]


@router.get("/")
def queue_page(shelf: AtHand, visitor: Asking, lang: Speaks) -> str:
    """The records that most need a look."""
    return render("queue.html", lang, visitor, queue=queue(shelf))


@router.get("/documents/{document_id}")
def document_page(document_id: DocumentId, shelf: AtHand, visitor: Asking, lang: Speaks) -> str:
    """An article beside its records."""
    merged = shelf.look(document_id)
    return render(
        "document.html", lang, visitor, document=merged.extraction.document,
        chunks=article(shelf, document_id), groups=list(dict.fromkeys(GROUPS.values())),
        **_cards(shelf, document_id, lang),
    )  # fmt: skip


@router.get("/documents/{document_id}/cards")
def cards_part(document_id: DocumentId, shelf: AtHand, visitor: Asking, lang: Speaks) -> str:
    """The records of a document alone: what the page shows anew after a correction."""
    return render("cards.html", lang, visitor, **_cards(shelf, document_id, lang))


@router.get("/compare/{document_id}")
def compare_page(
    document_id: DocumentId, shelf: AtHand, visitor: Asking, lang: Speaks, one: Name = None, other: Name = None
) -> str:
    """Two people's readings beside each other."""
    source, names = shelf.look(document_id).extraction.document.source, annotators(shelf.store, document_id)
    one, other = one or next(iter(names), ""), other or next(iter(names[1:]), "")
    told = compare(shelf, document_id, (one, other), lang) if one != other and {one, other} <= set(names) else None
    return render(
        "compare.html", lang, visitor, document_id=document_id, source=source, names=names, one=one, other=other, compared=told
    )


@router.get("/audit")
def audit_page(request: Request, shelf: AtHand, visitor: Asking, lang: Speaks) -> str:
    """Who corrected what and when, and who came in."""
    allowed(visitor, "adjudicate")
    told = sorted(shelf.store.corrections(), key=lambda one: one.at, reverse=True)[:_LATEST]
    return render("audit.html", lang, visitor, corrections=told, visits=request.app.state.visits.latest())


@router.get("/sign-in")
def sign_in_page(request: Request, lang: Speaks) -> str:
    """Where people say who they are."""
    return render("sign_in.html", lang, None, by_token=request.app.state.door.by_token)


def article(shelf: Shelf, document_id: str) -> list[list[BlockView]]:
    """The article in chunks; corrections do not change it."""
    return shelf.read(document_id, chunks)


def _cards(shelf: Shelf, document_id: str, lang: str) -> dict[str, Any]:
    merged = shelf.look(document_id)
    told = shelf.made(document_id, f"cards.{lang}", lambda one: cards(one.extraction, shelf.speaker, lang), merged.version)
    return {"cards": told, "version": merged.version, "pending": merged.pending, "document_id": document_id}
