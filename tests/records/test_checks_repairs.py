"""Repairs become flags on the record that holds the place, else on the document, where they are more than typography."""

from __future__ import annotations

import pytest

from litrex.lexicons import load
from litrex.records.reading import Reading
from litrex.records.repairs import flag_repairs
from litrex.schema.document import CleanText, Document, Repair
from litrex.schema.mapped import MappedText
from litrex.schema.mention import Mentions
from litrex.schema.record import StudyRecord
from litrex.schema.segment import Segments


def reading(*repairs: Repair) -> Reading:
    document = Document("d", "case.txt", "d", "text/plain", "utf-8", "x" * 100, ())
    clean = CleanText(document, MappedText.of("x" * 100), "x" * 100, (), repairs)
    return Reading(clean, Segments((), (), (), "en"), Mentions(()), load())


def record(start: int, end: int) -> StudyRecord:
    told = {
        "record_id": f"r{start}",
        "study_id": "s",
        "document_id": "d",
        "origin": "narrative",
        "anchor": {"spans": [[start, end]]},
    }
    return StudyRecord.model_validate(
        told | {"evidence": {"doses/a": [[start + 2, start + 6]], "n_patients": [[start + 8, start + 9]]}}
    )


CASES = [
    ("a torn character put together again", Repair("half_character_slip", 12, 14, "??", "細"), "encoding_repaired"),
    ("a torn character that is gone", Repair("half_character_slip", 12, 14, "??", "", exact=False), "encoding_damaged"),
    ("text read in the wrong encoding, restored", Repair("mojibake", 12, 16, "Ã©", "é"), "encoding_repaired"),
    ("text read in the wrong encoding, lost", Repair("mojibake", 12, 16, "Ã?", "", exact=False), "encoding_damaged"),
    ("a lost power of ten", Repair("lost_superscripts", 12, 15, "106", "10^6"), "lost_superscript"),
    ("a reading in brackets", Repair("readings", 12, 16, "(xì)", ""), None),
    ("an entity", Repair("entities", 12, 19, "&times;", "×"), None),
    ("a tag", Repair("tags", 12, 15, "<i>", ""), None),
    ("an invisible character", Repair("invisible", 12, 13, "\u200b", ""), None),
]


@pytest.mark.parametrize(("words", "repair", "code"), CASES, ids=[c[0] for c in CASES])
def test_a_repair_inside_a_record_is_its_flag(words: str, repair: Repair, code: str | None) -> None:
    told = record(10, 30)
    assert flag_repairs(reading(repair), [told]) == []
    assert [(f.code, f.record_id, f.evidence) for f in told.flags] == (
        [(code, "r10", [(repair.start, repair.end)])] if code else []
    )


@pytest.mark.parametrize(("words", "repair", "code"), CASES, ids=[c[0] for c in CASES])
def test_a_repair_outside_all_records_is_the_documents_flag(words: str, repair: Repair, code: str | None) -> None:
    told = record(40, 60)
    loose = flag_repairs(reading(repair), [told])
    assert [(f.code, f.record_id) for f in loose] == ([(code, None)] if code else [])
    assert told.flags == []


def test_the_flag_names_the_slots_whose_evidence_was_repaired() -> None:
    told = record(10, 30)
    flag_repairs(reading(Repair("lost_superscripts", 12, 15, "106", "10^6")), [told])
    assert told.flags[0].paths == ["doses/a"]


def test_repairs_of_one_kind_make_one_flag_with_every_place() -> None:
    told = record(10, 30)
    flag_repairs(reading(*(Repair("mojibake", n, n + 1, "?", "é") for n in (12, 18, 25))), [told])
    assert [(f.code, f.evidence) for f in told.flags] == [("encoding_repaired", [(12, 13), (18, 19), (25, 26)])]


def test_a_place_that_two_records_share_is_flagged_on_both() -> None:
    records = [record(10, 30), record(20, 40)]
    flag_repairs(reading(Repair("mojibake", 22, 24, "??", "é")), records)
    assert [len(r.flags) for r in records] == [1, 1]


def test_a_repair_that_ends_where_a_record_starts_is_outside_it() -> None:
    told = record(10, 30)
    assert len(flag_repairs(reading(Repair("mojibake", 8, 10, "??", "é")), [told])) == 1
    assert told.flags == []
