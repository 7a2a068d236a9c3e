"""The pages themselves."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from litrex.schema.record import Extraction
from litrex.web.article import GROUPS, BlockView, chunks
from litrex.web.cards import cards
from litrex.web.ranking import queue
from litrex.web.rendering import render
from litrex.web.routes.common import Asking, AtHand, DocumentId
from litrex.web.shelf import Shelf

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Lang = Annotated[str | None, Query(pattern="^(zh|en)$")]


@router.get("/")
def queue_page(request: Request, shelf: AtHand, visitor: Asking, lang: Lang = None) -> str:
    """The records that most need a look."""
    return render("queue.html", spoken(request, lang), visitor, queue=queue(shelf))


@router.get("/documents/{document_id}")
def document_page(request: Request, document_id: DocumentId, shelf: AtHand, visitor: Asking, lang: Lang = None) -> str:
    """An article beside its records."""
    merged = shelf.look(document_id)
    return render(
        "document.html", spoken(request, lang), visitor, document=merged.extraction.document,
        chunks=article(shelf, document_id), groups=list(dict.fromkeys(GROUPS.values())),
        **_cards(shelf, document_id, spoken(request, lang)),
    )  # fmt: skip


@router.get("/documents/{document_id}/cards")
def cards_part(request: Request, document_id: DocumentId, shelf: AtHand, visitor: Asking, lang: Lang = None) -> str:
    """The records of a document alone: what the page shows anew after a correction."""
    lang = spoken(request, lang)
    return render("cards.html", lang, visitor, **_cards(shelf, document_id, lang))


@router.get("/sign-in")
def sign_in_page(request: Request, lang: Lang = None) -> str:
    """Where people say who they are."""
    return render("sign_in.html", spoken(request, lang), None, by_token=request.app.state.door.by_token)


def article(shelf: Shelf, document_id: str) -> list[list[BlockView]]:
    """The article in chunks; corrections do not change it."""

    def make(extraction: Extraction) -> list[list[BlockView]]:
        return chunks(extraction)

    return shelf.read(document_id, make)


def _cards(shelf: Shelf, document_id: str, lang: str) -> dict[str, Any]:
    merged = shelf.look(document_id)
    told = shelf.made(document_id, f"cards.{lang}", lambda one: cards(one.extraction, shelf.speaker, lang), merged.version)
    return {"cards": told, "version": merged.version, "pending": merged.pending, "document_id": document_id}


def spoken(request: Request, lang: str | None) -> str:
    """The language asked for, else the one chosen before, else the one that the server was started with."""
    chosen = lang or request.cookies.get("litrex_lang")
    return chosen if chosen in ("zh", "en") else str(request.app.state.lang)
