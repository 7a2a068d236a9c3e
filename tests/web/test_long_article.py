"""The page of a very long article opens quickly and scrolls without a halt."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from litrex import extract_bytes, store
from litrex.schema.record import Extraction, MentionEntry
from litrex.web.access import Door
from tests.web.browser import browsing, ready, serving

CHARS, MENTIONS = 300_000, 2_000
LABELS = ("CONDITION", "PATIENT_COUNT", "OUTCOME_MEASURE", "DOSE")
PARAGRAPH = "本段讲述疾病的背景与机制，不涉及任何研究的结果；所述内容供读者参考，详见后文各节的讨论与说明😀。"
STUDY = "2018年，罗某等对31例膝骨关节炎患者行关节腔内注射脐带间充质干细胞，12个月后VAS评分下降。"
SCROLL = """async () => {
    const tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration))).observe({ type: 'longtask' });
    const text = document.getElementById('text');
    for (let at = 0; at < text.scrollHeight; at += text.clientHeight * 0.9) {
        text.scrollTop = at;
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
    await new Promise((done) => setTimeout(done, 300));
    return { longest: Math.max(0, ...tasks), end: text.scrollTop + text.clientHeight >= text.scrollHeight - 5 };
}"""


def long_article() -> Extraction:
    """An article of that length with that many mentions; a short one is extracted, for the length is the page's matter here."""
    told = extract_bytes(f"综述\n\n{STUDY}\n".encode(), source="long.txt")
    filler = "\n\n".join([PARAGRAPH * 6] * (CHARS // (len(PARAGRAPH) * 6 + 2)))
    raw = f"{told.raw}\n{filler}"
    step = len(raw) // MENTIONS
    places = range(len(told.raw) + 10, len(raw) - 10, step)
    more = [_mention(told, raw[at : at + 4], at, LABELS[number % len(LABELS)]) for number, at in enumerate(places)]
    entry = told.document.model_copy(update={"chars": len(raw)})
    return told.model_copy(update={"raw": raw, "mentions": [*told.mentions, *more], "document": entry})


def _mention(told: Extraction, words: str, at: int, label: str) -> MentionEntry:
    ident, end = told.document.document_id, at + len(words)
    return MentionEntry(document_id=ident, label=label, start=at, end=end, surface=words, text=words, source="rule", by="test")


@pytest.mark.slow
def test_a_very_long_article_opens_and_scrolls(tmp_path: Path, record_property: Any) -> None:
    told = long_article()
    door = Door(token="a-token-for-tests")
    with store.open(str(tmp_path / "litrex.db")) as kept:
        kept.save(told, kept.begin())
        with serving(kept, door) as link, browsing() as page:
            page.goto(f"{link}/?token={door.token}")
            ready(page)
            start = time.monotonic()
            page.goto(f"{link}/documents/{told.document.document_id}")
            ready(page)
            opened_s = time.monotonic() - start
            scrolled = page.evaluate(SCROLL)
            shown = page.locator("#article .m").count()
    record_property("opened_s", round(opened_s, 2))
    record_property("longest_task_ms", round(scrolled["longest"]))
    assert len(told.raw) >= CHARS * 0.99 and shown >= MENTIONS * 0.98
    assert scrolled["end"]
    assert opened_s < 2 * slowness(), opened_s
    assert scrolled["longest"] < 200 * slowness(), scrolled


def slowness() -> float:
    """How much slower this machine is at the moment than one that is not busy: 1 or more, by a plain count."""
    start = time.process_time(), time.monotonic()
    sum(range(5_000_000))
    busy, passed = time.process_time() - start[0], time.monotonic() - start[1]
    return max(1.0, passed / busy, busy / 0.15)
