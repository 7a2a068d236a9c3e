"""People at work, simulated: each looks, decides, and tries again where somebody was first. Every call goes over HTTP."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class Done:
    """What one of them did: values that were taken, in order; conflicts; how long each save took, in seconds."""

    number: int = 1
    taken: list[tuple[str, Any]] = field(default_factory=list)
    conflicts: int = 0
    others: list[str] = field(default_factory=list)
    saves_s: list[float] = field(default_factory=list)


def work(link: str, headers: dict[str, str], ident: str, seconds: float, done: Done, think_s: float = 0.0) -> None:
    """Set counts of records that others set too, for a while, and write down in `done` what came of it.

    `think_s` is how long a person looks, on average, before deciding.
    """
    chance, until, seed = random.Random(done.number), time.monotonic() + seconds, done.number
    with httpx.Client(base_url=link, headers=headers, timeout=60) as client:
        while time.monotonic() < until:
            seen = client.get(f"/api/documents/{ident}").json()
            record = chance.choice(seen["records"])
            value = seed * 100_000 + len(done.taken)
            told = {
                "action": "set", "path": "n_patients", "old": record["n_patients"], "new": value,
                "record_id": record["record_id"],
                "evidence": record["evidence"].get("n_patients") or record["anchor"]["spans"], "seen_version": seen["version"],
                "correction_id": f"c{seed:04d}{len(done.saves_s):08d}",
            }  # fmt: skip
            time.sleep(think_s * chance.uniform(0.5, 1.5))
            start = time.monotonic()
            answer = client.post(f"/api/documents/{ident}/corrections", json=told)
            done.saves_s.append(time.monotonic() - start)
            _note(done, answer, record["record_id"], value)


def _note(done: Done, answer: httpx.Response, record_id: str, value: Any) -> None:
    if answer.status_code == 200:
        done.taken.append((record_id, value))
    elif answer.status_code == 409:
        done.conflicts += 1
        if answer.json()["yours"] != value or answer.json()["now"] == value:
            done.others.append(answer.text)
    else:
        done.others.append(f"{answer.status_code} {answer.text}")


def team(link: str, headers: dict[str, str], ident: str, people: int, seconds: float, think_s: float = 0.0) -> list[Done]:
    """Several at once, on one document."""
    told = [Done(number) for number in range(1, people + 1)]
    threads = [threading.Thread(target=work, args=[link, headers, ident, seconds, done, think_s]) for done in told]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return told
