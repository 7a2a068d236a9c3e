"""Tables are grids."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from litrex.schema.document import CleanText
from litrex.segments import split

TableOf = Callable[..., CleanText]


def grid(clean: CleanText) -> list[list[str]]:
    rows = split(clean).tables[0].rows
    return [[clean.text[c.start : c.end] + ("*" if c.repeated else "") for c in row] for row in rows]


def test_a_cell_that_spans_stands_at_each_of_its_places(table_of: TableOf) -> None:
    clean = table_of((0, 0, "组", 2, 1), (0, 1, "结局", 1, 2), (1, 1, "前"), (1, 2, "后"), (2, 0, "甲"), (2, 1, "1"), (2, 2, "2"))
    assert grid(clean) == [["组", "结局", "结局*"], ["组*", "前", "后"], ["甲", "1", "2"]]
    assert split(clean).tables[0].width == 3


def test_a_short_row_has_fewer_places(table_of: TableOf) -> None:
    assert grid(table_of((0, 0, "a"), (0, 1, "b"), (1, 0, "c"))) == [["a", "b"], ["c"]]


def test_a_cell_keeps_its_place_against_a_span_that_reaches_over_it(table_of: TableOf) -> None:
    assert grid(table_of((0, 0, "a", 1, 3), (0, 1, "b"), (1, 0, "c"))) == [["a", "b", "a*"], ["c"]]


def test_a_span_does_not_reach_below_the_last_row(table_of: TableOf) -> None:
    assert grid(table_of((0, 0, "a", 5, 1), (0, 1, "b"), (1, 1, "c"))) == [["a", "b"], ["a*", "c"]]


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ([(0, 0, "作者", 1, 1, True), (0, 1, "例数", 1, 1, True), (1, 0, "Li"), (1, 1, "30")], 1),
        (
            [
                (0, 0, "组", 2, 1, True),
                (0, 1, "结局", 1, 2, True),
                (1, 1, "前", 1, 1, True),
                (1, 2, "后", 1, 1, True),
                (2, 0, "甲"),
            ],
            2,
        ),
        ([(0, 0, "作者"), (0, 1, "例数"), (1, 0, "Li"), (1, 1, "30")], 1),
        ([(0, 0, "Group", 2, 1), (0, 1, "Outcome", 1, 2), (1, 1, "Before"), (1, 2, "After"), (2, 0, "A"), (2, 1, "3")], 2),
        ([(0, 0, "Li", 1, 1, True), (0, 1, "30"), (1, 0, "Wu", 1, 1, True), (1, 1, "40")], 0),
        ([(0, 0, "Li 2019"), (0, 1, "30 (45%)"), (1, 0, "Wu"), (1, 1, "40")], 0),
        ([(0, 0, "only one row")], 0),
    ],
)
def test_header_rows_are_counted(table_of: TableOf, cells: list[tuple[object, ...]], rows: int) -> None:
    assert split(table_of(*cells)).tables[0].header_rows == rows


def test_captions_and_notes_belong_by_number(text_of: TableOf) -> None:
    clean = text_of(("caption1", "表1 研究"), ("table", ""), ("note1", "RCT,随机对照试验。"), ("caption2", "表2"), ("table", ""))
    first, second = split(clean).tables
    assert [clean.text[a:b] for a, b in (*first.captions, *first.notes)] == ["表1 研究", "RCT,随机对照试验。"]
    assert (first.number, second.number, len(second.captions), second.notes) == (1, 2, 1, ())
