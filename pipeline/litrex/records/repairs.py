"""Flags for what the cleaning had to undo: on the record that holds the place, else on the document."""

from __future__ import annotations

from bisect import bisect_left

from litrex.records.reading import Reading
from litrex.schema.document import Repair
from litrex.schema.record import Flag, StudyRecord

_CODE = {"half_character_slip": "encoding_repaired", "mojibake": "encoding_repaired", "lost_superscripts": "lost_superscript"}
_WORDS = {
    "encoding_repaired": "Bytes that a tool had torn were put together again: {before!r} is read as {after!r}.",
    "encoding_damaged": "The bytes here are damaged and could not be restored: {before!r}.",
    "lost_superscript": "The raised exponent was lost: {before!r} is read as {after!r}.",
}


def flag_repairs(reading: Reading, records: list[StudyRecord]) -> list[Flag]:
    """Hang every repair that is more than typography on the records around it; returns those outside any record."""
    loose: list[Flag] = []
    held = sorted((a, b, n) for n, r in enumerate(records) for a, b in r.anchor.spans)
    starts, longest = [a for a, _, _ in held], max((b - a for a, b, _ in held), default=0)
    for repair in reading.clean.repairs:
        code = _code(repair)
        if code is None:
            continue
        near = held[bisect_left(starts, repair.start - longest) : bisect_left(starts, repair.end)]
        homes = [records[n] for n in sorted({n for a, b, n in near if a < repair.end and repair.start < b})]
        for record in homes:
            if not _merged(record, code, repair):
                record.flags.append(_flag(reading, repair, code, record))
        if not homes:
            loose.append(_flag(reading, repair, code, None))
    return loose


def _code(repair: Repair) -> str | None:
    code = _CODE.get(repair.step)
    return "encoding_damaged" if code == "encoding_repaired" and not repair.exact else code


def _merged(record: StudyRecord, code: str, repair: Repair) -> bool:
    """Add the place to a flag of the same code that the record bears already."""
    for flag in record.flags:
        if flag.code == code:
            flag.evidence = sorted({*flag.evidence, (repair.start, repair.end)})
            flag.paths = sorted({*flag.paths, *_paths(record, repair)})
            return True
    return False


def _paths(record: StudyRecord, repair: Repair) -> list[str]:
    return [p for p, spans in record.evidence.items() if any(a < repair.end and repair.start < b for a, b in spans)]


def _flag(reading: Reading, repair: Repair, code: str, record: StudyRecord | None) -> Flag:
    return Flag(
        code=code,
        message=_WORDS[code].format(before=repair.before, after=repair.after),
        paths=_paths(record, repair) if record is not None else [],
        document_id=reading.document_id,
        record_id=record.record_id if record is not None else None,
        evidence=[(repair.start, repair.end)],
    )
