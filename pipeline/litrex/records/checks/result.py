"""The outcome of one check on one record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from litrex.schema.record import Flag, StudyRecord


class Verdict(StrEnum):
    """A check passes, fails, or cannot be made because a figure is missing."""

    PASS = "pass"
    FAIL = "fail"
    NOT_CHECKABLE = "not_checkable"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check says, in words, and of which paths of the record (keyed as evidence is)."""

    code: str
    verdict: Verdict
    message: str = ""
    paths: tuple[str, ...] = ()


def flags_of(record: StudyRecord, results: Iterable[CheckResult]) -> list[Flag]:
    """Turn the failures into flags on the record, with the evidence of the paths they speak of."""
    return [
        Flag(
            code=r.code,
            message=r.message,
            paths=list(r.paths),
            document_id=record.document_id,
            record_id=record.record_id,
            evidence=sorted({span for p in r.paths for span in record.evidence.get(p, [])}),
        )
        for r in results
        if r.verdict is Verdict.FAIL
    ]
