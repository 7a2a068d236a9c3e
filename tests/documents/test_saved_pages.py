"""A page saved from the web gives the records of the page itself, however it was saved and whatever stood around it."""

from __future__ import annotations

import re
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from litrex.documents import read_bytes
from litrex.errors import DocumentError
from litrex.evaluation import rate, score
from litrex.evaluation.scoring import added
from litrex.extraction import extract_bytes

ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"
HANT, HANS, EN = "limb-ischemia-cells.zh-Hant.html", "lung-cell-therapy.zh-Hans.html", "multiple-sclerosis-cells.en.html"


@cache
def page(name: str) -> str:
    return (ARTICLES / name).read_text(encoding="utf-8")


def records(data: bytes, name: str) -> list[dict[str, Any]]:
    told = [record.model_dump(mode="json") for record in extract_bytes(data, source=name).records]
    return [record | {"anchor": {"table": None, "row": None, "spans": []}} for record in told]


@cache
def plain(name: str) -> list[dict[str, Any]]:
    return records(page(name).encode(), name)


def same(data: bytes, name: str) -> bool:
    return rate(added(score(plain(name), records(data, name)).counts.values())).f1 >= 0.97


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("big5", "utf-8"),
        ("gbk", "big5hkscs"),
        ("big5", "gb18030"),
        ("iso-8859-1", "gbk"),
    ],
)
def test_a_page_that_declares_another_encoding_gives_the_same_records(declared: str, real: str) -> None:
    text = re.sub(r"charset=[\"']?[\w-]+", f'charset="{declared}', page(HANT), count=1)
    assert f'charset="{declared}"' in text
    assert same(text.encode(real, "xmlcharrefreplace"), HANT)


STUDY = "Weber et al. gave 99 patients with lupus cord mesenchymal stem cells; 50% were in remission"
STUDY_ZH = "韦某等用脐带间充质干细胞治疗99例狼疮患者，有效率80%"
AROUND = [
    f"<div class='related'><h3>相关文章</h3><ul><li>{STUDY_ZH}</li></ul></div>",
    f"<h3>相关阅读：</h3><ul><li><a href='/1'>{STUDY_ZH}</a></li><li><a href='/2'>{STUDY}</a></li></ul>",
    f"<div><strong>猜你喜欢</strong></div><p><a href='/1'>{STUDY_ZH}</a></p><p><a href='/2'>{STUDY}</a></p>",
    f"<h2>Related articles</h2><p><a href='/x'>{STUDY}</a></p>",
    f"<div><h4>You may also like</h4></div><div><a href='/x'><p>{STUDY}</p></a></div>",
    f"<h3>网友评论（3）</h3><div><p>张先生：{STUDY_ZH}。</p></div><p>{STUDY}</p>",
    f"<h2>3 Comments</h2><p>John: {STUDY}.</p><h3>Re:</h3><p>{STUDY}.</p>",
    f"<div class='comment-list'><p>{STUDY_ZH}</p></div>",
    f"<div class='advert'>{STUDY_ZH}</div>",
    f"<div class='hot-list'><a href='/1'>{STUDY_ZH}</a></div>",
]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("name", [HANT, EN])
def test_other_articles_comments_and_advertisements_tell_no_study(around: str, name: str) -> None:
    text = page(name).replace("</body>", f"{around}</body>")
    found = records(text.encode(), name)
    assert len(found) == len(plain(name))
    assert same(text.encode(), name)


OWN = [
    f"<h2>Related articles</h2><p>{STUDY}.</p>",  # told in prose: no list of links
    f"<h2>Related work</h2><p><a href='/x'>{STUDY}.</a></p>",
    f"<h2>Comment</h2><p>{STUDY}.</p>",
    f"<h2>讨论与评论</h2><p>{STUDY_ZH}。</p>",
    f"<h3>3 Comments</h3><p>Thanks.</p><h2>Trials</h2><p>{STUDY}.</p>",
    f"<h3>相关文章</h3><ul><li><a href='/1'>另一篇</a></li></ul><p>{STUDY_ZH}。</p>",
]


@pytest.mark.parametrize("part", OWN)
def test_a_part_of_the_article_is_never_dropped_for_its_heading(part: str) -> None:
    filler = "".join(
        f"<p>A paragraph, number {n}, that tells of nothing but weather and of the way to the library.</p>" for n in range(9)
    )
    found = records(f"<html><body><h1>Lupus</h1>{filler}{part}</body></html>".encode(), "a.html")
    assert [one["n_patients"] for one in found] == [99]


def test_several_pages_saved_as_one_are_all_read() -> None:
    whole = page(EN)
    cut = whole.index("<h2", len(whole) // 2)
    head, tail = whole[:cut] + "</body></html>", "<!DOCTYPE html><html><head><title>Page 2</title></head><body>" + whole[cut:]
    assert same((head + "\n" + tail).encode(), EN)


def archive(name: str, encoding: str, kind: str = "html") -> bytes:
    told = MIMEMultipart("related", type="text/html")
    told.attach(MIMEText("body {color: red}", "css", "utf-8"))
    told.attach(MIMEText(page(name), kind, encoding))
    return told.as_bytes()


@pytest.mark.parametrize(("name", "encoding"), [(HANT, "utf-8"), (HANS, "gb18030"), (EN, "utf-8")])
@pytest.mark.parametrize("named", ["page.mhtml", "page.html"])
def test_a_web_archive_gives_the_page_in_it(name: str, encoding: str, named: str) -> None:
    document = read_bytes(archive(name, encoding), source=named)
    assert document.raw.replace("\r\n", "\n").rstrip() == page(name).rstrip()
    assert document.media_type == "text/html" and document.notes[0] == "the page in a web archive"
    assert same(archive(name, encoding), name)


def test_a_web_archive_without_a_page_is_refused() -> None:
    with pytest.raises(DocumentError, match="holds no page"):
        read_bytes(archive(EN, "utf-8", "css"), source="page.mhtml")
