"""Mentions → records: table rows, studies told in prose, comparisons, links between them, and checks."""

from __future__ import annotations

from litrex.documents import coverage
from litrex.lexicons import Lexicon
from litrex.records.bibliography import resolve
from litrex.records.checks import across_records, flags_of, of_record
from litrex.records.links import link
from litrex.records.narrative import studies_of
from litrex.records.reading import Reading
from litrex.records.repairs import flag_repairs
from litrex.records.studies import tell
from litrex.records.tables import compare, rows_of
from litrex.schema.document import CleanText
from litrex.schema.mention import Label, Mentions
from litrex.schema.record import DocumentEntry, Extraction, Funnel, MentionEntry, StudyRecord
from litrex.schema.segment import Segments

__all__ = ["assemble"]


def assemble(clean: CleanText, segments: Segments, mentions: Mentions, lexicon: Lexicon) -> Extraction:
    """Assemble all that a document tells: records by place, comparisons, flags, and how the text narrowed down to them."""
    reading = Reading(clean, segments, mentions, lexicon)
    builders = [row for table in segments.tables for row in rows_of(reading, table)]
    told = list(studies_of(reading))
    builders += [tell(reading, study) for study in told]
    records = sorted((b.build() for b in builders), key=_by_place)
    resolve(records, clean)
    link(records, clean.document.raw)
    for record in records:
        record.flags += flags_of(record, of_record(record, lexicon))
    across_records(records)
    loose = flag_repairs(reading, records)
    comparisons = [c for table in segments.tables for c in compare(reading, table)]
    entry = _entry(reading, records, candidates=len(builders))
    entry.flags = loose
    return Extraction(
        document=entry, records=records, comparisons=comparisons, mentions=_written(reading), raw=clean.document.raw
    )


def _by_place(record: StudyRecord) -> tuple[int, int, str]:
    return (*record.anchor.spans[0], record.record_id) if record.anchor.spans else (0, 0, record.record_id)


def _entry(reading: Reading, records: list[StudyRecord], candidates: int) -> DocumentEntry:
    document = reading.clean.document
    return DocumentEntry(
        document_id=document.document_id,
        source=document.source,
        sha256=document.sha256,
        lang=reading.segments.lang,
        media_type=document.media_type,
        encoding=document.encoding,
        chars=len(document.raw),
        coverage=coverage(document),
        funnel=Funnel(
            passages=len(reading.segments.sentences) + sum(len(t.rows) for t in reading.segments.tables),
            numbers=sum(m.quantity is not None for m in reading.mentions.items),
            candidates=candidates,
            records=len(records),
        ),
        notes=list(document.notes),
    )


def _written(reading: Reading) -> list[MentionEntry]:
    """The mentions in raw positions; plain numbers and change words are left out, they are no findings."""
    out = []
    for m in reading.mentions.items:
        if m.label in (Label.NUMBER, Label.ARM):
            continue
        start, end = reading.raw((m.start, m.end))
        q = m.quantity
        out.append(
            MentionEntry(
                document_id=reading.document_id,
                label=m.label.value,
                start=start,
                end=end,
                surface=reading.clean.document.raw[start:end],
                text=reading.text((m.start, m.end)),
                concept=m.concept,
                value=q.value if q else None,
                upper=q.upper if q else None,
                unit=q.unit if q else None,
                source=m.source,
                by=m.by,
                context=sorted(m.context),
            )
        )
    return out
