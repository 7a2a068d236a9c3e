"""Adverse events: who had what, how many, how bad."""

from __future__ import annotations

import re
from collections.abc import Iterator

from litrex.records.findings.finding import Finding
from litrex.records.findings.items import Clause, Term, Value, as_id
from litrex.records.findings.naming import ENDPOINT
from litrex.records.findings.scope import Scope
from litrex.records.reading import Reading
from litrex.schema.mention import Label

CONTEXT = re.compile(
    r"不良(?:事件|反应)|并发症|副作用|毒性|毒副|不适|\badverse\b|\bside[ -]effects?\b|\bcomplications?\b"
    r"|\btoxicit|\bharms?\b|\bsafety\b|安全性",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"出现|发生|引起|诉|伴|经历|发热|报告了?|\b(?:developed|experienced|suffered|had|ran|reported|occurred"
    r"|occurring|complained|required|needed|died|seen in|noted in|observed in|arose|documented|encountered"
    r"|recorded|transient|mild|self-limit\w*)\b",
    re.IGNORECASE,
)
_SEVERITY = (
    ("fatal", re.compile(r"致死|致命|死亡|\bfatal\b", re.IGNORECASE)),
    ("life_threatening", re.compile(r"危及生命|\blife-threatening\b", re.IGNORECASE)),
    ("severe", re.compile(r"重度|严重(?!不良)|重症|\bsevere\b|\bgrade (?:3|III)\b|3级", re.IGNORECASE)),
    ("moderate", re.compile(r"(?<!轻)中度|\bmoderate\b", re.IGNORECASE)),
    ("mild", re.compile(r"轻度|轻微|轻症|轻中度|\bmild(?:ly)?\b|\bminor\b|\bself-limit\w*\b|\bgrade 1\b|1级", re.IGNORECASE)),
)
_SERIOUS = re.compile(r"严重不良事件|serious adverse event|\bSAEs?\b", re.IGNORECASE)
_NOT_SERIOUS = re.compile(r"(?:无|未|没有|非|不属于|not|no|non-?|without)[^,;。]{0,16}(?:严重不良|serious|SAE)", re.IGNORECASE)
_AFTER_COUNT = re.compile(
    r"^\s*(?:\(|:|=|,|x|×|in|n\s*=|各|共|约|有|在[^,;。]{1,12}组(?:中|内)?|见于|发生于|为"
    r"|仅)*\s*(?:n\s*=\s*)?\s*$",
    re.IGNORECASE,
)


def attach(reading: Reading, group: list[Clause], scope: Scope, taken: set[tuple[int, int]]) -> Iterator[Finding]:
    """Find events that are told as happened; `taken` are terms that already tell a change or are denied."""
    whole = " ".join(c.text for c in group)
    adverse = scope.adverse or bool(CONTEXT.search(whole))
    among = adverse or any(t.event and not t.endpoint and not t.measure for c in group for t in c.terms)
    last: Term | None = None
    for clause in group:
        if not clause.terms and last is not None:
            yield from (
                _event(clause, last, v, _serious(clause))
                for v in _counts_after(reading, clause, clause.span[0], clause.span[1], bare=True)
            )
            continue
        if not clause.terms and scope.adverse and scope.table:
            yield from _unnamed(reading, clause)
        count: Value | None = None
        last = None
        for n, term in enumerate(clause.terms):
            if (
                not term.event
                or term.words in taken
                or (term.endpoint and not scope.adverse and not _befell(clause, term, among))
                or _had_before(reading, term, scope)
                or _THEIRS.search(clause.text[: term.words[0] - clause.span[0]])
            ):
                count = None
                continue
            right = clause.terms[n + 1].words[0] if n + 1 < len(clause.terms) else clause.span[1]
            several = _counts_after(reading, clause, term.words[1], right)
            if len(several) > 1:
                yield from (_event(clause, term, v, _serious(clause)) for v in several)
                last = term
                continue
            own = _count_of(reading, clause, term) or _each(group, clause, term)
            own = own or (_apart(group, clause) if n + 1 == len(clause.terms) else None)
            listed = n > 0 and bool(_JOINS.fullmatch(reading.text((clause.terms[n - 1].words[1], term.words[0]))))
            count = own if own is not None else count if listed else None
            lead = clause.text[: term.words[0] - clause.span[0]]
            came = _CAME.search(lead) or _ONE_EVENT.search(lead)
            if adverse or count is not None or came or (not term.measure and _HAPPENED.search(clause.text)):
                yield _event(clause, term, count, _serious(clause))
                last = term


_CAME = re.compile(
    r"(?<!never )(?<!not )\b(?:developed|suffered(?: from)?|experienced|came down with|was complicated by"
    r"|were complicated by)\s"
    r"(?:an? )?(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
_ONE_EVENT = re.compile(
    r"(?:^|[,;(]|\band\b|\bbut\b|\bwith\b|\bwas\b)\s*(?:only )?(?:one|another|a single)\s(?!of\b|year|month|week"
    r"|day)(?:case of |episode of )?"
    r"(?:(?!of\b|in\b|had\b|with\b|and\b|patients?\b)[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
_ONE_OF_THEM = re.compile(
    r"\b(?:one|another) of (?:them|whom|these|the [\w-]+)\s(?:then |later |subsequently )?(?:had|developed|experienced"
    r"|suffered(?: from)?)\s(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:their|his|her|index|previous|prior|history of|since|following an?)\s(?:[\w-]+\s)?$|(?:既往"
    r"|曾患|病史)[^,;。]{0,4}$",
    re.IGNORECASE,
)
_BEFELL = re.compile(
    r"(?:出现|发生|诉|并发|报告了?|伴有?|另有\d+例)[^,;。]{0,8}$|\b(?:developed|experienced|suffered(?: from)?|reported"
    r"|complained of|had)\s"
    r"(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)


def _befell(clause: Clause, term: Term, adverse: bool) -> bool:
    """Whether a complaint that scales measure too (pain, dyspnoea) is told as having come over somebody, and how many."""
    at = term.words[0] - clause.span[0]
    near = any(v.quantity.kind == "count" and abs(v.span[0] - term.words[0]) <= 60 for v in clause.values)
    return near and not ENDPOINT.search(term.concept) and (adverse or bool(_BEFELL.search(clause.text[:at])))


_JOINS = re.compile(r"\s*(?:和|、|及|与|或|and|or|,)\s*(?:[\w一-鿿]{1,8}\s?)?")
_OF_ARM = re.compile(
    r"\s*(?:,|:|(?:was|were) the (?:most )?\w+ (?:adverse (?:event|effect|reaction)s?|complications?)|followed|with|、|和"
    r"|及|\band\b|\bin\b|\bby\b|\bwas\b|\bwere\b|(?:seen|reported|noted|observed|recorded|found)\b|在"
    r"|于|见于|分别|依次|中|有|为|发生|出现|各|\boccurred\b|\bdeveloped\b|\barose\b"
    r"|\s|[一-鿿A-Za-z×^0-9-]{1,10}组|the [\w-]+ (?:group"
    r"|arm))*\s*",
    re.IGNORECASE,
)


def _counts_after(reading: Reading, clause: Clause, left: int, right: int, *, bare: bool = False) -> list[Value]:
    """The counts that follow an event, one an arm: 肿胀在三组中依次有3名、5名和1名, "seen in 15 and 5 patients"."""
    found: list[Value] = []
    at = left
    for v in clause.values:
        if (
            left <= v.span[0] < right
            and v.quantity.kind in ("count", "number")
            and v.quantity.value is not None
            and v.quantity.value == int(v.quantity.value)
        ):
            if not _OF_ARM.fullmatch(reading.text((at, v.span[0]))):
                break
            found.append(v)
            at = v.span[1]
    counted = any(v.quantity.kind == "count" for v in found)
    return (
        found
        if (len(found) > 1 and (counted or bool(re.search(r"\b(?:in|by)\s$", reading.text((left, found[0].span[0]))))))
        or (bare and len(found) == 1 and counted and bool(clause.arms))
        else []
    )


def _had_before(reading: Reading, term: Term, scope: Scope) -> bool:
    """Whether the event is what the patients were treated for."""
    around = reading.within((max(0, term.words[0] - 30), term.words[1] + 30), Label.CONDITION)
    return any(m.concept in scope.sick and m.start <= term.words[0] and term.words[1] <= m.end for m in around)


_ITEM = re.compile(
    r"\s*(?:\d+ )?(?P<what>(?!no\b|none\b|not\b|grades?\b|patients?\b|total\b|all\b|any\b|mild\b|severe\b|serious\b"
    r"|adverse\b|events?\b|nil\b)"
    r"[A-Za-z][A-Za-z'/ -]{3,40}?|(?!无|未|共|其他|不良|严重)[一-鿿]{2,10}?)\s*(?:\(\s?(?:n\s?=\s?)?\d+\s?(?:例|名)?\)"
    r"|:?\s?\d+\s?(?:例|名)?)\s*",
    re.IGNORECASE,
)


def _unnamed(reading: Reading, clause: Clause) -> Iterator[Finding]:
    """An event that no lexicon holds, in a column of events and with its count: "dysplasia 1", 阴囊肿胀5."""
    match = _ITEM.fullmatch(clause.text)
    counts = [v for v in clause.values if v.quantity.kind in ("count", "number")]
    if match is None or len(counts) != 1 or counts[0] is not clause.values[-1]:
        return
    words = (clause.span[0] + match.start("what"), clause.span[0] + match.end("what"))
    yield _event(clause, Term(words, as_id(match["what"]), False, True, known=False), counts[0], serious=False)


_ALONE = re.compile(r"\s*(?:n\s?=\s?)?\d+(?:\s?(?:patients?|cases?|subjects?|例|名|人))?\s*", re.IGNORECASE)


def _apart(group: list[Clause], clause: Clause) -> Value | None:
    """The count that stands behind a comma of its own: "haematoma, n = 1"."""
    at = group.index(clause)
    following = group[at + 1] if at + 1 < len(group) else None
    if following is None or len(following.values) != 1 or not _ALONE.fullmatch(following.text):
        return None
    return following.values[0]


_EACH_ZH, _EACH_EN = re.compile(r"各(?:有)?\s*$"), re.compile(r"\b(?:each|apiece)\b", re.IGNORECASE)


def _each(group: list[Clause], clause: Clause, term: Term) -> Value | None:
    """The count that holds for every event of a list: 肺炎、尿路感染各1例, "one case each of A, B and C"."""
    for other in group:
        for v in other.values:
            lead = other.text[: v.span[0] - other.span[0]]
            rest = other.text[v.span[1] - other.span[0] :][:8]
            if v.quantity.kind == "count" and (
                (_EACH_ZH.search(lead) and term.words[0] < v.span[0])
                or (_EACH_EN.search(rest) and (term.words[0] > v.span[0] or other is clause))
            ):
                return v
    return None


def _serious(clause: Clause) -> bool:
    """Whether a clause calls its event serious, and does not deny it."""
    return bool(_SERIOUS.search(clause.text)) and not _NOT_SERIOUS.search(clause.text)


_ONE_OF_IT = re.compile(
    r"(?:^|,|:|\band|\bhad|\bdeveloped|\bexperienced"
    r"|\bsuffered)\s*an?\s(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
_DIED_OF = re.compile(
    r"\b(?:died|deaths?)\s(?:of|from|due to|because of|caused by)\s(?:(?!during|after|with|in\b)[\w*-]+\s){0,3}$|(?:死于"
    r"|因)[^,;。]{0,6}$",
    re.IGNORECASE,
)


def _event(clause: Clause, term: Term, count: Value | None, serious: bool) -> Finding:
    n = None
    if count is not None:
        q = count.quantity
        n = int(q.n) if q.n is not None else int(q.value) if q.kind in ("count", "number") and q.value is not None else None
    around = clause.text
    lead = around[: term.words[0] - clause.span[0]]
    if n is None and any(p.search(lead) for p in (_ONE_OF_IT, _ONE_EVENT, _ONE_OF_THEM)):
        n = 1
    severity = "fatal" if _DIED_OF.search(lead) else next((name for name, pattern in _SEVERITY if pattern.search(around)), None)
    spans = (term.words,) if count is None else (term.words, count.span)
    percent = count.quantity if count is not None and count.quantity.kind == "percent" else None
    return Finding(term, spans, "event", quantity=percent, n=n, event=True, severity=severity, serious=True if serious else None)


def _count_of(reading: Reading, clause: Clause, term: Term) -> Value | None:
    """The count of an event: right after it (发热3例, "fever, n = 2", "fever (1)") or before it in the clause (3例…出现腹痛)."""
    kinds = ("count", "percent", "fraction", "number")
    after = [v for v in clause.values if v.span[0] >= term.words[1] and v.quantity.kind in kinds]
    others = [t.words[0] for t in clause.terms if t.words[0] >= term.words[1]]
    if after and not (others and others[0] < after[0].span[0]):
        gap = reading.text((term.words[1], after[0].span[0]))
        if (_AFTER_COUNT.match(gap) and (after[0].quantity.kind != "number" or "(" in gap or not gap.strip())) or re.search(
            r"\b(?:in|occurred in|affected|developed in)\s*$", gap
        ):
            return after[0]
    before = [v for v in clause.values if v.span[1] <= term.words[0] and v.quantity.kind in ("count", "percent", "fraction")]
    if before:
        between = [t.words for t in clause.terms if before[-1].span[1] <= t.words[0] < term.words[0]]
        if (
            not between
            or _DIED_OF.search(clause.text[: term.words[0] - clause.span[0]])
            or _JOINS.fullmatch(reading.text((between[-1][1], term.words[0])))
        ):
            return before[-1]
    numbers = [v for v in clause.values if v.span[1] <= term.words[0] and v.quantity.kind == "number"]
    return (
        numbers[-1]
        if numbers and numbers[-1].quantity.literal and reading.text((numbers[-1].span[1], term.words[0])).strip() == ""
        else None
    )
