"""Evidence, confidence and provenance by path: ``n_patients``, ``design.study_type``, ``outcomes/ID``, ``outcomes/ID.value``."""

from __future__ import annotations

from litrex.schema.record import Comparison, Provenance, Spans, StudyRecord


def spans_at(noun: StudyRecord | Comparison, path: str) -> Spans:
    """The raw stretches that carry a value: its own, else those of what it belongs to, else those of its parts.

    >>> from litrex.schema.record import Anchor
    >>> r = StudyRecord(record_id="r", study_id="s", document_id="d", origin="narrative", anchor=Anchor(),
    ...                 evidence={"outcomes/o1.value": [(7, 9)], "design": [(1, 4)]})
    >>> spans_at(r, "outcomes/o1"), spans_at(r, "design.study_type"), spans_at(r, "route")
    ([(7, 9)], [(1, 4)], [])

    Positions are code points of the raw text.
    """
    for key in _upwards(path):
        if noun.evidence.get(key):
            return sorted(set(noun.evidence[key]))
    parts = (span for key, spans in noun.evidence.items() if key.startswith((f"{path}.", f"{path}/")) for span in spans)
    return sorted(set(parts))


def confidence_at(record: StudyRecord, path: str) -> float | None:
    """How sure the record is of a value; of an entry with parts, as sure as of its least sure part."""
    for key in _upwards(path):
        if key in record.confidence:
            return record.confidence[key]
    parts = [value for key, value in record.confidence.items() if key.startswith((f"{path}.", f"{path}/"))]
    return min(parts, default=None)


def provenance_at(record: StudyRecord, path: str) -> Provenance | None:
    """Where a value came from."""
    for key in _upwards(path):
        if key in record.provenance:
            return record.provenance[key]
    parts = sorted(key for key in record.provenance if key.startswith((f"{path}.", f"{path}/")))
    return record.provenance[parts[0]] if parts else None


def _upwards(path: str) -> list[str]:
    """The path and what it belongs to; a list as a whole stands for none of its entries."""
    head, dot, _ = path.rpartition(".")
    return [path, head] if dot else [path]
