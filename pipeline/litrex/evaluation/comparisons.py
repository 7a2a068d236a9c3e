"""Score the cells of comparison tables: found by table, row and column; what they state is counted as facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from litrex.evaluation.facts import Rec, as_list
from litrex.evaluation.likeness import alike
from litrex.evaluation.scoring import Counts, Score, Slip, added, score_pair

KEY = re.compile(r"T(\d+)R(\d+)C(\d+)")


@dataclass(slots=True)
class ComparisonScore:
    """Counts of cells: [right, in the output, in the gold]; a cell is found by its place alone."""

    cells: list[int] = field(default_factory=lambda: [0, 0, 0])
    aspects: list[int] = field(default_factory=lambda: [0, 0, 0])
    interventions: list[int] = field(default_factory=lambda: [0, 0, 0])
    statements: Counts = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)

    @property
    def statement_total(self) -> list[int]:
        return added(self.statements.values())


def place_of(cell: Rec) -> tuple[int, int, int] | None:
    """Table, row and column of a cell, from 1; the first column is the first intervention.

    >>> place_of({"key": "T2R1C2"}), place_of({"table": 2, "row": 1, "column": 2})
    ((2, 1, 2), (2, 1, 2))
    """
    found = KEY.fullmatch(str(cell.get("key", "")))
    if found:
        return int(found[1]), int(found[2]), int(found[3])
    table, row, column = (cell.get(key) for key in ("table", "row", "column"))
    return None if table is None or row is None or column is None else (table, row, column)


def score_comparisons(gold: Sequence[Rec], pred: Sequence[Rec]) -> ComparisonScore:
    """Score the comparison cells of one document."""
    got = {place_of(p): p for p in pred}
    want = {place_of(g): g for g in gold}
    both, facts = Score(), ComparisonScore()
    for at, g in want.items():
        _score_cell(facts, both, g, got.get(at))
    for at, p in got.items():
        if at not in want:
            score_pair(both, {"key": "unaligned"}, _as_record(p), None)
    facts.cells = [len(want.keys() & got.keys()), len(got), len(want)]
    for named in (facts.aspects, facts.interventions):
        named[1:] = [len(got), len(want)]
    facts.statements = {slot: list(counts) for slot, counts in both.counts.items()}
    facts.slips = both.slips
    return facts


def _score_cell(facts: ComparisonScore, both: Score, g: Rec, p: Rec | None) -> None:
    if p is not None:
        facts.aspects[0] += g.get("aspect") == p.get("aspect")
        facts.interventions[0] += alike([g.get("intervention")], [p.get("intervention")])
    score_pair(both, _as_record(g), _as_record(p or {}), None)


def _as_record(cell: Rec) -> Rec:
    """A cell's statements as the outcomes and events of a record, so that they are matched by the same rules."""
    statements = as_list(cell.get("statements"))
    optional = [
        o.replace("statements", head, 1) for o in as_list(cell.get("optional")) for head in ("outcomes", "adverse_events")
    ]
    return {
        "key": cell.get("key"),
        "outcomes": [one for one in statements if not one.get("event")],
        "adverse_events": [one for one in statements if one.get("event")],
        "optional": [o for o in optional if o.startswith(("outcomes", "adverse_events"))],
    }
