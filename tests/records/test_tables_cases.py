"""Tables of every shape give the records that stand in the file beside them; tables that list no studies give none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from litrex.extraction import extract
from litrex.schema.record import Extraction, Outcome, Statement, StudyRecord

CASES = Path(__file__).parents[1] / "cases" / "tables"
TABLES = sorted(p for p in CASES.iterdir() if p.suffix != ".json")
PLAIN = ("n_patients", "n_female", "n_male", "n_centers", "route", "n_infusions")


def number(value: float | int | None) -> str:
    return f"{value:g}"


def figure(item: Outcome | Statement) -> str:
    told = "" if item.comparator in (None, "=") else item.comparator
    told += number(item.value) + (f"..{number(item.upper)}" if item.upper is not None else "")
    sd = getattr(item, "sd", None)
    return told + (f"±{number(sd)}" if sd is not None else "") + (f" {item.unit}" if item.unit else "")


def outcome(item: Outcome) -> str:
    parts = [item.measure, item.direction, figure(item) if item.value is not None else None, item.kind]
    if item.n is not None:
        parts.append(f"n={item.n}" + (f"/{item.denominator}" if item.denominator is not None else ""))
    if item.arm is not None:
        parts.append(f"@{item.arm}")
    if item.timepoint is not None:
        parts.append(
            f"[{item.timepoint}]"
            if isinstance(item.timepoint, str)
            else f"[{number(item.timepoint.value)} {item.timepoint.unit}]"
        )
    return " ".join(p for p in parts if p)


def record_facts(record: StudyRecord) -> dict[str, Any]:
    told: dict[str, Any] = {
        "row": f"T{record.anchor.table}R{record.anchor.row}",
        "author": record.citation.authors[0] if record.citation.authors else None,
        "year": record.citation.year,
        "reference": record.citation.reference,
        **{slot: getattr(record, slot) for slot in PLAIN},
        "conditioning": record.conditioning,
        "cells": [" ".join(x for x in (c.donor, c.species, c.tissue, c.cell_type, c.derivative) if x) for c in record.cells],
        "doses": [number(d.value) + (f"..{number(d.upper)}" if d.upper is not None else "") + f" {d.unit}" for d in record.doses],
        "study_type": record.design.study_type,
        "phase": record.design.phase,
        "arms": [f"{a.name}: {a.n}" for a in record.arms],
        "outcomes": [outcome(o) for o in record.outcomes],
        "events": [" ".join(str(x) for x in (e.severity, e.event, e.n) if x is not None) for e in record.adverse_events],
        "missing_cell": any(f.code == "missing_cell" for f in record.flags),
    }
    if record.infusion_interval is not None:
        told["interval"] = f"{number(record.infusion_interval.value)} {record.infusion_interval.unit}"
    if record.follow_up is not None:
        lengths = record.follow_up.model_dump(exclude={"unit"}, exclude_none=True)
        told["follow_up"] = " ".join(f"{k}={number(v)}" for k, v in lengths.items()) + f" {record.follow_up.unit}"
    return {k: v for k, v in told.items() if v is not None and v != [] and v is not False}


def statement(item: Statement) -> str:
    parts = [item.severity, item.measure or item.event, item.direction, figure(item) if item.value is not None else None]
    return " ".join(p for p in parts if p)


def facts_of(extraction: Extraction) -> dict[str, Any]:
    return {
        "records": [record_facts(r) for r in extraction.records if r.origin == "table"],
        "comparisons": [
            {
                "place": f"R{c.row}C{c.column}",
                "aspect": c.aspect,
                "intervention": c.intervention,
                "statements": [statement(s) for s in c.statements],
            }
            for c in extraction.comparisons
        ],
    }


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.name)
def test_a_table_gives_the_facts_of_its_rows_and_no_others(path: Path) -> None:
    expected = json.loads(Path(f"{path}.json").read_text(encoding="utf-8"))
    found = facts_of(extract(path))
    assert [r["row"] for r in found["records"]] == [r["row"] for r in expected["records"]]
    for have, want in zip(found["records"], expected["records"], strict=True):
        unchecked = want.pop("unchecked", [])
        assert {k: v for k, v in have.items() if k not in unchecked} == want
    assert found["comparisons"] == expected["comparisons"]


NO_STUDIES = [p for p in TABLES if p.name.startswith("no_") or "_of_" in p.name or p.name.startswith("registered")]


@pytest.mark.parametrize("path", NO_STUDIES, ids=lambda p: p.name)
def test_a_table_that_lists_no_studies_gives_neither_records_nor_comparisons(path: Path) -> None:
    extraction = extract(path)
    assert [r.anchor for r in extraction.records if r.origin == "table"] == []
    assert extraction.comparisons == []


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.name)
def test_every_value_of_a_row_points_at_characters_of_the_file(path: Path) -> None:
    extraction = extract(path)
    for record in extraction.records:
        for spans in record.evidence.values():
            assert spans
            assert all(0 <= a < b <= len(extraction.raw) for a, b in spans)
