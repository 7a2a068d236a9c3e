"""Marked words as values: the project's own grammar, in both languages; and nothing where they say no such value."""

from __future__ import annotations

from typing import Any

import pytest

from litrex import lexicons
from litrex.exchange.forms import form_of, forms
from litrex.exchange.normalising import normalised

TERMS = lexicons.load(())


@pytest.mark.parametrize(
    ("words", "path", "value"),
    [
        ("40", "n_patients", 40),
        ("四十例", "n_patients", 40),
        ("forty-one patients", "n_patients", 41),
        ("女26例", "n_female", 26),
        ("0例", "n_male", 0),
        ("2次", "n_infusions", 2),
        ("三家医院", "n_centers", 3),
        ("随访6～12个月", "follow_up", {"min": 6, "max": 12, "unit": "mo"}),
        ("24 weeks", "follow_up", {"max": 24, "unit": "wk"}),
        ("随访12个月", "follow_up.max", 12),
        ("间隔4周", "infusion_interval", {"value": 4, "unit": "wk"}),
        ("靜脈輸注", "route", ["intravenous"]),
        ("环磷酰胺", "conditioning", ["cyclophosphamide"]),
        ("randomized controlled trial", "design.study_type", "randomized_controlled_trial"),
        ("Ⅱ期", "design.phase", "II"),
        ("(2016)", "citation.year", 2016),
        ("［12］", "citation.reference", ["12"]),
        (
            "总有效率为85%（17/20）",
            "outcomes",
            {"measure": "overall_response_rate", "value": 85, "unit": "%", "n": 17, "denominator": 20},
        ),
        ("溃疡愈合率为75%", "outcomes/o1.value", 75),
        ("3例发热", "adverse_events", {"event": "fever", "n": 3}),
        ("脐带间充质干细胞", "cells", {"cell_type": "mesenchymal_stem_cell", "tissue": "umbilical_cord"}),
        ("2×10^7个细胞", "doses", {"value": 2e7, "unit": "cells"}),
    ],
)
def test_words_become_values(words: str, path: str, value: Any) -> None:
    assert normalised(words, path, TERMS) == value


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("患者", "n_patients"),
        ("no number here", "citation.year"),
        ("12.5", "n_patients"),
        ("下降", "follow_up"),
        ("40", "flags"),
        ("", "age"),
    ],
)
def test_words_that_say_no_such_value_give_none(words: str, path: str) -> None:
    assert normalised(words, path, TERMS) is None


def test_a_measure_that_no_lexicon_knows_keeps_its_words() -> None:
    assert normalised("Frobnic Index", "outcomes", TERMS) == {"measure": "frobnic_index"}


def test_markup_of_the_document_is_no_part_of_the_words() -> None:
    assert normalised("<b>40</b>&nbsp;例<sup>2</sup>", "n_patients", TERMS, "text/html") == 40


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.path)
def test_every_form_is_of_a_slot_that_records_have(form: Any) -> None:
    from litrex.store.slots import known

    assert known(form.path) and form.fields and form_of(form.path) == form
    path = f"{form.path}/x.{form.fields[0].name}" if form.entries else form.path
    assert form_of(path) is not None and known(path)
