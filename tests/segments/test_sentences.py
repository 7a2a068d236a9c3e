"""Sentences end where a reader would say so."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litrex.segments import clauses, sentences
from litrex.text import fold

CASES = Path(__file__).parents[1] / "cases" / "text_sentences.tsv"
with CASES.open(encoding="utf-8") as lines:
    MARKED = [row["marked"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize("marked", MARKED)
def test_sentences_end_at_the_marks(marked: str) -> None:
    text = marked.replace("‖", "")
    assert [text[s.start : s.end] for s in sentences(fold(text))] == [part.strip() for part in marked.split("‖")]


PIECES = st.sampled_from(
    [
        "。",
        ".",
        "?",
        "!",
        "…",
        "...",
        " ",
        "\n\n",
        "患者",
        "Smith et al.",
        "1.5",
        "[12]",
        "(",
        ")",
        "”",
        "The",
        "fig.",
        "P<.05",
        "①",
        "",
        "J.",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_sentences_cover_all_but_white_space_in_order(text: str) -> None:
    covered, end = "", 0
    for span in sentences(text):
        assert span.start >= end and not text[end : span.start].strip()
        assert text[span.start : span.end].strip() == text[span.start : span.end] != ""
        covered, end = covered + text[span.start : span.end], span.end
    assert not text[end:].strip()
    assert "".join(covered.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("A组12例,B组13例;均存活", [("A组12例", ","), ("B组13例", ";"), ("均存活", "")]),
        ("有效率(男60%,女40%)升高", [("有效率(男60%,女40%)升高", "")]),
        ("1,200 patients, 30 centers", [("1,200 patients", ","), ("30 centers", "")]),
        ("pain fell; function, too", [("pain fell", ";"), ("function", ","), ("too", "")]),
        ("a (b, c", [("a (b", ","), ("c", "")]),
        ("甲、乙、丙", [("甲、乙、丙", "")]),
        ("12,13例", [("12", ","), ("13例", "")]),
        ("", []),
        (",,", []),
    ],
)
def test_clauses_end_at_commas_and_semicolons_outside_brackets_and_numbers(text: str, parts: list[tuple[str, str]]) -> None:
    assert [(text[c.start : c.end], c.closer) for c in clauses(text, 0, len(text))] == parts


def test_clauses_stay_inside_the_stretch_asked_for() -> None:
    text = "甲,乙。丙,丁。"
    assert [(c.start, c.end) for c in clauses(text, 4, 8)] == [(4, 5), (6, 8)]
