"""Where the values of a record came from: each with the sentence that tells it, the rule that read it, and its doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from litrex import documents, exchange, lexicons, segments, text
from litrex.errors import DocumentError, UsageError
from litrex.exchange.columns import columns
from litrex.exchange.wording import Words
from litrex.lexicons.labels import IdentityOf
from litrex.schema.document import CleanText, Document
from litrex.schema.record import DocumentEntry, Flag, Spans, StudyRecord
from litrex.schema.segment import Segments
from litrex.settings import Settings
from litrex.store.concepts import concepts_of
from litrex.store.paths import confidence_at, provenance_at, spans_at

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A raw stretch, and the stretches inside it that carry a value; all in raw positions."""

    start: int
    end: int
    text: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """One value: its words, where it hangs, what read it, how sure, and the text that tells it."""

    column: str
    path: str
    value: str
    came_from: str
    confidence: float | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A record with all its values explained; `identities` are its concepts that an ontology knows, each with its id there."""

    record: StudyRecord
    source: str
    values: tuple[Explained, ...]
    identities: tuple[tuple[str, str], ...]
    flags: tuple[Flag, ...]


def find_record(run: Path, record_id: str) -> StudyRecord:
    """Find a record of a run by its id or the beginning of it.

    Raises UsageError where no run, no record, or more than one record is meant.
    """
    records = _records(run)
    met = [record for record in records if record.record_id.startswith(record_id)]
    exact = [record for record in met if record.record_id == record_id]
    if len(met) == 1 or exact:
        return (exact or met)[0]
    if not met:
        near = _nearest(record_id, [record.record_id for record in records])
        raise UsageError(f"there is no record {record_id!r}", place=str(run / "records.jsonl"), remedy=near)
    many = ", ".join(record.record_id for record in met[:5]) + (" …" if len(met) > 5 else "")
    raise UsageError(f"{record_id!r} begins {len(met)} records: {many}", place=str(run), remedy="give more of the id")


def _records(run: Path) -> list[StudyRecord]:
    file = run / "records.jsonl"
    if not file.is_file():
        raise UsageError("here is no run (no records.jsonl)", place=str(run), remedy="name the folder of one: --run OUT")
    return exchange.read_records(file)


def _nearest(record_id: str, ids: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(record_id, ids, n=1)
    return f"did you mean {near[0]}?" if near else "take a record_id out of that file"


def entry_of(run: Path, record: StudyRecord) -> DocumentEntry:
    """Find what a run says of the document that a record stands in.

    Raises UsageError where it says nothing.
    """
    file = run / "documents.jsonl"
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        told = f"it cannot be read ({error.strerror})"
        raise UsageError(told, place=str(file), remedy="run again, or name another --run") from error
    entries = (DocumentEntry.model_validate_json(line) for line in lines if line)
    found = next((entry for entry in entries if entry.document_id == record.document_id), None)
    if found is None:
        raise UsageError(f"there is no document {record.document_id}", place=str(file), remedy="run again")
    return found


def article_of(entry: DocumentEntry, article: Path | None, settings: Settings) -> Document:
    """Read the article that a record stands in; `article` says where it is now, should it have moved.

    Raises DocumentError where it is no longer there, or is no longer the same.
    """
    path = article or Path(entry.source)
    if not path.is_file():
        raise DocumentError("the article of this record is not there", place=str(path), remedy="say where it is: --article FILE")
    document = documents.read(path, source=entry.source, max_chars=settings.max_document_chars)
    if document.document_id != entry.document_id:
        told = "the article is not the one that was read: its bytes are others"
        raise DocumentError(told, place=str(path), remedy="find the old one (--article FILE), or run again")
    return document


def explain(record: StudyRecord, document: Document, words: Words, identity: IdentityOf) -> Explanation:
    """Explain every value of a record in the words of a language; `identity` knows the ids of concepts in ontologies."""
    clean = text.clean(document)
    places = _places(clean, segments.split(clean))
    values = tuple(
        Explained(
            column,
            told.path,
            told.text,
            _came_from(record, told.path),
            confidence_at(record, told.path),
            tuple(_passages(document.raw, places, spans_at(record, told.path))),
        )
        for column, values in columns(record, words).items()
        for told in values
    )
    return Explanation(record, document.source, values, tuple(_identities(record, identity)), tuple(record.flags))


def words_of(lang: str, settings: Settings) -> Words:
    """The words of a language, ``zh`` or ``en``, with the names that the lexicons give."""
    return Words(lang, exchange.label_of(lexicons.load(settings.lexicon_dirs)))


def identity_of(settings: Settings) -> IdentityOf:
    """Know the ontology ids that the lexicons hold."""
    return exchange.identity_of(lexicons.load(settings.lexicon_dirs))


def _identities(record: StudyRecord, identity: IdentityOf) -> Iterator[tuple[str, str]]:
    for kind, concept in dict.fromkeys((use.kind, use.concept) for use in concepts_of(record)):
        if (told := identity(kind, concept)) is not None:
            yield concept, told[0]


def _came_from(record: StudyRecord, path: str) -> str:
    came = provenance_at(record, path)
    return f"{came.source}: {came.by}" if came and came.by else (came.source if came else record.origin)


def _places(clean: CleanText, cut: Segments) -> list[Span]:
    """The raw stretches of sentences and of table cells, in order."""
    told: Iterable[Span] = [(s.start, s.end) for s in cut.sentences]
    cells = [(c.start, c.end) for t in cut.tables for row in t.rows for c in row if not c.repeated and c.end > c.start]
    return sorted({clean.raw_span(*span) for span in (*told, *cells)})


def _passages(raw: str, places: list[Span], evidence: Spans) -> Iterator[Passage]:
    """The sentences and cells that evidence stands in, each once with all its marks; evidence outside of any stands alone."""
    within: dict[Span, list[Span]] = {}
    for mark in evidence:
        held = [place for place in places if place[0] <= mark[0] and mark[1] <= place[1]]
        place = min(held, key=lambda p: (p[1] - p[0], p)) if held else mark
        within.setdefault(place, []).append(mark)
    for (start, end), marks in sorted(within.items()):
        yield Passage(start, end, raw[start:end], tuple(sorted(marks)))
