"""The geometry of the plots."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litrex.report.plots import NARROW, WIDTH, RatePoint, StudyPoint, rates, sizes, timeline
from litrex.report.words import Both

NUMBERS = st.none() | st.integers(0, 2_000_000)
YEARS = st.none() | st.integers(1900, 2100)


def study(year: int | None = None, n: int | None = None) -> StudyPoint:
    return StudyPoint(Both("甲", "A"), "r1", year, n)


def rate(measure: str, value: float, change: bool = False) -> RatePoint:
    return RatePoint(Both(measure, measure), value, Both("甲", "A"), "r1", change)


@pytest.mark.parametrize(
    ("years", "bars"),
    [
        ([2016, 2018, 2018], [(2016, 1), (2017, 0), (2018, 2)]),
        ([2016, None], [(2016, 1), (None, 1)]),
        ([None, None], [(None, 2)]),
        ([], []),
    ],
)
def test_years_stand_in_order_with_gaps_and_a_place_for_none(years: list[int | None], bars: list[tuple[int | None, int]]) -> None:
    assert [(bar.year, bar.count) for bar in timeline(study(year) for year in years)] == bars


@given(st.lists(YEARS, max_size=60))
def test_bars_stay_on_the_paper(years: list[int | None]) -> None:
    for bar in timeline(study(year) for year in years):
        assert 0 <= bar.x and bar.x + bar.width <= NARROW and bar.y >= 0


@given(st.lists(NUMBERS, max_size=80))
def test_every_known_size_is_a_dot_on_the_paper(numbers: list[int | None]) -> None:
    plot = sizes(study(n=n) for n in numbers)
    assert (len(plot.dots) or sum(int(c.title.en.split()[0]) for c in plot.columns)) == sum(n is not None for n in numbers)
    assert all(0 <= dot.x <= NARROW and 0 <= dot.y <= plot.height for dot in plot.dots)


def test_sizes_stand_by_their_logarithm_and_zero_left_of_one() -> None:
    plot = sizes([study(n=0), study(n=1), study(n=10), study(n=100)])
    zero, one, ten, hundred = (dot.x for dot in plot.dots)
    assert zero < one < ten < hundred
    assert abs((ten - one) - (hundred - ten)) <= 11, "equal factors, equal steps, to the width of a stack"
    assert [tick.label for tick in plot.ticks] == ["1", "10", "100"]


def test_rates_have_a_row_a_measure_the_commonest_first() -> None:
    plot = rates([rate("b", 50), rate("a", 0), rate("b", 100, change=True)])
    assert [line.label.en for line in plot.lines] == ["b", "a"]
    assert [dot.hollow for dot in plot.dots] == [False, True, False]
    assert plot.dots[2].x == plot.ticks[0].at and plot.dots[1].x == plot.ticks[-1].at <= WIDTH


@pytest.mark.parametrize("value", [-5, 130])
def test_what_is_no_share_has_no_dot(value: float) -> None:
    assert rates([rate("a", value)]).dots == []


def test_measures_beyond_the_rows_are_counted_as_left_out() -> None:
    plot = rates([rate(f"m{at}", 10) for at in range(30)])
    assert len(plot.lines) + plot.left_out == 30 and plot.left_out > 0


def test_stacks_too_high_for_dots_become_columns_that_tell_their_studies() -> None:
    plot = sizes([study(n=12) for _ in range(50)] + [study(n=300)])
    assert plot.dots == []
    assert [column.title.en for column in plot.columns] == ["50 × n = 12–12", "1 × n = 300–300"]
    assert all(0 <= column.y and column.y + column.height <= plot.height for column in plot.columns)
