"""Which measure a figure is of: before it, after it, or named once for several arms."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import pairwise

from litrex.records.findings.extents import LOWER, like_the_last, with_change
from litrex.records.findings.finding import Finding, figure_of
from litrex.records.findings.gaps import FROM, FROM_TO, RESPECTIVE, TO_THEN
from litrex.records.findings.items import Clause, Term, Value
from litrex.records.findings.lists import joined, parallel, respectively
from litrex.records.findings.scope import Scope
from litrex.records.reading import Reading, Span

_IS = re.compile(
    r"(?:为|是|达到?|仅|约|至|占|=|:|均为|高达|只有|分别为|为约|在|\()\s*$|(?:\b(?:was|were|is|are|of|averaged"
    r"|reached|at|to|only|about|around|approximately|stood at|being|had|and|score|:|=|\()\s*)$",
    re.IGNORECASE,
)
_COUNTED_VERB = re.compile(
    r"^\s*(?:(?:were|was|had been|are|have been)\s)?(?:randomi[sz]ed|assigned|allocated|allotted|enrolled"
    r"|recruited|received|given|treated|infused|injected|included|underwent|screened|in each|per group|each\b"
    r"|served|acted)"
    r"|^(?:患者)?\s*(?:被)?(?:随机|入组|纳入|接受|给予|仅?输注|仅?静脉|仅?用|注射|分为|采用|另|继续|作为|完成|每组)",
    re.IGNORECASE,
)
_TIME_MEASURE = re.compile(
    r"时间|天数|病程|time\b|duration|stay|days|survival|生存期|存活期|中位生存|engraft|植入",
    re.IGNORECASE,
)


def attach(reading: Reading, group: list[Clause], changed: list[Finding], scope: Scope, subject: list[Term]) -> Iterator[Finding]:
    """Attach each figure of a group of clauses to its measure, arm and change.

    `changed` are the changes already found; a figure that tells how far one went completes it (``降至8.2``, "fell by 14").
    `subject` is the measure that goes on from the group before.
    """
    told: Value | None = None
    last: Finding | None = None
    for clause in group:
        values: list[Value] = []
        for value in clause.values:
            if _is_figure(reading, clause, value, scope, subject):
                values.append(value)
            elif told is not None and _goes_on(reading, group, told, value):
                values.append(_of_one_unit(told, value))
            else:
                continue
            told = values[-1]
        terms = [
            t
            for t in clause.terms
            if not any(v.span[0] <= t.words[0] and t.words[1] <= v.span[1] for v in values) and not _is_moment(reading, t)
        ]
        if (
            len(values) > 1
            and not FROM.search(clause.text[: values[0].span[0] - clause.span[0]])
            and (RESPECTIVE.search(clause.text) or parallel(reading, values))
        ):
            shared = yield from joined(reading, clause, changed, respectively(reading, clause, values, terms or subject, scope))
            if shared:
                subject = terms or subject
                ratios = [v for v in values if v.quantity.kind == "ratio"]
                yield from _one_by_one(reading, clause, ratios, subject, [], None)
                continue
        last = yield from _one_by_one(reading, clause, values, subject, changed, last)
        subject = terms or subject


def _is_figure(reading: Reading, clause: Clause, value: Value, scope: Scope, subject: list[Term]) -> bool:
    kind = value.quantity.kind
    if (value.span in scope.counted and kind != "percent" and not _of_two(reading, clause, value)) or _ingredient(
        reading, clause, value
    ):
        return False
    before = clause.text[: value.span[0] - clause.span[0]]
    after = clause.text[value.span[1] - clause.span[0] :]
    if kind in ("number", "duration"):
        measured = [t for t in clause.terms if t.words[1] <= value.span[0]] or (subject if kind == "duration" else [])
        reach = 80 if _MEDIAN.search(before) else 28
        near = bool(measured) and (
            not any(t is measured[-1] for t in clause.terms) or value.span[0] - measured[-1].words[1] <= reach
        )
        if kind == "duration":
            shares = any(v.quantity.kind == "percent" for v in clause.values)
            beside = bool(measured) and value.span[0] - measured[-1].words[1] <= 1 and "survival" in measured[-1].concept
            beside = beside and _takes_time(reading, measured[-1]) and not shares and bool(_NOUNLESS.match(after))
            return beside or (
                near
                and bool(_takes_time(reading, measured[-1]))
                and bool(
                    re.search(
                        r"(?:为|was|were|of|:|=|和|and|达|由|从|至|到|缩短了?|延长了?|from|to|by|averaged"
                        r"|lasted|reached)\s*(?:[\d.]+\s*\S{0,3}(?:和|and)\s*)?$|(?:时间|天数|日|期)\s*$|(?:median"
                        r"|mean)(?:,|:| (?:time )?of)\s$|\($",
                        before,
                    )
                )
            )
        return (
            (near and bool(_IS.search(before) or FROM_TO.search(before) or _signed(reading, measured[-1], value)))
            or bool(FROM.search(before))
            or (bool(FROM_TO.search(before)) and len(clause.values) > 1)
            or _sizes(reading, clause, value, after)
        )
    if kind == "count":
        who = value.quantity.noun in (None, "patients", "people", "cases", "eyes", "hips", "knees", "limbs", "animals")
        who = who or (value.quantity.noun in ("male", "female") and bool(_CAME_OVER.match(after)))
        return (
            who
            and not _COUNTED_VERB.match(after)
            and bool(clause.terms or (subject and (clause.changes or _ONLY_ARM.fullmatch(clause.text))))
        )
    return not (kind == "fraction" and re.search(r"[女男]/[女男]|[MF]\s?[/:]\s?[MF]", before))


_SIGN = re.compile(r"\s?[+−–-]?")


def _signed(reading: Reading, term: Term, value: Value) -> bool:
    """Whether a bare number with its sign stands right behind a measure: "CDAI −103"."""
    gap = reading.text((term.words[1], value.span[0]))
    return bool(_SIGN.fullmatch(gap)) and (bool(gap.strip()) or (value.quantity.value or 0) < 0)


_AGAINST_NEXT = re.compile(r"\s?(?:vs\.?|versus|against)\s?", re.IGNORECASE)


def _of_two(reading: Reading, clause: Clause, value: Value) -> bool:
    """Whether a count is one of two set against each other after a measure: "treatment failure was rare: 2 vs 5 patients"."""
    pairs = pairwise(clause.values)
    mine = (p for p in pairs if value in p and _AGAINST_NEXT.fullmatch(reading.text((p[0].span[1], p[1].span[0]))))
    return any(t.words[1] <= p[0].span[0] for p in mine for t in clause.terms)


_TO_THE_NEXT = re.compile(
    r"(?:\b(?:and|vs\.?|versus|but|compared with|as against|against|than)(?:\s(?:it|they|was|were|in|only|a|median"
    r"|mean|of|about"
    r"|the|[\w-]+ (?:group|arm|patients|controls)))*"
    r"|(?:,|、|;|和|与|及|对|而|比)?(?:在|则|[\w-]{1,12}组)?(?:患者)?(?:仅|则|约)?(?:为|是|达)?)\s*$",
    re.IGNORECASE,
)


def _takes_time(reading: Reading, term: Term) -> bool:
    """Whether a measure is told as a length of time; PFS and OS by what they stand for."""
    words = reading.text(term.words)
    return bool(_TIME_MEASURE.search(f"{words} {term.concept}" if words.isupper() else words))


_BY_ONLY = re.compile(
    r"(?:了|约|平均|达|仅|近|至少)*|\s(?:significantly |markedly |only |further )?by(?: (?:about|a (?:mean|median) of"
    r"|an average of|some|only|up to))?\s"
)
_NOUNLESS = re.compile(r"\s?(?:$|[,;。.)(、±]|和|与|\b(?:at|in|after|and|with|over|on|for|by|from|but|compared|versus|vs)\b)")


def _sizes(reading: Reading, clause: Clause, value: Value, after: str) -> bool:
    """Whether a bare number is the size of a change: "fell by 14 at week 8", 下降2.3, "5.6 lower than"."""
    if LOWER.match(after):
        return bool(clause.terms)
    return bool(_NOUNLESS.match(after)) and any(
        c.span[1] <= value.span[0] and not c.adjective and _BY_ONLY.fullmatch(reading.text((c.span[1], value.span[0])))
        for c in clause.changes
    )


def _of_one_unit(last: Value, value: Value) -> Value:
    """Give a bare number the unit of the figure that it goes on with: "2.6 points with the vector and 1.9 with placebo"."""
    if value.quantity.kind != "number" or last.quantity.kind != "measurement":
        return value
    return Value(value.span, replace(value.quantity, kind="measurement", unit=last.quantity.unit))


def _goes_on(reading: Reading, group: list[Clause], last: Value, value: Value) -> bool:
    """Whether a bare number or a length is the next arm's figure: "11.4 months in A and 7.9 months in B"."""
    kinds = (last.quantity.kind, value.quantity.kind)
    if kinds not in (("number", "number"), ("duration", "duration"), ("measurement", "number")):
        return False
    if (kinds[0] == kinds[1] and last.quantity.unit != value.quantity.unit) or not 0 < value.span[0] - last.span[1] <= 90:
        return False
    gap = reading.text((last.span[1], value.span[0]))
    around = reading.text((value.span[1], value.span[1] + 24))
    places = [x.span for c in group for x in c.arms] + [x.span for c in group for x in c.times]
    placed = any(last.span[1] <= x[0] and x[1] <= value.span[1] + 30 and _place_of(reading, x, last, value) for x in places)
    return (
        (placed or gap.strip(" (") in ("vs", "vs.", "versus", "对"))
        and bool(_TO_THE_NEXT.search(gap))
        and not _AGED.match(around)
    )


def _place_of(reading: Reading, arm: Span, last: Value, value: Value) -> bool:
    """Whether an arm stands between two figures or right behind the second."""
    return arm[1] <= value.span[0] or bool(
        re.fullmatch(r"\s(?:in|for|with|on|among)(?: the)? ?", reading.text((value.span[1], arm[0])))
    )


_AGED = re.compile(r"\s(?:patients?|old|of age|later|after)\b|后|内|岁|[例名只]")
_ONLY_ARM = re.compile(r"\s*[\w×-]{1,10}组(?:则|中|仅|只)*(?:有|为)\d+(?:例|名|位|人|只)\s*")
_MEDIAN = re.compile(r"(?:median|mean|average)(?: of|,|:|,? was)\s(?:about\s)?$|(?:中位数?|平均)(?:为|是|约)?$", re.IGNORECASE)
_CAME_OVER = re.compile(
    r"\s(?:died|relapsed|developed|had|achieved|experienced|suffered|recovered|conceived)\b|(?:死亡"
    r"|出现|发生|复发)"
)
_MADE_WITH = re.compile(r"(?:用|以|予|含|浓度为?|加入|喂|饮用)\s*$|\b(?:with|containing|using) $", re.IGNORECASE)
_SUBSTANCE = re.compile(
    r"(?!的|患者|和|与|至|到|升|降|、)[一-鿿]|\s(?:[A-Z]{2,}\b|[a-z]+(?:ate|ide|ine|ium|ol|ose"
    r"|gen|serum)\b)"
)


def _ingredient(reading: Reading, clause: Clause, value: Value) -> bool:
    """Whether a percentage is a strength, as in 3%葡聚糖硫酸钠 or "with 3% DSS"."""
    before, after = clause.text[: value.span[0] - clause.span[0]], clause.text[value.span[1] - clause.span[0] :]
    return (
        value.quantity.kind == "percent"
        and value.quantity.n is None
        and bool(_MADE_WITH.search(before))
        and bool(_SUBSTANCE.match(after))
    )


def _one_by_one(
    reading: Reading, clause: Clause, values: list[Value], subject: list[Term], changed: list[Finding], last: Finding | None
) -> Generator[Finding, None, Finding | None]:
    skip = set[Span]()
    for n, value in enumerate(values):
        if value.span in skip:
            continue
        term = _term_of(reading, clause, value, values, subject)
        if last is not None and n and _AND_BY.search(reading.text((values[n - 1].span[1], value.span[0]))):
            term = last.term
        if term is None or (value.quantity.kind == "count" and not _counts_those(reading, clause, value, term)):
            continue
        before = reading.text((clause.span[0] if n == 0 else values[n - 1].span[1], value.span[0]))
        pair = values[n + 1] if n + 1 < len(values) else None
        alike = [t for t in clause.terms if t.words[1] <= value.span[0]]
        if len(values) == 1 and len(alike) > 1 and _ALL_ARE.search(before):
            yield from (figure_of(t, value) for t in alike)
            continue
        if value.quantity.upper is not None and (FROM.search(before) or _goes_to(reading, term, value)):
            whole = value.quantity
            first, end = (
                Value(value.span, replace(whole, upper=None)),
                Value(value.span, replace(whole, value=whole.upper, upper=None)),
            )
            yield from _from_to(term, first, end, changed)
            continue
        if pair is not None and _begins(reading, clause, value, pair, before):
            skip.add(pair.span)
            yield from _from_to(term, value, pair, changed)
        else:
            last = like_the_last(reading, with_change(reading, clause, term, value, changed), last)
            yield last
    return last


def _goes_to(reading: Reading, term: Term, value: Value) -> bool:
    """Whether what looks like a range is where a measure went, as cells tell it: "LVEF 22% to 33%"."""
    told = reading.text(value.span)
    return (
        bool(re.search(r"\sto\s|→|[至到]", told))
        and not term.endpoint_like
        and term.words[1] <= value.span[0]
        and reading.text((term.words[1], value.span[0])).strip() in ("", ":")
    )


_AND_BY = re.compile(
    r"\b(?:and|versus|vs\.?|against|but|compared with)\s(?:only\s|just\s)?(?:by|in|of|for|with"
    r"|at)\s(?:only\s|just\s)?$",
    re.IGNORECASE,
)


_BRACKET_TO = re.compile(r"\s?(?:to|至|到|降至|升至|降到|升到|→|->|⇒)\s?")


def _begins(reading: Reading, clause: Clause, value: Value, pair: Value, before: str) -> bool:
    """Whether two figures are from where and to where a measure went, in so many words or in brackets behind the change."""
    between = reading.text((value.span[1], pair.span[0]))
    changed = any(c.span[1] <= value.span[0] for c in clause.changes)
    if before.rstrip().endswith(("(", ":")) and changed:
        return bool(_BRACKET_TO.fullmatch(between))
    return bool(FROM.search(before)) and (bool(FROM_TO.search(between)) or bool(TO_THEN.search(between)))


_ALL_ARE = re.compile(r"(?:均|都|皆|同)(?:为|是|达到?)\s*$|\bboth (?:was|were) $|\bwere both $", re.IGNORECASE)
_MOMENT = re.compile(
    r"(?:植入|移植)?后(?:自然)?(?:怀孕|妊娠|受孕|死亡|出现|发生|恢复|缓解|复发|好转|停药|再次)|(?:后|前|时|期间)(?:的?\d|的?第|,|$|的[一二三四六])|(?:者|的人|的?患者"
    r"|病人)?(?:当)?中(?!位)"
)
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


_WHEN = re.compile(r"(?:者|患者)?(?:在|于|经)[^,;。]{1,12}(?:后|内|时|中)")


def _counts_those(reading: Reading, clause: Clause, value: Value, term: Term) -> bool:
    """Whether a count is of those who had the measure, not of those who were taken in: 118名乙型肝炎患者."""
    if clause.changes or term.words[0] < clause.span[0]:
        return True
    if term.words[1] <= value.span[0]:
        gap = reading.text((term.words[1], value.span[0]))
        return bool(_AFTER_TERM.fullmatch(gap)) or bool(_DID.search(gap)) or bool(clause.arms)
    gap = reading.text((value.span[1], term.words[0]))
    return bool(_DID.search(gap)) or len(gap.strip()) <= 2 or bool(_WHEN.fullmatch(gap.strip()))


def _leads(clause: Clause, values: list[Value], terms: list[Term]) -> bool:
    """Whether each figure stands before its measure: "eleven (55%) had a complete response and four (20%) a partial one"."""
    shares = [v for v in values if v.quantity.kind in ("percent", "fraction", "count")]
    if len(shares) < 2 or len(shares) != len(values) or len(terms) != len(shares):
        return False
    return all(v.span[1] <= t.words[0] for v, t in zip(shares, terms, strict=True)) and all(
        t.words[1] <= v.span[0] for t, v in zip(terms, shares[1:], strict=False)
    )


_SIGHT = re.compile(r"acuity|vision|视力|BCVA|CDVA|ETDRS", re.IGNORECASE)  # what letters and lines are counted of


def _term_of(reading: Reading, clause: Clause, value: Value, values: list[Value], subject: list[Term]) -> Term | None:
    """The measure of a figure: the nearest before it in its clause, else after it, else the subject of the clauses before."""
    own = next((t for t in clause.terms if value.span[0] <= t.words[0] and t.words[1] <= value.span[1]), None)
    seen = any(t.words[1] <= value.span[0] and _SIGHT.search(reading.text(t.words)) for t in [*subject, *clause.terms])
    if own is not None and not seen:
        return own
    left = max((v.span[1] for v in values if v.span[1] <= value.span[0]), default=clause.span[0])
    right = min((v.span[0] for v in values if v.span[0] >= value.span[1]), default=clause.span[1])
    usable = [t for t in clause.terms if not _is_moment(reading, t) and t is not own]
    before = [t for t in usable if t.words[1] <= value.span[0] or t.words[0] < value.span[0] < t.words[1]]
    outside = [t for t in before if not _bracketed(reading, clause, t, value)]
    before = outside or before
    after = [t for t in usable if value.span[1] <= t.words[0] and t.words[1] <= right]
    reached = [t for t in after if _REACHED.search(reading.text((value.span[1], t.words[0])))]
    after = reached or after
    near = [t for t in before if t.words[0] >= left]
    if after and not reached and _leads(clause, values, usable) and near and value.span[0] - near[-1].words[1] > 3:
        return after[0]
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
