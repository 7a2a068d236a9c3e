"""A table of thousands of rows is read in time that grows with its rows, not with their square."""

from __future__ import annotations

import time

import pytest

from litrex.extraction import extract_bytes

HEAD = """# Cell therapy

Table 1. Studies of cell therapy

| Study | Disease | n | Cells | Dose | Route | Follow-up | Results |
|---|---|---|---|---|---|---|---|
"""
NAMES = "Abara Bodnar Castell Duarte Ekholm Farkas Gruber Hollis Ivanov Jansen Keller Lindqvist".split()


def table(rows: int) -> bytes:
    """An evidence table in which authors, years and sizes come again, as in long ones; only the reference is a row's own."""
    told = (
        f"| {NAMES[n % 12]} {1990 + n % 33} [{n + 1}] | rheumatoid arthritis | {10 + n % 90} | umbilical cord MSC |"
        f" {1 + n % 9}×10^6/kg | intravenous | {1 + n % 36} months | DAS28 decreased; {n % 90 + 1}% remission |\n"
        for n in range(rows)
    )
    return (HEAD + "".join(told)).encode()


def seconds(rows: int) -> float:
    data, begun = table(rows), time.process_time()
    told = extract_bytes(data, source="table.md")
    spent = time.process_time() - begun
    assert len(told.records) == rows
    return spent


@pytest.mark.slow
def test_twice_the_rows_take_less_than_three_times_as_long() -> None:
    seconds(10)  # what is loaded once is loaded now
    assert seconds(2000) < 3 * min(seconds(1000), seconds(1000))
