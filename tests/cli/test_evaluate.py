"""The commands that measure: what they print, what they refuse, and how they end."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from litrex.cli import app

ROOT = Path(__file__).parents[2]
TEXT = "2016年李某等对12例糖尿病足患者行自体骨髓干细胞移植，随访6个月。\n"
RECORD = {
    "key": "N1", "origin": "narrative", "quote": "2016年李某等", "citation": {"authors": ["李"], "year": 2016}, "n_patients": 12,
    "populations": [{"condition": "diabetic_foot", "species": "human", "text": "糖尿病足"}],
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("annotations/gold", "corpus/articles", "library"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "corpus/articles/foot.zh-Hans.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "annotations/gold/foot.zh-Hans.json").write_text(json.dumps({"records": [RECORD]}), encoding="utf-8")
    for name in ("LITREX_ARTICLES", "LITREX_DEV_SET", "LITREX_CORPORA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def placed(project: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((ROOT / "tests/cases/placed_gold.json").read_text(encoding="utf-8"))
    (project / "annotations/gold/small.zh-Hant.json").write_text(json.dumps(told["gold"]), encoding="utf-8")
    return told


def run(*args: str) -> tuple[int, str]:
    told = CliRunner().invoke(app, list(args))
    return told.exit_code, told.output


def test_scores_are_printed_by_group_and_slot(project: Path) -> None:
    code, text = run("evaluate")
    assert code == 0
    assert "own" in text and "n_patients" in text


def test_a_missing_article_is_not_run_and_not_passed(placed: dict[str, Any]) -> None:
    code, text = run("evaluate", "--altered", "2")
    assert code == 0
    assert "not run: small.zh-Hant (article)" in text
    assert "not run: no document whose gold holds positions" in text


def test_a_missing_article_is_an_error_where_it_is_required(placed: dict[str, Any]) -> None:
    code, text = run("evaluate", "--require-article")
    assert code == 2
    assert "small.zh-Hant" in text and "--articles" in text


def test_an_article_is_found_in_a_folder_that_is_named(placed: dict[str, Any], project: Path) -> None:
    (project / "library/x.txt").write_bytes(placed["raw"].encode())
    code, text = run("evaluate", "--articles", "library", "--require-article", "--altered", "2", "--errors")
    assert code == 0
    assert "not run" not in text
    assert "2 altered copies: mean" in text


def test_floors_are_written_when_asked_and_hold_from_then_on(project: Path) -> None:
    path = project / "annotations/floors.json"
    assert run("evaluate")[0] == 0 and not path.exists()
    assert run("evaluate", "--update-floors")[0] == 0
    held = json.loads(path.read_text(encoding="utf-8"))
    held["floors"]["own"]["zh"]["facts"] = 1.1
    path.write_text(json.dumps(held), encoding="utf-8")
    code, text = run("evaluate")
    assert code == 1
    assert "own zh facts" in text and "under its floor 1.100" in text


def test_floors_are_lowered_with_a_reason_alone(project: Path) -> None:
    path = project / "annotations/floors.json"
    path.write_text(json.dumps({"floors": {"own": {"zh": {"facts": 1.1}}}, "gold_digests": {}}), encoding="utf-8")
    assert run("evaluate", "--lower-floors", " ")[0] == 2
    assert run("evaluate", "--update-floors")[0] == 1
    assert run("evaluate", "--lower-floors", "the gold was corrected")[0] == 0
    assert json.loads(path.read_text(encoding="utf-8"))["lowered"][0]["reason"] == "the gold was corrected"


def test_another_gold_is_told(project: Path) -> None:
    run("evaluate", "--update-floors")
    gold = {"records": [{**RECORD, "n_patients": 13}]}
    (project / "annotations/gold/foot.zh-Hans.json").write_text(json.dumps(gold), encoding="utf-8")
    code, text = run("evaluate")
    assert code == 1 and "the gold of own is not the one" in text
    assert run("evaluate", "--lower-floors", "the gold was corrected")[0] == 1
    assert run("evaluate", "--update-floors")[0] == 0
    assert run("evaluate")[0] == 0


def test_the_gold_of_an_article_is_the_same_whether_or_not_the_article_is_at_hand(placed: dict[str, Any], project: Path) -> None:
    assert run("evaluate", "--update-floors")[0] == 0
    (project / "library/x.txt").write_bytes(placed["raw"].encode())
    code, text = run("evaluate", "--articles", "library", "--require-article")
    assert code == 0 and "is not the one" not in text
    assert run("evaluate", "--articles", "library", "--update-floors")[0] == 0
    (project / "library/x.txt").unlink()
    code, text = run("evaluate")
    assert code == 0 and "not run: small.zh-Hant" in text and "is not the one" not in text
    placed["gold"]["records"][0]["n_patients"] = 9
    (project / "annotations/gold/small.zh-Hant.json").write_text(json.dumps(placed["gold"]), encoding="utf-8")
    assert run("evaluate")[0] == 1


def test_the_report_is_one_page_with_the_misses_in_their_places(project: Path) -> None:
    gold = {"records": [{**RECORD, "outcomes": [{"measure": "amputation", "direction": "decrease", "surface": "<b>移植"}]}]}
    (project / "annotations/gold/foot.zh-Hans.json").write_text(json.dumps(gold), encoding="utf-8")
    code, text = run("evaluate", "--out", "out")
    page = (project / "out/evaluation.html").read_text(encoding="utf-8")
    assert code == 0 and "evaluation.html" in text
    assert "amputation decrease" in page and "measure not found" in page and "<mark>" in page
    assert "http" not in page


def test_the_closed_half_is_shown_in_totals_alone(project: Path) -> None:
    for folder in ("docs", "gold"):
        (project / "annotations/dev" / folder).mkdir(parents=True)
    (project / "annotations/dev/docs/secret.zh-Hans.txt").write_text(TEXT, encoding="utf-8")
    gold = {"records": [{**RECORD, "n_patients": 77}]}
    (project / "annotations/dev/gold/secret.zh-Hans.json").write_text(json.dumps(gold), encoding="utf-8")
    _, text = run("evaluate", "--errors", "--out", "out")
    page = (project / "out/evaluation.html").read_text(encoding="utf-8")
    assert "dev-closed" in text and "dev-closed" in page
    assert "secret" not in text and "secret" not in page and "77" not in text


def test_a_folder_without_gold_is_wrong_use(tmp_path: Path) -> None:
    assert run("evaluate", "--gold", str(tmp_path / "none"))[0] == 2


def lines(*records: dict[str, Any]) -> str:
    base = {"study_id": "s", "document_id": "d", "origin": "narrative", "anchor": {"spans": [[1, 9]]}}
    return "".join(json.dumps({**base, **record}) + "\n" for record in records)


@pytest.fixture
def runs(tmp_path: Path) -> tuple[str, str]:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (one / "records.jsonl").write_text(
        lines({"record_id": "a", "n_patients": 20}, {"record_id": "b", "n_male": 3}), encoding="utf-8"
    )
    (other / "records.jsonl").write_text(lines({"record_id": "a", "n_patients": 0}), encoding="utf-8")
    return str(one), str(other)


def test_a_diff_tells_values_and_records(runs: tuple[str, str]) -> None:
    code, text = run("diff", *runs)
    assert code == 0
    assert "records: 0 gained, 1 lost" in text and "values: 0 gained, 0 lost, 1 altered" in text


def test_a_diff_in_json_is_whole(runs: tuple[str, str]) -> None:
    told = json.loads(run("diff", *runs, "--json")[1])
    assert told["lost"] == ["d 1–9"]
    assert [(one["slot"], one["old"], one["new"]) for one in told["values"]] == [("n_patients", 20.0, 0.0)]


def test_a_run_against_itself_differs_in_nothing(runs: tuple[str, str]) -> None:
    assert "records: 0 gained, 0 lost" in run("diff", runs[0], runs[0])[1]


def test_a_folder_that_is_no_run_is_wrong_use(tmp_path: Path) -> None:
    code, text = run("diff", str(tmp_path), str(tmp_path))
    assert code == 2 and "records.jsonl" in text


@pytest.fixture
def sampled(project: Path) -> Path:
    """A project with one open article that alone has a term of a lexicon of its own, and a corpus without it."""
    for folder in ("annotations/dev/docs", "annotations/dev/gold", "words", "corpora"):
        (project / folder).mkdir(parents=True)
    name = "ulcerative-colitis-msc.en"
    (project / f"annotations/dev/docs/{name}.txt").write_text("The glow index rose in the patients.\n", encoding="utf-8")
    (project / f"annotations/dev/gold/{name}.json").write_text(json.dumps({"records": []}), encoding="utf-8")
    (project / "words/measures.tsv").write_text("id\ten\tzh\nglow_index\tglow index\t微光指数\n", encoding="utf-8")
    corpus(project, "The patients were seen; outcomes and results rose.")
    return project


def corpus(project: Path, text: str) -> None:
    (project / "corpora/plain.txt.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


REPORT = ("evaluate", "--lexicon-report", "--set", "lexicon_dirs=words")


def test_a_term_of_one_article_alone_needs_a_reason(sampled: Path) -> None:
    code, text = run(*REPORT, "--set", "corpora=corpora")
    assert code == 1
    assert "glow_index" in text and "none told" in text and "1 have no reason" in text
    reasons = "kind\tid\tterm\treason\nmeasures\tglow_index\tglow index\ta made-up one\n"
    (sampled / "annotations/lexicon_reasons.tsv").write_text(reasons, encoding="utf-8")
    code, text = run(*REPORT, "--set", "corpora=corpora")
    assert code == 0
    assert "a made-up one" in text and "no reason" not in text


def test_a_term_that_a_corpus_has_is_not_reported(sampled: Path) -> None:
    corpus(sampled, "微光指数与患者的结果升高：outcomes in the patients rose.")
    code, text = run(*REPORT, "--set", "corpora=corpora")
    assert code == 0
    assert "glow_index" not in text


def test_without_corpora_the_report_is_not_run_and_not_passed(sampled: Path) -> None:
    code, text = run(*REPORT)
    assert code == 0
    assert "not run" in text and "LITREX_CORPORA" in text and "glow_index" not in text
