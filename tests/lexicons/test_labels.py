"""Names of concepts."""

from __future__ import annotations

import pytest

from litrex.exchange import label_of
from litrex.lexicons import KINDS, Lexicon, Term

LABEL = label_of(
    Lexicon(
        [
            Term("tissues", "bone_marrow", ("bone marrow", "BM"), ("骨髓",)),
            Term("measures", "relapse", ("relapse",), ("复发",)),
            Term("strains", "balb_c", ("BALB/c",), ()),
        ]
    )
)


@pytest.mark.parametrize(
    ("kind", "concept", "lang", "name"),
    [
        ("tissues", "bone_marrow", "zh", "骨髓"),
        ("tissues", "bone_marrow", "en", "bone marrow"),
        ("adverse_events", "relapse", "zh", "复发"),
        ("species", "balb_c", "zh", "BALB/c"),
        ("cell_types", "bone_marrow", "zh", "bone marrow"),
        ("measures", "步行_距离", "en", "步行 距离"),
    ],
    ids=["zh", "en", "listed beside", "one language only", "of another kind", "open vocabulary"],
)
def test_a_concept_is_named_by_its_preferred_term_or_by_itself(kind: str, concept: str, lang: str, name: str) -> None:
    assert LABEL(kind, concept, lang) == name


def test_every_kind_that_a_record_names_is_a_kind_of_the_lexicons(extractions: list) -> None:  # type: ignore[type-arg]
    from litrex.store.concepts import concepts_of

    kinds = {use.kind for one in extractions for record in one.records for use in concepts_of(record)}
    assert len(kinds) >= 9 and kinds <= set(KINDS)
