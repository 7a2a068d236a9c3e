"""A review desk for tests: an article in both scripts with hostile words, saved in a store, and a client that has come in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from litrex import extract_bytes, store
from litrex.store import Store
from litrex.web.access import Door
from litrex.web.app import create

ARTICLE = """干细胞治疗综述

2016年，何某等对12例糖尿病足患者行自体骨髓干细胞移植，随访6个月，溃疡愈合率为75%，3例发热😀。

2018年，罗某等对31例膝骨关节炎患者行关节腔内注射脐带间充质干细胞，12个月后VAS评分下降；𠮷林的研究者另行随访。

In 2019, Moreau et al. treated 9 adults with refractory Crohn's disease; closure was seen in 6 of 9 (66.7%) at 24 weeks.

<script>document.title = 'owned'</script><img src=x onerror="document.title = 'owned'">
[link](javascript:alert(1)) \u202e=cmd|' /C calc'!A1
"""


@dataclass
class Review:
    """A server at hand: its store, its client, and the document in it."""

    store: Store
    client: TestClient
    ident: str
    raw: str
    door: Door

    @property
    def csrf(self) -> dict[str, str]:
        page = self.client.get(f"/documents/{self.ident}").text
        return {"X-CSRF-Token": page.split('name="csrf" content="')[1].split('"')[0]}

    def content(self) -> Any:
        return self.client.get(f"/api/documents/{self.ident}").json()

    def say(self, action: str, path: str = "", new: Any = None, *, record: int = 0, **more: Any) -> Any:
        seen = self.content()
        told = {
            "action": action, "path": path, "new": new, "record_id": seen["records"][record]["record_id"],
            "seen_version": seen["version"], **more,
        }  # fmt: skip
        return self.client.post(f"/api/documents/{self.ident}/corrections", json=told, headers=self.csrf)

    def span(self, words: str) -> list[int]:
        start = self.raw.index(words)
        return [start, start + len(words)]


def saved(url: str, article: str = ARTICLE) -> tuple[Store, str]:
    kept = store.open(url)
    told = extract_bytes(article.encode(), source="reviews/stem-cells.txt")
    kept.save(told, kept.begin())
    return kept, told.document.document_id


def review_of(url: str, door: Door | None = None, article: str = ARTICLE) -> Review:
    kept, ident = saved(url, article)
    door = door or Door(token="a-token-for-tests", owner="li", hosts=("127.0.0.1",))
    client = TestClient(create(kept, door), base_url="http://127.0.0.1:8000")
    return Review(kept, client, ident, kept.merged(ident).extraction.raw, door)


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """Somebody who has opened the link."""
    made = review_of(f"sqlite:///{tmp_path}/litrex.db")
    with made.store:
        made.client.get(f"/?token={made.door.token}")
        yield made
