"""The names of concepts and their ids in ontologies, out of a lexicon."""

from __future__ import annotations

from collections.abc import Callable

from litrex.lexicons.lexicon import Lexicon
from litrex.lexicons.terms import Term

LabelOf = Callable[[str, str, str], str]
"""``label(kind, id, lang)``: the preferred term of a concept; kinds are named as the lexicons are, `lang` is ``zh`` or ``en``."""

IdentityOf = Callable[[str, str], tuple[str, str] | None]
"""``identity(kind, id)``: a concept's id in a public ontology and where that was read; None where it has none."""

_BESIDE = {"measures": "adverse_events", "adverse_events": "measures", "species": "strains"}
"""Where else a concept may be listed: relapse is measured in one study and unwanted in another."""


def plain_label(kind: str, concept: str, lang: str) -> str:
    """Name a concept without a lexicon.

    >>> plain_label("routes", "intra_articular", "en"), plain_label("measures", "步行距离", "zh")
    ('intra articular', '步行距离')
    """
    return concept.replace("_", " ")


def no_identity(kind: str, concept: str) -> None:
    """Know no ontology."""


def label_of(lexicon: Lexicon) -> LabelOf:
    """Name concepts by their preferred terms; one that the lexicon does not list, by its id.

    >>> from litrex.lexicons import Term
    >>> label = label_of(Lexicon([Term("routes", "intrathecal", ("intrathecal",), ("鞘内",))]))
    >>> label("routes", "intrathecal", "zh"), label("routes", "by_mouth", "zh")
    ('鞘内', 'by mouth')
    """

    def label(kind: str, concept: str, lang: str) -> str:
        term = _term(lexicon, kind, concept)
        return plain_label(kind, concept, lang) if term is None else term.name(lang)

    return label


def identity_of(lexicon: Lexicon) -> IdentityOf:
    """Give the ontology id of a concept, and where it was read; None for a concept that has none or is not listed.

    >>> from litrex.lexicons import Term
    >>> marrow = Term("tissues", "bone_marrow", ("bone marrow",), ("骨髓",), ontology_id="UBERON:0002371", id_source="UBERON")
    >>> identity = identity_of(Lexicon([marrow]))
    >>> identity("tissues", "bone_marrow"), identity("tissues", "marrow_of_the_hip")
    (('UBERON:0002371', 'UBERON'), None)
    """

    def identity(kind: str, concept: str) -> tuple[str, str] | None:
        term = _term(lexicon, kind, concept)
        return (term.ontology_id, term.id_source) if term and term.ontology_id else None

    return identity


def _term(lexicon: Lexicon, kind: str, concept: str) -> Term | None:
    return lexicon.get(kind, concept) or lexicon.get(_BESIDE.get(kind, kind), concept)
