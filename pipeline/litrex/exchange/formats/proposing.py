"""What somebody changed in another tool, as corrections: shown first, saved when wanted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from litrex.errors import ConflictError, UsageError
from litrex.schema.correction import Action, Correction
from litrex.schema.record import Spans, StudyRecord
from litrex.store import Merged, Store
from litrex.store.slots import value_in


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a value, as the tool's file says it. `where` names its place in that file."""

    document_id: str
    record_id: str
    path: str
    action: Action
    old: Any = None
    new: Any = None
    evidence: Spans = field(default_factory=list)
    where: str = ""

    def line(self) -> str:
        """What it says, in a line: ``n_patients: 40 → 41``."""
        told = f"{self.record_id} {self.path or 'record'}"
        if self.action in ("reject", "delete"):
            return f"{told}: {_said(self.old)} → nothing"
        if self.action == "add":
            return f"{told}: + {_said(self.new)} {self.evidence}"
        beside = f" {self.evidence}" if self.evidence else ""
        return f"{told}: {_said(self.old)} → {_said(self.new)}{beside}"


@dataclass(frozen=True, slots=True)
class Proposed:
    """All that a file changes, and what of it cannot be taken, with the reason."""

    changes: list[Change] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __add__(self, other: Proposed) -> Proposed:
        return Proposed(self.changes + other.changes, self.refused + other.refused)


def save(kept: Store, told: Iterable[Change], by: str, seen: dict[str, Merged]) -> Proposed:
    """Add the changes to the log, each by itself; gives those that were saved, and why others were not.

    `seen` are the documents as they were when the changes were worked out: what somebody else changes meanwhile is a conflict.
    """
    done = Proposed()
    for one in told:
        version = seen[one.document_id].version
        correction = Correction(
            correction_id=_ident(one, version), at=datetime.now(UTC), by=by, document_id=one.document_id,
            record_id=one.record_id, path=one.path, action=one.action, old=one.old, new=one.new, evidence=one.evidence,
            why=f"changed in {one.where}" if one.where else None, seen_version=version,
        )  # fmt: skip
        try:
            kept.correct(correction)
        except (ConflictError, UsageError) as error:
            done.refused.append(f"{one.where}: {error}" if one.where else str(error))
        else:
            done.changes.append(one)
    return done


def now(record: StudyRecord, path: str) -> Any:
    """The value that stands at a path now, as JSON has it."""
    told = value_in(record.model_dump(mode="json"), path)
    return {key: one for key, one in told.items() if one is not None} if isinstance(told, dict) else told


def in_force(change: Change, record: StudyRecord | None) -> bool:
    """Whether a change is there already, since the file was brought in before: then it says nothing new."""
    if record is None:
        return change.action == "reject"
    if change.action == "add":
        mine = sorted(change.evidence)
        return any(sorted(spans) == mine for path, spans in record.evidence.items() if path.startswith(f"{change.path}/"))
    there = now(record, change.path)
    if change.action == "reject":
        return there in (None, [])
    stands = not change.evidence or sorted(record.evidence.get(change.path, [])) == sorted(change.evidence)
    return stands and _stated(there) == _stated(change.new)


def _stated(value: Any) -> Any:
    """A value without what it does not state."""
    if isinstance(value, dict):
        return {key: _stated(one) for key, one in value.items() if one is not None}
    return value


def _ident(one: Change, version: str) -> str:
    """The same change of the same version is the same correction, however often a file is brought in."""
    told = [version, one.document_id, one.record_id, one.path, one.action, one.new, one.evidence]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]


def _said(value: Any) -> str:
    if isinstance(value, dict):
        value = {key: one for key, one in value.items() if key not in ("id", "text")}
    told = "nothing" if value in (None, []) else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return told if len(told) <= 100 else f"{told[:99]}…"
