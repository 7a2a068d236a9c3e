"""Words that people keep marking for a concept become lines of a lexicon."""

from __future__ import annotations

from pathlib import Path

import pytest

from litrex import extract_bytes, lexicons
from litrex.errors import LexiconError, UsageError
from litrex.exchange.corrected import accept, suggestions
from litrex.settings import Settings


def found(desk, least: int = 2, dirs: tuple[str, ...] = ()):
    every = [(one, desk.store.load(ident).raw) for ident in desk.store.documents() for one in desk.store.standing(ident)]
    return suggestions(every, lexicons.load(dirs), least)


ZH = "2016年，何某等对{n}例糖尿病足患者行自体骨髓干细胞移植，随访6个月，步态优良度改善。\n"
EN = "In {y}, Novak et al. treated 22 patients with type 2 diabetes; HbA1c decreased and zest for life improved.\n"


@pytest.mark.parametrize(
    ("template", "words", "line"),
    [(ZH, "步态优良度", "gait_quality\t\t步态优良度"), (EN, "zest for life", "gait_quality\tzest for life\t")],
)
def test_words_marked_twice_are_suggested_with_counts_and_contexts(desk, template, words, line) -> None:
    for n in (2011, 2012):
        desk.put(f"{n}.txt", template.format(n=n - 2000, y=n))
        desk.say(f"{n}.txt", "add", "outcomes", {"measure": "gait_quality", "direction": "improve"}, words=words)
    (one,) = found(desk)
    assert (one.kind, one.count, one.documents, one.known, one.line) == ("measures", 2, 2, False, line)
    assert all(f"【{words}】" in context for context in one.contexts) and len(one.contexts) >= 1
    assert found(desk, least=3) == []


@pytest.mark.parametrize(
    ("new", "words", "why"),
    [
        ({"measure": "wound_healing"}, "溃疡愈合率", "the lexicon knows it"),
        ({"measure": "gait_quality"}, "随访6个月，步态优良度改善。\n", "it is a sentence"),
        ({"measure": "gait_quality"}, ("患者行自体骨髓干细胞移植，随访6个月，步态优良度改善" * 3)[:61], "it is too long"),
    ],
)
def test_known_names_and_sentences_are_no_suggestions(desk, new, words, why) -> None:
    desk.put("a.txt", ZH.format(n=12) + "\n溃疡愈合率为75%。" + words)
    desk.say("a.txt", "add", "outcomes", new, words=words)
    assert found(desk, least=1) == [], why


def test_taken_back_rejected_and_accepted_values_suggest_nothing(desk) -> None:
    desk.put("a.txt", ZH.format(n=12))
    desk.say("a.txt", "add", "outcomes", {"measure": "gait_quality"}, words="步态优良度")
    last = desk.store.corrections()[-1]
    desk.say("a.txt", "undo", new=last.correction_id)
    desk.say("a.txt", "accept")
    assert found(desk, least=1) == []


def test_what_is_accepted_is_found_by_the_next_reading(desk, tmp_path: Path) -> None:
    desk.put("a.txt", ZH.format(n=12))
    desk.say("a.txt", "add", "outcomes", {"measure": "gait_quality", "direction": "improve"}, words="步态优良度")
    terms = tmp_path / "terms"
    for _ in range(2):  # again changes nothing
        assert accept(found(desk, least=1), terms) == [terms / "measures.tsv"]
        assert (terms / "measures.tsv").read_text(encoding="utf-8") == "id\ten\tzh\ngait_quality\t\t步态优良度\n"
    told = extract_bytes(ZH.format(n=12).encode(), source="a.txt", settings=Settings(lexicon_dirs=(str(terms),)))
    assert "gait_quality" in [one.measure for one in told.records[0].outcomes]
    assert found(desk, least=1, dirs=(str(terms),)) == []


def test_a_name_goes_to_the_line_of_its_term_and_what_is_there_stays(desk, tmp_path: Path) -> None:
    desk.put("a.txt", ZH.format(n=12))
    desk.say("a.txt", "add", "outcomes", {"measure": "gait_quality"}, words="步态优良度")
    (tmp_path / "measures.tsv").write_text("# ours\nid\tabbr\ten\tzh\ngait_quality\tGQ\tgait quality\n", encoding="utf-8")
    accept(found(desk, least=1), tmp_path)
    told = (tmp_path / "measures.tsv").read_text(encoding="utf-8")
    assert told == "# ours\nid\tabbr\ten\tzh\ngait_quality\tGQ\tgait quality\t步态优良度\n"


def test_a_name_of_another_term_is_refused_and_a_broken_lexicon_is_told(desk, tmp_path: Path) -> None:
    desk.put("a.txt", ZH.format(n=12))
    desk.say("a.txt", "add", "outcomes", {"measure": "gait_quality"}, words="步态优良度")
    own = tmp_path / "measures.tsv"
    own.write_text("id\ten\tzh\nwalking\t\t步态优良度\n", encoding="utf-8")
    with pytest.raises(UsageError, match="is already a name of 'walking'"):
        accept(found(desk, least=1), tmp_path)
    assert own.read_text(encoding="utf-8") == "id\ten\tzh\nwalking\t\t步态优良度\n"
    own.write_text("name\tzh\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"measures\.tsv:1"):
        accept(found(desk, least=1), tmp_path)
