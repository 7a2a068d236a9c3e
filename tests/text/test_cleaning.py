"""Cleaning as a whole: nothing moves that is not damaged, and every repair points at the raw text."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litrex.schema.document import Block, BlockKind, Document
from litrex.schema.mapped import MappedText
from litrex.text import STEPS, clean, fold

DocumentOf = Callable[..., Document]
WORDS = st.sampled_from(
    "患者 治疗 12例 (SLE) 显著下降, 緩解率為66% 随访6个月。 是否有效? （n=30） P<0.05 1×10^6/kg 1×10⁶ cells 106例 patients "
    "“可以” Ⅱ期 Müller 他(he) (女) a<b [12] 3.5±1.2 — … &".split(" ")
)
PROSE = st.lists(WORDS, max_size=25).map(" ".join)


def one(text: str) -> Document:
    return Document("0" * 16, "x", "0" * 64, "text/plain", "utf-8", text, (Block(BlockKind.PARAGRAPH, MappedText.of(text)),))


@settings(deadline=None)  # the first example loads dictionaries
@given(PROSE)
def test_text_without_damage_comes_back_as_it_is(text: str) -> None:
    done = clean(one(text))
    assert done.text == text
    assert done.repairs == ()


DAMAGE = st.sampled_from(
    ["細(xì)", "系統(tǒng)", "<b>", "&lt;", "\u200b", "輸注1×106/kg", "夠?qū)崿F(xiàn)", "Ã—", "10<sup>6</sup>", "?zhé)", "?"]
)


@settings(deadline=None)  # the first example loads dictionaries
@given(st.lists(st.one_of(WORDS, DAMAGE), max_size=15).map("".join))
def test_every_position_maps_into_the_raw_text_in_order(text: str) -> None:
    done = clean(one(text))
    assert len(done.folded) == len(done.text)
    assert all(0 <= a <= b <= len(text) for a, b in zip(done.mapped.starts, done.mapped.ends, strict=True))
    assert list(done.mapped.starts) == sorted(done.mapped.starts)
    for repair in done.repairs:
        assert 0 <= repair.start <= repair.end <= len(text)
        assert not repair.exact or repair.before != repair.after


def test_the_steps_stand_in_a_visible_order() -> None:
    assert [step.name for step in STEPS] == [
        "half_character_slip", "mojibake", "tags", "entities", "invisible", "readings", "lost_superscripts",
    ]  # fmt: skip


def test_a_reading_that_belongs_to_a_torn_character_goes_too(document_of: DocumentOf) -> None:
    done = clean(document_of("該療法能夠?qū)崿F(xiàn)完全緩解"))
    assert done.text == "該療法能夠實現完全緩解"
    assert [repair.step for repair in done.repairs] == ["half_character_slip", "readings"]


def test_a_tag_whose_bracket_was_swallowed_goes_too(document_of: DocumentOf) -> None:
    done = clean(document_of('伴有頭痛,溫?zé)岣校?mark style="x">但,隨后消失'))
    assert done.text == "伴有頭痛,溫熱感,但,隨后消失"


def test_blocks_and_cells_are_found_in_the_clean_text(document_of: DocumentOf) -> None:
    done = clean(document_of("細(xì)胞<b>甲</b>", "第二段", rows=(("组别", "剂量"), ("细(xì)胞组", "106/kg"))))
    assert [done.text[b.start : b.end] for b in done.blocks] == ["細胞甲", "第二段", "组别\n剂量\n细胞组\n10^6/kg"]
    cells = done.blocks[2].cells
    assert [done.text[c.start : c.end] for c in cells] == ["组别", "剂量", "细胞组", "10^6/kg"]
    assert [done.surface(c.start, c.end) for c in cells] == ["组别", "剂量", "细(xì)胞组", "106/kg"]
    assert done.surface(0, 3) == "細(xì)胞<b>甲"


def test_a_number_under_another_heading_is_no_power(document_of: DocumentOf) -> None:
    assert "10^6" not in clean(document_of(rows=(("组别", "病例"), ("甲", "106")))).text


def test_a_dose_may_head_a_row_as_well_as_a_column(document_of: DocumentOf) -> None:
    done = clean(document_of(rows=(("项目", "甲"), ("细胞剂(jì)量", "106"), ("随访", "106"))))
    assert done.text == "项目\n甲\n细胞剂量\n10^6\n随访\n106"


def test_a_toneless_reading_goes_where_readings_are_strewn(document_of: DocumentOf) -> None:
    strewn = "細(xì)胞與組(zǔ)織,個(gè)體的(de)治療,A組(a)"
    assert clean(document_of(strewn)).text == "細胞與組織,個體的治療,A組(a)"
    assert clean(document_of("個體的(de)治療")).text == "個體的(de)治療"


def test_an_empty_document_gives_an_empty_text(document_of: DocumentOf) -> None:
    done = clean(document_of())
    assert (done.text, done.blocks, done.repairs) == ("", (), ())


@pytest.mark.parametrize(
    "paragraph", ["系統(tǒng)性回顧了1×106個細(xì)胞的療效,P<0.05。" * 6, "Patients (n=30) received 1×106 cells/kg. " * 4]
)
def test_a_long_document_is_cleaned_in_seconds(document_of: DocumentOf, paragraph: str) -> None:
    document = document_of(*[paragraph] * (300_000 // len(paragraph)))
    started = time.perf_counter()
    done = clean(document)
    assert time.perf_counter() - started < 15
    assert "10^6" in done.text and fold(done.text) == done.folded
