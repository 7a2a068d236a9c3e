"""An ingest is killed again and again, at random moments, and in the end nothing is lost, doubled or half written."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import text

from litrex import extract_bytes, store
from litrex.schema.correction import Correction
from litrex.schema.record import Extraction
from tests.soak.running import ended, kill, said, saved, started, wait_for, written

CHARS = 6000
LINGER_S = 1.0
"""A kill comes at most this long after the document that it waits for: time for a few documents more, or half of one."""


def killed(folder: Path, database: str, environment: dict[str, str], *, kills: int, documents: int) -> dict[str, Any]:
    """Ingest `documents` documents, killing the ingest `kills` times after its first one is saved; give what it came to.

    Raises AssertionError where a document is missing, stands twice, differs from what it should be, or a correction is gone.
    """
    inbox, chance, began = written(folder / "inbox", documents, CHARS), random.Random(0), time.monotonic()
    done, corrections = 0, []
    for turn in range(kills):
        process = started(inbox, database, environment, "--quiet", "--workers", 1 + turn % 2, "--set", "shard_bytes=20000")
        more = chance.randint(1, max(1, 2 * (documents - saved(database)) // (kills - turn) - 1))
        before = saved(database)
        assert wait_for(lambda b=before, m=more: saved(database) >= min(b + m, documents - 1), process), said(inbox)
        time.sleep(chance.uniform(0, LINGER_S))
        done += process.poll() is None
        kill(process)
        if turn == 0:
            corrections = corrected(database)
    assert ended(started(inbox, database, environment, "--quiet", "--workers", 2)) == 0, said(inbox)
    whole(database, inbox, corrections)
    return {"documents": documents, "kills": done, "corrections": len(corrections), "seconds": round(time.monotonic() - began)}


def corrected(database: str, most: int = 5) -> list[Correction]:
    """Correct the number of patients of some records that are there, as a person would."""
    with store.open(database, create=False) as db:
        for document_id in db.documents():
            merged = db.merged(document_id)
            for record in merged.extraction.records[:1]:
                if record.evidence.get("n_patients") and len(db.corrections()) < most:
                    db.correct(_correction(document_id, record.record_id, record.n_patients, merged.version))
        return db.corrections()


def _correction(document_id: str, record_id: str, old: int | None, seen: str) -> Correction:
    return Correction(
        correction_id=sha256(record_id.encode()).hexdigest()[:16], at=datetime.now(UTC), by="a reader", document_id=document_id,
        record_id=record_id, path="n_patients", action="set", old=old, new=(old or 0) + 1, why="counted again", seen_version=seen,
    )  # fmt: skip


def whole(database: str, inbox: Path, corrections: Sequence[Correction] = (), failed: int = 0) -> None:
    """Hold the database against what the inbox gives, document by document, and its tables against what they should hold.

    So many runs may have `failed` and have said so; the others are done, or died.

    Raises AssertionError.
    """
    expected = {one.document.document_id: one for one in map(_extracted, sorted(inbox.rglob("*.txt")))}
    with store.open(database, create=False) as db:
        assert sorted(db.documents()) == sorted(expected)
        for document_id, told in expected.items():
            assert len(db.versions(document_id)) == 1, f"{document_id} stands more than once"
            assert _same(db.load(document_id), told), f"{document_id} differs from what its bytes give"
        assert db.corrections() == list(corrections)
        assert db.quarantined() == []
        states = Counter(run.state for run in db.runs())
        assert states["done"] >= 1 and states["failed"] <= failed and set(states) <= {"done", "died", "failed"}, states
        with db.engine.connect() as connection:
            for table, count in _rows(list(expected.values())).items():
                assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == count, table
            if db.engine.dialect.name == "sqlite":
                assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def _extracted(path: Path) -> Extraction:
    return extract_bytes(path.read_bytes(), source=path.as_posix())


def _same(one: Extraction, other: Extraction) -> bool:
    """Whether two extractions are alike but for the name of their source."""
    return one.model_dump(exclude={"document": {"source"}}) == other.model_dump(exclude={"document": {"source"}})


def _rows(extractions: list[Extraction]) -> dict[str, int]:
    return {
        "records": sum(len(one.records) for one in extractions),
        "mentions": sum(len(one.mentions) for one in extractions),
        "outcomes": sum(len(record.outcomes) for one in extractions for record in one.records),
    }
