"""Signing in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from litrex.web.access import Door, Sessions, Tries, Visits, same
from litrex.web.deciding import Text
from litrex.web.guard import cookie_of, hand_over
from litrex.web.routes.common import Asking, Problem

router = APIRouter(prefix="/api", tags=["signing in"])


class Credentials(BaseModel):
    """A name and its password; where the page is opened by a token, the token is the password."""

    name: Annotated[Text, Field(max_length=64)] = ""
    password: Annotated[Text, Field(max_length=1000)]


class Welcome(BaseModel):
    """Who has come in."""

    name: str


@router.post("/sign-in", response_model=Welcome, responses={401: {"model": Problem}, 429: {"model": Problem}})
def sign_in(told: Credentials, request: Request, response: Response) -> Welcome | JSONResponse:
    """Come in; the answer holds a cookie. Only so many tries a minute."""
    door: Door = request.app.state.door
    sessions: Sessions = request.app.state.sessions
    tries: Tries = request.app.state.tries
    visits: Visits = request.app.state.visits
    address = request.client.host if request.client else ""
    if not tries.may(told.name, address):
        visits.add(told.name, "too_often", address)
        return JSONResponse({"error": "too many tries", "remedy": "wait a minute"}, 429)
    name = _known(door, told)
    visits.add(told.name, "in" if name else "refused", address)
    if name is None:
        return JSONResponse({"error": "name and password do not belong together", "remedy": "try again"}, 401)
    hand_over(response, request, sessions.begin(name), secure=door.secure)
    return Welcome(name=name)


@router.post("/sign-out", status_code=204)
def sign_out(request: Request, response: Response, visitor: Asking) -> None:
    """Leave."""
    request.app.state.visits.add(visitor.name, "out", request.client.host if request.client else "")
    request.app.state.sessions.end(request.cookies.get(cookie_of(request), ""))
    response.delete_cookie(cookie_of(request))


def _known(door: Door, told: Credentials) -> str | None:
    if door.by_token:
        return door.owner if same(told.password, door.token) else None
    person = door.people.checked(told.name, told.password) if door.people else None
    return person.name if person else None
