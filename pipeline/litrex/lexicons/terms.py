"""The nouns of the lexicons: a term, and the place where one stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS: tuple[str, ...] = (
    "conditions", "qualifiers", "species", "strains", "drugs", "measures", "adverse_events",
    "cell_types", "tissues", "donors", "derivatives", "routes", "study_types", "arms", "changes", "severities",
    "aspects", "headers", "cues", "groups",
)  # fmt: skip
"""Every kind there is; a file of a lexicon is named ``<kind>.tsv`` or ``<kind>.<field>.tsv``."""


CLASSES = frozenset({"cues"})
"""Kinds whose ids are classes of words rather than rivals: one word may be in several, and all that stand in a text are found."""


@dataclass(frozen=True, slots=True)
class Term:
    """One concept with its names in both languages.

    `en` and `zh` are the variants that may stand in a text, preferred first; `abbr` those that mean it only where the document
    says so. `attributes` holds the further columns of its kind that are not empty (``tissue`` of a cell type, ``position``
    of a change …). Its column ``weak`` names variants that mean the term only where something else speaks for it too:
    脾动脉 is a route beside 注射 or in the column of routes, and an artery elsewhere.
    """

    kind: str
    id: str
    en: tuple[str, ...]
    zh: tuple[str, ...]
    abbr: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)
    ontology_id: str = ""
    id_source: str = ""

    @property
    def variants(self) -> tuple[str, ...]:
        """All names but the ambiguous abbreviations."""
        return self.en + self.zh

    def name(self, lang: str) -> str:
        """The preferred name in ``zh`` or ``en``."""
        names = (self.zh or self.en) if lang.startswith("zh") else (self.en or self.zh)
        return names[0] if names else self.id.replace("_", " ")


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term that stands at ``start:end`` of the searched text, in code points; `variant` is its name there, as listed."""

    start: int
    end: int
    term: Term
    variant: str

    @property
    def weak(self) -> bool:
        """Whether the variant needs something beside it that speaks for the term."""
        return self.variant in self.term.attributes.get("weak", "").split("|")


@dataclass(frozen=True, slots=True)
class Definition:
    """What a document itself says an abbreviation stands for.

    `terms` is empty where no lexicon knows the full name; then `surface` is all there is. `spelled` is true where the letters
    of the abbreviation were found again in the words of `surface`: a certain definition.
    """

    abbreviation: str
    surface: str
    terms: tuple[Term, ...]
    spelled: bool = False
