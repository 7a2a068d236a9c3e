"""The floors that we ship hold: our own articles and the open half are measured as ``litrex evaluate`` measures them."""

from pathlib import Path

import pytest

from litrex import evaluation
from litrex.evaluation import Evaluation, Group, Places, floors

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "annotations" / "gold"
HELD = floors.read(GOLD.parent / "floors.json")
MEASURED = (Group.OWN, Group.DEV_OPEN)


@pytest.fixture(scope="module")
def done() -> Evaluation:
    places = Places(GOLD, ROOT / "corpus" / "articles", ROOT / "annotations" / "dev")
    return evaluation.evaluate(one for one in evaluation.gather(places) if one.group in MEASURED)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_score_lies_under_its_floor(done: Evaluation) -> None:
    assert done.not_run == ()
    assert [str(fall) for fall in floors.falls(floors.scores_of(done), HELD)] == []


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_score_that_can_be_held_is_held(done: Evaluation) -> None:
    told = floors.scores_of(done)
    assert set(told) == set(MEASURED)
    assert {group: set(told[group]) for group in told} == {group: set(HELD.scores[group]) for group in told}
    assert all(0.5 < HELD.scores[group][lang]["facts"] <= 1 for group in told for lang in told[group])


def test_every_gold_is_the_one_that_the_floors_were_set_on() -> None:
    """Nothing is extracted for this; the digest is of the files, whether or not an article is at hand."""
    found = evaluation.gather(Places(GOLD, ROOT / "corpus" / "articles", ROOT / "annotations" / "dev"))
    told = Evaluation((), tuple(found))
    assert set(HELD.digests) == set(Group)
    assert floors.changed_gold(told, HELD) == []
