"""Figures that stand as one list: 分别为45%和20%, "45%, 20% and 33% in A, B and C, respectively"."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import replace
from itertools import pairwise

from litrex.records.findings.arms import ArmMention
from litrex.records.findings.finding import Finding, figure_of
from litrex.records.findings.gaps import BY, FROM_TO, RESPECTIVE
from litrex.records.findings.items import Clause, Term, Value
from litrex.records.findings.scope import Scope
from litrex.records.reading import Reading


def parallel(reading: Reading, values: list[Value]) -> bool:
    """Whether the figures stand as one list: ``45%、20%和33%``, "45%, 20% and 33%"."""
    gaps = [reading.text((a.span[1], b.span[0])).strip() for a, b in pairwise(values)]
    return (
        all(re.fullmatch(r"[,、/]|和|与|及|and|, and|vs\.?|versus|对|比|或|:", g, re.IGNORECASE) for g in gaps)
        and len({v.quantity.kind for v in values}) == 1
    )


def respectively(
    reading: Reading, clause: Clause, values: list[Value], terms: list[Term], scope: Scope
) -> Generator[Finding, None, bool]:
    """Hand out a list of figures to measures or to arms, whichever are as many; returns whether it could."""
    figures = [v for v in values if v.quantity.kind not in ("number", "duration", "ratio")] or values
    named = [a.name for a in _distinct(clause.arms)]
    before = [t for t in terms if t.words[1] <= figures[0].span[0]] or terms
    against = any(_VERSUS.fullmatch(reading.text((a.span[1], b.span[0]))) for a, b in pairwise(figures))
    if len(before) >= 2 and len(before) == len(figures) and len(named) != len(figures) and not against:
        for term, value in zip(before, figures, strict=True):
            yield figure_of(term, value)
        return True
    times = [t.value for t in clause.times if t.span[1] <= figures[0].span[0]]
    if len(times) != len(figures):
        times = [t.value for t in clause.times if t.span[0] >= figures[-1].span[1]]
    if len(times) == len(figures) and len(named) != len(figures) and len({str(t) for t in times}) == len(times) and before:
        for value, time in zip(figures, times, strict=True):
            yield replace(figure_of(before[-1], value), timepoint=time)
        return True
    arms = named if len(named) == len(figures) else list(scope.arms) if len(scope.arms) == len(figures) else []
    if (
        not arms
        and scope.table
        and len(figures) == 2
        and re.search(r"\bvs\b|versus|对|比", reading.text((figures[0].span[1], figures[1].span[0])), re.IGNORECASE)
    ):
        arms = ["intervention", "control"]
    if not before or (len(figures) > 2 and not arms and not RESPECTIVE.search(clause.text)):
        return False
    if any(figures[0].span[1] <= t.words[0] and t.words[1] <= figures[-1].span[0] for t in clause.terms):
        return False
    following = [t for t in clause.terms if t.words[0] >= figures[-1].span[1]]
    term = following[0] if following and not any(t.words[1] <= figures[0].span[0] for t in clause.terms) else before[-1]
    for n, value in enumerate(figures):
        yield replace(figure_of(term, value), arm=arms[n] if arms else None)
    return True


_AT_LEAST_IN = re.compile(
    r"\sby (?:at least |more than |≥\s?)?(?:\d[\d.]*|one|two|three)(?: or more)?(?: (?:class(?:es)?|grades?|points?"
    r"|lines?|letters?"
    r"|steps?|levels?))?\s(?:or more\s)?in\s",
    re.IGNORECASE,
)
_VERSUS = re.compile(r"\s*(?:vs\.?|versus|对|比)\s*", re.IGNORECASE)
_AGAINST = re.compile(r"\bvs\b|versus|高于|低于|多于|少于|优于|大于|小于|长于|短于|\bthan\b|(?<=%)对|(?<=%)比", re.IGNORECASE)


def joined(
    reading: Reading, clause: Clause, changed: list[Finding], figures: Generator[Finding, None, bool]
) -> Generator[Finding, None, bool]:
    """Give figures of a list the change that they all tell the size of: 分别下降12.4分、21.7分和6.9分."""
    first: int | None = None
    alone = False
    while True:
        try:
            figure = next(figures)
        except StopIteration as end:
            return bool(end.value)
        alone = first is not None and bool(_AGAINST.search(clause.text))
        first = figure.spans[-1][0] if first is None else first
        if alone:
            yield figure
            continue
        for change in (
            f
            for f in changed
            if f.term.words == figure.term.words and len(f.spans) > 1 and clause.span[0] <= f.spans[1][0] < first
        ):
            gap = reading.text((change.spans[1][1], first))
            if change.direction == "no_change" and gap.rstrip().endswith("("):
                continue  # "did not differ (25% vs 21%)"
            gap = _AT_LEAST_IN.sub(" in ", gap)
            if len(gap) <= 16 and figure.quantity is not None and figure.quantity.n is None:
                far = (
                    not gap.rstrip().endswith(("(", " in"))
                    and bool(BY.search(re.sub(r"分别|依次", "", gap)))
                    and not FROM_TO.search(gap + "")
                    and not FROM_TO.search(reading.text(change.spans[1]))
                )
                size = "difference" if far and figure.quantity.kind != "count" else None
                figure = replace(figure, direction=change.direction, kind=size, spans=(*figure.spans, change.spans[1]))
        yield figure


def _distinct(arms: list[ArmMention]) -> list[ArmMention]:
    seen: dict[str, ArmMention] = {}
    for arm in arms:
        if arm.name and not arm.everyone:
            seen.setdefault(arm.name, arm)
    return list(seen.values())
