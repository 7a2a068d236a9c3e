"""Three-valued checks: pass, fail (a flag), or not checkable. They never correct."""

from __future__ import annotations

from litrex.records.checks.across import across_records
from litrex.records.checks.arithmetic import of_record
from litrex.records.checks.result import CheckResult, Verdict, flags_of

__all__ = ["CheckResult", "Verdict", "across_records", "flags_of", "of_record"]
