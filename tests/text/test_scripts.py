"""Folding keeps every character in its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litrex.text import fold, simplify


@settings(deadline=None)  # the first example loads the converter
@given(st.text(max_size=80))
def test_folding_never_changes_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(simplify(text)) == len(text)


@settings(deadline=None)  # the first example loads the converter
@given(st.text(alphabet=st.sampled_from("患者治疗細胞臺灣後裏乾幹癥（），：；％ abcXYZ0123⁶×-–~～"), max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("幹細胞與臨牀癥狀", "干细胞与临床症状"),
        ("乾燥綜合徵、痲痺", "干燥综合征、痲痹"),
        ("（３～５）％，Ｐ＜０．０５；", "(3~5)%,P<0.05;"),
        ("1×10⁶ ①②Ⅱ期", "1×10⁶ ①②Ⅱ期"),
        ("Crohn’s – 3\u00a0mg", "Crohn's - 3 mg"),
        ("≧18µg", "≥18μg"),
        ("plain ASCII, 5-10 (n=3)", "plain ASCII, 5-10 (n=3)"),
        ("“引号”。、", "“引号”。、"),
    ],
)
def test_folding_gives_the_plain_form(text: str, folded: str) -> None:
    assert fold(text) == folded
