"""The cut as a whole: prose is covered, words and languages are told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from litrex.schema.document import CleanText
from litrex.schema.segment import Lang
from litrex.segments import split, tokens

TextOf = Callable[..., CleanText]
KINDS = st.sampled_from(["heading1", "heading2", "paragraph", "abstract", "reference", "caption1", "note1"])
TEXTS = st.sampled_from(
    [
        "摘要",
        "参考文献",
        "患者30例。随访1.5年?",
        "Smith et al. (2019) treated 5. All lived.",
        "  ",
        "",
        "Funding: none.",
        "J. B. Li.",
        "…。[1] ",
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(KINDS, TEXTS), max_size=10))
def test_every_block_of_prose_is_covered_by_sentences_of_its_section(text_of: TextOf, told: list[tuple[str, str]]) -> None:
    clean = text_of(*told)
    found = split(clean)
    for index, block in enumerate(clean.blocks):
        mine = [s for s in found.sentences if s.block == index]
        text = "".join(clean.text[s.start : s.end] for s in mine)
        assert "".join(text.split()) == "".join(clean.text[block.start : block.end].split())
        assert all(block.start <= s.start < s.end <= block.end for s in mine)
        assert len({s.section for s in mine}) <= 1
        assert all(found.sections[s.section].start <= s.start and s.end <= found.sections[s.section].end for s in mine)
    assert [s.start for s in found.sentences] == sorted(s.start for s in found.sentences)


def test_headings_and_references_are_one_sentence_each(text_of: TextOf) -> None:
    found = split(text_of(("heading1", "Safe? Yes. It is."), ("reference", "Li W. A trial. Lancet. 2019.")))
    assert [s.block for s in found.sentences] == [0, 1]


def test_english_references_do_not_make_a_chinese_article_mixed(text_of: TextOf) -> None:
    found = split(
        text_of(
            ("paragraph", "本文回顾了30例患者的疗效。"), ("reference", "Li W, Wu X. A trial of cells in many patients. Lancet.")
        )
    )
    assert (found.lang, [s.lang for s in found.sentences]) == ("zh-Hans", [Lang.ZH, Lang.EN])


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("患者接受干细胞移植", Lang.ZH, ["患者", "接受", "干细胞", "移植"]),
        ("MSCs were given (n=30).", Lang.EN, ["MSCs", "were", "given", "(", "n=30", ")", "."]),
        ("  ", Lang.EN, []),
        ("", Lang.ZH, []),
    ],
)
def test_words_are_cut_by_language(text: str, lang: Lang, words: list[str]) -> None:
    assert [text[token.start : token.end] for token in tokens(text, lang)] == words


@settings(deadline=None)
@given(st.text(alphabet="患者 细胞MSCs12.5%()，。\n\u3000", max_size=40), st.sampled_from(list(Lang)))
def test_words_cover_all_but_white_space(text: str, lang: Lang) -> None:
    assert "".join("".join(text[t.start : t.end] for t in tokens(text, lang)).split()) == "".join(text.split())
