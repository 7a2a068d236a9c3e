"""Corrections: added, never altered, and none over the head of somebody else."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, insert, select, update

from litrex.errors import ConflictError, UsageError
from litrex.schema.correction import Correction
from litrex.schema.record import Extraction
from litrex.store.actions import Decided
from litrex.store.merging import Kept, LexiconOf, Merged, applied, merge, standing
from litrex.store.placing import PendingError, Seen, seen_of
from litrex.store.runs import aware
from litrex.store.saving import load, renamed
from litrex.store.slots import ENTRIES, Told, known, parsed, value_in
from litrex.store.tables import corrections, documents

_ANY = TypeAdapter(Any)


def kept(connection: Connection, document_id: str) -> list[Kept]:
    """All corrections of a document, in the order they were made."""
    query = select(corrections).where(corrections.c.document_id == document_id).order_by(corrections.c.seq)
    return [_kept(row) for row in connection.execute(query)]


def every(connection: Connection) -> list[Correction]:
    """All corrections there are, by document and order."""
    query = select(corrections).order_by(corrections.c.document_id, corrections.c.seq)
    return [_kept(row).correction for row in connection.execute(query)]


def corrected(connection: Connection) -> list[str]:
    """The documents that have corrections."""
    return list(connection.execute(select(corrections.c.document_id).distinct().order_by(corrections.c.document_id)).scalars())


def _kept(row: Row[Any]) -> Kept:
    told = {name: getattr(row, name) for name in Correction.model_fields}
    told |= {name: None if told[name] is None else json.loads(told[name]) for name in ("old", "new", "evidence")}
    return Kept(Correction(**{**told, "at": aware(row.at)}), Seen.model_validate_json(row.seen))


def merged(connection: Connection, document_id: str, lexicon: LexiconOf) -> Merged:
    """The current extraction of a document with its corrections."""
    extraction = renamed(connection, load(connection, document_id))
    return merge(extraction, version_of(connection, document_id), kept(connection, document_id), lexicon)


def told_by(connection: Connection, document_id: str, names: set[str], lexicon: LexiconOf) -> Merged:
    """The current extraction of a document with the corrections of some people alone."""
    extraction = renamed(connection, load(connection, document_id))
    theirs = [one for one in kept(connection, document_id) if one.correction.by in names]
    return merge(extraction, version_of(connection, document_id), theirs, lexicon)


def current(connection: Connection) -> dict[str, str]:
    """The version of every document, in the order of their sources."""
    query = select(documents.c.document_id, documents.c.extraction_id, documents.c.n_corrections)
    query = query.where(documents.c.extraction_id.is_not(None)).order_by(documents.c.source, documents.c.document_id)
    return {row.document_id: f"{row.extraction_id}.{row.n_corrections}" for row in connection.execute(query)}


def version_of(connection: Connection, document_id: str) -> str:
    """What somebody who looks at a document now sees: its extraction and how many corrections it has."""
    query = select(documents.c.extraction_id, documents.c.n_corrections).where(documents.c.document_id == document_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise UsageError(f"there is no document {document_id}", place="database", remedy="extract it first")
    return f"{row.extraction_id}.{row.n_corrections}"


def append(connection: Connection, correction: Correction, lexicon: LexiconOf) -> Merged:
    """Add a correction; adding it again changes nothing.

    The document's row is held until the transaction ends, so that of two people one comes first.
    Raises ConflictError where the value is no longer the one that the person saw, UsageError where the correction fits nowhere.
    """
    mine = documents.c.document_id == correction.document_id
    row = connection.execute(select(documents).where(mine).with_for_update()).one_or_none()
    if row is None:
        raise UsageError(f"there is no document {correction.document_id}", place="correction", remedy="extract it first")
    before = merged(connection, correction.document_id, lexicon)
    if connection.execute(select(corrections.c.seq).where(corrections.c.correction_id == correction.correction_id)).first():
        return before
    if correction.action == "undo":
        one = _undoing(connection, correction, before, lexicon)
    else:
        _unstirred(connection, correction, before.version)
        one = _checked(correction, before, row.extraction_id)
    number = row.n_corrections + 1
    connection.execute(insert(corrections), [_row(one, number)])
    connection.execute(update(documents).where(mine).values(n_corrections=number))
    return merged(connection, correction.document_id, lexicon)


def _row(one: Kept, number: int) -> dict[str, Any]:
    told = one.correction.model_dump()
    for name in ("old", "new"):
        told[name] = None if told[name] is None else _ANY.dump_json(told[name]).decode()
    told["evidence"] = json.dumps(told["evidence"])
    at = one.correction.at.astimezone(UTC)
    return {**told, "at": at, "seq": number, "seen": one.seen.model_dump_json()}


def _undoing(connection: Connection, correction: Correction, before: Merged, lexicon: LexiconOf) -> Kept:
    """Make sure that what is taken back still stands, and that nothing later stands on it."""
    raw = before.extraction.raw
    _well_formed(correction, raw)
    told = kept(connection, correction.document_id)
    if correction.new not in {one.correction.correction_id for one in standing(told)} | _undoings(told):
        raise _wrong(correction, "that correction does not stand here", "look at the document again")
    one = Kept(correction, seen_of(None, "", raw, before.version.rpartition(".")[0], []))
    extraction = renamed(connection, load(connection, correction.document_id))
    after = merge(extraction, before.version, [*told, one], lexicon)
    gone = _ids(before) - _ids(after)  # what stands on these would find a place elsewhere, and be wrong there
    left = [two for two in standing([*told, one]) if two.correction.record_id in gone]
    if left or len(after.pending) > len(before.pending):
        raise _wrong(correction, "later corrections stand on it", "take those back first")
    return one


def _ids(merged: Merged) -> set[str]:
    return {record.record_id for record in merged.extraction.records}


def _undoings(told: list[Kept]) -> set[str]:
    """The ids of those takings back that hold."""
    void = {one.correction.new for one in told if one.correction.action == "undo"}
    return {
        one.correction.correction_id
        for one in told
        if one.correction.action == "undo" and one.correction.correction_id not in void
    }


def _unstirred(connection: Connection, correction: Correction, version: str) -> None:
    """Hold back a decision about a whole record that somebody else has dealt with since the person looked.

    Raises ConflictError. Decisions about single values are held against the value itself.
    """
    seen, _, number = (correction.seen_version or "").rpartition(".")
    if correction.path or correction.action == "add" or seen != version.rpartition(".")[0] or not number.isdecimal():
        return
    later = corrections.c.document_id == correction.document_id, corrections.c.seq > int(number)
    same = corrections.c.record_id == correction.record_id, corrections.c.by != correction.by
    row = connection.execute(select(corrections).where(*later, *same).order_by(corrections.c.seq.desc()).limit(1)).first()
    if row is not None:
        told = f"the record has changed: {row.by} has said {row.action} of {row.path or 'the record'} meanwhile"
        raise ConflictError(told, place=correction.document_id, remedy="look again, and decide")


def _checked(correction: Correction, before: Merged, extraction_id: str) -> Kept:
    """Make sure that a correction says something, about what stands there, on words that are there."""
    extraction = before.extraction
    _well_formed(correction, extraction.raw)
    records = {record.record_id: record.model_dump() for record in extraction.records}
    record = records.get(correction.record_id)
    if record is None and not (correction.action == "add" and not correction.path):
        raise ConflictError(
            f"the record {correction.record_id} is not there any more", place=correction.document_id, remedy="look at it again"
        )
    if record is not None and correction.path and correction.action != "add":
        correction = _current(correction, record, before.version)
    seen = seen_of(record, correction.path, extraction.raw, extraction_id, correction.evidence)
    seen.others = _others(correction, records, extraction, extraction_id)
    if correction.action in ("set", "add") and not (correction.evidence or seen.evidence):
        raise _wrong(correction, "no evidence: no value stands without words of the text", "mark the words that say it")
    try:
        applied(list(records.values()), Decided(correction, seen, extraction.raw))
    except PendingError as why:
        raise _wrong(correction, str(why), "see what the slot takes: litrex schema") from why
    return Kept(correction, seen)


def _current(correction: Correction, record: Told, version: str) -> Correction:
    """Hold what the person saw against what stands there now."""
    now = _ANY.validate_json(_ANY.dump_json(value_in(record, correction.path)))
    if correction.seen_version != version and _ANY.validate_json(_ANY.dump_json(correction.old)) != now:
        who = record["provenance"].get(correction.path, {})
        told = f"{correction.path} has changed: you saw {_said(correction.old)}, it is {_said(now)} now"
        by = f" ({who['source']} {who['by']})" if who else ""
        raise ConflictError(
            f"{told}{by}; yours is {_said(correction.new)}", place=correction.document_id, remedy="look again, and decide"
        )
    return correction.model_copy(update={"old": now})


def _said(value: Any) -> str:
    told = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return told if len(told) <= 120 else f"{told[:117]}…"


def _others(correction: Correction, records: dict[str, Told], extraction: Extraction, extraction_id: str) -> dict[str, Seen]:
    """The places of other records that a correction names, or of the one whose study it names."""
    if correction.action == "merge":
        names = [correction.new] if isinstance(correction.new, str) else list(correction.new)
        if missing := [name for name in names if name not in records]:
            raise _wrong(correction, f"there is no record {missing[0]}", "look at the document again")
    elif correction.action == "link" and correction.path == "study_id":
        names = [n for n, r in records.items() if r["study_id"] == correction.new and n != correction.record_id][:1]
    else:
        names = []
    seen = {name: seen_of(records[name], "", extraction.raw, extraction_id, []) for name in names}
    return {name: one.model_copy(update={"record": None}) for name, one in seen.items()}


def _well_formed(correction: Correction, raw: str) -> None:
    path, action, new = correction.path, correction.action, correction.new
    if any(not 0 <= a < b <= len(raw) for a, b in correction.evidence):
        raise _wrong(correction, "its evidence lies outside the text", "give half-open spans of the raw text")
    if (path and not known(path)) or (action == "set" and (not path or path in ENTRIES)):
        raise _wrong(correction, f"there is no value at {path!r}", "name a slot, list/ID or list/ID.field")
    shapes = {
        "add": isinstance(new, dict) and (not path or path in ENTRIES),
        "merge": not path and bool(new) and isinstance(new, str | list),
        "split": not path and isinstance(new, dict) and isinstance(new.get("paths"), list) and bool(new["paths"]),
        "link": path in ("study_id", "study_key") and isinstance(new, str) and bool(new),
        "undo": not path and isinstance(new, str),
        "delete": not path or parsed(path).entry is not None,
    }
    if not shapes.get(action, True):
        raise _wrong(correction, f"it cannot be read ({action} at {path or 'the record'} with {_said(new)})", "see Correction")


def _wrong(correction: Correction, what: str, remedy: str) -> UsageError:
    return UsageError(what, place=f"correction of {correction.path or 'a record'}", remedy=remedy)
