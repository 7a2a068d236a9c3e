"""Scores of the documents that somebody has annotated, over what the database shows of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from litrex import store
from litrex.errors import UsageError
from litrex.evaluation.gold import fill, read
from litrex.evaluation.measuring import as_json
from litrex.evaluation.scoring import Score, rate, score
from litrex.flows.ingesting.outcomes import Outcome, Status


def annotated(folder: str) -> dict[str, Path]:
    """The annotations of a folder by the name of their document.

    Raises UsageError where there is no such folder.
    """
    if not Path(folder).is_dir():
        raise UsageError("there is no such folder", place=folder, remedy="check --gold")
    return {path.stem: path for path in sorted(Path(folder).glob("*.json"))}


def scored(db: store.Store, outcomes: Iterable[Outcome], folder: str) -> Iterator[dict[str, Any]]:
    """Score what was saved and has gold of the same name, a row a document; corrections count, as people see them.

    Raises UsageError for a file that is no gold.
    """
    gold = annotated(folder)
    for one in outcomes:
        stem = PurePosixPath(one.source).stem
        if one.status is Status.SAVED and stem in gold:
            told = db.merged(one.document_id).extraction
            wanted = fill(read(gold[stem]), told.raw)
            yield _row(one.source, score(wanted.records, as_json(told), wanted.same_study))


def _row(source: str, told: Score) -> dict[str, Any]:
    facts, details = rate(told.total), rate(told.detail_total)
    found, _, wanted = told.records
    return {
        "document": source, "precision": round(facts.precision, 3), "recall": round(facts.recall, 3), "f1": round(facts.f1, 3),
        "details_f1": round(details.f1, 3), "records": f"{found}/{wanted}",
    }  # fmt: skip
