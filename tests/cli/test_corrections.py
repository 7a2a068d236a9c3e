"""What people corrected, from the command line."""

import json
import uuid
from datetime import UTC, datetime

import pytest

from litrex import store
from litrex.extraction import extract_bytes
from litrex.schema.correction import Correction

ZH = "2016年，何某等对12例糖尿病足患者行自体骨髓干细胞移植，随访6个月，步态优良度改善。\n"


@pytest.fixture
def say(tmp_path):
    (tmp_path / "out").mkdir()
    told = extract_bytes(ZH.encode(), source="a.txt")
    with store.open(str(tmp_path / "out" / "litrex.db")) as kept:
        kept.save(told, kept.begin())

        def said(action: str, path: str = "", new: object = None, words: str = "") -> None:
            at = ZH.index(words)
            kept.correct(
                Correction(
                    correction_id=uuid.uuid4().hex,
                    at=datetime.now(UTC),
                    by="li",
                    document_id=told.document.document_id,
                    record_id=told.records[0].record_id,
                    path=path,
                    action=action,
                    new=new,
                    evidence=[(at, at + len(words))] if words else [],
                    seen_version=kept.merged(told.document.document_id).version,
                )
            )

        yield said


def test_reviewed_documents_become_gold_that_evaluate_measures_on(call, say, tmp_path):
    say("accept")
    told = call("corrections", "export", "--as", "gold", "--to", "to")
    assert (told.exit_code, told.stdout) == (0, "to: 1 document as gold\n"), told.stderr
    measured = call("evaluate", "--gold", "to/gold", "--articles", "to/docs")
    assert measured.exit_code == 0 and "not run" not in measured.stdout and "1.000" in measured.stdout
    told = call("corrections", "export", "--as", "training", "--to", "to")
    assert told.stdout == "to/examples.jsonl: 1 passages\n"
    assert json.loads((tmp_path / "to" / "examples.jsonl").read_text(encoding="utf-8"))["text"] in ZH


@pytest.mark.parametrize(
    ("form", "code", "message"),
    [
        ("gold", 2, "no document is wholly reviewed"),
        ("training", 2, "no record is reviewed yet"),
        ("conll", 2, "say gold or training"),
    ],
)
def test_there_is_nothing_to_export_before_a_review(call, say, form, code, message):
    told = call("corrections", "export", "--as", form, "--to", "to")
    assert told.exit_code == code and message in told.stderr and "Traceback" not in told.stderr


def test_terms_are_suggested_accepted_and_then_known(call, say, tmp_path):
    say("add", "outcomes", {"measure": "gait_quality", "direction": "improve"}, "步态优良度")
    assert call("corrections", "suggest-terms").stdout == "0 suggestions\n"
    shown = call("corrections", "suggest-terms", "--least", "1").stdout
    ident = shown.split()[0]
    assert "measures.tsv  1 times in 1 document, a new term" in shown and "【步态优良度】" in shown
    assert "no folder is named" in call("corrections", "suggest-terms", "--accept", ident).stderr
    assert "there is no suggestion" in call("corrections", "suggest-terms", "--accept", "nope", "--to", "terms").stderr
    assert call("corrections", "replay").stdout.startswith("0 of 1 (0.0%) right by themselves now")
    assert call("corrections", "suggest-terms", "--accept", ident, "--to", "terms").exit_code == 0
    told = call("corrections", "replay", "--lexicon", "terms")
    assert told.exit_code == 0 and "gained: a.txt" in told.stdout and "1 gained" in told.stdout


def test_replay_ends_with_one_where_something_fell(call, say, tmp_path):
    assert call("corrections", "replay").stdout == "there are no corrections to replay\n"
    say("accept", "n_patients")
    assert call("corrections", "replay").exit_code == 0
    (tmp_path / "renamed").mkdir()
    (tmp_path / "renamed" / "conditions.tsv").write_text("id\ten\tzh\nfoot_trouble\t\t糖尿病足\n", encoding="utf-8")
    say("accept", "")
    told = call("corrections", "replay", "--lexicon", "renamed")
    assert told.exit_code == 1 and "lost: a.txt" in told.stdout and "populations/" in told.stdout
