"""Corrections: appended and never altered, applied over what was read, and carried on to later extractions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from litrex import extract_bytes, store
from litrex.errors import ConflictError, LitrexError, UsageError
from litrex.schema.correction import Correction
from litrex.schema.record import Extraction, StudyRecord
from litrex.store import Merged, Store
from litrex.store.paths import provenance_at

ZH = (
    "2016年，何某等对12例糖尿病足患者行自体骨髓干细胞移植，随访6个月，溃疡愈合率为75%，3例发热。\n\n"
    "2018年，罗某等对31例膝骨关节炎患者行关节腔内注射脐带间充质干细胞，12个月后VAS评分下降。\n\n"
    "2018年，罗某等的研究共有31例膝骨关节炎患者。\n"
)


@pytest.fixture
def kept(database_url: str) -> Iterator[Store]:
    with store.open(database_url) as opened:
        yield opened


class Desk:
    """A person at a document: looks, and says what is right."""

    def __init__(self, kept: Store, told: Extraction) -> None:
        self.store, self.told, self.ident = kept, told, told.document.document_id
        self.run = kept.begin()
        kept.save(told, self.run)

    def look(self) -> Merged:
        return self.store.merged(self.ident)

    def records(self) -> list[StudyRecord]:
        return self.look().extraction.records

    def words(self, *words: str) -> list[tuple[int, int]]:
        return [(self.told.raw.index(one), self.told.raw.index(one) + len(one)) for one in words]

    def say(self, action: str, path: str = "", new: Any = None, *, record: int = 0, by: str = "li", **more: Any) -> Merged:
        seen = self.look()
        given = {
            "correction_id": uuid.uuid4().hex, "at": datetime.now(UTC), "by": by, "document_id": self.ident,
            "record_id": seen.extraction.records[record].record_id, "path": path, "action": action, "new": new,
            "seen_version": seen.version, **more,
        }  # fmt: skip
        return self.store.correct(Correction.model_validate(given))

    def later(self, told: Extraction, version: str = "later") -> Merged:
        self.store.save(told, replace(self.run, version_key=version))
        return self.look()


@pytest.fixture
def desk(kept: Store) -> Desk:
    return Desk(kept, extract_bytes(ZH.encode(), source="a.txt"))


def entry(desk: Desk, head: str, record: int = 0) -> str:
    return f"{head}/{getattr(desk.records()[record], head)[0].id}"


def test_a_persons_value_stands_and_the_machines_is_kept_beside_it(desk: Desk) -> None:
    desk.say("set", "n_patients", 13)
    record = desk.records()[0]
    told = record.provenance["n_patients"]
    assert (record.n_patients, told.source, told.by, record.confidence["n_patients"]) == (13, "person", "li", 1.0)
    assert [(one.value, one.source) for one in told.others] == [(12, "rule")]
    assert record.evidence["n_patients"] == desk.told.records[0].evidence["n_patients"]
    desk.say("set", "n_patients", 14, by="wu")
    told = desk.records()[0].provenance["n_patients"]
    assert [(one.value, one.source, one.by) for one in told.others][-1] == (13, "person", "li")
    assert desk.store.load(desk.ident) == desk.told, "what was read stays as it was read"
    assert desk.records()[1] == desk.told.records[1]


def test_a_zero_is_a_value_and_none_empties_the_slot(desk: Desk) -> None:
    desk.say("set", "n_female", 0, evidence=desk.words("12例"))
    assert desk.records()[0].n_female == 0
    desk.say("reject", "n_female")
    assert desk.records()[0].n_female is None
    assert [one.value for one in desk.records()[0].provenance["n_female"].others] == [0]


@pytest.mark.parametrize(
    ("path", "new", "words", "expected"),
    [
        ("citation.authors", ["何某"], "何某", ["何某"]),
        ("citation.year", 2017, "2016年", 2017),
        ("design.study_type", "case_series", "12例", "case_series"),
        ("follow_up", {"max": 9, "unit": "mo"}, "6个月", 9.0),
        ("follow_up.max", 9, "6个月", 9.0),
        ("conditioning", ["cyclophosphamide"], "移植", ["cyclophosphamide"]),
        ("route", "intramuscular", "移植", "intramuscular"),
    ],
)
def test_every_kind_of_slot_can_be_set(desk: Desk, path: str, new: Any, words: str, expected: Any) -> None:
    record = desk.say("set", path, new, evidence=desk.words(words)).extraction.records[0]
    value: Any = record
    for name in (*path.split("."), *(("max",) if path == "follow_up" else ())):
        value = getattr(value, name)
    assert value == expected
    assert record.provenance[path].source == "person" and record.evidence[path] == desk.words(words)


def test_a_field_of_an_entry_and_a_whole_entry_can_be_set(desk: Desk) -> None:
    path = entry(desk, "outcomes")
    desk.say("set", f"{path}.value", 76)
    desk.say("set", path, {"unit": "%", "n": 9, "denominator": 12})
    outcome = desk.records()[0].outcomes[0]
    assert (outcome.value, outcome.n, outcome.denominator, outcome.measure) == (
        76,
        9,
        12,
        desk.told.records[0].outcomes[0].measure,
    )
    assert [one.value for one in desk.records()[0].provenance[f"{path}.value"].others] == [75]


def test_accepting_makes_a_value_a_persons_own(desk: Desk) -> None:
    desk.say("accept", "n_patients")
    told = desk.records()[0].provenance["n_patients"]
    assert (desk.records()[0].n_patients, told.source, told.others) == (12, "person", [])
    desk.say("accept")
    assert {told.source for told in desk.records()[0].provenance.values()} == {"person"}
    before = desk.told.records[0].model_dump(exclude={"provenance", "confidence"})
    assert desk.records()[0].model_dump(exclude={"provenance", "confidence"}) == before


def test_entries_are_added_rejected_and_deleted(desk: Desk) -> None:
    desk.say("add", "adverse_events", {"event": "fever", "n": 3}, evidence=desk.words("3例发热"))
    added = desk.records()[0].adverse_events[-1]
    assert (added.event, added.n, added.surface) == ("fever", 3, "3例发热")
    assert desk.records()[0].evidence[f"adverse_events/{added.id}"] == desk.words("3例发热")
    desk.say("delete", f"adverse_events/{added.id}")
    assert added.id not in {one.id for one in desk.records()[0].adverse_events}
    path = entry(desk, "outcomes")
    desk.say("reject", path)
    assert path not in [f"outcomes/{one.id}" for one in desk.records()[0].outcomes]
    assert desk.records()[0].provenance[path].others[0].value["measure"] == desk.told.records[0].outcomes[0].measure


@pytest.mark.parametrize("action", ["reject", "delete"])
def test_a_record_that_is_none_goes(desk: Desk, action: str) -> None:
    gone = desk.records()[0].record_id
    desk.say(action)
    assert [one.record_id for one in desk.records()] == [one.record_id for one in desk.told.records if one.record_id != gone]


def test_a_record_is_added_with_evidence_for_every_value(desk: Desk) -> None:
    new = {"n_patients": 31, "citation": {"authors": ["罗某"], "year": 2018}, "outcomes": [{"measure": "pain_score"}]}
    desk.say("add", "", new, evidence=desk.words("罗某等的研究共有31例"), record_id="")
    record = desk.records()[-1]
    assert (record.n_patients, record.citation.year, record.origin, record.document_id) == (31, 2018, "narrative", desk.ident)
    paths = {"n_patients", "citation.authors", "citation.year", f"outcomes/{record.outcomes[0].id}"}
    assert set(record.evidence) == set(record.provenance) == paths
    desk.say("set", "n_patients", 30, record=-1)
    assert desk.records()[-1].n_patients == 30


def test_two_records_of_one_study_become_one(desk: Desk) -> None:
    new = {"n_patients": 30, "n_female": 11, "outcomes": [{"measure": "pain_score", "direction": "decrease"}]}
    desk.say("add", "", new, evidence=desk.words("罗某等的研究共有31例"), record_id="")
    other = desk.records()[-1]
    before = desk.records()[1]
    desk.say("merge", "", other.record_id, record=1)
    told = desk.records()[1]
    assert len(desk.records()) == len(desk.told.records)
    assert (told.n_patients, told.n_female) == (31, 11)
    assert [one.value for one in told.provenance["n_patients"].others] == [30]
    assert len(told.outcomes) == len(before.outcomes) + 1
    assert told.evidence["n_female"] == other.evidence["n_female"]
    assert told.anchor.spans == sorted([*before.anchor.spans, *other.anchor.spans])


def test_one_record_of_two_studies_becomes_two(desk: Desk) -> None:
    path = entry(desk, "outcomes")
    before = desk.records()[0]
    desk.say("split", "", {"paths": [path, "n_patients"]})
    first, second = desk.records()[:2]
    assert (first.n_patients, second.n_patients) == (None, 12)
    assert [f"outcomes/{one.id}" for one in second.outcomes] == [path] and len(first.outcomes) == len(before.outcomes) - 1
    assert second.study_id != first.study_id and set(second.evidence) == {path, "n_patients"}
    assert path not in first.evidence


def test_records_are_linked_as_one_study_and_studies_across_documents(desk: Desk) -> None:
    first, second = desk.records()[:2]
    assert first.study_id != second.study_id
    desk.say("link", "study_id", first.study_id, record=1)
    assert desk.records()[1].study_id == first.study_id
    desk.say("link", "study_key", "doi:10.1/x")
    assert desk.records()[0].study_key == "doi:10.1/x"
    desk.say("set", "citation.year", 2015)
    assert desk.records()[0].study_key == "doi:10.1/x", "a key that a person gave stands"


def test_the_key_of_a_study_follows_its_corrected_values(desk: Desk) -> None:
    desk.say("set", "citation.authors", ["何"], evidence=desk.words("何某"))
    desk.say("set", "citation.year", 2017)
    assert desk.records()[0].study_key == "何:2017:12"


def test_a_doubt_that_a_correction_settles_is_gone_and_one_that_it_raises_is_told(kept: Store) -> None:
    text_ = "2016年，何某等对12例糖尿病足患者（男8例，女6例）行自体骨髓干细胞移植，随访6个月。"
    desk = Desk(kept, extract_bytes(text_.encode(), source="sexes.txt"))
    assert [flag.code for flag in desk.records()[0].flags] == ["sex_sum_mismatch"]
    desk.say("set", "n_female", 4)
    assert desk.records()[0].flags == []
    desk.say("set", "n_male", 9)
    (flag,) = desk.records()[0].flags
    assert (flag.code, flag.record_id) == ("sex_sum_mismatch", desk.records()[0].record_id)
    with desk.store.engine.connect() as connection:
        assert connection.execute(text("SELECT code FROM current_flags")).scalars().all() == ["sex_sum_mismatch"]


def test_records_that_are_linked_are_held_against_each_other(desk: Desk) -> None:
    desk.say("link", "study_id", desk.records()[0].study_id, record=1)
    codes = [flag.code for record in desk.records() for flag in record.flags]
    assert "cross_record_conflict" in codes
    desk.say("link", "study_id", "another study", record=1)
    assert "cross_record_conflict" not in [flag.code for record in desk.records() for flag in record.flags]


def test_the_tidy_tables_show_corrections(desk: Desk) -> None:
    desk.say("set", "n_patients", 13)
    with desk.store.engine.connect() as connection:
        told = connection.execute(text("SELECT n_patients FROM current_records ORDER BY start")).scalars().all()
    assert told[0] == 13
    path = entry(desk, "outcomes")
    desk.say("reject", path)
    with desk.store.engine.connect() as connection:
        assert path.split("/")[1] not in connection.execute(text("SELECT id FROM current_outcomes")).scalars().all()


@pytest.mark.parametrize(
    ("action", "path", "new", "evidence", "told"),
    [
        ("set", "n_patient", 3, [], "no value at 'n_patient'"),
        ("set", "n_patients", "many", [], "does not fit"),
        ("set", "outcomes", [], [], "no value at 'outcomes'"),
        ("set", "n_male", 3, [], "no evidence"),
        ("set", "n_male", 3, [(5, 5)], "outside the text"),
        ("set", "n_male", 3, [(0, 10_000)], "outside the text"),
        ("add", "outcomes", {"measure": "pain"}, [], "no evidence"),
        ("add", "outcomes", {"value": 3}, [(0, 3)], "does not fit"),
        ("add", "outcomes", "pain", [(0, 3)], "cannot be read"),
        ("merge", "", "nobody", [], "no record nobody"),
        ("split", "", {"paths": []}, [], "cannot be read"),
        ("link", "n_patients", "x", [], "cannot be read"),
        ("delete", "n_patients", None, [], "cannot be read"),
    ],
)
def test_what_says_nothing_is_refused_and_leaves_no_trace(
    desk: Desk, action: str, path: str, new: Any, evidence: list[tuple[int, int]], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        desk.say(action, path, new, evidence=evidence)
    assert desk.store.corrections() == [] and desk.look().extraction == desk.told


def test_of_two_people_who_saw_the_same_the_second_is_told_both_values(desk: Desk) -> None:
    seen = desk.look().version
    desk.say("set", "n_patients", 13, by="li")
    with pytest.raises(ConflictError, match=r"you saw 12, it is 13 now \(person li\); yours is 14"):
        desk.say("set", "n_patients", 14, by="wu", seen_version=seen, old=12)
    assert desk.records()[0].n_patients == 13
    desk.say("set", "citation.year", 2017, by="wu", seen_version=seen, old=2016)
    assert desk.records()[0].citation.year == 2017, "another value may be corrected at once"


def test_a_record_that_somebody_has_deleted_meanwhile_is_told(desk: Desk) -> None:
    seen = desk.look()
    desk.say("delete")
    with pytest.raises(ConflictError, match="not there any more"):
        desk.say("set", "n_patients", 14, record_id=seen.extraction.records[0].record_id, seen_version=seen.version, old=12)


def test_of_many_at_once_one_wins_and_all_are_told(desk: Desk) -> None:
    seen = desk.look()
    ident = seen.extraction.records[0].record_id

    def one(n: int) -> str:
        given = {"correction_id": f"c{n}", "at": datetime.now(UTC), "by": f"p{n}", "document_id": desk.ident, "record_id": ident}
        told = Correction(**given, path="n_patients", action="set", old=12, new=100 + n, seen_version=seen.version)
        try:
            desk.store.correct(told)
        except LitrexError as error:
            return type(error).__name__
        return "won"

    with ThreadPoolExecutor(4) as pool:
        ends = sorted(pool.map(one, range(4)))
    assert ends == ["ConflictError"] * 3 + ["won"]
    assert len(desk.store.corrections()) == 1


def test_the_same_correction_twice_is_one(desk: Desk) -> None:
    desk.say("set", "n_patients", 13, correction_id="c1")
    desk.say("set", "n_patients", 13, correction_id="c1")
    (told,) = desk.store.corrections(desk.ident)
    assert (told.old, told.new, told.by, told.at.tzinfo) == (12, 13, "li", UTC)


@pytest.mark.parametrize("verb", ["UPDATE corrections SET why = 'x'", "DELETE FROM corrections"])
def test_the_database_itself_refuses_to_alter_corrections(desk: Desk, verb: str) -> None:
    desk.say("set", "n_patients", 13)
    with pytest.raises(DBAPIError, match="append-only"), desk.store.engine.begin() as connection:
        connection.execute(text(verb))
    assert len(desk.store.corrections()) == 1


def moved(told: Extraction, change: Callable[[dict[str, Any]], None]) -> Extraction:
    """A later extraction of the same document."""
    dump = told.model_dump(mode="json")
    change(dump)
    return Extraction.model_validate({**dump, "raw": told.raw, "mentions": told.mentions})


def rename(dump: dict[str, Any]) -> None:
    """Give every record and entry another id, as another cut of the text does."""
    for record in dump["records"]:
        record["record_id"] = "later-" + record["record_id"]
        for head in ("outcomes", "adverse_events", "populations", "cells", "doses", "arms"):
            for one in record[head]:
                for account in ("evidence", "confidence", "provenance"):
                    record[account] = {k.replace(one["id"], "x" + one["id"]): v for k, v in record[account].items()}
                one["id"] = "x" + one["id"]


def test_a_later_extraction_keeps_corrections_by_id(desk: Desk) -> None:
    desk.say("set", "n_patients", 13)

    def other(dump: dict[str, Any]) -> None:
        dump["records"][0]["n_patients"] = 11

    merged = desk.later(moved(desk.told, other))
    told = merged.extraction.records[0]
    assert (told.n_patients, [one.value for one in told.provenance["n_patients"].others]) == (13, [11])
    assert merged.pending == ()


def test_a_later_extraction_keeps_corrections_by_place_where_ids_are_others(desk: Desk) -> None:
    path = entry(desk, "outcomes")
    desk.say("set", "n_patients", 13)
    desk.say("set", f"{path}.value", 76)
    desk.say("reject", entry(desk, "populations"))
    merged = desk.later(moved(desk.told, rename))
    told = merged.extraction.records[0]
    assert told.record_id.startswith("later-") and merged.pending == ()
    assert (told.n_patients, told.outcomes[0].value, told.populations) == (13, 76, [])


def test_what_a_person_kept_comes_back_where_the_machine_no_longer_reads_it(desk: Desk) -> None:
    path = entry(desk, "outcomes")
    desk.say("accept", path)
    desk.say("accept", "citation.year")

    def other(dump: dict[str, Any]) -> None:
        dump["records"][0]["outcomes"], dump["records"][0]["citation"]["year"] = [], None
        dump["records"][0]["evidence"] = {k: v for k, v in dump["records"][0]["evidence"].items() if not k.startswith("outcomes")}

    merged = desk.later(moved(desk.told, other))
    told = merged.extraction.records[0]
    assert [one.model_dump() for one in told.outcomes] == [desk.told.records[0].outcomes[0].model_dump()]
    assert told.citation.year == 2016 and merged.pending == ()
    assert provenance_at(told, path).source == "person"  # type: ignore[union-attr]


def test_where_the_record_is_gone_the_correction_waits_and_returns(desk: Desk) -> None:
    desk.say("set", "n_patients", 13)

    def without(dump: dict[str, Any]) -> None:
        del dump["records"][0]

    merged = desk.later(moved(desk.told, without))
    assert [(one.correction.new, one.why) for one in merged.pending] == [(13, "no record stands there any more")]
    assert merged.extraction.records == desk.told.records[1:]
    assert [one.correction.new for one in desk.store.pending()] == [13]
    back = desk.later(desk.told, "latest")
    assert back.pending == () and back.extraction.records[0].n_patients == 13


def test_where_the_text_has_changed_the_correction_is_listed_and_nothing_is_misplaced(desk: Desk) -> None:
    desk.say("set", "n_patients", 13, record=0)
    desk.say("set", "n_patients", 32, record=1)
    changed = desk.told.model_copy(deep=True)
    changed.raw = changed.raw.replace("12例", "15例")
    merged = desk.later(changed)
    assert [(one.correction.new, one.why) for one in merged.pending] == [(13, "the text has changed under it")]
    assert [one.n_patients for one in merged.extraction.records[:2]] == [12, 32]


def test_an_extraction_at_hand_takes_the_corrections_of_its_document(desk: Desk) -> None:
    desk.say("set", "n_patients", 13)
    assert desk.store.merge(desk.told).records[0].n_patients == 13
    stranger = extract_bytes("2011年李某等对9例烧伤患者行干细胞移植。".encode(), source="b.txt")
    assert desk.store.merge(stranger) is stranger


def test_taking_back_restores_what_stood_there_and_can_be_taken_back_itself(desk: Desk) -> None:
    before = desk.records()
    desk.say("set", "n_patients", 13, correction_id="c1")
    desk.say("reject", record=1, correction_id="c2")
    desk.say("undo", new="c2", correction_id="u2")
    assert [one.n_patients for one in desk.records()] == [13, *(one.n_patients for one in before[1:])]
    desk.say("undo", new="c1", correction_id="u1")
    assert desk.records() == before
    desk.say("undo", new="u1", correction_id="r1")
    assert desk.records()[0].n_patients == 13
    assert [one.correction_id for one in desk.store.corrections(desk.ident)] == ["c1", "c2", "u2", "u1", "r1"]
    assert desk.later(desk.told).extraction.records[0].n_patients == 13


@pytest.mark.parametrize("new", ["nothing", "c1", "u1", 3])
def test_only_what_stands_can_be_taken_back(desk: Desk, new: object) -> None:
    desk.say("set", "n_patients", 13, correction_id="c1")
    desk.say("undo", new="c1", correction_id="u1")
    desk.say("undo", new="u1", correction_id="r1")
    desk.say("undo", new="c1", correction_id="u3")
    with pytest.raises(UsageError):
        desk.say("undo", new=new)


def test_what_later_corrections_stand_on_is_not_taken_back_under_them(desk: Desk) -> None:
    there = {one.record_id for one in desk.records()}
    desk.say("add", new={}, record_id="", evidence=desk.words("3例发热"), correction_id="c1")
    added = next(one.record_id for one in desk.records() if one.record_id not in there)
    desk.say("set", "n_patients", 3, record_id=added, evidence=desk.words("3例"), correction_id="c2")
    with pytest.raises(UsageError, match="later corrections stand on it"):
        desk.say("undo", new="c1")
    desk.say("undo", new="c2")
    desk.say("undo", new="c1")
    assert {one.record_id for one in desk.records()} == there


def test_a_record_that_somebody_has_dealt_with_is_not_thrown_away_unseen(desk: Desk) -> None:
    seen = desk.look().version
    desk.say("set", "n_patients", 13, by="wu")
    with pytest.raises(ConflictError, match="wu has said set of n_patients"):
        desk.say("delete", by="li", seen_version=seen)
    desk.say("delete", by="li")
    assert len(desk.records()) == 2


def test_each_sees_the_document_with_their_own_corrections(desk: Desk) -> None:
    desk.say("set", "n_patients", 13, by="wu")
    desk.say("set", "n_patients", 14, by="li")
    views = {name: desk.store.told_by(desk.ident, [name]).extraction.records[0].n_patients for name in ("wu", "li", "nobody")}
    assert views == {"wu": 13, "li": 14, "nobody": 12}
    assert desk.store.current() == {desk.ident: desk.look().version}
