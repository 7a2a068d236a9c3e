"""What a passage finds: changes, figures, absences and adverse events, each with arm and time."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from litrex.records.armsize import role_of
from litrex.records.findings import absences, changes, events, figures
from litrex.records.findings.arms import ArmMention
from litrex.records.findings.finding import Finding
from litrex.records.findings.items import Clause, Term
from litrex.records.findings.layout import lay_out
from litrex.records.findings.scope import Scope
from litrex.records.reading import Reading, Span

__all__ = ["Finding", "Scope", "read"]


def read(reading: Reading, span: Span, scope: Scope | None = None) -> list[Finding]:
    """Read the findings of a sentence or a table cell, in order of place.

    Positions are code points of the clean text.
    """
    scope = scope or Scope()
    found: list[Finding] = []
    carried = _Carried()
    before: list[Clause] = []
    for group in lay_out(reading, span, scope):
        subject = _subject_over(reading, before, group)
        found += [carried.place(reading, f, group) for f in _in_group(reading, group, scope, subject)]
        before = group if any(c.terms for c in group) else before
        carried.go_on(group)
    return sorted(found, key=lambda f: (f.spans[0], f.spans))


def _subject_over(reading: Reading, before: list[Clause], group: list[Clause]) -> list[Term]:
    """The measure that goes on behind a semicolon for another arm: "was 6.8 with a low dose; with a high dose it was 8.3"."""
    if not before or any(c.terms for c in group) or not any(a.name for a in group[0].arms):
        return []
    apart = re.fullmatch(r"\s*[;；]\s*", reading.text((before[-1].span[1], group[0].span[0])))
    told = [t for c in before for t in c.terms]
    return told[-1:] if apart and len({t.concept for t in told}) == 1 else []


def _in_group(reading: Reading, group: list[Clause], scope: Scope, subject: list[Term]) -> list[Finding]:
    absent = list(absences.attach(reading, group))
    gone = {f.term.words for f in absent}
    changed = [f for f in changes.attach(reading, group, scope) if f.term.words not in gone]
    figured = [f for f in figures.attach(reading, group, changed, scope, subject) if f.term.words not in gone]
    completed = {(f.term.words, f.direction) for f in figured if f.direction}
    plain = [f for f in changed if (f.term.words, f.direction) not in completed]
    taken = gone | {f.term.words for f in changed}
    happened = list(events.attach(reading, group, scope, taken))
    event_words = {f.term.words for f in happened}
    kept = [f for f in figured if not _told_as_event(f, event_words, scope)]
    lengths = {f.spans[1] for f in kept if f.quantity is not None and f.quantity.kind == "duration" and len(f.spans) > 1}
    for clause in group:  # a length that is a figure is no point in time
        clause.times = [t for t in clause.times if not any(a <= t.span[0] < b for a, b in lengths)]
    return [*absent, *plain, *kept, *happened]


def _told_as_event(finding: Finding, event_words: set[Span], scope: Scope) -> bool:
    """A bare count of an event is the event; a percentage of it stays an outcome beside it."""
    if finding.term.words not in event_words:
        return False
    percent = finding.quantity is not None and finding.quantity.kind == "percent"
    return not percent


def _between_arms(finding: Finding) -> bool:
    """Whether a figure is of two arms at once: a hazard ratio, a difference without a way."""
    ratio = finding.quantity is not None and finding.quantity.kind == "ratio"
    return ratio or (finding.kind == "difference" and finding.direction is None)


_NEXT = re.compile(r"\s?(?:\([^()]{0,16}\))?\s?(?:at|by|after|in|on)?(?: the)?\s?", re.IGNORECASE)
_LAST_BEFORE = re.compile(r"(?:时|的|时的|后|后的|为|:|是|时为|后为|\s)+")
_OF_ARM = re.compile(r"的|:|为|\s?\(|的\(")  # 高于对照组的56%
_OF = re.compile(
    r"\s(?:(?:\([^()]{0,16}\) )?(?:of|in|with|on|for|among|by|given|receiving|taking|treated with|after|under))"
    r"(?: those| patients| the patients)?(?: (?:in|on|with|of))?(?: the)?\s",
    re.IGNORECASE,
)


class _Carried:
    """Arm and time that hold until another is named."""

    def __init__(self) -> None:
        self.arm: str | None = None
        self.time: Any = None

    def place(self, reading: Reading, finding: Finding, group: list[Clause]) -> Finding:
        clause = next((c for c in group if c.span[0] <= finding.told_at[0] < c.span[1]), group[0])
        home = next((c for c in group if c.span[0] <= finding.term.words[0] < c.span[1]), clause)
        if finding.timepoint is None and finding.by == "figure.to":
            later = [t.value for c in (clause, home) for t in c.times if t.value != "baseline"]
            beside = self._beside(reading, finding, clause)
            when = beside or (later[-1] if later else self._time(reading, finding, clause, home, group))
            finding = replace(finding, timepoint=None if when == "baseline" else when)
        elif finding.timepoint is None:
            finding = replace(finding, timepoint=self._time(reading, finding, clause, home, group))
        if finding.arm is None and not _between_arms(finding):
            finding = replace(finding, arm=self._arm(reading, finding, clause, group))
        return finding

    def _time(self, reading: Reading, finding: Finding, clause: Clause, home: Clause, group: list[Clause]) -> Any:
        at = finding.told_at[0]
        beside = self._beside(reading, finding, clause)
        if beside is not None:
            return beside
        for place in (clause, home):
            times = [t for t in place.times if t.value != "baseline" or (len(place.times) == 1 and not finding.direction)]
            if times:
                before = [t for t in times if t.span[0] <= at]
                return (before[-1] if before else times[0]).value
        earlier = [
            t for c in group if c.span[0] < clause.span[0] for t in c.times if t.value != "baseline" or not finding.direction
        ]
        later = [t for c in group if c.span[0] > clause.span[0] and not c.terms and not c.values for t in c.times]
        return earlier[-1].value if earlier else later[0].value if later else self.time

    def _beside(self, reading: Reading, finding: Finding, clause: Clause) -> Any:
        """The time that stands next to a figure: "24.1 at baseline and 11.3 at week 8", 6个月时的7.2%."""
        if finding.quantity is None:
            return None
        start, end = finding.spans[1] if len(finding.spans) > 1 else finding.spans[0]
        for time in clause.times:
            behind, ahead = end <= time.span[0], time.span[1] <= start
            if behind and _NEXT.fullmatch(reading.text((end, time.span[0]))):
                return time.value
            if ahead and _LAST_BEFORE.fullmatch(reading.text((time.span[1], start))):
                return time.value
        return None

    def _arm(self, reading: Reading, finding: Finding, clause: Clause, group: list[Clause]) -> str | None:
        at = finding.told_at[0]
        own = [a for a in clause.arms if not a.compared and not self._in_another(finding, clause, a)]
        before = [a for a in own if a.span[0] <= at]
        after = [a for a in own if a.span[0] > at and not self._of_another(reading, finding, clause, a)]
        right = [a for a in after if _OF.fullmatch(reading.text((finding.told_at[1], a.span[0])))] if after else []
        held = [a for a in clause.arms if a.compared and _OF_ARM.fullmatch(reading.text((a.span[1], at)))]
        pick = next((found[at] for found, at in ((held, -1), (right, 0), (before, -1), (after, 0)) if found), None)
        if pick is None:
            earlier = [a for c in group if c.span[0] < clause.span[0] for a in c.arms if not a.compared]
            pick = earlier[-1] if earlier else None
        if pick is not None:
            return None if pick.everyone else pick.name
        return self.arm

    @staticmethod
    def _in_another(finding: Finding, clause: Clause, arm: ArmMention) -> bool:
        """Whether another figure's own words hold the arm: "11 of 16 recipients (69%) and 6 of 15 controls (40%)"."""
        holder = next((v.span for v in clause.values if v.span[0] <= arm.span[0] and arm.span[1] <= v.span[1]), None)
        return holder is not None and finding.quantity is not None and holder != finding.told_at

    def _of_another(self, reading: Reading, finding: Finding, clause: Clause, arm: ArmMention) -> bool:
        """Whether an arm stands right behind a later figure, as in "82 mL a year and 178 mL with placebo"."""
        end = finding.told_at[1]
        between = [v for v in clause.values if end <= v.span[0] and v.span[1] <= arm.span[0]]
        if finding.quantity is None or not between or finding.by != "figure":
            return False
        parted = re.search(r"\b(?:and|but|versus|vs|against|compared)\b", reading.text((end, between[-1].span[0])))
        return parted is not None and bool(_OF.fullmatch(reading.text((between[-1].span[1], arm.span[0]))))

    def go_on(self, group: list[Clause]) -> None:
        for clause in group:
            for time in clause.times:
                if time.value != "baseline":
                    self.time = time.value
            for arm in clause.arms:
                if not arm.compared:
                    self.arm = None if arm.everyone else arm.name
        told = [a.name for clause in group for a in clause.arms if not a.compared and not a.everyone]
        if len(set(told)) >= 2 and role_of(told[-1]) == "control":
            self.arm = None  # both groups have been told, the control last: what follows is said of neither


def negated(text: str) -> bool:
    """Whether a whole cell says that there is nothing: 无, none, no."""
    return bool(
        re.fullmatch(
            r"\s*(?:无|没有|未见|未发生|无特殊|均无|none|no|nil|0|none (?:reported|observed|noted|seen)"
            r"|not observed)\s*[.。]?\s*",
            text,
            re.IGNORECASE,
        )
    )
