"""Quantities: a table of readings in both scripts, and what holds of every text."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litrex.mentions.quantities import Located, find

CASES = Path(__file__).parents[1] / "cases" / "quantities.tsv"


def _rows() -> list[tuple[str, str]]:
    """Read ``text <tab> what is told``; what tells nothing has an empty second column."""
    lines = CASES.read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]  # type: ignore[misc]


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.12g}"


def _told(located: Located) -> str:
    """Write a quantity in one line, as the table has it."""
    q = located.quantity
    parts = [q.kind]
    if q.value is not None:
        parts.append(_figure(q.value) + (f"..{_figure(q.upper)}" if q.upper is not None else ""))
    parts += [q.unit.replace(" ", "_")] if q.unit else []
    parts += [q.comparator] if q.comparator != "=" else []
    parts += [f"±{_figure(q.sd)}"] if q.sd is not None else []
    parts += [f"[{_figure(q.low)},{_figure(q.high)}]"] if q.low is not None or q.high is not None else []
    parts += [f"{_figure(q.n)}/{_figure(q.denominator)}"] if q.n is not None or q.denominator is not None else []
    parts += [q.noun] if q.noun else []
    return " ".join(parts + ([] if q.literal else ["restored"]))


@pytest.mark.parametrize(("text", "told"), _rows())
def test_a_phrase_tells_its_quantities(text: str, told: str) -> None:
    assert " ; ".join(_told(located) for located in find(text)) == told


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("约60%的患者", ["约60%"]),
        ("up to 200,000 cells per eye", ["up to 200,000 cells"]),
        ("静脉输注1×10⁶/kg,共2次", ["1×10⁶/kg", "2次"]),
        ("10 or more letters", ["10 or more letters"]),
        ("变化为-2.3分", ["-2.3分"]),
        ("两组分别为12天和19天", ["两组", "12天", "19天"]),
    ],
)
def test_the_stretch_holds_all_that_was_read(text: str, surfaces: list[str]) -> None:
    assert [text[q.start : q.end] for q in find(text)] == surfaces


_WORDS = (
    "12 3.5 1,048 二十三 两 eighteen one ×10^6 ×10⁶ /kg % ( ) [ ] ~ - / , 、 例 名 个 月 个月 年 周 岁 次 只 patients cells "
    "months of the to from and or ± p< HR phase II 期 第 每 约 男 女 n= mg mg/L IL-6 CD34+ 2012 成 中 分之 ¹² : = half every"
)
_PIECES = st.sampled_from([*_WORDS.split(), " ", "\n", "up to", "95% CI", "分"])


def _holds(text: str) -> None:
    located = find(text)
    end = 0
    for item in located:
        assert end <= item.start < item.end <= len(text)
        end = item.end
    assert find(text) == located


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_stretches_lie_in_order_apart_and_inside_made_up_phrases(text: str) -> None:
    _holds(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_stretches_lie_in_order_apart_and_inside_any_text(text: str) -> None:
    _holds(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 9999), min_size=1, max_size=8))
def test_every_plain_number_lies_in_exactly_one_stretch(numbers: list[int]) -> None:
    text = " ; ".join(map(str, numbers))
    located = find(text)
    for match in re.finditer(r"[0-9]+", text):
        assert sum(q.start <= match.start() and match.end() <= q.end for q in located) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        " ",
        "1,",
        "(1",
        "1/",
        "1、",
        "111 ",
        "a-",
        "一二 ",
        "十",
        "[1,",
        "1×10^6、",
        "12例中",
        "1 of ",
        "A1",
        "第1、",
        "1-",
    ],
)
def test_time_grows_with_length_alone(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    begun = time.perf_counter()
    find(text)
    assert time.perf_counter() - begun < 10
