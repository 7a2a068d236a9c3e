"""Findings → the outcomes and adverse events of a record."""

from __future__ import annotations

import re
from typing import Any

from litrex.records.builder import RecordBuilder, Told
from litrex.records.findings import Finding
from litrex.schema.mention import Quantity


def add_finding(builder: RecordBuilder, finding: Finding) -> None:
    """Write a finding into the record: as an adverse event, as an outcome, or as both where a percentage tells the event."""
    if finding.event:
        _event(builder, finding)
        return
    entry = outcome_entry(finding)
    if entry is not None:
        builder.add(
            "outcomes",
            builder.named(entry, finding.term.words),
            Told(None, finding.spans, f"finding.{finding.by}", 0.9 if finding.term.known else 0.7),
        )


def _event(builder: RecordBuilder, finding: Finding) -> None:
    entry: dict[str, Any] = {
        "event": finding.term.event_id or finding.term.concept,
        "n": finding.n,
        "severity": finding.severity,
        "serious": finding.serious,
        "arm": finding.arm,
    }
    if finding.quantity is not None and finding.quantity.denominator is not None:
        entry["denominator"] = int(finding.quantity.denominator)
    builder.add(
        "adverse_events",
        builder.named({k: v for k, v in entry.items() if v is not None}, finding.term.words),
        Told(None, finding.spans, "finding.event", 0.9),
    )


def outcome_entry(finding: Finding) -> dict[str, Any] | None:
    """The fields of an outcome that a finding states; None where it states nothing."""
    entry: dict[str, Any] = {
        "measure": finding.term.concept,
        "direction": finding.direction,
        "arm": finding.arm,
        "timepoint": finding.timepoint,
    }
    if finding.none:
        entry |= {"value": 0.0}
    elif finding.quantity is not None:
        entry |= _figure(finding.quantity)
        if finding.kind is not None:
            entry["kind"] = finding.kind
    if finding.n is not None:
        entry["n"] = finding.n
    stated = {k: v for k, v in entry.items() if v is not None}
    return stated if {"direction", "value", "n"} & set(stated) else None


def _figure(q: Quantity) -> dict[str, Any]:
    if q.kind == "count":
        return {"n": int(q.value) if q.value is not None else None}
    told: dict[str, Any] = {"value": q.value, "upper": q.upper, "unit": q.unit, "sd": q.sd}
    if q.kind == "fraction":
        told = {"n": q.n}
    if q.kind == "ratio":
        told = {"value": q.value, "kind": q.unit}
    if q.n is not None:
        told["n"] = int(q.n)
    if q.denominator is not None:
        told["denominator"] = int(q.denominator)
    if q.comparator != "=":
        told["comparator"] = q.comparator
    if q.low is not None and q.high is not None:
        told["spread"] = {"type": "ci95" if q.kind == "ratio" else "range", "low": q.low, "high": q.high}
    if told.get("n") is not None:
        told["n"] = int(told["n"])
    return told


def measure_text(name: str) -> str:
    """An id as words, for messages.

    >>> measure_text("serum_albumin")
    'serum albumin'
    """
    return re.sub(r"_+", " ", name)
