"""brat, CoNLL and spaCy: every region at its characters."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

from litrex.exchange.formats.columns import conll, flat, tokens, write_conll
from litrex.exchange.formats.docbin import FILE, GROUP, doc_of, write_docbin
from litrex.exchange.formats.standoff import standoff, write_brat
from litrex.exchange.regions import Region, regions
from litrex.schema.mention import Label
from litrex.schema.record import Extraction

SCRIPTS = ["zh", "zh-Hant", "en"]
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from("\r\n 12.5%例患 e\u0301🙂ＡＢ"), max_size=60)


def with_regions(raw: str, told: list[tuple[int, int, str]]) -> Extraction:
    """An extraction whose one record stands on these stretches."""
    from litrex import extract_bytes

    one = extract_bytes(b"In 2009, Novak et al. treated 22 patients with type 2 diabetes; HbA1c decreased.", source="a.txt")
    record = one.records[0].model_copy(update={"evidence": {}})
    for a, b, path in told:
        record.evidence.setdefault(path, []).append((a, b))
    return one.model_copy(update={"raw": raw, "mentions": [], "records": [record]})


@st.composite
def marked(draw) -> Extraction:
    raw = draw(TEXT.filter(lambda text: len(text) > 2))
    places = st.tuples(st.integers(0, len(raw) - 1), st.integers(1, 8)).map(lambda one: (one[0], min(one[0] + one[1], len(raw))))
    paths = st.sampled_from(["n_patients", "route", "outcomes/a", "outcomes/b", "populations/c"])
    found = draw(st.lists(st.tuples(places, paths), max_size=8))
    return with_regions(raw, [(*place, path) for place, path in found])


@pytest.mark.parametrize("script", SCRIPTS)
def test_brat_reads_its_words_at_their_places(desk, texts, tmp_path: Path, script: str) -> None:
    told = desk.put("a.txt", texts(script))
    write_brat(tmp_path, [("a", told)])
    text = (tmp_path / "a.txt").read_bytes().decode("utf-8")
    lines = (tmp_path / "a.ann").read_text(encoding="utf-8").splitlines()
    marks = [re.fullmatch(r"(T\d+)\t(\w+) (\d+) (\d+)\t(.+)", line) for line in lines if line.startswith("T")]
    assert text == told.raw and len(marks) == len(regions(told)) and all(marks)
    assert all(text[int(one[3]) : int(one[4])] == one[5] and one[2] in set(Label) for one in marks)
    names = {one[1] for one in marks}
    pairs = [re.fullmatch(r"R\d+\tof Arg1:(T\d+) Arg2:(T\d+)", line) for line in lines if line.startswith("R")]
    assert pairs and all(one[1] in names and one[2] in names and one[1] != one[2] for one in pairs)
    assert "[entities]\nCONDITION" in (tmp_path / "annotation.conf").read_text(encoding="utf-8")


@given(marked())
def test_brat_tells_regions_over_line_ends_in_pieces(told: Extraction) -> None:
    for line in standoff(told).split("\n"):
        if line.startswith("T"):
            _, place, words = line.split("\t")
            pieces = [tuple(map(int, one.split())) for one in place.split(" ", 1)[1].split(";")]
            if all(told.raw[a:b].splitlines() == [told.raw[a:b]] and "\t" not in told.raw[a:b] for a, b in pieces):
                assert words == " ".join(told.raw[a:b] for a, b in pieces)


def read(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.split("\n") if line]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("zh", [("1", "B-PATIENT_COUNT"), ("糖", "B-CONDITION"), ("尿", "I-CONDITION"), ("足", "I-CONDITION"), ("患", "O")]),
        (
            "en",
            [("22", "B-PATIENT_COUNT"), ("patients", "I-PATIENT_COUNT"), ("diabetes", "I-CONDITION"), ("decreased", "B-CHANGE")],
        ),
    ],
)
def test_conll_has_characters_for_chinese_and_words_for_english(desk, texts, tmp_path: Path, script, words) -> None:
    told = desk.put("a.txt", texts(script))
    write_conll(tmp_path, [("a", told)])
    rows = read((tmp_path / "a.conll").read_text(encoding="utf-8"))
    assert all(told.raw[int(a) : int(b)] == token for token, a, b, _ in rows)
    tagged = {(token, tag) for token, _, _, tag in rows}
    assert {("12" if token == "1" else token, tag) for token, tag in words} <= tagged


@given(marked())
def test_conll_tells_each_region_that_no_longer_one_covers(told: Extraction) -> None:
    rows = read(conll(told))
    assert [(int(a), int(b)) for _, a, b, _ in rows] == list(tokens(told.raw))
    for one in flat(regions(told)):
        inside = [tag for _, a, b, tag in rows if int(a) < one.end and one.start < int(b)]
        assert all(tag != "O" for tag in inside)
    for (_, _, _, before), (_, _, _, tag) in pairwise(rows):
        assert not tag.startswith("I-") or before in (tag, f"B-{tag[2:]}")


def test_of_overlapping_regions_the_longest_stands() -> None:
    one, two, three = (Region(a, b, Label.ROUTE, "r", "route") for a, b in ((0, 4), (2, 9), (9, 11)))
    assert flat([one, two, three]) == [two, three] and flat([]) == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_spacy_reads_all_regions_back_at_their_characters(desk, texts, tmp_path: Path, script: str) -> None:
    told = desk.put("a.txt", texts(script))
    assert write_docbin(tmp_path, [("a", told)]) == []
    (doc,) = DocBin().from_disk(tmp_path / FILE).get_docs(spacy.blank("xx").vocab)
    assert doc.text == told.raw
    spans = sorted((one.start_char, one.end_char, one.label_) for one in doc.spans[GROUP])
    assert spans == sorted((one.start, one.end, one.label.value) for one in regions(told))
    assert len(doc.ents) == len(flat(regions(told))) > 5


@settings(deadline=None)
@given(marked())
def test_spacy_keeps_the_text_and_tells_what_words_cut(told: Extraction) -> None:
    doc, cut = doc_of(told)
    assert doc.text == told.raw
    exact = [one for one in regions(told) if one not in cut]
    spans = {(one.start_char, one.end_char, one.label_) for one in doc.spans[GROUP]}
    assert {(one.start, one.end, one.label.value) for one in exact} <= spans
    starts, ends = {token.idx for token in doc}, {token.idx + len(token) for token in doc}
    assert all(one.start in starts and one.end in ends for one in exact)
    assert not any(one.start in starts and one.end in ends for one in cut)


def test_a_region_inside_a_word_is_told(tmp_path: Path) -> None:
    told = with_regions("HbA1c fell", [(0, 3, "outcomes/a"), (6, 10, "route")])
    assert write_docbin(tmp_path, [("a.txt", told)]) == ["a.txt: 'HbA' at 0–3 is cut out of a word"]
