"""Sizes of studies told apart from what was planned, and lengths of follow-up in every shape met."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from litrex.extraction import extract_bytes

CASES = Path(__file__).parents[1] / "cases"


def rows(name: str) -> list[tuple[str, ...]]:
    with (CASES / name).open(encoding="utf-8", newline="") as table:
        return [tuple(row.values()) for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize(("told", "text"), rows("enrolments.tsv"))
def test_a_study_has_the_size_that_it_reached(told: str, text: str) -> None:
    found = [r.n_patients for r in extract_bytes(text.encode(), source="case.txt").records]
    assert found == ([int(told)] if told else [])


@pytest.mark.parametrize(("told", "text"), rows("follow_ups.tsv"))
def test_a_passage_tells_how_long_its_patients_were_followed(told: str, text: str) -> None:
    (record,) = extract_bytes(text.encode(), source="case.txt").records
    lengths = record.follow_up.model_dump(exclude_none=True) if record.follow_up else {}
    unit = lengths.pop("unit", "")
    want = dict(part.rsplit(" ", 1) for part in told.removesuffix(f" {unit}").split(", ")) if told else {}
    assert {k: f"{v:g}" for k, v in lengths.items()} == want
    assert told.endswith(unit)
