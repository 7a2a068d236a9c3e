"""Round trip through a real Label Studio: out, corrected through its API, back; equal to the character."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from litrex import extract_bytes, store
from litrex.cli import app
from litrex.exchange.formats.label_studio import shown
from litrex.exchange.regions import regions
from litrex.schema.record import Extraction

pytestmark = [pytest.mark.label_studio, pytest.mark.timeout(600)]

TEXTS = {
    "simplified.txt": "综述🩺\r\n\r\n2016年，何某等对12例糖尿病足患者行自体骨髓干细胞移植，"
    "随访６个月，溃疡愈合率为７５％，3例发热。\r\n\r\n"
    "2018年，罗某等对31例膝骨关节炎患者行关节腔内注射脐带间充质干细胞，12个月后VAS评分下降。\r\n",
    "damaged.txt": "2014年，許某等對16例潰瘍性結腸炎患者靜脈輸注臍帶間充質干細(xì)胞（1×106/kg），\u3000隨訪6個(gè)月，"
    "13例（81.3%）緩解\ufffd。\r\n2011年𠮷野等的研究共有９例狼瘡患者，尿蛋白下降。\r\n",
    "emoji.txt": "🙂 Re\u0301sume\u0301 👩\u200d⚕️\r\n\r\nIn 2009, Novák et al. treated 22 patients with type 2 diabetes 🇨🇿; "
    "HbA1c decreased at 12 months 🎉.\r\n\r\nIn 2012, Marsh et al. gave 14 patients with Crohn's disease "
    "mesenchymal stem cells 🧫; fever occurred in 3.\r\n",
}
Result = list[dict[str, Any]]


class Round:
    """A database, and what goes between it and Label Studio by the command line."""

    def __init__(self, folder: Path, studio) -> None:
        self.folder, self.studio, self.place = folder, studio, str(folder / "litrex.db")
        self.ids: dict[str, str] = {}
        with store.open(self.place) as kept:
            run = kept.begin()
            for name, text in TEXTS.items():
                told = extract_bytes(text.encode(), source=name)
                kept.save(told, run)
                self.ids[name] = told.document.document_id

    def look(self, name: str) -> Extraction:
        with store.open(self.place) as kept:
            return kept.merged(self.ids[name]).extraction

    def litrex(self, *args: str) -> str:
        told = CliRunner().invoke(app, ["exchange", *args, "--format", "label-studio", "--database", self.place])
        assert told.exit_code == 0, told.output
        return told.stdout

    def out(self, name: str) -> int:
        self.litrex("export", "--to", str(self.folder / name))
        return int(self.studio.project(self.folder / name))

    def back(self, project: int, *args: str) -> str:
        path = self.folder / f"export{project}.json"
        self.studio.export(project, path)
        return self.litrex("import", str(path), *args)


@pytest.fixture
def trip(tmp_path: Path, label_studio) -> Round:
    return Round(tmp_path, label_studio)


def labels(result: Result) -> set[tuple[int, int, str, str]]:
    told = [one["value"] for one in result if one["type"] == "labels"]
    return {(one["start"], one["end"], one["text"], one["labels"][0]) for one in told}


def of_records(told: Extraction) -> set[tuple[int, int, str, str]]:
    return {(one.start, one.end, shown(told.raw)[one.start : one.end], one.label.value) for one in regions(told)}


def region(result: Result, words: str) -> dict[str, Any]:
    return next(one for one in result if one["type"] == "labels" and one["value"]["text"] == words)


def without(result: Result, words: str) -> Result:
    ident = region(result, words)["id"]
    return [one for one in result if ident not in (one.get("id"), one.get("from_id"), one.get("to_id"))]


def drawn(text: str, label: str, words: str, to: str | None = None) -> Result:
    start = text.index(words)
    value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
    ident = f"drawn{start}"
    mark = {"id": ident, "from_name": "label", "to_name": "text", "type": "labels", "origin": "manual", "value": value}
    tie = {"type": "relation", "from_id": ident, "to_id": to, "direction": "right", "labels": ["of"]}
    return [mark] if to is None else [mark, tie]


def test_what_goes_out_comes_back_equal_to_the_character(trip: Round) -> None:
    project = trip.out("first")
    for name, task in trip.studio.tasks(project).items():
        told = trip.look(name)
        result = task["predictions"][0]["result"]
        assert task["data"]["text"] == shown(told.raw) and len(task["data"]["text"]) == len(TEXTS[name])
        assert labels(result) == of_records(told) and len(regions(told)) > 4
        assert all(told.raw[a:b].replace("\r", " ") == words.replace("\r", " ") for a, b, words, _ in labels(result))
        trip.studio.annotate(task["id"], result)
    assert trip.back(project) == "0 changes, not saved; say --yes\n"


def test_corrections_through_its_api_come_back_equal_to_the_character(trip: Round) -> None:
    project = trip.out("first")
    tasks = trip.studio.tasks(project)
    results: dict[str, Result] = {name: task["predictions"][0]["result"] for name, task in tasks.items()}
    submitted = {name: trip.studio.annotate(task["id"], results[name]) for name, task in tasks.items()}

    zh = without(results["simplified.txt"], "31例")  # taken out
    measure = region(zh, "溃疡愈合率")["id"]
    zh += drawn(tasks["simplified.txt"]["data"]["text"], "TIMEPOINT", "６个月", to=measure)  # tied to what stands
    hant = results["damaged.txt"]
    at = region(hant, "16例")
    at["value"] |= {"start": at["value"]["start"] - 1, "text": "對16例"}  # moved
    for one in hant:
        if one.get("id") == at["id"] and one["type"] == "textarea":
            one["value"] |= {"start": at["value"]["start"], "text": ["17"]}  # and another value
    en = results["emoji.txt"] + drawn(tasks["emoji.txt"]["data"]["text"], "OUTCOME_MEASURE", "12 months 🎉")
    for name, result in (("simplified.txt", zh), ("damaged.txt", hant), ("emoji.txt", en)):
        trip.studio.change(submitted[name], result)

    assert trip.back(project, "--yes", "--as", "wang").endswith("4 saved\n")
    simplified, damaged, emoji = (trip.look(name) for name in TEXTS)
    assert [one.n_patients for one in simplified.records] == [12, None]
    outcome = simplified.records[0].outcomes[0]
    words = [simplified.raw[a:b] for a, b in simplified.records[0].evidence[f"outcomes/{outcome.id}"]]
    assert (outcome.timepoint.value, outcome.timepoint.unit, words[0]) == (6.0, "mo", "６个月")
    assert damaged.records[0].n_patients == 17
    assert [damaged.raw[a:b] for a, b in damaged.records[0].evidence["n_patients"]] == ["對16例"]
    added = emoji.records[0].outcomes[-1]
    assert [emoji.raw[a:b] for a, b in emoji.records[0].evidence[f"outcomes/{added.id}"]] == ["12 months 🎉"]

    again = trip.out("second")
    for name, task in trip.studio.tasks(again).items():
        assert labels(task["predictions"][0]["result"]) == of_records(trip.look(name))
        trip.studio.annotate(task["id"], task["predictions"][0]["result"])
    assert ("對16例", "PATIENT_COUNT") in {one[2:] for one in of_records(trip.look("damaged.txt"))}
    assert trip.back(again) == "0 changes, not saved; say --yes\n"
    assert trip.back(project).startswith("0 changes")  # the first project brought in again changes nothing more


def test_the_export_that_is_kept_as_a_case_is_as_it_writes_them(trip: Round) -> None:
    """The case lets the tests without Label Studio read what a real one wrote."""
    case = Path(__file__).parents[2] / "cases" / "label_studio_export.json"
    project = trip.out("first")
    for task in trip.studio.tasks(project).values():
        trip.studio.annotate(task["id"], task["predictions"][0]["result"])
    trip.back(project)
    (fresh, *_), (held, *_) = (json.loads(path.read_text("utf-8")) for path in (trip.folder / f"export{project}.json", case))
    assert set(held) <= set(fresh) and set(held["annotations"][0]) <= set(fresh["annotations"][0])
