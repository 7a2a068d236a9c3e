"""The application: store, doors and routes put together."""

from __future__ import annotations

from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from litrex import __version__
from litrex.errors import ConflictError, LitrexError, StoreError, UsageError
from litrex.store import Store
from litrex.web.access import Door, Sessions, Tries, Visits
from litrex.web.guard import guard
from litrex.web.routes import comparing, corrections, documents, pages, queue, signing, terms
from litrex.web.shelf import Shelf

_ABOUT = (
    "Records, evidence, corrections and the queue of the review page. All positions are code points of the raw text, half-open. "
    "Calls that change something need the header X-CSRF-Token (the page has it), or the key: Authorization: Bearer TOKEN."
)


def create(store: Store, door: Door | None = None, lang: str = "zh") -> FastAPI:
    """Make the application over an open store; `lang` is the language that pages open in."""
    door = door or Door()
    app = FastAPI(
        title="litrex review", version=__version__, description=_ABOUT, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json",
    )  # fmt: skip
    app.state.shelf, app.state.door, app.state.lang = Shelf(store), door, lang
    app.state.sessions, app.state.tries, app.state.visits = Sessions(door), Tries(), Visits()
    for part in (documents, corrections, comparing, queue, terms, signing, pages):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=str(files("litrex.web").joinpath("static"))), name="static")
    app.add_exception_handler(LitrexError, _told)
    app.add_exception_handler(RequestValidationError, _misread)
    guard(app, door, app.state.sessions)
    return app


def _told(request: Request, error: Exception) -> JSONResponse:
    """An error of ours as an answer: what is wrong, where, and what to do."""
    assert isinstance(error, LitrexError)
    missing = isinstance(error, UsageError) and error.message.startswith("there is no document")
    code = 409 if isinstance(error, ConflictError) else 503 if isinstance(error, StoreError) else 404 if missing else 422
    return JSONResponse({"error": error.message, "place": error.place, "remedy": error.remedy}, code)


def _misread(request: Request, error: Exception) -> JSONResponse:
    """What is wrong with what was sent; it is not quoted, for it may be what no answer can hold."""
    assert isinstance(error, RequestValidationError)
    told = [f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}" for one in error.errors()[:5]]
    clean = "; ".join(told).encode("utf-8", "replace").decode()
    return JSONResponse({"error": clean, "place": request.url.path, "remedy": "see /api/openapi.json"}, 422)
