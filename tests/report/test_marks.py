"""The raw text in pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litrex.report.marks import MarkedText, marked

TEXTS = st.text(max_size=40)
SPANS = st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=8)


def covered(told: MarkedText, span: tuple[int, int]) -> str:
    numbers = set(told.numbers([span]))
    return "".join(piece.text for piece in told.pieces if piece.number in numbers)


@given(TEXTS, SPANS, SPANS)
def test_the_pieces_are_the_text(raw: str, evidence: list[tuple[int, int]], passages: list[tuple[int, int]]) -> None:
    assert "".join(piece.text for piece in marked(raw, evidence, passages).pieces) == raw


@given(TEXTS, SPANS, SPANS)
def test_every_stretch_is_a_run_of_whole_pieces(
    raw: str, evidence: list[tuple[int, int]], passages: list[tuple[int, int]]
) -> None:
    told = marked(raw, evidence, passages)
    for start, end in evidence:
        if 0 <= start < end <= len(raw):
            assert covered(told, (start, end)) == raw[start:end]


@given(TEXTS, SPANS)
def test_numbers_count_the_marked_pieces_in_order(raw: str, evidence: list[tuple[int, int]]) -> None:
    numbers = [piece.number for piece in marked(raw, evidence).pieces if piece.number is not None]
    assert numbers == list(range(len(numbers)))


@pytest.mark.parametrize(
    ("raw", "spans", "pieces"),
    [
        ("纳入40例患者", [(2, 4)], ["40"]),
        ("纳入40例患者", [(2, 4), (2, 5)], ["40", "例"]),
        ("abcdef", [(0, 4), (2, 6)], ["ab", "cd", "ef"]),
        ("abcdef", [(0, 6), (2, 4)], ["ab", "cd", "ef"]),
        ("😀有效率85%🧬好", [(4, 7)], ["85%"]),
        ("𠮷例 40 例", [(3, 5), (0, 1)], ["𠮷", "40"]),
        ("abc", [(1, 1), (2, 9), (-1, 2)], []),
        ("", [(0, 1)], []),
    ],
    ids=["one", "same start", "overlapping", "nested", "emoji before", "astral characters", "empty or outside", "no text"],
)
def test_overlaps_are_split_at_each_others_borders(raw: str, spans: list[tuple[int, int]], pieces: list[str]) -> None:
    assert [piece.text for piece in marked(raw, spans).pieces if piece.number is not None] == pieces


def test_a_passage_alone_is_shaded_not_marked() -> None:
    told = marked("abcdef", [(2, 3)], [(1, 5)])
    assert [(piece.text, piece.number, piece.told) for piece in told.pieces] == [
        ("a", None, False), ("b", None, True), ("c", 0, True), ("de", None, True), ("f", None, False),
    ]  # fmt: skip
