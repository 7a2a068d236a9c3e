"""Names of concepts."""

from __future__ import annotations

import pytest

from litrex.exchange import identity_of, label_of
from litrex.lexicons import KINDS, Lexicon, Term

LEXICON = Lexicon(
    [
        Term("tissues", "bone_marrow", ("bone marrow", "BM"), ("骨髓",), ontology_id="UBERON:0002371", id_source="UBERON v1"),
        Term("measures", "relapse", ("relapse",), ("复发",)),
        Term("strains", "balb_c", ("BALB/c",), ()),
        Term("adverse_events", "fever", ("fever",), ("发热",), ontology_id="HP:0001945", id_source="HPO v2"),
    ]
)
LABEL = label_of(LEXICON)


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


@pytest.mark.parametrize(
    ("kind", "concept", "identity"),
    [
        ("tissues", "bone_marrow", ("UBERON:0002371", "UBERON v1")),
        ("measures", "fever", ("HP:0001945", "HPO v2")),
        ("measures", "relapse", None),
        ("cell_types", "bone_marrow", None),
        ("measures", "步行_距离", None),
    ],
    ids=["listed", "listed beside", "without an id", "of another kind", "open vocabulary"],
)
def test_a_concept_has_the_id_that_its_term_has(kind: str, concept: str, identity: tuple[str, str] | None) -> None:
    assert identity_of(LEXICON)(kind, concept) == identity


def test_every_kind_that_a_record_names_is_a_kind_of_the_lexicons(extractions: list) -> None:  # type: ignore[type-arg]
    from litrex.store.concepts import concepts_of

    kinds = {use.kind for one in extractions for record in one.records for use in concepts_of(record)}
    assert len(kinds) >= 9 and kinds <= set(KINDS)
