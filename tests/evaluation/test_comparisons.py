"""Cells of comparison tables are found by their place; what they state is scored as facts."""

from typing import Any

import pytest

from litrex.evaluation.comparisons import place_of, score_comparisons


def gold(**told: Any) -> dict[str, Any]:
    return {
        "key": "T2R1C1",
        "aspect": "effect",
        "intervention": "stem_cell_transplantation",
        "statements": [],
        "optional": [],
        **told,
    }


def pred(**told: Any) -> dict[str, Any]:
    return {
        "table": 2,
        "row": 1,
        "column": 1,
        "aspect": "effect",
        "intervention": "stem cell transplantation",
        "statements": [],
        **told,
    }


def test_a_cell_is_found_at_its_place_alone() -> None:
    told = score_comparisons([gold(), gold(key="T2R1C2")], [pred(), pred(row=3)])
    assert told.cells == [1, 2, 2]
    assert told.aspects == [1, 2, 2]
    assert told.interventions == [1, 2, 2]


def test_another_aspect_or_intervention_is_wrong_though_the_cell_is_found() -> None:
    told = score_comparisons([gold()], [pred(aspect="cost", intervention="eltrombopag")])
    assert (told.cells[0], told.aspects[0], told.interventions[0]) == (1, 0, 0)


def test_statements_are_matched_as_outcomes_and_events_are() -> None:
    want = [{"measure": "relapse_rate", "value": 33.3, "unit": "%"}, {"event": "headache"}]
    got = [{"measure": "relapse rate", "value": 33.3, "unit": "%"}, {"event": "nausea"}]
    told = score_comparisons([gold(statements=want)], [pred(statements=got)])
    assert told.statements == {"figure": [1, 1, 1], "event": [0, 1, 1]}


def test_optional_statements_are_neither_hits_nor_misses() -> None:
    want = [{"measure": "cost", "direction": "increase"}, {"event": "headache"}]
    told = score_comparisons([gold(statements=want, optional=["statements:*"])], [pred()])
    assert told.statement_total == [0, 0, 0]


def test_statements_of_a_cell_that_was_not_found_are_missed() -> None:
    want = [{"measure": "cost", "direction": "increase"}]
    told = score_comparisons([gold(statements=want)], [pred(row=9, statements=want)])
    assert told.statements == {"change": [0, 1, 1]}


@pytest.mark.parametrize("cell", [{}, {"key": "N1"}, {"key": "T1R2"}, {"table": 1, "row": 2}])
def test_what_has_no_place_is_no_cell(cell: dict[str, Any]) -> None:
    assert place_of(cell) is None
