"""Who told a study, in running text and in cells: names of all shapes are found, and words that are no names are not."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from litrex.mentions import authors
from litrex.mentions.authors import find, in_cell, partner_of

NAMED = [
    ("a phase III trial of El-Masri et al. (2023) [6]", ["El-Masri"]),
    ("an open-label study by O'Brien [13] of 24 patients", ["O'Brien"]),
    ("De la Cruz-Merino and colleagues took 168 patients", ["De la Cruz-Merino"]),
    ("every two weeks (von Arnim-Tanaka 2021[5]). Of them", ["von Arnim-Tanaka"]),
    ("in 302 patients (Gonçalves, 2020[7]) was stopped", ["Gonçalves"]),
    ("whereas Ó Murchú et al. [7] transplanted 17", ["Ó Murchú"]),
    ("neither van ’t Veer[10] nor Kowalska[11] could", ["van ’t Veer", "Kowalska"]),
    ("Kowalska saw closure in 9 of the 30 patients", ["Kowalska"]),
    ("In 2019, Okafor treated 12 patients", ["Okafor"]),
    ("the group of Sato treated 20 patients", ["Sato"]),
    ("Sato's double-blind trial [10] was halted", ["Sato"]),
    ("Nguyễn et al. [4] found", ["Nguyễn"]),
    ("Abd El-Aziz et al. 2014 saw", ["Abd El-Aziz"]),
    ("Haddad and Iyer [9] infused", ["Haddad"]),
    ("Lin与Zheng(2017)[7]的单中心试验", ["Lin"]),
    ("该研究由佐藤等[11]于2021年发表", ["佐藤"]),
    ("由铃木主持的试验", ["铃木"]),
    ("报告这项研究的是中村与山本[7]", ["中村"]),
    ("陈与吴[12]结扎24只小鼠", ["陈"]),
    ("王和李二人[9]描述了一名女性", ["王"]),
    ("许家豪医师[12]描述一例", ["许家豪"]),
    ("来自维斯尔等[9](2013)", ["维斯尔"]),
    ("另一项由埃里克森[10]牵头", ["埃里克森"]),
    ("(De Oliveira Ramos,2017[10])", ["De Oliveira Ramos"]),
    ("周(2019)报告了12例", ["周"]),
    ("赵明哲、李娜等[11]给20例", ["赵明哲"]),
    ("米勒和同事[10]让25例", ["米勒"]),
    ("张等人报道", ["张"]),
    ("These include Smith et al. [12]", ["Smith"]),
    ("in the trial Smith and colleagues led", ["Smith"]),
    ("as della Rocca et al. [3] saw", ["della Rocca"]),
]
NOBODY = [
    "Surgeons treated 20 patients",
    "Germany enrolled 40 patients",
    "RACE enrolled 40 patients",
    "Marrow injected one hour later",
    "comes from Barcelona,[8] where",
    "a hospital in Lübeck [8]",
    "Dupilumab treated 20 patients",
    "In 2019 the trial began (March 2020)",
    "高和低剂量[3]",
    "在左与右[3]两侧",
    "方案(2019)推荐",
    "细胞与对照[3]",
    "帕金森[3]患者",
    "根据指南与共识[4]",
    "由多家中心完成",
    "由骨科主持",
    "该中心(2018)报告",
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_an_author_is_found_by_what_stands_around_the_name(text: str, names: list[str]) -> None:
    assert [text[m.name_start : m.name_end] for m in find(text)] == names


@pytest.mark.parametrize("text", NOBODY)
def test_what_is_no_name_is_no_author(text: str) -> None:
    assert list(find(text)) == []


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Haddad and Iyer [9] infused", "Iyer"),
        ("(Harun and Teng, 2016)", "Teng"),
        ("陈与吴[12]结扎", "吴"),
        ("帕夫洛夫与格罗斯曼[7]又把", "格罗斯曼"),
        ("佐野、高桥,2019)", "高桥"),
        ("Haddad, Iyer et al.", None),
        ("赵明哲、李娜等[11]", None),
        ("Haddad and colleagues [9]", None),
        ("陈与团队[12]", None),
        ("陈和同事[12]", None),
    ],
)
def test_a_second_author_is_told_beside_the_first(text: str, second: str | None) -> None:
    first = next((m.name_end for m in find(text)), len(text.partition("、")[0]))
    found = partner_of(text, first)
    assert (text[found[0] : found[1]] if found else None) == second


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("王", "王"),
        ("石(2020)", "石"),
        ("崔 2018", "崔"),
        ("van ’t Veer 2015", "van ’t Veer"),
        ("De Oliveira Ramos,2017", "De Oliveira Ramos"),
        ("同上", None),
        ("无", None),
        ("中", None),
        ("12", None),
    ],
)
def test_a_cell_names_its_author_and_a_repeat_mark_is_none(cell: str, name: str | None) -> None:
    found = in_cell(cell)
    assert (cell[found.name_start : found.name_end] if found else None) == name


def test_looking_only_where_a_name_may_begin_misses_none() -> None:
    """The places are a shortcut through the grammar: what it gives must be what the grammar alone gives, on any text."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[1] / "cases").glob("*.*"))]
    texts += [text for text, _ in NAMED]
    chance = random.Random(0)
    words = [*re.findall(r"\S+", " ".join(text for text, _ in NAMED)), "de", "van der", "della", "’t", "led by", "subgroup of"]
    texts += [" ".join(chance.choices([*words, "et al."], k=12)) for _ in range(2000)]
    found = [[match.span() for match in authors._EN.finditer(text)] for text in texts]
    assert [[match.span() for match in authors._from(authors._EN_BEGINS, authors._EN, text)] for text in texts] == found
    assert sum(map(len, found)) > 500
