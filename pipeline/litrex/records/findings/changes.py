"""Which measures a change word is said of, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from litrex.records.findings.finding import Finding
from litrex.records.findings.items import Change, Clause, Term, as_id
from litrex.records.findings.openmeasures import phrase_after, phrase_before, unchanged
from litrex.records.findings.scope import Scope
from litrex.records.reading import Reading, Span

_HAN = re.compile(r"[一-鿿]")
_LIST_TAIL = re.compile(r"^[\s)）]*(?:\([^()]*\))?\s*(?:等|水平|评分|and|or|both|以及|和|及)?\s*$", re.IGNORECASE)


def attach(reading: Reading, group: list[Clause], scope: Scope) -> Iterator[Finding]:
    """Attach each change of a group of clauses to the measures it is said of.

    A change takes the measures before it (``A、B和C下降``, "A, B and C fell"); where there are none, or where it stands as
    a verb or an adjective before its object (``改善A、B``, "improved A and B"), those after it. A change without measure
    repeats the last one's ("improved in ten, stayed the same in seven").
    """
    used: set[Span] = set()
    last: list[Term] = []
    way: str | None = None
    for at, clause in enumerate(group):
        for n, change in enumerate(clause.changes):
            if _describes(reading, clause, n):
                continue
            terms = _terms_of(reading, group, at, n, used)
            if not terms and last and (_repeats(clause, change, reading, n) or (change.direction == "no_change" and n)):
                terms = last
            if not terms and (change.direction == "no_change" or _compares(reading, clause, change)):
                terms = _subject(group, at)
            if not terms:
                terms = _phrase(reading, clause, n, scope)
                if not clause.terms and any(v.span[0] >= change.span[1] for v in clause.values):
                    clause.terms = list(terms)  # what its figures are of
            way = way if change.direction == "same" else change.direction
            for term in terms:
                # 改善，恢复正常 is one change; 第3天下降，第14天恢复正常 are two
                again = term.words in used and change.direction == "resolved" and not clause.times
                used.add(term.words)
                if way is not None and not again:
                    yield Finding(term, (term.words, change.span), "change", direction=way)
            last = terms or last
    yield from _orphans(group, used)


def _describes(reading: Reading, clause: Clause, n: int) -> bool:
    """Whether a change word only describes what the next one is said of: 升高的血沉恢复正常, 受损的心功能好转."""
    if n + 1 >= len(clause.changes) or reading.folded[clause.changes[n].span[1] : clause.changes[n].span[1] + 1] not in (
        "的",
        " ",
    ):
        return False
    here, following = clause.changes[n].span[1], clause.changes[n + 1].span[0]
    between = [t for t in clause.terms if here <= t.words[0] and t.words[1] <= following]
    return (
        len(between) == 1
        and between[0].words[0] - here <= 2
        and re.fullmatch(r"(?:都|也|均|已|或者|显著|明显|\s)*", reading.text((between[0].words[1], following))) is not None
    )


def _terms_of(reading: Reading, group: list[Clause], at: int, n: int, used: set[Span]) -> list[Term]:
    clause, change = group[at], group[at].changes[n]
    inside = [t for t in clause.terms if change.span[0] <= t.words[0] < change.span[1] and t.words not in used]
    if inside:
        return inside
    left = clause.changes[n - 1].span[1] if n else clause.span[0]
    right = clause.changes[n + 1].span[0] if n + 1 < len(clause.changes) else clause.span[1]
    colon = reading.folded.find(":", change.span[1], right)
    right = colon if colon >= 0 and reading.text((left, change.span[0])).strip() else right
    before = [t for t in clause.terms if left <= t.words[0] and t.words[1] <= change.span[0] and t.words not in used]
    before = [
        t
        for t in before
        if t is before[-1] or not _STATE.search(reading.folded[max(clause.span[0], t.words[0] - 24) : t.words[0]])
    ]
    after = [t for t in clause.terms if change.span[1] <= t.words[0] and t.words[1] <= right and t.words not in used]
    if (
        before
        and not (change.adjective and after and _close(reading, change.span[1], after[0].words[0]))
        and not _garbled(reading, before, change, after, at)
    ):
        if n == 0:
            before = _list_before(reading, group, at, used) + before
        return before
    after = _without_next(reading, clause, n, after)
    after = [t for t in after if not _BECAUSE.search(reading.text((change.span[1], t.words[0])))]
    if after and (_close(reading, change.span[1], after[0].words[0]) or not before):
        return after + (_list_after(reading, group, at, after, used) if n + 1 == len(clause.changes) else [])
    if not before and n == 0 and at:
        return _list_before(reading, group, at, used, loose=True) or _behind_aside(reading, group, at)
    return before


_APPOSITION = re.compile(
    r"\s*(?:(?:the|a|its|our|their|one of the)\s(?:pre-?specified\s|co-?|key\s"
    r"|main\s)?(?:[\w-]+\s){0,3}?(?:end[ -]?points?|outcomes?|measures?"
    r"|variable|marker|index of [^,;]{3,30}|measure of [^,;]{3,30})|as (?:measured|assessed|judged|estimated) (?:by"
    r"|on|with|from) [^,;]{2,40}"
    r"|(?:measured|assessed|expressed|defined) [^,;]{3,40}|which (?:was|had been) the [^,;]{3,40}|(?:on average"
    r"|overall|in turn|too)"
    r"|(?:主要|次要|首要)(?:疗效)?(?:终点|指标)(?:指标)?)\s*",
    re.IGNORECASE,
)
_VERB_FIRST = re.compile(r"\s*(?:(?:had|has|was|were|did|also|significantly|markedly|indeed|均|明显|显著)\s?)*$")


def _behind_aside(reading: Reading, group: list[Clause], at: int) -> list[Term]:
    """The measure before an aside whose verb follows it: "walking time at 12 weeks, the primary end point, rose"."""
    change = group[at].changes[0]
    if at < 2 or not _VERB_FIRST.fullmatch(reading.text((group[at].span[0], change.span[0]))):
        return []
    aside, clause = group[at - 1], group[at - 2]
    if aside.terms or aside.changes or clause.changes or not _APPOSITION.fullmatch(aside.text):
        return []
    return clause.terms[-1:]


_BECAUSE = re.compile(
    r"\b(?:because|due to|owing to|caused by|as a result|after|following|despite|on account)\b|由于"
    r"|因为?|所致|尽管",
    re.I,
)
_LIST_MARK = re.compile(r"、|,|，|以及")


def _without_next(reading: Reading, clause: Clause, n: int, after: list[Term]) -> list[Term]:
    """Leave to the next change what stands right before it: 缓解A、B减少、C和D升高."""
    if n + 1 >= len(clause.changes) or len(after) < 2 or clause.changes[n + 1].adjective:
        return after
    following = clause.changes[n + 1].span[0]
    if following - after[-1].words[1] > 4:
        return after
    marks = [after[0].words[0] + m.end() for m in _LIST_MARK.finditer(reading.text((after[0].words[0], after[-1].words[0])))]
    return [t for t in after if t.words[0] < marks[-1]] if marks else after


_THAN = re.compile(
    r"\s?(?:于|过|出)?(?:[\w×-]{1,12}组|对照|安慰剂|前者|后者)|\s(?:than|to)\s|(?:er"
    r"|superior)\sthan",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\s*(?:均|都|也|且|并|明显|显著|远|略|稍|significantly|markedly|much|clearly|and|which was"
    r"|\s)*",
    re.IGNORECASE,
)


def _compares(reading: Reading, clause: Clause, change: Change) -> bool:
    """Whether a clause only sets what was told before against another group: 有效率为85%，显著高于对照组的52%."""
    lead = reading.text((clause.span[0], change.span[0]))
    return not clause.terms and bool(_LEAD.fullmatch(lead)) and bool(_THAN.match(reading.folded, change.span[1]))


def _subject(group: list[Clause], at: int) -> list[Term]:
    """What the clause before was about, for "…, with no difference from the siblings"."""
    return next((c.terms[-1:] for c in reversed(group[:at]) if c.terms or not _ASIDE.fullmatch(c.text)), [])


def _close(reading: Reading, start: int, end: int) -> bool:
    """Whether only filling words stand between a change and its object."""
    gap = reading.text((start, end))
    return not re.search(r"[,;。(:]", gap) and (len(gap) <= 8 if _HAN.search(gap) or not gap.strip() else len(gap.split()) <= 6)


def _garbled(reading: Reading, before: list[Term], change: Change, after: list[Term], at: int) -> bool:
    """Translated tables run two clauses together: ``SLEDAI降低,蛋白尿增加血清白蛋白`` raises the albumin."""
    return (
        at > 0
        and len(before) == 1
        and bool(after)
        and after[0].words[0] == change.span[1]
        and before[0].words[1] == change.span[0]
        and bool(_HAN.search(reading.text(change.span)))
    )


_STATE = re.compile(
    r"\b(?:were|was|still|remained) in (?:\w+\s){0,2}$|\b(?:achieved|reached|entered|attained|developed"
    r"|had)\s(?:\w+\s){0,2}$|(?:达到|获得|出现|发生)(?:了)?$",
    re.IGNORECASE,
)


_ASIDE = re.compile(
    r"\s*(?:on the other hand|however|by contrast|in contrast|for (?:example|instance)|moreover|in addition|as expected"
    r"|in turn|too|then"
    r"|in particular|respectively|at (?:least|most|that time)|亦|然而|此外|同时|另一方面|相反|相比之下|则)\s*",
    re.IGNORECASE,
)


def _list_before(reading: Reading, group: list[Clause], at: int, used: set[Span], loose: bool = False) -> list[Term]:
    """Measures of the clauses before that only go on with a list: "VAS, WOMAC and HHS improved"."""
    found: list[Term] = []
    for clause in reversed(group[:at]):
        terms = [t for t in clause.terms if t.words not in used]
        if not clause.terms and _ASIDE.fullmatch(clause.text):
            continue
        if not terms or clause.changes or any(v.quantity.kind not in ("number", "duration") for v in clause.values):
            break
        tail = reading.text((terms[-1].words[1], clause.span[1]))
        if not _LIST_TAIL.match(tail) and not (loose and len(tail.strip()) <= 12):
            break
        found = terms + found
        if len(reading.text((clause.span[0], terms[0].words[0])).strip()) > 6:
            break  # something else was said before the list began
    return found


def _list_after(reading: Reading, group: list[Clause], at: int, after: list[Term], used: set[Span]) -> list[Term]:
    """Measures of the clauses after that go on with the list of objects."""
    found: list[Term] = []
    if not _LIST_TAIL.match(reading.text((after[-1].words[1], group[at].span[1]))):
        return found
    for clause in group[at + 1 :]:
        terms = [t for t in clause.terms if t.words not in used]
        if not terms or clause.changes or clause.values or len(reading.text((clause.span[0], terms[0].words[0])).strip()) > 8:
            break
        found += terms
    return found


def _repeats(clause: Clause, change: Change, reading: Reading, n: int) -> bool:
    """Whether a change stands without a subject of its own, so that the last one's holds."""
    start = clause.changes[n - 1].span[1] if n else clause.span[0]
    lead = reading.text((start, change.span[0]))
    if n and not re.search(r"[,、;(]|\b(?:and|or|but|then)\b|[和及并但而]", lead):
        return False
    return len(lead.strip()) <= 14 or bool(re.search(r"\band\s*(?:\w+\s){0,2}$", lead))


def _phrase(reading: Reading, clause: Clause, n: int, scope: Scope) -> list[Term]:
    """Fall back on the noun phrase beside the change, for measures that nothing names."""
    change = clause.changes[n]
    start, end = change.span[0] - clause.span[0], change.span[1] - clause.span[0]
    if change.direction == "no_change" and not scope.table:
        words = unchanged(clause.text, start, end)
        return _open_term(reading, clause, words) if words is not None else []
    if change.weak:
        return []
    left = clause.changes[n - 1].span[1] - clause.span[0] if n else 0
    words = None if change.adjective else phrase_before(clause.text[left:start], start - left)
    if words is not None:
        words = (words[0] + left, words[1] + left)
    elif scope.table or change.adjective:
        words = phrase_after(clause.text, end)
    return _open_term(reading, clause, words) if words is not None else []


def _open_term(reading: Reading, clause: Clause, words: Span) -> list[Term]:
    span = (clause.span[0] + words[0], clause.span[0] + words[1])
    name = as_id(reading.text(span))
    return [Term(span, name, True, False, known=False)] if name and not _vague(name) else []


_FUNCTION = re.compile(
    r"(?:the|a|an|had|has|have|been|was|were|is|are|than|that|which|who|those|these|not|no|so|as|at|in|on|of|to|by|for"
    r"|more|less|much"
    r"|very|far|both|each|other|others|all|some|most|neither|nor|and|or|but|did|does|do|be|being|it|its|their"
    r"|\w+ly)(?:_\w+ly)*",
)
_GROUP = re.compile(
    r"(?:^|_)(?:groups?|arms?|cohorts?|doses?|animals|mice|rats|eyes|knees|hips|limbs|controls"
    r"|participants|children|women|men)$"
)


def _vague(name: str) -> bool:
    return bool(
        _FUNCTION.fullmatch(name)
        or _GROUP.search(name)
        or re.fullmatch(
            r"(?:病情|症状|患者|疗效|效果|情况|结果|研究|治疗|两组|移植|细胞|条件|程度|风险|方法|水平|功能"
            r"|差异|临床|.{1}|(?:[\d一二两三四五六七八九十]+)(?:例|名|人|只|眼|髋|膝|条|个|处|组)[^,;。]{0,4}|(?:even"
            r"|also|either|both|only|still|then)"
            r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)(?:[_ ]\w+)*|them|it|there|this|that"
            r"|patients?|results?|disease|symptoms?|treatment"
            r"|therapy|dose|cells?|group|response)",
            name,
        )
        or re.fullmatch(r"[一二两三四五六七八九十半数\d~-]+个?(?:小时|天|日|周|月|年)(?:之?[内后时]|期间)?", name)
        or re.search(r"[\d一二两三四五六七八九十]例|出现|发生", name)
        or re.search(
            r"[把让使将给被能会可请拟]|服用|继续|接受|进行|团队|规模|达到|成为|依赖|患者|研究|作者|小组|试验"
            r"|细胞治疗|治疗后?$|移植后?$|随访|期间|patients|authors|study|trial|infusion|therapy|follow",
            name,
        )
    )


def _orphans(group: list[Clause], used: set[Span]) -> Iterator[Finding]:
    """A lone measure right after a change and before the next change's object belongs to the former (garbled tables)."""
    for before, clause in pairwise(group):
        if not before.changes or not clause.changes or not _HAN.search(clause.text):
            continue
        for term in clause.terms:
            if term.words not in used and term.words[1] == clause.changes[0].span[0]:
                used.add(term.words)
                yield Finding(
                    term, (term.words, before.changes[-1].span), "change.orphan", direction=before.changes[-1].direction
                )
