"""Label Studio's format: out as tasks, back as corrections, positions exact to the code point."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litrex import lexicons
from litrex.errors import UsageError
from litrex.exchange.formats import label_studio, label_studio_back
from litrex.exchange.formats.proposing import save
from litrex.exchange.regions import regions
from litrex.schema.mention import Label


class Project:
    """An export, as an annotator's changes leave it."""

    def __init__(self, desk) -> None:
        self.desk = desk
        tasks = [label_studio.task(one) for one in desk.store.every()]
        self.tasks: list[dict[str, Any]] = json.loads(json.dumps(tasks))
        for one in self.tasks:
            result = copy.deepcopy(one["predictions"][0]["result"])
            one["annotations"] = [{"result": result, "was_cancelled": False, "updated_at": "2024-01-01T00:00:00Z"}]

    @property
    def result(self) -> list[dict[str, Any]]:
        return self.tasks[0]["annotations"][0]["result"]

    @property
    def text(self) -> str:
        return self.tasks[0]["data"]["text"]

    def region(self, words: str) -> dict[str, Any]:
        return next(one for one in self.result if one["type"] == "labels" and one["value"]["text"] == words)

    def draw(self, label: str, words: str, *, to: str | None = None, at: int = 0) -> str:
        start = self.text.index(words, at)
        ident = f"new{len(self.result)}"
        value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
        self.result.append({"id": ident, "from_name": "label", "to_name": "text", "type": "labels", "value": value})
        if to is not None:
            self.result.append({"type": "relation", "from_id": ident, "to_id": to, "direction": "right", "labels": ["of"]})
        return ident

    def erase(self, words: str) -> None:
        ident = self.region(words)["id"]
        self.result[:] = [one for one in self.result if ident not in (one.get("id"), one.get("from_id"), one.get("to_id"))]

    def move(self, words: str, to: str) -> None:
        start = self.text.index(to)
        for one in self.result:
            if one.get("id") == self.region(words)["id"]:
                one["value"] |= {"start": start, "end": start + len(to)}
        self.region(words)["value"]["text"] = to

    def type(self, words: str, typed: str) -> None:
        ident = self.region(words)["id"]
        next(one for one in self.result if one["type"] == "textarea" and one["id"] == ident)["value"]["text"] = [typed]

    def back(self, tmp_path: Path):
        path = tmp_path / "export.json"
        path.write_text(json.dumps(self.tasks), encoding="utf-8")
        self.seen: dict[str, Any] = {}
        tasks = label_studio_back.read_export(path)
        return label_studio_back.proposed(tasks, self.desk.store, self.seen, lexicons.load())


SCRIPTS = ["zh", "zh-Hant", "en"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_positions_are_code_points_of_the_raw_text(desk, texts, script: str) -> None:
    told = desk.put("a.txt", texts(script))
    task = label_studio.task(desk.store.merged(told.document.document_id))
    marks = [one for one in task["predictions"][0]["result"] if one["type"] == "labels"]
    assert len(marks) == len(regions(told)) > 5
    for one in marks:
        start, end = one["value"]["start"], one["value"]["end"]
        assert one["value"]["text"] == task["data"]["text"][start:end] == told.raw[start:end]
    assert len(task["data"]["text"]) == len(told.raw) and "\r" not in task["data"]["text"]


@given(st.text(alphabet=st.characters(codec=None) | st.sampled_from("\r\n\0🙂ａ́\ud800e\u0301"), max_size=40))
def test_the_text_shown_is_as_long_as_the_raw_one_and_survives_a_browser(raw: str) -> None:
    told = label_studio.shown(raw)
    assert len(told) == len(raw)
    assert "\r" not in told and "\0" not in told and told.encode("utf-8").decode("utf-8") == told
    kept = [(a, b) for a, b in zip(raw, told, strict=True) if a != b]
    assert all(a == "\r" or a < " " or "\ud800" <= a <= "\udfff" for a, _ in kept)


def test_the_configuration_has_every_label_once() -> None:
    root = ElementTree.fromstring(label_studio.config())
    assert [one.get("value") for one in root.iter("Label")] == [label.value for label in Label]
    assert [root.find(f".//{tag}").get("name") for tag in ("Labels", "Text", "TextArea")] == ["label", "text", "value"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_nobody_changed_changes_nothing(desk, texts, tmp_path: Path, script: str) -> None:
    desk.put("a.txt", texts(script))
    told = Project(desk).back(tmp_path)
    assert (told.changes, told.refused) == ([], [])


def changed(desk, project: Project, tmp_path: Path):
    """Bring a project in, save it, and give what was changed."""
    told = project.back(tmp_path)
    done = save(desk.store, told.changes, "wang", project.seen)
    assert done.refused == []
    return told


def test_a_region_taken_out_is_a_rejection(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("zh"))
    project = Project(desk)
    project.erase("12例")
    for words in ("3例", "发热"):
        project.erase(words)
    told = changed(desk, project, tmp_path)
    assert [(one.action, one.path.split("/")[0]) for one in told.changes] == [
        ("reject", "n_patients"),
        ("reject", "adverse_events"),
    ]
    assert (desk.record("a.txt").n_patients, desk.record("a.txt").adverse_events) == (None, [])
    assert [one.by for one in desk.store.corrections()] == ["wang", "wang"]


def test_a_region_moved_stands_on_other_words(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("zh"))
    project = Project(desk)
    project.move("12例", "对12例")
    (one,) = changed(desk, project, tmp_path).changes
    record, raw = desk.record("a.txt"), texts("zh")
    assert (one.action, one.old, one.new) == ("set", 12, 12)
    assert [raw[a:b] for a, b in record.evidence["n_patients"]] == ["对12例"]


@pytest.mark.parametrize(
    ("words", "typed", "path", "value"),
    [
        ("12例", "13", "n_patients", 13),
        ("12例", "十三例", "n_patients", 13),
        ("糖尿病足", "diabetic_ulcer", "populations.condition", "diabetic_ulcer"),
        ("糖尿病足", "强直性脊柱炎", "populations.condition", "ankylosing_spondylitis"),
        ("溃疡愈合率", "amputation", "outcomes.measure", "amputation"),
    ],
)
def test_a_value_typed_is_the_value(desk, texts, tmp_path: Path, words, typed, path, value) -> None:  # noqa: PLR0913
    desk.put("a.txt", texts("zh"))
    project = Project(desk)
    project.type(words, typed)
    (one,) = changed(desk, project, tmp_path).changes
    head, _, name = path.partition(".")
    told = getattr(desk.record("a.txt"), head)
    assert (getattr(told[0], name) if name else told) == value and one.action == "set"


def test_new_regions_make_entries_with_what_is_tied_to_them(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("en"))
    project = Project(desk)
    for words in ("HbA1c", "decreased"):
        project.erase(words)
    head = project.draw("OUTCOME_MEASURE", "HbA1c")
    project.draw("CHANGE", "decreased", to=head)
    project.draw("TIMEPOINT", "12 months", to=head)
    project.draw("CONDITION", "diabetes")
    project.draw("ROUTE", "gave")
    told = changed(desk, project, tmp_path)
    outcome = desk.record("a.txt").outcomes[0]
    assert (outcome.measure, outcome.direction, outcome.timepoint.value, outcome.timepoint.unit) == (
        "hba1c",
        "decrease",
        12.0,
        "mo",
    )
    raw = texts("en")
    spans = desk.record("a.txt").evidence[f"outcomes/{outcome.id}"]
    assert [raw[a:b] for a, b in spans] == ["HbA1c", "decreased", "12 months"]
    assert [one.action for one in told.changes].count("add") == 2 and told.refused == []
    assert project.back(tmp_path).changes == []  # brought in again, it changes nothing


def test_a_region_tied_to_one_that_stands_says_more_of_it(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("zh"))
    project = Project(desk)
    project.draw("TIMEPOINT", "6个月", to=project.region("溃疡愈合率")["id"])
    changed(desk, project, tmp_path)
    outcome = desk.record("a.txt").outcomes[0]
    assert (outcome.timepoint.value, outcome.timepoint.unit, outcome.value) == (6.0, "mo", 75.0)


def test_another_label_moves_the_words_to_another_slot(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("zh"))
    project = Project(desk)
    project.region("12例")["value"]["labels"] = ["CENTER_COUNT"]
    changed(desk, project, tmp_path)
    assert (desk.record("a.txt").n_patients, desk.record("a.txt").n_centers) == (None, 12)


@pytest.mark.parametrize(
    ("label", "words", "why"),
    [
        ("PATIENT_COUNT", "3例", "n_patients has a value already"),
        ("OUTCOME_VALUE", "75%", "it belongs to nothing"),
        ("YEAR", "患者", "say no value"),
        ("NUMBER", "12", "say no value"),
        ("CONDITION", "\n\n", "it lies in no record"),
    ],
)
def test_what_cannot_be_taken_is_told_and_changes_nothing(desk, texts, tmp_path: Path, label, words, why) -> None:
    desk.put("a.txt", texts("zh"))
    project = Project(desk)
    if label == "YEAR":
        project.erase("2016年")
    project.draw(label, words)
    told = project.back(tmp_path)
    assert len(told.refused) == 1 and why in told.refused[0] and f"{label} {words!r}" in told.refused[0]
    assert [one.action for one in told.changes] == (["reject"] if label == "YEAR" else [])


def test_a_file_brought_in_again_changes_nothing_and_goes_over_nothing(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("zh"))
    project = Project(desk)
    project.erase("31例")
    project.type("12例", "13")
    project.draw("TIMEPOINT", "6个月", to=project.region("溃疡愈合率")["id"])
    assert len(changed(desk, project, tmp_path).changes) == 3
    told = project.back(tmp_path)
    assert (told.changes, told.refused) == ([], [])


def test_the_last_annotation_counts_and_skipped_tasks_say_nothing(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("zh"))
    project = Project(desk)
    old = {"result": [], "updated_at": "2023-01-01T00:00:00Z"}
    project.tasks[0]["annotations"].insert(0, old)
    project.tasks[0]["annotations"].append({"result": [], "was_cancelled": True, "updated_at": "2025-01-01T00:00:00Z"})
    assert project.back(tmp_path).changes == []
    project.tasks[0]["annotations"] = [{**old, "was_cancelled": True}]
    assert project.back(tmp_path).changes == []


def test_words_that_are_not_at_their_place_are_an_error(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("en"))
    project = Project(desk)
    project.region("22 patients")["value"]["start"] += 1
    with pytest.raises(UsageError, match=r"is said to be '22 patients', at \d+–\d+ stands '2 patients'"):
        project.back(tmp_path)


@pytest.mark.parametrize("told", ["", "{}x", "[1]", '[{"annotations": [{"result": []}], "data": {"text": "a"}}]'])
def test_another_file_is_refused(tmp_path: Path, told: str) -> None:
    path = tmp_path / "export.json"
    path.write_text(told, encoding="utf-8")
    with pytest.raises(UsageError, match="no export of a Label Studio project that litrex made"):
        label_studio_back.read_export(path)


def test_a_document_whose_text_is_another_is_refused(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("en"))
    project = Project(desk)
    project.tasks[0]["data"]["text"] += " more"
    with pytest.raises(UsageError, match="its text is not that of the document"):
        project.back(tmp_path)


def test_a_value_that_somebody_corrected_meanwhile_is_a_conflict_and_not_gone_over(desk, texts, tmp_path: Path) -> None:
    desk.put("a.txt", texts("zh"))
    project = Project(desk)
    project.type("12例", "13")
    told = project.back(tmp_path)
    desk.say("a.txt", "set", "n_patients", 14)
    done = save(desk.store, told.changes, "wang", project.seen)
    assert done.changes == [] and "you saw 12, it is 14 now (person li); yours is 13" in done.refused[0]
