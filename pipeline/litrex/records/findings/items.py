"""Cut a passage into clauses and lay out what stands in each: measures, changes, values, arms, times."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from litrex.records.findings.arms import ArmMention, find_arms
from litrex.records.findings.noresults import takes_in, tells_none
from litrex.records.findings.openmeasures import find_open
from litrex.records.findings.scope import Scope
from litrex.records.findings.times import TimeMention, find_times
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention, Quantity

_STRONG = re.compile(r"[;；。!?！？]|(?<=[a-z\d%)\]])(?<! al)(?<! vs)(?<!i\.v)(?<!i\.a)(?<!e\.g)(?<!i\.e)(?<! ca)(?<! approx)\.(?=\s|$)|\n")
_WEAK = re.compile(
    r"(?<!\d),|,(?!\d)|，|(?<=\s)(?:but|while|whereas|although|though|yet|however|as against|and only|and then)(?=\s)|而(?!且)|但是?|然而|其中"
)
_OPEN, _CLOSE = "([（【", ")]）】"


@dataclass(frozen=True, slots=True)
class Term:
    """A measure or an event in a passage: `words` is the stretch, heads such as 水平 or "score" included."""

    words: Span
    concept: str
    measure: bool
    event: bool
    known: bool = True  # in a lexicon
    event_id: str | None = None  # where the event's id differs from the measure's
    endpoint: bool = False  # a measure by nature (survival, response), no complaint


@dataclass(frozen=True, slots=True)
class Change:
    """A change word with its direction."""

    span: Span
    direction: str
    weak: bool = False  # counts only beside a measure that a lexicon knows
    adjective: bool = False  # stands before what it is said of: 改善的X, "higher X", "increase in X"
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A figure."""

    span: Span
    quantity: Quantity


@dataclass
class Clause:
    """A stretch between commas, with what stands in it in order of place."""

    span: Span
    text: str
    terms: list[Term] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    arms: list[ArmMention] = field(default_factory=list)
    times: list[TimeMention] = field(default_factory=list)


def lay_out(reading: Reading, span: Span, scope: Scope) -> list[list[Clause]]:
    """Lay out a passage as sentence-like groups of clauses."""
    text = reading.text(span)
    terms = find_all_terms(reading, span)
    changes = find_changes(reading, span, terms)
    values = [
        Value((m.start, m.end), m.quantity)
        for m in reading.within(span)
        if m.quantity is not None and m.quantity.kind in ("percent", "fraction", "measurement", "ratio", "count", "number", "duration")
    ]
    values = _with_base(reading, [v for v in values if not any(t.known and t.words[0] <= v.span[0] and v.span[1] <= t.words[1] for t in terms)])
    arms, times = find_arms(reading, span, scope.arms, scope.arm_before), find_times(reading, span)
    covered = [t.words for t in terms] + [v.span for v in values] + _lists(reading, values)
    groups = []
    for strong in _cut(text, _STRONG, span[0], covered):
        group = []
        for weak in _cut(reading.text(strong), _WEAK, strong[0], covered):
            clause = Clause(weak, reading.text(weak))
            for name, found in (("terms", terms), ("changes", changes), ("values", values), ("arms", arms), ("times", times)):
                setattr(clause, name, [x for x in found if weak[0] <= _start(x) < weak[1]])
            _sift(clause)
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
        clause.values = [v for v in clause.values if v.quantity.comparator not in ("<", ">", "≤", "≥") or (v.quantity.kind == "percent" and not takes_in(clause.text))]
    clause.values = [_as_count(clause, v) for v in clause.values]


def _reached(clause: Clause) -> None:
    """Read 缓解 after a count or a rate as the state that was reached: 11例（61.1%）缓解."""
    for change in list(clause.changes):
        word = clause.text[change.span[0] - clause.span[0] : change.span[1] - clause.span[0]]
        after = clause.text[change.span[1] - clause.span[0] :][:1]
        if word == "缓解" and after in ("", "和", "、", "(", "者") and any(0 <= change.span[0] - v.span[1] <= 2 for v in clause.values):
            clause.changes.remove(change)
            clause.terms = sorted([*clause.terms, Term(change.span, "remission_rate", True, False, endpoint=True)], key=lambda t: t.words)


def _as_count(clause: Clause, value: Value) -> Value:
    """A bare number after "improved in" counts those who did."""
    lead = clause.text[: value.span[0] - clause.span[0]]
    rest = clause.text[value.span[1] - clause.span[0] :]
    q = value.quantity
    bare = q.kind == "number" and q.value is not None and q.value == int(q.value) and q.upper is None
    whole = bool(re.search(r"\ball\s$", lead, re.IGNORECASE)) or (bool(clause.changes) and bool(re.search(r"\bin\s$", lead)))
    ended = whole and re.match(r"\s*(?:$|and\b|of\b|[,.;(]|went|had|were|was|achieved|reached|survived)", rest)
    begun = re.fullmatch(r"\s*(?:and|but|only)?\s*", lead) and re.match(r"\s(?:in|had|were|was|died|relapsed|achieved|reached|healed|survived)\b", rest)
    if bare and (ended or begun):
        return Value(value.span, replace(q, kind="count", noun="patients"))
    return value


def _with_base(reading: Reading, values: list[Value]) -> list[Value]:
    """Join a percentage with the group that it is said of: "34.5% of the 29 evaluable participants"."""
    out: list[Value] = []
    for value in values:
        last = out[-1] if out else None
        if last is not None and last.quantity.kind == "percent" and last.quantity.denominator is None and value.quantity.kind == "count":
            if re.fullmatch(r"\s(?:of|in|among)(?: the| all| these)?\s", reading.text((last.span[1], value.span[0])), re.IGNORECASE):
                out[-1] = Value((last.span[0], value.span[1]), replace(last.quantity, denominator=value.quantity.value))
                continue
        if last is not None and last.quantity.sd is None and re.fullmatch(r"\s?\((?:SD|s\.d\.|标准差)\s?=?\s?", reading.text((last.span[1], value.span[0])), re.IGNORECASE):
            out[-1] = Value((last.span[0], value.span[1]), replace(last.quantity, sd=value.quantity.value))
            continue
        out.append(value)
    return out


_LISTED = re.compile(r", (?:and |or )?|\s*(?:、|/|and|or|和|与|及)\s*")


def _lists(reading: Reading, values: list[Value]) -> list[Span]:
    """Stretches of figures that stand as one list, so that their commas cut nothing: "45%, 20%, 33% and 29%"."""
    found: list[Span] = []
    for a, b in zip(values, values[1:], strict=False):
        if a.quantity.kind == b.quantity.kind and _LISTED.fullmatch(reading.text((a.span[1], b.span[0]))):
            found.append((a.span[0], b.span[1]))
    return found


def _start(item: Term | Change | Value | ArmMention | TimeMention) -> int:
    return item.words[0] if isinstance(item, Term) else item.span[0]


def _cut(text: str, marks: re.Pattern[str], offset: int, covered: list[Span]) -> list[Span]:
    """Cut at marks that stand outside brackets and outside terms."""
    depth, depths = 0, []
    for char in text:
        depth += (char in _OPEN) - (char in _CLOSE)
        depths.append(max(depth, 0))
    if depth != 0:
        depths = [0] * len(text)  # brackets that do not match protect nothing
    pieces, last = [], 0
    for mark in marks.finditer(text):
        at = mark.start()
        if (at < len(depths) and depths[at]) or any(a < offset + at < b for a, b in covered):
            continue
        pieces.append((offset + last, offset + at))
        last = mark.end() if not mark.group().strip().isalpha() and mark.group().strip() else mark.start()
    pieces.append((offset + last, offset + len(text)))
    return [p for p in pieces if text[p[0] - offset : p[1] - offset].strip()]


_HEAD = re.compile(
    r"(?:的)?(?:总?评分|总分|积分|得分|分值|指数值?|水平|浓度|含量|数量|数目|计数|比例|比值|百分比|表达(?:水平|量)?|滴度|活性|症状)"
    r"|\s(?:total |overall |mean |serum |plasma )?(?:scores?|levels?|counts?|index|values?|numbers?|concentrations?|titers?|titres?|rates?|ratios?|proportions?|percentages?|symptoms?|expression)\b",
    re.IGNORECASE,
)
_RATE = re.compile(r"(?:的)?(?:发生率|比率|率)")


def find_all_terms(reading: Reading, span: Span) -> list[Term]:
    """Find measures and events, the lexicons' and open ones; where they overlap the longest stands."""
    found: list[Term] = []
    for mention in reading.within(span, Label.OUTCOME_MEASURE, Label.ADVERSE_EVENT):
        words = _with_head(reading, span, (mention.start, mention.end))
        is_event = mention.label is Label.ADVERSE_EVENT
        endpoint = not is_event and (reading.attribute(mention, "type") in _BY_NATURE or bool(_ENDPOINT.search(mention.concept or "")))
        found.append(Term(words, mention.concept or "", not is_event, is_event, event_id=mention.concept if is_event else None, endpoint=endpoint))
    known = _plain(reading, span, _longest(found))
    known += _coordinated(reading, span, known)
    fresh = [t for t in _open_terms(reading, span) if not _touches(t.words, known) and not _of_patients(reading, t.words) and not _in_condition(reading, span, t)]
    return _without_abbreviations(reading, sorted(known + fresh, key=lambda t: t.words))


_JOINED_ZH = re.compile(r"([一-鿿]{1,6})(?:和|与|及|或|、)$")
_JOINED_EN = re.compile(r"\b([A-Za-z-]+) (?:and|or) $")
_GENERIC_HEADS = ("功能", "生成", "出血", "损害", "水平", "症状", "评分", "疼痛", "感染", "死亡", "死亡率", "生存率", "指数", "计数", "缓解", "反应", "并发症", "细胞", "压", "力")


def _coordinated(reading: Reading, span: Span, known: list[Term]) -> list[Term]:
    """Measures that share the head of the next: 肾脏和肝脏功能, 肝肾功能, "systolic and diastolic blood pressure"."""
    found = []
    for term in known:
        lead = reading.folded[max(span[0], term.words[0] - 24) : term.words[0]]
        text = reading.text(term.words)
        organ = re.search(r"[心肝肾肺脑胃]$", lead) if text[:1] in "心肝肾肺脑胃" and "功能" in text else None
        if organ:
            found += _made(reading, term, known, organ.group(), term.words[0], [1])
            continue
        for pattern, cuts in ((_JOINED_ZH, list(range(1, len(text)))), (_JOINED_EN, [m.start() for m in re.finditer(r"\b\w", text)][1:])):
            match = pattern.search(lead)
            if match is not None:
                found += _made(reading, term, known, match.group(1), term.words[0] - len(lead) + match.end(1), cuts)
                break
    return found


def _made(reading: Reading, term: Term, known: list[Term], modifier: str, end: int, cuts: list[int]) -> list[Term]:
    """The term that a modifier ending at `end` makes with the head of another; its longest part that a lexicon knows wins."""
    text = reading.text(term.words)
    starts = range(len(modifier)) if ord(modifier[-1]) > 127 else [0]
    for at in starts:
        words = (end - len(modifier) + at, end)
        if any(k.words[0] < words[1] and words[0] < k.words[1] for k in known):
            continue
        concept = _in_lexicon(reading, modifier[at:], text, cuts)
        if concept is not None:
            return [Term(words, concept, term.measure, term.event)]
    plain = re.sub(r"^.*(?:改善|降低|增加|减少|提高|升高|抑制|促进|[的和与及、])", "", modifier)
    head = next((h for h in _GENERIC_HEADS if text.endswith(h) and len(text) > len(h)), None)
    words = (end - len(plain), end)
    fits = head and len(plain) >= 2 and not re.search(r"[是在有为了未无不均]", plain) and not any(k.words[0] < words[1] and words[0] < k.words[1] for k in known)
    return [Term(words, plain + (head or ""), term.measure, term.event)] if fits else []


def _in_lexicon(reading: Reading, modifier: str, text: str, cuts: list[int]) -> str | None:
    space = "" if ord(modifier[-1]) > 127 else " "
    for cut in cuts:
        whole = modifier + space + text[cut:]
        hit = next((h for h in reading.lexicon.find(whole, kinds={"measures", "adverse_events"}) if h.start == 0 and h.end == len(whole)), None)
        if hit is not None:
            return hit.term.id
    return None


def _plain(reading: Reading, span: Span, terms: list[Term]) -> list[Term]:
    """Drop terms that are part of something else: of a condition that patients have, or of "progressed to X"."""
    kept = [t for t in terms if not _of_patients(reading, t.words) and not _in_condition(reading, span, t)]
    return [t for t in kept if not (_PROGRESSED.match(reading.text(t.words)) and any(_TO.fullmatch(reading.text((t.words[1], u.words[0]))) for u in kept if u.words[0] > t.words[1]))]


_PROGRESSED = re.compile(r"progress|进展$|发展$", re.IGNORECASE)
_TO = re.compile(r"\s*(?:to|为|至|到)(?: (?:the|a|an))?\s*", re.IGNORECASE)
_SUFFERER = re.compile(r"\s*(?:\([^()]{1,12}\))?\s*(?:的)?(?:患者|病人|患儿|者(?=[的,，血中])|儿(?!童)|病例|小鼠|大鼠|动物|模型|受试者)|\s(?:patients|infants|babies|subjects|participants|children|mice|rats|rabbits|recipients)\b", re.IGNORECASE)


def _of_patients(reading: Reading, words: Span) -> bool:
    """Whether a term names whom: UC患者, "GVHD patients"."""
    if reading.folded[words[1] : words[1] + 1] == "儿":
        return True
    if not reading.within(words, Label.CONDITION):
        return False
    before = reading.folded[max(0, words[0] - 16) : words[0]]
    return bool(_SUFFERER.match(reading.folded, words[1])) or bool(_MODELLED.search(before))


_MODELLED = re.compile(r"(?:诱导|制备|建立)(?:的|了)?[^,;。]{0,6}$|\b(?:induced|model of|models of|patients with|those with|people with|subjects with|children with|adults with|suffering from)\s(?:\w+\s){0,2}$", re.IGNORECASE)


def _in_condition(reading: Reading, span: Span, term: Term) -> bool:
    around = reading.within((max(span[0], term.words[0] - 40), min(span[1], term.words[1] + 40)), Label.CONDITION)
    longer = [m for m in around if m.start <= term.words[0] and term.words[1] <= m.end and m.end - m.start > term.words[1] - term.words[0]]
    return bool(longer) and _SUFFERER.match(reading.folded, longer[0].end) is not None


def _without_abbreviations(reading: Reading, terms: list[Term]) -> list[Term]:
    """Take an abbreviation in brackets right after its name as part of the name."""
    kept: list[Term] = []
    for term in terms:
        if kept and re.fullmatch(r"\s*[(（]\s*", reading.text((kept[-1].words[1], term.words[0]))) and reading.folded[term.words[1] : term.words[1] + 1] in (")", "）"):
            kept[-1] = replace(kept[-1], words=(kept[-1].words[0], term.words[1] + 1), known=True, concept=kept[-1].concept if kept[-1].known else term.concept)
        else:
            kept.append(term)
    return kept


_BY_NATURE = ("survival", "score", "lab", "function", "imaging", "cell", "histology")
_ENDPOINT = re.compile(r"relapse|remission|response|survival|mortality|recurrence|progression|engraft|healing|closure|pregnan|amput|arthroplasty|resection|colectomy|independence|withdrawal")


def _open_terms(reading: Reading, span: Span) -> list[Term]:
    return [Term(words, _as_id(reading.text(words)), True, False, known=False) for words in find_open(reading.text(span), span[0])]


def as_id(text: str) -> str:
    """Make an id of a term that no lexicon holds: lower case, simplified, spaces to ``_``."""
    return _as_id(text)


def _as_id(text: str) -> str:
    return re.sub(r"[\s/]+", "_", re.sub(r"^(?:the|a|an|mean|median|total)\s+", "", text.strip().lower()))


def _with_head(reading: Reading, span: Span, words: Span) -> Span:
    head = _HEAD.match(reading.folded, words[1], span[1])
    return (words[0], head.end()) if head else words


def _longest(found: list[Term]) -> list[Term]:
    """Keep the longest of overlapping terms; a measure and an event of equal words become one that is both."""
    kept: list[Term] = []
    for term in sorted(found, key=lambda t: (-(t.words[1] - t.words[0]), t.words, not t.measure)):
        twin = next((k for k in kept if k.words == term.words or (k.words[0] == term.words[0] and abs(k.words[1] - term.words[1]) <= 0)), None)
        if twin is not None:
            kept[kept.index(twin)] = replace(twin, measure=twin.measure or term.measure, event=twin.event or term.event, event_id=twin.event_id or term.event_id, endpoint=twin.endpoint or term.endpoint)
        elif not _touches(term.words, kept):
            kept.append(term)
    return kept


def _touches(words: Span, kept: list[Term]) -> bool:
    return any(words[0] < k.words[1] and k.words[0] < words[1] for k in kept)


_NEGATION = re.compile(
    r"(?:\b(?:not|no|never|neither|nor|without|hardly|failed to|unable to|no longer|nor did|did not|n't)\b[^,;.]{0,28}|(?:未见?|无(?!创|论|法|菌|需|关)|没有|并未|未能|不能|并无|难以|未有|均无|均未)[^,;。、]{0,8})$",
    re.IGNORECASE,
)
_PATTERNS = (
    (
        "no_change",
        re.compile(
            r"\bno (?:\w+ ){0,3}?(?:differences?|changes?|improvements?|benefits?|effects?|reductions?|increases?|deteriorations?|loss|gains?|worsening)\b(?: (?:was|were) (?:\w+ )?(?:seen|found|observed|noted|detected))?"
            r"|\b(?:difference|differences|gap|benefit)\b[^;.]{0,60}?(?:\bnot\b|\bno longer\b|\bnon-?)\s?(?:\w+ )?(?:significant|different)"
            r"|\b(?:did|does|do|was|were|is|are|had|has|have) (?:not|n't) (?:\w+ ){0,2}?(?:differ(?:ent|ed)?|change[ds]?|alter(?:ed)?)"
            r"|\bremained (?:at|around|near|close to)\b"
            r"|\bneither\b[^;.]{0,90}?\bnor\b[^;.]{0,60}?\b(?:differ\w*|chang\w+|improv\w+|decreas\w+|increas\w+|fell|rose|declin\w+)\b|\bnor\b[^;.]{0,60}?\bdiffer(?:ed|s)?\b|\b(?:did|does|do|was|were|has|have) not\b(?=\s*(?:[,;.]|$))|\bno different\b|\bnot significant(?:ly different)?\b|\bno significance\b|\bnon-?significant\b|\bmissed significance\b|\bNS\b"
        ),
    ),
    ("no_change", re.compile(r"\bnor (?:did|was|were|had|has|have)\b")),
    ("same", re.compile(r"\bas (?:did|was|were)\b")),
    (
        "no_change",
        re.compile(
            r"(?:组间)?(?:差异|差别|变化|改变)(?:均|已|仍|也|亦|皆|并|尚)?(?:无|未达|没有|未见|不具|不再有?|未有)(?:明显|显著)?(?:的)?(?:统计学?(?:上的?)?(?:意义|差异|显著性)?|显著性?(?:意义)?|临床意义|差异|意义)?"
            r"|(?:差异|变化|差别|改变)(?:并)?不(?:大|明显|显著|具)(?:统计学意义)?|(?:亦|均|也|并|则|且|仍|之间|两者|组间)?(?:无|没有|未见|未有|未发现)(?:明显|显著|统计学|显著性|组间|任何|实质性)*的?(?:差异|差别|变化|改变|改善|不同|影响|获益)"
            r"|(?:维持|保持|稳定)在"
            r"|与(?:[^,;。]{1,16})(?:相近|相当|相似|相仿|类似|接近|无异)"
        ),
    ),
)


def find_changes(reading: Reading, span: Span, terms: list[Term]) -> list[Change]:
    """Find change words; one inside a term's own name (白细胞减少症) is none, a denied one is ``no_change``."""
    text, offset = reading.text(span), span[0]
    found = [Change((offset + m.start(), offset + m.end()), way) for way, pattern in _PATTERNS for m in pattern.finditer(text)]
    found = [f for f in found if not any(g.span[0] <= f.span[0] and f.span[1] <= g.span[1] and g != f for g in found)]
    for mention in reading.within(span, Label.CHANGE):
        words = (mention.start, mention.end)
        if any(t.words[0] <= words[0] and words[1] <= t.words[1] for t in terms if t.known) or any(
            f.span[0] < words[1] and words[0] < f.span[1] for f in found
        ):
            continue
        if reading.folded[max(0, words[0] - 1) : words[0]] != "-" and not _no_change_word(reading, span, words):
            found.append(_lexical(reading, span, mention, terms))
    return sorted(found, key=lambda c: c.span)


_MODAL = re.compile(r"可能(?:会)?[^,;。]{0,8}$|(?:旨在|有望|以期|为了)[^,;。]{0,12}$|\b(?:may|might|could|would|should|can|aim(?:s|ed)? to|in order to)\s(?:\w+\s){0,2}$", re.IGNORECASE)
_OPINION = re.compile(r"(?:作者|研究者|笔者)(?:们)?(?:认为|提出|推测|建议|指出|强调)|有学者认为|\b(?:authors?|investigators?|researchers?|they) (?:concluded?|suggest(?:ed)?|speculated?|argued?|believed?|proposed?|recommend(?:ed)?|hypothesi[sz]ed)\b", re.IGNORECASE)


_KEPT = ("维持", "保持", "maintained", "sustained")
_ENDPOINT_WORD = re.compile(r"(?:了)?(?:在)?(?:完全|部分|临床|长期|持续|疾病)*(?:缓解|应答|反应)|\s(?:\w+\s){0,2}(?:remission|response)", re.IGNORECASE)


def _no_change_word(reading: Reading, span: Span, words: Span) -> bool:
    """Whether a change word tells no result here: "may reduce", "progressed to X", 稳定的, an opinion of the authors."""
    before, after = reading.folded[max(span[0], words[0] - 40) : words[0]], reading.folded[words[1] : min(span[1], words[1] + 12)]
    text = reading.text(words)
    if _MODAL.search(before) or _OPINION.search(reading.folded[span[0] : words[0]]):
        return True
    if after.startswith("型") or re.search(r"(?:剂量|dose[- ])$", before, re.IGNORECASE):
        return True
    if text.lower().startswith("progress") and re.match(r"\s(?:to|into|onto)\b", after):
        return True
    if reading.folded[max(0, words[0] - 2) : words[0]] in ("免疫",) or (text in _KEPT and _ENDPOINT_WORD.match(after)):
        return True
    return text in ("稳定", "stable") and (after.startswith("的") or re.match(r"\s(?:disease|angina|patients)", after) is not None)


def _lexical(reading: Reading, span: Span, mention: Mention, terms: list[Term]) -> Change:
    start = max(span[0], mention.start - 40)
    before = "".join("_" if any(t.words[0] <= i < t.words[1] for t in terms) else reading.folded[i] for i in range(start, mention.start))
    after = reading.folded[mention.end : min(span[1], mention.end + 4)]
    text = reading.text((mention.start, mention.end))
    direction = mention.concept or "no_change"
    if direction != "no_change" and _NEGATION.search(before):
        direction = "no_change"
    adjective = after.startswith("的") or bool(re.match(r"\s(?:in|of)\s", after + " ")) or reading.attribute(mention, "position") == "before"
    return Change((mention.start, mention.end), direction, mention.confidence < 0.9, adjective, text in "↑↓→↗↘⇧⇩⬆⬇" or text in ("↑↑", "↓↓"))
