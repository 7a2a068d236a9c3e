"""A diff tells what was gained, lost and altered, and nothing of what stayed."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from litrex.evaluation.diffs import difference, name_of


def record(identity: str, **told: Any) -> dict[str, Any]:
    anchor = {"table": None, "row": None, "spans": [[10, 90]]}
    return {"record_id": identity, "document_id": "d", "origin": "narrative", "anchor": anchor, **told}


def outcome(direction: str, **told: Any) -> dict[str, Any]:
    return {"id": "o", "measure": "il_6", "direction": direction, **told}


def test_the_same_run_twice_differs_in_nothing() -> None:
    runs = [record("a", n_patients=0, outcomes=[outcome("decrease")])]
    assert not difference(runs, runs)


def test_records_gained_and_lost_are_named_by_their_place() -> None:
    told = difference([record("a", n_patients=4)], [record("b", n_patients=5, citation={"year": 2001})])
    assert (told.lost, told.gained, told.values) == (["d 10–90"], ["d 10–90"], [])
    assert name_of({"document_id": "d", "anchor": {"table": 1, "row": 3}}) == "d T1R3"


def test_a_record_that_moved_is_not_lost() -> None:
    told = difference([record("a", n_patients=4)], [record("b", n_patients=4)])
    assert not told


def test_values_gained_lost_and_altered_are_told_apart() -> None:
    old = record("a", n_patients=20, route="intravenous", outcomes=[outcome("decrease")])
    new = record("a", n_patients=0, citation={"year": 2001}, outcomes=[outcome("increase")])
    told = {(one.slot, one.old, one.new) for one in difference([old], [new]).values}
    assert told == {
        ("n_patients", 20.0, 0.0),
        ("route", "intravenous", None),
        ("year", None, 2001),
        ("change", "decrease", "increase"),
    }


def test_another_arm_or_time_is_an_altered_value() -> None:
    old = record("a", n_patients=1, outcomes=[outcome("decrease", arm="A")])
    new = record("a", n_patients=1, outcomes=[outcome("decrease", arm="B", timepoint={"value": 6, "unit": "mo"})])
    told = difference([old], [new]).values
    assert [(one.slot, one.old, one.new) for one in told] == [("change", "decrease (A)", "decrease (B, 6 mo)")]


def test_documents_of_one_run_alone_are_gained_or_lost() -> None:
    other = {**record("a", n_patients=1), "document_id": "e"}
    told = difference([record("a", n_patients=1)], [other])
    assert (told.lost, told.gained) == (["d 10–90"], ["e 10–90"])


def test_a_document_edited_between_the_runs_is_compared_with_itself() -> None:
    edited = {**record("b", n_patients=1, citation={"year": 2001}), "document_id": "e"}
    told = difference([record("a", n_patients=1)], [edited], {"d": "gout.txt", "e": "gout.txt"})
    assert (told.gained, told.lost) == ([], [])
    assert [(one.slot, one.old, one.new) for one in told.values] == [("year", None, 2001)]


numbers = st.lists(st.integers(0, 5), max_size=5)


@given(numbers, numbers)
def test_a_diff_read_backwards_has_its_sides_exchanged(first: list[int], second: list[int]) -> None:
    runs = [[record(f"r{i}", n_patients=n) for i, n in enumerate(told)] for told in (first, second)]
    forth, back = difference(*runs), difference(*reversed(runs))
    assert (forth.gained, forth.lost) == (back.lost, back.gained)
    assert sorted((str(c.old), str(c.new)) for c in forth.values) == sorted((str(c.new), str(c.old)) for c in back.values)
