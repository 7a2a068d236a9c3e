"""Two records into one, and one into two."""

from __future__ import annotations

from typing import Any

from litrex.store.claims import SLOTS
from litrex.store.slots import ENTRIES, Told, drop_in, parsed, put_in, value_in

_ACCOUNTS = ("evidence", "confidence", "provenance")


def fold(record: Told, other: Told) -> None:
    """Put into a record what another tells besides; where they differ the record's own value stands, the other's is kept."""
    for slot in SLOTS:
        theirs = value_in(other, slot)
        if slot == "study_key" or theirs in (None, []):
            continue
        if value_in(record, slot) in (None, []):
            put_in(record, slot, theirs)
            _hand_over(record, other, slot, slot)
        elif value_in(record, slot) != theirs:
            _remember(record, other, slot, theirs)
    for head in ENTRIES:
        for entry in other[head]:
            _fold_entry(record, other, head, entry)
    spans = {tuple(span) for one in (record, other) for span in one["anchor"]["spans"]}
    record["anchor"]["spans"] = sorted(spans)
    record["flags"] += [{**flag, "record_id": record["record_id"]} for flag in other["flags"]]


def _fold_entry(record: Told, other: Told, head: str, entry: Told) -> None:
    theirs = f"{head}/{entry['id']}"
    same = next((one for one in record[head] if _bare(one) == _bare(entry)), None)
    if same is None:
        record[head].append(dict(entry))
        for path in [path for path in other["provenance"] if path == theirs or path.startswith(f"{theirs}.")]:
            _hand_over(record, other, path, path)
        return
    ours = f"{head}/{same['id']}"
    lent = {tuple(span) for one, path in ((record, ours), (other, theirs)) for span in one["evidence"].get(path, ())}
    record["evidence"][ours] = sorted(lent)


def _bare(entry: Told) -> Told:
    return {key: value for key, value in entry.items() if key not in ("id", "surface", "text") and value is not None}


def _hand_over(record: Told, other: Told, path: str, to: str) -> None:
    for account in _ACCOUNTS:
        if path in other[account]:
            record[account][to] = other[account][path]


def _remember(record: Told, other: Told, slot: str, value: Any) -> None:
    told = other["provenance"].get(slot) or {"source": "rule", "by": "", "others": []}
    lost = {"value": value, "source": told["source"], "by": told["by"], "evidence": other["evidence"].get(slot, [])}
    ours = record["provenance"].setdefault(slot, {"source": "rule", "by": "", "others": []})
    ours["others"] = [*ours["others"], lost]


def part(record: Told, paths: list[str], other: Told) -> Told:
    """Take values out of a record into `other`, which is empty but for its ids."""
    other |= {"document_id": record["document_id"], "origin": record["origin"], "anchor": {**record["anchor"]}}
    for path in paths:
        value = value_in(record, path)
        if value is None:
            continue
        if parsed(path).entry is None:
            put_in(other, path, value)
        else:
            other[parsed(path).head].append(value)
        _hand_over(other, record, path, path)
        drop_in(record, path)
        for account in _ACCOUNTS:
            record[account].pop(path, None)
    spans = sorted({tuple(span) for path in paths for span in other["evidence"].get(path, ())})
    other["anchor"]["spans"] = spans or record["anchor"]["spans"]
    return other
