"""Corrections replayed: what is right by itself, what was gained, what was lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from litrex import extract_bytes, store
from litrex.exchange.corrected import replay
from litrex.settings import Settings


def counts(done) -> tuple[int, int, int, int, int]:
    return done.cases, done.before, done.now, len(done.gained), len(done.lost)


@pytest.mark.parametrize("script", ["zh", "zh-Hant", "en"])
def test_what_was_accepted_is_right_as_long_as_nothing_changes(desk, texts, script: str) -> None:
    desk.put("a.txt", texts(script))
    desk.accept_all("a.txt")
    done = replay(desk.store, Settings())
    assert done.cases == done.before == done.now > 5 and not (done.lost or done.gained or done.not_run)


@pytest.mark.parametrize(
    ("decision", "right"),
    [
        (("set", "n_patients", 13, ""), False),
        (("set", "n_patients", 12, ""), True),
        (("accept", "follow_up", None, ""), True),
        (("set", "{outcome}.value", 57.0, ""), False),
        (("set", "{outcome}", {"value": 75.0, "measure": "wound_healing"}, ""), True),
        (("reject", "{event}", None, ""), False),
        (("reject", "n_patients", None, ""), False),
        (("delete", "", None, ""), False),
        (("add", "outcomes", {"measure": "wound_healing", "value": 75.0}, "溃疡愈合率"), True),
        (("add", "outcomes", {"measure": "wound_healing", "value": 57.0}, "溃疡愈合率"), False),
        (("add", "", {"n_patients": 12, "outcomes": [{"measure": "wound_healing"}]}, "溃疡愈合率"), True),
        (("add", "", {"n_patients": 99}, "溃疡愈合率"), False),
        (("set", "n_female", 4, "3例"), False),
        (("link", "study_key", "doi:10.1/x", ""), False),
    ],
)
def test_a_decision_holds_where_the_machine_says_the_same(desk, texts, decision: tuple[str, str, object, str], right) -> None:
    action, path, new, words = decision
    desk.put("a.txt", texts("zh"))
    entries = {"outcome": desk.entry("a.txt", "outcomes"), "event": desk.entry("a.txt", "adverse_events")}
    desk.say("a.txt", action, path.format(**entries), new, words=words)
    assert counts(replay(desk.store, Settings())) == (1, right, right, 0, 0)


def test_the_last_word_on_a_value_is_the_case(desk, texts) -> None:
    desk.put("a.txt", texts("zh"))
    for n in (13, 14, 12):
        desk.say("a.txt", "set", "n_patients", n)
    assert counts(replay(desk.store, Settings())) == (1, 1, 1, 0, 0)
    desk.say("a.txt", "undo", new=desk.store.corrections()[-1].correction_id)
    assert counts(replay(desk.store, Settings())) == (1, 0, 0, 0, 0)
    desk.say("a.txt", "reject")
    assert [one.action for one in (case.correction for case in store_cases(desk))] == ["reject"]


def store_cases(desk):
    from litrex.store.cases import cases

    return cases(desk.store.standing(desk.ids["a.txt"]))


def test_a_reading_that_got_worse_is_lost_and_one_that_got_better_gained(desk, texts) -> None:
    """Earlier readings of the database stand for an earlier program."""
    right = extract_bytes(texts("zh").encode(), source="a.txt")
    wrong = right.model_copy(deep=True)
    wrong.records[0].n_patients, wrong.records[0].n_female = 99, 5
    wrong.records[0].evidence["n_female"] = wrong.records[0].evidence["n_patients"]
    desk.ids["a.txt"] = right.document.document_id
    desk.store.save(wrong, replace(desk.run, version_key="older"))
    desk.say("a.txt", "set", "n_patients", 12)
    desk.say("a.txt", "accept", "n_female")
    done = replay(desk.store, Settings())
    assert counts(done) == (2, 1, 1, 1, 1)
    assert ([one.path for one in done.gained], [one.path for one in done.lost]) == (["n_patients"], ["n_female"])
    desk.store.save(right, replace(desk.run, version_key="newer"))  # what was right once and is lost stays lost
    assert [one.path for one in replay(desk.store, Settings()).lost] == ["n_female"]


def test_the_file_is_read_where_it_lies_unchanged_and_a_lost_one_without_text_is_told(desk, tmp_path: Path) -> None:
    data = "2016年，何某等对12例糖尿病足患者行自体骨髓干细胞移植。".encode("gb18030")
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    told = extract_bytes(data, source="a.txt")
    desk.ids["a.txt"] = told.document.document_id
    desk.store.save(told, desk.run, store.Article(path=str(file)))
    desk.accept_all("a.txt")
    done = replay(desk.store, Settings())
    assert done.cases == done.now > 0
    file.write_bytes(b"something else")  # then the text that is kept is read
    assert replay(desk.store, Settings()) == done
    pdf = told.model_copy(deep=True)
    pdf.document.media_type = "application/pdf"
    pdf.document.document_id = pdf.document.sha256 = "feed" * 4
    for record in pdf.records:
        record.document_id = "feed" * 4
    desk.store.save(pdf, desk.run)
    desk.ids["b.pdf"] = "feed" * 4
    desk.say("b.pdf", "accept")
    assert "its file is not there any more" in replay(desk.store, Settings()).not_run.values()
