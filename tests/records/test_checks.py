"""Each check passes, fails or cannot be made: small records, told in both languages, with the verdict for each code."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litrex.lexicons import load
from litrex.records.checks import CheckResult, Verdict, across_records, flags_of, of_record
from litrex.records.checks.percentages import matches
from litrex.schema.record import StudyRecord

PASS, FAIL, OPEN = Verdict.PASS, Verdict.FAIL, Verdict.NOT_CHECKABLE
LENGTH = re.compile(r"([\d.]+)(mo|wk|d|a)")


def length(told: str) -> dict[str, Any] | str:
    found = LENGTH.fullmatch(told)
    return {"value": float(found[1]), "unit": found[2]} if found else told


def record(name: str = "r", **slots: Any) -> StudyRecord:
    """Build a record; arms are (name, n) or (name, n, further fields), outcomes dicts whose `at` is a timepoint such as 6mo."""
    arms = []
    for n, told in enumerate(slots.pop("arms", [])):
        further = told[2] if len(told) > 2 else {}
        arms.append({"id": f"a{n}", "name": told[0], "n": told[1], **further})
    outcomes, evidence = [], {}
    for n, told in enumerate(slots.pop("outcomes", [])):
        outcome = {"id": f"o{n}", "measure": "remission_rate", **told}
        if "at" in outcome:
            outcome["timepoint"] = length(outcome.pop("at"))
        evidence[f"outcomes/o{n}"] = [outcome.pop("place", (100 * n, 100 * n + 10))]
        outcomes.append(outcome)
    events = [{"id": f"e{n}", "event": "fever", **told} for n, told in enumerate(slots.pop("events", []))]
    doses = [{"id": f"d{n}", "value": v, "unit": u} for n, (v, u) in enumerate(slots.pop("doses", []))]
    base: dict[str, Any] = {
        "record_id": name,
        "study_id": "s",
        "document_id": "d",
        "origin": "narrative",
        "anchor": {},
        "evidence": evidence,
    }
    if "design" in slots:
        slots["design"] = {"study_type": slots["design"]}
    base |= {"arms": arms, "outcomes": outcomes, "adverse_events": events, "doses": doses}
    return StudyRecord.model_validate(base | slots)


def verdicts(told: StudyRecord, code: str) -> set[Verdict]:
    return {r.verdict for r in of_record(told, load()) if r.code == code}


def worst(told: StudyRecord, code: str) -> Verdict:
    said = verdicts(told, code)
    return FAIL if FAIL in said else PASS if PASS in said else OPEN


RCT = "randomized_controlled_trial"

SEXES = [
    ("18 women, 12 men of 30", {"n_patients": 30, "n_female": 18, "n_male": 12}, PASS),
    ("a reported zero is a number: 0 and 9 of 9", {"n_patients": 9, "n_female": 0, "n_male": 9}, PASS),
    ("女19例，男12例，共30例", {"n_patients": 30, "n_female": 19, "n_male": 12}, FAIL),
    ("29 of 30 in a trial: one is missing", {"n_patients": 30, "n_female": 17, "n_male": 12, "design": RCT}, FAIL),
    ("the sexes of the 28 treated of 30", {"n_patients": 30, "n_treated": 28, "n_female": 16, "n_male": 12}, PASS),
    ("the sexes of one arm", {"n_patients": 60, "n_female": 16, "n_male": 14, "arms": [("cells", 30), ("placebo", 30)]}, PASS),
    ("the sexes of an arm whose size is not told", {"n_patients": 60, "n_female": 16, "n_male": 12, "design": RCT}, OPEN),
    ("one sex alone", {"n_patients": 30, "n_female": 18}, OPEN),
    ("no total", {"n_female": 18, "n_male": 12}, OPEN),
]

ARMS = [
    ("20 and 21 are 41", {"n_patients": 41, "arms": [("cells", 20), ("placebo", 21)]}, PASS),
    ("细胞组33例、对照组31例，共66例", {"n_patients": 66, "arms": [("细胞组", 33), ("对照组", 31)]}, FAIL),
    ("two arms come to one more than the whole", {"n_patients": 66, "arms": [("细胞组", 33), ("对照组", 34)]}, FAIL),
    ("an arm is not numbered: 20 and 21 of 60", {"n_patients": 60, "arms": [("low", 20), ("high", 21)]}, OPEN),
    ("two partitions side by side", {"n_patients": 40, "arms": [("young", 15), ("old", 25), ("men", 22), ("women", 18)]}, PASS),
    ("partitions that overlap", {"n_patients": 40, "arms": [("A", 30), ("B", 25), ("C", 22)]}, OPEN),
    ("hips are no patients", {"n_patients": 19, "arms": [("A", 11, {"unit": "hips"}), ("B", 13, {"unit": "hips"})]}, OPEN),
    ("a subgroup is no arm", {"n_patients": 41, "arms": [("A", 20), ("B", 21), ("severe", 9, {"role": "subgroup"})]}, PASS),
    ("an arm within an arm is not added", {"n_patients": 41, "arms": [("A", 20), ("B", 21), ("A1", 9, {"of": "A"})]}, PASS),
    ("one arm without its size", {"n_patients": 41, "arms": [("A", 20), ("B", None)]}, OPEN),
    ("one arm alone", {"n_patients": 41, "arms": [("A", 20)]}, OPEN),
    ("the arms of those who completed", {"n_patients": 41, "n_completed": 38, "arms": [("A", 19), ("B", 19)]}, PASS),
    (
        "arms by their own basis",
        {"n_patients": 50, "n_treated": 48, "arms": [("A", 24, {"basis": "treated"}), ("B", 24, {"basis": "treated"})]},
        PASS,
    ),
]


def pct(value: float, n: int | None = None, **more: Any) -> dict[str, Any]:
    return {"value": value, "unit": "%", "n": n, **more}


SHAM = {"n_patients": 60, "arms": [("cells", 40), ("sham", 20)]}
MICE = [{"id": "p0", "species": "mouse"}]

COUNTS = [
    ("21 of 94 are 22.3 %", {"n_patients": 94, "outcomes": [pct(22.3, 21)]}, PASS),
    ("21例（77.8%），共27例", {"n_patients": 27, "outcomes": [pct(77.8, 21)]}, PASS),
    ("20例（86.4%），共27例", {"n_patients": 27, "outcomes": [pct(86.4, 20)]}, FAIL),
    ("its own denominator rules", {"n_patients": 27, "outcomes": [pct(83.3, 20, denominator=24)]}, PASS),
    ("its own denominator does not match", {"n_patients": 12, "outcomes": [pct(88.3, 10, denominator=12)]}, FAIL),
    ("cut off, not rounded: 2 of 3 are 66.6 %", {"outcomes": [pct(66.6, 2, denominator=3)]}, PASS),
    ("whole percent: 51 of 87 are 59 %", {"n_patients": 87, "outcomes": [pct(59, 51)]}, PASS),
    ("of its arm, not of the whole", SHAM | {"outcomes": [pct(15, 3, arm="sham")]}, PASS),
    ("not of its arm", SHAM | {"outcomes": [pct(25, 3, arm="sham")]}, FAIL),
    ("the rest that the placebo leaves", {"n_patients": 336, "arms": [("placebo", 112)], "outcomes": [pct(21.4, 48)]}, PASS),
    ("an arm without a size", {"n_patients": 60, "outcomes": [pct(53.3, 16, arm="cells")]}, OPEN),
    ("two groups under one measure", {"n_patients": 108, "outcomes": [pct(16.1, 9), pct(32.7, 17)]}, OPEN),
    ("32只小鼠均分4组：6只（75.0%）", {"n_patients": 32, "populations": MICE, "outcomes": [pct(75, 6)]}, OPEN),
    ("32例：6例（75.0%）", {"n_patients": 32, "outcomes": [pct(75, 6)]}, FAIL),
    ("of hips: 15 are 65.2 % of more than there are patients", {"n_patients": 18, "outcomes": [pct(65.2, 15)]}, OPEN),
    (
        "two counts agree on 38 who came back",
        {"n_patients": 41, "outcomes": [pct(47.4, 18), pct(78.9, 30, measure="relapse_rate")]},
        OPEN,
    ),
    (
        "a share of the same 36 bears it out",
        {"n_patients": 40, "outcomes": [pct(55.6, 20), pct(13.9, measure="conjunctivitis")]},
        OPEN,
    ),
    ("a share of all 40 does not", {"n_patients": 40, "outcomes": [pct(55.6, 20), pct(12.5, measure="conjunctivitis")]}, FAIL),
    (
        "two counts, of which one is wrong",
        {"n_patients": 41, "outcomes": [pct(47.4, 18), pct(73.2, 30, measure="relapse_rate")]},
        FAIL,
    ),
    ("an estimate beside a count", {"n_patients": 40, "outcomes": [pct(71.3, 25, measure="overall_survival")]}, OPEN),
    ("about 60 %", {"n_patients": 27, "outcomes": [pct(60, 15, comparator="~")]}, OPEN),
    ("none of 24 is 0 %", {"n_patients": 24, "outcomes": [pct(0, 0)]}, PASS),
    ("no count", {"n_patients": 27, "outcomes": [pct(86.4)]}, OPEN),
]

ARMED = {"n_patients": 62, "arms": [("低剂量组", 33), ("高剂量组", 29)]}

POSSIBLE = [
    ("8 of 29 are 27.6 %", ARMED | {"outcomes": [pct(27.6, arm="高剂量组", measure="relapse_rate")]}, PASS),
    ("高剂量组29例，复发率22.2%", ARMED | {"outcomes": [pct(22.2, arm="高剂量组", measure="relapse_rate")]}, FAIL),
    ("fewer came back than began", ARMED | {"n_evaluable": 59, "outcomes": [pct(22.2, arm="高剂量组")]}, OPEN),
    ("of any group that is told", ARMED | {"outcomes": [pct(27.3, measure="relapse_rate")]}, PASS),
    ("of 23 patients none gives 67.9 %", {"n_patients": 23, "outcomes": [pct(67.9, measure="remission_rate")]}, FAIL),
    ("an event of those treated", {"n_patients": 15, "outcomes": [pct(15.5, measure="conjunctivitis")]}, FAIL),
    ("of 23 patients 18 are 78.26 %", {"n_patients": 23, "outcomes": [pct(78.26, measure="remission_rate")]}, PASS),
    ("5年生存率67.9%是估计值", {"n_patients": 23, "outcomes": [pct(67.9, measure="overall_survival")]}, OPEN),
    ("relapse as of a time is an estimate", {"n_patients": 23, "outcomes": [pct(67.9, measure="relapse_rate", at="6mo")]}, OPEN),
    ("years on fewer are left", {"n_patients": 23, "outcomes": [pct(67.9, at="3a")]}, OPEN),
    ("at six months all are there", {"n_patients": 23, "outcomes": [pct(67.9, at="6mo")]}, FAIL),
    ("a change told by its size", {"n_patients": 23, "outcomes": [pct(67.9, direction="decrease")]}, OPEN),
    ("a difference", {"n_patients": 23, "outcomes": [pct(16.2, kind="difference")]}, OPEN),
    ("左室射血分数41.3%", {"n_patients": 23, "outcomes": [pct(41.3, measure="lvef")]}, OPEN),
    ("HbA1c 7.8 %", {"n_patients": 17, "outcomes": [pct(7.8, measure="hba1c", at="baseline")]}, OPEN),
    ("a mean with its spread", {"n_patients": 23, "outcomes": [pct(41.3, sd=6.2)]}, OPEN),
    ("a measure that no lexicon knows", {"n_patients": 23, "outcomes": [pct(41.3, measure="胶原比例")]}, OPEN),
    ("pregnancies may be of cycles", {"n_patients": 23, "outcomes": [pct(41.3, measure="pregnancy_rate")]}, OPEN),
    ("controls whose number is not told", {"n_patients": 212, "outcomes": [pct(35.2, arm="control")]}, OPEN),
    ("a trial that tells no arms", {"n_patients": 53, "design": RCT, "outcomes": [pct(29)]}, OPEN),
    ("two groups at one time", {"n_patients": 53, "outcomes": [pct(33.3), pct(29.1)]}, OPEN),
    (
        "knees, of which there are more than patients",
        {"n_patients": 121, "outcomes": [pct(13.1, 23, denominator=175), pct(32.3)]},
        OPEN,
    ),
    (
        "of the 22 eyes of the count beside it",
        {"n_patients": 19, "outcomes": [pct(40.9, 9), pct(13.6, measure="cataract")]},
        OPEN,
    ),
    ("of no eyes either", {"n_patients": 19, "outcomes": [pct(40.9, 9), pct(14.6, measure="cataract")]}, FAIL),
    ("移植物抗宿主病17.5%是累积发生率", {"n_patients": 52, "outcomes": [pct(17.5, measure="chronic_gvhd")]}, OPEN),
    ("three patients are no group for percentages", {"n_patients": 3, "outcomes": [pct(38)]}, OPEN),
    ("at least 60 %", {"n_patients": 23, "outcomes": [pct(60.3, comparator="≥")]}, OPEN),
    ("a range", {"n_patients": 23, "outcomes": [pct(60.3, upper=70.0)]}, OPEN),
]

EXCEEDS = [
    ("8 of 7 patients", {"outcomes": [{"n": 8, "denominator": 7}]}, FAIL),
    ("7 of 7 patients", {"outcomes": [{"n": 7, "denominator": 7}]}, PASS),
    ("发热12/10例", {"events": [{"n": 12, "denominator": 10}]}, FAIL),
    ("发热0/10例", {"events": [{"n": 0, "denominator": 10}]}, PASS),
    ("fifteen events in nine patients", {"n_patients": 9, "events": [{"n": 15}]}, OPEN),
    ("more completed than began", {"n_patients": 20, "n_completed": 22}, FAIL),
    ("all completed", {"n_patients": 20, "n_completed": 20}, PASS),
    ("more women than patients", {"n_patients": 9, "n_female": 12}, FAIL),
    ("an arm larger than the one it is part of", {"arms": [("A", 20), ("A1", 21, {"of": "A"})]}, FAIL),
    ("an arm within an arm", {"arms": [("A", 20), ("A1", 9, {"of": "A"})]}, PASS),
    ("nothing to hold it against", {"outcomes": [{"n": 8}]}, OPEN),
]


def way(direction: str, place: int, **more: Any) -> dict[str, Any]:
    return {"measure": "serum_albumin", "direction": direction, "place": (place, place + 4), **more}


WAYS = [
    ("rose, and further on fell", {"outcomes": [way("increase", 10), way("decrease", 80)]}, FAIL),
    ("血清白蛋白先说升高，后说下降", {"outcomes": [way("increase", 5, arm="治疗组"), way("decrease", 60, arm="治疗组")]}, FAIL),
    ("improved, and further on got worse", {"outcomes": [way("improve", 10), way("worsen", 80)]}, FAIL),
    ("rose twice", {"outcomes": [way("increase", 10), way("increase", 80)]}, PASS),
    ("improved or stayed", {"outcomes": [way("improve", 10), way("no_change", 80)]}, PASS),
    ("one mention of two groups: fell and rose", {"outcomes": [way("decrease", 10), way("increase", 10)]}, PASS),
    ("two arms", {"outcomes": [way("increase", 10, arm="cells"), way("decrease", 80, arm="placebo")]}, OPEN),
    ("two times", {"outcomes": [way("increase", 10, at="3mo"), way("decrease", 80, at="6mo")]}, OPEN),
    ("nine better, three worse", {"outcomes": [way("improve", 10, n=9), way("worsen", 80, n=3)]}, OPEN),
    ("told once", {"outcomes": [way("increase", 10)]}, OPEN),
]

PLAUSIBLE = [
    ("a million cells per kilogram", {"doses": [(1e6, "cells/kg")]}, PASS),
    ("106 cells per kilogram: the power is lost", {"doses": [(106, "cells/kg")]}, FAIL),
    ("2亿个细胞", {"doses": [(2e8, "cells")]}, PASS),
    ("10的15次方个细胞", {"doses": [(1e15, "cells")]}, FAIL),
    ("a unit without a range", {"doses": [(3, "mL")]}, PASS),
    ("followed for ten years", {"follow_up": {"max": 10, "unit": "a"}}, PASS),
    ("followed for 120 years", {"follow_up": {"max": 120, "unit": "a"}}, FAIL),
    ("infusions a week apart", {"infusion_interval": {"value": 7, "unit": "d"}}, PASS),
    ("infusions ten years apart", {"infusion_interval": {"value": 10, "unit": "a"}}, FAIL),
    ("measured at 24 months", {"outcomes": [{"at": "24mo"}]}, PASS),
    ("measured at 2400 months", {"outcomes": [{"at": "2400mo"}]}, FAIL),
    ("aged 34", {"age": {"mean": 34}}, PASS),
    ("aged 340", {"age": {"mean": 340}}, FAIL),
    ("nothing told", {}, OPEN),
]

TABLE = [
    (code, *row)
    for code, rows in (
        ("sex_sum_mismatch", SEXES),
        ("arm_sum_mismatch", ARMS),
        ("percent_count_mismatch", COUNTS),
        ("impossible_percent", POSSIBLE),
        ("count_exceeds_total", EXCEEDS),
        ("direction_conflict", WAYS),
        ("unit_implausible", PLAUSIBLE),
    )
    for row in rows
]


@pytest.mark.parametrize(("code", "words", "slots", "verdict"), TABLE, ids=[f"{code}: {words}" for code, words, *_ in TABLE])
def test_a_check_says_pass_fail_or_cannot_be_made(code: str, words: str, slots: dict[str, Any], verdict: Verdict) -> None:
    assert worst(record(**slots), code) == verdict


@pytest.mark.parametrize(("code", "words", "slots", "verdict"), TABLE, ids=[f"{code}: {words}" for code, words, *_ in TABLE])
def test_every_failure_becomes_a_flag_with_words_and_a_path_and_nothing_else_does(
    code: str, words: str, slots: dict[str, Any], verdict: Verdict
) -> None:
    told = record(**slots)
    flags = [f for f in flags_of(told, of_record(told, load())) if f.code == code]
    assert bool(flags) == (verdict is FAIL)
    assert all(f.paths and re.search(r"\d|both ways", f.message) and f.record_id == "r" for f in flags)


def test_the_message_tells_the_figures() -> None:
    told = record(n_patients=27, outcomes=[pct(86.4, 20)])
    assert [f.message for f in flags_of(told, of_record(told, load()))] == ["86.4 % does not match its count: 20/27 = 74.1 %."]


def test_a_flag_points_where_its_paths_do() -> None:
    told = record(outcomes=[way("increase", 10), way("decrease", 80)])
    assert [f.evidence for f in flags_of(told, of_record(told, load()))] == [[(10, 14), (80, 84)]]


def test_only_failures_are_flags() -> None:
    results = [CheckResult("sex_sum_mismatch", verdict, "words", ("n_female",)) for verdict in (PASS, FAIL, OPEN)]
    assert [f.code for f in flags_of(record(), results)] == ["sex_sum_mismatch"]


@given(st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), st.integers(0, 2))
def test_a_share_matches_its_own_count_however_it_is_rounded(share: tuple[int, int], digits: int) -> None:
    n, of = share
    assert matches(round(100 * n / of, digits), n, of)


@given(st.integers(2, 60), st.integers(0, 60))
def test_a_share_in_one_decimal_does_not_match_another_count(of: int, n: int) -> None:
    n = n % of
    assert not matches(round(100 * n / of, 1) + 0.03, n + 1, of)


TWO = [
    ("sizes differ", {"n_patients": 33}, {"n_patients": 35}, ["n_patients"]),
    ("sizes agree", {"n_patients": 35}, {"n_patients": 35}, []),
    ("one is silent", {"n_patients": 35}, {}, []),
    ("女性例数不同", {"n_female": 20}, {"n_female": 21}, ["n_female"]),
    ("centres differ", {"n_centers": 4}, {"n_centers": 5}, ["n_centers"]),
    ("the row has one arm", {"n_patients": 30, "arms": [("A", 20), ("B", 10)]}, {"n_patients": 20}, []),
    ("the row has the half of a trial", {"n_patients": 40, "design": RCT}, {"n_patients": 20}, []),
    ("half of a series is no arm", {"n_patients": 40}, {"n_patients": 20}, ["n_patients"]),
    ("the row has those who completed", {"n_patients": 40, "n_completed": 36}, {"n_patients": 36}, []),
    ("白蛋白一升一降", {"outcomes": [way("increase", 1)]}, {"outcomes": [way("decrease", 5)]}, ["outcomes/o0"]),
    ("both rise", {"outcomes": [way("increase", 1)]}, {"outcomes": [way("increase", 5)]}, []),
    (
        "C3 is a part of complement",
        {"outcomes": [way("increase", 1, measure="complement_c3")]},
        {"outcomes": [way("decrease", 5, measure="complement")]},
        ["outcomes/o0"],
    ),
    (
        "walking without pain is no pain",
        {"outcomes": [way("increase", 1, measure="pain_free_walking_distance")]},
        {"outcomes": [way("decrease", 5, measure="pain")]},
        [],
    ),
    ("another time", {"outcomes": [way("increase", 1, at="3mo")]}, {"outcomes": [way("decrease", 5, at="6mo")]}, []),
    ("another arm", {"outcomes": [way("increase", 1, arm="A")]}, {"outcomes": [way("decrease", 5, arm="B")]}, []),
    ("对照组升高", {"outcomes": [way("increase", 1, arm="对照组")]}, {"outcomes": [way("decrease", 5)]}, []),
    ("patients each way", {"outcomes": [way("increase", 1, n=3)]}, {"outcomes": [way("decrease", 5)]}, []),
    (
        "up at first and down later, in the other record",
        {"outcomes": [way("increase", 1, at="3mo"), way("decrease", 9, at="1a")]},
        {"outcomes": [way("decrease", 5)]},
        [],
    ),
]


@pytest.mark.parametrize(("words", "left", "right", "paths"), TWO, ids=[row[0] for row in TWO])
def test_two_records_of_one_study_must_agree(words: str, left: dict[str, Any], right: dict[str, Any], paths: list[str]) -> None:
    records = [record("r1", **left), record("r2", **right)]
    across_records(records)
    assert [[p for f in r.flags for p in f.paths] for r in records] == [paths, paths]
    assert {f.code for r in records for f in r.flags} <= {"cross_record_conflict"}


@pytest.mark.parametrize(("words", "left", "right", "paths"), TWO, ids=[row[0] for row in TWO])
def test_two_studies_need_not_agree(words: str, left: dict[str, Any], right: dict[str, Any], paths: list[str]) -> None:
    records = [record("r1", study_id="s1", **left), record("r2", study_id="s2", **right)]
    across_records(records)
    assert [f for r in records for f in r.flags] == []


def test_rows_that_are_the_arms_of_one_study_are_no_conflict() -> None:
    rows = [record(f"r{n}", origin="table", anchor={"table": 1, "row": n}, n_patients=n) for n in (10, 5)]
    whole = record("r3", n_patients=15)
    across_records([*rows, whole])
    assert [f for r in (*rows, whole) for f in r.flags] == []
