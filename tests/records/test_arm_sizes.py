"""Arms told with their sizes in every shape met: named, in brackets, shared, listed, contrasted; counts of outcomes are none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from litrex.extraction import extract_bytes

with (Path(__file__).parents[1] / "cases" / "arms.tsv").open(encoding="utf-8", newline="") as table:
    ROWS = [(row["arms"], row["text"]) for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize(("arms", "text"), ROWS)
def test_a_passage_tells_its_arms_with_their_sizes_and_no_others(arms: str, text: str) -> None:
    found = sorted(a.n for r in extract_bytes(text.encode(), source="case.txt").records for a in r.arms if a.n is not None)
    assert found == sorted(int(n) for n in arms.split(",") if n)
