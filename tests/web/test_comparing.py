"""Two people at one document: where they agree, and whose word stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from litrex.web.access import Door
from litrex.web.people import People
from tests.web.conftest import review_of


@pytest.fixture
def desks(tmp_path: Path) -> Any:
    """Two who have come in, and one who decides between them."""
    from dataclasses import replace

    people = People(tmp_path / "users.json")
    made = review_of(f"sqlite:///{tmp_path}/litrex.db", Door(people=people))
    told = []
    for name, role in (("li", "annotate"), ("wu", "annotate"), ("ada", "adjudicate")):
        people.add(name, role, f"the password of {name}")
        client = TestClient(made.client.app, base_url="http://127.0.0.1:8000")
        client.post("/api/sign-in", json={"name": name, "password": f"the password of {name}"})
        told.append(replace(made, client=client))
    yield told
    made.store.close()


def compared(desk: Any) -> Any:
    told = desk.client.get(f"/api/documents/{desk.ident}/comparison", params={"one": "li", "other": "wu", "lang": "en"})
    assert told.status_code == 200
    return told.json()


def settled(desk: Any, slot: str, whose: str, record: str) -> Any:
    told = {"record_id": record, "slot": slot, "whose": whose}
    return desk.client.post(f"/api/documents/{desk.ident}/adjudications", json=told, headers=desk.csrf)


def row(told: Any, slot: str) -> Any:
    return next(one for one in told["rows"] if one["slot"] == slot)


def test_agreement_is_told_slot_by_slot_and_one_word_made_to_stand(desks: Any) -> None:
    li, wu, ada = desks
    record = li.content()["records"][0]["record_id"]
    li.say("set", "n_patients", 13)
    li.say("add", "adverse_events", {"event": "headache"}, evidence=[li.span("发热")])
    wu.say("set", "n_patients", 14)
    wu.say("accept", "follow_up")
    told = compared(ada)
    assert {one["slot"]: (one["same"], one["n"]) for one in told["agreement"]}.items() >= {
        "n_patients": (0, 1), "follow_up": (1, 1), "adverse_events": (0, 1), "outcomes": (1, 1),
    }.items()  # fmt: skip
    assert (row(told, "n_patients")["one"], row(told, "n_patients")["other"], row(told, "n_patients")["now"]) == (
        "13",
        "14",
        "14",
    )
    assert [one["agree"] for one in told["rows"]] == sorted(one["agree"] for one in told["rows"])
    assert settled(ada, "n_patients", "li", record).status_code == 200
    assert settled(ada, "adverse_events", "wu", record).status_code == 200
    now = ada.content()["records"][0]
    assert (now["n_patients"], now["provenance"]["n_patients"]["by"]) == (13, "ada")
    assert "headache" not in {one["event"] for one in now["adverse_events"]}
    assert settled(ada, "adverse_events", "li", record).status_code == 200
    assert "headache" in {one["event"] for one in ada.content()["records"][0]["adverse_events"]}


def test_a_record_that_one_threw_away_is_put_back_or_stays_away(desks: Any) -> None:
    li, wu, ada = desks
    record = li.content()["records"][1]["record_id"]
    li.say("accept", "n_patients", record=1)
    wu.say("reject", record=1)
    assert (row(compared(ada), "record")["one"], row(compared(ada), "record")["other"]) == ("✓", "—")
    assert settled(ada, "record", "li", record).status_code == 200
    back = next(one for one in ada.content()["records"] if one["record_id"] == record)
    assert back["n_patients"] == 31 and back["evidence"]["n_patients"] == [li.span("31例")]
    assert settled(ada, "record", "wu", record).status_code == 200
    assert record not in {one["record_id"] for one in ada.content()["records"]}


def test_records_of_one_alone_are_no_disagreement(desks: Any) -> None:
    li, wu, ada = desks
    li.say("set", "n_patients", 13)
    wu.say("accept", "n_patients", record=1)
    assert compared(ada)["rows"] == []


def test_who_annotates_does_not_decide_between_people(desks: Any) -> None:
    li, _, ada = desks
    record = li.content()["records"][0]["record_id"]
    assert settled(li, "n_patients", "wu", record).status_code == 403
    assert settled(ada, "n_patience", "wu", record).status_code == 422


def test_the_comparison_is_shown_on_a_page(desks: Any) -> None:
    li, wu, ada = desks
    assert "<table" not in ada.client.get(f"/compare/{ada.ident}").text
    li.say("set", "citation.group", "<b>Li</b>", evidence=[li.span("何某")])
    wu.say("set", "n_patients", 14)
    page = ada.client.get(f"/compare/{ada.ident}?lang=en").text
    assert "&lt;b&gt;Li&lt;/b&gt;" in page and "<b>Li" not in page and 'data-whose="wu"' in page
