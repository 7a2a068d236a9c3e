"""Corrections by the API: taken, held back with both values, taken back; and what reads them."""

from __future__ import annotations

from typing import Any

import pytest


def first(review: Any) -> Any:
    return review.content()["records"][0]


def test_a_correction_stands_with_who_made_it(review: Any) -> None:
    answer = review.say("set", "n_patients", 13, evidence=[review.span("12例")])
    assert answer.status_code == 200 and answer.json()["version"] == review.content()["version"]
    told = review.client.get(
        f"/api/documents/{review.ident}/records/{first(review)['record_id']}/evidence?path=n_patients"
    ).json()
    assert (told["value"], told["words"], told["source"], told["by"], told["confidence"]) == (13, ["12例"], "person", "li", 1.0)
    (kept,) = review.client.get(f"/api/documents/{review.ident}/corrections").json()
    assert (kept["by"], kept["old"], kept["new"], kept["action"]) == ("li", 12, 13, "set")


def test_sending_the_same_again_changes_nothing(review: Any) -> None:
    told = {"correction_id": "0123456789abcdef", "evidence": [review.span("12例")]}
    answers = [review.say("set", "n_patients", 13, **told) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert len(review.client.get(f"/api/documents/{review.ident}/corrections").json()) == 1


def test_who_comes_second_is_told_both_values_and_loses_nothing(review: Any) -> None:
    before = review.content()["version"]
    assert review.say("set", "n_patients", 13, old=12, seen_version=before).status_code == 200
    late = review.say("set", "n_patients", 14, old=12, seen_version=before)
    told = late.json()
    assert (late.status_code, told["now"], told["yours"], told["by"], told["source"]) == (409, 13, 14, "li", "person")
    assert first(review)["n_patients"] == 13
    assert review.say("set", "n_patients", 14, old=13, seen_version=told["version"]).status_code == 200
    assert first(review)["n_patients"] == 14


def test_other_values_of_the_record_are_no_conflict(review: Any) -> None:
    before = review.content()["version"]
    review.say("set", "n_patients", 13, old=12, seen_version=before)
    answer = review.say("set", "n_female", 0, old=None, seen_version=before, evidence=[review.span("12例")])
    assert answer.status_code == 200 and (first(review)["n_patients"], first(review)["n_female"]) == (13, 0)


def test_taking_back_goes_step_by_step_through_what_is_ones_own(review: Any) -> None:
    before = review.content()["records"]
    review.say("set", "n_patients", 13)
    review.say("reject", record=1)
    take_back = f"/api/documents/{review.ident}/undo"
    for n_records in (len(before), len(before)):
        assert review.client.post(take_back, headers=review.csrf).status_code == 200
        assert len(review.content()["records"]) == n_records
    assert review.content()["records"] == before
    answer = review.client.post(take_back, headers=review.csrf)
    assert answer.status_code == 422 and "nothing of yours" in answer.json()["error"]


@pytest.mark.parametrize(
    "told",
    [
        {"action": "set", "path": "n_patients", "new": "many"},
        {"action": "set", "path": "n_patiens", "new": 3},
        {"action": "set", "path": "n_male", "new": 3},
        {"action": "set", "path": "n_male", "new": 3, "evidence": [[5, 5]]},
        {"action": "set", "path": "n_male", "new": 3, "evidence": [[5, 10**9]]},
        {"action": "set", "path": "n_patients", "new": 10**30},
        {"action": "set", "path": "n_patients", "new": "1\x00"},
        {"action": "set", "path": "citation.group", "new": "\ud800"},
        {"action": "merge", "new": ["nothing"]},
        {"action": "undo", "new": "nothing"},
        {"action": "explode"},
    ],
)
def test_what_fits_nowhere_is_refused_and_said_why(review: Any, told: dict[str, Any]) -> None:
    answer = review.client.post(
        f"/api/documents/{review.ident}/corrections",
        content=__import__("json").dumps(
            {"record_id": first(review)["record_id"], "seen_version": review.content()["version"], **told}
        ),
        headers={**review.csrf, "Content-Type": "application/json"},
    )
    assert answer.status_code == 422 and answer.json()
    assert review.client.get(f"/api/documents/{review.ident}/corrections").json() == []


def test_marked_words_are_shown_as_a_value_before_anything_is_saved(review: Any) -> None:
    a, b = review.span("closure was seen in 6 of 9 (66.7%)")
    told = review.client.get(
        f"/api/documents/{review.ident}/reading", params={"path": "outcomes", "start": a, "end": b, "lang": "en"}
    ).json()
    assert told["words"] == review.raw[a:b] and (told["value"]["n"], told["value"]["denominator"]) == (6, 9)
    assert "6/9" in told["told"] and review.client.get(f"/api/documents/{review.ident}/corrections").json() == []
    a, b = review.span("😀")
    assert (
        review.client.get(f"/api/documents/{review.ident}/reading", params={"path": "n_patients", "start": a, "end": b}).json()[
            "value"
        ]
        is None
    )


def test_terms_are_offered_by_name_in_both_languages(review: Any) -> None:
    def offered(q: str, lang: str) -> list[Any]:
        return review.client.get("/api/terms", params={"kind": "measures", "q": q, "lang": lang}).json()

    assert any(one["id"] == "overall_survival" for one in offered("总生存", "en"))
    assert offered("no such measure at all", "zh") == []


@pytest.mark.parametrize(
    "path", ["/api/documents/0000000000000000", "/documents/0000000000000000", "/api/documents/0000000000000000/corrections"]
)
def test_what_is_not_there_is_not_found(review: Any, path: str) -> None:
    assert review.client.get(path).status_code == 404
