"""Reading every format: what kind each piece is, and where it stands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litrex.documents import coverage, read, read_bytes
from litrex.errors import DocumentError
from litrex.schema.document import Block, BlockKind, Document


def doc(text: str, name: str = "a.txt") -> Document:
    return read_bytes(text.encode(), source=name)


def told(document: Document, kind: BlockKind) -> list[str]:
    return [block.text.text for block in document.blocks if block.kind is kind]


def rows(block: Block) -> list[list[str]]:
    out: dict[int, list[str]] = {}
    for cell in block.cells:
        out.setdefault(cell.row, []).append(cell.text.text)
    return list(out.values())


def tables(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.kind is BlockKind.TABLE]


TEXT_TABLES = [
    ("zh pipes with a rule", "甲 | 例数 |\n---|---|\n王等 | 12 |\n李等 |\n", [["甲", "例数"], ["王等", "12"], ["李等"]]),
    ("zh outer pipes without a rule", "| 作者 | 例数 |\n| 王等 | 12 |\n|  | 8 |", [["作者", "例数"], ["王等", "12"], ["", "8"]]),
    (
        "zh group row",
        "作者 | 例数 | 途径\n王等 | 12 | 静脉\n动物研究\n李等 | 8 | 静脉",
        [["作者", "例数", "途径"], ["王等", "12", "静脉"], ["动物研究"], ["李等", "8", "静脉"]],
    ),
    ("en tabs", "Author\tN\tRoute\nWang\t12\ti.v.\nLi\t8\t", [["Author", "N", "Route"], ["Wang", "12", "i.v."], ["Li", "8"]]),
    (
        "en spaces",
        "Study     N   Cells\nWang 10   12  MSC\nLi 2014   65  BM-MSC",
        [["Study", "N", "Cells"], ["Wang 10", "12", "MSC"], ["Li 2014", "65", "BM-MSC"]],
    ),
    ("mixed", "Author | 例数\n王 et al. | 12\nLi | 3", [["Author", "例数"], ["王 et al.", "12"], ["Li", "3"]]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in TEXT_TABLES], ids=[case[0] for case in TEXT_TABLES])
def test_a_table_drawn_with_characters_keeps_its_cells(text: str, expected: list[list[str]]) -> None:
    assert [rows(table) for table in tables(doc(f"题目在此\n\n{text}\n\n后文结束。"))] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "患者|x|不是表。\n下一段没有竖线。",
        "The mean |d| was small.\nNo table here.",
        "One sentence.  Two spaces after.  Old typewriter style.\nAgain a sentence.  And another.\nMore of it.  And so on.",
        "甲组12例。\t乙组8例。\n没有制表符的一行。",
        "a single | line",
    ],
)
def test_prose_with_a_stray_separator_is_no_table(text: str) -> None:
    assert tables(doc(text)) == []


CAPTIONS = [
    ("label and title", "前文。\n表1 三种治疗的比较", ["表1 三种治疗的比较"]),
    ("bare label, then title", "前文。\n表格2\n细胞治疗研究汇总", ["表格2", "细胞治疗研究汇总"]),
    ("glued label", "结果相近(表1)。表格1\n细胞治疗研究汇总", ["表格1", "细胞治疗研究汇总"]),
    ("glued verb", "结论见表2。\n表2比较甲与乙治疗炎症", ["表2比较甲与乙治疗炎症"]),
    ("glued caption", "两组无差异。表2 费用的比较", ["表2 费用的比较"]),
    ("traditional with a reading", "前文。\n續(xù)表1", ["續(xù)表1"]),
    ("en", "Before it.\n**Table 1.** Clinical studies.", ["**Table 1.** Clinical studies."]),
    ("en roman", "Before it.\nTABLE II Trials of cells", ["TABLE II Trials of cells"]),
    ("zh sentence", "表1列出了全部研究的结果。", []),
    ("en sentence", "Table 1 lists the trials of note.", []),
    ("zh mention", "结果如下表所示。", []),
    ("en mention", "The results are shown in Table 1.", []),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CAPTIONS], ids=[case[0] for case in CAPTIONS])
def test_only_what_names_the_table_is_its_caption(text: str, expected: list[str]) -> None:
    document = doc(f"{text}\n作者 | 例数\n王等 | 12\n李等 | 8\n")
    assert told(document, BlockKind.CAPTION) == expected
    assert {block.table for block in document.blocks if block.kind is BlockKind.CAPTION} <= {1}


def test_a_caption_without_a_table_stays_prose() -> None:
    assert told(doc("表1 三种治疗的比较\n正文一段。\n正文又一段。\n"), BlockKind.CAPTION) == []


def test_a_continued_table_keeps_its_number() -> None:
    table = "作者 | 例数\n王等 | 12\n李等 | 8\n"
    document = doc(f"表1 研究\n{table}续表1\n{table}\n表2 费用\n{table}")
    assert [block.table for block in tables(document)] == [1, 1, 2]


NOTES = [
    ("HSC,造血干细胞;DC,树突状细胞;SLE,狼疮。", True),
    ("注：—，未报告。", True),
    ("GVHD，移植物抗宿主病。以上仅供参考。", True),
    ("BM, bone marrow; i.v., intravenous; NR, not reported.", True),
    ("hESC, human embryonic stem cell. BCVA, best-corrected visual acuity.", True),
    ("*P<0.05 vs. control", True),
    ("Abbreviations: AE, adverse event", True),
    ("近年来，细胞治疗发展迅速。", False),
    ("MSCs, which were given to 12 patients, lowered the score in 8 of them.", False),
    ("Wang等，2016年报告了12例。", False),
    ("A second study followed.", False),
]


@pytest.mark.parametrize(("text", "expected"), NOTES)
def test_a_line_below_a_table_is_a_note_only_if_it_explains(text: str, expected: bool) -> None:
    document = doc(f"作者 | 例数\n王等 | 12\n李等 | 8\n{text}\n")
    assert (told(document, BlockKind.NOTE) == [text]) is expected
    assert all(block.table == 1 for block in document.blocks if block.kind is BlockKind.NOTE)


HEADINGS = [
    ("前瞻性研究", True),
    ("一、临床研究", True),
    ("（二）动物实验", True),
    ("2.1 静脉输注", True),
    ("输注的合适剂量是多少？", True),
    ("【讨论】", True),
    ("WHY CELLS?", True),
    ("3. RESULTS", True),
    ("Intravenous infusion", True),
    ("References", True),
    ("随访期间无复发。", False),
    ("1. 患者共12例，均接受治疗。", False),
    ("P<0.05", False),
    ("- 蛋白尿下降", False),
    ("图1 流程", False),
    ("Table 3. Costs", False),
    ("and then the others followed", False),
    ("They all recovered.", False),
    ("有效率60%", False),
    ("• fever", False),
]


@pytest.mark.parametrize(("line", "expected"), HEADINGS)
def test_a_short_line_that_ends_no_sentence_is_a_heading(line: str, expected: bool) -> None:
    document = doc(f"文章的题目\n第一段到此为止。\n{line}\n第二段到此为止。\n")
    assert (line in told(document, BlockKind.HEADING)) is expected


def test_a_list_of_short_lines_is_not_a_row_of_headings() -> None:
    document = doc("题目\n正文一段。\n蛋白尿\n血肌酐\n补体水平\n白细胞\n血小板\n正文又一段。\n")
    assert told(document, BlockKind.HEADING) == ["题目"]


WRAPPED = """Mesenchymal stem cells were first given to patients in the last years of the
century, and they have been given to many more since then, mostly for a multi-
organ disease. The multiorgan failure of the first patient resolved, and stem-
like cells were seen. In the second study twelve patients took part, of whom
eight improved.

A second paragraph tells of another study in which twenty patients were treated
with the same cells.
"""


def test_hard_wrapped_lines_become_paragraphs_again() -> None:
    document = doc(WRAPPED)
    assert len(document.blocks) == 2
    assert "last years of the century" in document.blocks[0].text.text
    assert "multiorgan disease" in document.blocks[0].text.text
    assert "stem-like cells" in document.blocks[0].text.text


def test_wrapped_chinese_joins_without_a_space() -> None:
    line = "间充质干细胞在多种疾病中得到应用，其来源包括骨髓、脐带和脂肪，患者"
    document = doc("\n".join([line] * 6) + "均获缓解。\n")
    assert [block.text.text for block in document.blocks] == [line * 6 + "均获缓解。"]


FILLED = (
    "The trial was run in nine hospitals of three countries, and its results were\n"
    "given to the patients before they were printed. Whatever else was found there\n"
    "has not been told, and nobody has asked the authors for more since those days\n"
)


@pytest.mark.parametrize(
    "broken",
    [
        "passed. Doses were 10^5 (n = 6), 5 x 10^5 (n = 8), and 10^6 cells/kg (n =\n3). The score rose in all of them.",
        "were over. Peak walking time, which was the main end point, had risen by 1.5\n+/- 3.1 minutes at twelve weeks.",
        "of trials were over. In a second study that was run by the same investigators\n45 Japanese patients took part.",
        "in which it began. The weekly frequency of attacks was lower with cells (6.8\n+/- 1.1 against 10.9 +/- 1.2).",
    ],
)
def test_a_wrapped_line_may_begin_with_a_number(broken: str) -> None:
    document = doc(FILLED + broken + "\n")
    assert [block.text.text for block in document.blocks] == [(FILLED + broken).replace("\n", " ")]


@pytest.mark.parametrize(
    "items",
    [
        "1) the first item of this list goes on until the margin of the whole text is\n2) the second item",
        "12 Smith J, Miller K. Cells for everything that ails the heart, the lungs and\n13 Jones P. Cells again.",
        "These are the results that have been told by all of the authors until today:\n2) the second item",
        "The list has three items, each of which is told on a line of its own below it\n- pain fell",
    ],
)
def test_a_wrapped_line_that_begins_an_item_stays_one(items: str) -> None:
    document = doc(FILLED + "\n" + items + "\n")
    assert document.blocks[-1].text.text == items.split("\n")[-1]


def test_references_get_their_labels_and_end_at_back_matter() -> None:
    document = doc("正文一段。\n参考文献：\n[1] 王某. 研究. 2010.\n[2] Li A. Trial. 2012.\n免责声明：仅供参考。\n")
    assert [block.label for block in document.blocks if block.kind is BlockKind.REFERENCE] == ["1", "2"]
    assert told(document, BlockKind.PARAGRAPH) == ["正文一段。", "免责声明：仅供参考。"]


@pytest.mark.parametrize("opening", ["摘要\n本文综述细胞治疗。", "【摘要】本文综述细胞治疗。", "Abstract\nWe review cells."])
def test_an_abstract_is_told_from_the_body(opening: str) -> None:
    document = doc(f"细胞治疗综述\n{opening}\n引言\n正文一段到此。\n")
    assert len(told(document, BlockKind.ABSTRACT)) == 1
    assert "正文一段到此。" in told(document, BlockKind.PARAGRAPH)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        ("\ufeff \n".encode(), "white space"),
        (b"%PDF-1.7 abc", "PDF"),
        (b"PK\x03\x04 word/document.xml", "DOCX"),
        (b"\x1f\x8b\x08abc", "gzip"),
        (b"\0\1\2\3" * 40, "no text"),
        (b"<?xml version='1.0'?><article><p>x</article>", "broken"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]><article>&x;</article>", "entities"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///x'>]><article>&x;</article>", "entities"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=words) as raised:
        read_bytes(data, source="inbox/a")
    assert raised.value.place == "inbox/a"


def test_a_text_beyond_the_limit_names_the_setting() -> None:
    with pytest.raises(DocumentError, match="max_document_chars"):
        read_bytes("治疗。".encode() * 10, source="a.txt", max_chars=20)
    assert len(read_bytes("治疗。".encode() * 10, source="a.txt", max_chars=30).raw) == 30


def test_a_missing_file_is_a_document_error(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DocumentError, match="no such file"):
        read(tmp_path / "none.txt")


def test_the_raw_text_keeps_its_line_ends_and_the_id_is_of_the_bytes() -> None:
    document = read_bytes("\ufeff题目\r\n正文。\r\n".encode(), source="a.txt")
    assert document.raw == "题目\r\n正文。\r\n"
    assert document.document_id == document.sha256[:16]


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "<th rowspan=2>",
        "<div class=nav>",
        "</div>",
        "<sup>",
        "6",
        "</sup>",
        "10",
        "&lt;",
        "<h2>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "P<0.05",
        "患者",
        "细胞。",
        "\n",
        "\r\n",
        " | ",
        "|---|",
        "\t",
        "表1 题",
        "# ",
        "**",
        "`",
        "[a](b)",
        "> ",
        "[1] Wang 2010. ",
        "参考文献\n",
        "摘要\n",
        "word ",
        "SLE,狼疮;",
        "  ",
        "---\n",
        "<",
        "&",
        "[^1]: x",
        "<li>",
        "<pre>",
        "　　",
        "<title>",
        "\\|",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=20).map("".join), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_every_character_points_at_the_raw_text_and_coverage_adds_up(text: str, name: str) -> None:
    try:
        document = read_bytes(text.encode("utf-8", "replace"), source=name)
    except DocumentError:
        return
    told_of = coverage(document)
    assert told_of.read + sum(entry.chars for entry in told_of.skipped) == len(document.raw)
    ends = [0, *(stretch.end for stretch in document.skipped)]
    assert all(stretch.start >= end for stretch, end in zip(document.skipped, ends, strict=False))
    for block in document.blocks:
        for mapped in [block.text, *(cell.text for cell in block.cells)]:
            for char, start, end in zip(mapped.text, mapped.starts, mapped.ends, strict=True):
                assert 0 <= start <= end <= len(document.raw)
                if document.media_type == "text/plain":
                    assert document.raw[start:end] == char or (char == " " and document.raw[start:end].isspace())


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="患者细胞治疗 abc12.。|\t\n\r-#", min_size=1, max_size=200))
def test_plain_text_loses_no_letter(text: str) -> None:
    try:
        document = read_bytes(text.encode(), source="a.txt")
    except DocumentError:
        return
    if document.media_type == "text/plain":
        kept = "".join(block.text.text + "".join(cell.text.text for cell in block.cells) for block in document.blocks)
        assert [c for c in kept if c.isalnum()] == [c for c in document.raw if c.isalnum()]
