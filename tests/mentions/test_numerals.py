"""Numbers as written, in digits and words of both scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litrex.mentions import numerals

READ = [
    ("12", 12.0),
    ("3.5", 3.5),
    (".05", 0.05),
    ("1,048", 1048.0),
    ("1 048", 1048.0),
    ("12,345,678", 12345678.0),
    ("½", 0.5),
    ("5e6", 5e6),
    ("1.2万", 12000.0),
    ("90万", 900000.0),
    ("3千万", 3e7),
    ("1亿", 1e8),
    ("1 million", 1e6),
    ("2.5 billion", 2.5e9),
    ("二十三", 23.0),
    ("四", 4.0),
    ("两", 2.0),
    ("半", 0.5),
    ("十", 10.0),
    ("十二", 12.0),
    ("一百零五", 105.0),
    ("两百", 200.0),
    ("三千五百", 3500.0),
    ("一万二千", 12000.0),
    ("百余", 100.0),
    ("二十多", 20.0),
    ("二〇一二", 2012.0),
    ("零", 0.0),
    ("0", 0.0),
    ("三分之一", 1 / 3),
    ("百分之六十", 0.6),
    ("九成", 0.9),
    ("六成半", 0.65),
    ("一半", 0.5),
    ("半数", 0.5),
    ("twenty-three", 23.0),
    ("twenty three", 23.0),
    ("a dozen", 12.0),
    ("one hundred and five", 105.0),
    ("Eighteen", 18.0),
    ("zero", 0.0),
    ("half a", 0.5),
    ("two-thirds", 2 / 3),
    ("three quarters", 0.75),
    ("one-third", 1 / 3),
    ("two thousand", 2000.0),
    ("5×10^6", 5e6),
    ("5×10⁶", 5e6),
    ("10^6", 1e6),
    ("1.5x10(7)", 1.5e7),
    ("2 × 10⁸", 2e8),
    ("2×10⁻³", 0.002),
]
UNREAD = [
    "",
    "几",
    "十几",
    "数百",
    "七八",
    "若干",
    "none",
    "tension",
    "several",
    "a",
    "and",
    "IL-6",
    "P",
    "多",
    "twentyish",
    "1.2.3",
    "百分之",
    "分之一",
]


@pytest.mark.parametrize(("text", "number"), READ)
def test_a_number_is_read(text: str, number: float) -> None:
    assert numerals.value(text) == pytest.approx(number)


@pytest.mark.parametrize("text", UNREAD)
def test_what_is_no_number_is_none(text: str) -> None:
    assert numerals.value(text) is None


@given(st.integers(0, 10**9))
def test_digits_read_as_themselves_with_and_without_separators(number: int) -> None:
    assert numerals.value(str(number)) == number
    assert numerals.value(f"{number:,}") == number


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_without_error(text: str) -> None:
    assert isinstance(numerals.value(text), float | None)
