"""Every value of a record leads back to the text that tells it."""

import pytest

from litrex import exchange


@pytest.fixture
def ids(out):
    return [record.record_id for record in exchange.read_records(out / "records.jsonl")]


def test_every_value_is_shown_with_its_sentence_its_rule_and_how_sure(call, ids):
    told = call("explain", ids[0])
    assert told.exit_code == 0
    assert "n_patients · rule: count.patients · 0.90" in told.stdout
    assert "【16例】" in told.stdout and "colitis.txt" in told.stdout


def test_the_beginning_of_an_id_is_enough(call, ids):
    told = call("explain", ids[1][:8])
    assert told.exit_code == 0 and "【22 patients】" in told.stdout


def test_marks_are_where_the_evidence_is(call, ids, articles, out):
    record = exchange.read_records(out / "records.jsonl")[0]
    (start, end) = record.evidence["n_patients"][0]
    raw = articles[0].read_text(encoding="utf-8")
    assert f"【{raw[start:end]}】{raw[end : end + 5]}" in call("explain", ids[0]).stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["zzz"], "there is no record 'zzz'"),
        ([""], "'' begins 2 records"),
        (["abc", "--run", "elsewhere"], "here is no run (no records.jsonl); name the folder of one: --run OUT"),
    ],
)
def test_what_is_no_record_of_the_run_is_told(call, out, args, words):
    told = call("explain", *args)
    assert told.exit_code == 2 and words in told.stderr


def test_a_slip_of_the_pen_is_answered_with_the_nearest_id(call, ids):
    told = call("explain", "x" + ids[0][1:])
    assert told.exit_code == 2 and f"did you mean {ids[0]}?" in told.stderr


def test_an_article_that_moved_is_asked_for_and_then_found(call, ids, articles, tmp_path):
    moved = articles[0].rename(tmp_path / "moved.txt")
    told = call("explain", ids[0])
    assert told.exit_code == 1 and "colitis.txt" in told.stderr and "--article" in told.stderr
    assert "【16例】" in call("explain", ids[0], "--article", moved).stdout


def test_an_article_that_changed_is_not_quoted_from(call, ids, articles):
    articles[0].write_text("2012年，许某等对17例患者输注细胞。", encoding="utf-8")
    told = call("explain", ids[0])
    assert told.exit_code == 1 and "its bytes are others" in told.stderr


def test_a_run_without_its_list_of_documents_is_told(call, ids, out):
    (out / "documents.jsonl").unlink()
    assert "documents.jsonl" in call("explain", ids[0]).stderr


def test_concepts_that_an_ontology_knows_are_shown_with_its_id(call, ids):
    told = call("explain", ids[0]).stdout
    assert "ulcerative_colitis = MONDO:0005101" in told and "umbilical_cord = UBERON:0002331" in told
    assert "intravenous =" not in told
