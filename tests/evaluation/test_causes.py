"""Slips are grouped by what most likely caused them, with the place where they stand."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from litrex.evaluation.causes import kinds, places
from litrex.evaluation.comparisons import ComparisonScore, score_comparisons
from litrex.evaluation.gold import Gold
from litrex.evaluation.materials import Group
from litrex.evaluation.measuring import Evaluation, Measured
from litrex.evaluation.scoring import score

RAW = "Li treated 20 patients; IL-6 fell and survival was 95%."


def measured(gold: dict[str, Any], pred: list[dict[str, Any]], group: Group = Group.OWN) -> Measured:
    base = {"key": "N1", "origin": "narrative", "quote": "Li treated 20", "citation": {"authors": ["Li"]}}
    golds = [base | gold]
    full = [{"origin": "narrative", "citation": {"authors": ["Li"]}} | one for one in pred]
    return Measured(Gold("il.en", golds), group, Path("a"), RAW, full, score(golds, full), {}, ComparisonScore())


def il6(direction: str | None = None, **told: Any) -> dict[str, Any]:
    return {"measure": "il_6", "surface": "IL-6", "direction": direction, **told}


SURVIVAL = {"measure": "survival", "surface": "survival", "value": 95, "unit": "%"}
CASES = [
    ([il6("decrease")], [il6("increase")], {("miss", "wrong direction"), ("extra", "wrong direction")}),
    ([il6("decrease")], [], {("miss", "measure not found")}),
    ([il6("decrease")], [il6(value=3)], {("miss", "change not read"), ("extra", "figure where there is none")}),
    ([SURVIVAL], [SURVIVAL | {"value": 59}], {("miss", "wrong figure"), ("extra", "wrong figure")}),
    (
        [SURVIVAL],
        [{"measure": "patients", "value": 95, "unit": "%"}],
        {("miss", "figure at another measure"), ("extra", "figure at another measure")},
    ),
    ([], [il6("decrease")], {("extra", "no such measure")}),
    ([il6("decrease")], [il6("decrease"), il6("decrease")], {("extra", "told once too often: change")}),
]


@pytest.mark.parametrize(("gold", "pred", "causes"), CASES)
def test_the_cause_is_guessed_from_what_stands_beside(gold: Any, pred: Any, causes: set[tuple[str, str]]) -> None:
    told = places(measured({"outcomes": gold}, [{"outcomes": pred}]))
    assert {(place.slip.kind, place.cause) for place in told} == causes


def test_counts_are_wrong_not_found_or_extra() -> None:
    assert [p.cause for p in places(measured({"n_patients": 20}, [{"n_patients": 0}]))] == ["wrong value", "wrong value"]
    assert [p.cause for p in places(measured({"n_patients": 20}, [{}]))] == ["not found"]
    assert [p.cause for p in places(measured({}, [{"route": "intravenous"}]))] == ["extra route"]


def test_records_not_found_and_too_many_are_told_as_such() -> None:
    told = places(measured({"n_patients": 20}, [{"citation": {"authors": ["Wu"]}}]))
    assert {place.cause for place in told} == {"record not found", "record too many"}


def test_a_slip_is_shown_where_it_stands() -> None:
    extra = {"outcomes": [il6("decrease", id="o1")], "evidence": {"outcomes/o1": [[24, 28]], "outcomes/o1.direction": [[29, 33]]}}
    assert places(measured({}, [extra]))[0].words == "IL-6 … fell"
    assert places(measured({"outcomes": [il6("decrease")]}, [{}]))[0].words == "IL-6"
    assert places(measured({"n_patients": 20}, [{}]))[0].words == "Li treated 20"


def test_slips_in_cells_of_comparisons_are_told_too() -> None:
    told = measured({}, [{}])
    gold = [{"key": "T1R1C1", "quote": "IL-6", "statements": [il6("decrease")]}]
    told = replace(told, gold=replace(told.gold, comparisons=gold), comparisons=score_comparisons(gold, []))
    assert [(p.slip.key, p.cause, p.words) for p in places(told)] == [("T1R1C1", "in a cell: measure not found", "IL-6")]


def test_only_the_groups_asked_for_are_shown_the_commonest_first() -> None:
    one = measured({"n_patients": 20, "outcomes": [il6("decrease"), SURVIVAL, {**SURVIVAL, "value": 5}]}, [{}])
    closed = measured({"n_patients": 20}, [{}], Group.DEV_CLOSED)
    told = kinds(Evaluation((one, closed)), [Group.OWN])
    assert [(kind.slot, len(kind.places)) for kind in told] == [("figure", 2), ("change", 1), ("n_patients", 1)]
    assert kinds(Evaluation((closed,)), [Group.OWN]) == []
