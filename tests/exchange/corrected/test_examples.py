"""Reviewed records as labelled passages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from litrex.errors import UsageError
from litrex.exchange.corrected import examples, write_examples
from litrex.schema.mention import Label


@pytest.mark.parametrize("script", ["zh", "zh-Hant", "en"])
def test_every_span_is_the_text_of_its_value(desk, texts, script: str) -> None:
    desk.put("a.txt", texts(script))
    desk.accept_all("a.txt")
    told = desk.look("a.txt")
    lines = list(examples(told))
    assert len(lines) == len(told.records)
    evidence = {(a, b, path) for record in told.records for path, spans in record.evidence.items() for a, b in spans}
    seen = set()
    for line in lines:
        assert told.raw[line["start"] : line["start"] + len(line["text"])] == line["text"]
        for one in line["spans"]:
            assert one["label"] in set(Label) and line["text"][one["start"] : one["end"]].strip()
            seen.add((one["start"] + line["start"], one["end"] + line["start"], one["path"]))
        for one in line["relations"]:
            head, child = (line["spans"][one[end]] for end in ("head", "child"))
            assert head["path"].partition(".")[0] == child["path"].partition(".")[0] and head is not child
    assert seen == evidence


def test_labels_are_those_of_the_words_within_an_entry(desk, texts) -> None:
    desk.put("a.txt", texts("zh"))
    desk.accept_all("a.txt")
    first = next(examples(desk.look("a.txt")))
    told = {first["text"][one["start"] : one["end"]]: one["label"] for one in first["spans"]}
    wanted = {
        "自体": "DONOR",
        "骨髓干细胞": "CELL_TYPE",
        "溃疡愈合率": "OUTCOME_MEASURE",
        "75%": "OUTCOME_VALUE",
        "12例": "PATIENT_COUNT",
    }
    assert wanted.items() <= told.items()
    names = [tuple(first["text"][slice(*(first["spans"][r[end]][k] for k in ("start", "end")))] for end in ("head", "child"))
             for r in first["relations"]]  # fmt: skip
    assert ("溃疡愈合率", "75%") in names and ("骨髓干细胞", "自体") in names


def test_passages_that_nobody_finished_teach_nothing(desk, texts) -> None:
    desk.put("a.txt", texts("zh"))
    desk.say("a.txt", "accept", at=1)
    assert [line["text"][:5] for line in examples(desk.look("a.txt"))] == ["2018年"]


def test_a_false_record_leaves_its_passage_out_of_the_examples(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("zh"))
    desk.say("a.txt", "reject", at=1)
    desk.say("a.txt", "accept", at=0)
    assert write_examples(tmp_path / "to", [desk.look("a.txt")]) == 1
    (line,) = (tmp_path / "to" / "examples.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["source"] == "a.txt"


def test_without_anything_reviewed_it_is_an_error_and_nothing_is_written(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("en"))
    with pytest.raises(UsageError, match="no record is reviewed yet"):
        write_examples(tmp_path / "to", [desk.look("a.txt")])
    assert not (tmp_path / "to").exists()
