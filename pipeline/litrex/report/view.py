"""What the page shows, made ready for its template: every value in both languages with the pieces of text it points at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from litrex.exchange.columns import Told, columns
from litrex.exchange.sheet import origin
from litrex.exchange.wording import Words
from litrex.lexicons.labels import LabelOf
from litrex.report.marks import MarkedText, marked
from litrex.report.words import Both, interface
from litrex.schema.record import Comparison, Extraction, Spans, StudyRecord
from litrex.store.claims import by_study
from litrex.store.paths import confidence_at, provenance_at, spans_at

SHOWN = {
    "recipients": ("recipients",),
    "cell_source": ("cell_source",),
    "patients": ("patients", "sex", "arms"),
    "transplantation": ("transplantation",),
    "outcome": ("outcome",),
    "events": ("events",),
    "design": ("study_type", "follow_up"),
}
"""The columns of the page and the columns of the evidence table that each takes in."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value to press: its words, the pieces of text that carry it, and where it came from."""

    text: Both
    pieces: tuple[int, ...]
    title: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One record as a row; `target` is its id on the page."""

    target: str
    document: int
    name: str
    record: StudyRecord
    origin: Both
    study: list[Value]
    cells: dict[str, list[Value]]
    passage: tuple[int, ...]
    twins: list[str]


@dataclass(frozen=True, slots=True)
class StatementView:
    """A cell of a comparison table, said in words."""

    comparison: Comparison
    intervention: Both
    aspect: Both
    values: list[Value]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with its rows, comparisons and marked text; `name` is its source without what all sources share."""

    number: int
    name: str
    extraction: Extraction
    text: MarkedText
    rows: list[RowView]
    comparisons: list[StatementView]

    @property
    def told(self) -> int:
        """How many cells of comparison tables the document has."""
        return len(self.comparisons)

    def pieces(self, spans: Spans) -> tuple[int, ...]:
        return self.text.numbers(spans)

    @property
    def reason(self) -> Both:
        """Why the document gave what it gave, after the first step of the funnel that let nothing through."""
        funnel = self.extraction.document.funnel
        for step in ("passages", "numbers", "candidates"):
            if getattr(funnel, step) == 0:
                return interface()[f"reason_{step}"]
        return interface()["reason_given" if self.rows else "reason_records"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Both languages at once."""

    zh: Words
    en: Words

    @classmethod
    def of(cls, label: LabelOf) -> Speaker:
        return cls(Words("zh", label), Words("en", label))

    def say(self, phrase: str) -> Both:
        return Both(self.zh.say(phrase), self.en.say(phrase))

    def name(self, kind: str, concept: str) -> Both:
        return Both(self.zh.name(kind, concept), self.en.name(kind, concept))

    def columns(self, record: StudyRecord) -> dict[str, list[tuple[Both, str]]]:
        """The columns of a record; both languages tell the same values in the same order."""
        zh, en = columns(record, self.zh), columns(record, self.en)
        return {name: [_both(a, b) for a, b in zip(zh[name], en[name], strict=True)] for name in zh}


@dataclass(slots=True)
class Numbering:
    """Hands out the numbers of documents and the ids of rows, in the order they stand on the page."""

    given: dict[tuple[str, str], str] = field(default_factory=dict)
    documents: int = 0

    def document(self) -> int:
        """The next document's number, from 0."""
        self.documents += 1
        return self.documents - 1

    def target(self, record: StudyRecord) -> str:
        return self.given.setdefault((record.document_id, record.record_id), f"r{len(self.given) + 1}")


def document_view(name: str, one: Extraction, speaker: Speaker, numbering: Numbering) -> DocumentView:
    """Make one document ready."""
    text = marked(one.raw, _evidence(one), (span for record in one.records for span in record.anchor.spans))
    view = DocumentView(numbering.document(), name, one, text, [], [])
    for record in one.records:
        numbering.target(record)
    twins = {
        record.record_id: [numbering.target(other) for other in study if other is not record]
        for study in by_study(one.records).values()
        for record in study
    }
    for record in one.records:
        view.rows.append(_row(view, record, speaker, (numbering.target(record), twins[record.record_id])))
    for told in one.comparisons:
        values = list(dict.fromkeys(_statement(view, told, at, speaker) for at in range(len(told.statements))))
        whole = Value(Both(told.text, told.text), text.numbers(_comparison_spans(told)), told.surface)
        view.comparisons.append(
            StatementView(told, speaker.name("drugs", told.intervention), speaker.say(told.aspect), values or [whole])
        )
    return view


def _row(view: DocumentView, record: StudyRecord, speaker: Speaker, ids: tuple[str, list[str]]) -> RowView:
    told = speaker.columns(record)
    target, twins = ids

    def values(*names: str) -> list[Value]:
        return list(dict.fromkeys(_value(view, record, text, path) for name in names for text, path in told[name]))

    return RowView(
        target=target,
        document=view.number,
        name=view.name,
        record=record,
        origin=Both(origin(record, speaker.zh), origin(record, speaker.en)),
        study=values("citation") + [_bracketed(value) for value in values("reference")],
        cells={column: values(*names) for column, names in SHOWN.items()},
        passage=view.text.numbers(record.anchor.spans),
        twins=twins,
    )


def _bracketed(label: Value) -> Value:
    """A reference label as a review cites it: ``[12]``."""
    return Value(Both(f"[{label.text.zh}]", f"[{label.text.en}]"), label.pieces, label.title)


def _value(view: DocumentView, record: StudyRecord, text: Both, path: str) -> Value:
    spans = spans_at(record, path)
    raw = view.extraction.raw
    came, sure = provenance_at(record, path), confidence_at(record, path)
    parts = [" … ".join(f"“{raw[a:b]}” [{a}–{b}]" for a, b in spans)]
    parts.append(f"{came.source} {came.by}" if came else record.origin)
    if sure is not None:
        parts.append(f"{sure:.2f}")
    return Value(text, view.text.numbers(spans), " · ".join(part for part in parts if part))


def _statement(view: DocumentView, told: Comparison, at: int, speaker: Speaker) -> Value:
    """One statement of a comparison cell in words."""
    statement = told.statements[at]
    texts = []
    for words in (speaker.zh, speaker.en):
        kind, concept = ("measures", statement.measure) if statement.measure else ("adverse_events", statement.event or "")
        parts = [words.name(kind, concept)] + [words.say(one) for one in (statement.direction, statement.severity) if one]
        if statement.value is not None:
            parts.append(words.amount(statement.value, statement.upper, statement.unit, statement.comparator))
        texts.append(words.bracket(" ".join(parts), [words.timepoint(statement.timepoint)]))
    spans = spans_at(told, f"statements/{statement.id}") or _comparison_spans(told)
    return Value(Both(*texts), view.text.numbers(spans), told.surface)


def _comparison_spans(told: Comparison) -> Spans:
    return sorted({span for spans in told.evidence.values() for span in spans})


def _both(zh: Told, en: Told) -> tuple[Both, str]:
    return Both(zh.text, en.text), zh.path


def _evidence(one: Extraction) -> Iterator[tuple[int, int]]:
    """All stretches of the raw text that something on the page points at."""
    told = [noun.evidence for noun in one.records] + [noun.evidence for noun in one.comparisons]
    yield from (span for evidence in told for spans in evidence.values() for span in spans)
    for flags in (one.document.flags, *(record.flags for record in one.records)):
        yield from (span for flag in flags for span in flag.evidence)
