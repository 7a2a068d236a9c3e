"""A person at a database: looks at documents, and says what is right."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from litrex import extract_bytes, store
from litrex.schema.correction import Correction
from litrex.schema.record import Extraction, StudyRecord
from litrex.store import Store


class Desk:
    """One database, and decisions about the documents in it by their names."""

    def __init__(self, kept: Store) -> None:
        self.store, self.ids, self.run = kept, {}, kept.begin()

    def put(self, name: str, text: str) -> Extraction:
        told = extract_bytes(text.encode(), source=name)
        self.store.save(told, self.run)
        self.ids[name] = told.document.document_id
        return self.look(name)

    def look(self, name: str) -> Extraction:
        return self.store.merged(self.ids[name]).extraction

    def record(self, name: str, at: int = 0) -> StudyRecord:
        return self.look(name).records[at]

    def say(self, name: str, action: str, path: str = "", new: Any = None, *, at: int = 0, words: str = "") -> None:
        seen = self.store.merged(self.ids[name])
        start = seen.extraction.raw.index(words) if words else 0
        given = {
            "correction_id": uuid.uuid4().hex, "at": datetime.now(UTC), "by": "li", "document_id": self.ids[name],
            "record_id": seen.extraction.records[at].record_id, "path": path, "action": action, "new": new,
            "seen_version": seen.version, "evidence": [(start, start + len(words))] if words else [],
        }  # fmt: skip
        self.store.correct(Correction.model_validate(given))

    def accept_all(self, name: str) -> None:
        for at in range(len(self.look(name).records)):
            self.say(name, "accept", at=at)

    def entry(self, name: str, head: str, at: int = 0, n: int = 0) -> str:
        return f"{head}/{getattr(self.record(name, at), head)[n].id}"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with store.open(str(tmp_path / "litrex.db")) as kept:
        yield Desk(kept)


@pytest.fixture
def texts() -> Callable[[str], str]:
    """Articles by script, written for the tests."""
    told = {
        "zh": "2016年，何某等对12例糖尿病足患者行自体骨髓干细胞移植，随访6个月，溃疡愈合率为75%，3例发热。\n\n"
        "2018年，罗某等对31例膝骨关节炎患者行关节腔内注射脐带间充质干细胞，12个月后VAS评分下降。\n",
        "zh-Hant": "2014年，許某等對16例潰瘍性結腸炎患者靜脈輸注臍帶間充質幹細胞，隨訪6個月，13例（81.3%）緩解。\n",
        "en": "In 2009, Novak et al. treated 22 patients with type 2 diabetes 🙂; HbA1c decreased at 12 months.\r\n\r\n"
        "In 2012, Marsh et al. gave 14 patients with Crohn's disease mesenchymal stem cells; fever occurred in 3.\r\n",
    }
    return told.__getitem__
