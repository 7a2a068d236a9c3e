"""What a term, an arm or a time is, seen by what stands next to it."""

from __future__ import annotations

import re
from dataclasses import replace

from litrex.records.findings.arms import ArmMention
from litrex.records.findings.items import Term, Value
from litrex.records.findings.times import TimeMention, length
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label

_PERSONS = re.compile(r"responders$|survivors$|应答者$|有反应者$|应答患者$|存活者$|缓解者$", re.IGNORECASE)
_KIND = re.compile(
    r"\b(?:most (?:common|frequent)(?:ly \w+)?|commonest|main|principal|predominant|only|leading|chief)\s(?:(?:\w+"
    r"|treatment-related"
    r"|drug-related|treatment-emergent|grade \d)\s){0,2}$|(?:最常见|最多见|最主要|主要|常见|仅有)的?[^,;。、]{0,6}$",
    re.IGNORECASE,
)
_WHAT_KIND = re.compile(
    r"(?:adverse (?:events?|effects?|reactions?)|side[ -]effects?|complications?|toxicit(?:y|ies))$|(?:不良(?:事件|反应)"
    r"|副作用|并发症|毒性)$",
    re.IGNORECASE,
)
_LESION = re.compile(
    r"(?:fractures?|ulcers?|lesions?|wounds?|fistulas?|fistulae|defects?|tumou?rs?|nodules?)$|(?:骨折"
    r"|溃疡|病灶|创面|瘘管?|缺损|肿瘤|结节)$",
    re.I,
)


def terms_by_neighbours(
    reading: Reading, span: Span, terms: list[Term], arms: list[ArmMention], values: list[Value]
) -> list[Term]:
    """Drop terms that only name whom or what: "9 of the 11 responders", "the most common adverse event", "19 of 21 fractures"."""
    kept = [t for t in terms if not any(a.span[0] <= t.words[0] and t.words[1] <= a.span[1] for a in arms)]
    return [t for t in kept if not _names_whom(reading, t, values, kept) and not _names_kind(reading, span, t, kept)]


def _names_whom(reading: Reading, term: Term, values: list[Value], terms: list[Term]) -> bool:
    """Whether a term is the noun of a count."""
    counted = any(
        v.quantity.kind in ("count", "fraction", "number")
        and v.quantity.value != 0
        and v.span[0] < term.words[1]
        and reading.text((v.span[1], term.words[0])).strip() in ("", "处", "个", "条", "the", "of", "the evaluable")
        for v in values
    )
    words = reading.text(term.words)
    told = any(t is not term for t in terms)
    return counted and (bool(_PERSONS.search(words)) or (told and bool(_LESION.search(words)) and not term.endpoint))


def _names_kind(reading: Reading, span: Span, term: Term, terms: list[Term]) -> bool:
    """Whether a term says what kind of thing another one is: "nausea was the most common adverse event"."""
    if not _WHAT_KIND.search(reading.text(term.words)) or not any(t.event and t is not term for t in terms):
        return False
    return bool(_KIND.search(reading.text((max(span[0], term.words[0] - 48), term.words[0]))))


def arms_by_neighbours(reading: Reading, terms: list[Term], arms: list[ArmMention]) -> list[ArmMention]:
    """Drop an arm that is a part of a measure's name ("disease control rate"), and cut a measure off its front (有效率观察组)."""
    out = []
    for arm in arms:
        held = [t for t in terms if t.known and t.measure and t.words[0] < arm.span[1] and arm.span[0] < t.words[1]]
        if not held:
            out.append(arm)
        elif held[0].words[1] < arm.span[1] and arm.name.startswith(reading.text((arm.span[0], held[0].words[1]))):
            cut = held[0].words[1] - arm.span[0]
            out.append(replace(arm, span=(held[0].words[1], arm.span[1]), name=arm.name[cut:].strip()))
        elif not (held[0].words[0] <= arm.span[0] and arm.span[1] <= held[0].words[1]):
            out.append(arm)
    return out


_BEFORE_TERM = re.compile(
    r"\s?(?:的|时的?|内的?|后的?|-|cumulative |cumulated |estimated |probability of |overall "
    r"|rate of |all-cause )?\s?",
    re.I,
)


def times_by_neighbours(reading: Reading, span: Span, terms: list[Term], times: list[TimeMention]) -> list[TimeMention]:
    """Add the times that stand right before a measure (28天病死率, "90-day mortality"); drop the minutes of a test's name."""
    kept = [t for t in times if not (_short(t) and any(x.words[0] <= t.span[0] and t.span[1] <= x.words[1] for x in terms))]
    for mention in reading.within(span, Label.TIMEPOINT):
        q = mention.quantity
        taken = any(t.span[0] < mention.end and mention.start < t.span[1] for t in kept)
        if taken or q is None or q.value is None or q.unit in (None, "min", "h", "s"):
            continue
        following = [t for t in terms if t.measure and mention.end <= t.words[0]]
        if any(_BEFORE_TERM.fullmatch(reading.text((mention.end, t.words[0]))) for t in following):
            kept.append(TimeMention((mention.start, mention.end), length(q)))
    return sorted(kept, key=lambda t: t.span)


def _short(time: TimeMention) -> bool:
    return isinstance(time.value, dict) and time.value.get("unit") in ("min", "h", "s")
