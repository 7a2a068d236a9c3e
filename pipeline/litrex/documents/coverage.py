"""How much of a document was read, and why the rest was not."""

from __future__ import annotations

from collections import Counter

from litrex.schema.document import Document, Skipped
from litrex.schema.record import Coverage, SkippedChars


def coverage(document: Document) -> Coverage:
    """Count the raw characters read and skipped; together they are all of ``document.raw``.

    White space and the pipes of a table count as read: they were looked at. Only `Document.skipped` counts as skipped.
    """
    counts: Counter[str] = Counter()
    for stretch in document.skipped:
        counts[stretch.reason] += stretch.end - stretch.start
    told = [SkippedChars(reason=reason, chars=chars) for reason, chars in sorted(counts.items())]
    return Coverage(read=len(document.raw) - sum(counts.values()), skipped=told)


def merged(stretches: list[Skipped]) -> tuple[Skipped, ...]:
    """Order skipped stretches, cut what overlaps and join neighbours of one reason."""
    out: list[Skipped] = []
    for item in sorted(stretches, key=lambda s: (s.start, -s.end)):
        start = max(item.start, out[-1].end) if out else item.start
        if start >= item.end:
            continue
        if out and out[-1].end == start and out[-1].reason == item.reason:
            out[-1] = Skipped(out[-1].start, item.end, item.reason)
        else:
            out.append(Skipped(start, item.end, item.reason))
    return tuple(out)
