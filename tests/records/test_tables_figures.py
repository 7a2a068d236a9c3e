"""Cells of counts and of figures: what each spelling says, and what it does not."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litrex.extraction import extract_bytes
from litrex.schema.record import StudyRecord

_SPEC = importlib.util.spec_from_file_location("table_cases", Path(__file__).with_name("test_tables_cases.py"))
assert _SPEC is not None and _SPEC.loader is not None
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)

TITLE = "# Systemic sclerosis\n\nTable 1. Trials in systemic sclerosis\n\n"


def rows(header: list[str], *body: list[str]) -> list[StudyRecord]:
    lines = [header, ["---"] * len(header), *body]
    text = TITLE + "".join("| " + " | ".join(line) + " |\n" for line in lines)
    return [r for r in extract_bytes(text.encode(), source="table.md").records if r.origin == "table"]


def one(header: str, cell: str) -> dict[str, Any]:
    found = rows(
        ["Author", "Year", header, "Dose"], ["Lindqvist", "2011", cell, "1 × 10^6/kg"], ["Moreau", "2012", "NR", "2 × 10^6/kg"]
    )
    return cases.record_facts(found[0])


@pytest.mark.parametrize(
    ("cell", "total", "arms"),
    [
        ("20", 20, []),
        ("1 048", 1048, []),
        ("1,205", 1205, []),
        ("10*", 10, []),
        ("19 (24 hips)", 19, []),
        ("24 hips in 19 patients", 19, []),
        ("15 vs 15", None, [15, 15]),
        ("15对14", None, [15, 14]),
        ("T: 20; C: 18", None, [20, 18]),
        ("T: 20/C: 18", None, [20, 18]),
        ("156 (79/77)", 156, [79, 77]),
        ("156 (79 HSCT, 77 CYC)", 156, [79, 77]),
        ("156: 79 HSCT, 77 CYC", 156, [79, 77]),
        ("HSCT 79; CYC 77", None, [79, 77]),
        ("治疗组30例,对照组28例", None, [30, 28]),
        ("60（观察组30例，对照组30例）", 60, [30, 30]),
        ("58（30比28）", 58, [30, 28]),
        ("20 vs. 21 vs. 22", None, [20, 21, 22]),
        ("329 (110/109/110)", 329, [110, 109, 110]),
        ("78 (26, 26, 26)", 78, [26, 26, 26]),
        ("40 (2:1)", 40, []),
        ("36 (28 completed)", 36, []),
        ("20 (10 per group)", 20, []),
        ("NR", None, []),
        ("—", None, []),
        ("未报道", None, []),
    ],
)
def test_a_cell_of_counts_gives_a_total_only_where_one_is_told(cell: str, total: int | None, arms: list[int]) -> None:
    facts = one("Patients (n)", cell)
    assert facts.get("n_patients") == total
    assert [int(a.rsplit(": ", 1)[1]) for a in facts.get("arms", [])] == arms


@pytest.mark.parametrize(
    ("header", "cell", "female", "male"),
    [
        ("F/M", "11/7", 11, 7),
        ("M/F", "11/7", 7, 11),
        ("男/女", "2/13", 13, 2),
        ("性别（女：男）", "13：2", 13, 2),
        ("Sex", "12F/8M", 12, 8),
        ("Sex", "women 12, men 3", 12, 3),
        ("Sex", "M:F = 2:16", 16, 2),
        ("性别", "女16例，男2例", 16, 2),
        ("Sex", "75 female", 75, None),
        ("Female", "0", 0, None),
        ("Female", "8 (40%)", 8, None),
        ("% female", "60", None, None),
        ("Female (%)", "60", None, None),
        ("Sex", "60% female", None, None),
        ("F/M", "NR", None, None),
        ("M:F ratio", "1:1.5", None, None),
    ],
)
def test_a_cell_of_sexes_gives_counts_and_no_shares(header: str, cell: str, female: int | None, male: int | None) -> None:
    facts = one(header, cell)
    assert (facts.get("n_female"), facts.get("n_male")) == (female, male)


@pytest.mark.parametrize(
    ("header", "cell", "outcomes"),
    [
        ("Outcome", "mRSS 28 → 15", ["mrss 28 [baseline]", "mrss decrease 15"]),
        ("Outcome", "mRSS: 28.3 to 14.7", ["mrss 28.3 [baseline]", "mrss decrease 14.7"]),
        ("Outcome", "mRSS −8.3 vs +1.2", ["mrss decrease 8.3 difference @intervention", "mrss increase 1.2 difference @control"]),
        ("Outcome", "LVEF +5%~+8%", ["lvef increase 5..8 % difference"]),
        ("Outcome", "DLCO +5.2%", ["dlco increase 5.2 % difference"]),
        ("Outcome", "PASI-75/90: 81%/60%", ["pasi_75 81 %", "pasi_90 60 %"]),
        ("Outcome", "PASI 75：66.3%、67.1%对3.1%", ["pasi_75 66.3 %", "pasi_75 67.1 %", "pasi_75 3.1 % @control"]),
        ("Outcome", "OS 91% vs 77%", ["overall_survival 91 % @intervention", "overall_survival 77 % @control"]),
        ("Outcome", "EFS 81% (HSCT) vs 56% (CYC)", ["event_free_survival 81 % @HSCT", "event_free_survival 56 % @CYC"]),
        ("Survival", "91% at 4 years", ["survival 91 % [4 a]"]),
        ("Survival", "92% at 1 year, 89% at 5 years", ["survival 92 % [1 a]", "survival 89 % [5 a]"]),
        ("Event-free survival", "HSCT 81%, CYC 56%", ["event_free_survival 81 % @HSCT", "event_free_survival 56 % @CYC"]),
        ("PASI 75 (week 12), %", "77 vs 4", ["pasi_75 77 % @intervention", "pasi_75 4 % @control"]),
        ("缓解率(%)", "40.0（8/20）", ["remission_rate 40 % n=8/20"]),
        ("有效率（%）", "77.4", ["overall_response_rate 77.4 %"]),
        ("mRSS", "↓", ["mrss decrease"]),
        ("mRSS", "NS", ["mrss no_change"]),
        ("mRSS change", "−6.1 ± 2.0", ["mrss decrease 6.1±2 difference"]),
        ("mRSS change", "0", ["mrss no_change 0 difference"]),
        ("mRSS", "NR", []),
        ("Outcome", "NS", []),
        ("Outcome", "—", []),
        ("Country", "45", []),
    ],
)
def test_a_cell_of_figures_gives_the_outcomes_that_it_says(header: str, cell: str, outcomes: list[str]) -> None:
    assert one(header, cell).get("outcomes", []) == outcomes


@pytest.mark.parametrize(
    ("header", "cell", "route"),
    [
        ("Route", "IV", "intravenous"),
        ("Route", "i.v.", "intravenous"),
        ("Route", "IT + IV", ["intrathecal", "intravenous"]),
        ("Route", "IA", "intra_arterial"),
        ("途径", "静脉输注", "intravenous"),
        ("Route", "NR", None),
        ("Phase", "IV", None),
        ("Country", "IT", None),
    ],
)
def test_letters_mean_a_route_in_a_column_of_routes_alone(header: str, cell: str, route: str | list[str] | None) -> None:
    assert one(header, cell).get("route") == route


@pytest.mark.parametrize(
    ("header", "cell", "author"),
    [
        ("Study", "ASTOR-2 (Lindqvist 2018)", "Lindqvist"),
        ("Study", "HELIOS (Grant 2019)", "Grant"),
        ("Study", "HELIOS 2019", None),
        ("Trial", "NCT04288102", None),
        ("Trial", "UltIMMa-1 (2018)", None),
        ("Author", "McAllister, 2011", "McAllister"),
        ("Study", "van der Berg et al., 2016 (3)", "van der Berg"),
        ("作者（年份）", "贺明等（2015）", "贺明"),
    ],
)
def test_the_name_of_a_trial_is_no_author(header: str, cell: str, author: str | None) -> None:
    found = rows([header, "n", "Cells", "Outcome"], [cell, "12", "MSC", "mRSS ↓"], [cell, "14", "MSC", "mRSS ↓"])
    assert [cases.record_facts(r).get("author") for r in found] == [author, author]


COLUMNS = {
    "Author": "author", "Year": "year", "Ref.": "reference", "N": "n_patients", "Dose (×10^6/kg)": "doses",
    "Route": "route", "Follow-up (months)": "follow_up",
}  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.permutations(list(COLUMNS)), st.integers(3, 400), st.integers(1990, 2025), st.integers(1, 120), st.integers(1, 36))
def test_the_order_of_columns_changes_nothing(order: list[str], n: int, year: int, label: int, months: int) -> None:
    cells = {
        "Author": "Lindqvist", "Year": str(year), "Ref.": f"[{label}]", "N": str(n), "Dose (×10^6/kg)": "2",
        "Route": "IV", "Follow-up (months)": str(months),
    }  # fmt: skip
    facts = cases.record_facts(rows(order, [cells[c] for c in order])[0])
    assert facts == {
        "row": "T1R1", "author": "Lindqvist", "year": year, "reference": str(label), "n_patients": n, "doses": ["2e+06 cells/kg"],
        "route": "intravenous", "follow_up": f"max={months} mo",
    }  # fmt: skip
