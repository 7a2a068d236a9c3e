"""Which measure a figure is of: before it, after it, or named once for several arms."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import pairwise

from litrex.records.findings.arms import ArmMention
from litrex.records.findings.finding import Finding
from litrex.records.findings.items import Clause, Term, Value
from litrex.records.findings.scope import Scope
from litrex.records.reading import Reading, Span

_FROM_TO = re.compile(
    r"(?:降|升|增|减|提高|下降|上升|增加|减少|改善|恢复|缩短|延长|缩小|回落|变)?(?:低|高|加|少|至|到|为)?(?:至|到"
    r"|为)(?:了)?\s*$|\bto(?: a (?:mean|median) of)?\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?:由|从|自)[^,;。]{0,24}$|\bfrom(?: a (?:mean|median|baseline) of| baseline)?(?: \w+){0,4}\s*$", re.IGNORECASE
)
_BY = re.compile(
    r"(?:了|约|平均|达|幅度为|幅度达)*\s*$|\bby(?: (?:about|a mean of|an average of|a median of|approximately|some"
    r"|only|up to))?\s*$",
    re.IGNORECASE,
)
_IS = re.compile(
    r"(?:为|是|达到?|仅|约|至|占|=|:|均为|高达|只有|分别为|为约|在|\()\s*$|(?:\b(?:was|were|is|are|of|averaged"
    r"|reached|at|to|only|about|around|approximately|stood at|being|had|and|score|:|=|\()\s*)$",
    re.IGNORECASE,
)
_RESPECTIVE = re.compile(r"分别|依次|respectively|\bin turn\b|对(?=\d)", re.IGNORECASE)
_COUNTED_VERB = re.compile(
    r"^\s*(?:(?:were|was|had been|are|have been)\s)?(?:randomi[sz]ed|assigned|allocated|allotted|enrolled"
    r"|recruited|received|given|treated|infused|injected|included|underwent|screened|in each|per group|each\b"
    r"|served|acted)"
    r"|^(?:患者)?\s*(?:被)?(?:随机|入组|纳入|接受|给予|仅?输注|仅?静脉|仅?用|注射|分为|采用|另|继续|作为|完成|每组)",
    re.IGNORECASE,
)
_TIME_MEASURE = re.compile(r"时间|天数|病程|time\b|duration|stay|days|survival|生存期|中位生存", re.IGNORECASE)


def attach(reading: Reading, group: list[Clause], changed: list[Finding], scope: Scope) -> Iterator[Finding]:
    """Attach each figure of a group of clauses to its measure, arm and change.

    `changed` are the changes already found; a figure that tells how far one went completes it (``降至8.2``, "fell by 14").
    """
    subject: list[Term] = []
    for at, clause in enumerate(group):
        values = [v for v in clause.values if _is_figure(reading, clause, v, scope, subject)]
        terms = [
            t
            for t in clause.terms
            if not any(v.span[0] <= t.words[0] and t.words[1] <= v.span[1] for v in values) and not _is_moment(reading, t)
        ]
        if values and len(values) > 1 and (_RESPECTIVE.search(clause.text) or _parallel(reading, values)):
            shared = yield from _joined(reading, clause, changed, _respectively(reading, clause, values, terms or subject, scope))
            if shared:
                subject = terms or subject
                continue
        yield from _one_by_one(reading, group, at, values, subject, changed)
        subject = terms or subject


def _is_figure(reading: Reading, clause: Clause, value: Value, scope: Scope, subject: list[Term]) -> bool:
    kind = value.quantity.kind
    if value.span in scope.counted or _ingredient(reading, clause, value):
        return False
    before = clause.text[: value.span[0] - clause.span[0]]
    after = clause.text[value.span[1] - clause.span[0] :]
    if kind in ("number", "duration"):
        measured = [t for t in clause.terms if t.words[1] <= value.span[0]] or (subject if kind == "duration" else [])
        near = bool(measured) and (
            not any(t is measured[-1] for t in clause.terms) or value.span[0] - measured[-1].words[1] <= 28
        )
        if kind == "duration":
            return (
                near
                and bool(_TIME_MEASURE.search(reading.text(measured[-1].words)))
                and bool(
                    re.search(
                        r"(?:为|was|were|of|:|=|和|and|达|由|从|至|到|缩短了?|延长了?|from|to|by|averaged"
                        r"|lasted)\s*(?:[\d.]+\s*\S{0,3}(?:和|and)\s*)?$|(?:时间|天数|日|期)\s*$|(?:median"
                        r"|mean) (?:time )?of\s$|\($",
                        before,
                    )
                )
            )
        return (
            (near and bool(_IS.search(before) or _FROM_TO.search(before)))
            or bool(_FROM.search(before))
            or (bool(_FROM_TO.search(before)) and len(clause.values) > 1)
        )
    if kind == "count":
        return (
            value.quantity.noun in (None, "patients", "people", "cases", "eyes", "hips", "knees", "limbs", "animals")
            and not _COUNTED_VERB.match(after)
            and bool(clause.terms)
        )
    return not (kind == "fraction" and re.search(r"[女男]/[女男]|[MF]\s?[/:]\s?[MF]", before))


_MADE_WITH = re.compile(r"(?:用|以|予|含|浓度为?|加入|喂|饮用)\s*$|\b(?:with|containing|using) $", re.IGNORECASE)
_SUBSTANCE = re.compile(r"(?!的|患者|和|与|至|到|升|降|、)[一-鿿]|\s(?:[A-Z]{2,}\b|[a-z]+(?:ate|ide|ine|ium|ol|ose|gen|serum)\b)")


def _ingredient(reading: Reading, clause: Clause, value: Value) -> bool:
    """Whether a percentage is a strength, as in 3%葡聚糖硫酸钠 or "with 3% DSS"."""
    before, after = clause.text[: value.span[0] - clause.span[0]], clause.text[value.span[1] - clause.span[0] :]
    return (
        value.quantity.kind == "percent"
        and value.quantity.n is None
        and bool(_MADE_WITH.search(before))
        and bool(_SUBSTANCE.match(after))
    )


def _parallel(reading: Reading, values: list[Value]) -> bool:
    """Whether the figures stand as one list: ``45%、20%和33%``, "45%, 20% and 33%"."""
    gaps = [reading.text((a.span[1], b.span[0])).strip() for a, b in pairwise(values)]
    return (
        all(re.fullmatch(r"[,、/]|和|与|及|and|, and|vs\.?|versus|对|比|或|:", g, re.IGNORECASE) for g in gaps)
        and len({v.quantity.kind for v in values}) == 1
    )


def _respectively(
    reading: Reading, clause: Clause, values: list[Value], terms: list[Term], scope: Scope
) -> Generator[Finding, None, bool]:
    """Hand out a list of figures to measures or to arms, whichever are as many; returns whether it could."""
    figures = [v for v in values if v.quantity.kind != "number"] or values
    named = [a.name for a in _distinct(clause.arms)]
    before = [t for t in terms if t.words[1] <= figures[0].span[0]] or terms
    if len(before) >= 2 and len(before) == len(figures) and len(named) != len(figures):
        for term, value in zip(before, figures, strict=True):
            yield _figure(term, value)
        return True
    times = [t.value for t in clause.times if t.span[1] <= figures[0].span[0]]
    if len(times) == len(figures) and len(named) != len(figures) and len({str(t) for t in times}) == len(times) and before:
        for value, time in zip(figures, times, strict=True):
            yield replace(_figure(before[-1], value), timepoint=time)
        return True
    arms = named if len(named) == len(figures) else list(scope.arms) if len(scope.arms) == len(figures) else []
    if (
        not arms
        and scope.table
        and len(figures) == 2
        and re.search(r"\bvs\b|versus|对|比", reading.text((figures[0].span[1], figures[1].span[0])), re.IGNORECASE)
    ):
        arms = ["intervention", "control"]
    if not before or (len(figures) > 2 and not arms and not _RESPECTIVE.search(clause.text)):
        return False
    following = [t for t in clause.terms if t.words[0] >= figures[-1].span[1]]
    term = following[0] if following and not any(t.words[1] <= figures[0].span[0] for t in clause.terms) else before[-1]
    for n, value in enumerate(figures):
        yield replace(_figure(term, value), arm=arms[n] if arms else None)
    return True


_AGAINST = re.compile(r"\bvs\b|versus|高于|低于|多于|少于|优于|大于|小于|长于|短于|\bthan\b|(?<=%)对|(?<=%)比", re.IGNORECASE)


def _joined(
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
            if len(gap) <= 16 and figure.quantity is not None and figure.quantity.n is None:
                far = (
                    bool(_BY.search(re.sub(r"分别|依次", "", gap)))
                    and not _FROM_TO.search(gap + "")
                    and not _FROM_TO.search(reading.text(change.spans[1]))
                )
                figure = replace(
                    figure, direction=change.direction, kind="difference" if far else None, spans=(*figure.spans, change.spans[1])
                )
        yield figure


def _distinct(arms: list[ArmMention]) -> list[ArmMention]:
    seen: dict[str, ArmMention] = {}
    for arm in arms:
        if arm.name and not arm.everyone:
            seen.setdefault(arm.name, arm)
    return list(seen.values())


def _figure(term: Term, value: Value) -> Finding:
    q = value.quantity
    n = int(q.n) if q.n is not None else int(q.value) if q.kind == "count" and q.value is not None else None
    return Finding(term, (term.words, value.span), "figure", quantity=q, n=n)


def _one_by_one(
    reading: Reading, group: list[Clause], at: int, values: list[Value], subject: list[Term], changed: list[Finding]
) -> Iterator[Finding]:
    clause, skip = group[at], set[Span]()
    for n, value in enumerate(values):
        if value.span in skip:
            continue
        term = _term_of(reading, clause, value, values, subject)
        if term is None or (value.quantity.kind == "count" and not _counts_those(reading, clause, value, term)):
            continue
        before = reading.text((clause.span[0] if n == 0 else values[n - 1].span[1], value.span[0]))
        pair = values[n + 1] if n + 1 < len(values) else None
        alike = [t for t in clause.terms if t.words[1] <= value.span[0]]
        if len(values) == 1 and len(alike) > 1 and _ALL_ARE.search(before):
            yield from (_figure(t, value) for t in alike)
            continue
        if value.quantity.upper is not None and _FROM.search(before):
            whole = value.quantity
            first, last = (
                Value(value.span, replace(whole, upper=None)),
                Value(value.span, replace(whole, value=whole.upper, upper=None)),
            )
            yield from _from_to(term, first, last, changed)
            continue
        if pair is not None and _FROM.search(before) and _FROM_TO.search(reading.text((value.span[1], pair.span[0]))):
            skip.add(pair.span)
            yield from _from_to(term, value, pair, changed)
        else:
            yield _with_change(reading, clause, term, value, changed)


_ALL_ARE = re.compile(r"(?:均|都|皆|同)(?:为|是|达到?)\s*$|\bboth (?:was|were) $|\bwere both $", re.IGNORECASE)
_MOMENT = re.compile(r"(?:后|前|时|期间)(?:的?\d|的?第|,|$|的[一二三四六])|(?:者|的人|的?患者|病人)?(?:当)?中(?!位)")
_REACHED = re.compile(
    r"(?:出现|发生|达到|获得|实现|进展为|取得)[^,;。]{0,4}$"
    r"|\b(?:(?:were|was|remained) in|achieved|reached|entered|attained|went into)\s(?:a |the )?(?:\w+\s){0,2}$"
)


def _bracketed(reading: Reading, clause: Clause, term: Term, value: Value) -> bool:
    """Whether a measure stands in brackets that close before the figure, as a definition does: 缓解率(SLEDAI<3)为66%."""
    lead, between = reading.text((clause.span[0], term.words[0])), reading.text((term.words[1], value.span[0]))
    return lead.count("(") > lead.count(")") and between.count(")") > between.count("(")


def _is_moment(reading: Reading, term: Term) -> bool:
    """Whether a measure only names a time: 先前临床反应后的6个月内."""
    return bool(_MOMENT.match(reading.folded[term.words[1] : term.words[1] + 5]))


_DID = re.compile(
    r"出现|发生|达到|获得|实现|恢复|存活|死亡|好转|改善|维持|保持|仍|转为|完成|停|全部|均|\b(?:achieved|reached"
    r"|had|developed|showed|remained|were|was|regained|gained|lost|improved|survived|needed|required|experienced"
    r"|went|entered|stopped|became|reported|underwent|in)\b",
    re.IGNORECASE,
)
_AFTER_TERM = re.compile(
    r"\s*(?:\([^()]*\))?\s*(?:者|的?(?:患者|病人)?|有|为|共|见于|发生于|仅|各|达|:|=|,|in|was|were|by|of|seen"
    r"|occurred|reached|achieved|noted|observed|among|for|only|\s)*\s*",
    re.IGNORECASE,
)


def _counts_those(reading: Reading, clause: Clause, value: Value, term: Term) -> bool:
    """Whether a count is of those who had the measure, not of those who were taken in: 118名乙型肝炎患者."""
    if clause.changes or term.words[0] < clause.span[0]:
        return True
    if term.words[1] <= value.span[0]:
        gap = reading.text((term.words[1], value.span[0]))
        return bool(_AFTER_TERM.fullmatch(gap)) or bool(_DID.search(gap)) or bool(clause.arms)
    gap = reading.text((value.span[1], term.words[0]))
    return bool(_DID.search(gap)) or len(gap.strip()) <= 2


def _term_of(reading: Reading, clause: Clause, value: Value, values: list[Value], subject: list[Term]) -> Term | None:
    """The measure of a figure: the nearest before it in its clause, else after it, else the subject of the clauses before."""
    own = next((t for t in clause.terms if value.span[0] <= t.words[0] and t.words[1] <= value.span[1]), None)
    if own is not None:
        return own
    left = max((v.span[1] for v in values if v.span[1] <= value.span[0]), default=clause.span[0])
    right = min((v.span[0] for v in values if v.span[0] >= value.span[1]), default=clause.span[1])
    usable = [t for t in clause.terms if not _is_moment(reading, t)]
    before = [t for t in usable if t.words[1] <= value.span[0]]
    outside = [t for t in before if not _bracketed(reading, clause, t, value)]
    before = outside or before
    after = [t for t in usable if value.span[1] <= t.words[0] and t.words[1] <= right]
    reached = [t for t in after if _REACHED.search(reading.text((value.span[1], t.words[0])))]
    after = reached or after
    near = [t for t in before if t.words[0] >= left]
    if value.quantity.kind == "count" and after and not (near and value.span[0] - near[-1].words[1] <= 3):
        return after[0]
    if near:
        return near[-1]
    if after:
        return after[0]
    return before[-1] if before else (subject[-1] if subject else None)


def _from_to(term: Term, first: Value, last: Value, changed: list[Finding]) -> Iterator[Finding]:
    a, b = first.quantity, last.quantity
    told = next(
        (f for f in changed if f.term.words == term.words and f.direction in ("increase", "decrease", "improve", "worsen")), None
    )
    way = told.direction if told else None
    if way is None and a.value is not None and b.value is not None and a.value != b.value:
        way = "increase" if b.value > a.value else "decrease"
    if b.unit and not a.unit:
        a = replace(a, unit=b.unit)
    yield Finding(term, (term.words, first.span), "figure.from", quantity=a, timepoint="baseline")
    spans = (term.words, last.span, *(told.spans if told else ()))
    yield Finding(term, tuple(dict.fromkeys(spans)), "figure.to", quantity=b, direction=way)


def _with_holders(clause: Clause, value: Value, figure: Finding) -> Finding:
    """Add who had it: "one eye gained 17 letters"."""
    holders = [v for v in clause.values if v.quantity.kind == "count" and v.span[1] <= value.span[0]]
    if figure.kind == "difference" and figure.n is None and len(holders) == 1 and holders[0].quantity.value is not None:
        return replace(figure, n=int(holders[0].quantity.value))
    return figure


def _with_change(reading: Reading, clause: Clause, term: Term, value: Value, changed: list[Finding]) -> Finding:
    """Join a figure with the change of the same measure that it completes."""
    figure = _figure(term, value)
    for change in (
        f for f in changed if f.term.words == term.words and len(f.spans) > 1 and clause.span[0] <= f.spans[1][0] < clause.span[1]
    ):
        word = change.spans[1]
        gap = reading.text((word[1], value.span[0])) if word[1] <= value.span[0] else ""
        if word[1] <= value.span[0] and len(gap) <= 40:
            far = (
                value.quantity.kind in ("measurement", "percent", "number")
                and bool(_BY.search(gap))
                and not _FROM_TO.search(gap)
                and not _FROM_TO.search(reading.text(word))
            )
            far = far or reading.text(word).endswith("幅")
            if value.quantity.kind == "percent" and value.quantity.n is not None:
                far = False
            told = replace(
                figure,
                direction=change.direction,
                kind="difference" if far else None,
                spans=tuple(dict.fromkeys((*figure.spans, word))),
            )
            return _with_holders(clause, value, told)
        if value.quantity.kind == "count" and value.span[1] <= word[0]:
            return replace(figure, direction=change.direction, spans=tuple(dict.fromkeys((*figure.spans, word))))
    return figure
