"""Reviewed documents as gold: what people say a document tells, in the form that ``litrex evaluate`` measures on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from litrex.errors import UsageError
from litrex.exchange.staging import staged
from litrex.schema.record import Extraction, StudyRecord
from litrex.store import Merged
from litrex.store.reviewing import reviewed
from litrex.store.slots import ENTRIES

LONGEST_QUOTE = 20  # characters, as the guide for annotators has it
_ENDINGS = {"text/html": ".html", "text/markdown": ".md", "application/jats+xml": ".xml"}
_NOT_GOLD = ("schema_version", "record_id", "study_id", "study_key", "document_id", "confidence", "provenance", "evidence")


@dataclass(frozen=True, slots=True)
class Exported:
    """What became gold, by the names of the files; `unfinished` are documents that people have begun, with what is left to do."""

    names: list[str] = field(default_factory=list)
    unfinished: dict[str, int] = field(default_factory=dict)


def export_gold(folder: Path, documents: Iterable[tuple[Merged, bool]]) -> Exported:
    """Write ``gold/NAME.json`` and ``docs/NAME.*`` for every document whose records all have been looked at.

    The flag beside each document says whether people have corrected anything in it: one without records is gold only where
    somebody has said that those it had are none. The text is written as it was read, in UTF-8; of a PDF, the reader's own.

    Raises UsageError where no document is wholly reviewed, OutputError where the folder cannot be written.
    """
    done = Exported()
    ready: list[Extraction] = []
    for merged, touched in documents:
        told = merged.extraction
        left = sum(not reviewed(record) for record in told.records) + len(merged.pending)
        if touched and not left:
            ready.append(told)
        elif touched:
            done.unfinished[told.document.source] = left
    if not ready:
        begun = f"; {len(done.unfinished)} begun" if done.unfinished else ""
        message = f"no document is wholly reviewed{begun}"
        raise UsageError(message, place="corrections", remedy="accept or correct all records of one: litrex review")
    names = file_names(ready)
    for part in ("gold", "docs"):
        _write(folder / part, part, list(zip(names, ready, strict=True)))
    return Exported(names, done.unfinished)


def _write(folder: Path, part: str, ready: list[tuple[str, Extraction]]) -> None:
    with staged(folder) as room:
        for name, told in ready:
            if part == "gold":
                text = json.dumps(gold_of(told), ensure_ascii=False, indent=1) + "\n"
                (room / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")
            else:
                ending = _ENDINGS.get(told.document.media_type, ".txt")
                (room / f"{name}{ending}").write_bytes(told.raw.encode("utf-8", "replace"))


def gold_of(extraction: Extraction) -> dict[str, Any]:
    """The gold of one document: the words of its records, keyed by place, with positions by the paths of the guide.

    Comparison cells are left out: nobody corrects them, and what a machine said is no gold.
    """
    ordered = sorted(extraction.records, key=_place)
    keys = _keys(ordered)
    records = [_record(record, key, extraction.raw) for record, key in zip(ordered, keys, strict=True)]
    studies: dict[str, list[str]] = {}
    for record, key in zip(ordered, keys, strict=True):
        studies.setdefault(record.study_id, []).append(key)
    return {"records": records, "comparisons": [], "same_study": [one for one in studies.values() if len(one) > 1]}


def _place(record: StudyRecord) -> tuple[int, int, int]:
    table = record.anchor.table if record.origin == "table" else None
    start = min((a for a, _ in record.anchor.spans), default=0)
    return (0, table, record.anchor.row or 0) if table is not None else (1, start, 0)


def _keys(records: list[StudyRecord]) -> list[str]:
    """``T1R3`` for a row, ``N1`` in order for prose; what was split out of one row gets a letter."""
    keys: list[str] = []
    prose = 0
    for record in records:
        if record.origin == "table" and record.anchor.table is not None:
            key = f"T{record.anchor.table}R{record.anchor.row}"
            again = sum(one.rstrip("abcdefghijklmnopqrstuvwxyz") == key for one in keys)
            keys.append(key + (chr(ord("a") + again) if again else ""))
        else:
            prose += 1
            keys.append(f"N{prose}")
    return keys


def _record(record: StudyRecord, key: str, raw: str) -> dict[str, Any]:
    told = json.loads(record.model_dump_json(exclude=set(_NOT_GOLD)))
    told["anchor"] = None
    told["flags"] = sorted({flag.code for flag in record.flags})
    ids = {head: [entry.pop("id") for entry in told[head]] for head in ENTRIES}
    evidence = {_by_position(path, ids): spans for path, spans in record.evidence.items()}
    return {"key": key, "quote": quote(record, raw), **told, "optional": [], "evidence": evidence}


def _by_position(path: str, ids: dict[str, list[str]]) -> str:
    """``outcomes/ID.value`` as the gold has it: ``outcomes[3].value``."""
    head, _, rest = path.partition("/")
    ident, dot, name = rest.partition(".")
    return f"{head}[{ids[head].index(ident)}]{dot}{name}" if ident in ids.get(head, ()) else path


def quote(record: StudyRecord, raw: str) -> str:
    """At most 20 characters of the raw text by which the place is found: the first of its stretches that stands there alone."""
    pieces = [
        raw[at : min(at + LONGEST_QUOTE, b)].split("\n")[0].strip() for a, b in record.anchor.spans for at in range(a, b, 5)
    ]
    long = [piece for piece in pieces if len(piece) >= LONGEST_QUOTE // 2] or [piece for piece in pieces if piece]
    return next((piece for piece in long[:40] if raw.count(piece) == 1), long[0] if long else "")


def file_names(told: list[Extraction]) -> list[str]:
    """A name for the files of each document, none twice."""
    names: list[str] = []
    for one in told:
        names.append(_name(one, set(names)))
    return names


def _name(told: Extraction, taken: set[str]) -> str:
    """A file's name after the source, with the language last where it is Chinese: the scores go by it."""
    stem = re.sub(r"[^\w.-]+", "-", PurePosixPath(told.document.source).stem).strip("-.") or told.document.document_id
    if told.document.lang.startswith("zh") and not re.search(r"(^|\.)zh(-|\d|$)", stem):
        stem = f"{stem}.{told.document.lang}"
    return stem if stem not in taken else f"{stem}.{told.document.document_id}"
