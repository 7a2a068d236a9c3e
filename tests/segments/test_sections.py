"""Sections know what they are for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from litrex.schema.document import CleanText
from litrex.segments import split
from litrex.segments.titles import role_of, role_of_label

TextOf = Callable[..., CleanText]


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("摘要", "abstract"), ("【摘 要】", "abstract"), ("Abstract", "abstract"), ("Highlights", "abstract"),
        ("Key points", "abstract"),
        ("结论", "summary"), ("5 小结", "summary"), ("六、总结与展望", "summary"), ("結語", "summary"), ("（四）展望", "summary"),
        ("Conclusion", "summary"), ("6. Conclusions and future directions", "summary"), ("In short", "summary"),
        ("Take-home messages", "summary"), ("Outlook", "summary"), ("干细胞治疗的未来展望", "summary"),
        ("参考文献", "references"), ("參考資料:", "references"), ("References", "references"), ("Bibliography", "references"),
        ("免责声明", "back_matter"), ("利益冲突", "back_matter"), ("致谢", "back_matter"), ("Funding", "back_matter"),
        ("Acknowledgements", "back_matter"), ("Conflicts of Interest", "back_matter"),
        ("Copyright 2020 the authors", "back_matter"),
        ("Author contributions", "back_matter"), ("Data availability statement", "back_matter"),
        ("Summary of clinical trials", "body"), ("临床研究总结", "body"), ("前瞻性研究", "body"),
        ("讨论", "body"), ("Discussion", "body"),
        ("Reference values of HbA1c", "body"), ("Results", "body"), ("安全性问题", "body"), ("Challenges", "body"), ("", "body"),
        ("Abstract reasoning in dementia", "body"), ("2型糖尿病", "body"),
    ],
)  # fmt: skip
def test_the_role_of_a_title(title: str, role: str) -> None:
    assert role_of(title) == role


@pytest.mark.parametrize(
    ("paragraph", "role"),
    [
        ("摘要：目的 探讨疗效", "abstract"),
        ("【摘要】目的 探讨疗效", "abstract"),
        ("Abstract: we review", "abstract"),
        ("Funding: none.", "back_matter"),
        ("免責聲明:本文僅供參考", "back_matter"),
        ("【编者按】近年来", "body"),
        ("结论：干细胞有效", "body"),
        ("研究对象：30例患者", "body"),
        ("The abstract: painting", "body"),
        ("30例患者", "body"),
    ],
)
def test_the_role_of_a_labelled_paragraph(paragraph: str, role: str) -> None:
    assert role_of_label(paragraph) == role


def test_sections_have_titles_levels_paths_and_roles(text_of: TextOf) -> None:
    clean = text_of(
        ("heading1", "干细胞治疗综述"), ("paragraph", "引言。"), ("heading2", "临床研究"), ("heading3", "前瞻性研究"),
        ("paragraph", "某研究纳入30例。"), ("heading2", "总结"), ("paragraph", "有效。"), ("heading2", "参考文献"),
        ("reference", "1. Li W."),
    )  # fmt: skip
    found = split(clean)
    assert [(s.title, s.level, str(s.role), s.path) for s in found.sections] == [
        ("干细胞治疗综述", 1, "body", ()),
        ("临床研究", 2, "body", ("干细胞治疗综述",)),
        ("前瞻性研究", 3, "body", ("干细胞治疗综述", "临床研究")),
        ("总结", 2, "summary", ("干细胞治疗综述",)),
        ("参考文献", 2, "references", ("干细胞治疗综述",)),
    ]
    assert clean.text[found.sections[2].start : found.sections[2].end] == "前瞻性研究\n某研究纳入30例。"
    assert [s.section for s in found.sentences] == [0, 0, 1, 2, 2, 3, 3, 4, 4]


def test_paragraphs_before_the_first_heading_are_body(text_of: TextOf) -> None:
    found = split(text_of(("paragraph", "【编者按】本文。"), ("heading2", "Methods"), ("paragraph", "We did.")))
    assert [(s.title, str(s.role)) for s in found.sections] == [("", "body"), ("Methods", "body")]


def test_abstracts_and_references_without_headings_make_their_own_sections(text_of: TextOf) -> None:
    found = split(
        text_of(("heading1", "A review"), ("abstract", "We read."), ("paragraph", "Body."), ("reference", "Li W. 2019."))
    )
    assert [(s.title, str(s.role)) for s in found.sections] == [
        ("A review", "body"), ("", "abstract"), ("", "body"), ("", "references"),
    ]  # fmt: skip


def test_what_stands_under_an_abstract_is_abstract(text_of: TextOf) -> None:
    found = split(
        text_of(("heading2", "Abstract"), ("heading3", "Background"), ("paragraph", "Why."), ("heading2", "Background"))
    )
    assert [str(s.role) for s in found.sections] == ["abstract", "abstract", "body"]


def test_a_lone_title_among_paragraphs_opens_a_section(text_of: TextOf) -> None:
    found = split(
        text_of(
            ("paragraph", "正文。"), ("paragraph", "參考資料："), ("paragraph", "某杂志。"), ("paragraph", "免责声明：科普。")
        )
    )
    assert [str(found.sections[s.section].role) for s in found.sentences] == ["body", "references", "references", "references"]


def test_a_labelled_paragraph_is_a_section_of_its_own(text_of: TextOf) -> None:
    found = split(text_of(("paragraph", "摘要：目的。"), ("paragraph", "正文。"), ("paragraph", "Funding: none.")))
    assert [str(s.role) for s in found.sections] == ["abstract", "body", "back_matter"]


def test_an_empty_text_has_no_sections(text_of: TextOf) -> None:
    found = split(text_of())
    assert (found.sections, found.sentences, found.tables, found.lang) == ((), (), (), "en")
