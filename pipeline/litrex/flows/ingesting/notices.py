"""Tell somebody: a JSON summary to an address of the user's own."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

log = logging.getLogger("litrex.notices")

PATIENCE_S = (1.0, 4.0, 16.0)
"""Pauses between tries: a receiver that restarts is back within them; a night's run does not wait longer for it."""
TIMEOUT_S = 10.0


def post(address: str, told: Mapping[str, Any], *, pause: Callable[[float], object] = time.sleep) -> bool:
    """Post `told` as JSON; tell whether it arrived. A receiver that does not answer never fails the run: it is logged.

    Answers of 4xx are not tried again (but 408 and 429): the address or its rights are wrong, and waiting mends neither.
    """
    import httpx

    reason = ""
    for wait in (0.0, *PATIENCE_S):
        pause(wait)
        try:
            answer = httpx.post(address, json=dict(told), timeout=TIMEOUT_S)
        except httpx.HTTPError as error:
            reason = f"{type(error).__name__}: {error}"
            continue
        if answer.is_success:
            return True
        reason = f"it answered {answer.status_code}"
        if answer.is_client_error and answer.status_code not in (408, 429):
            break
    log.error("the webhook was not told: %s; check --webhook", reason)
    return False
