"""What our own files must hold: every term in both languages, no name twice, quick to load."""

import os
import re
import subprocess
import sys
from collections import defaultdict

import pytest

from litrex.lexicons import CLASSES, KINDS, load
from litrex.lexicons.reading import built_in

CLOSED = (
    "cell_types", "tissues", "donors", "derivatives", "routes", "study_types", "arms", "changes", "severities", "aspects",
    "headers", "cues", "groups",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_terms(kind: str) -> None:
    assert load().terms(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_term_has_a_name_in_both_languages_and_a_plain_id(kind: str) -> None:
    wrong = [t.id for t in load().terms(kind) if not t.en or not t.zh or not re.fullmatch(r"[a-zA-Z0-9_]+", t.id)]
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_belongs_to_two_terms_of_a_kind(kind: str) -> None:
    holders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for term in load().terms(kind):
        for name in term.variants:
            holders[name, term.id if kind in CLASSES else ""].add(term.id)
    assert {name: ids for name, ids in holders.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_chinese_names_are_simplified_and_half_width(kind: str) -> None:
    from opencc import OpenCC

    simplify = OpenCC("t2s").convert
    names = [name for term in load().terms(kind) for name in term.zh]
    assert [name for name in names if simplify(name) != name or re.search("[（），：　]", name)] == []


def test_no_term_is_written_twice() -> None:
    seen: dict[tuple[str, str], str] = {}
    twice = []
    for line in built_in():
        if (key := (line.term.kind, line.term.id)) in seen:
            twice.append((key, seen[key], line.place))
        seen[key] = line.place
    assert twice == []


@pytest.mark.parametrize("kind", CLOSED)
def test_every_weak_name_is_a_name(kind: str) -> None:
    for term in load().terms(kind):
        assert set(filter(None, term.attributes.get("weak", "").split("|"))) <= set(term.variants)


def test_the_parts_of_combined_cells_are_terms() -> None:
    lexicon = load()
    for term in lexicon.terms("cell_types"):
        for column, kind in (("tissue", "tissues"), ("donor", "donors"), ("species", "species"), ("cell_type", "cell_types")):
            told = term.attributes.get(column)
            assert told in (None, "none") or lexicon.get(kind, told), (term.id, column, told)


def test_every_study_type_is_one_of_the_records_or_a_trait_beside_it() -> None:
    ranks = {t.id: int(t.attributes["rank"]) for t in load().terms("study_types") if "aspect" not in t.attributes}
    assert list(ranks) == [
        "randomized_controlled_trial", "controlled_clinical_trial", "registry_study", "case_report", "case_series",
        "animal_study", "in_vitro_study", "long_term_follow_up_study", "multicenter_clinical_study", "open_label_clinical_trial",
        "retrospective_study", "prospective_study", "clinical_trial",
    ]  # fmt: skip
    assert list(ranks.values()) == list(range(1, 14))


@pytest.mark.parametrize(
    ("text", "weak"), [("随机对照试验", False), ("随机分为", True), ("randomly assigned", True), ("RCT", False)]
)
def test_words_that_only_hint_at_a_design_are_weak(text: str, weak: bool) -> None:
    matches = load().find(text, {"study_types"})
    assert [m.weak for m in matches if m.term.id == "randomized_controlled_trial"] == [weak]


@pytest.mark.parametrize(
    ("cell", "slot"),
    [
        ("例数", "n_patients"), ("No. of patients", "n_patients"), ("N", "n_patients"),
        ("Patients (hips)", "n_patients"), ("患者编号", "n_patients"), ("F/M", "sex_f_m"), ("男/女", "sex_m_f"),
        ("Sex, M:F", "sex_m_f"), ("细胞来源", "cell_source"), ("剂量(个)", "dose"), ("Dose per eye", "dose"),
        ("给药方式", "route"), ("Placement", "route"), ("移植类型", "transplantation"), ("学习类型", "design"),
        ("Study Design", "design"), ("随访", "follow_up"), ("结果", "outcome"), ("Harms", "adverse_events"),
        ("作者(年份)", "author_year"), ("First author (year)", "author_year"), ("文献", "reference"),
        ("接受者", "condition"), ("Animal", "species"), ("Cell number", "dose"), ("Ref.", "reference"),
        ("Phase", "phase"),
    ],
)  # fmt: skip
def test_headers_are_known(cell: str, slot: str) -> None:
    term = load().lookup(cell, "headers")
    assert term is not None
    assert term.id == slot


@pytest.mark.parametrize("cell", ["DAS28", "阿达木单抗", "", "12", "—", "systemic lupus erythematosus"])
def test_other_cells_are_no_headers(cell: str) -> None:
    assert load().lookup(cell, "headers") is None


@pytest.mark.parametrize(
    ("text", "kind", "ids"),
    [
        ("经股动脉注入", "routes", ["intra_arterial"]),
        ("i.v. and i.p.", "routes", ["intravenous", "intraperitoneal"]),
        ("a randomised, double-blind trial", "study_types", ["randomized_controlled_trial", "clinical_trial"]),
        ("未随访", "study_types", []),
        ("异基因造血干细胞移植", "cell_types", ["allogeneic_hematopoietic_stem_cell_transplantation"]),
        ("骨髓间叶干细胞", "cell_types", ["mesenchymal_stem_cell"]),
        ("hADSCs", "cell_types", ["adipose_mesenchymal_stem_cell"]),
        ("华通氏胶", "tissues", ["umbilical_cord"]),
        ("did not differ", "changes", ["no_change"]),
        ("差异无统计学意义", "changes", ["no_change"]),
        ("恢复正常", "changes", ["resolved"]),
        ("↓", "changes", ["decrease"]),
        ("sham-operated", "arms", ["sham"]),
        ("gradual", "severities", []),
    ],
)
def test_closed_classes_are_found(text: str, kind: str, ids: list[str]) -> None:
    assert [m.term.id for m in load().find(text, {kind})] == ids


def test_loading_and_indexing_keep_the_cold_start_short() -> None:
    code = "from time import process_time as t; b = t(); from litrex.lexicons import load; load().find('x'); print(t() - b)"
    command, environment = [sys.executable, "-c", code], {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    runs = [subprocess.run(command, env=environment, capture_output=True, text=True, check=True) for _ in range(3)]
    assert min(float(run.stdout) for run in runs) < 2
