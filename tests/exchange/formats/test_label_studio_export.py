"""What a real Label Studio (1.23) wrote, after an annotator's changes through its API, is read without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from litrex.exchange.formats.label_studio_back import annotated, last_annotation, read_export

CASE = Path(__file__).parents[2] / "cases" / "label_studio_export.json"
TASKS = {one["data"]["source"]: one for one in read_export(CASE)}


@pytest.mark.parametrize("name", ["simplified.txt", "damaged.txt", "emoji.txt"])
def test_positions_are_code_points_of_the_text_that_it_keeps(name: str) -> None:
    text = TASKS[name]["data"]["text"]
    told = annotated(last_annotation(TASKS[name]) or {}, text, name)
    words = {one["id"]: one["value"]["text"] for one in TASKS[name]["annotations"][0]["result"] if one["type"] == "labels"}
    assert len(words) > 8 and {ident: text[one.start : one.end] for ident, one in told.regions.items()} == words


@pytest.mark.parametrize(
    ("name", "gone", "new", "moved"),
    [
        ("simplified.txt", ["31例"], ["６个月"], []),
        ("damaged.txt", [], [], ["對16例"]),
        ("emoji.txt", [], ["12 months 🎉"], []),
    ],
)
def test_what_the_annotator_changed_is_told_from_what_went_out(name: str, gone, new, moved) -> None:
    task = TASKS[name]
    text = task["data"]["text"]
    told = annotated(last_annotation(task) or {}, text, name)
    held = {one[0]: (one[1], one[2]) for one in task["data"]["litrex"]["regions"]}
    places = {ident: (one.start, one.end) for ident, one in told.regions.items()}
    assert [text[slice(*held[ident])] for ident in held if ident not in places] == gone
    assert [text[slice(*places[ident])] for ident in places if ident not in held] == new
    assert [text[slice(*places[ident])] for ident in places if ident in held and held[ident] != places[ident]] == moved


def test_fields_and_relations_are_read() -> None:
    told = annotated(last_annotation(TASKS["damaged.txt"]) or {}, TASKS["damaged.txt"]["data"]["text"], "damaged.txt")
    assert "17" in told.values.values()
    zh = TASKS["simplified.txt"]
    told = annotated(last_annotation(zh) or {}, zh["data"]["text"], "simplified.txt")
    drawn = [(a, b) for a, b in told.pairs if a.startswith("drawn")]
    assert [zh["data"]["text"][told.regions[b].start : told.regions[b].end] for _, b in drawn] == ["溃疡愈合率"]
