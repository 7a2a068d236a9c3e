"""Readings in brackets go; every other bracket stays."""

from __future__ import annotations

import pytest

from litrex.text.edits import Signs
from litrex.text.readings import find_readings, plain, reads, strewn

STREWN = Signs(readings=True)


def dropped(text: str, signs: Signs) -> list[str]:
    return [text[edit.start : edit.end] for edit in find_readings(text, signs)]


@pytest.mark.parametrize(
    ("text", "brackets"),
    [
        ("肝細(xì)胞", ["(xì)"]),
        ("系统（tǒng）性", ["（tǒng）"]),
        ("生長(cháng)因子", ["(cháng)"]),
        ("院長(zhǎng)", ["(zhǎng)"]),
        ("音樂(yuè)與快樂(lè)", ["(yuè)", "(lè)"]),
        ("比率(lǜ)和女(nǚ)性", ["(lǜ)", "(nǚ)"]),
        ("关(ɡuān)节", ["(ɡuān)"]),
        ("癥(zhèng)狀", ["(zhèng)"]),
        ("MSC組(zǔ)12例(SLE)", ["(zǔ)"]),
    ],
)
def test_a_reading_with_a_tone_mark_goes_anywhere(text: str, brackets: list[str]) -> None:
    assert dropped(text, Signs()) == brackets


@pytest.mark.parametrize(
    "text",
    [
        "患者(女)",
        "狼疮(SLE)",
        "共(n=30)例",
        "A组(a)",
        "他(he)说",
        "率(e)",
        "组(b)",
        "the liver (he) was",
        "F(xiàn)",
        "细胞(tǒng)",
        "肝(gan)",
        "male (nán)",
    ],
)
def test_other_brackets_stay(text: str) -> None:
    assert dropped(text, Signs()) == []


@pytest.mark.parametrize(("text", "brackets"), [("患者們(men)的(de)病", ["(men)", "(de)"]), ("组(a)与他(he)", []), ("率(e)", [])])
def test_without_a_tone_mark_a_reading_goes_only_where_readings_are_strewn(text: str, brackets: list[str]) -> None:
    assert dropped(text, STREWN) == brackets
    assert dropped(text, Signs()) == []


@pytest.mark.parametrize(
    ("text", "is_strewn"),
    [
        ("細(xì)胞個(gè)體系統(tǒng)", True),
        ("系(xi)统(tong)" * 12, False),
        ("他(he)组(a)率(e)", False),
        ("cells (he) were", False),
        ("", False),
    ],
)
def test_a_document_is_strewn_with_readings_by_three_marked_ones(text: str, is_strewn: bool) -> None:
    assert strewn(text) is is_strewn


def test_a_reading_is_known_in_both_scripts_whatever_its_tone() -> None:
    assert reads("长", "cháng") and reads("長", "zhǎng") and reads("一", "yì") and plain("lǘ") == "lv"
    assert not reads("长", "kuài")
    assert not reads("a", "a")
