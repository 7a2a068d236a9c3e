"""Where a variant counts as standing in a text, and where it is only part of another word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litrex.lexicons import Lexicon, Term
from litrex.lexicons.index import spellings

LEXICON = Lexicon(
    [
        Term("conditions", "lupus", ("systemic lupus erythematosus", "SLE"), ("系统性红斑狼疮", "红斑狼疮")),
        Term("conditions", "sjogren", ("Sjögren syndrome",), ("干燥综合征",)),
        Term("conditions", "crohn", ("Crohn's disease",), ("克罗恩病",)),
        Term("conditions", "anemia", ("anemia",), ("贫血",)),
        Term("conditions", "multiple_sclerosis", ("multiple sclerosis",), ("多发性硬化",), ("MS",)),
        Term("conditions", "diabetes_2", ("type 2 diabetes",), ("2型糖尿病",)),
        Term("tissues", "umbilical_cord", ("umbilical cord", "UC"), ("脐带",)),
        Term("cell_types", "msc", ("mesenchymal stem cell", "MSC"), ("间充质干细胞",)),
        Term("cell_types", "stem_cell", ("stem cell",), ("干细胞",)),
        Term("cell_types", "combined", ("hUC-MSC",), ("脐带MSC",)),
        Term("measures", "il_6", ("IL-6", "interleukin-6"), ("白介素-6",)),
        Term("measures", "tnf", ("TNF-α",), ("肿瘤坏死因子",)),
        Term("measures", "therapy", ("cell therapy",), ("细胞治疗",)),
        Term("measures", "mrss", ("mRSS",), ("皮肤评分",)),
    ]
)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.term.id) for m in LEXICON.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SLE患者接受间充质干细胞", [("SLE", "lupus"), ("间充质干细胞", "msc")]),
        ("given UC-MSCs twice", [("UC", "umbilical_cord"), ("MSCs", "msc")]),
        ("hUC-MSCs", [("hUC-MSCs", "combined")]),
        ("脐带MSC移植", [("脐带MSC", "combined"), ("脐带", "umbilical_cord")]),
        ("间充质 干细胞", [("间充质 干细胞", "msc")]),
        ("脐带 MSC", [("脐带 MSC", "combined"), ("脐带", "umbilical_cord")]),
        ("Mesenchymal Stem-Cells", [("Mesenchymal Stem-Cells", "msc")]),
        ("aplastic anaemia", [("anaemia", "anemia")]),
        ("Sjogren syndrome, SJÖGREN SYNDROME", [("Sjogren syndrome", "sjogren"), ("SJÖGREN SYNDROME", "sjogren")]),
        ("Crohn’s disease", [("Crohn’s disease", "crohn")]),
        ("IL6与IL-6", [("IL6", "il_6"), ("IL-6", "il_6")]),
        ("TNFα and tnf-α", [("TNFα", "tnf"), ("tnf-α", "tnf")]),
        ("MRSS fell", [("MRSS", "mrss")]),
        ("cell therapies", [("cell therapies", "therapy")]),
        ("2型糖尿病12例", [("2型糖尿病", "diabetes_2")]),
        ("输注1×10^6MSC", [("MSC", "msc")]),
        ("anemia12 was", [("anemia", "anemia")]),
    ],
)
def test_a_term_is_found_with_its_exact_stretch(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "MSCa", "aMSC", "sle", "Sle", "IL-17", "IL-6R", "IL-65", "uc", "anemias12x", "12型糖尿病", "TNF", "crohns",
        "mesenchymal  stem x", "间充质", "红斑", "MSCES", "UCs2",
    ],
)  # fmt: skip
def test_a_term_is_not_cut_out_of_another_word(text: str) -> None:
    assert found(text) == []


def test_the_longest_of_a_kind_wins_and_kinds_overlap() -> None:
    lexicon = Lexicon(
        [
            Term("conditions", "gvhd", ("graft-versus-host disease",), ("移植物抗宿主病",)),
            Term("conditions", "acute_gvhd", ("acute graft-versus-host disease",), ("急性移植物抗宿主病",)),
            Term("adverse_events", "gvhd", ("graft-versus-host disease",), ("移植物抗宿主病",)),
        ]
    )
    matches = [(m.term.kind, m.term.id, m.start) for m in lexicon.find("急性移植物抗宿主病")]
    assert matches == [("conditions", "acute_gvhd", 0), ("adverse_events", "gvhd", 2)]


def test_words_of_one_class_do_not_hide_those_of_another() -> None:
    lexicon = Lexicon([Term("cues", "negation", ("no",), ("未",)), Term("cues", "none", ("no patient",), ("未见患者",))])
    assert [m.term.id for m in lexicon.find("no patient")] == ["none", "negation"]


def test_only_the_kinds_asked_for_are_found() -> None:
    assert [m.term.kind for m in LEXICON.find("SLE患者的脐带MSC", {"tissues"})] == ["tissues"]
    assert LEXICON.find("SLE", ()) == []


PLURALS = ("", "s", "es")


def bare(words: str) -> str:
    """A spelling without its case, and without the blanks and dashes that a match may differ in."""
    return "".join(c for c in words.lower() if c not in " -")


@given(st.text(alphabet="间充质干细胞脐带 -MSCUCshanemiaİßéα6IL\n(),", max_size=40))
def test_every_match_spells_its_variant(text: str) -> None:
    for match in LEXICON.find(text):
        assert 0 <= match.start < match.end <= len(text)
        assert bare(text[match.start : match.end]) in {bare(form + end) for form in spellings(match.variant) for end in PLURALS}


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    starts = [match.start for match in LEXICON.find(text)]
    assert starts == sorted(starts)
