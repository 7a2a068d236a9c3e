"""Which label of the taggers a value of a record bears."""

from __future__ import annotations

from litrex.schema.mention import Label
from litrex.store.slots import parsed

LABELS: dict[str, Label] = {
    "citation.authors": Label.AUTHOR, "citation.year": Label.YEAR, "citation.reference": Label.REFERENCE,
    "populations": Label.CONDITION, "n_patients": Label.PATIENT_COUNT, "n_treated": Label.PATIENT_COUNT,
    "n_completed": Label.PATIENT_COUNT, "n_evaluable": Label.PATIENT_COUNT, "n_female": Label.SEX_COUNT,
    "n_male": Label.SEX_COUNT, "n_centers": Label.CENTER_COUNT, "age": Label.AGE, "arms": Label.ARM,
    "cells": Label.CELL_TYPE, "doses": Label.DOSE, "route": Label.ROUTE, "n_infusions": Label.REGIMEN,
    "infusion_interval": Label.REGIMEN, "conditioning": Label.DRUG, "design.study_type": Label.STUDY_TYPE,
    "design.phase": Label.PHASE, "follow_up": Label.FOLLOW_UP, "outcomes": Label.OUTCOME_MEASURE,
    "adverse_events": Label.ADVERSE_EVENT,
}  # fmt: skip
"""The label that a slot, or the concept of an entry, has by itself."""

PARTS: dict[str, frozenset[Label]] = {
    "populations": frozenset({Label.CONDITION, Label.SPECIES, Label.QUALIFIER}),
    "cells": frozenset({Label.CELL_TYPE, Label.CELL_SOURCE, Label.DONOR, Label.DERIVATIVE, Label.SPECIES}),
    "arms": frozenset({Label.ARM, Label.PATIENT_COUNT}),
    "outcomes": frozenset(
        {
            Label.OUTCOME_MEASURE, Label.OUTCOME_VALUE, Label.CHANGE, Label.TIMEPOINT, Label.ADVERSE_EVENT, Label.P_VALUE,
            Label.PATIENT_COUNT, Label.ARM, Label.INTERVAL,
        }
    ),
    "adverse_events": frozenset(
        {Label.ADVERSE_EVENT, Label.OUTCOME_VALUE, Label.PATIENT_COUNT, Label.CHANGE, Label.ARM, Label.OUTCOME_MEASURE}
    ),
}  # fmt: skip
"""The labels that the stretches of an entry may bear."""

_FIELDS = {
    "value": Label.OUTCOME_VALUE, "direction": Label.CHANGE, "timepoint": Label.TIMEPOINT, "tissue": Label.CELL_SOURCE,
    "donor": Label.DONOR, "derivative": Label.DERIVATIVE, "species": Label.SPECIES, "qualifiers": Label.QUALIFIER,
    "n": Label.PATIENT_COUNT, "p": Label.P_VALUE, "spread": Label.INTERVAL,
}  # fmt: skip


def label_of_path(path: str) -> Label | None:
    """The label of a value by its path; None for what no tagger marks.

    >>> label_of_path("n_patients"), label_of_path("outcomes/o1.direction"), label_of_path("study_key")
    (<Label.PATIENT_COUNT: 'PATIENT_COUNT'>, <Label.CHANGE: 'CHANGE'>, None)
    """
    place = parsed(path)
    if place.field is not None and place.field in _FIELDS:
        return _FIELDS[place.field]
    return LABELS.get(place.head) or LABELS.get(place.head.split(".")[0])
