"""Whatever a document says and however it is broken: every value stands on characters, and nothing escapes but DocumentError."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from litrex.errors import DocumentError
from litrex.extraction import extract_bytes
from litrex.schema.record import Extraction

CORPUS = Path(__file__).parents[2] / "corpus" / "articles"
ARTICLES = sorted(p for p in CORPUS.glob("*.*") if p.suffix in (".txt", ".md", ".html", ".xml"))
NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.xml"])
RELAXED = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    derandomize=True,
)
Faults = Callable[[Extraction], list[str]]

WHO = [
    "Okoro et al.",
    "Okoro et al. [12]",
    "戴某某等",
    "戴某某等[7]",
    "In 2014, a group from Lyon",
    "一项随机对照试验",
    "（林某某，2016）",
    "该研究",
]
DID = ["treated", "enrolled", "randomised", "纳入", "治疗了", "报道", "followed", "静脉输注"]
WHOM = [
    "0 patients",
    "25 patients with asthma",
    "1,204 people",
    "30例哮喘患者",
    "１２例",
    "一百二十名患者",
    "20 C57BL/6 mice",
    "a 40-year-old man",
    "n = 18",
]
WITH = [
    "1×10^6/kg umbilical cord mesenchymal stem cells",
    "自体骨髓干细胞2×10⁷个",
    "2 x 106 cells",
    "placebo",
    "(n=12) versus (n=0)",
    "5 mg/d prednisone",
]
TOLD = [
    "fever in 3 (12%)",
    "5例（20%）发热",
    "无死亡",
    "0/12 relapsed",
    "FEV1 rose from 1.2±0.3 to 1.9±0.4 L (P<0.05)",
    "哮喘评分由30降至12分",
    "HR 0.6, 95% CI 0.4–0.9",
    "有效率为85.5%",
    "at 3, 6 and 12 months",
]
ODD = [
    "",
    "\ufeff",
    "😀",
    "\u200b",
    "\u202e",
    "\x00",
    "(",
    "】",
    "&lt;",
    "<b>",
    "|",
    "\t",
    "\r\n",
    "\n\n",
    "1e999",
    "10^99",
    "999999999999999999999",
    "①",
    "…",
    "±",
    "0/0",
    "-5",
    "½",
    "零",
    "¹²",
]
SENTENCES = st.tuples(*(st.sampled_from(part) for part in (WHO, DID, WHOM, WITH, TOLD, ODD))).map(" ".join)
DOCUMENTS = st.lists(SENTENCES, min_size=1, max_size=6).flatmap(
    lambda told: st.sampled_from(["。", ". ", "; ", "\n", "\n\n", "，", " "]).map(lambda end: end.join(told))
)


def spoilt(text: str, seed: int) -> str:
    """Damage a text as files are damaged: characters lost, doubled or swapped, stretches moved, marks and digits changed."""
    chance = random.Random(seed)
    start = chance.randrange(len(text))
    kept = list(text[start : start + 6000])
    for _ in range(len(kept) // 40):
        at = chance.randrange(len(kept))
        kept[at] = chance.choice(
            ["", kept[at] * 2, chance.choice(ODD), str(chance.randrange(10)), kept[chance.randrange(len(kept))]]
        )
    a, b = sorted(chance.randrange(len(kept)) for _ in range(2))
    moved = kept[:a] + kept[b : b + 500] + kept[a:]
    return "".join(moved).replace("\n", chance.choice(["\n", "\r\n", " "]))


def extracted(text: str, name: str) -> Extraction | None:
    """Extract a text, or None where it is set aside with a reason."""
    try:
        return extract_bytes(text.encode(), source=name)
    except DocumentError as reason:
        assert str(reason)
        return None


@pytest.mark.parametrize("article", ARTICLES, ids=lambda p: p.name)
def test_every_value_of_our_articles_stands_on_characters(article: Path, faults: Faults) -> None:
    assert faults(extract_bytes(article.read_bytes(), source=article.name)) == []


@pytest.mark.parametrize("article", ARTICLES[::4], ids=lambda p: p.name)
def test_the_same_bytes_give_the_same_extraction(article: Path) -> None:
    first, second = (extract_bytes(article.read_bytes(), source=article.name).model_dump_json() for _ in range(2))
    assert first == second


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("article", ARTICLES, ids=lambda p: p.name)
def test_a_damaged_article_is_read_or_set_aside(article: Path, seed: int, faults: Faults) -> None:
    told = extracted(spoilt(article.read_text(encoding="utf-8"), seed), article.name)
    assert told is None or faults(told) == []


@given(DOCUMENTS, NAMES)
@RELAXED
def test_made_up_studies_hold_the_invariants(faults: Faults, text: str, name: str) -> None:
    told = extracted(text, name)
    assert told is None or faults(told) == []


@given(st.text(max_size=300), NAMES)
@RELAXED
def test_any_text_is_read_or_set_aside(faults: Faults, text: str, name: str) -> None:
    told = extracted(text.encode("utf-8", "ignore").decode(), name)
    assert told is None or faults(told) == []


@given(st.binary(max_size=200), NAMES)
@RELAXED
def test_any_bytes_are_read_or_set_aside(faults: Faults, data: bytes, name: str) -> None:
    try:
        told = extract_bytes(data, source=name)
    except DocumentError as reason:
        assert name in str(reason)
    else:
        assert faults(told) == []


@pytest.mark.parametrize(
    "text",
    [
        "0名患者参加。一项随机试验纳入0例患者，治疗组有效率为50%。",
        "戴某某等给予100000000000000000×10^6/kg干细胞治疗12例患者。",
        "Okoro et al. treated 12 mice with 9e99 cells and 1" + "0" * 400 + " patients improved.",
        "戴某某等治疗9000000000例患者，8000000000例（0.1%）发热，7000000000例（0.2%）缓解。",
        "Okoro et al. treated 0 of 0 patients with stem cells; 5/0 (0%) had fever.",
        "<table><tr><th>Author<th>Patients</tr>" + "<tr><td colspan=1000>Okoro 2011<td rowspan=65534>3</tr>" * 60 + "</table>",
    ],
    ids=["nobody", "a huge dose", "beyond all numbers", "more than all people", "none of none", "spans alone"],
)
def test_absurd_numbers_break_nothing(text: str, faults: Faults) -> None:
    told = extracted(text, "a.html" if text.startswith("<") else "a.txt")
    assert told is not None and faults(told) == []


LONG = 40_000
RUNS = {
    "digits": "1234567890",
    "one sentence": "Okoro treated 25 patients with marrow cells and fever occurred in 5 (20%) and pain fell from 5 to 3, ",
    "one sentence in Chinese": "戴某某等治疗25例患者，发热5例（20%），疼痛评分由5降至3，",
    "open brackets": "[1(2",
    "pluses": "1±2",
    "rows of one table": "| Okoro 2010 [3] | 25 | improved in 5 (20%) |\n",
    "open tags": "<div><b>",
    "cells": "<td>5</td>",
}


@pytest.mark.parametrize("name", [*RUNS])
def test_a_run_without_an_end_is_read_in_time_that_grows_with_its_length(name: str) -> None:
    unit = RUNS[name]
    begun = time.process_time()
    told = extracted(unit * (LONG // len(unit)), "a.html" if unit.startswith("<") else "a.md")
    assert told is None or told.document.chars >= LONG - len(unit)
    assert time.process_time() - begun < 30
