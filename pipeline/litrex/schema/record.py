"""The study record and what stands beside it, as the design's ``records.md`` lays down."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

SCHEMA_VERSION = 1

Spans = list[tuple[int, int]]
Direction = Literal["increase", "decrease", "improve", "worsen", "no_change", "resolved"]
Comparator = Literal["=", "~", "<", ">", "≤", "≥"]
Severity = Literal["mild", "moderate", "severe", "life_threatening", "fatal"]


class Noun(BaseModel):
    """The common ground: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid")


class Sparse(Noun):
    """An entry of a list that is written without the fields it does not state."""

    @model_serializer(mode="wrap")
    def _stated(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {key: value for key, value in handler(self).items() if value is not None}


class Anchor(Noun):
    """Where a record stands: table and row count from 1; spans are raw positions."""

    table: int | None = None
    row: int | None = None
    spans: Spans = Field(default_factory=list)


class ResolvedCitation(Noun):
    """The entry of the reference list that a label points at."""

    authors: list[str] = Field(default_factory=list)
    year: int | None = None
    title: str | None = None
    doi: str | None = None
    pmid: str | None = None


class Citation(Noun):
    """Who told the study, when, and under which label the review cites it."""

    authors: list[str] = Field(default_factory=list)
    year: int | None = None
    reference: str | list[str] | None = None
    group: str | None = None
    resolved: ResolvedCitation | None = None


class Population(Noun):
    """Whom the study looks at."""

    id: str
    condition: str | None = None
    qualifiers: list[str] = Field(default_factory=list)
    species: str | None = None
    surface: str | None = None
    text: str | None = None


class StudyCell(Noun):
    """The cells that were given."""

    id: str
    cell_type: str | None = None
    tissue: str | None = None
    species: str | None = None
    donor: str | None = None
    derivative: str | None = None


class Dose(Noun):
    """A dose of cells."""

    id: str
    value: float
    upper: float | None = None
    comparator: Comparator = "="
    unit: str
    per: str | None = None
    surface: str | None = None
    text: str | None = None


class Length(Noun):
    """A length of time; `unit` is UCUM: min h d wk mo a."""

    value: float
    upper: float | None = None
    unit: str


class Design(Noun):
    """How the study was made."""

    study_type: str | None = None
    phase: str | None = None
    prospective: bool | None = None


class FollowUp(Noun):
    """How long patients were followed, in the text's own unit."""

    min: float | None = None
    max: float | None = None
    mean: float | None = None
    median: float | None = None
    unit: str


class Age(Noun):
    """The age of the patients; shown, not scored."""

    mean: float | None = None
    median: float | None = None
    min: float | None = None
    max: float | None = None
    sd: float | None = None
    unit: str = "a"


class Arm(Sparse):
    """A group within the study."""

    id: str
    name: str
    role: Literal["intervention", "control", "dose_level", "subgroup"] | None = None
    n: int | None = None
    unit: str | None = None
    of: str | None = None
    basis: Literal["randomised", "treated", "completed", "evaluable"] | None = None


class Spread(Noun):
    """What stands around a figure."""

    type: Literal["sd", "se", "iqr", "range", "ci95"]
    low: float | None = None
    high: float | None = None


class PValue(Noun):
    """A p-value as told."""

    comparator: Comparator = "="
    value: float


class Outcome(Sparse):
    """One measure, its change and/or its figure, in one arm at one time."""

    id: str
    measure: str
    direction: Direction | None = None
    value: float | None = None
    upper: float | None = None
    unit: str | None = None
    n: int | None = None
    denominator: int | None = None
    arm: str | None = None
    timepoint: Length | Literal["baseline", "end_of_treatment", "last_follow_up"] | None = None
    comparator: Comparator | None = None
    sd: float | None = None
    kind: Literal["difference", "hazard_ratio", "odds_ratio", "risk_ratio", "mean", "median"] | None = None
    spread: Spread | None = None
    p: PValue | None = None
    surface: str | None = None
    text: str | None = None


class AdverseEvent(Sparse):
    """An unwanted event in those treated."""

    id: str
    event: str
    n: int | None = None
    denominator: int | None = None
    severity: Severity | None = None
    serious: bool | None = None
    arm: str | None = None
    surface: str | None = None
    text: str | None = None


class Flag(Noun):
    """A doubt: it never corrects. `paths` are keyed as evidence is; `record_id` is null where it hangs on the document."""

    code: str
    message: str
    paths: list[str] = Field(default_factory=list)
    document_id: str
    record_id: str | None = None
    evidence: Spans = Field(default_factory=list)


class LostValue(Noun):
    """A value that another of higher authority won over."""

    value: Any
    source: Literal["table", "rule", "tagger", "person"]
    by: str
    evidence: Spans = Field(default_factory=list)


class Provenance(Noun):
    """Where a value came from."""

    source: Literal["table", "rule", "tagger", "person"]
    by: str
    others: list[LostValue] = Field(default_factory=list)


class StudyRecord(Noun):
    """One study as one place in the document tells it."""

    schema_version: int = SCHEMA_VERSION
    record_id: str
    study_id: str
    document_id: str
    study_key: str | None = None
    origin: Literal["table", "narrative"]
    anchor: Anchor
    citation: Citation = Field(default_factory=Citation)
    populations: list[Population] = Field(default_factory=list)
    n_patients: int | None = None
    n_female: int | None = None
    n_male: int | None = None
    n_centers: int | None = None
    n_treated: int | None = None
    n_completed: int | None = None
    n_evaluable: int | None = None
    age: Age | None = None
    arms: list[Arm] = Field(default_factory=list)
    cells: list[StudyCell] = Field(default_factory=list)
    doses: list[Dose] = Field(default_factory=list)
    route: str | list[str] | None = None
    n_infusions: int | None = None
    infusion_interval: Length | None = None
    conditioning: list[str] = Field(default_factory=list)
    design: Design = Field(default_factory=Design)
    follow_up: FollowUp | None = None
    outcomes: list[Outcome] = Field(default_factory=list)
    adverse_events: list[AdverseEvent] = Field(default_factory=list)
    flags: list[Flag] = Field(default_factory=list)
    evidence: dict[str, Spans] = Field(default_factory=dict)
    confidence: dict[str, float] = Field(default_factory=dict)
    provenance: dict[str, Provenance] = Field(default_factory=dict)


class Statement(Sparse):
    """What a comparison cell says of one measure or one event."""

    id: str
    measure: str | None = None
    event: str | None = None
    direction: Direction | None = None
    value: float | None = None
    upper: float | None = None
    unit: str | None = None
    comparator: Comparator | None = None
    timepoint: Length | Literal["baseline", "end_of_treatment", "last_follow_up"] | None = None
    severity: Severity | None = None
    surface: str | None = None
    text: str | None = None


class Comparison(Noun):
    """One cell of a table whose columns are interventions and whose rows are aspects."""

    comparison_id: str
    document_id: str
    table: int
    row: int
    column: int
    aspect: Literal["effect", "mechanism", "adverse_events", "cost", "other"]
    intervention: str
    surface: str
    text: str
    statements: list[Statement] = Field(default_factory=list)
    evidence: dict[str, Spans] = Field(default_factory=dict)


class SkippedChars(Noun):
    """How many characters were left out for one reason."""

    reason: str
    chars: int


class Coverage(Noun):
    """Characters read and skipped; together they are all characters of the raw text."""

    read: int
    skipped: list[SkippedChars] = Field(default_factory=list)


class Funnel(Noun):
    """How a document's text narrowed down to records, so that an empty result can be explained."""

    passages: int = 0
    numbers: int = 0
    candidates: int = 0
    records: int = 0


class DocumentEntry(Noun):
    """A line of ``documents.jsonl``."""

    document_id: str
    source: str
    sha256: str
    lang: Literal["zh-Hans", "zh-Hant", "en", "mixed"]
    media_type: str
    encoding: str
    chars: int
    coverage: Coverage
    funnel: Funnel
    notes: list[str] = Field(default_factory=list)
    flags: list[Flag] = Field(default_factory=list)


class MentionEntry(Noun):
    """A mention in raw positions, as written out."""

    document_id: str
    label: str
    start: int
    end: int
    surface: str
    text: str
    concept: str | None = None
    value: float | None = None
    upper: float | None = None
    unit: str | None = None
    source: str
    by: str
    context: list[str] = Field(default_factory=list)


class Extraction(Noun):
    """All that one document gave. `raw` is the text its evidence points into; it is not written to the outputs."""

    schema_version: int = SCHEMA_VERSION
    document: DocumentEntry
    records: list[StudyRecord] = Field(default_factory=list)
    comparisons: list[Comparison] = Field(default_factory=list)
    mentions: list[MentionEntry] = Field(default_factory=list, exclude=True)
    raw: str = Field(default="", exclude=True, repr=False)
