"""Single sentences and cells and all that they find, over every field of medicine and both languages.

Rows that are not read right yet stand by id in ``known_failures.txt``; one that is mended must be struck there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from litrex import documents, lexicons, mentions, segments, text
from litrex.evaluation.likeness import alike
from litrex.extraction import extract_bytes
from litrex.records.findings import Finding, Scope, read
from litrex.records.outcomes import outcome_entry
from litrex.records.reading import Reading
from litrex.schema.mention import Label

CASES = Path(__file__).parents[1] / "cases"
ROWS = [json.loads(line) for line in (CASES / "findings.jsonl").read_text(encoding="utf-8").splitlines()]
KNOWN = frozenset((CASES / "known_failures.txt").read_text(encoding="utf-8").split())
DETAILS = ("arm", "timepoint", "kind", "severity", "sd", "upper", "denominator", "n", "unit")
ENGLISH = ["Ref.", "First author (year)", "Patients", "Outcome", "Adverse events"]
CHINESE = ["文献", "第一作者（年份）", "例数", "结果", "不良反应"]
SAME_WAY = {"improve": {"improve", "resolved"}, "resolved": {"resolved", "improve"}}
CONTROL = re.compile(r"control|placebo|sham|saline|usual|standard|对照|對照|安慰|假手术|生理盐水", re.IGNORECASE)


@dataclass
class Fact:
    """One thing said of one measure: that it changed, how much it was, or that it happened."""

    slot: str  # change | figure | none | event
    names: tuple[str, ...]
    value: Any
    beside: dict[str, Any] = field(default_factory=dict)
    optional: bool = False

    def __str__(self) -> str:
        return f"{self.names[0]}:{self.slot}={self.value}{self.beside or ''}"


@cache
def the_lexicon() -> lexicons.Lexicon:
    return lexicons.load()


def reading_of(passage: str) -> Reading:
    clean = text.clean(documents.read_bytes(passage.encode(), source="case.txt"))
    cut = segments.split(clean)
    return Reading(clean, cut, mentions.find(clean, cut, the_lexicon()), the_lexicon())


def facts_of(entry: dict[str, Any], names: tuple[str, ...]) -> list[Fact]:
    beside = {key: entry[key] for key in DETAILS if entry.get(key) is not None}
    optional = bool(entry.get("optional"))
    if entry.get("event"):
        return [Fact("event", names, True, {k: v for k, v in beside.items() if k in ("n", "severity", "arm")}, optional)]
    value, n = entry.get("value"), entry.get("n")
    if entry.get("none") or (value == 0 and not entry.get("unit")) or (value is None and n == 0):
        return [Fact("none", names, 0, {}, optional)]
    out = []
    if entry.get("direction"):
        placed = {k: v for k, v in beside.items() if k in ("arm", "timepoint")}
        out.append(Fact("change", names, entry["direction"], placed, optional))
    if value is not None or n is not None:
        out.append(Fact("figure", names, value if value is not None else f"n{n}", beside, optional))
    return out


def found_facts(reading: Reading, finding: Finding) -> list[Fact]:
    words = finding.term.words
    names = (finding.term.concept, reading.text(words), reading.as_told(words))
    if finding.event:
        percent = finding.quantity is not None and finding.quantity.kind == "percent"
        entry = {"event": True, "n": finding.n, "severity": finding.severity, "arm": finding.arm}
        return [Fact(f.slot, names, f.value, f.beside, percent) for f in facts_of(entry, names)]
    return facts_of(outcome_entry(finding) or {}, names)


def agree(key: str, ours: Any, theirs: Any) -> bool:
    if key == "arm":
        return theirs is not None and (alike((ours,), (theirs,)) or bool(CONTROL.search(ours) and CONTROL.search(theirs)))
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 0.001 * max(abs(ours), abs(theirs))
    return bool(ours == theirs)


def same(ours: Fact, theirs: Fact) -> bool:
    if ours.slot != theirs.slot or not alike(ours.names, theirs.names):
        return False
    if ours.slot == "change":
        return ours.value == theirs.value or theirs.value in SAME_WAY.get(ours.value, ())
    if isinstance(ours.value, float) and isinstance(theirs.value, float):
        return abs(ours.value - theirs.value) <= (0.051 if ours.beside.get("unit") == "%" else 0.001 * abs(ours.value))
    return bool(ours.value == theirs.value)


def unmet(ours: Fact, theirs: Fact) -> list[str]:
    return [k for k, v in ours.beside.items() if not agree(k, v, theirs.beside.get(k))]


def differences(expected: list[Fact], found: list[Fact]) -> list[str]:
    """What is missing, what is too much, and what stands wrong beside a fact that was found."""
    told, left = [], list(dict.fromkeys(range(len(found))))
    for ours in sorted(expected, key=lambda f: f.optional):
        fits = sorted((i for i in left if same(ours, found[i])), key=lambda i: len(unmet(ours, found[i])))
        if fits:
            left.remove(fits[0])
            told += [f"wrong {key} of {ours}: {found[fits[0]]}" for key in unmet(ours, found[fits[0]]) if not ours.optional]
        elif not ours.optional:
            told.append(f"missing {ours}")
    spared = [f for f in expected if f.optional]
    return told + [f"too much {found[i]}" for i in left if not found[i].optional and not any(same(f, found[i]) for f in spared)]


@cache
def names_of(measure: str) -> tuple[str, ...]:
    """The words of a case and the ids that the lexicons know them by."""
    labels = (Label.OUTCOME_MEASURE, Label.ADVERSE_EVENT)
    ids = (m.concept for m in reading_of(measure).mentions.items if m.label in labels and m.end - m.start == len(measure))
    return (measure, *(name for name in ids if name))


def in_prose(row: dict[str, Any]) -> Iterator[Fact]:
    reading = reading_of(row["text"])
    for sentence in reading.segments.sentences:
        for finding in read(reading, (sentence.start, sentence.end), Scope(arms=tuple(row.get("arms", ())))):
            yield from found_facts(reading, finding)


def in_a_cell(row: dict[str, Any]) -> Iterator[Fact]:
    """Read the row's text as a cell of an evidence table, in the column of outcomes or of adverse events."""
    head = ENGLISH if row["lang"] == "en" else CHINESE
    last = [row["text"], ""] if row["column"] == "outcome" else ["", row["text"]]
    lines = [head, ["---"] * 5, ["[3]", "Meyer (2015)", "20", *last]]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    for record in extract_bytes(f"Studies\n\n{table}\n".encode(), source="case.md").records:
        for entry in record.outcomes:
            told = entry.model_dump(mode="json") | {"arm": None}
            if entry.timepoint is not None and not isinstance(entry.timepoint, str):
                told["timepoint"] = entry.timepoint.model_dump(exclude_none=True)
            yield from facts_of(told, tuple(n for n in (entry.measure, entry.surface, entry.text) if n))
        percents = {entry.surface for entry in record.outcomes if entry.unit == "%"}
        for event in record.adverse_events:
            names = tuple(n for n in (event.event, event.surface, event.text) if n)
            beside = {"n": event.n, "severity": event.severity, "optional": event.surface in percents}
            yield from facts_of({"event": True, **beside}, names)


def verdict(row: dict[str, Any]) -> list[str]:
    expected = [f for e in row["expect"] for f in facts_of(e, names_of(e["measure"]))]
    told = in_a_cell(row) if "column" in row else in_prose(row)
    return differences(expected, list({str(fact): fact for fact in told}.values()))


def cases() -> list[Any]:
    mark = pytest.mark.xfail(strict=True, reason="known failure")
    return [pytest.param(row, id=row["id"], marks=[mark] if row["id"] in KNOWN else []) for row in ROWS]


@pytest.mark.parametrize("row", cases())
def test_a_sentence_finds_all_that_it_says_and_no_more(row: dict[str, Any]) -> None:
    assert verdict(row) == []


def test_the_bank_holds_every_script_and_sentences_that_find_nothing() -> None:
    assert {row["lang"] for row in ROWS} == {"zh-Hans", "zh-Hant", "en"}
    assert sum(not row["expect"] for row in ROWS) * 12 >= len(ROWS)
    assert len({row["id"] for row in ROWS}) == len(ROWS)
