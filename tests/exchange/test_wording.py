"""Values in words."""

from __future__ import annotations

import pytest

from litrex.exchange.phrases import phrases
from litrex.exchange.wording import Words, number
from litrex.schema.record import Age, Dose, FollowUp, Outcome

ZH, EN = Words("zh"), Words("en")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0, "0"),
        (-0.5, "-0.5"),
        (92.5, "92.5"),
        (0.0004, "0.0004"),
        (999999, "999999"),
        (1e6, "1×10⁶"),
        (2.5e-7 * 1e14, "2.5×10⁷"),
        (1e12, "1×10¹²"),
    ],
)
def test_numbers_read_as_in_an_article(value: float, told: str) -> None:
    assert number(value) == told


@pytest.mark.parametrize(
    ("told", "zh", "en"),
    [
        ({"measure": "overall_survival", "value": 92.5, "unit": "%"}, "overall survival 92.5%", "overall survival 92.5%"),
        ({"measure": "crp", "direction": "decrease"}, "crp 下降", "crp decreased"),
        ({"measure": "relapse", "value": 0}, "relapse 0", "relapse 0"),
        ({"measure": "relapse", "n": 0, "denominator": 9}, "relapse（0/9）", "relapse (0/9)"),
        ({"measure": "gain", "value": 5, "upper": 7, "unit": "letters", "comparator": ">"},
         "gain >5–7 个字母", "gain >5–7 letters"),
        ({"measure": "score", "value": 3, "sd": 0.5, "timepoint": {"value": 1, "unit": "mo"}},
         "score 3±0.5（1 个月）", "score 3±0.5 (1 month)"),
        ({"measure": "os", "kind": "hazard_ratio", "value": 0.7, "arm": "A"}, "os 风险比 0.7（A）", "os hazard ratio 0.7 (A)"),
        ({"measure": "pain", "direction": "improve", "timepoint": "baseline"}, "pain 改善（基线）", "pain improved (baseline)"),
    ],
)  # fmt: skip
def test_an_outcome_is_one_line(told: dict[str, object], zh: str, en: str) -> None:
    outcome = Outcome.model_validate({"id": "o", **told})
    assert (ZH.outcome(outcome), EN.outcome(outcome)) == (zh, en)


@pytest.mark.parametrize(
    ("told", "en"),
    [
        (FollowUp(max=12, unit="mo"), "12 months"),
        (FollowUp(min=3, max=24, unit="mo"), "3–24 months"),
        (FollowUp(min=6, unit="wk"), "≥6 weeks"),
        (FollowUp(median=2.5, unit="a"), "median 2.5 years"),
        (FollowUp(min=0, max=5, mean=2, unit="a"), "0–5, mean 2 years"),
        (FollowUp(unit="a"), ""),
        (Age(max=18), "≤18 years"),
    ],
)
def test_lengths_tell_bounds_then_middle(told: FollowUp | Age, en: str) -> None:
    assert EN.follow_up(told) == en


@pytest.mark.parametrize(
    ("told", "zh", "en"),
    [
        ({"value": 1e6, "unit": "cells/kg"}, "1×10⁶ 个细胞/kg", "1×10⁶ cells/kg"),
        ({"value": 2e7, "upper": 4e7, "unit": "cells", "per": "knee"}, "2×10⁷–4×10⁷ 个细胞/膝", "2×10⁷–4×10⁷ cells/knee"),
        ({"value": 5, "unit": "IU", "comparator": "~"}, "≈5 IU", "≈5 IU"),
    ],
)
def test_doses_keep_units_that_have_no_words(told: dict[str, object], zh: str, en: str) -> None:
    dose = Dose.model_validate({"id": "d", **told})
    assert (ZH.dose(dose), EN.dose(dose)) == (zh, en)


def test_both_languages_have_the_same_phrases_and_none_is_empty() -> None:
    assert list(phrases("zh")) == list(phrases("en"))
    assert all(phrases("zh").values()) and all(phrases("en").values())
