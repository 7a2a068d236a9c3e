"""Time, as far as a polite client needs it; tests give one of their own, so that nobody waits."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` in seconds from anywhere, `today` in seconds since 1970, `sleep`, and `chance` from 0 to 1."""

    now: Callable[[], float] = time.monotonic
    today: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


@dataclass(slots=True)
class Bucket:
    """Tokens for requests: `per_second` of them come in a second, and that many may be saved up."""

    per_second: float
    clock: Clock
    _tokens: float = field(init=False)
    _since: float = field(init=False)

    def __post_init__(self) -> None:
        self._tokens, self._since = self.per_second, self.clock.now()

    def take(self) -> None:
        """Take a token, and wait for it where there is none."""
        self._fill()
        if self._tokens < 1:
            self.clock.sleep((1 - self._tokens) / self.per_second)
            self._fill()
        self._tokens -= 1

    def _fill(self) -> None:
        now = self.clock.now()
        self._tokens = min(self.per_second, self._tokens + (now - self._since) * self.per_second)
        self._since = now
