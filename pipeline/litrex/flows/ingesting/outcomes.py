"""What became of each document of an ingest, and of all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """What happened to one document."""

    SAVED = "saved"
    SKIPPED = "skipped"  # the same bytes stand in the database, read by the same version
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document: small enough to send between processes and to list by the thousand. `seconds` are those of its work."""

    source: str
    status: Status
    document_id: str = ""
    records: int = 0
    flags: tuple[str, ...] = ()
    reason: str = ""
    remedy: str = ""
    seconds: float = 0.0

    def as_line(self) -> dict[str, Any]:
        """The outcome as a row for people: empty fields left out."""
        told = {**asdict(self), "status": self.status.value, "flags": ", ".join(self.flags)}
        return {key: value for key, value in told.items() if value not in ("", None)}


LISTED = 500
"""So many documents are listed by name in a summary; a batch of a hundred thousand is told by its counts."""


@dataclass(slots=True)
class Tally:
    """Counts as they grow; memory does not, however long the batch is."""

    statuses: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    records: int = 0
    listed: list[Outcome] = field(default_factory=list)

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Count what a shard came to. What was set aside is listed before what went well: people look for it."""
        for one in outcomes:
            self.statuses[one.status.value] += 1
            self.flags.update(one.flags)
            self.records += one.records
            if one.reason and one.status is Status.QUARANTINED:
                self.reasons[one.reason] += 1
            if one.status is not Status.SKIPPED and len(self.listed) < LISTED:
                self.listed.append(one)

    @property
    def saved(self) -> int:
        return self.statuses[Status.SAVED]

    @property
    def skipped(self) -> int:
        return self.statuses[Status.SKIPPED]

    @property
    def quarantined(self) -> int:
        return self.statuses[Status.QUARANTINED]

    @property
    def seen(self) -> int:
        return sum(self.statuses.values())


@dataclass(frozen=True, slots=True)
class Summary:
    """What an ingest came to, as `--summary` writes it and the webhook gets it."""

    run_id: str
    state: str
    version: str
    started: str
    ended: str
    seconds: float
    inbox: tuple[str, ...]
    saved: int
    skipped: int
    quarantined: int
    records: int
    flags: dict[str, int]
    reasons: dict[str, int]
    documents: tuple[dict[str, Any], ...]
    scores: tuple[dict[str, Any], ...] = ()
    died_before: tuple[str, ...] = ()
    error: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
