"""Asking a service politely: at its rate, again where it may help, and never for more bytes or seconds than allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx

from litrex.errors import SettingsError, SourceError
from litrex.settings import Settings
from litrex.sources.clock import Bucket, Clock

_PASSES = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_PAUSE_S, _LONGEST_WAIT_S = 60.0, 900.0
_AGAIN = "try later: the same command goes on where this one stopped"
T = TypeVar("T")


class BrokenAnswerError(Exception):
    """The answer is cut off or is not what was asked for; asking again may help."""


class RefusedError(SourceError):
    """The service does not accept what was asked."""


class MissingError(RefusedError):
    """The service says that it has no such thing."""


class TooLargeError(SourceError):
    """The answer has more bytes than are taken."""


class _PassingError(Exception):
    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.wait_s = reason, wait_s


@dataclass(frozen=True, slots=True)
class Manners:
    """How a service is asked: requests a second, how often again, for how many seconds and bytes."""

    per_second: float = 3
    retries: int = 5
    timeout_s: float = 30
    max_bytes: int = 200_000_000

    @classmethod
    def of(cls, settings: Settings) -> Manners:
        """The manners that are set."""
        return cls(settings.fetch_per_second, settings.fetch_retries, settings.fetch_timeout_s, settings.max_file_bytes)


@dataclass(slots=True)
class Client:
    """Asks one service. `base` is its address, `always` goes along with each request; both stay out of what errors say."""

    service: str
    base: str
    manners: Manners
    always: Mapping[str, str] = field(default_factory=dict)
    clock: Clock = field(default_factory=Clock)
    _bucket: Bucket = field(init=False)
    _http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        from litrex import __version__

        self._bucket = Bucket(self.manners.per_second, self.clock)
        agent = {"User-Agent": f"litrex/{__version__}"}
        self._http = httpx.Client(timeout=self.manners.timeout_s, follow_redirects=True, headers=agent)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, read: Callable[[bytes], T], **asked: str) -> T:
        """Ask for `path`, and give what `read` makes of the answer; BrokenAnswerError from it counts as a bad answer.

        What may pass (429, 5xx, a broken or slow connection, a cut-off answer) is tried again after a pause that doubles, or
        after the time that the service names in ``Retry-After``.

        Raises MissingError for 404, TooLargeError, RefusedError for other 4xx, SourceError where it never went well.
        """
        problem = _PassingError("nothing was asked")
        for attempt in range(self.manners.retries + 1):
            if attempt:
                self.clock.sleep(self._pause(attempt, problem))
            self._bucket.take()
            try:
                return read(self._answer(path, asked))
            except BrokenAnswerError as error:
                problem = _PassingError(str(error))
            except _PassingError as error:
                problem = error
        tried = f"{problem.reason}, {self.manners.retries + 1} times" if self.manners.retries else problem.reason
        raise SourceError(f"{path}: {tried}", place=self.service, remedy=_AGAIN)

    def _pause(self, attempt: int, problem: _PassingError) -> float:
        if problem.wait_s is not None:
            if problem.wait_s > _LONGEST_WAIT_S:
                told = f"it asks to wait {problem.wait_s:,.0f} seconds"
                raise SourceError(told, place=self.service, remedy=_AGAIN)
            return problem.wait_s
        return min(_LONGEST_PAUSE_S, 2.0 ** (attempt - 1)) * (0.75 + self.clock.chance() / 2)

    def _answer(self, path: str, asked: Mapping[str, str]) -> bytes:
        url = f"{self.base.rstrip('/')}/{path}"
        try:
            with self._http.stream("GET", url, params={**self.always, **asked}) as answer:
                self._look_at(answer, path)
                return self._body(answer)
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            told = f"{self.base!r} is no address of a service"
            raise SettingsError(told, place=self.service, remedy="write one that begins with https://") from error
        except httpx.TimeoutException as error:
            raise _PassingError(f"no answer within {self.manners.timeout_s:g} seconds") from error
        except httpx.TooManyRedirects as error:
            raise RefusedError(f"{path}: it leads on in a circle", place=self.service, remedy=_AGAIN) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _PassingError(f"the connection broke ({type(error).__name__})") from error

    def _look_at(self, answer: httpx.Response, path: str) -> None:
        status = answer.status_code
        if status in (404, 410):
            raise MissingError(f"{path}: it has no such thing", place=self.service, remedy="check the address that is set")
        if status in _PASSES:
            raise _PassingError(f"it answers {status}", _wait(answer.headers.get("Retry-After"), self.clock))
        if status >= 400:
            remedy = "check the query, and the settings of the service"
            raise RefusedError(f"{path}: it answers {status}", place=self.service, remedy=remedy)

    def _body(self, answer: httpx.Response) -> bytes:
        """Read an answer; one that drips a byte now and then is slow too, though each wait is short."""
        body, end = bytearray(), self.clock.now() + 5 * self.manners.timeout_s
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) > self.manners.max_bytes:
                told = f"an answer has more bytes than max_file_bytes = {self.manners.max_bytes:,}"
                raise TooLargeError(told, place=self.service, remedy="raise max_file_bytes")
            if self.clock.now() > end:
                raise _PassingError(f"the answer was not whole after {5 * self.manners.timeout_s:g} seconds")
        return bytes(body)


def _wait(told: str | None, clock: Clock) -> float | None:
    """The seconds that ``Retry-After`` asks for, given as such or as a date; None where it says neither."""
    if told is None:
        return None
    if told.strip().isdecimal():
        return float(told)
    try:
        when = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, when.replace(tzinfo=when.tzinfo or UTC).timestamp() - clock.today())
