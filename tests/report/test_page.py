"""The page: self-contained, escaped, every value at its place."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from litrex import report
from litrex.errors import OutputError
from litrex.report.words import flag_meanings, interface, meaning_of
from litrex.schema.record import Extraction

VOID = {"meta", "input", "line", "circle", "rect", "br"}


class Reader(HTMLParser):
    """Reads a page: its tags, what references leave it, ids, the text of marks and buttons, and unclosed elements."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.marks: dict[str, str] = {}
        self.buttons: list[tuple[str, dict[str, str | None]]] = []
        self._mark: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append((tag, told))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "mark":
            self._mark = told["id"]
            self.marks[str(self._mark)] = ""
        if tag == "button":
            self.buttons.append(("", told))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open.pop() == tag
        if tag == "mark":
            self._mark = None

    def handle_data(self, data: str) -> None:
        if self._mark is not None:
            self.marks[self._mark] += data
        if "button" in self.open and self.buttons:
            self.buttons[-1] = (self.buttons[-1][0] + data, self.buttons[-1][1])


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


@pytest.fixture
def page(extractions: list[Extraction]) -> str:
    return report.render(extractions)


def test_nothing_is_loaded_from_anywhere(page: str) -> None:
    told = read(page)
    links = [
        value
        for _, attrs in told.tags
        for name, value in attrs.items()
        if name in ("src", "href", "action", "srcset", "data", "xlink:href")
    ]
    assert links and all(str(link).startswith("#") for link in links)
    assert not {"link", "img", "iframe", "object", "base", "embed"} & {tag for tag, _ in told.tags}
    assert not re.search(r"@import|url\(|https?:|//[a-z]+\.", page)
    assert "default-src 'none'" in page


def test_ids_are_unique_and_every_link_has_a_target(page: str) -> None:
    told = read(page)
    ids = [attrs["id"] for _, attrs in told.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {str(attrs["href"])[1:] for tag, attrs in told.tags if tag == "a"}
    assert targets - set(ids) == set()


def test_article_text_is_never_markup(page: str) -> None:
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in page
    assert sum(tag == "script" for tag, _ in read(page).tags) == 1


@pytest.mark.parametrize(
    "evil", ['"><img src=x onerror=1>', "</script><script>1</script>", "{{ 7 * 7 }}", "' onclick='x", "<!--"]
)
def test_no_field_of_a_record_becomes_markup(extractions: list[Extraction], evil: str) -> None:
    one = extractions[0]
    record = one.records[0]
    record.populations[0].condition, record.arms[0].name, record.flags[0].message = evil, evil, evil
    one.document.source, one.document.notes = evil, [evil]
    one.comparisons[0].intervention = evil
    told = read(report.render([one], lambda kind, concept, lang: f"{lang} {concept}"))
    assert not {"img"} & {tag for tag, _ in told.tags}
    assert sum(tag == "script" for tag, _ in told.tags) == 1
    assert not [name for _, attrs in told.tags for name in attrs if name.startswith("on")]


def test_values_point_at_marks_that_hold_their_words(page: str) -> None:
    told = read(page)

    def shown(words: str) -> list[str]:
        return [
            "".join(told.marks[f"d{attrs['data-d']}m{number}"] for number in str(attrs["data-p"]).split())
            for text, attrs in told.buttons
            if text.strip() == words
        ]

    assert shown("overall response rate 85%（17/20）overall response rate 85% (17/20)") == ["总有效率为85%（17/20）"]
    assert shown("overall response rate 45%（对照组）overall response rate 45% (对照组)") == [
        "总有效率为85%（17/20）😀，对照组为45%"
    ]
    assert shown("joint swelling（n=1，轻度）joint swelling (n=1, mild)") == ["1例出现轻度关节肿胀"]
    assert shown("40") == ["40例"]


def test_every_number_a_value_names_is_a_mark(page: str) -> None:
    told = read(page)
    named = {f"d{attrs['data-d']}m{number}" for _, attrs in told.buttons for number in str(attrs.get("data-p") or "").split()}
    assert named and named <= set(told.marks)


def test_rows_are_numbered_as_they_stand_and_name_their_twins(page: str) -> None:
    assert re.findall(r'<tr id="(r\d+)"', page) == ["r1", "r2", "r3", "r4"]
    first = page[page.index('<tr id="r1"') : page.index('<tr id="r2"')]
    assert '<a href="#r2">#2</a>' in first


def test_flags_are_told_in_plain_words_in_both_languages(page: str) -> None:
    for code in ("arm_sum_mismatch", "encoding_damaged"):
        meaning = meaning_of(code)
        for told in (meaning.meaning, meaning.action):
            assert told.zh in page and told.en in page


@pytest.mark.parametrize(
    ("funnel", "reason"),
    [
        ({"passages": 0, "numbers": 0, "candidates": 0}, "reason_passages"),
        ({"passages": 9, "numbers": 0, "candidates": 0}, "reason_numbers"),
        ({"passages": 9, "numbers": 9, "candidates": 0}, "reason_candidates"),
        ({"passages": 9, "numbers": 9, "candidates": 2}, "reason_records"),
    ],
)
def test_a_document_without_records_says_where_its_text_ended(
    extractions: list[Extraction], funnel: dict[str, int], reason: str
) -> None:
    empty = extractions[2]
    empty.document.funnel = empty.document.funnel.model_copy(update=funnel)
    page = report.render([empty])
    told = interface()[reason]
    assert told.zh in page and told.en in page
    assert not [key for key in interface() if key.startswith("reason_") and key != reason and interface()[key].en in page]


def test_a_document_with_records_needs_no_reason(extractions: list[Extraction]) -> None:
    assert 'id="empty"' not in report.render(extractions[:2])


def test_an_empty_run_is_still_a_page() -> None:
    page = report.render([])
    assert interface()["no_records"].zh in page
    read(page)


def test_a_text_that_is_not_enclosed_leaves_values_readable(extractions: list[Extraction]) -> None:
    page = report.render([extractions[0].model_copy(update={"raw": ""})])
    assert interface()["no_text"].en in page and "<mark" not in page


def test_control_characters_of_a_text_are_shown_as_signs(extractions: list[Extraction]) -> None:
    one = extractions[2].model_copy(update={"raw": "a\x00b\x1fc\r\nd"})
    assert "a\ufffdb\ufffdc" in report.render([one])


def test_two_pages_of_one_run_are_the_same_whatever_the_order(extractions: list[Extraction]) -> None:
    assert report.render(extractions) == report.render(reversed(extractions))


def test_write_gives_the_place_of_the_page(extractions: list[Extraction], tmp_path: Path) -> None:
    path = report.write(tmp_path / "out", extractions)
    assert path == tmp_path / "out" / "report.html"
    assert path.read_text(encoding="utf-8").lstrip().startswith("<!doctype html>")


def test_write_refuses_a_place_that_is_no_folder(extractions: list[Extraction], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(OutputError):
        report.write(tmp_path / "taken", extractions)


def test_the_words_of_the_page_stand_in_both_languages() -> None:
    told = [*interface().values(), *(both for one in flag_meanings().values() for both in (one.meaning, one.action))]
    assert all(both.zh and both.en for both in told)


def test_a_value_told_twice_at_one_place_is_shown_once(extractions: list[Extraction]) -> None:
    one = extractions[0]
    told = one.comparisons[0]
    told.statements.append(told.statements[0].model_copy(update={"id": "t2"}))
    told.evidence["statements/t2"] = told.evidence["statements/t1"]
    page = report.render([one])
    part = page[page.index('id="comparisons"') : page.index('id="coverage"')]
    assert part.count("pain score 下降") == 1


def test_documents_are_named_without_the_folder_they_share(extractions: list[Extraction]) -> None:
    for one in extractions:
        one.document.source = f"/somewhere/in/{one.document.source}"
    page = report.render(extractions)
    assert '<summary title="/somewhere/in/crohn.txt">crohn.txt</summary>' in page
