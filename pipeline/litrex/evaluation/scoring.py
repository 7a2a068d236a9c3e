"""Count what an extraction got right, slot by slot, against the gold of one document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from litrex.evaluation.details import Detail, agree, beside, flag_codes, links, of_record, same_arms
from litrex.evaluation.facts import Fact, Rec, facts
from litrex.evaluation.matching import align, match
from litrex.evaluation.optional import free_details, is_free, is_spared

Counts = dict[str, list[int]]  # slot → [right, in the output, in the gold]


class Rate(NamedTuple):
    """Precision, recall and their harmonic mean; 0 where nothing was counted."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Slip:
    """A fact that the output lacks (miss) or has too much (extra). `aligned` is the record of the output, if any."""

    kind: str
    key: str
    fact: Fact
    aligned: int | None = None


@dataclass(slots=True)
class Score:
    """The counts of one document."""

    counts: Counts = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    details: Counts = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    records: list[int] = field(default_factory=lambda: [0, 0, 0])
    slips: list[Slip] = field(default_factory=list)

    @property
    def total(self) -> list[int]:
        return added(self.counts.values())

    @property
    def detail_total(self) -> list[int]:
        return added(self.details.values())


def rate(counts: Sequence[int]) -> Rate:
    """Turn counts into rates.

    >>> rate([3, 4, 6])
    Rate(precision=0.75, recall=0.5, f1=0.6)
    """
    right, predicted, gold = counts
    p = right / predicted if predicted else 0.0
    r = right / gold if gold else 0.0
    return Rate(p, r, 2 * p * r / (p + r) if p + r else 0.0)


def added(counts: Iterable[Sequence[int]]) -> list[int]:
    """Add up counts, place by place.

    >>> added([[1, 2, 3], [0, 1, 1]])
    [1, 3, 4]
    """
    total = [0, 0, 0]
    for one in counts:
        total = [a + b for a, b in zip(total, one, strict=True)]
    return total


def summed(scores: Iterable[Mapping[str, Sequence[int]]]) -> Counts:
    """Add up counts of several documents, slot by slot."""
    out: Counts = {}
    for counts in scores:
        for slot, one in counts.items():
            out[slot] = added([out.get(slot, [0, 0, 0]), one])
    return dict(sorted(out.items()))


def score(gold: Sequence[Rec], pred: Sequence[Rec], same_study: Sequence[Sequence[str]] | None = None) -> Score:
    """Score the records of one document; `same_study` are the gold's groups of keys, None to leave links out."""
    out = Score()
    pairs = dict(align(gold, pred))
    for i, g in enumerate(gold):
        if i in pairs:
            score_pair(out, g, pred[pairs[i]], pairs[i])
        else:
            _miss_record(out, g)
    for j, p in enumerate(pred):
        if j not in pairs.values():
            for fact in facts(p):
                out.counts[fact.slot][1] += 1
                out.slips.append(Slip("extra", "unaligned", fact, j))
    if same_study is not None:
        out.details["link"] = links(same_study, gold, pred)
    out.records = [len(pairs), len(pred), len(gold)]
    return out


def _miss_record(out: Score, g: Rec) -> None:
    optional = set(g.get("optional") or [])
    for fact in facts(g):
        if not is_free(fact, optional):
            out.counts[fact.slot][2] += 1
            out.slips.append(Slip("miss", str(g.get("key")), fact))


def score_pair(out: Score, g: Rec, p: Rec, at: int | None) -> None:
    """Count into `out` what record `p` of the output says of record `g` of the gold; `at` is its position."""
    optional, key = set(g.get("optional") or []), str(g.get("key"))
    gold_facts, pred_facts = facts(g), facts(p)
    hits = match(gold_facts, pred_facts)
    _count_details(out, g, p, [(gold_facts[a], pred_facts[b]) for a, b in hits])
    found, used = {a for a, _ in hits}, {b for _, b in hits}
    for a, fact in enumerate(gold_facts):
        if is_free(fact, optional):
            continue
        out.counts[fact.slot][2] += 1
        if a in found:
            out.counts[fact.slot][0] += 1
            out.counts[fact.slot][1] += 1
        else:
            out.slips.append(Slip("miss", key, fact, at))
    for b, fact in enumerate(pred_facts):
        if b not in used and not is_spared(fact, optional):
            out.counts[fact.slot][1] += 1
            out.slips.append(Slip("extra", key, fact, at))


def _count_details(out: Score, g: Rec, p: Rec, hits: list[tuple[Fact, Fact]]) -> None:
    optional = set(g.get("optional") or [])
    arms, told = same_arms(g, p), set()
    rest = [] if optional & {"*", "record"} else of_record(g, p)
    for gold, pred in hits:
        if gold.source is None or pred.source is None or is_free(gold, optional) or id(gold.source) in told:
            continue
        told.add(id(gold.source))
        free = free_details(gold.path, optional)
        rest += [one for one in beside(gold, pred, arms) if one.name not in free]
    for name, want, got in rest + _flags(g, p, optional):
        if want is None and got is None:
            continue
        out.details[name][2] += want is not None
        out.details[name][1] += got is not None
        out.details[name][0] += want is not None and agree(want, got)


def _flags(g: Rec, p: Rec, optional: set[str]) -> list[Detail]:
    """Flags asked for and flags raised; raising one that `optional` names is free."""
    raised, asked = flag_codes(p), flag_codes(g)
    free = {o[6:] for o in optional if o.startswith("flags:")}
    wanted = [Detail("flag", code, code if code in raised else None) for code in sorted(asked - free)]
    return wanted + [Detail("flag", None, code) for code in sorted(raised - asked - free)]
