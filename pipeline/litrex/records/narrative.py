"""Prose → the studies it tells, each with the sentences that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from litrex.records.openings import Cue, cue_of
from litrex.records.reading import Reading, Span
from litrex.schema.document import BlockKind
from litrex.schema.mention import Label, Mention
from litrex.schema.segment import SectionRole, Sentence

_SEMICOLON = re.compile(r"[;；]\s?|, (?:whereas|while|and) |[,，](?:而|另)")


@dataclass
class Told:
    """A study as prose tells it: its sentences in order, and who, when and under which mark."""

    cues: list[Cue] = field(default_factory=list)
    authors: list[Mention] = field(default_factory=list)
    section: int = 0
    before: Span | None = None  # the sentence before in its paragraph, where that tells no other study

    @property
    def spans(self) -> list[Span]:
        return [c.span for c in self.cues]

    @property
    def block(self) -> int:
        return self.cues[-1].sentence.block


def studies_of(reading: Reading) -> Iterator[Told]:
    """Follow the body's sentences and tell one study from the next.

    A study opens with an author, a new design ("a phase II study enrolled…", 一项…研究纳入) or a size; it goes on
    through its paragraph, and into the next where that takes it up (该研究, 结果显示, "the authors"). Pooled results,
    registry activity, plans and guidance belong to none.
    """
    current: Told | None = None
    told: list[Told] = []
    before: Cue | None = None
    for cue in _body(reading):
        verdict = _verdict(reading, current, cue, told)
        if verdict == "open":
            lead = [before] if before is not None and current is None and _leads(reading, before, cue) else []
            free = before is not None and current is None and before.sentence.block == cue.sentence.block
            current = Told(
                [*lead, cue], list(cue.authors[:1]), cue.sentence.section, before.span if free and before is not None else None
            )
            told.append(current)
        elif verdict == "go on" and current is not None:
            current.cues.append(cue)
            if not current.authors and cue.authors:
                current.authors = list(cue.authors[:1])
        elif verdict == "close":
            current = None
        before = cue
    yield from (t for t in told if _tells(reading, t))


_CASE_TO_COME = re.compile(r"(?:一|1)[则个例](?:个案|病例)|\ba single (?:case|patient)\b|\bone case\b", re.IGNORECASE)
_ONE_STUDY = re.compile(
    r"(?:一|另一?|这)(?:项|个|则|篇)[^,;。]{0,24}(?:研究|试验|实验|报[告道]|个案|系列)|(?:最[大早小新近长]|首)[^,;。]{0,16}(?:研究|试验|实验|报[告道])"
    r"|(?:动物|个案|病例|体外)(?:实验|研究|报[告道])"
    r"|\b(?:an?|one|the (?:first|largest|only|latest|pivotal|other|second)|another)(?:\s[\w/,-]+){0,7}?\s"
    r"(?:trial|study|RCT|series|report|experiment|cohort|programme|evidence|comparison|attempt)\b",
    re.IGNORECASE,
)


def _leads(reading: Reading, before: Cue, cue: Cue) -> bool:
    """Whether the sentence before belongs to a study that opens after it.

    It names the animals of one that does not say whom it treats, or announces one study with its design: "There is a small
    double-blind RCT from Ghent. Maes et al. [4] …", 规模最大的第三期随机试验未达主要终点。王等…
    """
    if before.sentence.block != cue.sentence.block or before.standing.other or before.previous:
        return False
    if before.animal and not cue.animal and not cue.enrols:
        return True
    told = before.counts or before.authors or before.references or before.years
    words = reading.text(before.span)
    named = (
        (before.design or reading.within(before.span, Label.STUDY_TYPE)) and _ONE_STUDY.search(words)
    ) or _CASE_TO_COME.search(words)
    announced = named and not cue.design and not told
    return bool(announced and (cue.authors or cue.counts))


def _body(reading: Reading) -> Iterator[Cue]:
    sections = reading.segments.sections
    for sentence in reading.segments.sentences:
        block = reading.clean.blocks[sentence.block]
        role = sections[sentence.section].role if sections else SectionRole.BODY
        if block.kind is BlockKind.PARAGRAPH and role in (SectionRole.BODY, SectionRole.SUMMARY):
            for part in _told_apart(reading, sentence):
                cue = cue_of(reading, part)
                if role is SectionRole.BODY or cue.authors:
                    yield cue


def _told_apart(reading: Reading, sentence: Sentence) -> list[Sentence]:
    """Cut a sentence that tells two studies side by side: ``甲等[4]…；乙团队(2012)…``, "…; Smith et al. …"."""
    authors = reading.within((sentence.start, sentence.end), Label.AUTHOR)
    cuts = [m.end() for m in _SEMICOLON.finditer(reading.folded, sentence.start, sentence.end)]
    edges = [
        sentence.start,
        *(c for c in cuts if any(a.start < c for a in authors) and any(a.start >= c and a.start - c <= 30 for a in authors)),
        sentence.end,
    ]
    return [replace(sentence, start=a, end=b) for a, b in pairwise(edges) if b > a]


def _verdict(reading: Reading, current: Told | None, cue: Cue, told: list[Told]) -> str:
    """Say what a sentence does: ``open`` a study, ``go on`` with the current one, ``skip``, or ``close`` it."""
    same_paragraph = current is not None and current.block == cue.sentence.block
    if cue.standing.other and not _own_study(reading, cue):
        return "close" if cue.standing.pooled or not same_paragraph else "skip"
    if _opens(reading, current if same_paragraph else None, cue, told):
        return "open"
    if current is None:
        return "skip"
    if same_paragraph:
        return "go on"
    if _takes_up(reading, cue, current):
        return "go on"
    return "close"


_ACTIVITY = re.compile(
    r"每年|例/年|活动(?:调查|报告)|年度(?:调查|报告|统计)|per year|a year"
    r"|activity (?:survey|report|figures)|annual (?:survey|report)",
    re.IGNORECASE,
)


def _own_study(reading: Reading, cue: Cue) -> bool:
    """Whether a sentence with a registry word still tells one study: patients, and who told it or what they were given."""
    if cue.standing.pooled or not cue.counts or cue.standing.planned or _ACTIVITY.search(reading.text(cue.span)):
        return False
    return bool(cue.authors) or bool(
        reading.within(cue.span, Label.CELL_TYPE, Label.CELL_SOURCE)
        and (cue.enrolled or re.search("接受|移植", reading.text(cue.span)))
    )


def _opens(reading: Reading, current: Told | None, cue: Cue, told: list[Told]) -> bool:
    if cue.authors:
        return _opens_by_author(reading, current, cue, told)
    if cue.standing.epidemiology and not cue.references:
        return False
    if current is None:
        return _opens_a_paragraph(reading, cue)
    if cue.counts and cue.enrolled and _SEQUEL.search(reading.text(cue.span)) and _sizes(current):
        return True
    fresh = cue.new and not cue.previous and (cue.enrols or bool(cue.references) or bool(cue.years) or bool(cue.groups))
    if fresh and not cue.counts and _REPORTED_AGAIN.search(reading.text(cue.span)):
        return False
    if fresh and (_goes_on(reading, cue) or (_unsized(current) and not _other(reading, cue))):
        return False
    other_mark = bool(cue.references) and bool(current.cues[0].references) and not _same_marks(cue, current)
    from_animals = any(c.animal for c in current.cues) and not cue.animal and bool(_IN_PEOPLE.search(reading.text(cue.span)))
    if other_mark and cue.new and cue.design and _facts(reading, cue.span):
        return True
    return fresh or (other_mark and cue.enrols and (cue.design or cue.new or from_animals))


_REPORTED_AGAIN = re.compile(
    r"\b(?:second|later|further|follow-up|subsequent|updated) (?:report|analysis|paper|publication)\b"
    r"|(?:后续|更新的?|再次)报[告道]",
    re.IGNORECASE,
)
_IN_PEOPLE = re.compile(r"患者|病人|人体|临床上|\bpatients?\b|\bin (?:man|humans|people)\b|\bvolunteers\b", re.IGNORECASE)
_SEQUEL = re.compile(
    r"(?:\d|[一二两三四五数几])年(?:后|之后)[,，]?[^,;。]{0,4}(?:该|这个?|同一?个?|此|上述)(?:个|一)?(?:团队|课题组|研究组|小组|作者|中心)"
    r"|(?:该|这个?|同一?个?|此)(?:个|一)?(?:团队|课题组|研究组|小组|中心)(?:后来|随后|之后|其后|又|再|接着|次年|翌年|\d{4}年)"
    r"|\bthe same (?:team|group|authors?|investigators?|centre|center)\s(?:\w+\s)?(?:later|then|subsequently|went on|also|next"
    r"|has since|reported (?:on )?(?:an?other|a further))|(?:later|afterwards|subsequently|then), (?:the same|this|that) "
    r"(?:team|group|authors?|investigators?|centre|center)\b",
    re.IGNORECASE,
)


def _only_cited(reading: Reading, cue: Cue) -> bool:
    """Whether an author stands in brackets alone, for a fact or a method: "(Moser et al., 1999)"."""
    before = reading.folded[max(cue.span[0], cue.authors[0].start - 12) : cue.authors[0].start]
    treated = reading.within(cue.span, Label.DOSE)
    return before.rstrip().endswith(("(", "see")) and not (
        cue.enrols or cue.animal or cue.design or cue.enrolled or cue.groups or treated
    )


def _opens_by_author(reading: Reading, current: Told | None, cue: Cue, told: list[Told]) -> bool:
    if _only_cited(reading, cue):
        return False
    if current is None:
        return not _later_mention(reading, cue, told)
    if not current.authors:
        return cue.enrols and (cue.new or _cites_another(cue, current))
    name = reading.text((cue.authors[0].start, cue.authors[0].end))
    have = {reading.text((a.start, a.end)) for a in current.authors}
    if name in have:
        different = bool(cue.years) and bool(_years(current)) and not set(_values(cue.years)) & set(_years(current))
        return different and (cue.enrols or cue.new) and not cue.ongoing
    if cue.ongoing and not cue.enrols and not cue.references:
        return False
    return True


def _cites_another(cue: Cue, current: Told) -> bool:
    """Whether an author's sentence cites another work than a study told without its author, and has patients of its own."""
    return bool(cue.references) and any(c.references for c in current.cues) and not _same_marks(cue, current)


def _later_mention(reading: Reading, cue: Cue, told: list[Told]) -> bool:
    """Whether a sentence only recalls a study told before: its author again, and no size, mark or year of its own."""
    if cue.enrols or cue.references or cue.years or cue.new or cue.design:
        return False
    names = {reading.text((a.start, a.end)) for t in told for a in t.authors}
    return reading.text((cue.authors[0].start, cue.authors[0].end)) in names


def _opens_a_paragraph(reading: Reading, cue: Cue) -> bool:
    """Whether a sentence without author opens a study where none is being told."""
    if cue.previous and not cue.references:
        return False
    told_study = cue.new or cue.design or bool(cue.groups)
    if told_study and (cue.enrols or cue.references):
        return True
    if cue.groups and (cue.years or cue.design or cue.new):
        return True
    if cue.new and cue.years and (cue.design or _facts(reading, cue.span)):
        return True
    treated = reading.within(cue.span, Label.CELL_TYPE, Label.DRUG, Label.DOSE, Label.ROUTE, Label.CELL_SOURCE)
    if cue.case and treated and _ONE_PERSON.search(reading.text(cue.span)):
        return True
    if _SEQUEL.search(reading.text(cue.span)) and cue.counts:
        return True
    if cue.counts and (treated or cue.design) and (cue.enrolled or _named_later(reading, cue)):
        return True
    if cue.enrols and cue.counts and treated and (cue.years or cue.references):
        return True
    return cue.animal and bool(treated) and (cue.enrolled or bool(reading.within(cue.span, Label.DOSE)))


_ONE_PERSON = re.compile(r"\d{1,2}岁|\b(?:\d+|[a-z]+)-year-old\b|\baged \d", re.IGNORECASE)


def _named_later(reading: Reading, cue: Cue) -> bool:
    """Whether the paragraph names the author only after the facts."""
    block = reading.clean.blocks[cue.sentence.block]
    return bool(reading.within((cue.sentence.end, block.end), Label.AUTHOR))


def _facts(reading: Reading, span: Span) -> bool:
    return bool(reading.within(span, Label.PATIENT_COUNT, Label.DOSE, Label.OUTCOME_VALUE, Label.CHANGE))


def _goes_on(reading: Reading, cue: Cue) -> bool:
    """Whether a sentence starts as a result does: 随访…, "At 6 months …"."""
    return bool(re.match(r"\s*(?:随访|结果|其中|Follow-up|At |By |After |Theirs)", reading.text(cue.span), re.IGNORECASE))


def _unsized(current: Told) -> bool:
    """Whether the study was opened by name just now and nothing of its size is told yet."""
    return bool(current.authors) and not _sizes(current) and len(current.cues) <= 2


def _other(reading: Reading, cue: Cue) -> bool:
    return bool(
        re.search(
            r"另[一外有]|还有|又有|此外|\banother\b|\bsecond\b|\bseparate\b|\blater\b|\bsubsequent",
            reading.text(cue.span),
            re.IGNORECASE,
        )
    )


def _takes_up(reading: Reading, cue: Cue, current: Told) -> bool:
    """Whether a paragraph goes on with the study of the one before."""
    if cue.sentence.section != current.section or cue.sentence.block != current.block + 1:
        return False
    first = reading.text(cue.span)[:40]
    return cue.ongoing and bool(
        re.match(
            r"\s*(?:该|此项|这项|上述|这一|结果|他们|作者|研究者|两组|其中|随访|在(?:该|这项|此)|本研究"
            r"|The (?:authors|trial|study|team|investigators|same)|This (?:trial|study)|In (?:this|that"
            r"|the same) (?:trial|study)|They|Results|At |After |Both groups)",
            first,
        )
    )


def _same_marks(cue: Cue, current: Told) -> bool:
    have = {m.quantity.unit for c in current.cues for m in c.references if m.quantity}
    return any(m.quantity is not None and m.quantity.unit in have for m in cue.references)


def _sizes(told: Told) -> list[Mention]:
    return [m for c in told.cues for m in c.counts]


def _years(told: Told) -> list[int]:
    return [v for c in told.cues for v in _values(c.years)]


def _values(mentions: tuple[Mention, ...]) -> list[int]:
    return [int(m.quantity.value) for m in mentions if m.quantity is not None and m.quantity.value is not None]


def _tells(reading: Reading, told: Told) -> bool:
    """Whether a study has who or when, and at least one concrete fact of its own."""
    who = (
        bool(told.authors)
        or any(c.references or c.years or c.groups for c in told.cues[:2])
        or bool(_sizes(told))
        or any(c.animal for c in told.cues)
    )
    concrete = (
        bool(_sizes(told))
        or any(_concrete(reading, span) for span in told.spans)
        or any(c.case and reading.within(c.span, Label.CELL_TYPE, Label.DRUG, Label.ROUTE) for c in told.cues)
    )
    clinical = any(reading.within(span, *_CLINICAL) for span in told.spans)
    return who and concrete and clinical


_CLINICAL = (
    Label.CONDITION,
    Label.SPECIES,
    Label.CELL_TYPE,
    Label.CELL_SOURCE,
    Label.DOSE,
    Label.PATIENT_COUNT,
    Label.SEX_COUNT,
)


def _concrete(reading: Reading, span: Span) -> bool:
    labels = (Label.PATIENT_COUNT, Label.DOSE, Label.OUTCOME_VALUE, Label.STUDY_TYPE, Label.PHASE, Label.FOLLOW_UP)
    if reading.within(span, *labels):
        return True
    return bool(reading.within(span, Label.CHANGE) and reading.within(span, Label.OUTCOME_MEASURE, Label.CONDITION))
