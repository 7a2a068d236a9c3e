"""Half-character slips are undone byte by byte; ordinary question marks stay."""

from __future__ import annotations

import re

import pytest

from litrex.schema.mapped import MappedText
from litrex.text.edits import Signs, apply
from litrex.text.readings import SYLLABLE
from litrex.text.slips import find_slips

HALF = Signs(half_width=True)
SENTENCES = [
    "治疗组患者接受自体骨髓间充质干细胞移植MSC组症状明显改善",
    "研究組的患者接受臍帶間充質干細胞治療CD34细胞",
    "術后十二個月移植組的緩解率顯著高于對照組PBMC",
    "糖尿病足患者的踝肱指数和经皮氧分压均有提高HbA",
    "輸注后二十四小時內僅見輕度發熱FK組",
]


def repaired(text: str, signs: Signs = HALF) -> str:
    return apply(MappedText.of(text), find_slips(text, signs), "half_character_slip").text.text


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("可能能夠?qū)崿F(xiàn)緩解", "可能能夠實現(xiàn)緩解"),
        ("納入研究:?jiǎn)未屋斪⒔M30名", "納入研究:單次輸注組30名"),
        ("頭暈和溫?zé)岣械容p微副作用", "頭暈和溫熱感等輕微副作用"),
        ('溫?zé)岣校?mark style="x">但很快消失', '溫熱感,<mark style="x">但很快消失'),
        ("與孫凌云?!袄钳徃杉?xì)胞療法”", "與孫凌云。“狼瘡干細胞療法”"),
    ],
)
def test_the_five_kinds_of_slip_are_undone(damaged: str, whole: str) -> None:
    assert repaired(damaged) == whole
    assert all(edit.exact for edit in find_slips(damaged, HALF))


@pytest.mark.parametrize(
    "text",
    [
        "最合適的劑量是多少?王等人比較了兩種方案。",
        "这种疗法安全吗?(见表2)目前尚无定论MSC。",
        "干细胞能否治愈?“可以”,作者认为CD34+细胞足够。",
        "是否有效?!尚需进一步研究HSCT。",
        "Is it safe? (see Table 2) Yes?no matter.",
        "SLEDAI下降?MSCs的作用机制不明",
        "why?he) said",
        "为什么?龋齿患者的HbA1c更高",
        "疗效如何?瘢痕癌及黏膜鳞癌患者PFS延长",
        "",
        "?",
    ],
)
def test_ordinary_question_marks_stay(text: str) -> None:
    assert find_slips(text, HALF) == []
    assert repaired(text, Signs(readings=True)) == text
    assert [text[e.start : e.end] for e in find_slips(text, Signs(readings=True))] == (["?he)"] if "?he)" in text else [])


def torn(text: str, at: int) -> str | None:
    """Do to `text` what the tool did: put the reading of the character seen one byte late behind the first byte at `at`."""
    from pypinyin import Style, pinyin

    before, here = text[at - 1].encode("gbk"), text[at].encode("gbk")
    if len(before) < 2 or len(here) < 2:
        return None
    seen = (before[1:] + here[:1]).decode("gbk", errors="ignore")
    if not "\u4e00" <= seen <= "\u9fff":
        return None
    reading = pinyin(seen, style=Style.TONE)[0][0]
    behind = (here[1:] + text[at + 1 :].encode("gbk")).decode("gbk", errors="replace")
    return f"{text[:at]}?{reading}){behind}" if re.fullmatch(SYLLABLE, reading) and "\ufffd" not in behind else None


def test_a_slip_made_as_the_tool_made_it_is_undone_or_flagged() -> None:
    made = [(text, damaged) for text in SENTENCES for at in range(1, len(text) - 6) if (damaged := torn(text, at))]
    wrong = [(whole, damaged) for whole, damaged in made if repaired(damaged) != whole]
    assert len(made) >= 20
    assert [damaged for _, damaged in wrong if all(edit.exact for edit in find_slips(damaged, HALF))] == []
    assert len(wrong) <= len(made) // 10


@pytest.mark.parametrize("damaged", ["患者?zhuāng)齎", "患者?zhuāng)", "随访?qīng)"])
def test_a_slip_that_cannot_be_undone_is_left_and_flagged(damaged: str) -> None:
    edits = find_slips(damaged, HALF)
    assert [edit.exact for edit in edits] == [False]
    assert repaired(damaged) == damaged
