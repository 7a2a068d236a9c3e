"""What people corrected, put to use: gold to measure on, examples to learn from, terms to add, cases that must stay right."""

from __future__ import annotations

from litrex.exchange.corrected.examples import examples, write_examples
from litrex.exchange.corrected.gold import Exported, export_gold, gold_of
from litrex.exchange.corrected.replaying import Replayed, replay
from litrex.exchange.corrected.suggesting import Suggestion, accept, suggestions

__all__ = [
    "Exported", "Replayed", "Suggestion", "accept", "examples", "export_gold", "gold_of", "replay", "suggestions",
    "write_examples",
]  # fmt: skip
