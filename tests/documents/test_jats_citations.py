"""Citations of a JATS article reach the records, whichever way the publisher marks them."""

from __future__ import annotations

from pathlib import Path

import pytest

from litrex.extraction import extract

CASES = Path(__file__).parents[1] / "cases" / "tables"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        # bracketed xref, superscript xref, author and year inside the xref
        ("article.xml", [("Bellamy", "3"), ("Cortez", "4"), ("Dahl", None), ("Ekholm", None)]),
        # round brackets, and a range of two xrefs
        ("bracketed.xml", [("Nolan", "9"), ("Orr", ["10", "11", "12"])]),
    ],
)
def test_prose_gives_the_author_and_the_label_of_its_marks(name: str, told: list[tuple[str, str | list[str] | None]]) -> None:
    found = [r for r in extract(CASES / name).records if r.origin == "narrative"]
    authors = [r.citation.authors[0] for r in found]
    assert authors == [author for author, _ in told]
    labelled = {a: r.citation.reference for a, r in zip(authors, found, strict=True)}
    for author, label in told:
        if label is not None:
            assert labelled[author] in (label, [label])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("article.xml", [("Bellamy", "3"), ("Grant", "7"), ("Holm", "8")]),
        ("bracketed.xml", [("Nolan", "9"), ("Orr", "10")]),
    ],
)
def test_table_rows_give_the_author_and_the_label_of_their_marks(name: str, told: list[tuple[str, str]]) -> None:
    found = [r for r in extract(CASES / name).records if r.origin == "table"]
    assert [(r.citation.authors[0], r.citation.reference) for r in found] == told
