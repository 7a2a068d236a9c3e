"""The merged view of a study."""

from __future__ import annotations

from typing import Any

import pytest

from litrex.schema.record import Anchor, FollowUp, Provenance, StudyRecord
from litrex.store.claims import claims, disagreements


def told(record_id: str, origin: str = "narrative", **values: Any) -> StudyRecord:
    return StudyRecord.model_validate(
        {"record_id": record_id, "study_id": "s", "document_id": "d", "origin": origin, "anchor": Anchor(), **values}
    )


def by(source: str, **slots: float) -> dict[str, Any]:
    return {"provenance": {slot: Provenance(source=source, by="x") for slot in slots}, "confidence": dict(slots)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("records", "value"),
    [
        ([told("a", n_patients=40), told("b", "table", n_patients=38)], 38),
        ([told("a", n_patients=40, **by("rule", n_patients=0.9)), told("b", n_patients=38, **by("tagger", n_patients=0.95))], 38),
        ([told("a", n_patients=40, **by("rule", n_patients=0.9)), told("b", n_patients=38, **by("rule", n_patients=0.9))], 40),
        ([told("a", "table", n_patients=40), told("b", n_patients=38, **by("person", n_patients=0.1))], 38),
        ([told("a", "table"), told("b", n_patients=0)], 0),
    ],
    ids=["table before rule", "then confidence", "then place", "person before all", "absent claims nothing, zero does"],
)
def test_the_most_trusted_claim_wins(records: list[StudyRecord], value: int) -> None:
    assert claims(records, "n_patients")[0].value == value


def test_a_length_goes_as_a_whole_so_that_no_number_gets_anothers_unit() -> None:
    records = [told("a", follow_up=FollowUp(max=1, unit="a")), told("b", "table", follow_up=FollowUp(mean=9, unit="mo"))]
    winner = claims(records, "follow_up")[0].value
    assert (winner.max, winner.mean, winner.unit) == (None, 9, "mo")


@pytest.mark.parametrize(
    ("records", "lines"),
    [
        ([told("a", n_patients=40), told("b", "table", n_patients=38)], ["n_patients: 38 (table) / 40 (rule)"]),
        ([told("a", n_female=3), told("b", n_female=0)], ["n_female: 3 (rule) / 0 (rule)"]),
        ([told("a", route="intravenous"), told("b", "table", route=["intravenous", "intrathecal"])],
         ["route: intravenous|intrathecal (table) / intravenous (rule)"]),
        ([told("a", n_patients=40), told("b", n_patients=40)], []),
        ([told("a", n_patients=40), told("b")], []),
        ([told("a", n_patients=40)], []),
    ],
    ids=["numbers", "a zero differs", "routes", "the same", "one is silent", "one record"],
)  # fmt: skip
def test_disagreements_are_listed_and_silence_is_none(records: list[StudyRecord], lines: list[str]) -> None:
    assert disagreements(records) == lines
