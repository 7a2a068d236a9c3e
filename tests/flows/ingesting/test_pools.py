"""Work goes out no faster than it is done, and a document that kills its process costs no other."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from litrex.flows.ingesting.pools import Processes
from litrex.flows.ingesting.windows import windowed


@pytest.fixture
def deadly(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import deadly

    yield deadly
    sys.modules.pop("deadly")


class Now:
    """Work that is done when its result is asked for."""

    def __init__(self, shard: int, asked: list[int]) -> None:
        self.shard, self.asked = shard, asked

    def result(self) -> int:
        self.asked.append(self.shard)
        return self.shard * 10


@pytest.mark.parametrize("width", [1, 2, 7, 100])
def test_results_come_in_order_and_no_more_than_a_window_is_read_ahead(width):
    read, asked = [], []

    def endless() -> Iterator[int]:
        for shard in range(50):
            read.append(shard)
            yield shard

    for at, result in enumerate(windowed(endless(), lambda shard: Now(shard, asked), width)):
        assert result == at * 10
        assert len(read) <= at + width
    assert asked == read == list(range(50))


def test_an_empty_inbox_gives_nothing():
    assert list(windowed([], lambda shard: Now(shard, []), 3)) == []


def test_a_shard_without_poison_is_done_in_order(deadly):
    with Processes(deadly.Deadly(), 2) as pool:
        assert pool(["a", "b", "c"]) == ["a done", "b done", "c done"]
        assert pool([]) == []


def test_the_item_that_kills_is_found_and_the_others_are_done(deadly):
    with Processes(deadly.Deadly("b", "d"), 1) as pool:
        assert pool(["a", "b", "c", "d"]) == ["a done", "b lost", "c done", "d lost"]
        assert pool(["e"]) == ["e done"]


def test_an_error_is_raised_and_not_taken_for_a_death(deadly):
    with Processes(deadly.Failing(), 1) as pool, pytest.raises(ValueError, match="on a"):
        pool(["a"])
