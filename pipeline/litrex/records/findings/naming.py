"""The measures and events of a passage: the lexicons', open ones, and those that share another's head."""

from __future__ import annotations

import re
from dataclasses import replace

from litrex.records.findings.items import Term, _as_id
from litrex.records.findings.openmeasures import find_acronyms, find_open
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label

_HEAD = re.compile(
    r"(?:的)?(?:总?评分|总分|积分|得分|分值|指数值?|水平|浓度|含量|数量|数目|计数|比例|比值|百分比|表达(?:水平"
    r"|量)?|滴度|活性|症状)"
    r"|\s(?:total |overall |mean |serum |plasma )?(?:scores?|levels?|counts?|index|values?|numbers?"
    r"|concentrations?|titers?|titres?|rates?|ratios?|times?|speed|proportions?|percentages?|symptoms?|expression)\b",
    re.IGNORECASE,
)


def find_all_terms(reading: Reading, span: Span) -> list[Term]:
    """Find measures and events, the lexicons' and open ones; where they overlap the longest stands."""
    found: list[Term] = []
    for mention in reading.within(span, Label.OUTCOME_MEASURE, Label.ADVERSE_EVENT):
        words = _with_head(reading, span, (mention.start, mention.end))
        is_event = mention.label is Label.ADVERSE_EVENT
        endpoint = not is_event and (
            reading.attribute(mention, "type") in _BY_NATURE or bool(ENDPOINT.search(mention.concept or ""))
        )
        concept = mention.concept or ""
        told = reading.text((words[0], mention.start)).lower()
        if "time to" in told and "time" not in concept:
            concept = f"time_to_{concept}"
        elif told.endswith("-free "):
            concept = _as_id(reading.text(words))
        found.append(
            Term(
                words,
                concept,
                not is_event,
                is_event,
                event_id=mention.concept if is_event else None,
                endpoint=endpoint,
            )
        )
    found += [
        Term((span[0] + m.start("x"), span[0] + m.end("x")), "remission_rate", True, False, endpoint=True)
        for m in _IN_REMISSION.finditer(reading.text(span))
    ]
    found += [
        Term((span[0] + m.start(), span[0] + m.end()), m.group(), True, False, endpoint=True)
        for m in _GRADED.finditer(reading.text(span))
    ]
    known = _plain(reading, span, _longest(found))
    known += _coordinated(reading, span, known)
    fresh = [
        t
        for t in _open_terms(reading, span)
        if not _touches(t.words, known) and not _of_patients(reading, t.words) and not _in_condition(reading, span, t)
    ]
    return _without_abbreviations(reading, sorted(known + fresh, key=lambda t: t.words))


_GRADED = re.compile(
    r"(?:临床有效|显效|有效|无效|未愈)(?=\s?(?:者)?\s?\(?\d+\s?(?:例|人|名|眼|髋"
    r"|膝))"
)  # 显效12例，有效6例，无效2例
_IN_REMISSION = re.compile(
    r"(?:处于|达到?|获得?|取得|实现|进入)(?:了)?(?P<x>(?:持续|长期|无药)?缓解(?:状态)?)(?!了|后|期"
    r"|标准|率)"
)
_JOINED_ZH = re.compile(r"([一-鿿]{1,6})(?:和|与|及|或|、)$")


_JOINED_EN = re.compile(r"\b([A-Za-z-]+) (?:and|or) $")


_GENERIC_HEADS = (
    "功能",
    "生成",
    "出血",
    "损害",
    "水平",
    "症状",
    "评分",
    "疼痛",
    "感染",
    "死亡",
    "死亡率",
    "生存率",
    "指数",
    "计数",
    "缓解",
    "反应",
    "并发症",
    "细胞",
    "压",
    "力",
)


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
        for pattern, cuts in (
            (_JOINED_ZH, list(range(1, len(text)))),
            (_JOINED_EN, [m.start() for m in re.finditer(r"\b\w", text)][1:]),
        ):
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
    fits = (
        head
        and len(plain) >= 2
        and not re.search(r"[是在有为了未无不均]", plain)
        and not any(k.words[0] < words[1] and words[0] < k.words[1] for k in known)
    )
    return [Term(words, plain + (head or ""), term.measure, term.event)] if fits else []


def _in_lexicon(reading: Reading, modifier: str, text: str, cuts: list[int]) -> str | None:
    space = "" if ord(modifier[-1]) > 127 else " "
    for cut in cuts:
        whole = modifier + space + text[cut:]
        hit = next(
            (
                h
                for h in reading.lexicon.find(whole, kinds={"measures", "adverse_events"})
                if h.start == 0 and h.end == len(whole)
            ),
            None,
        )
        if hit is not None:
            return hit.term.id
    return None


def _plain(reading: Reading, span: Span, terms: list[Term]) -> list[Term]:
    """Drop terms that are part of something else: of a condition that patients have, or of "progressed to X"."""
    kept = [t for t in terms if not _of_patients(reading, t.words) and not _in_condition(reading, span, t)]
    return [
        t
        for t in kept
        if not (
            _PROGRESSED.match(reading.text(t.words))
            and any(_TO.fullmatch(reading.text((t.words[1], u.words[0]))) for u in kept if u.words[0] > t.words[1])
        )
    ]


_PROGRESSED = re.compile(r"progress|进展$|发展$", re.IGNORECASE)


_TO = re.compile(r"\s*(?:to|为|至|到)(?: (?:the|a|an))?\s*", re.IGNORECASE)


_SUFFERER = re.compile(
    r"\s*(?:\([^()]{1,12}\))?\s*(?:的)?(?:患者|病人|患儿|者(?=[的,，血中])|儿(?!童)|病例|小鼠|大鼠|动物|模型"
    r"|受试者)|\s(?:patients|infants|babies|subjects|participants|children|mice|rats|rabbits|recipients)\b",
    re.IGNORECASE,
)


def _of_patients(reading: Reading, words: Span) -> bool:
    """Whether a term names whom: UC患者, "GVHD patients"."""
    if reading.folded[words[1] : words[1] + 1] == "儿":
        return True
    if not reading.within(words, Label.CONDITION):
        return False
    before = reading.folded[max(0, words[0] - 16) : words[0]]
    return bool(_SUFFERER.match(reading.folded, words[1])) or bool(_MODELLED.search(before))


_MODELLED = re.compile(
    r"(?:诱导|制备|建立)(?:的|了)?[^,;。]{0,6}$|\b(?:induced|model of|models of|patients with|those with"
    r"|people with|subjects with|children with|adults with|suffering from)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)


def _in_condition(reading: Reading, span: Span, term: Term) -> bool:
    around = reading.within((max(span[0], term.words[0] - 40), min(span[1], term.words[1] + 40)), Label.CONDITION)
    longer = [
        m
        for m in around
        if m.start <= term.words[0] and term.words[1] <= m.end and m.end - m.start > term.words[1] - term.words[0]
    ]
    return bool(longer) and _SUFFERER.match(reading.folded, longer[0].end) is not None


def _without_abbreviations(reading: Reading, terms: list[Term]) -> list[Term]:
    """Take an abbreviation in brackets right after its name as part of the name."""
    kept: list[Term] = []
    for term in terms:
        if (
            kept
            and re.fullmatch(r"\s*[(（]\s*", reading.text((kept[-1].words[1], term.words[0])))
            and reading.folded[term.words[1] : term.words[1] + 1] in (")", "）")
        ):
            kept[-1] = replace(
                kept[-1],
                words=(kept[-1].words[0], term.words[1] + 1),
                known=True,
                concept=kept[-1].concept if kept[-1].known else term.concept,
            )
        else:
            kept.append(term)
    return kept


_BY_NATURE = ("survival", "score", "lab", "function", "imaging", "cell", "histology")


ENDPOINT = re.compile(
    r"relapse|remission|response|survival|mortality|recurrence|progression|engraft|healing|closure|pregnan|amput"
    r"|arthroplasty|resection|colectomy|independence|withdrawal"
)


def _open_terms(reading: Reading, span: Span) -> list[Term]:
    text = reading.text(span)
    named = [Term(words, _as_id(reading.text(words)), True, False, known=False) for words in find_open(text, span[0])]
    others = reading.within(span, *_NO_MEASURE)
    for words in find_acronyms(text, span[0]):
        taken = any(m.start < words[1] and words[0] < m.end for m in others) or _touches(words, named)
        if not taken and not _STUDY.search(reading.folded[max(span[0], words[0] - 12) : words[0]]):
            named.append(Term(words, _as_id(reading.text(words)), True, False, known=False))
    return named


_NO_MEASURE = (
    Label.DRUG, Label.CELL_TYPE, Label.CONDITION, Label.ARM, Label.AUTHOR, Label.CELL_SOURCE, Label.ROUTE,
)  # fmt: skip
_STUDY = re.compile(r"(?:trial|study|试验|研究|registry)\s?$", re.IGNORECASE)


_TIME_TO = re.compile(r"\b(?:median |mean )?time to (?:first |the first |clinical |complete |full )?$", re.IGNORECASE)
_FREE, _SURVIVAL = re.compile(r"(?<![\w-])[A-Za-z][\w-]*-free\s$"), re.compile(r"survival", re.IGNORECASE)


def _with_head(reading: Reading, span: Span, words: Span) -> Span:
    free = _FREE.search(reading.folded, span[0], words[0])
    if free is not None and _SURVIVAL.match(reading.text(words)):
        words = (free.start(), words[1])
    until = _TIME_TO.search(reading.folded, span[0], words[0])
    if until is not None:
        words = (until.start(), words[1])
    head = _HEAD.match(reading.folded, words[1], span[1])
    return (words[0], head.end()) if head else words


def _longest(found: list[Term]) -> list[Term]:
    """Keep the longest of overlapping terms; a measure and an event of equal words become one that is both."""
    kept: list[Term] = []
    for term in sorted(found, key=lambda t: (-(t.words[1] - t.words[0]), t.words, not t.measure)):
        twin = next(
            (k for k in kept if k.words == term.words or (k.words[0] == term.words[0] and abs(k.words[1] - term.words[1]) <= 0)),
            None,
        )
        if twin is not None:
            kept[kept.index(twin)] = replace(
                twin,
                measure=twin.measure or term.measure,
                event=twin.event or term.event,
                event_id=twin.event_id or term.event_id,
                endpoint=twin.endpoint or term.endpoint,
            )
        elif not _touches(term.words, kept):
            kept.append(term)
    return kept


def _touches(words: Span, kept: list[Term]) -> bool:
    return any(words[0] < k.words[1] and k.words[0] < words[1] for k in kept)
