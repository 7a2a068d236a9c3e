"""Three-valued checks: pass, fail (a flag), or not checkable. They never correct."""

from __future__ import annotations

from collections.abc import Iterator

from litrex.lexicons import Lexicon
from litrex.records.checks.across import across_records
from litrex.records.checks.counts import counts
from litrex.records.checks.directions import directions
from litrex.records.checks.percentages import percentages
from litrex.records.checks.plausible import plausible
from litrex.records.checks.result import CheckResult, Verdict, flags_of
from litrex.schema.record import StudyRecord

__all__ = ["CheckResult", "Verdict", "across_records", "flags_of", "of_record"]


def of_record(record: StudyRecord, lexicon: Lexicon) -> Iterator[CheckResult]:
    """Make every check that one record allows; the lexicon tells rates of patients from measurements in percent."""
    yield from counts(record)
    yield from percentages(record, lexicon)
    yield from plausible(record)
    yield from directions(record)
