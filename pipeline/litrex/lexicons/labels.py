"""The names of concepts out of a lexicon."""

from __future__ import annotations

from collections.abc import Callable

from litrex.lexicons.lexicon import Lexicon

LabelOf = Callable[[str, str, str], str]
"""``label(kind, id, lang)``: the preferred term of a concept; kinds are named as the lexicons are, `lang` is ``zh`` or ``en``."""

_BESIDE = {"measures": "adverse_events", "adverse_events": "measures", "species": "strains"}
"""Where else a concept may be listed: relapse is measured in one study and unwanted in another."""


def plain_label(kind: str, concept: str, lang: str) -> str:
    """Name a concept without a lexicon.

    >>> plain_label("routes", "intra_articular", "en"), plain_label("measures", "步行距离", "zh")
    ('intra articular', '步行距离')
    """
    return concept.replace("_", " ")


def label_of(lexicon: Lexicon) -> LabelOf:
    """Name concepts by their preferred terms; one that the lexicon does not list, by its id.

    >>> from litrex.lexicons import Term
    >>> label = label_of(Lexicon([Term("routes", "intrathecal", ("intrathecal",), ("鞘内",))]))
    >>> label("routes", "intrathecal", "zh"), label("routes", "by_mouth", "zh")
    ('鞘内', 'by mouth')
    """

    def label(kind: str, concept: str, lang: str) -> str:
        term = lexicon.get(kind, concept) or lexicon.get(_BESIDE.get(kind, kind), concept)
        return plain_label(kind, concept, lang) if term is None else term.name(lang)

    return label
