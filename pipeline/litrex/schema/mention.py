"""The noun of tagging: a labelled stretch of the clean text."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Label(StrEnum):
    """What a mention is, after design's list; the last group is recognised so that it is not mistaken for anything else."""

    CONDITION = "CONDITION"
    SPECIES = "SPECIES"
    QUALIFIER = "QUALIFIER"
    CELL_TYPE = "CELL_TYPE"
    CELL_SOURCE = "CELL_SOURCE"
    DONOR = "DONOR"
    DERIVATIVE = "DERIVATIVE"
    PATIENT_COUNT = "PATIENT_COUNT"
    SEX_COUNT = "SEX_COUNT"
    AGE = "AGE"
    CENTER_COUNT = "CENTER_COUNT"
    ARM = "ARM"
    DOSE = "DOSE"
    ROUTE = "ROUTE"
    REGIMEN = "REGIMEN"
    DRUG = "DRUG"
    STUDY_TYPE = "STUDY_TYPE"
    PHASE = "PHASE"
    FOLLOW_UP = "FOLLOW_UP"
    TIMEPOINT = "TIMEPOINT"
    OUTCOME_MEASURE = "OUTCOME_MEASURE"
    CHANGE = "CHANGE"
    OUTCOME_VALUE = "OUTCOME_VALUE"
    ADVERSE_EVENT = "ADVERSE_EVENT"
    AUTHOR = "AUTHOR"
    YEAR = "YEAR"
    REFERENCE = "REFERENCE"
    P_VALUE = "P_VALUE"
    INTERVAL = "INTERVAL"
    DRUG_DOSE = "DRUG_DOSE"
    NUMBER = "NUMBER"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with all that stands on it, as told.

    `kind` is one of: ``percent``, ``fraction`` (51/87), ``count`` (a number and the noun it counts), ``cell_dose``,
    ``drug_dose``, ``duration``, ``age``, ``year``, ``date``, ``times`` (两次, twice, 3 infusions), ``interval`` (a confidence
    interval), ``p_value``, ``ratio`` (hazard, odds, risk ratio), ``phase``, ``reference``, ``ordinal``, ``money``,
    ``measurement`` (a number with another unit: 21.5 mg/L), ``number`` (anything else).
    """

    kind: str
    value: float | None
    upper: float | None = None  # of a range
    unit: str | None = None  # UCUM-style: %, cells/kg, cells, cells/mL, mg/d, d, wk, mo, a; letters, points
    comparator: str = "="  # = ~ < > ≤ ≥
    sd: float | None = None
    low: float | None = None  # of the range, interval or quartiles that stand beside the value
    high: float | None = None
    n: float | None = None  # of a fraction
    denominator: float | None = None
    # of a count: patients, female, male, eyes, hips, limbs, animals, centers, cells, studies, infusions, groups, people …
    noun: str | None = None
    literal: bool = True  # false where the digits were restored (a lost superscript)


@dataclass(frozen=True, slots=True)
class Mention:
    """A labelled stretch ``start:end`` of the clean text, in code points.

    `concept` is the lexicon's id, or for open vocabulary the surface term in lower case, simplified, spaces to ``_``.
    `context` holds what holds of the mention: ``negated``, ``planned``, ``cited``, ``background``.
    """

    label: Label
    start: int
    end: int
    concept: str | None = None
    quantity: Quantity | None = None
    source: str = "rule"  # rule | tagger | table
    by: str = ""
    confidence: float = 1.0
    context: frozenset[str] = frozenset()


class _Sorted(NamedTuple):
    """Mentions of some labels, and where each starts."""

    items: list[Mention]
    starts: list[int]


@dataclass(frozen=True)
class Mentions:
    """All mentions of a document, ordered by place."""

    items: tuple[Mention, ...]
    _sorted: dict[tuple[Label, ...], _Sorted] = field(init=False, repr=False, compare=False, default_factory=dict)

    def within(self, start: int, end: int, *labels: Label) -> list[Mention]:
        """The mentions that lie wholly inside ``start:end``, of the labels named or of all."""
        if labels not in self._sorted:
            chosen = [m for m in self.items if not labels or m.label in labels]
            self._sorted[labels] = _Sorted(chosen, [m.start for m in chosen])
        among = self._sorted[labels]
        first = bisect_left(among.starts, start)
        last = bisect_left(among.starts, end, first)
        return [m for m in among.items[first:last] if m.end <= end]
