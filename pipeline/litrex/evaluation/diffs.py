"""What two runs tell differently: records and values gained, lost and altered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from litrex.evaluation.facts import Fact, Rec, facts, number, unit
from litrex.evaluation.likeness import alike
from litrex.evaluation.matching import align


@dataclass(frozen=True, slots=True)
class Change:
    """A value that is in one run alone (`old` or `new` is None), or told otherwise in the other."""

    document: str
    record: str
    slot: str
    what: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """All that two runs tell differently; records are named by document and place."""

    gained: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    values: list[Change] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.values)

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def difference(first: Iterable[Rec], second: Iterable[Rec], sources: Mapping[str, str] | None = None) -> Difference:
    """Compare the records of two runs, document by document.

    Documents are the same that have one id, else one name: `sources` names the files of the ids, so that an article that was
    edited between the runs is still compared with itself.

    Records are the same that have one `record_id`, else one place in a table, else share facts: a record whose place moved by
    a few characters is altered, not lost and gained.
    """
    out = Difference()
    olds, news = _named_alike(_by_document(first), _by_document(second), sources or {})
    for document in sorted(olds.keys() | news.keys()):
        old, new = olds.get(document, []), news.get(document, [])
        pairs = _pairs(old, new)
        out.lost.extend(name_of(r) for i, r in enumerate(old) if i not in pairs)
        out.gained.extend(name_of(r) for j, r in enumerate(new) if j not in pairs.values())
        for i, j in sorted(pairs.items()):
            out.values.extend(_changes(old[i], new[j]))
    return out


def _named_alike(
    olds: dict[str, list[Rec]], news: dict[str, list[Rec]], sources: Mapping[str, str]
) -> list[dict[str, list[Rec]]]:
    """Give the documents of one run alone their file's name for a key; those of both keep their id."""
    both = olds.keys() & news.keys()
    return [{(one if one in both else sources.get(one, one)): told for one, told in run.items()} for run in (olds, news)]


def name_of(rec: Rec) -> str:
    """Name a record by its document and its place: table and row, or the span of the raw text it starts in."""
    anchor = rec.get("anchor") or {}
    if anchor.get("table") is not None:
        place = f"T{anchor['table']}R{anchor.get('row')}"
    else:
        spans = anchor.get("spans") or []
        place = f"{spans[0][0]}–{spans[-1][1]}" if spans else str(rec.get("record_id"))
    return f"{rec.get('document_id')} {place}"


def _by_document(records: Iterable[Rec]) -> dict[str, list[Rec]]:
    out: dict[str, list[Rec]] = {}
    for one in records:
        out.setdefault(str(one.get("document_id")), []).append(one)
    return out


def _pairs(old: Sequence[Rec], new: Sequence[Rec]) -> dict[int, int]:
    ids = {one.get("record_id"): j for j, one in enumerate(new)}
    pairs = {i: ids[one.get("record_id")] for i, one in enumerate(old) if one.get("record_id") in ids}
    left = [i for i in range(len(old)) if i not in pairs]
    right = [j for j in range(len(new)) if j not in pairs.values()]
    for a, b in align([old[i] for i in left], [new[j] for j in right]):
        pairs[left[a]] = right[b]
    return pairs


def _changes(old: Rec, new: Rec) -> Iterator[Change]:
    """Facts told by one record alone; two of one slot that speak of one thing are an altered value."""
    before, after = facts(old), facts(new)
    gone, come = _without_equals(before, after)
    for fact in gone:
        partner = next((other for other in come if _speaks_of(fact, other)), None)
        if partner is not None:
            come.remove(partner)
        yield _change(old, fact, partner)
    for fact in come:
        yield _change(new, None, fact)


def _change(rec: Rec, old: Fact | None, new: Fact | None) -> Change:
    fact = old or new
    assert fact is not None
    what = fact.path.partition(":")[2]
    values = [None if one is None else _value(one, beside=old is not None and new is not None) for one in (old, new)]
    return Change(str(rec.get("document_id")), name_of(rec).partition(" ")[2], fact.slot, what, *values)


def _value(fact: Fact, *, beside: bool) -> Any:
    """A fact's value; of an altered outcome with its arm and time, since these may be all that changed."""
    value = list(fact.value) if isinstance(fact.value, tuple) else fact.value
    if not beside or fact.slot not in ("change", "figure"):
        return value
    source, parts = fact.source or {}, value if isinstance(value, list) else [value]
    time = source.get("timepoint")
    when = f"{time.get('value'):g} {time.get('unit')}" if isinstance(time, dict) else time
    of = source.get("denominator")
    around = [part for part in (source.get("arm"), when, None if of is None else f"of {of}") if part is not None]
    told = " ".join(f"{part:g}" if isinstance(part, float) else str(part) for part in parts if part not in (None, ""))
    return f"{told} ({', '.join(around)})" if around else told


def _without_equals(before: Sequence[Fact], after: Sequence[Fact]) -> list[list[Fact]]:
    rest = list(after)
    gone = []
    for fact in before:
        equal = next((other for other in rest if _told(other) == _told(fact)), None)
        if equal is None:
            gone.append(fact)
        else:
            rest.remove(equal)
    return [gone, rest]


def _told(fact: Fact) -> tuple[Any, ...]:
    source = fact.source or {}
    time = source.get("timepoint")
    beside = (source.get("arm"), json.dumps(time, sort_keys=True), number(source.get("denominator")), unit(source.get("unit")))
    return (fact.slot, fact.value, fact.path, *beside)


def _speaks_of(fact: Fact, other: Fact) -> bool:
    if fact.slot != other.slot:
        return False
    return fact.path == other.path or not fact.names or alike(fact.names, other.names)
