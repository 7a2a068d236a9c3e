"""What each kind of correction does to the records of a document."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litrex.schema.correction import Correction
from litrex.schema.record import SCHEMA_VERSION, Spans
from litrex.store.joining import fold, part
from litrex.store.placing import PendingError, Seen, evidence_in, place_entry, place_record
from litrex.store.slots import Told, drop_in, entry_in, parsed, paths_of, put_in, value_in
from litrex.text import simplify


@dataclass(frozen=True, slots=True)
class Decided:
    """A correction with what stood there when it was made, and the text it is about."""

    correction: Correction
    seen: Seen
    raw: str


def act(records: list[Told], decided: Decided) -> list[Told]:
    """Carry a correction out on the records, which are altered in place, and give the list of those there are then.

    Raises PendingError where it has no place.
    """
    correction = decided.correction
    if correction.action == "add" and not correction.path:
        return [*records, _new_record(decided)]
    record = place_record(records, correction.record_id, decided.seen)
    if not correction.path and correction.action in ("delete", "reject"):
        return [one for one in records if one is not record]
    if correction.action in ("merge", "split", "link"):
        return _WHOLE[correction.action](records, record, decided)
    if not correction.path:
        _accept_all(record, decided)
    else:
        _alter(record, decided)
    return records


def new_id(correction: Correction) -> str:
    """The id of what a correction brings into the world; the same whenever it is carried out."""
    return hashlib.sha256(f"{correction.correction_id}\x1fnew".encode()).hexdigest()[:16]


def _alter(record: Told, decided: Decided) -> None:
    correction, seen = decided.correction, decided.seen
    if correction.action == "add":
        _add_entry(record, decided)
        return
    path = place_entry(record, correction.path, seen)
    if correction.action in ("reject", "delete"):
        if path is not None:
            _lose(record, path, correction)
        return
    if path is None:  # the machine no longer reads what a person has seen and kept
        path = _restore(record, decided)
    value = correction.new if correction.action == "set" else seen.value
    _stand(record, path, value, decided)


def _stand(record: Told, path: str, value: Any, decided: Decided) -> None:
    """Let a person's value stand; what stood there goes to the others, unless it is the same."""
    before = value_in(record, path)
    keep = {"id"} if parsed(path).entry and parsed(path).field is None else set()
    new = {key: one for key, one in value.items() if key not in keep} if keep and isinstance(value, dict) else value
    before = dict(before) if isinstance(before, dict) else before
    evidence = decided.correction.evidence or evidence_in(record, path) or decided.seen.evidence
    put_in(record, path, new)
    same = _plain(before) == _plain(value_in(record, path))
    _account(record, path, decided.correction, evidence, lost=None if same else before)


def _lose(record: Told, path: str, correction: Correction) -> None:
    before = value_in(record, path)
    drop_in(record, path)
    _account(record, path, correction, [], lost=before)


def _account(record: Told, path: str, correction: Correction, evidence: Spans, *, lost: Any) -> None:
    """Write down who says so; a value that lost keeps its own source and evidence."""
    key = parsed(path)
    above = key.of_entry if key.entry else path.rpartition(".")[0]
    told = record["provenance"].get(path) or record["provenance"].get(above)
    old = told or {"source": "table" if record["origin"] == "table" else "rule", "by": "", "others": []}
    others = list(record["provenance"].get(path, {}).get("others", []))
    if lost is not None:
        others.append({"value": lost, "source": old["source"], "by": old["by"], "evidence": evidence_in(record, path)})
    record["provenance"][path] = {"source": "person", "by": correction.by, "others": others}
    if evidence:
        record["evidence"][path], record["confidence"][path] = evidence, 1.0
    else:
        record["evidence"].pop(path, None)
        record["confidence"].pop(path, None)


def _restore(record: Told, decided: Decided) -> str:
    """Put an entry back that a person has dealt with and the machine no longer finds."""
    place, seen = parsed(decided.correction.path), decided.seen
    if not isinstance(seen.entry, dict):
        raise PendingError("what it is about is not read any more")
    put_in(record, place.of_entry, dict(seen.entry))
    record["evidence"][place.of_entry], record["confidence"][place.of_entry] = seen.evidence, 1.0
    record["provenance"][place.of_entry] = {"source": "person", "by": decided.correction.by, "others": []}
    return decided.correction.path


def _add_entry(record: Told, decided: Decided) -> None:
    correction = decided.correction
    head = parsed(correction.path).head
    entry = {**_worded(decided, head), **correction.new}
    entry.setdefault("id", new_id(correction)[:12])
    if entry_in(record, parsed(f"{head}/{entry['id']}")) is None:
        record[head].append(entry)
    _account(record, f"{head}/{entry['id']}", correction, correction.evidence, lost=None)


def _worded(decided: Decided, head: str) -> Told:
    """The words that a person marked, for entries that keep them."""
    if head in ("arms", "cells") or not decided.correction.evidence:
        return {}
    start, end = decided.correction.evidence[0]
    surface = decided.raw[start:end]
    return {"surface": surface, "text": simplify(surface)}


def _new_record(decided: Decided) -> Told:
    """A record that a person tells; values without evidence of their own stand on what the person marked."""
    correction = decided.correction
    given = dict(correction.new)
    record: Told = {
        **_EMPTY(), "study_id": new_id(correction), "origin": "narrative",
        "anchor": {"table": None, "row": None, "spans": correction.evidence}, **given,
        "record_id": correction.record_id or new_id(correction), "document_id": correction.document_id,
    }  # fmt: skip
    for head in ("populations", "arms", "cells", "doses", "outcomes", "adverse_events"):
        for n, entry in enumerate(record[head]):
            entry.setdefault("id", f"{new_id(correction)[:10]}{n:02d}")
    own = dict(record["evidence"])
    for path in paths_of(record):
        _account(record, path, correction, own.get(path) or correction.evidence, lost=None)
    return record


def _EMPTY() -> Told:  # noqa: N802
    return {
        "schema_version": SCHEMA_VERSION, "citation": {}, "design": {},
        **{head: [] for head in ("populations", "arms", "cells", "doses", "outcomes", "adverse_events", "conditioning", "flags")},
        **{name: {} for name in ("evidence", "confidence", "provenance")},
    }  # fmt: skip


def _accept_all(record: Told, decided: Decided) -> None:
    """Let every value that a person saw in a record stand as that person's own."""
    seen = decided.seen.record or record
    for path in paths_of(seen):
        if parsed(path).entry and entry_in(record, parsed(path)) is None:
            record[parsed(path).head].append(dict(value_in(seen, path)))
        spans = evidence_in(seen, path)
        before = value_in(record, path)
        put_in(record, path, value_in(seen, path))
        _account(record, path, decided.correction, spans, lost=None if _plain(before) == _plain(value_in(seen, path)) else before)


def _merge(records: list[Told], record: Told, decided: Decided) -> list[Told]:
    """Fold other records that tell the same into this one; whoever told their studies tells this one's."""
    gone = []
    for ident in [decided.correction.new] if isinstance(decided.correction.new, str) else decided.correction.new:
        other = place_record(records, ident, decided.seen.others[ident])
        if other is record:
            continue
        fold(record, other)
        gone.append(other)
        for one in records:
            if one["study_id"] == other["study_id"]:
                one["study_id"] = record["study_id"]
    return [one for one in records if not any(one is other for other in gone)]


def _split(records: list[Told], record: Told, decided: Decided) -> list[Told]:
    """Take a second study out of a record, right behind it."""
    correction = decided.correction
    new = correction.new
    paths = [path for told in new["paths"] if (path := place_entry(record, told, decided.seen)) is not None]
    other = part(record, paths, {**_EMPTY(), "study_id": new_id(correction), "record_id": new_id(correction)})
    other["anchor"]["spans"] = new.get("spans") or correction.evidence or other["anchor"]["spans"]
    at = next(n for n, one in enumerate(records) if one is record)
    return [*records[: at + 1], other, *records[at + 1 :]]


def _link(records: list[Told], record: Told, decided: Decided) -> list[Told]:
    """Say which study a record tells: that of another record here, or by its key one in other documents."""
    correction = decided.correction
    new = correction.new
    for ident, seen in decided.seen.others.items():  # the study's id may be another by now: ask a record that tells it
        new = place_record(records, ident, seen)["study_id"]
    before = record[correction.path]
    record[correction.path] = new
    _account(record, correction.path, correction, correction.evidence, lost=None if before == new else before)
    return records


_WHOLE: dict[str, Callable[[list[Told], Told, Decided], list[Told]]] = {"merge": _merge, "split": _split, "link": _link}


def _plain(value: Any) -> Any:
    """A value in which an absent field and an empty one are the same."""
    return {key: one for key, one in value.items() if one is not None} if isinstance(value, dict) else value
