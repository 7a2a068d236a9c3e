"""Which slot a column fills, by the words of its header."""

from __future__ import annotations

import re
from dataclasses import dataclass

from litrex.records.reading import Reading, Span

_NOISE = re.compile(r"^[\s*_#|]+|[\s*_|†‡§¶]+$")
_POWER = re.compile(r"(?:×|x|\*|\()\s*10\s*(?:\^\s*(\d{1,2})|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})|\((\d{1,2})\))", re.IGNORECASE)
_UNITS = (
    (re.compile(r"/\s?kg|per kg|公斤|千克", re.IGNORECASE), "cells/kg"),
    (re.compile(r"/\s?m[lL]\b|/毫升"), "cells/mL"),
    (re.compile(r"cells?\b|细胞|个", re.IGNORECASE), "cells"),
)
_TIME = (
    (re.compile(r"\bmonths?\b|\bmo\b|个?月", re.IGNORECASE), "mo"),
    (re.compile(r"\bweeks?\b|\bwk\b|周", re.IGNORECASE), "wk"),
    (re.compile(r"\byears?\b|\byrs?\b|年", re.IGNORECASE), "a"),
    (re.compile(r"\bdays?\b|天|日", re.IGNORECASE), "d"),
)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds; `unit` and `factor` are what its header says of every number under it."""

    slot: str | None
    header: Span | None = None
    unit: str | None = None
    factor: float = 1.0
    measure: str | None = None


def slot_of(reading: Reading, span: Span) -> str | None:
    """The slot that a header names; None where no synonym covers it.

    The longest synonym wins; one that covers little of a long header does not count.
    """
    text = _NOISE.sub("", reading.text(span)).lower()
    if not text:
        return None
    matches = reading.lexicon.find(text, kinds={"headers"})
    if not matches and len(text) > 2:
        matches = reading.lexicon.find(text.rstrip("abcdefghi*"), kinds={"headers"})
    if not matches:
        return None
    best = max(matches, key=lambda m: (m.end - m.start, -m.start))
    return best.term.id if (best.end - best.start) * 3 >= len(re.sub(r"\([^()]*\)", "", text).strip()) or best.start == 0 else None


def column_of(reading: Reading, headers: tuple[Span, ...]) -> Column:
    """Read a column's headers, the lowest that names a slot first, the ones above for what it leaves open."""
    for n in range(len(headers) - 1, -1, -1):
        slot = slot_of(reading, headers[n])
        if slot is not None:
            return Column(slot, headers[n], *_unit_of(slot, " ".join(reading.text(h) for h in headers)))
    measure = _measure(reading, headers[-1]) if headers else None
    return Column("outcome" if measure else None, headers[-1] if headers else None, measure=measure)


def _measure(reading: Reading, span: Span) -> str | None:
    found = reading.lexicon.find(reading.text(span), kinds={"measures"})
    return max(found, key=lambda m: m.end - m.start).term.id if found else None


def _unit_of(slot: str, text: str) -> tuple[str | None, float]:
    if slot in ("dose", "transplantation"):
        unit = next((u for pattern, u in _UNITS if pattern.search(text)), None)
        power = _POWER.search(text)
        digits = next((g for g in power.groups() if g), "") if power else ""
        return unit, 10.0 ** int(digits.translate(_SUPERSCRIPT)) if digits else 1.0
    if slot in ("follow_up", "time"):
        return next((u for pattern, u in _TIME if pattern.search(re.sub(r"随访", "", text))), None), 1.0
    return None, 1.0
