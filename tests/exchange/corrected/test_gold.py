"""Reviewed documents become gold, and nothing else does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from litrex.errors import UsageError
from litrex.evaluation import Places, evaluate, gather
from litrex.exchange.corrected import export_gold, gold_of


def export(desk, folder: Path):
    return export_gold(
        folder, [(one, bool(desk.store.standing(one.extraction.document.document_id))) for one in desk.store.every()]
    )


def read(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("script", ["zh", "zh-Hant", "en"])
def test_an_accepted_document_scores_in_full_as_gold(desk, texts, tmp_path: Path, script: str) -> None:
    desk.put("a.txt", texts(script))
    desk.accept_all("a.txt")
    done = export(desk, tmp_path / "to")
    assert done.unfinished == {}
    (one,) = evaluate(gather(Places(tmp_path / "to" / "gold", dev=None, articles=(tmp_path / "to" / "docs",)))).measured
    assert one.score.total[0] == one.score.total[1] == one.score.total[2] > 5
    assert one.gold.language == script[:2] and one.raw == texts(script)


def test_what_a_person_corrected_is_what_the_gold_says(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("zh"))
    desk.say("a.txt", "set", "n_patients", 13)
    desk.say("a.txt", "add", "outcomes", {"measure": "amputation", "n": 0}, words="糖尿病足")
    desk.say("a.txt", "reject", desk.entry("a.txt", "adverse_events"))
    desk.accept_all("a.txt")
    export(desk, tmp_path)
    first, second = read(tmp_path / "gold" / "a.zh-Hans.json")["records"]
    assert (first["key"], second["key"], first["n_patients"], first["adverse_events"]) == ("N1", "N2", 13, [])
    assert [(one["measure"], one["surface"]) for one in first["outcomes"]][1] == ("amputation", "糖尿病足")
    (one,) = evaluate(gather(Places(tmp_path / "gold", dev=None, articles=(tmp_path / "docs",)))).measured
    assert {slip.fact.slot for slip in one.score.slips} == {"n_patients", "figure", "event"}


def test_gold_names_places_by_words_and_positions_and_holds_no_ids(desk, texts) -> None:
    told = desk.put("a.txt", texts("en"))
    gold = gold_of(told)
    for one, record in zip(gold["records"], told.records, strict=True):
        start = told.raw.index(one["quote"])
        assert len(one["quote"]) <= 20 and told.raw.count(one["quote"]) == 1
        assert any(a <= start < b for a, b in record.anchor.spans)
        assert all("/" not in path for path in one["evidence"])
        assert [told.raw[a:b] for a, b in one["evidence"]["populations[0]"]] == [record.populations[0].surface]
    assert not {"record_id", "study_id", "id", "provenance"} & set(json.dumps(gold).replace('"', " ").split())


def test_tables_are_keyed_by_place_and_studies_told_twice_are_linked(desk) -> None:
    table = (
        "Table 1 Trials\n\n| Author | Year | Patients | Disease | Outcome |\n| --- | --- | --- | --- | --- |\n"
        "| Novak | 2009 | 22 | type 2 diabetes | HbA1c decreased |\n"
        "| Marsh | 2012 | 14 | Crohn's disease | fever occurred in 3 |\n\n"
        "In 2009, Novak et al. treated 22 patients with type 2 diabetes; HbA1c decreased at 12 months.\n"
    )
    gold = gold_of(desk.put("t.md", table))
    assert [one["key"] for one in gold["records"]] == ["T1R1", "T1R2", "N1"]
    assert gold["same_study"] == [["T1R1", "N1"]]


@pytest.mark.parametrize("what", ["untouched", "half", "one value"])
def test_what_nobody_has_looked_at_is_no_gold(desk, texts, tmp_path: Path, what: str) -> None:
    desk.put("a.txt", texts("zh"))
    if what == "half":
        desk.say("a.txt", "accept", at=1)
    elif what == "one value":
        desk.say("a.txt", "set", "n_patients", 13)
    with pytest.raises(UsageError, match="no document is wholly reviewed" + ("" if what == "untouched" else "; 1 begun")):
        export(desk, tmp_path)
    assert list(tmp_path.glob("gold/*")) == []


def test_unfinished_documents_are_told_and_finished_ones_written(desk, texts, tmp_path: Path) -> None:
    desk.put("zh/a.txt", texts("zh"))
    desk.put("en/a.txt", texts("en"))
    desk.put("b.txt", texts("zh-Hant"))
    desk.accept_all("en/a.txt")
    desk.say("zh/a.txt", "accept")
    desk.accept_all("b.txt")
    done = export(desk, tmp_path)
    assert (done.names, done.unfinished) == (["b.zh-Hant", "a"], {"zh/a.txt": 1})
    assert sorted(path.name for path in (tmp_path / "docs").iterdir()) == ["a.txt", "b.zh-Hant.txt"]


def test_a_document_whose_records_were_all_rejected_is_gold_without_records(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("zh-Hant"))
    desk.say("a.txt", "reject")
    assert export(desk, tmp_path).names == ["a.zh-Hant"]
    assert read(tmp_path / "gold" / "a.zh-Hant.json")["records"] == []
