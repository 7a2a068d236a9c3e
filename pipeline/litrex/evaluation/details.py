"""What stands beside the facts: arms, times, denominators, the cell as a whole, qualifiers, flags, links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from litrex.evaluation.facts import Fact, Rec, as_list, days, number, unit
from litrex.evaluation.likeness import alike
from litrex.evaluation.matching import align, is_none

CONTROL = re.compile(r"control|placebo|sham|saline|usual|standard|model|对照|對照|安慰|假手术|假手術|生理盐水|常规|模型", re.I)
COMPARATORS: dict[Any, str | None] = {"=": None, ">=": "≥", "<=": "≤", "≈": "~", "约": "~"}
CELL_KEYS = ("cell_type", "tissue", "donor", "species")


class Detail(NamedTuple):
    """One thing beside a fact, as gold and output have it; None where it is not said."""

    name: str
    gold: Any
    pred: Any


def agree(a: Any, b: Any) -> bool:
    """Whether two details are equal; numbers within a fiftieth."""
    return bool(a == b) or (isinstance(a, float) and isinstance(b, float) and abs(a - b) <= 0.02 * max(abs(a), abs(b)))


def same_arms(gold: Rec, pred: Rec) -> dict[str, str]:
    """Pair gold arm names with those of the output: by name, by a size only one has, control with control, then in order."""
    g, p = _arm_sizes(gold), _arm_sizes(pred)
    pairs: dict[str, str] = {}

    def only_size(a: str, b: str) -> bool:
        return g[a] is not None and g[a] == p[b] and list(g.values()).count(g[a]) == list(p.values()).count(p[b]) == 1

    tests = (lambda a, b: alike([a], [b]), only_size, lambda a, b: bool(CONTROL.search(a)) == bool(CONTROL.search(b)))
    for test in tests:
        for a in g:
            b = next((b for b in p if b not in pairs.values() and test(a, b)), None) if a not in pairs else None
            if b is not None:
                pairs[a] = b
    return pairs


def _arm_sizes(rec: Rec) -> dict[str, float | None]:
    sizes: dict[Any, float | None] = {arm.get("name"): number(arm.get("n")) for arm in as_list(rec.get("arms"))}
    for one in as_list(rec.get("outcomes")):
        sizes.setdefault(one.get("arm"), None)
    sizes.pop(None, None)
    return sizes


def beside(gold: Fact, pred: Fact, arms: dict[str, str]) -> list[Detail]:
    """What stands beside a matched fact; the gold's arms are told in the names of the output."""
    g, p = gold.source or {}, pred.source or {}
    if gold.slot in ("change", "figure"):
        return _beside_outcome(g, p, arms)
    if gold.slot == "dose":
        marks = [COMPARATORS.get(d.get("comparator"), d.get("comparator")) for d in (g, p)]
        return [Detail("comparator", *marks), Detail("per", g.get("per"), p.get("per"))]
    if gold.slot == "event":
        return [
            Detail("event_n", number(g.get("n")), number(p.get("n"))),
            Detail("severity", g.get("severity"), p.get("severity")),
        ]
    if gold.slot == "follow_up":
        return [Detail("follow_up_kind", g["kind"], p["kind"])]
    if gold.slot == "arm_n":
        return [Detail("arm_name", _renamed(arms, g.get("name")), p.get("name"))]
    return []


def _beside_outcome(g: Rec, p: Rec, arms: dict[str, str]) -> list[Detail]:
    out = [
        Detail("arm", _renamed(arms, g.get("arm")), p.get("arm")),
        Detail("timepoint", _when(g.get("timepoint")), _when(p.get("timepoint"))),
        Detail("kind", g.get("kind"), p.get("kind")),
    ]
    out += [Detail(key, number(g.get(key)), number(p.get(key))) for key in ("sd", "denominator", "upper")]
    value = number(g.get("value"))
    if value is not None and not is_none(value, None):
        out.append(Detail("n", number(g.get("n")), number(p.get("n"))))
        out.append(Detail("unit", unit(g.get("unit")) or None, unit(p.get("unit")) or None))
    return out


def _renamed(arms: dict[str, str], name: str | None) -> str | None:
    return None if name is None else arms.get(name, name)


def _when(time: Any) -> Any:
    return days(time) if isinstance(time, dict) else time


def of_record(g: Rec, p: Rec) -> list[Detail]:
    """Details of the record itself: each gold cell as one whole, qualifiers, the study's name, prospective."""
    gold_cells = as_list(g.get("cells"))
    whole = gold_cells if len(gold_cells) > 1 or (gold_cells or [{}])[0].get("species") else []
    out = [Detail("cell", "cell", "cell" if _has_cell(p, cell) else "none") for cell in whole]
    out += _qualifiers(g, p)
    group = [(r.get("citation") or {}).get("group") for r in (g, p)]
    out.append(Detail("group", group[0], group[0] if alike([group[0]], [group[1]]) else group[1]))
    out.append(Detail("prospective", *((r.get("design") or {}).get("prospective") for r in (g, p))))
    return out


def _has_cell(pred: Rec, cell: Rec) -> bool:
    want = {key: cell[key] for key in CELL_KEYS if cell.get(key)}
    return any(all(one.get(key) == value for key, value in want.items()) for one in as_list(pred.get("cells")))


def _qualifiers(g: Rec, p: Rec) -> list[Detail]:
    want, got = ({str(q) for x in as_list(r.get("populations")) for q in as_list(x.get("qualifiers"))} for r in (g, p))
    out = [Detail("qualifier", q, q if any(alike([q], [r]) for r in got) else None) for q in sorted(want)]
    return out + [Detail("qualifier", None, r) for r in sorted(got) if not any(alike([q], [r]) for q in want)]


def flag_codes(rec: Rec) -> set[str]:
    return {f["code"] if isinstance(f, dict) else f for f in as_list(rec.get("flags"))}


def links(same_study: Sequence[Sequence[str]], gold: Sequence[Rec], pred: Sequence[Rec]) -> list[int]:
    """[right, in the output, in the gold]: pairs of records of one study, the gold's groups against equal `study_id`s."""
    keys = {j: gold[i].get("key") for i, j in align(gold, pred)}
    want = {frozenset((a, b)) for group in same_study for n, a in enumerate(group) for b in group[n + 1 :]}
    got = {
        frozenset((keys[i], keys[j]))
        for i in keys
        for j in keys
        if i < j and pred[i].get("study_id") and pred[i]["study_id"] == pred[j].get("study_id")
    }
    return [len(want & got), len(got), len(want)]
