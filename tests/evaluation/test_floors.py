"""A score under its floor is told; a floor is raised alone, and lowered only with a reason."""

from pathlib import Path
from typing import Any

import pytest

from litrex.errors import UsageError
from litrex.evaluation import floors
from litrex.evaluation.comparisons import ComparisonScore
from litrex.evaluation.floors import Floors
from litrex.evaluation.gold import Gold
from litrex.evaluation.intervals import interval
from litrex.evaluation.materials import Group
from litrex.evaluation.measuring import Evaluation, Measured
from litrex.evaluation.scoring import score

HELD = Floors({"own": {"zh": {"facts": 0.9, "slot dose": 0.8}}}, {"own": "old"})


def evaluation(group: Group, patients: list[int | None], name: str = "gout.zh-Hans") -> Evaluation:
    """A document whose gold has 24 studies of other authors, and an output that says other numbers of patients."""
    names = [chr(0x4E00 + 31 * i) for i in range(24)]
    gold = [
        {"key": f"N{i}", "citation": {"authors": [a], "year": 1990 + i}, "n_patients": 10 + i} for i, a in enumerate(names, 1)
    ]
    pred: list[dict[str, Any]] = [dict(record, n_patients=patients[i % len(patients)]) for i, record in enumerate(gold)]
    scored = score(gold, pred)
    told = Measured(Gold(name, gold), group, Path("a"), "", pred, scored, {"present": [9, 10]}, ComparisonScore())
    return Evaluation((told,))


def test_a_score_under_its_floor_falls() -> None:
    fallen = floors.falls({"own": {"zh": {"facts": 0.89, "slot dose": 0.81}}}, HELD)
    assert [str(fall) for fall in fallen] == ["own zh facts: 0.890 is under its floor 0.900"]


@pytest.mark.parametrize("scores", [{}, {"own": {}}, {"own": {"en": {"facts": 0.1}}}, {"own": {"zh": {"facts": 0.9}}}])
def test_what_was_not_measured_or_just_reaches_its_floor_does_not_fall(scores: floors.Scores) -> None:
    assert floors.falls(scores, HELD) == []


def test_raising_keeps_the_better_and_what_was_not_measured() -> None:
    told = floors.raised(
        {"own": {"zh": {"facts": 0.95, "slot dose": 0.1}}, "article": {"zh": {"facts": 0.7}}}, {"own": "new"}, HELD
    )
    assert told.scores == {"own": {"zh": {"facts": 0.95, "slot dose": 0.8}}, "article": {"zh": {"facts": 0.7}}}
    assert told.digests == {"own": "new"}
    assert HELD.scores["own"]["zh"]["facts"] == 0.9


def test_lowering_writes_its_reason() -> None:
    told = floors.lowered({"own": {"zh": {"facts": 0.85, "slot dose": 0.9}}}, HELD, " gold corrected ")
    assert told.scores["own"]["zh"] == {"facts": 0.85, "slot dose": 0.8}
    assert told.lowered == [{"floor": "own zh facts", "from": 0.9, "to": 0.85, "reason": "gold corrected"}]


@pytest.mark.parametrize("reason", ["", "  "])
def test_no_floor_is_lowered_without_a_reason(reason: str) -> None:
    with pytest.raises(UsageError, match="reason"):
        floors.lowered({"own": {"zh": {"facts": 0.0}}}, HELD, reason)


def test_floors_come_back_as_they_were_written(tmp_path: Path) -> None:
    told = floors.lowered({"own": {"zh": {"facts": 0.5}}}, HELD, "more documents")
    floors.write(tmp_path / "floors.json", told)
    assert floors.read(tmp_path / "floors.json") == told
    assert floors.read(tmp_path / "none.json") == Floors()


@pytest.mark.parametrize("text", ["", "[]", '{"floors": {}}'])
def test_what_is_no_set_of_floors_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "floors.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="--update-floors"):
        floors.read(tmp_path / "floors.json")


def test_another_gold_is_told() -> None:
    done = evaluation(Group.OWN, [1])
    held = floors.raised({}, done.digests, Floors())
    assert floors.changed_gold(done, held) == []
    assert floors.changed_gold(evaluation(Group.OWN, [1], "gout.en"), held) == ["own"]
    assert floors.changed_gold(done, Floors({}, {"dev-open": "x"})) == []


def test_the_closed_half_is_held_by_totals_alone() -> None:
    own, closed = (floors.scores_of(evaluation(group, [1])) for group in (Group.OWN, Group.DEV_CLOSED))
    assert {name for name in own["own"]["zh"] if name.startswith("slot")} == {"slot author", "slot n_patients", "slot year"}
    assert set(closed["dev-closed"]["zh"]) == {"facts", "details", "records", "evidence present"}


def test_scores_are_rounded_down() -> None:
    told = floors.scores_of(evaluation(Group.OWN, [11, 11, 11, None]))
    assert told["own"]["zh"]["facts"] <= 2 / 3 + 0.05
    assert told["own"]["zh"]["evidence present"] == 0.9


def test_an_interval_is_the_same_every_time() -> None:
    each = [[8, 10, 10], [5, 10, 9], [9, 9, 10], [1, 4, 8]]
    first = interval(each)
    assert first == interval(each)
    assert first is not None
    assert 0 < first.low < first.high <= 1
    assert interval(each[:1]) is None
