"""What people changed in Label Studio, out of its export, as corrections."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from litrex.errors import UsageError
from litrex.exchange.formats.drawn import Drawing, Drawn, taken
from litrex.exchange.formats.label_studio import about_of, shown
from litrex.exchange.formats.proposing import Change, Proposed, in_force, now
from litrex.exchange.normalising import normalised
from litrex.exchange.regions import Region
from litrex.lexicons import Lexicon
from litrex.schema.mention import Label
from litrex.schema.record import StudyRecord
from litrex.store import Merged, Store
from litrex.store.slots import parsed

_REMEDY = "export the project from Label Studio as JSON, and bring that file in"


@dataclass(slots=True)
class Annotated:
    """The regions of one annotation by id, what their fields say, and which belong together."""

    regions: dict[str, Drawn] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Held:
    """A region as it was at the export."""

    region: Region
    value: str | None


def read_export(path: Path) -> list[dict[str, Any]]:
    """The tasks of an export of Label Studio as JSON, those that somebody annotated.

    Raises UsageError where the file is none, or not of a project that litrex made.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        tasks = [one for one in told if last_annotation(one) is not None]
        for one in tasks:
            one["data"]["litrex"]["document_id"], one["data"]["litrex"]["regions"], one["data"]["text"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"this is no export of a Label Studio project that litrex made ({type(error).__name__}: {error})"
        raise UsageError(message, place=str(path), remedy=_REMEDY) from error
    return tasks


def last_annotation(task: dict[str, Any]) -> dict[str, Any] | None:
    """The annotation of a task that was changed last; one that was skipped says nothing."""
    told = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
    return max(told, key=lambda one: str(one.get("updated_at") or one.get("created_at") or ""), default=None)


def proposed(tasks: list[dict[str, Any]], kept: Store, seen: dict[str, Merged], lexicon: Lexicon) -> Proposed:
    """What the annotations change, document by document; `seen` takes the documents as they are now.

    Raises UsageError where a task is of a document that the database has not, or its text is another.
    """
    done = Proposed()
    for number, one in enumerate(tasks, start=1):
        ident = one["data"]["litrex"]["document_id"]
        where = f"task {one.get('id', number)}"
        seen[ident] = seen.get(ident) or kept.merged(ident)
        if one["data"]["text"] != shown(seen[ident].extraction.raw):
            raise UsageError("its text is not that of the document", place=where, remedy="export the document again")
        done += _of_task(one, seen[ident], lexicon, where)
    return done


def _of_task(task: dict[str, Any], merged: Merged, lexicon: Lexicon, where: str) -> Proposed:
    told = annotated(last_annotation(task) or {}, task["data"]["text"], where)
    held = {one[0]: _held(one) for one in task["data"]["litrex"]["regions"]}
    records = {record.record_id: record for record in merged.extraction.records}
    done = Proposed()
    by_path: dict[tuple[str, str], list[str]] = {}
    for ident, one in held.items():
        by_path.setdefault((one.region.record_id, one.region.path), []).append(ident)
    for (record_id, path), idents in by_path.items():
        change = _of_path(told, [(ident, held[ident]) for ident in idents], records.get(record_id), lexicon)
        if isinstance(change, str):
            done.refused.append(f"{where}: {record_id} {path}: {change}")
        elif change is not None:
            done.changes.append(Change(merged.extraction.document.document_id, record_id, path, where=where, **change))
    relabelled = {ident for ident, one in told.regions.items() if ident in held and one.label != held[ident].region.label}
    new = {ident: one for ident, one in told.regions.items() if ident not in held or ident in relabelled}
    standing = {ident: one.region for ident, one in held.items() if ident in told.regions and ident not in relabelled}
    drawn = taken(Drawing(new, told.pairs, told.values, standing), merged, lexicon, where)
    instead = {(one.record_id, one.path) for one in drawn.changes if one.action == "set"}
    rest = [one for one in done.changes if one.action != "reject" or (one.record_id, one.path) not in instead]
    new_ones = [one for one in rest + drawn.changes if not in_force(one, records.get(one.record_id))]
    return Proposed(new_ones, done.refused + drawn.refused)


def _held(told: list[Any]) -> Held:
    _, start, end, label, record_id, path, value = told
    return Held(Region(start, end, Label(label), record_id, path), value)


def annotated(annotation: dict[str, Any], text: str, where: str) -> Annotated:
    """Read an annotation's result.

    Raises UsageError where a region's words are not those at its place: positions are code points, and nothing is guessed.
    """
    told = Annotated()
    for one in annotation.get("result") or ():
        value = one.get("value") or {}
        if one["type"] == "relation":
            told.pairs.append((one["from_id"], one["to_id"]))
        elif one["type"] == "textarea":
            told.values[one["id"]] = "\n".join(value.get("text") or [])
        elif one["type"] == "labels":
            start, end = value["start"], value["end"]
            if not 0 <= start < end <= len(text) or value.get("text", text[start:end]) != text[start:end]:
                message = f"region {one['id']} is said to be {value.get('text')!r}, at {start}–{end} stands {text[start:end]!r}"
                raise UsageError(message, place=where, remedy=_REMEDY)
            told.regions[one["id"]] = Drawn(start, end, Label(value["labels"][0]))
    return told


def _of_path(
    told: Annotated, held: list[tuple[str, Held]], record: StudyRecord | None, lexicon: Lexicon
) -> dict[str, Any] | str | None:
    """What became of a value: nothing, taken out, standing on other words, or another value; or why that cannot be told."""
    before = [one.region for _, one in held]
    left = [(told.regions[i], one) for i, one in held if i in told.regions and told.regions[i].label == one.region.label]
    spans = sorted({(drawn.start, drawn.end) for drawn, _ in left})
    said = next(((told.values.get(i, ""), one.value) for i, one in held if one.value is not None and i in told.regions), None)
    moved = spans != sorted({(one.start, one.end) for one in before})
    if not moved and (said is None or said[0] == said[1]):
        return None
    if record is None or (old := now(record, before[0].path)) is None:
        return "it is not there any more" if spans else None
    if not spans:
        return {"action": "reject", "old": old}
    new = old
    if said is not None and said[0] != said[1]:
        new = _value(said[0], before[0].path, old, lexicon)
        if new is None:
            return f"{said[0]!r} is no value for it"
    return {"action": "set", "old": old, "new": new, "evidence": spans if moved else []}


def _value(words: str, path: str, old: Any, lexicon: Lexicon) -> Any:
    """The value that a person typed: JSON as it was shown, an id of the lexicon, or words."""
    about = about_of(path)
    try:
        typed = json.loads(words)
    except ValueError:
        typed = None
    if about is None:
        plain = typed if type(typed) is type(old) or (isinstance(typed, int | float) and isinstance(old, int | float)) else None
        return plain if plain is not None else normalised(words, path, lexicon)
    head = parsed(path).head
    concept = words.strip() if head == "arms" else (normalised(words, head, lexicon) or {}).get(about)
    if " " not in words.strip() and words.strip().isascii() and head != "arms":
        concept = words.strip()  # an id, as it was shown
    return {about: concept} if concept else None
