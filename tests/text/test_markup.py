"""Residue of web pages goes; signs of less and greater stay."""

from __future__ import annotations

import pytest

from litrex.schema.mapped import MappedText
from litrex.text.edits import Edit, Signs, apply
from litrex.text.markup import find_entities, find_invisible, find_tags
from litrex.text.mojibake import find_mojibake


def after(text: str, edits: list[Edit]) -> str:
    return apply(MappedText.of(text), edits, "step").text.text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ('很快<mark style="font: 12px serif" class="lit one">消失', "很快消失"),
        ("1×10<sup>6</sup>个/kg", "1×10⁶个/kg"),
        ("10<sup class='x'>-3</sup> mol", "10⁻³ mol"),
        ("as shown<sup>[12]</sup>", "as shown[12]"),
        ("H<sub>2</sub>O", "H2O"),
        ("第一行<br/>第二行", "第一行 第二行"),
        ("<b>Results</b><!-- note -->: fine", "Results: fine"),
        ("P<0.05", "P<0.05"),
        ("a<b and c>d", "a<b and c>d"),
        ("SLEDAI<3或>10", "SLEDAI<3或>10"),
        ("年龄<i 岁>", "年龄<i 岁>"),
        ("x < p and q > r", "x < p and q > r"),
        ("5<n<10", "5<n<10"),
    ],
)
def test_tags_go_and_comparisons_stay(text: str, clean: str) -> None:
    assert after(text, find_tags(text, Signs())) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("P&lt;0.05", "P<0.05"),
        ("1&times;10", "1×10"),
        ("3&#177;1", "3±1"),
        ("&#x2265;18岁", "≥18岁"),
        ("a&zwnj;b", "ab"),
        ("R&D; AT&T; x & y;", "R&D; AT&T; x & y;"),
        ("患者&家属;", "患者&家属;"),
    ],
)
def test_entities_are_read(text: str, clean: str) -> None:
    assert after(text, find_entities(text, Signs())) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("干\u200b细\ufeff胞", "干细胞"),
        ("trans\u00adplant", "transplant"),
        ("a\x07b\uf0b7c", "abc"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("正常文本", "正常文本"),
    ],
)
def test_what_no_reader_sees_goes(text: str, clean: str) -> None:
    assert after(text, find_invisible(text, Signs())) == clean


def test_a_replacement_character_stays_and_is_flagged() -> None:
    edits = find_invisible("细\ufffd\ufffd胞", Signs())
    assert [(edit.start, edit.end, edit.exact) for edit in edits] == [(1, 3, False)]
    assert after("细\ufffd\ufffd胞", edits) == "细\ufffd\ufffd胞"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("2 Ã— 10", "2 × 10"),
        ("12 Â± 3", "12 ± 3"),
        ("5â€“10 mg", "5–10 mg"),
        ("TNF-Î±", "TNF-α"),
        ("â‰¥18", "≥18"),
        ("å¹²ç»†èƒž", "干细胞"),
        ("Müller and Françoise", "Müller and Françoise"),
        ("São Paulo, Århus", "São Paulo, Århus"),
        ("Ångström ± 3", "Ångström ± 3"),
        ("naïve T细胞", "naïve T细胞"),
    ],
)
def test_text_decoded_twice_is_undone_where_it_is_clear(text: str, clean: str) -> None:
    assert after(text, find_mojibake(text, Signs())) == clean
