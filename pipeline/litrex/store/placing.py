"""Where a correction belongs in an extraction: the one it was made on, or a later one.

A record is found by its id, where it still stands at its place, else by the place of what was corrected. Where the text has
changed under a correction, nothing is guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from litrex.schema.record import Spans
from litrex.store.contents import text_id
from litrex.store.slots import CONCEPT, Path, Told, entry_in, parsed, value_in


class PendingError(Exception):
    """A correction has no place; it says why."""


class Seen(BaseModel):
    """What stood there when the correction was made, to find it again."""

    model_config = ConfigDict(extra="forbid")

    text_id: str
    extraction_id: str
    origin: str | None = None
    anchor: Spans = Field(default_factory=list)
    anchor_digest: str = ""
    evidence: Spans = Field(default_factory=list)
    words: list[str] = Field(default_factory=list)
    value: Any = None
    entry: Any = None
    record: Any = None
    others: dict[str, Seen] = Field(default_factory=dict)


def seen_of(record: Told | None, path: str, raw: str, extraction_id: str, evidence: Spans) -> Seen:
    """Write down the place of a value in a record, or of the words that a person marked where there is no record yet."""
    spans = [(a, b) for a, b in evidence]
    text = text_id(raw)
    if record is None:
        return Seen(text_id=text, extraction_id=extraction_id, evidence=spans, words=_words(raw, spans))
    place = parsed(path)
    anchor = [(a, b) for a, b in record["anchor"]["spans"]]
    spans = spans or [(a, b) for a, b in evidence_in(record, path)]
    return Seen(
        text_id=text, extraction_id=extraction_id, origin=record["origin"],
        anchor=anchor, anchor_digest=_digest(raw, anchor), evidence=spans, words=_words(raw, spans),
        value=value_in(record, path) if path else None,
        entry=entry_in(record, place) if place.entry else None, record=None if path else record,
    )  # fmt: skip


def evidence_in(record: Told, path: str) -> Spans:
    """The evidence of a path, of the entry that it is a field of, or of the slot above."""
    place = parsed(path)
    above = place.of_entry if place.entry else path.rpartition(".")[0]
    told = record["evidence"].get(path) or record["evidence"].get(above) or []
    return [(a, b) for a, b in told]


def unchanged(seen: Seen, raw: str) -> None:
    """Make sure that the text under a correction is the one that was corrected.

    Raises PendingError where it is not.
    """
    if seen.text_id == text_id(raw):
        return
    if _words(raw, seen.evidence) != seen.words or (seen.anchor and _digest(raw, seen.anchor) != seen.anchor_digest):
        raise PendingError("the text has changed under it")


def place_record(records: Sequence[Told], record_id: str, seen: Seen) -> Told:
    """Find the record that was meant.

    Raises PendingError where no record stands there any more, or several do.
    """
    same = [one for one in records if one["record_id"] == record_id]
    if same and (not seen.anchor or _meet(_anchor(same[0]), seen.anchor)):
        return same[0]
    spans = seen.evidence or seen.anchor
    there = [one for one in records if one["origin"] == seen.origin and _covers(_anchor(one), spans)]
    if not there:
        raise PendingError("no record stands there any more")
    if len(there) > 1:
        raise PendingError("more than one record stands there now")
    return there[0]


def place_entry(record: Told, path: str, seen: Seen) -> str | None:
    """The path of an entry as the record has it now; None where it is not there any more.

    Raises PendingError where several entries stand in its place.
    """
    place = parsed(path)
    if place.entry is None or entry_in(record, place) is not None:
        return path
    there = [one for one in record[place.head] if _meet(evidence_in(record, f"{place.head}/{one['id']}"), seen.evidence)]
    about = CONCEPT.get(place.head)
    alike = [one for one in there if about and seen.entry and one.get(about) == seen.entry.get(about)]
    found = alike or there
    if len(found) > 1:
        raise PendingError(f"more than one of {place.head} stands there now")
    return _moved(place, found[0]["id"]) if found else None


def _moved(place: Path, ident: str) -> str:
    return f"{place.head}/{ident}" + (f".{place.field}" if place.field else "")


def _anchor(record: Told) -> Spans:
    return [(a, b) for a, b in record["anchor"]["spans"]]


def _meet(one: Iterable[tuple[int, int]], other: Spans) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _covers(anchor: Spans, spans: Spans) -> bool:
    return bool(spans) and all(any(a <= c and d <= b for a, b in anchor) for c, d in spans)


def _words(raw: str, spans: Spans) -> list[str]:
    return [raw[a:b] for a, b in spans]


def _digest(raw: str, spans: Spans) -> str:
    return hashlib.sha256("\x1f".join(_words(raw, spans)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
