"""Which records tell one study: by reference, author and year, the study's name, or a size that no other has."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litrex.records.links import likeness, link, study_key
from litrex.records.names import one_name
from litrex.schema.record import StudyRecord


def told(place: str, **slots: Any) -> StudyRecord:
    """Build a record at a place: ``T1R2`` is row 2 of table 1, anything else stands in the prose."""
    citation = {key: slots.pop(key) for key in ("authors", "year", "reference", "group", "resolved") if key in slots}
    lists: dict[str, Any] = {}
    for slot, key in (("populations", "condition"), ("cells", "tissue")):
        if key in slots:
            lists[slot] = [{"id": "x", key: slots.pop(key)}]
    if "species" in slots:
        lists["populations"] = [{"id": "x", "species": slots.pop("species")}]
    if "design" in slots:
        slots["design"] = {"study_type": slots["design"]}
    table = place.startswith("T")
    anchor = {"table": int(place[1]), "row": int(place[3:])} if table else {}
    base: dict[str, Any] = {
        "record_id": place,
        "study_id": "",
        "document_id": "d",
        "origin": "table" if table else "narrative",
        "anchor": anchor,
    }
    return StudyRecord.model_validate(base | {"citation": citation} | lists | slots)


def linked(*records: StudyRecord) -> set[tuple[str, str]]:
    link(list(records))
    return {(a.record_id, b.record_id) for n, a in enumerate(records) for b in records[n + 1 :] if a.study_id == b.study_id}


TRIAL = "randomized_controlled_trial"

SMALL = {"n_patients": 12, "tissue": "placenta", "design": TRIAL}

PAIRS = [
    ("one reference", {"reference": "7"}, {"reference": "7"}, True),
    ("two references", {"reference": "7", "n_patients": 60}, {"reference": "8", "n_patients": 60}, False),
    ("one reference, sizes told apart", {"reference": "7", "n_patients": 14}, {"reference": "7", "n_patients": 17}, True),
    ("one reference, one author misread", {"reference": "7", "authors": ["王"]}, {"reference": "7", "authors": ["李"]}, True),
    ("one of a list of references alone", {"reference": ["7", "8", "9"]}, {"reference": ["9", "12"]}, False),
    ("author and year", {"authors": ["Lindqvist"], "year": 2014}, {"authors": ["Lindqvist"], "year": 2014}, True),
    ("作者与年份", {"authors": ["周"], "year": 2019}, {"authors": ["周建国"], "year": 2019}, True),
    ("an author in two years", {"authors": ["Lindqvist"], "year": 2014}, {"authors": ["Lindqvist"], "year": 2019}, False),
    ("two authors of a year", {"authors": ["Lind"], "year": 2014}, {"authors": ["Lindqvist"], "year": 2014}, False),
    ("作者与例数", {"authors": ["周"], "n_patients": 48}, {"authors": ["周"], "n_patients": 48}, True),
    ("周 and Zhou", {"authors": ["周"], "year": 2019}, {"authors": ["Zhou"], "year": 2019}, True),
    ("a transliterated name", {"authors": ["迈耶罗夫"], "n_patients": 88}, {"authors": ["Meyeroff"], "n_patients": 88}, True),
    ("the study's own name", {"group": "ORION-2"}, {"group": "Orion-2"}, True),
    ("the study's name in the place of the author", {"group": "ORION"}, {"authors": ["ORION"]}, True),
    ("two studies of one programme", {"group": "ORION-1", "reference": "7"}, {"group": "ORION-2", "reference": "7"}, False),
    ("a size that is rare", {"n_patients": 126}, {"n_patients": 126}, True),
    ("a small size", {"n_patients": 12}, {"n_patients": 12}, False),
    ("a small size and all else", SMALL, SMALL, True),
    ("a rare size in two species", {"n_patients": 126, "species": "human"}, {"n_patients": 126, "species": "mouse"}, False),
    ("a rare size, other cells", {"n_patients": 126, "tissue": "placenta"}, {"n_patients": 126, "tissue": "bone_marrow"}, False),
    ("a rare size, another year", {"n_patients": 126, "year": 2011}, {"n_patients": 126, "year": 2012}, False),
    ("nothing but a disease", {"condition": "psoriasis"}, {"condition": "psoriasis"}, False),
    ("nothing told", {}, {}, False),
]


@pytest.mark.parametrize(("words", "row", "prose", "wanted"), PAIRS, ids=[row[0] for row in PAIRS])
def test_a_row_and_the_prose_are_linked_by_what_only_one_study_has(
    words: str, row: dict[str, Any], prose: dict[str, Any], wanted: bool
) -> None:
    assert bool(linked(told("T1R1", **row), told("N1", **prose))) is wanted


@pytest.mark.parametrize(("words", "row", "prose", "wanted"), PAIRS, ids=[row[0] for row in PAIRS])
def test_likeness_does_not_depend_on_the_order(words: str, row: dict[str, Any], prose: dict[str, Any], wanted: bool) -> None:
    a, b = told("T1R1", **row), told("N1", **prose)
    assert likeness(a, b) == pytest.approx(likeness(b, a))


def test_two_rows_of_one_rare_size_leave_the_prose_unlinked() -> None:
    assert linked(told("T1R1", n_patients=81), told("T1R2", n_patients=81), told("N1", n_patients=81)) == set()


def test_the_better_of_two_rows_is_linked() -> None:
    rows = told("T1R1", n_patients=81, design=TRIAL), told("T1R2", n_patients=81, design="case_series")
    assert linked(*rows, told("N1", n_patients=81, design=TRIAL)) == {("T1R1", "N1")}


def test_two_studies_under_one_reference_are_told_apart_by_their_sizes() -> None:
    rows = told("T1R1", reference="1", n_patients=612), told("T1R2", reference="1", n_patients=588)
    prose = told("N1", reference="1", n_patients=588), told("N2", reference="1", n_patients=612)
    assert linked(*rows, *prose) == {("T1R1", "N2"), ("T1R2", "N1")}


def test_rows_of_two_tables_and_the_prose_are_one_study() -> None:
    known = {"authors": ["Okafor"], "year": 2016}
    records = told("N1", **known), told("T1R1", **known), told("T2R1", **known)
    assert linked(*records) == {("N1", "T1R1"), ("N1", "T2R1"), ("T1R1", "T2R1")}


def test_rows_of_two_tables_are_not_linked_by_size_alone() -> None:
    assert linked(told("T1R1", n_patients=126), told("T2R1", n_patients=126)) == set()


def test_two_passages_are_not_made_one_by_way_of_two_rows() -> None:
    rows = told("T1R1", reference="1", authors=["Okafor"]), told("T2R1", authors=["Okafor"], group="ORION")
    records = told("N1", reference="1"), told("N2", group="ORION", n_patients=90), *rows
    assert linked(*records) == {("N1", "T1R1"), ("N2", "T2R1")}


def test_neighbouring_rows_of_one_author_year_and_reference_are_arms_of_one_study() -> None:
    known = {"authors": ["Sato"], "year": 2018, "reference": "6"}
    assert linked(told("T1R1", n_patients=10, **known), told("T1R2", n_patients=11, **known)) == {("T1R1", "T1R2")}


def test_neighbouring_rows_under_one_reference_without_an_author_are_two_studies() -> None:
    assert linked(told("T1R1", reference="6", year=2018), told("T1R2", reference="6", year=2018)) == set()


def test_two_neighbouring_passages_of_one_author_year_and_size_are_one_study() -> None:
    known = {"authors": ["周"], "year": 2019, "n_patients": 48}
    assert linked(told("N1", **known), told("N2", **known)) == {("N1", "N2")}


def test_two_passages_of_one_author_and_year_with_two_sizes_are_two_studies() -> None:
    known = {"authors": ["周"], "year": 2019, "reference": "4"}
    assert linked(told("N1", n_patients=48, **known), told("N2", n_patients=12, **known)) == set()


def test_the_size_of_an_arm_in_the_row_speaks_not_against_the_whole_in_the_prose() -> None:
    arms = [{"id": "a", "name": "cells", "n": 20}, {"id": "b", "name": "placebo", "n": 21}]
    whole, row = told("N1", n_patients=41, arms=arms), told("T1R1", n_patients=20)
    assert likeness(row, whole) > likeness(row, told("N1", n_patients=41))


NAMES = [
    ("王", "王磊", True),
    ("王", "李", False),
    ("陳彥廷", "陈彦廷", True),
    ("王", "Wang", True),
    ("吕", "Lv", True),
    ("王", "Li", None),
    ("迈耶罗夫", "Meyeroff", None),
    ("Heijden", "van der Heijden-Rossi", True),
    ("Álvaro-Gracia", "Alvaro-Gracia", True),
    ("Li", "Lindqvist", False),
    ("O'Rourke", "O’Rourke", True),
    ("北方协作组", "王", None),
    ("Northern Group", "Wang", None),
]


@pytest.mark.parametrize(("a", "b", "wanted"), NAMES)
def test_two_spellings_of_a_name_are_one_two_or_cannot_be_told(a: str, b: str, wanted: bool | None) -> None:
    assert (one_name(a, b), one_name(b, a)) == (wanted, wanted)


KEYS = [
    ({"resolved": {"doi": "10.1/ABC", "pmid": "12"}}, "doi:10.1/abc"),
    ({"resolved": {"pmid": "12"}}, "pmid:12"),
    ({"authors": ["Okafor"], "year": 2016, "n_patients": 45}, "okafor:2016:45"),
    ({"authors": ["周建国"], "year": 2016, "n_patients": 0}, "周建国:2016:0"),
    ({"authors": ["Okafor"], "year": 2016}, None),
    ({"year": 2016, "n_patients": 45}, None),
    ({"resolved": {"title": "A trial"}, "authors": ["Okafor"]}, None),
]


@pytest.mark.parametrize(("slots", "key"), KEYS)
def test_a_study_is_known_across_documents_by_doi_pmid_or_author_year_and_size(slots: dict[str, Any], key: str | None) -> None:
    assert study_key(told("N1", **slots)) == key


def test_ten_thousand_rows_are_linked_in_good_time() -> None:
    rows = [told(f"T1R{n + 1}", authors=[f"Name{n}"], year=1990 + n % 30, n_patients=20 + n % 300) for n in range(10_000)]
    prose = [told(f"N{n}", authors=[f"Name{n}"], year=1990 + n % 30) for n in range(0, 10_000, 500)]
    start = time.process_time()
    link([*rows, *prose])
    assert time.process_time() - start < 10
    assert all(prose[n].study_id == rows[500 * n].study_id for n in range(len(prose)))


@given(st.permutations(range(5)))
def test_who_is_linked_does_not_depend_on_the_order_of_the_rows(order: list[int]) -> None:
    rows = [told(f"T1R{n + 1}", authors=[f"Name{chr(65 + n)}"], year=2010 + n, n_patients=30 + n) for n in order]
    prose = [told(f"N{n + 1}", authors=[f"Name{chr(65 + n)}"], n_patients=30 + n) for n in range(5)]
    assert {(a[3:], b[1:]) for a, b in linked(*rows, *prose)} == {(str(n + 1), str(n + 1)) for n in range(5)}
