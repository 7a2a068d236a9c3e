"""Lexicon terms and quantities of a passage, as mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from litrex.lexicons import Definition, Lexicon, TermMatch
from litrex.schema.mention import Label, Mention, Quantity

LABEL_OF_KIND = {
    "conditions": Label.CONDITION,
    "qualifiers": Label.QUALIFIER,
    "species": Label.SPECIES,
    "strains": Label.SPECIES,
    "cell_types": Label.CELL_TYPE,
    "cells_combined": Label.CELL_TYPE,
    "tissues": Label.CELL_SOURCE,
    "donors": Label.DONOR,
    "derivatives": Label.DERIVATIVE,
    "routes": Label.ROUTE,
    "study_types": Label.STUDY_TYPE,
    "drugs": Label.DRUG,
    "measures": Label.OUTCOME_MEASURE,
    "adverse_events": Label.ADVERSE_EVENT,
    "changes": Label.CHANGE,
    "arms": Label.ARM,
}

LABEL_OF_QUANTITY = {
    "percent": Label.OUTCOME_VALUE,
    "fraction": Label.OUTCOME_VALUE,
    "measurement": Label.OUTCOME_VALUE,
    "ratio": Label.OUTCOME_VALUE,
    "cell_dose": Label.DOSE,
    "drug_dose": Label.DRUG_DOSE,
    "duration": Label.TIMEPOINT,
    "age": Label.AGE,
    "times": Label.REGIMEN,
    "frequency": Label.REGIMEN,
    "year": Label.YEAR,
    "phase": Label.PHASE,
    "reference": Label.REFERENCE,
    "p_value": Label.P_VALUE,
    "interval": Label.INTERVAL,
}
LABEL_OF_NOUN = {
    "patients": Label.PATIENT_COUNT,
    "cases": Label.PATIENT_COUNT,
    "people": Label.PATIENT_COUNT,
    "animals": Label.PATIENT_COUNT,
    "female": Label.SEX_COUNT,
    "male": Label.SEX_COUNT,
    "centers": Label.CENTER_COUNT,
}


def of_term(match: TermMatch, offset: int) -> Mention:
    """Turn a term that was found in a passage starting at `offset` into a mention of the clean text."""
    return Mention(
        LABEL_OF_KIND[match.term.kind],
        offset + match.start,
        offset + match.end,
        concept=match.term.id,
        by=f"lexicon.{match.term.kind}",
        confidence=0.6 if match.weak else 0.95,
    )


def label_of(quantity: Quantity) -> Label:
    """Name the label of a quantity by its kind, of a count by what it counts."""
    if quantity.kind == "count":
        return LABEL_OF_NOUN.get(quantity.noun or "", Label.NUMBER)
    return LABEL_OF_QUANTITY.get(quantity.kind, Label.NUMBER)


def find_terms(folded: str, offset: int, lexicon: Lexicon, abbreviations: Mapping[str, Definition]) -> Iterable[Mention]:
    """Find all terms of a passage; the same stretch may carry several labels, the assembly decides."""
    for match in lexicon.find(folded, kinds=LABEL_OF_KIND, abbreviations=abbreviations):
        yield of_term(match, offset)
    yield from _around_brackets(folded, offset, lexicon)


_BRACKET = re.compile(r"\s?\([A-Za-z][A-Za-z0-9/-]{1,11}\)\s?(?=[a-z一-鿿])")


def _around_brackets(folded: str, offset: int, lexicon: Lexicon) -> Iterable[Mention]:
    """Find measures whose name holds its abbreviation: "New York Heart Association (NYHA) class"."""
    for bracket in _BRACKET.finditer(folded):
        left, right = max(0, bracket.start() - 60), min(len(folded), bracket.end() + 30)
        space = " " if folded[bracket.end()].isascii() else ""
        joined = folded[left : bracket.start()] + space + folded[bracket.end() : right]
        seam = bracket.start() - left
        for match in lexicon.find(joined, kinds=("measures",)):
            if match.start < seam and match.end > seam + len(space):
                yield replace(
                    of_term(match, 0),
                    start=offset + left + match.start,
                    end=offset + bracket.end() + match.end - seam - len(space),
                )
