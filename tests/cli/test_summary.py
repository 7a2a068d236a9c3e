"""The screen after a run."""

from pathlib import Path

import pytest

from litrex.cli.summary import LISTED, nothing_why, shared_folder, show
from litrex.extraction import extract, extract_bytes
from litrex.flows import RunResult, SetAside


def shown(result: RunResult, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", "250")
    show(result, Path("out"))
    return capsys.readouterr().out


def test_each_document_has_a_line_and_all_have_a_sum(articles, capsys, monkeypatch):
    told = shown(RunResult(tuple(extract(path) for path in articles), ()), capsys, monkeypatch)
    assert "colitis.txt" in told and "diabetes.txt" in told
    assert "2 documents, 2 records, 0 set aside" in told and "set aside  reason" not in told


def test_a_rest_is_told_only_where_there_is_one(capsys, monkeypatch):
    page = "<html><body><p>2012年，许某等治疗16例患者。</p></body></html>"
    plain, markup = (extract_bytes(text.encode(), source="a") for text in ("2012年，许某等治疗16例患者。", page))
    assert "all 17 characters read" in shown(RunResult((plain,), ()), capsys, monkeypatch)
    assert "characters read, the rest is markup and furniture" in shown(RunResult((markup,), ()), capsys, monkeypatch)
    assert "characters" not in shown(RunResult((), ()), capsys, monkeypatch)


def test_what_is_set_aside_is_listed_with_reason_and_remedy(capsys, monkeypatch):
    told = shown(RunResult((), (SetAside("in/[a].pdf", "this is a PDF", "convert it"),)), capsys, monkeypatch)
    assert all(words in told for words in ("in/[a].pdf", "this is a PDF", "convert it", "0 documents, 0 records, 1 set aside"))


def test_a_large_batch_is_told_in_its_sum(capsys, monkeypatch):
    many = tuple(extract_bytes(f"note {i}".encode(), source=f"in/{i:03}.txt") for i in range(LISTED + 5))
    aside = tuple(SetAside(f"{i}", "", "") for i in range(LISTED + 2))
    told = shown(RunResult(many, aside), capsys, monkeypatch)
    assert "in all, with 5 more" in told and "and 2 more" in told and "039.txt" in told and "040.txt" not in told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("没有数字的一段话。", ["no number is told"]),
        ("本院共有500张床位。", ["no study is told"]),
        ("2012年，许某等对16例溃疡性结肠炎患者静脉输注脐带间充质干细胞。", []),
    ],
)
def test_an_empty_result_says_at_which_step(text, why):
    assert nothing_why(extract_bytes(text.encode(), source="a.txt")) == why


@pytest.mark.parametrize(
    ("sources", "folder"),
    [([], ""), (["a.txt"], ""), (["/in/a.txt", "b.txt"], ""), (["/in/a.txt", "/in/x/b.txt"], "/in/"), (["/a.txt", "/b.txt"], "")],
)
def test_only_a_folder_that_all_share_is_left_out(sources, folder):
    assert shared_folder(sources) == folder
