"""Every gold finds its document, by name or by content; one that is not at hand is told as not run."""

import json
from pathlib import Path
from typing import Any

import pytest

from litrex import evaluation
from litrex.errors import UsageError
from litrex.evaluation.materials import Group, Places, folders, gather

GOLD = json.dumps({"records": [], "comparisons": []})


@pytest.fixture
def project(tmp_path: Path, small: dict[str, Any]) -> Path:
    for folder in ("annotations/gold", "corpus/articles", "annotations/dev/gold", "annotations/dev/docs", "library"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "annotations/gold/small.zh-Hant.json").write_text(json.dumps(small["gold"]), encoding="utf-8")
    (tmp_path / "annotations/gold/gout.en.json").write_text(GOLD, encoding="utf-8")
    (tmp_path / "corpus/articles/gout.en.txt").write_text("Gout is common.", encoding="utf-8")
    for name in ("ulcerative-colitis-msc.en", "another-disease.en"):
        (tmp_path / f"annotations/dev/gold/{name}.json").write_text(GOLD, encoding="utf-8")
        (tmp_path / f"annotations/dev/docs/{name}.txt").write_text("No study.", encoding="utf-8")
    return tmp_path


def places(project: Path, *articles: str) -> Places:
    annotations = project / "annotations"
    further = tuple(project / one for one in articles)
    return Places(annotations / "gold", project / "corpus/articles", annotations / "dev", further)


def test_an_article_is_known_by_its_content_under_any_name(project: Path, small: dict[str, Any]) -> None:
    (project / "library/any name.txt").write_bytes(small["raw"].encode())
    found = {one.gold.name: one.document for one in gather(places(project, "library"))}
    assert found["small.zh-Hant"] == project / "library/any name.txt"


def test_what_is_not_at_hand_is_not_run(project: Path, small: dict[str, Any]) -> None:
    (project / "library/small.zh-Hant.txt").write_bytes(small["raw"].encode() + b" ")
    done = evaluation.evaluate(gather(places(project, "library", "no such folder")))
    assert [(one.gold.name, one.group) for one in done.not_run] == [("small.zh-Hant", Group.ARTICLE)]
    assert Group.ARTICLE not in {one.group for one in done.sums}
    assert Group.ARTICLE in done.digests


def test_all_that_is_not_named_open_is_closed(project: Path) -> None:
    groups = {one.gold.name: one.group for one in gather(places(project))}
    assert groups["ulcerative-colitis-msc.en"] is Group.DEV_OPEN
    assert groups["another-disease.en"] is Group.DEV_CLOSED
    assert groups["gout.en"] is Group.OWN


def test_two_documents_of_one_name_are_refused(project: Path) -> None:
    (project / "corpus/articles/gout.en.md").write_text("# Gout", encoding="utf-8")
    with pytest.raises(UsageError, match="2 documents are named gout"):
        gather(places(project))


def test_a_missing_folder_of_gold_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--gold"):
        gather(Places(tmp_path / "nowhere"))


def test_a_missing_development_set_is_no_error(project: Path) -> None:
    told = Places(project / "annotations/gold", project / "corpus/articles", project / "nowhere")
    assert {one.group for one in gather(told)} == {Group.OWN, Group.ARTICLE}


def test_a_setting_may_name_several_folders() -> None:
    assert folders(None) == ()
    assert folders("a:b") == (Path("a"), Path("b"))
