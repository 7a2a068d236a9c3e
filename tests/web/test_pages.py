"""The pages: the whole article, its words as text, and every record with its values."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from litrex.schema.mapped import MappedText
from litrex.schema.record import Extraction, MentionEntry
from litrex.web.article import chunks, pieces, views


def runs(page: str) -> list[tuple[int, int, bool, str]]:
    found = re.findall(r'<span class="r[^"]*" data-a="(\d+)" data-b="(\d+)"( data-w)?[^>]*>(.*?)</span>', page, re.DOTALL)
    return [(int(a), int(b), bool(whole), unescape(text)) for a, b, whole, text in found]


def test_every_run_of_the_page_says_where_it_stands_in_code_points(review: Any) -> None:
    told = runs(review.client.get(f"/documents/{review.ident}").text)
    assert [text for a, b, whole, text in told if not whole and text != review.raw[a:b]] == []
    assert all(b - a == len(text) for a, b, whole, text in told if not whole)
    shown = "".join(text for *_, text in told)
    assert all(word in shown for word in ("😀", "𠮷林", "<script>", "javascript:alert(1)"))


def test_words_of_an_article_are_never_markup(review: Any) -> None:
    page = review.client.get(f"/documents/{review.ident}").text
    assert "<script>document" not in page and "<img" not in page and 'href="javascript' not in page
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"\bon\w+=\"", re.sub(r"&\w+;", "", page)) == []


@pytest.mark.parametrize(("lang", "words"), [("zh", ("下一条", "人工", "患者")), ("en", ("Next", "Patients", "rule"))])
def test_the_page_speaks_both_languages(review: Any, lang: str, words: tuple[str, ...]) -> None:
    review.say("accept", "n_patients", record=0)
    page = review.client.get(f"/documents/{review.ident}?lang={lang}").text
    assert [word for word in words if word not in page] == [] and f'<html lang="{lang}"' in page


def test_the_queue_lists_every_record_and_the_reviewed_come_last(review: Any) -> None:
    before = review.client.get("/api/queue").json()
    assert before["done"] == 0 and before["total"] == len(review.content()["records"]) > 1
    assert [one["gain"] for one in before["items"]] == sorted((one["gain"] for one in before["items"]), reverse=True)
    first = before["items"][0]["record_id"]
    at = [one["record_id"] for one in review.content()["records"]].index(first)
    assert review.say("accept", record=at).status_code == 200
    after = review.client.get("/api/queue").json()
    assert (after["done"], after["items"][-1]["record_id"], after["items"][-1]["gain"]) == (1, first, 0)
    assert first not in {one["record_id"] for one in review.client.get("/api/queue?undone=true").json()["items"]}
    assert "✓" in review.client.get("/").text


def test_pieces_are_cut_where_mentions_begin_and_end_and_where_the_raw_text_breaks_off() -> None:
    raw = "<p>细(xì)胞😀40例&amp;"
    text = MappedText.of(raw).slice(3, len(raw))
    text = text.replace(text.text.index("(xì)"), text.text.index("(xì)") + 4, "")
    text = text.replace(text.text.index("&amp;"), len(text.text), "&")
    told = list(pieces(text))
    assert [(p.text, p.start, p.end, p.whole) for p in told] == [
        ("细", 3, 4, False),
        ("胞😀40例", 8, 13, False),
        ("&", 13, 18, True),
    ]


def test_mentions_are_shown_once_the_longer_where_two_begin_together() -> None:
    from litrex import extract_bytes

    told = extract_bytes("纳入40例患者。".encode(), source="a.txt")
    more = [
        MentionEntry(document_id="d", label=label, start=a, end=b, surface="", text="", source="rule", by="")
        for label, a, b in (("PATIENT_COUNT", 2, 5), ("ARM", 2, 7), ("NUMBER", 0, 2), ("ROUTE", 6, 7))
    ]
    (block,) = views(told.model_copy(update={"mentions": more}))
    assert [(p.text, p.label) for p in block.pieces] == [("纳入", None), ("40例患者", "ARM"), ("。", None)]


def test_a_text_that_no_reader_of_text_takes_is_shown_by_lines() -> None:
    from litrex import extract_bytes

    told = extract_bytes("第一行40例。\n\n第二行。".encode(), source="a.txt")
    entry = told.document.model_copy(update={"media_type": "application/pdf"})
    shown: Extraction = told.model_copy(update={"document": entry, "mentions": []})
    assert [[p.text for b in chunk for p in b.pieces] for chunk in chunks(shown)] == [["第一行40例。", "第二行。"]]
