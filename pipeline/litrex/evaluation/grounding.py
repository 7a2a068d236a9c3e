"""Whether the values of an extraction point at the right characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from litrex.evaluation.facts import Fact, Rec, as_list, facts
from litrex.evaluation.matching import align, match

ENTRY = re.compile(r"(\w+)/([^.]+)(.*)")
LISTS = ("populations", "cells", "doses", "arms", "outcomes", "adverse_events")
SINGLE = ("n_patients", "n_female", "n_male", "n_centers", "n_infusions", "route", "infusion_interval", "follow_up")
LONGEST_SPAN = 400  # code points: a value that points at half a page points at nothing
THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u2009 ](?=\d{3})")


def by_position(rec: Rec) -> Rec:
    """The record with its evidence keyed by position: ``outcomes/ID.value`` → ``outcomes[3].value``."""
    told = {}
    for key, value in (rec.get("evidence") or {}).items():
        found = ENTRY.fullmatch(key)
        if found:
            ids = [str(entry.get("id")) for entry in as_list(rec.get(found[1])) if isinstance(entry, dict)]
            key = f"{found[1]}[{ids.index(found[2])}]{found[3]}" if found[2] in ids else key
        told[key] = value
    return {**rec, "evidence": told}


def values(rec: Rec) -> Iterator[tuple[str, Any]]:
    """Each stated value of a record with its path; an outcome or an event counts as one."""
    for slot in SINGLE:
        if rec.get(slot) is not None:
            yield slot, rec[slot]
    for head in ("citation", "design"):
        for key, value in (rec.get(head) or {}).items():
            if value not in (None, [], ""):
                yield f"{head}.{key}", value
    for head in LISTS:
        for i, value in enumerate(as_list(rec.get(head))):
            yield f"{head}[{i}]", value


def spans_of(rec: Rec, path: str) -> list[tuple[int, int]]:
    """The spans of a value and its parts, else of the object that holds it; evidence keyed by position."""
    told = rec.get("evidence") or {}
    keys = [key for key in told if key == path or key.startswith(path + ".")] or [path]
    return [(a, b) for key in keys for a, b in told.get(key) or told.get(key.split(".")[0]) or []]


def grounded(gold: Sequence[Rec], pred: Sequence[Rec], raw: str) -> dict[str, list[int]]:
    """Count evidence: check → [right, checked].

    `present`: spans lie inside the text; `number`: a count told in digits stands in its span; `surface`: the span of an
    outcome or an event touches a place where the gold's words stand.
    """
    out = {"present": [0, 0], "number": [0, 0], "surface": [0, 0]}
    placed = [by_position(p) for p in pred]
    for rec in placed:
        _check_values(rec, raw, out)
    for i, j in align(gold, placed):
        gold_facts, pred_facts = facts(gold[i]), facts(placed[j])
        for a, b in match(gold_facts, pred_facts):
            _check_surface(gold_facts[a], pred_facts[b], placed[j], raw, out)
    return out


def _tick(out: dict[str, list[int]], check: str, *, right: bool) -> None:
    out[check][0] += right
    out[check][1] += 1


def _check_values(rec: Rec, raw: str, out: dict[str, list[int]]) -> None:
    for path, value in values(rec):
        found = spans_of(rec, path)
        fine = bool(found) and all(0 <= a < b <= len(raw) and b - a <= LONGEST_SPAN for a, b in found)
        _tick(out, "present", right=fine)
        text = "".join(raw[a:b] for a, b in found) if fine else ""
        if path.startswith("n_") and fine and re.search(r"\d", text):
            _tick(out, "number", right=str(int(value)) in THOUSANDS.sub("", text))


def _check_surface(gold: Fact, pred: Fact, rec: Rec, raw: str, out: dict[str, list[int]]) -> None:
    surface = gold.source and (gold.source.get("surface") or gold.source.get("text"))
    if gold.at is None or not surface or surface not in raw:
        return
    head = "outcomes" if gold.slot in ("change", "figure") else "adverse_events"
    start = re.compile(rf"{head}\[{pred.at}\]")
    mine = [tuple(span) for key, spans in (rec.get("evidence") or {}).items() if start.match(key) for span in spans]
    places = [(m.start(), m.end()) for m in re.finditer(re.escape(surface), raw)]
    _tick(out, "surface", right=any(x < d and c < y for x, y in mine for c, d in places))
