"""How often cells were given: counts of infusions as told or as a schedule makes them, and what is no infusion of cells."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from litrex.extraction import extract_bytes

with (Path(__file__).parents[1] / "cases" / "infusions.tsv").open(encoding="utf-8", newline="") as table:
    ROWS = [(row["infusions"], row["text"]) for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize(("infusions", "text"), ROWS)
def test_a_passage_tells_how_often_cells_were_given(infusions: str, text: str) -> None:
    found = [r.n_infusions for r in extract_bytes(text.encode(), source="case.txt").records]
    assert found == [int(infusions) if infusions else None]
