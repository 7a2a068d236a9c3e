"""Ontology ids: of their ontology's shape, each with the file it was read in, none for two concepts, enough of them."""

import re
from collections import defaultdict

import pytest

from litrex.lexicons import KINDS, Term, load

SHAPES = {
    "MONDO": r"\d{7}", "HP": r"\d{7}", "CL": r"\d{7}", "UBERON": r"\d{7}", "EFO": r"\d{7}", "CHEBI": r"\d+",
    "NCBITaxon": r"\d+", "MESH": r"D\d{6}(?:\d{3})?",
}  # fmt: skip
OF_KIND = {
    "conditions": {"MONDO", "HP"}, "adverse_events": {"MONDO", "HP"}, "tissues": {"UBERON"}, "cell_types": {"CL", "EFO", "MESH"},
    "drugs": {"CHEBI"}, "species": {"NCBITaxon"}, "derivatives": {"CL", "MESH"},
}  # fmt: skip
SOURCES = {
    "MONDO": "MONDO", "HP": "HPO", "CL": "CL", "UBERON": "UBERON", "EFO": "EFO", "CHEBI": "CHEBI", "NCBITaxon": "NCBITaxon",
    "MESH": "MeSH",
}  # fmt: skip


def identified(kind: str) -> list[Term]:
    return [term for term in load().terms(kind) if term.ontology_id]


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_and_its_source_stand_together_or_not_at_all(kind: str) -> None:
    assert [t.id for t in load().terms(kind) if bool(t.ontology_id) != bool(t.id_source)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_ids_have_the_shape_and_the_ontology_of_their_kind(kind: str) -> None:
    wrong = []
    for term in identified(kind):
        ontology, _, number = term.ontology_id.partition(":")
        if ontology not in OF_KIND.get(kind, set()) or not re.fullmatch(SHAPES[ontology], number):
            wrong.append((term.id, term.ontology_id))
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_source_names_the_ontology_and_a_package_with_its_version(kind: str) -> None:
    for term in identified(kind):
        ontology = SOURCES[term.ontology_id.partition(":")[0]]
        assert re.fullmatch(rf"{ontology}(?: v?\d[\w.-]*)?, [\w-]+ \d+\.\d+\.\d+", term.id_source), (term.id, term.id_source)


@pytest.mark.parametrize("kind", KINDS)
def test_no_id_serves_two_concepts_of_a_kind(kind: str) -> None:
    holders: dict[str, set[str]] = defaultdict(set)
    for term in identified(kind):
        holders[term.ontology_id].add(term.id)
    assert {number: concepts for number, concepts in holders.items() if len(concepts) > 1} == {}


@pytest.mark.parametrize(
    ("kind", "share"),
    [("conditions", 0.75), ("tissues", 0.85), ("cell_types", 0.6), ("species", 0.75), ("drugs", 0.5), ("adverse_events", 0.55)],
)
def test_enough_concepts_have_an_id(kind: str, share: float) -> None:
    """Names of a transplantation are no cells and have none; what they transplant has."""
    concepts = [term for term in load().terms(kind) if not term.attributes.get("transplant")]
    assert len(identified(kind)) >= share * len(concepts)


def test_the_name_of_a_transplantation_has_no_id_of_a_cell() -> None:
    assert [t.id for t in load().terms("cell_types") if t.attributes.get("transplant") and t.ontology_id] == []


@pytest.mark.parametrize(
    ("kind", "concept", "number"),
    [
        ("conditions", "systemic_lupus_erythematosus", "MONDO:0007915"), ("conditions", "lupus_nephritis", "MONDO:0005556"),
        ("conditions", "multiple_sclerosis", "MONDO:0005301"), ("conditions", "collagen_induced_arthritis", ""),
        ("conditions", "streptozotocin_induced_diabetes", ""), ("conditions", "healthy_volunteer", ""),
        ("conditions", "heart_transplantation", ""), ("conditions", "severe_aplastic_anemia", ""),
        ("cell_types", "mesenchymal_stem_cell", "CL:0000134"), ("cell_types", "bone_marrow_concentrate", ""),
        ("tissues", "bone_marrow", "UBERON:0002371"), ("tissues", "peripheral_blood", ""),
        ("species", "mouse", "NCBITaxon:10090"), ("drugs", "methotrexate", "CHEBI:44185"),
        ("adverse_events", "fever", "HP:0001945"),
    ],
)  # fmt: skip
def test_known_concepts_have_their_own_id_and_what_is_none_has_none(kind: str, concept: str, number: str) -> None:
    term = load().get(kind, concept)
    assert term is not None
    assert term.ontology_id == number
