"""Which fact of the output is which fact of the gold, and which record is which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from litrex.evaluation.facts import Fact, Rec, facts
from litrex.evaluation.likeness import alike

FUZZY = frozenset(
    {"condition", "conditioning", "change", "figure", "event", "species", "tissue", "route", "study_type", "author"}
)
GENERIC = frozenset({"condition", "species", "cell_type", "tissue", "donor", "route", "study_type", "conditioning"})
LISTED = frozenset(
    """human mouse rat rabbit pig dog monkey bone_marrow umbilical_cord umbilical_cord_blood peripheral_blood
    adipose_tissue placenta amniotic_fluid dental_pulp intravenous intra_articular intrathecal intramuscular intracoronary
    intra_arterial intraperitoneal local_injection randomized_controlled_trial controlled_clinical_trial
    open_label_clinical_trial clinical_trial multicenter_clinical_study prospective_study retrospective_study
    long_term_follow_up_study case_report case_series animal_study registry_study in_vitro_study""".split()
)  # ids that must be equal; all others may be written freely
SAME_WAY = {"improve": {"improve", "resolved"}, "resolved": {"resolved", "improve"}}


def near(a: float, b: float, *, percent: bool) -> bool:
    """Whether two numbers are one after rounding: half a tenth of a percentage point, else a thousandth."""
    return abs(a - b) <= (0.051 if percent else 0.001 * max(abs(a), abs(b)))


def is_none(value: float | None, n: float | None) -> bool:
    """Whether a figure says that nobody had it: value 0, or n 0 without a value."""
    return value == 0 or (value is None and n == 0)


def same(gold: Fact, pred: Fact) -> bool:
    """Whether two facts say the same."""
    if gold.slot != pred.slot:
        return False
    if gold.slot == "change":
        same_way = gold.value == pred.value or pred.value in SAME_WAY.get(gold.value, ())
        return same_way and alike(gold.names, pred.names)
    if gold.slot == "figure":
        return _same_figure(gold, pred)
    if gold.slot == "event":
        return alike(gold.names, pred.names)
    if gold.slot in ("follow_up", "interval"):
        return bool(abs(gold.value - pred.value) <= 0.02 * max(gold.value, pred.value))
    if gold.slot == "dose":
        return _same_dose(gold.value, pred.value)
    return _same_name(gold, pred)


def _same_figure(gold: Fact, pred: Fact) -> bool:
    (value, unit, n), (pred_value, pred_unit, pred_n) = gold.value, pred.value
    if is_none(value, n) and is_none(pred_value, pred_n):
        return alike(gold.names, pred.names)
    units_fit = unit == pred_unit or ("%" not in (unit, pred_unit) and not (unit and pred_unit))
    told = value is not None and pred_value is not None and units_fit and near(value, pred_value, percent=unit == "%")
    counted = value is None and n is not None and n == pred_n
    return (told or counted) and alike(gold.names, pred.names)


def _same_dose(gold: Any, pred: Any) -> bool:
    uppers = (gold[1] is None) == (pred[1] is None) and (gold[1] is None or near(gold[1], pred[1], percent=False))
    return near(gold[0], pred[0], percent=False) and uppers and gold[2] == pred[2]


def _same_name(gold: Fact, pred: Fact) -> bool:
    fuzzy = gold.slot in FUZZY
    if gold.value == pred.value or (fuzzy and str(gold.value).replace("_", "") == str(pred.value).replace("_", "")):
        return True
    if gold.value in LISTED and pred.value in LISTED:
        return False
    return fuzzy and alike(gold.names or [gold.value], pred.names or [pred.value])


def match(gold: Sequence[Fact], pred: Sequence[Fact]) -> list[tuple[int, int]]:
    """Pair facts one to one, greedily: equal ids first, then the alike. Positions in both lists."""
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for exact in (True, False):
        for i, g in enumerate(gold):
            if i in pairs:
                continue
            for j, p in enumerate(pred):
                if j in used or (exact and g.names[:1] != p.names[:1]) or not same(g, p):
                    continue
                pairs[i] = j
                used.add(j)
                break
    return list(pairs.items())


def place(rec: Rec) -> tuple[int | None, int | None] | None:
    """Table and row of a record, from 1; None for prose."""
    if rec.get("key", "").startswith("T"):
        found = re.match(r"T(\d+)R(\d+)", rec["key"])
        return (int(found[1]), int(found[2])) if found else None
    anchor = rec.get("anchor") or {}
    return (anchor.get("table"), anchor.get("row")) if rec.get("origin") == "table" else None


def origin(rec: Rec) -> str:
    return rec.get("origin") or ("table" if str(rec.get("key", "")).startswith("T") else "narrative")


def align(gold: Sequence[Rec], pred: Sequence[Rec]) -> list[tuple[int, int]]:
    """Pair records of one origin by the facts that they share; the same table and row only breaks a tie.

    A pair needs a fact of its own (who, when, how many …), not only a condition, a species or a kind of cell.
    """
    scored, gold_facts, pred_facts = [], [facts(g) for g in gold], [facts(p) for p in pred]
    for i, g in enumerate(gold):
        for j, p in enumerate(pred):
            if origin(p) != origin(g):
                continue
            hits = match(gold_facts[i], pred_facts[j])
            own = sum(gold_facts[i][a].slot not in GENERIC for a, _ in hits)
            if own or len(hits) * 2 >= len(gold_facts[i]) > 0:
                scored.append((len(hits) + 0.5 * (place(g) is not None and place(g) == place(p)), i, j))
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return sorted(pairs.items())
