"""Whole passages and tables, sound ones and ones with one planted fault: which flags they raise, and which records are linked."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from litrex.extraction import extract_bytes

ROWS = [
    json.loads(line) for line in (Path(__file__).parents[1] / "cases" / "flags.jsonl").read_text(encoding="utf-8").splitlines()
]
HEADINGS = {"zh": "# 综述\n\n## 临床研究\n\n", "en": "# Review\n\n## Clinical studies\n\n"}


@pytest.mark.parametrize("row", ROWS, ids=[f"{'+'.join(r['flags']) or 'sound'}: {r['text'][:40]}" for r in ROWS])
def test_a_planted_fault_is_flagged_and_a_sound_passage_is_not(row: dict[str, Any]) -> None:
    records = extract_bytes((HEADINGS[row["lang"]] + row["text"]).encode(), source="case.md").records
    assert records
    assert sorted({f.code for r in records for f in r.flags}) == row["flags"]
    assert sum(a.study_id == b.study_id for a, b in combinations(records, 2)) == row["linked"]


@pytest.mark.parametrize("row", [r for r in ROWS if r["flags"]], ids=[r["text"][:40] for r in ROWS if r["flags"]])
def test_a_flag_points_at_the_text_that_it_speaks_of(row: dict[str, Any]) -> None:
    extraction = extract_bytes((HEADINGS[row["lang"]] + row["text"]).encode(), source="case.md")
    flags = [f for r in extraction.records for f in r.flags]
    assert all(f.evidence and all(0 <= a < b <= len(extraction.raw) for a, b in f.evidence) for f in flags)


def test_there_are_as_many_sound_passages_as_faults() -> None:
    faults = sum(bool(r["flags"]) for r in ROWS)
    assert 2 * faults >= len(ROWS) - 4
    assert {r["lang"] for r in ROWS if r["flags"]} == {r["lang"] for r in ROWS if not r["flags"]} == {"zh", "en"}
