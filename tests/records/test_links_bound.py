"""What is left out before names are compared could not have been a link."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from litrex.extraction import extract
from litrex.records.links import _at_most, likeness

ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"


@pytest.mark.parametrize("name", ["lupus-cell-therapy.en.md", "lupus-cell-therapy.zh-Hans.html"])
def test_no_pair_is_likelier_than_its_bound(name: str) -> None:
    pairs = list(combinations(extract(ARTICLES / name).records, 2))
    assert len(pairs) > 100
    over = [(a.record_id, b.record_id) for a, b in pairs if likeness(a, b) > _at_most(a, b)]
    assert over == []
