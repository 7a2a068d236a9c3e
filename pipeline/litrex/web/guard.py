"""What every request passes: who is it, may they, does it come from our own page; and the headers of every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from litrex.web.access import Door, Sessions, Visitor, same
from litrex.web.people import allows

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
CSRF = "X-CSRF-Token"
_OPEN = ("/healthz", "/sign-in", "/api/sign-in")  # what nobody needs to come in for; all that is new is closed
_READING = ("GET", "HEAD", "OPTIONS")
_MOST_BYTES = 1_000_000

Next = Callable[[Request], Awaitable[Response]]


def guard(app: FastAPI, door: Door, sessions: Sessions) -> None:
    """Let every request pass the checks, whatever routes there are."""

    @app.middleware("http")
    async def _guarded(request: Request, go_on: Next) -> Response:
        answer = _stopped(request, door, sessions) or await go_on(request)
        answer.headers.update(HEADERS)
        if not request.url.path.startswith("/static/"):
            answer.headers["Cache-Control"] = "no-store"
        return answer


def cookie_of(request: Request) -> str:
    """The name of our cookie; ports share their cookies, so it names the port."""
    return f"litrex_{request.url.port or 0}"


def _stopped(request: Request, door: Door, sessions: Sessions) -> Response | None:
    """The answer to a request that goes no further; None for one that may."""
    if door.hosts and (request.url.hostname or "") not in door.hosts:
        return _refused(400, "this page is not asked for by that name", "use the link that litrex review printed")
    if not _from_here(request):
        return _refused(403, "this call comes from another site", "open the page itself")
    if int(request.headers.get("content-length") or 0) > _MOST_BYTES:
        return _refused(413, "that is too much at once", "send less")
    path = request.url.path
    if path in _OPEN or path.startswith("/static/"):
        return None
    if door.by_token and "token" in request.query_params and request.method == "GET":
        return _let_in(request, door, sessions)
    visitor = _visitor(request, door, sessions)
    if visitor is None:
        if path.startswith("/api/") or request.method not in _READING:
            return _refused(401, "sign in first", "open the link that litrex review printed, or sign in")
        return RedirectResponse("/sign-in", 303)
    request.state.visitor = visitor
    return _unfit(request, visitor)


def _unfit(request: Request, visitor: Visitor) -> Response | None:
    """Why somebody who is in may not do this."""
    if request.method in _READING:
        return None
    if visitor.came_by != "key" and not same(request.headers.get(CSRF, ""), visitor.csrf):
        return _refused(403, "this call does not carry the page's own token", "load the page again")
    if not allows(visitor.role, "annotate") and request.url.path != "/api/sign-out":
        return _refused(403, "you may read, and change nothing", "ask for the role annotate")
    return None


def _visitor(request: Request, door: Door, sessions: Sessions) -> Visitor | None:
    if door.proxy_header is not None:
        return sessions.by_proxy(request.headers.get(door.proxy_header))
    return sessions.by_key(request.headers.get("authorization")) or sessions.by_cookie(request.cookies.get(cookie_of(request)))


def _let_in(request: Request, door: Door, sessions: Sessions) -> Response:
    """Take the token out of the link and hand a cookie over."""
    if not same(request.query_params["token"], door.token):
        return RedirectResponse("/sign-in", 303)
    answer = RedirectResponse(str(request.url.remove_query_params("token").replace(scheme="", netloc="")), 303)
    hand_over(answer, request, sessions.begin(door.owner), secure=door.secure)
    return answer


def hand_over(answer: Response, request: Request, ident: str, *, secure: bool) -> None:
    """Give the cookie of a session."""
    answer.set_cookie(cookie_of(request), ident, httponly=True, samesite="lax", secure=secure, path="/")


def _from_here(request: Request) -> bool:
    """Whether a call that changes something comes from a page of ours, as far as the browser says."""
    if request.method in _READING:
        return True
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


def _refused(code: int, error: str, remedy: str) -> Response:
    return JSONResponse({"error": error, "remedy": remedy}, code)
