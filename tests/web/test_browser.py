"""The page in a real browser, by keyboard alone; and what was decided outlives another run of the extraction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from litrex import store
from litrex.flows.batch import batch
from litrex.flows.shards import extract_all
from litrex.settings import Settings
from litrex.store import Store
from litrex.web.access import Door
from tests.web.browser import browsing, lit, press, ready, serving

ARTICLE = """干细胞治疗综述😀

2016年，何某等对12例糖尿病足患者行自体骨髓干细胞移植，随访6个月，溃疡愈合率为75%。𠮷林医院随后撤出😀。

2018年，罗某等对31例膝骨关节炎患者行关节腔内注射脐带间充质干细胞，12个月后VAS评分下降。

2019年，莫某等对9例克罗恩病患者局部注射脂肪干细胞，24周时瘘管闭合率为66.7%（6/9）。

更正：前述第一项的人数有误，15例才对。

补遗：何某一项中，家属满意度为80%。
"""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "foot.txt").write_text(ARTICLE, encoding="utf-8")
    return run(tmp_path)


def run(folder: Path) -> Path:
    """What ``litrex run`` does, without the engine."""
    batch([folder / "inbox"], folder / "out", Settings(), extract_all)
    return folder / "out"


@pytest.fixture
def kept(out: Path) -> Iterator[Store]:
    with store.open(str(out / "litrex.db")) as opened:
        yield opened


@pytest.fixture
def page(request: pytest.FixtureRequest, kept: Store) -> Iterator[Any]:
    lang = getattr(request, "param", "zh")
    door = Door(token="a-token-for-tests", owner="li", hosts=("127.0.0.1",))
    with serving(kept, door) as link, browsing() as page:
        page.goto(f"{link}/?token={door.token}&lang={lang}")
        ready(page)
        page.link = link
        yield page
        assert page.told == []
        assert [url for url in page.asked if not url.startswith(link) and not url.startswith("data:")] == []


def records(kept: Store) -> list[Any]:
    (ident,) = kept.documents()
    return kept.merged(ident).extraction.records


def find(page: Any, patients: str) -> None:
    """Go to the card with that number of patients, by key."""
    for _ in range(6):
        if page.locator(".card.current", has_text=patients).count():
            break
        press(page, "j")
    while page.locator(".v.here").get_attribute("data-path") != "n_patients":
        press(page, "ArrowDown")


def step_to(page: Any, word: str) -> None:
    """Go on word by word."""
    for _ in range(20):
        if lit(page, "choosing") == word:
            return
        press(page, "ArrowRight")
    raise AssertionError(lit(page, "choosing"))


def decided(page: Any, *keys: str) -> None:
    """Press keys that lead to a correction, and wait until the page shows it."""
    before = page.locator("#cards").get_attribute("data-version")
    press(page, *keys)
    page.wait_for_function("before => document.querySelector('#cards').dataset.version !== before", arg=before)
    page.wait_for_selector(".v.here")


def correct_the_count(page: Any, kept: Store) -> None:
    """A wrong count is put right by selecting the right one."""
    press(page, *["k"] * 4)
    find(page, "12")
    assert lit(page).startswith("12例")
    press(page, "s", *["ArrowDown"] * 3)
    step_to(page, "15")
    press(page, "Shift+ArrowRight", "Enter")
    page.wait_for_selector("#editor input")
    assert page.locator("#editor blockquote").inner_text() == "15例" and page.locator("#editor input").input_value() == "15"
    decided(page, "Enter")
    first, at = records(kept)[0], ARTICLE.index("15例")
    assert (first.n_patients, first.provenance["n_patients"].by) == (15, "li")
    assert first.evidence["n_patients"] == [(at, at + 3)] and lit(page) == "15例"


def reject_the_record(page: Any, kept: Store) -> None:
    find(page, "31")
    decided(page, "X")
    assert [one.n_patients for one in records(kept)] == [15, 9]
    press(page, "k", "k")
    find(page, "15")


def add_the_outcome(page: Any, kept: Store) -> None:
    """An outcome that was missed is added with its words."""
    press(page, "n")
    page.wait_for_selector("#editor select")
    while page.evaluate("document.querySelector('#editor select').value") != "outcomes":
        press(page, "ArrowDown")
    press(page, "Enter")
    page.wait_for_selector("body.selecting")
    press(page, *["ArrowDown"] * 4)
    step_to(page, "家属")
    press(page, *["Shift+ArrowRight"] * 7)
    assert lit(page, "choosing") == "家属满意度为80%"
    press(page, "Enter")
    page.wait_for_selector("#editor .told")
    before = len(records(kept)[0].outcomes)
    decided(page, "Enter")
    told = records(kept)[0]
    added = told.outcomes[-1]
    assert (len(told.outcomes), added.value, added.unit, added.surface) == (before + 1, 80, "%", "家属满意度为80%")
    assert "满意度" in added.text and told.evidence[f"outcomes/{added.id}"][0][0] == ARTICLE.index("家属")


def take_back_twice(page: Any, kept: Store) -> None:
    before = len(records(kept)[0].outcomes)
    decided(page, "u")
    assert len(records(kept)[0].outcomes) == before - 1
    decided(page, "u")
    assert [one.n_patients for one in records(kept)] == [15, 31, 9]


@pytest.mark.parametrize("page", ["zh", "en"], indirect=True)
def test_a_person_reviews_an_article_without_a_mouse_and_it_stands(page: Any, kept: Store, out: Path) -> None:
    press(page, "Enter")
    page.wait_for_url("**/documents/*")
    ready(page)
    lang = page.locator("html").get_attribute("lang")
    assert page.locator("[data-act=next]").inner_text() == {"zh": "下一条 →", "en": "Next →"}[lang]
    correct_the_count(page, kept)
    reject_the_record(page, kept)
    add_the_outcome(page, kept)
    take_back_twice(page, kept)
    reject_the_record(page, kept)
    add_the_outcome(page, kept)
    find(page, "15")
    decided(page, "a")
    decided(page, "A")
    assert page.locator(".card.done").count() == 1
    before = records(kept)
    run(out.parent)
    assert records(kept) == before
    page.reload()
    ready(page)
    assert page.locator(".card.done").count() == 1 and page.locator(".card").count() == 2


def test_the_help_sheet_opens_and_the_language_changes_by_key(page: Any) -> None:
    page.wait_for_selector("#queue a:focus")
    heading = page.locator("h1").inner_text()
    press(page, "?")
    assert page.locator("#help").is_visible()
    press(page, "Escape")
    assert not page.locator("#help").is_visible()
    press(page, "l")
    page.wait_for_function("told => document.querySelector('h1').innerText !== told", arg=heading)
    assert {heading, page.locator("h1").inner_text()} == {"待审队列", "Queue"}


def test_a_mouse_selection_becomes_a_value_in_code_points(page: Any, kept: Store) -> None:
    page.goto(f"{page.link}/documents/{kept.documents()[0]}")
    ready(page)
    find(page, "12")
    page.evaluate("""() => {
        const run = [...document.querySelectorAll('#article .r')].find((one) => one.textContent.includes('𠮷'));
        const text = run.firstChild, at = text.data.indexOf('𠮷');
        getSelection().setBaseAndExtent(text, at, text, at + 2);
    }""")
    press(page, "s")
    assert lit(page, "choosing") == "𠮷"
    press(page, "Shift+ArrowRight", "Enter")
    page.wait_for_selector("#editor blockquote")
    assert page.locator("#editor blockquote").inner_text() == "𠮷林"
    press(page, "Escape")
    assert not page.locator("#editor").is_visible()


def test_two_people_at_one_value_get_a_conflict_and_both_values(page: Any, kept: Store) -> None:
    from datetime import UTC, datetime

    from litrex.schema.correction import Correction

    ident = kept.documents()[0]
    page.goto(f"{page.link}/documents/{ident}")
    ready(page)
    find(page, "12")
    seen = kept.merged(ident)
    told = {"correction_id": "theirs", "at": datetime.now(UTC), "by": "wu", "document_id": ident, "path": "n_patients", "new": 14}
    record = seen.extraction.records[0].record_id
    kept.correct(Correction.model_validate({**told, "record_id": record, "action": "set", "seen_version": seen.version}))
    press(page, "e")
    page.wait_for_selector("#editor input")
    page.locator("#editor input").fill("13")
    press(page, "Enter")
    page.wait_for_selector("#editor select")
    asked = page.locator("#editor h2").inner_text()
    assert all(part in asked for part in ("wu", "14", "13"))
    assert records(kept)[0].n_patients == 14
    press(page, "ArrowDown")
    decided(page, "Enter")
    first = records(kept)[0]
    assert "409" in page.told.pop()
    assert first.n_patients == 13 and [one.value for one in first.provenance["n_patients"].others][-1] == 14


def test_hostile_words_of_an_article_are_shown_and_do_nothing(tmp_path: Path) -> None:
    from tests.web.conftest import review_of

    made = review_of(f"sqlite:///{tmp_path}/hostile.db")
    with made.store, serving(made.store, made.door) as link, browsing() as page:
        page.goto(f"{link}/documents/{made.ident}?token={made.door.token}")
        ready(page)
        assert "<script>document.title = 'owned'</script>" in page.locator("#article").inner_text()
        assert page.title() != "owned" and page.locator("#article a, #article img, #article script").count() == 0
        assert page.told == [] and all(url.startswith((link, "data:")) for url in page.asked)
