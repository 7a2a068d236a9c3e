"""The records as cards: every value with its words, its place, where it came from, how sure it is, and its doubts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from litrex.exchange.columns import columns
from litrex.exchange.sheet import origin
from litrex.report.view import SHOWN, Speaker
from litrex.report.words import Both, meaning_of
from litrex.schema.record import Extraction, Flag, Provenance, Spans, StudyRecord
from litrex.store.claims import by_study, disagreements
from litrex.store.paths import confidence_at, provenance_at, spans_at
from litrex.store.reviewing import reviewed

COLUMNS = {"study": ("citation", "reference"), **SHOWN}
"""The rows of a card, and the columns of the evidence table that each takes in."""
UNSURE = 0.8
"""Below this confidence a value asks to be looked at."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A flag in words."""

    code: str
    message: str
    meaning: Both
    action: Both
    spans: Spans


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a card. `spans` are raw positions; `others` are values that lost to this one."""

    path: str
    text: str
    spans: Spans
    source: str
    by: str
    confidence: float | None
    others: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def unsure(self) -> bool:
        """Whether it asks to be looked at."""
        sure = self.confidence is None or self.confidence >= UNSURE
        return self.source != "person" and (not sure or bool(self.doubts))


@dataclass(frozen=True, slots=True)
class Card:
    """One record. `done` is true where all of its values are a person's own."""

    record_id: str
    number: int
    name: str
    origin: str
    spans: Spans
    rows: dict[str, list[Value]]
    doubts: list[Doubt]
    study_id: str
    study_key: str | None
    twins: list[int]
    differ: list[str]
    done: bool


def cards(extraction: Extraction, speaker: Speaker, lang: str) -> list[Card]:
    """All records of a document in the words of a language, in their order."""
    studies = by_study(extraction.records)
    numbers = {record.record_id: n for n, record in enumerate(extraction.records, 1)}
    told = []
    for record in extraction.records:
        study = studies[record.study_id]
        twins = [numbers[one.record_id] for one in study if one is not record]
        told.append(_card(record, numbers[record.record_id], twins, disagreements(study) if twins else [], speaker, lang))
    return told


def _card(record: StudyRecord, number: int, twins: list[int], differ: list[str], speaker: Speaker, lang: str) -> Card:
    words = speaker.zh if lang == "zh" else speaker.en
    held = columns(record, words)
    rows = {row: [_value(record, one.path, one.text) for name in names for one in held[name]] for row, names in COLUMNS.items()}
    name = " ".join(one.text for one in held["citation"])
    return Card(
        record.record_id, number, name, origin(record, words), record.anchor.spans, rows, list(_doubts(record)),
        record.study_id, record.study_key, twins, differ, reviewed(record),
    )  # fmt: skip


def _value(record: StudyRecord, path: str, text: str) -> Value:
    came = provenance_at(record, path) or Provenance(source="table" if record.origin == "table" else "rule", by="")
    others = tuple(f"{one.value} ({one.source})" for one in came.others)
    doubts = tuple(flag.code for flag in record.flags if _concerns(flag, path))
    spans = spans_at(record, path)
    return Value(path, text, spans, came.source, came.by, confidence_at(record, path), others, doubts)


def _concerns(flag: Flag, path: str) -> bool:
    return any(path == one or path.startswith((f"{one}/", f"{one}.")) or one.startswith(f"{path}.") for one in flag.paths)


def _doubts(record: StudyRecord) -> Iterator[Doubt]:
    for flag in record.flags:
        meaning = meaning_of(flag.code)
        yield Doubt(flag.code, flag.message, meaning.meaning, meaning.action, flag.evidence)
