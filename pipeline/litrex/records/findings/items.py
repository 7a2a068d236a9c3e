"""The nouns of a passage's layout: terms, changes, values, and the clauses that hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from litrex.records.findings.arms import ArmMention
from litrex.records.findings.times import TimeMention
from litrex.records.reading import Span
from litrex.schema.mention import Quantity


@dataclass(frozen=True, slots=True)
class Term:
    """A measure or an event in a passage: `words` is the stretch, heads such as 水平 or "score" included."""

    words: Span
    concept: str
    measure: bool
    event: bool
    known: bool = True  # in a lexicon
    event_id: str | None = None  # where the event's id differs from the measure's
    endpoint: bool = False  # a measure by nature (survival, response), no complaint

    @property
    def endpoint_like(self) -> bool:
        """Whether it is told as a share of those who had it, so that two figures are a range."""
        return self.event or bool(_SHARED.search(self.concept))


_SHARED = re.compile(r"rate|survival|remission|response|mortality|relapse|recurrence|incidence|率|缓解|死亡|复发")


@dataclass(frozen=True, slots=True)
class Change:
    """A change word with its direction."""

    span: Span
    direction: str
    weak: bool = False  # counts only beside a measure that a lexicon knows
    adjective: bool = False  # stands before what it is said of: 改善的X, "higher X", "increase in X"
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A figure."""

    span: Span
    quantity: Quantity


@dataclass
class Clause:
    """A stretch between commas, with what stands in it in order of place."""

    span: Span
    text: str
    terms: list[Term] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    arms: list[ArmMention] = field(default_factory=list)
    times: list[TimeMention] = field(default_factory=list)


def as_id(text: str) -> str:
    """Make an id of a term that no lexicon holds: lower case, simplified, spaces to ``_``."""
    return _as_id(text)


def _as_id(text: str) -> str:
    return re.sub(r"[\s/]+", "_", re.sub(r"^(?:the|a|an|mean|median|total)\s+", "", text.strip().lower()))
