"""Cut a passage into clauses and lay out what stands in each: measures, changes, values, arms, times."""

from __future__ import annotations

import re
from itertools import pairwise

from litrex.records.findings.arms import ArmMention, find_arms
from litrex.records.findings.behind import arms_behind
from litrex.records.findings.changewords import find_changes
from litrex.records.findings.composites import composites
from litrex.records.findings.counted import as_count, values_of
from litrex.records.findings.items import Change, Clause, Term, Value
from litrex.records.findings.naming import find_all_terms
from litrex.records.findings.neighbours import arms_by_neighbours, terms_by_neighbours, times_by_neighbours
from litrex.records.findings.noresults import takes_in, tells_none
from litrex.records.findings.scope import Scope
from litrex.records.findings.states import tell_states
from litrex.records.findings.times import TimeMention, find_times
from litrex.records.reading import Reading, Span

_STRONG = re.compile(
    r"[;；。!?！？]"
    r"|(?<=[a-z\d%)\]])(?<! al)(?<! vs)(?<!i\.v)(?<!i\.a)(?<!e\.g)(?<!i\.e)(?<! ca)(?<! approx)\.(?=\s|$)|\n"
)


_WEAK = re.compile(
    r"(?:(?<!\d),(?! respectively)|,(?!\d| respectively))(?!(?<= respectively,)\s(?:had|were|was|have|died|achieved"
    r"|reached|underwent"
    r"|showed|required|experienced|developed|relapsed|responded|suffered)\b)|，|(?<=\s)(?:but|while|whereas|although"
    r"|though|yet|however"
    r"|as against|and only"
    r"|and then)(?=\s)|而(?!且)|但是?|然而|其中"
)


_OPEN, _CLOSE = "([（【", ")]）】"
_BRACKET = re.compile(f"[{re.escape(_OPEN + _CLOSE)}]")


def lay_out(reading: Reading, span: Span, scope: Scope) -> list[list[Clause]]:
    """Lay out a passage as sentence-like groups of clauses."""
    text = reading.text(span)
    terms = find_all_terms(reading, span)
    arms = arms_by_neighbours(reading, terms, find_arms(reading, span, scope.arms, scope.arm_before))
    found = values_of(reading, span)
    arms = arms_behind(reading, span, found, terms, arms)
    terms = terms_by_neighbours(reading, span, terms, arms, found)
    terms = composites(reading, span, terms, found)
    changes = find_changes(reading, span, terms)
    values = [v for v in found if not any(t.known and t.words[0] <= v.span[0] and v.span[1] <= t.words[1] for t in terms)]
    times = times_by_neighbours(reading, span, terms, find_times(reading, span))
    covered = [t.words for t in terms] + [v.span for v in values] + _lists(reading, values) + _arm_lists(reading, arms)
    groups = []
    for strong in _cut(text, _STRONG, span[0], covered):
        group: list[Clause] = []
        for weak in _cut(reading.text(strong), _WEAK, strong[0], covered):
            clause = Clause(weak, reading.text(weak))
            for name, items in (("terms", terms), ("changes", changes), ("values", values), ("arms", arms), ("times", times)):
                setattr(clause, name, [x for x in items if weak[0] <= _start(x) < weak[1]])
            _sift(clause)
            tell_states(reading, clause, begun=any(c.terms for c in group), table=scope.table and not scope.adverse)
            group.append(clause)
        if group:
            groups.append(group)
    return groups


def _sift(clause: Clause) -> None:
    """Empty a clause that tells no result; drop limits and thresholds; read "in three" after a change as a count."""
    if tells_none(clause.text):
        clause.terms, clause.changes, clause.values = [], [], []
    limits = takes_in(clause.text) or any(v.quantity.kind == "percent" and v.quantity.comparator == "=" for v in clause.values)
    _reached(clause)
    if limits:
        clause.values = [
            v
            for v in clause.values
            if v.quantity.comparator not in ("<", ">", "≤", "≥") or (v.quantity.kind == "percent" and not takes_in(clause.text))
        ]
    clause.values = [as_count(clause, v) for v in clause.values]
    _respond(clause)
    _categories(clause)


def _reached(clause: Clause) -> None:
    """Read 缓解 after a count or a rate as the state that was reached: 11例（61.1%）缓解."""
    for change in list(clause.changes):
        word = clause.text[change.span[0] - clause.span[0] : change.span[1] - clause.span[0]]
        after = clause.text[change.span[1] - clause.span[0] :][:1]
        if (
            word == "缓解"
            and after in ("", "和", "、", "(", "者")
            and any(0 <= change.span[0] - v.span[1] <= 2 for v in clause.values)
        ):
            clause.changes.remove(change)
            clause.terms = sorted(
                [*clause.terms, Term(change.span, "remission_rate", True, False, endpoint=True)], key=lambda t: t.words
            )


def _categories(clause: Clause) -> None:
    """Drop a span of grades that a share reached: "mRS was 0–2 in 46%", mRS 0～2分者占46%."""
    shares = [v for v in clause.values if v.quantity.kind in ("percent", "fraction")]
    for value in list(clause.values):
        q = value.quantity
        grades = q.kind in ("number", "measurement") and q.upper is not None and q.unit in (None, "points") and q.upper <= 10
        if grades and any(v.span[0] > value.span[1] for v in shares):
            clause.values.remove(value)


_AT_LEAST_BEFORE = re.compile(r"至少[^,;。]{0,4}$|\b(?:at least|more than|≥)\s?$", re.IGNORECASE)
_AT_LEAST = re.compile(r"\s?(?:及|或)?以上|\s(?:or more|or greater)\b")


def _respond(clause: Clause) -> None:
    """Drop the threshold of a responder rate, and the change it belongs to: PASI下降75%以上者分别占66.7%和30.8%."""
    end = clause.span[0]
    for value in [v for v in clause.values if v.quantity.kind == "measurement" and not v.quantity.sd]:
        lead = clause.text[: value.span[0] - end]
        limit = _AT_LEAST_BEFORE.search(lead) or value.quantity.comparator == "≥"
        if limit and any(v.quantity.kind in ("percent", "fraction") and v.span[1] <= value.span[0] for v in clause.values):
            clause.values.remove(value)
    for value in [v for v in clause.values if _AT_LEAST.match(clause.text[v.span[1] - end :])]:
        if any(v is not value and v.quantity.kind in ("percent", "count") for v in clause.values):
            clause.values.remove(value)
            clause.changes = [c for c in clause.changes if not 0 <= value.span[0] - c.span[1] <= 6]


_LISTED = re.compile(r", (?:and |or )?|\s*(?:、|/|and|or|和|与|及)\s*")


_ARMS_LISTED = re.compile(r"(?: groups?| arms?)?(?:, (?:and )?(?:the )?|、| and (?:the )?)")
_SAYS = re.compile(r"\s(?:were|was|had|achieved|reached|went|of (?:the )?patients)\b|的患者")


def _lists(reading: Reading, values: list[Value]) -> list[Span]:
    """Stretches of figures that stand as one list, so that their commas cut nothing: "45%, 20%, 33% and 29%"."""
    found: list[Span] = []
    for a, b in pairwise(values):
        if (
            a.quantity.kind == b.quantity.kind
            and _LISTED.fullmatch(reading.text((a.span[1], b.span[0])))
            and not _SAYS.match(reading.folded, b.span[1])
        ):
            found.append((a.span[0], b.span[1]))
    return found


def _arm_lists(reading: Reading, arms: list[ArmMention]) -> list[Span]:
    """Stretches of arms that stand as one list: "in the high-dose, low-dose and placebo groups"."""
    joins = ((a, b) for a, b in pairwise(arms) if _ARMS_LISTED.fullmatch(reading.text((a.span[1], b.span[0]))))
    return [(a.span[0], b.span[1]) for a, b in joins]


def _start(item: Term | Change | Value | ArmMention | TimeMention) -> int:
    return item.words[0] if isinstance(item, Term) else item.span[0]


def _depths(text: str) -> list[int]:
    """How many brackets each character stands in; none where brackets do not match, for those protect nothing."""
    depth, depths = 0, []
    for char in text:
        depth += (char in _OPEN) - (char in _CLOSE)
        depths.append(max(depth, 0))
    return [] if depth else depths


def _cut(text: str, marks: re.Pattern[str], offset: int, covered: list[Span]) -> list[Span]:
    """Cut at marks that stand outside brackets and outside terms."""
    depths = _depths(text) if _BRACKET.search(text) else []
    pieces, last = [], 0
    for mark in marks.finditer(text):
        at = mark.start()
        if (at < len(depths) and depths[at]) or any(a < offset + at < b for a, b in covered):
            continue
        pieces.append((offset + last, offset + at))
        last = mark.end() if not mark.group().strip().isalpha() and mark.group().strip() else mark.start()
    pieces.append((offset + last, offset + len(text)))
    return [p for p in pieces if text[p[0] - offset : p[1] - offset].strip()]
