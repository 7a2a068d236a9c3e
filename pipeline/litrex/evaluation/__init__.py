"""Measure the extraction on gold: facts, details, evidence, comparisons; floors, causes of errors, altered copies, diffs."""

from __future__ import annotations

from litrex.evaluation.causes import Kind, Place, kinds
from litrex.evaluation.copies import Copies, score_copies
from litrex.evaluation.diffs import Change, Difference, difference
from litrex.evaluation.gold import Gold, fill
from litrex.evaluation.materials import Group, Material, Places, gather
from litrex.evaluation.measuring import Evaluation, Measured, Sum, evaluate, measure
from litrex.evaluation.scoring import Rate, Score, rate, score

__all__ = [
    "Change", "Copies", "Difference", "Evaluation", "Gold", "Group", "Kind", "Material", "Measured", "Place", "Places", "Rate",
    "Score", "Sum", "difference", "evaluate", "fill", "gather", "kinds", "measure", "rate", "score", "score_copies",
]  # fmt: skip
