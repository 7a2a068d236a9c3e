"""What a document says its abbreviations mean, and what that does to the search."""

import pytest

from litrex.lexicons import Lexicon, Term, define_abbreviations

LEXICON = Lexicon(
    [
        Term("conditions", "multiple_sclerosis", ("multiple sclerosis",), ("多发性硬化",), ("MS",)),
        Term("conditions", "metabolic_syndrome", ("metabolic syndrome",), ("代谢综合征",), ("MS",)),
        Term("conditions", "aplastic_anemia", ("aplastic anemia",), ("再生障碍性贫血",), ("AA",)),
        Term("conditions", "arthritis", ("arthritis",), ("关节炎",)),
        Term("conditions", "rheumatoid_arthritis", ("rheumatoid arthritis",), ("类风湿关节炎",), ("RA",)),
        Term("measures", "arthritis", ("arthritis",), ("关节炎",)),
        Term("measures", "serum_creatinine", ("serum creatinine",), ("血清肌酐",)),
        Term("tissues", "umbilical_cord", ("umbilical cord",), ("脐带",), ("UC",)),
        Term("conditions", "ulcerative_colitis", ("ulcerative colitis",), ("溃疡性结肠炎",), ("UC",)),
        Term("cell_types", "msc", ("mesenchymal stem cell", "MSC"), ("间充质干细胞",)),
        Term("cell_types", "uc_msc", ("UC-MSC",), ("脐带MSC",), (), {"cell_type": "msc", "tissue": "umbilical_cord"}),
    ]
)


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("多发性硬化(MS)是", "MS", {"multiple_sclerosis"}),
        ("代谢综合征患者(MS)", "MS", {"metabolic_syndrome"}),
        ("patients with multiple sclerosis (MS) were", "MS", {"multiple_sclerosis"}),
        ("多发性硬化(multiple sclerosis, MS)", "MS", {"multiple_sclerosis"}),
        ("多发性硬化(MS, multiple sclerosis)", "MS", {"multiple_sclerosis"}),
        ("In MS (multiple sclerosis) the", "MS", {"multiple_sclerosis"}),
        ("注:MS,多发性硬化;RA,类风湿关节炎", "MS", {"multiple_sclerosis"}),
        ("MS, metabolic syndrome; UC, ulcerative colitis.", "UC", {"ulcerative_colitis"}),
        ("RA = rheumatoid arthritis", "RA", {"rheumatoid_arthritis"}),
        ("类风湿关节炎[RA]", "RA", {"rheumatoid_arthritis"}),
        ("血清肌酐(Scr)", "Scr", {"serum_creatinine"}),
        ("多发性硬化,简称MS。", "MS", {"multiple_sclerosis"}),
        ("脐带间充质干细胞(UC-MSC)", "UC-MSC", {"uc_msc"}),
        ("代谢综合征很常见。MS患者", "MS", {"metabolic_syndrome"}),
        ("脐带间充质干细胞(UC-MSCs)", "UC-MSC", {"uc_msc"}),
    ],
)
def test_a_definition_names_the_terms(text: str, name: str, meant: set[str]) -> None:
    assert {term.id for term in define_abbreviations(text, LEXICON)[name].terms} == meant


@pytest.mark.parametrize(
    "text",
    [
        "多发性硬化(P<0.05)", "多发性硬化(图1)", "类风湿关节炎(n=40)", "MS was seen", "多发性硬化和代谢综合征,MS",
        "血清肌酐(Wang等)", "(2012)", "CRP, serum creatinine; then",
    ],
)  # fmt: skip
def test_what_defines_nothing_is_left(text: str) -> None:
    assert define_abbreviations(text, LEXICON) == {}


def test_a_full_name_no_lexicon_knows_keeps_its_surface() -> None:
    definition = define_abbreviations("the median survival (MS) was", LEXICON)["MS"]
    assert (definition.surface, definition.terms, definition.spelled) == ("median survival", (), True)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("多发性硬化(MS)。MS患者", ["multiple_sclerosis", "multiple_sclerosis", "multiple_sclerosis"]),
        ("the median survival (MS) was 4; MS", []),
        ("MS患者", []),
        ("AA患者", ["aplastic_anemia"]),
        ("血清肌酐(Scr)。Scr下降", ["serum_creatinine", "serum_creatinine", "serum_creatinine"]),
        ("溃疡性结肠炎(UC),UC,UC-MSC", ["ulcerative_colitis"] * 3 + ["uc_msc", "ulcerative_colitis"]),
    ],
)
def test_an_ambiguous_abbreviation_counts_only_as_defined(text: str, ids: list[str]) -> None:
    found = LEXICON.find(text, None, define_abbreviations(text, LEXICON))
    assert sorted(m.term.id for m in found) == sorted(ids)
