"""The counts are those that a reader would count by hand, and those of the independent yardstick."""

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from litrex import extraction
from litrex.evaluation.facts import facts
from litrex.evaluation.gold import Gold, fill, read
from litrex.evaluation.grounding import grounded
from litrex.evaluation.materials import OPEN
from litrex.evaluation.measuring import as_json
from litrex.evaluation.scoring import score

ROOT = Path(__file__).parents[2]
OPEN_DEV = [
    path for path in sorted((ROOT / "annotations" / "dev" / "docs").iterdir()) if path.name.split(".")[0] in OPEN
]  # the closed half is never listed: its gold stays unread
OWN = sorted(path for path in (ROOT / "corpus" / "articles").iterdir() if path.suffix != ".toml")


def gold_of(document: Path) -> Gold:
    own = ROOT / "annotations" / "gold" / f"{document.stem}.json"
    return read(own if own.exists() else ROOT / "annotations" / "dev" / "gold" / f"{document.stem}.json")


def record(**told: Any) -> dict[str, Any]:
    return {"key": "N1", "origin": "narrative", "citation": {"authors": ["Li"]}, "n_patients": 20, **told}


def test_gold_against_itself_is_all_right() -> None:
    for document in OPEN_DEV:
        gold = gold_of(document)
        told = score(gold.records, gold.records)
        assert told.slips == []
        assert told.total[0] == told.total[1] == told.total[2] > 50


def test_a_reported_zero_is_counted_as_a_figure() -> None:
    gold = [record(outcomes=[{"measure": "relapse", "value": 0}])]
    assert score(gold, [record(outcomes=[{"measure": "relapse", "n": 0, "denominator": 20}])]).counts["figure"] == [1, 1, 1]
    assert score(gold, [record(outcomes=[{"measure": "relapse", "value": 1}])]).counts["figure"] == [0, 1, 1]


def test_a_direction_turned_round_is_a_miss_and_an_extra() -> None:
    gold = [record(outcomes=[{"measure": "il_6", "direction": "decrease"}])]
    told = score(gold, [record(outcomes=[{"measure": "il_6", "direction": "increase"}])])
    assert told.counts["change"] == [0, 1, 1]
    assert [(slip.kind, slip.fact.slot) for slip in told.slips] == [("miss", "change"), ("extra", "change")]


def test_what_is_optional_counts_neither_way() -> None:
    gold = [record(outcomes=[{"measure": "relapse", "value": 5, "unit": "%"}], optional=["outcomes:relapse"])]
    for outcomes in ([], [{"measure": "relapse", "value": 7, "unit": "%"}]):
        assert "figure" not in score(gold, [record(outcomes=outcomes)]).counts


def test_a_record_that_shares_no_fact_of_its_own_is_not_found() -> None:
    cells = [{"cell_type": "mesenchymal_stem_cell"}]
    told = score([record(cells=cells)], [{"origin": "narrative", "cells": cells, "n_patients": 99, "route": "intravenous"}])
    assert told.records == [0, 1, 1]


def test_flags_and_arms_stand_beside_the_facts() -> None:
    gold = [record(flags=["sex_sum_mismatch"], outcomes=[{"measure": "relapse", "value": 5, "unit": "%", "arm": "control"}])]
    outcomes = [{"measure": "relapse", "value": 5, "unit": "%", "arm": "placebo", "n": 1}]
    told = score(gold, [record(flags=[{"code": "missing_cell"}], outcomes=outcomes)])
    assert told.details["flag"] == [0, 1, 1]
    assert told.details["arm"] == [1, 1, 1]
    assert told.details["n"] == [0, 1, 0]


def yard_counts(yardstick: Any, gold: Gold, pred: list[dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = yardstick.score(gold.records, pred)
    told["details"]["link"] = yardstick.links(gold.same_study, gold.records, pred)
    return told


def assert_same_counts(yardstick: Any, gold: Gold, pred: list[dict[str, Any]]) -> None:
    theirs, ours = yard_counts(yardstick, gold, pred), score(gold.records, pred, gold.same_study)
    assert theirs["counts"] == dict(ours.counts)
    assert theirs["details"] == dict(ours.details)
    assert theirs["records"] == ours.records
    assert theirs["misses"] == [(s.key, s.fact.slot, s.fact.value, s.fact.names[:1]) for s in ours.slips if s.kind == "miss"]


def shaken(records: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """The gold with losses, exchanges and repetitions: what no extraction may ever say, and more of it."""
    draw, out = random.Random(seed), copy.deepcopy(records)
    others = [outcome for record in records for outcome in record.get("outcomes") or []]
    for told in out:
        told.pop("key")
        outcomes = [o for o in told.get("outcomes") or [] if draw.random() > 0.2]
        told["outcomes"] = outcomes + draw.sample(others, min(2, len(others)))
        for outcome in outcomes:
            if draw.random() < 0.2:
                outcome |= {"direction": draw.choice(["increase", "decrease", "resolved"]), "arm": "B", "n": 3}
        if draw.random() < 0.3:
            told["n_patients"] = draw.choice([0, 5, 40, None])
    draw.shuffle(out)
    return out[1:]


@pytest.mark.parametrize("document", [*OPEN_DEV, *OWN], ids=lambda path: path.name)
def test_both_scorers_count_alike_on_shaken_gold(document: Path, yardstick: Any) -> None:
    gold = gold_of(document)
    for seed in range(3):
        assert_same_counts(yardstick, gold, shaken(gold.records, seed))


@pytest.mark.parametrize("document", OPEN_DEV, ids=lambda path: path.name)
def test_both_scorers_count_alike_on_what_is_extracted(document: Path, yardstick: Any) -> None:
    gold, told = gold_of(document), extraction.extract(document)
    pred = as_json(told)
    assert_same_counts(yardstick, gold, pred)
    assert yardstick.grounded(gold.records, pred, told.raw) == grounded(gold.records, pred, told.raw)


def test_both_scorers_count_alike_on_the_article(article: Path, article_gold: Gold, yardstick: Any) -> None:
    told = extraction.extract(article)
    gold, pred = fill(article_gold, told.raw), as_json(told)
    assert_same_counts(yardstick, gold, pred)
    assert yardstick.grounded(gold.records, pred, told.raw) == grounded(gold.records, pred, told.raw)


def test_counts_survive_a_journey_through_json() -> None:
    gold = gold_of(OPEN_DEV[0])
    again = json.loads(json.dumps(gold.records))
    assert [len(facts(a)) for a in gold.records] == [len(facts(b)) for b in again]
