"""Studies across documents and languages: what links them, what keeps them apart, and where they disagree."""

from __future__ import annotations

from typing import Any

import pytest

from litrex import extract_bytes, store
from litrex.records.registries import registered
from litrex.store.differing import disagreements
from litrex.store.studies import studies
from litrex.store.tellings import Figure, Telling

CELLS = frozenset({"mesenchymal_stem_cell", "umbilical_cord"})


def telling(document: str, author: str | None = "Rossi", year: int | None = 2014, n: int | None = 42, **more: Any) -> Telling:
    study = more.pop("study", "s1")
    given = {
        "source": f"{document}.txt", "lang": "en", "study_id": f"{document}-{study}", "record_ids": (f"{document}-r",),
        "keys": frozenset(more.pop("keys", ())), "conditions": frozenset(more.pop("conditions", ("knee_osteoarthritis",))),
        "cells": more.pop("cells", CELLS), "species": frozenset(more.pop("species", ("human",))),
    }  # fmt: skip
    return Telling(document, authors=(author,) if author else (), year=year, n_patients=n, **given, **more)


def sure(*told: Telling) -> list[str | None]:
    """How sure each study is that several documents tell."""
    return [one.sureness for one in studies(told) if one.documents > 1]


@pytest.mark.parametrize(
    ("a", "b", "sureness"),
    [
        (telling("a", keys=["trial:nct01234567"]), telling("b", "Bianchi", 2016, 7, keys=["trial:nct01234567"]), "certain"),
        (telling("a", None, None, None, keys=["pmid:1"]), telling("b", "米勒", 2011, 9, keys=["pmid:1"]), "certain"),
        (telling("a"), telling("b"), "by name"),
        (telling("a"), telling("b", conditions=()), "by name"),
        (telling("a", "van der Heijden"), telling("b", "Heijden"), "by name"),
        (telling("a", "王磊"), telling("b", "王"), "by name"),
        (telling("a", "王"), telling("b", "Wang"), "likely"),
        (telling("a", "米勒"), telling("b", "Miller"), "likely"),
        (telling("a"), telling("b", "Bianchi"), None),
        (telling("a"), telling("b", year=2015), None),
        (telling("a"), telling("b", n=41), None),
        (telling("a"), telling("b", None), None),
        (telling("a"), telling("b", conditions=["psoriasis"]), None),
        (telling("a"), telling("b", species=["rat"]), None),
        (telling("a", keys=["trial:nct1"]), telling("b", keys=["trial:nct2"]), None),
        (telling("a", "王"), telling("b", "Smith"), None),
        (telling("a", "王某"), telling("b", "Smith"), None),
        (telling("a", "王"), telling("b", "Wang", cells=frozenset({"mononuclear_cell"})), None),
        (telling("a", "王"), telling("b", "Wang", cells=frozenset()), None),
        (telling("a", "王"), telling("b", "Wang", conditions=()), None),
        (telling("a", "王", n=3), telling("b", "Wang", n=3), None),
        (telling("a", "王", keys=["doi:1"]), telling("b", "Wang", keys=["doi:2"]), None),
    ],
)
def test_what_links_two_documents_and_what_does_not(a: Telling, b: Telling, sureness: str | None) -> None:
    assert sure(a, b) == sure(b, a) == ([sureness] if sureness else [])


def test_a_likely_link_needs_that_no_other_study_is_as_close() -> None:
    a, b, c = telling("a", "米勒"), telling("b", "Miller"), telling("c", "Meyer")
    assert sure(a, b) == ["likely"] and sure(a, b, c) == []


def test_two_studies_of_one_document_stay_two_unless_a_key_says_otherwise() -> None:
    two = [telling("a"), telling("a", study="s2")]
    assert sure(*two, telling("b")) == [] and len(studies([*two, telling("b")])) == 3
    keyed = [telling("a", keys=["doi:1"]), telling("a", study="s2", keys=["doi:1"]), telling("b", keys=["doi:1"])]
    (told,) = studies(keyed)
    assert told.documents == 2 and len(told.tellings) == 3


def test_links_go_on_from_document_to_document_and_the_weakest_is_told() -> None:
    (told,) = studies([telling("a", keys=["doi:1"]), telling("b", keys=["doi:1"]), telling("c", "罗西")])
    assert (told.documents, told.sureness, told.keys) == (3, "likely", ["doi:1"])
    assert [(link.first, link.second, link.sureness) for link in told.links] == [("a", "b", "certain"), ("a", "c", "likely")]


@pytest.mark.parametrize(
    ("one", "two", "about"),
    [
        ({"slots": {"n_patients": 42}}, {"slots": {"n_patients": 40}}, ["n_patients"]),
        ({"slots": {"n_female": 0}}, {"slots": {"n_female": 1}}, ["n_female"]),
        ({"slots": {"n_female": 0}}, {"slots": {}}, []),
        ({"slots": {"route": "intravenous"}}, {"slots": {"route": ["intravenous", "intrathecal"]}}, []),
        ({"slots": {"route": "intravenous"}}, {"slots": {"route": "intrathecal"}}, ["route"]),
        ({"conditions": ["a"]}, {"conditions": ["a", "b"]}, []),
        ({"conditions": ["a"]}, {"conditions": ["b"]}, ["conditions"]),
        ({"figures": (Figure(("pain", "%", "", ""), 40.0),)}, {"figures": (Figure(("pain", "%", "", ""), 45.0),)}, ["pain"]),
        ({"figures": (Figure(("pain", "%", "", ""), 40.0),)}, {"figures": (Figure(("pain", "", "", ""), 45.0),)}, []),
        ({"directions": (("pain", "increase"),)}, {"directions": (("pain", "decrease"),)}, ["pain"]),
        ({"directions": (("pain", "decrease"),)}, {"directions": (("pain", "improve"),)}, []),
    ],
)
def test_where_documents_disagree(one: dict[str, Any], two: dict[str, Any], about: list[str]) -> None:
    assert [told.about for told in disagreements([telling("a", **one), telling("b", **two)])] == about
    assert disagreements([telling("a", **one), telling("a", **two)]) == [], "one document does not disagree with itself here"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("注册号NCT01234567。", ["nct01234567"]),
        ("（ChiCTR1800012345）", ["chictr1800012345"]),
        ("ChiCTR-ONC-12002345", ["chictr12002345"]),
        ("ISRCTN 12345678; UMIN000012345, jRCTs031180123", ["isrctn12345678", "umin000012345", "jrct031180123"]),
        ("ACTRN12612345678901 and CTRI/2012/03/002345", ["actrn12612345678901", "ctri2012/03/002345"]),
        ("DRKS00001234, IRCT2012030512345N1, RBR-2abc34", ["drks00001234", "irct2012030512345n1", "rbr2abc34"]),
        ("NCT0123456", []),
        ("grant no. 81270012345, PMID 12345678", []),
        ("strain NCTC 10418", []),
    ],
)
def test_numbers_of_registries(text: str, numbers: list[str]) -> None:
    assert registered(text) == numbers


ZH = "2014年，罗西等对42例膝骨关节炎患者行关节腔内注射脐带间充质干细胞（注册号NCT01234567），12个月后VAS评分下降。\n"
EN = (
    "In 2014, Rossi et al. treated 40 patients with knee osteoarthritis by intra-articular injection of umbilical cord "
    "mesenchymal stem cells (NCT01234567). At 12 months the VAS score had decreased.\n"
)


def test_a_registry_number_links_a_chinese_and_an_english_article_and_their_sizes_disagree(database_url: str) -> None:
    with store.open(database_url) as kept:
        run = kept.begin()
        for name, text in (("zh.txt", ZH), ("en.txt", EN)):
            kept.save(extract_bytes(text.encode(), source=name), run)
        (told,) = (one for one in kept.studies() if one.documents > 1)
    assert told.sureness == "certain" and told.keys == ["trial:nct01234567"]
    (size,) = (one for one in told.disagreements if one.about == "n_patients")
    assert sorted(one.value for one in size.said) == ["40", "42"]
