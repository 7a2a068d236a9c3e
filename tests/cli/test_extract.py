"""One article onto the terminal."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from litrex.schema.record import StudyRecord

ROOT = Path(__file__).parents[2]


def test_json_lines_are_records_of_the_contract(call, articles):
    for article, patients in zip(articles, (16, 22), strict=True):
        told = call("extract", article, "--json")
        assert told.exit_code == 0
        assert [StudyRecord.model_validate_json(line).n_patients for line in told.stdout.splitlines()] == [patients]


def test_the_table_speaks_the_language_of_the_article_or_the_one_asked_for(call, articles):
    zh, en = articles
    assert "溃疡性结肠炎" in call("extract", zh).stdout
    assert "ulcerative colitis" in call("extract", zh, "--lang", "en").stdout
    assert "HbA1c" in call("extract", en).stdout
    assert "糖尿病" in call("extract", en, "--lang", "zh").stdout


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("9 女", "7 男", "平均 46 岁")), ("en", ("9 female", "7 male", "mean 46 years"))]
)
def test_sex_and_age_are_shown(call, tmp_path, lang, words):
    text = "2012年，许某等对16例溃疡性结肠炎患者（男7例，女9例，平均年龄46岁）静脉输注脐带间充质干细胞。\n"
    (tmp_path / "colitis.txt").write_text(text, encoding="utf-8")
    told = call("extract", "colitis.txt", "--lang", lang).stdout
    assert [one for one in words if one not in told] == []


def test_lexicons_of_ones_own_lie_over_ours(call, tmp_path):
    for folder, name in (("one", "balance index"), ("other", "平衡指数")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "measures.tsv").write_text(f"id\ten\tzh\nbalance_{folder}\t{name}\t\n", encoding="utf-8")
    text = "In 2009, Novak et al. treated 22 patients with type 2 diabetes; the balance index decreased at 12 months.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert "balance_one" not in call("extract", "a.txt", "--json").stdout
    assert "balance_one" in call("extract", "a.txt", "--json", "--lexicon", "one").stdout
    assert "balance_one" in call("extract", "a.txt", "--json", "--lexicon", "one", "--lexicon", "other").stdout
    assert "balance_one" not in call("extract", "a.txt", "--json", "--set", "lexicon_dirs=one", "--lexicon", "other").stdout


def test_nothing_found_says_why(call, tmp_path):
    (tmp_path / "note.txt").write_text("今天天气很好，适合散步。", encoding="utf-8")
    told = call("extract", "note.txt")
    assert told.exit_code == 0 and "0 records" in told.stdout and "no number is told" in told.stdout


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["nowhere.txt"], 1, "litrex: nowhere.txt: there is no such file; check the path\n"),
        (["."], 1, "litrex: .: this is a folder"),
        (["colitis.txt", "--lang", "fr"], 2, "litrex: --lang: there is no language 'fr'; say zh or en\n"),
        (["colitis.txt", "--set", "shards=1"], 2, "did you mean shard_bytes?"),
        (["colitis.txt", "--set", "max_document_chars=3"], 1, "more than max_document_chars = 3"),
        (["colitis.txt", "--set", "lexicon_dirs=terms"], 2, "there is no folder 'terms'"),
        (["colitis.txt", "--lexicon", "terms"], 2, "litrex: --lexicon: there is no folder 'terms'; check the path\n"),
    ],
)
def test_what_goes_wrong_is_one_line_and_an_exit_code(call, articles, args, code, words):
    told = call("extract", *args)
    assert told.exit_code == code and words in told.stderr and told.stderr.count("\n") == 1


def test_a_line_of_a_lexicon_that_is_wrong_is_wrong_use(call, articles, tmp_path):
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "conditions.tsv").write_text("id\ten\tzh\nx\ty\tz\tw\n", encoding="utf-8")
    told = call("extract", "colitis.txt", "--set", "lexicon_dirs=terms")
    assert told.exit_code == 2 and "conditions.tsv:2" in told.stderr


def test_debug_shows_where_an_error_arose(call):
    told = call("extract", "nowhere.txt", "--debug")
    assert type(told.exception).__name__ == "DocumentError"


def test_a_fault_of_ours_is_one_line_too(call, articles, monkeypatch):
    def failing(*_):
        raise ZeroDivisionError("float\n  division by zero")

    monkeypatch.setattr("litrex.extraction.extract_document", failing)
    told = call("extract", "colitis.txt")
    assert told.exit_code == 3 and told.stderr.count("\n") == 1
    assert told.stderr.startswith("litrex: a fault of ours (ZeroDivisionError: float division by zero)")
    assert isinstance(call("extract", "colitis.txt", "--debug").exception, ZeroDivisionError)


def test_a_reader_that_has_seen_enough_is_no_error(articles):
    article = ROOT / "corpus" / "articles" / "lupus-cell-therapy.en.md"
    program = f"{sys.executable} -m litrex extract {article} --json | head -c 10; exit ${{PIPESTATUS[0]}}"
    told = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=False, env=_environment())
    assert (told.returncode, told.stdout, told.stderr) == (0, '{"schema_v', "")


@pytest.mark.parametrize("article", ["lupus-cell-therapy.zh-Hant.txt", "heart-failure-cells.en.txt"])
def test_the_order_of_hashes_changes_no_byte(article):
    command = [sys.executable, "-m", "litrex", "extract", str(ROOT / "corpus" / "articles" / article), "--json"]
    first, second = (
        subprocess.run(command, capture_output=True, check=True, env={**_environment(), "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    )
    assert first == second and json.loads(first.splitlines()[0])["record_id"]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "pipeline")}
