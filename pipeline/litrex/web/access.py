"""Who may come in: a token in the link, named users, or a proxy that says who it is."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from litrex.web.people import People, Role

SESSION_S = 12 * 3600
_TRIES = {"name": "5/minute", "address": "20/minute"}


@dataclass(frozen=True, slots=True)
class Door:
    """How people come in. Where there is neither `people` nor `proxy_header`, the token opens it for `owner`."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    owner: str = "me"
    people: People | None = None
    proxy_header: str | None = None
    hosts: tuple[str, ...] = ()  # names that the page may be asked for by; all where empty
    secure: bool = False  # cookies over HTTPS alone

    @property
    def by_token(self) -> bool:
        return self.people is None and self.proxy_header is None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has come in. `csrf` must come back with every call that changes something, unless a key was shown."""

    name: str
    role: Role
    csrf: str
    came_by: Literal["cookie", "key", "proxy"]


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    until: float


class Sessions:
    """Who is signed in, in memory: a restart signs everybody out. What is kept of a cookie is its digest."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self._secret = secrets.token_bytes(32)
        self._open: dict[str, _Session] = {}
        self._lock = threading.Lock()

    def begin(self, name: str) -> str:
        """Sign somebody in; gives what the cookie holds."""
        ident, now = secrets.token_urlsafe(32), time.time()
        with self._lock:
            self._open = {key: one for key, one in self._open.items() if one.until > now}
            self._open[_digest(ident)] = _Session(name, now + SESSION_S)
        return ident

    def end(self, ident: str) -> None:
        with self._lock:
            self._open.pop(_digest(ident), None)

    def by_cookie(self, ident: str | None) -> Visitor | None:
        """Who a cookie belongs to, with the role that they have now."""
        session = self._open.get(_digest(ident)) if ident else None
        if ident is None or session is None or session.until < time.time():
            return None
        role = self._role(session.name)
        return Visitor(session.name, role, self._csrf(ident), "cookie") if role else None

    def by_key(self, authorization: str | None) -> Visitor | None:
        """Who comes with the token as a key: ``Authorization: Bearer TOKEN``. No other site can send that for them."""
        scheme, _, key = (authorization or "").partition(" ")
        right = self.door.by_token and scheme.lower() == "bearer" and same(key, self.door.token)
        return Visitor(self.door.owner, "adjudicate", "", "key") if right else None

    def by_proxy(self, name: str | None) -> Visitor | None:
        """Who the proxy says it is; the file of users, where there is one, says what they may do."""
        if not name or len(name) > 64 or not name.isprintable():
            return None
        role: Role | None = self._role(name) if self.door.people else "annotate"
        return Visitor(name, role, self._csrf(name), "proxy") if role else None

    def _role(self, name: str) -> Role | None:
        if self.door.people is None:
            return "adjudicate"
        person = self.door.people.get(name)
        return person.role if person else None

    def _csrf(self, told: str) -> str:
        return hmac.new(self._secret, told.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who came, left, or was not let in."""

    at: datetime
    name: str
    event: Literal["in", "out", "refused", "too_often"]
    address: str


class Visits:
    """The latest sign-ins, since the server was started."""

    def __init__(self) -> None:
        self._told: deque[Visit] = deque(maxlen=1000)

    def add(self, name: str, event: Literal["in", "out", "refused", "too_often"], address: str) -> None:
        """Write one down."""
        self._told.appendleft(Visit(datetime.now(UTC), name, event, address))

    def latest(self) -> list[Visit]:
        """All that are kept, the latest first."""
        return list(self._told)


class Tries:
    """How often somebody may try to sign in: by name, so that no password is guessed; by address, so that no name is."""

    def __init__(self) -> None:
        from limits import parse
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limits = {kind: parse(told) for kind, told in _TRIES.items()}

    def may(self, name: str, address: str) -> bool:
        """Whether one more is allowed; it counts as one."""
        told = {"name": name, "address": address}
        allowed = [self._limiter.hit(limit, kind, told[kind]) for kind, limit in self._limits.items()]  # all are counted
        return all(allowed)


def same(one: str, other: str) -> bool:
    """Compare secrets without telling by the time it takes how much of them is right."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _digest(ident: str) -> str:
    return hashlib.sha256(ident.encode("utf-8", "replace")).hexdigest()
