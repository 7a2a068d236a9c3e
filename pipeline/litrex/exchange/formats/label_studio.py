"""Label Studio: a labelling configuration of our labels, and tasks with what the machine read as predictions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from litrex.exchange.formats.proposing import now
from litrex.exchange.marks import label_of_path
from litrex.exchange.regions import Region, regions, relations
from litrex.exchange.staging import staged
from litrex.schema.mention import Label
from litrex.schema.record import StudyRecord
from litrex.store import Merged
from litrex.store.slots import CONCEPT, parsed

CONFIG, TASKS = "label_config.xml", "tasks.json"
LABELS, TEXT, VALUE, RELATION = "label", "text", "value", "of"
"""The names of the controls in the configuration."""

_COLOURS = ("#2f6f9f", "#8a5a00", "#6b4ea0", "#1f7a4d", "#a33a4a", "#4d6670", "#7a6a00", "#0f7f86", "#94416f", "#5a5f1f")
_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def write_label_studio(folder: Path, told: list[Merged]) -> None:
    """Write the configuration of a project and its tasks, a document each."""
    with staged(folder) as room:
        (room / CONFIG).write_text(config(), encoding="utf-8", newline="\n")
        text = json.dumps([task(one) for one in told], ensure_ascii=False, indent=1)
        (room / TASKS).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def config() -> str:
    """The labelling configuration: our labels, a field for the value of each region, and relations."""
    labels = "\n".join(
        f"    <Label value={quoteattr(label.value)} background={quoteattr(_COLOURS[n % len(_COLOURS)])}/>"
        for n, label in enumerate(Label)
    )
    return (
        f'<View>\n  <Labels name="{LABELS}" toName="{TEXT}">\n{labels}\n  </Labels>\n'
        f'  <Relations>\n    <Relation value="{RELATION}"/>\n  </Relations>\n'
        f'  <Text name="{TEXT}" value="$text" saveTextResult="yes" granularity="symbol"/>\n'
        f'  <TextArea name="{VALUE}" toName="{TEXT}" perRegion="true" editable="true" maxSubmissions="1"/>\n</View>\n'
    )


def shown(raw: str) -> str:
    r"""The text as a browser keeps it, character by character: positions stay those of the raw text.

    >>> shown("a\r\nb\rc")
    'a \nb\nc'
    """
    return _UNSHOWN.sub("\ufffd", raw.replace("\r\n", " \n").replace("\r", "\n"))


def task(merged: Merged) -> dict[str, Any]:
    """One document with its regions; what they were at the export goes along, to tell later what a person changed."""
    told = merged.extraction
    found = regions(told)
    values = values_of(told.records, found)
    text = shown(told.raw)
    result = [part for one in found for part in _result(one, text, values.get(one))]
    result += [_relation(head, child) for head, child in relations(found)]
    held = [[one.ident, one.start, one.end, one.label.value, one.record_id, one.path, values.get(one)] for one in found]
    origin = {"document_id": told.document.document_id, "version": merged.version, "regions": held}
    data = {"text": text, "source": told.document.source, "litrex": origin}
    return {"data": data, "predictions": [{"model_version": "litrex", "result": result}]}


def values_of(records: list[StudyRecord], found: list[Region]) -> dict[Region, str]:
    """What the fields say: the concept of an entry or the value of a slot, at the region that stands for it."""
    by_id = {record.record_id: record for record in records}
    chief: dict[tuple[str, str], Region] = {}
    for one in sorted(found, key=lambda one: (one.label != label_of_path(one.path), one.start)):
        chief.setdefault((one.record_id, one.path), one)
    told = {one: _value(by_id[one.record_id], one.path) for one in chief.values()}
    return {one: value for one, value in told.items() if value is not None}


def _value(record: StudyRecord, path: str) -> str | None:
    told, about = now(record, path), about_of(path)
    if about is None and "/" in path:
        return None  # an entry that is about nothing but its figures
    value = (told.get(about) if isinstance(told, dict) else None) if about else told
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def about_of(path: str) -> str | None:
    """The field that says what an entry is about; None for slots and fields."""
    place = parsed(path)
    return CONCEPT.get(place.head) if place.entry is not None and place.field is None else None


def _result(one: Region, text: str, value: str | None) -> list[dict[str, Any]]:
    place = {"start": one.start, "end": one.end, "text": text[one.start : one.end]}
    common = {"id": one.ident, "to_name": TEXT}
    told = [{**common, "from_name": LABELS, "type": "labels", "value": {**place, "labels": [one.label.value]}}]
    if value is not None:
        field = {"start": one.start, "end": one.end, "text": [value]}
        told.append({**common, "from_name": VALUE, "type": "textarea", "value": field})
    return told


def _relation(head: Region, child: Region) -> dict[str, Any]:
    return {"type": "relation", "from_id": child.ident, "to_id": head.ident, "direction": "right", "labels": [RELATION]}
