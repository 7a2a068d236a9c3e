"""A passage's language is told by its words, a document's by its prose."""

from __future__ import annotations

import pytest

from litrex.schema.segment import Lang
from litrex.segments import language
from litrex.segments.languages import document_language
from litrex.text import fold

ZH, EN, HANT = (
    "患者接受治疗后症状明显改善",
    "The patients were treated and followed for one year",
    "患者接受治療後症狀明顯改善,隨訪一年",
)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("HbA1c、FPG及BMI均下降", Lang.ZH),
        ("UC-MSCs组PFS为77%", Lang.ZH),
        ("Westerweel等人[12]报道EPC水平较低", Lang.ZH),
        (HANT, Lang.ZH),
        ("、。", Lang.ZH),
        (EN, Lang.EN),
        ("patients with 狼疮 (SLE) were treated", Lang.EN),
        ("Department of Medicine, 鼓楼医院", Lang.EN),
        ("HbA1c 7.2%", Lang.EN),
        ("12 (40%)", Lang.EN),
        ("", Lang.EN),
    ],
)
def test_the_language_of_a_passage(text: str, lang: Lang) -> None:
    assert language(text) is lang


@pytest.mark.parametrize(
    ("passages", "lang"),
    [
        ([ZH], "zh-Hans"),
        ([HANT], "zh-Hant"),
        ([EN], "en"),
        ([ZH, EN], "mixed"),
        ([ZH] * 9 + [EN], "zh-Hans"),
        ([EN] * 9 + [ZH], "en"),
        ([ZH * 20 + "著"], "zh-Hans"),
        ([], "en"),
    ],
)
def test_the_language_of_a_document(passages: list[str], lang: str) -> None:
    text = "\n".join(passages)
    assert document_language(passages, text, fold(text)) == lang
