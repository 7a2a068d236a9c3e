"""Lost superscripts come back in dose position and nowhere else."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from litrex.schema.mapped import MappedText
from litrex.text import Signs
from litrex.text.edits import apply
from litrex.text.superscripts import find_lost_superscripts

CASES = Path(__file__).parents[1] / "cases" / "text_superscripts.tsv"
with CASES.open(encoding="utf-8") as lines:
    ROWS = list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_a_power_is_restored_where_a_dose_stands_and_nowhere_else(row: dict[str, str]) -> None:
    signs = Signs(under_dose=row["under_dose"] == "yes")
    done = apply(MappedText.of(row["text"]), find_lost_superscripts(row["text"], signs), "lost_superscripts")
    assert done.text.text == row["repaired"]
    assert (done.repairs != ()) == (row["text"] != row["repaired"])


def test_the_digits_keep_their_own_raw_places() -> None:
    text = MappedText.of("输注1×106/kg", offset=100)
    done = apply(text, find_lost_superscripts(text.text, Signs()), "lost_superscripts")
    power = done.text.text.index("10^6")
    assert done.text.raw_span(power, power + 4) == (104, 107)
    assert done.text.raw_span(power + 2, power + 3) == (106, 106)
    assert [(r.start, r.end, r.before, r.after) for r in done.repairs] == [(104, 107, "106", "10^6")]
