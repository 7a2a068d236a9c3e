"""HTML, JATS and Markdown: what is read, what is skipped and why, and the grid of their tables."""

import pytest

from litrex.documents import coverage, read_bytes
from litrex.schema.document import BlockKind, Document


def doc(text: str, name: str) -> Document:
    return read_bytes(text.encode(), source=name)


def text_of(document: Document, *kinds: BlockKind) -> list[str]:
    return [block.text.text for block in document.blocks if block.kind in (kinds or (BlockKind.PARAGRAPH,))]


RAISED = [
    ("剂量1×10<sup>6</sup>个", "剂量1×10⁶个"),
    ("10<sup>-3</sup>mol", "10⁻³mol"),
    ("5 &times; 10<sup>7</sup> cells", "5 × 10⁷ cells"),
    ("25 kg/m<sup>2</sup>", "25 kg/m²"),
    ("mg·L<sup>-1</sup>", "mg·L⁻¹"),
    ("R<sup>2</sup>=0.9", "R²=0.9"),
    ("刘某等<sup>[3]</sup>报告", "刘某等[3]报告"),
    ("刘某等<sup>3,4</sup>报告", "刘某等[3,4]报告"),
    ("Smith et al.<sup>12–14</sup> found", "Smith et al.[12–14] found"),
    ("12 patients<sup>3</sup>", "12 patients[3]"),
    ("CD34<sup>+</sup>细胞", "CD34+细胞"),
    ("IgG<sub>4</sub>", "IgG4"),
    ("day 1<sup>st</sup>", "day 1st"),
]


@pytest.mark.parametrize(("source", "expected"), RAISED)
def test_raised_text_keeps_its_meaning(source: str, expected: str) -> None:
    assert text_of(doc(f"<html><body><p>{source}</p><p>后文。</p></body></html>", "a.html"))[0] == expected


def test_spans_put_cells_at_their_true_places() -> None:
    page = (
        "<table><thead><tr><th rowspan=2>作者<th colspan=2>患者<th rowspan=2>结果<tr><th>男<th>女</thead>"
        "<tbody><tr><td rowspan='2'>王等<td>3<td>4<td>好<tr><td colspan=2>未报告<td>差</table>"
    )
    cells = {(c.row, c.column): (c.text.text, c.row_span, c.column_span, c.header) for c in doc(page, "a.html").blocks[0].cells}
    assert cells == {
        (0, 0): ("作者", 2, 1, True),
        (0, 1): ("患者", 1, 2, True),
        (0, 3): ("结果", 2, 1, True),
        (1, 1): ("男", 1, 1, True),
        (1, 2): ("女", 1, 1, True),
        (2, 0): ("王等", 2, 1, False),
        (2, 1): ("3", 1, 1, False),
        (2, 2): ("4", 1, 1, False),
        (2, 3): ("好", 1, 1, False),
        (3, 1): ("未报告", 1, 2, False),
        (3, 3): ("差", 1, 1, False),
    }


SKIPPED = [
    ("<div class='nav'>菜单一项</div>", "navigation"),
    ("<nav>menu</nav>", "navigation"),
    ("<p class='crumbs'>a &gt; b</p>", "navigation"),
    ("<div id='cookie-banner'>We use cookies</div>", "cookie bar"),
    ("<script>if (a<b) x()</script>", "script"),
    ("<style>p{}</style>", "style"),
    ("<!-- 注释 -->", "comment"),
    ("<div class='footer'>版权所有</div>", "page furniture"),
    ("<p class='meta'>阅读：3126</p>", "page furniture"),
    ("<form><input> 搜索</form>", "form"),
    ("<p style='display:none'>看不见</p>", "hidden"),
    ("<div class='related-posts'>更多</div>", "navigation"),
]


@pytest.mark.parametrize(("part", "reason"), SKIPPED)
def test_what_is_no_part_of_the_article_is_skipped_with_its_reason(part: str, reason: str) -> None:
    body = "<h1>题目</h1><p>正文一段，说的是十二名患者接受细胞治疗之后的情况。</p>"
    document = doc(f"<html><body>{part}{body}</body></html>", "a.html")
    assert text_of(document, BlockKind.PARAGRAPH) == ["正文一段，说的是十二名患者接受细胞治疗之后的情况。"]
    assert reason in {entry.reason for entry in coverage(document).skipped}


@pytest.mark.parametrize(
    "part",
    [
        "<div class='nav'><p>十二名患者接受治疗。</p>",
        "<div class='meta-analysis'><p>十二名患者接受治疗。</p></div>",
        "<header><h1>题</h1><p>十二名患者接受治疗。</p></header>",
        "<form><p>十二名患者接受治疗。</p></form>",
        "<div class='section-header'><p>十二名患者接受治疗。</p></div>",
    ],
)
def test_the_article_itself_is_never_taken_for_furniture(part: str) -> None:
    assert "十二名患者接受治疗。" in text_of(doc(f"<html><body>{part}</body></html>", "a.html"))


def test_an_entity_is_one_character_that_stands_for_all_of_itself() -> None:
    document = doc("<html><body><p>5&times;3</p></body></html>", "a.html")
    text = document.blocks[0].text
    start, end = text.raw_span(1, 2)
    assert (text.text, document.raw[start:end]) == ("5×3", "&times;")


def test_a_layout_table_gives_paragraphs_and_the_table_in_it_a_table() -> None:
    inner = "<table><tr><td>作者<td>例数<tr><td>王<td>1</table>"
    page = f"<table><tr><td><h2>题</h2><p>一段话。</p>{inner}</td><td>侧边的话。</td></tr></table>"
    document = doc(page, "a.html")
    assert [block.kind for block in document.blocks] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.TABLE,
        BlockKind.PARAGRAPH,
    ]


def test_unclosed_tags_and_line_breaks_are_read() -> None:
    assert text_of(doc("<p>甲段<p>乙<b>段<br><br>丙段<ul><li>丁<li>戊", "a.html")) == ["甲段", "乙段", "丙段", "丁", "戊"]


JATS = """<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.2//EN" "JATS.dtd">
<article article-type="review-article"><front><journal-meta><journal-id>j</journal-id></journal-meta><article-meta>
<title-group>
<article-title>Cells for <italic>hearts</italic></article-title></title-group>
<contrib-group><contrib>Someone</contrib></contrib-group>
<abstract><title>Abstract</title><p>In brief.</p></abstract></article-meta></front>
<body><sec><label>1</label><title>Trials</title>
<p>Wang<xref ref-type="bibr" rid="r3"><sup>3</sup></xref> gave 10<sup>6</sup> cells.</p>
<sec><title>Second</title><p>More&nbsp;text.</p></sec></sec>
<table-wrap><label>Table 1</label>
<caption><p>Trials</p></caption><table>
<thead><tr><th>A</th><th>N</th></tr></thead>
<tbody><tr><td>Li</td><td>2</td></tr>
</tbody></table>
<table-wrap-foot><p>N, number.</p></table-wrap-foot></table-wrap></body>
<back><ack><p>Thanks.</p></ack>
<ref-list><title>References</title>
<ref id="r3"><label>3</label>
<mixed-citation>Wang X. A trial. 2010.</mixed-citation></ref></ref-list></back></article>"""


def test_jats_gives_title_abstract_sections_table_and_references() -> None:
    told = [(b.kind.value, b.level, " ".join(b.text.text.split()), b.table, b.label) for b in doc(JATS, "a.xml").blocks]
    assert told == [
        ("heading", 1, "Cells for hearts", None, None),
        ("heading", 2, "Abstract", None, None),
        ("abstract", 0, "In brief.", None, None),
        ("heading", 2, "1 Trials", None, None),
        ("paragraph", 0, "Wang[3] gave 10⁶ cells.", None, None),
        ("heading", 3, "Second", None, None),
        ("paragraph", 0, "More text.", None, None),
        ("caption", 0, "Table 1 Trials", 1, None),
        ("table", 0, "", 1, None),
        ("note", 0, "N, number.", 1, None),
        ("heading", 2, "References", None, None),
        ("reference", 0, "3 Wang X. A trial. 2010.", None, "3"),
    ]
    assert {"front matter", "back matter", "markup"} == {entry.reason for entry in coverage(doc(JATS, "a.xml")).skipped}


MARKDOWN = """---
title: x
---
# 题目

第一段**加粗**的话，见[链接](http://x.y/z)，P<0.05，1×10<sup>6</sup>/kg[^1]。
第二段到此。

**小标题**

**表1 研究**

| 作者 | 例数 |
|:---|---:|
| **王** | 1\\|2 |
注：无。

[^1]: 脚注一条。

## 参考文献

1. Wang. 2010.
"""


def test_markdown_gives_blocks_without_its_marks() -> None:
    document = doc(MARKDOWN, "a.md")
    told = [(b.kind.value, b.text.text) for b in document.blocks if b.kind is not BlockKind.TABLE]
    assert told == [
        ("heading", "题目"),
        ("paragraph", "第一段加粗的话，见链接，P<0.05，1×10⁶/kg[^1]。"),
        ("paragraph", "第二段到此。"),
        ("heading", "小标题"),
        ("caption", "表1 研究"),
        ("note", "注：无。"),
        ("note", "[^1]: 脚注一条。"),
        ("heading", "参考文献"),
        ("reference", "1. Wang. 2010."),
    ]
    cells = next(b.cells for b in document.blocks if b.kind is BlockKind.TABLE)
    assert [(c.text.text, c.header) for c in cells] == [("作者", True), ("例数", True), ("王", False), ("1|2", False)]
    assert "front matter" in {entry.reason for entry in coverage(document).skipped}


@pytest.mark.parametrize(
    ("text", "name", "media_type", "noted"),
    [
        ("<!DOCTYPE html><p>治疗</p>", "a.txt", "text/html", True),
        ("普通的一段文字。", "a.html", "text/plain", True),
        (JATS, "a.txt", "application/jats+xml", True),
        ("# 题\n\n## 节\n\n文。", "a.txt", "text/markdown", True),
        ("SLEDAI<3，P<0.05，a<b。", "a.txt", "text/plain", False),
        ("普通的一段文字。", "a", "text/plain", False),
    ],
)
def test_the_format_goes_by_content_and_a_wrong_name_is_noted(text: str, name: str, media_type: str, noted: bool) -> None:
    document = doc(text, name)
    assert (document.media_type, any("though named" in note for note in document.notes)) == (media_type, noted)
