"""The three tellings of the same studies give the same facts, in both languages and both scripts."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from litrex.evaluation import rate, score
from litrex.evaluation.scoring import added
from litrex.extraction import extract
from litrex.lexicons import load

ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"
TELLINGS = ("lupus-cell-therapy.zh-Hant.txt", "lupus-cell-therapy.zh-Hans.html", "lupus-cell-therapy.en.md")


@cache
def facts_of(name: str) -> list[dict[str, Any]]:
    """The records of a telling without what must differ: authors' scripts, words, places, measures that no lexicon holds."""
    known = {term.id for kind in ("measures", "adverse_events") for term in load().terms(kind)}
    records = [record.model_dump(mode="json") for record in extract(ARTICLES / name).records]
    for record in records:
        record["citation"]["authors"] = []
        record["outcomes"] = [o for o in record["outcomes"] if o["measure"] in known]
        record["anchor"] = {"table": None, "row": None, "spans": []}
        for entry in [*record["outcomes"], *record["populations"]]:
            entry.pop("surface", None)
            entry.pop("text", None)
    return records


@pytest.mark.parametrize(("one", "other"), list(combinations(TELLINGS, 2)))
def test_two_tellings_of_the_same_studies_give_the_same_facts(one: str, other: str) -> None:
    counts = added(score(facts_of(one), facts_of(other)).counts.values())
    assert rate(counts).f1 >= 0.97
