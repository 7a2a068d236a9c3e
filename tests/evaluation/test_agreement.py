"""Two readers agree as far as each would score on the other."""

from typing import Any

from litrex.evaluation.agreement import agreement, agreements
from litrex.evaluation.gold import Gold


def reader(*records: dict[str, Any]) -> Gold:
    return Gold("a", [{"key": f"N{i}", "origin": "narrative", **record} for i, record in enumerate(records, 1)])


ONE = {"citation": {"authors": ["Li"], "year": 2001}, "n_patients": 20, "route": "intravenous"}


def test_readers_who_say_the_same_agree_wholly() -> None:
    told = agreement(("A", reader(ONE)), ("B", reader(ONE)))
    assert set(told.slots.values()) == {1.0}
    assert told.statements is None


def test_agreement_is_the_same_both_ways() -> None:
    first, second = reader(ONE), reader({**ONE, "n_patients": 21, "optional": ["route"]})
    one, other = agreement(("A", first), ("B", second)), agreement(("B", second), ("A", first))
    assert one.slots == other.slots
    assert one.slots["n_patients"] == 0.0
    assert 0.5 < one.slots["all facts"] < 1


def test_kinds_of_records_that_one_reader_left_out_do_not_count() -> None:
    row = {"key": "T1R1", "origin": "table", "n_patients": 5, "citation": {"reference": "3"}}
    both = Gold("a", [*reader(ONE).records, row])
    assert agreement(("A", both), ("B", reader(ONE))).records == 1.0


def test_every_two_readers_are_compared_once() -> None:
    told = agreements({"C": reader(ONE), "A": reader(ONE), "B": reader(ONE)})
    assert [one.readers for one in told] == [("A", "B"), ("A", "C"), ("B", "C")]
