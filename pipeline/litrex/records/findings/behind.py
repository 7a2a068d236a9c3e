"""Arms that only their place behind a figure tells: "6.3 mmHg with sacubitril, 2.1 mmHg with enalapril"."""

from __future__ import annotations

import re
from collections import Counter

from litrex.records.findings.arms import ArmMention
from litrex.records.findings.items import Term, Value
from litrex.records.reading import Reading, Span

_KINDS = ("percent", "fraction", "measurement", "number", "duration", "count")
_STOP = (
    r"(?!(?:and|but|or|versus|vs|compared|against|at|by|in|over|after|during|when|which|who|whose|that|than|whereas|while"
    r"|respectively|from|to|as|until|through|were|was|had|did)\b)"
)
_BEHIND = re.compile(
    r"(?:\s?[(\[][^()\[\]]{0,60}[)\]])?(?:\s(?:points?|units?|letters?|lines?|days?|weeks?|months?|years?|patients?"
    r"|eyes?|seconds?"
    r"|minutes?|of (?:the )?patients|of those))?"
    r"\s(?P<by>with|on|after|under|given|taking|receiving)\s(?:the |a |an )?"
    rf"(?P<name>{_STOP}[\w.×^+/-]*\w(?:\s{_STOP}[\w.×^+/-]*[\w+]){{0,4}})"
)
_NO_ARM = re.compile(
    r"(?:\d[\d.]*|one|two|three|four|five|six|twelve|a|an|half)[\s-]?(?:years?|months?|weeks?|days?|hours?|h|mo|minutes?)\b"
    r"|(?:days?|weeks?|months?|years?|baseline|follow|treatment$|therapy$|age|average|mean|median|none|no|whom|both"
    r"|each|either|all)\b"
    r"|(?:patients?|others?|those|admission|entry|enrolment|enrollment|discharge|imaging|examination|ultrasound|MRI|CT|biopsy"
    r"|histology|endoscopy|intention|request)$",
    re.IGNORECASE,
)


def arms_behind(reading: Reading, span: Span, values: list[Value], terms: list[Term], arms: list[ArmMention]) -> list[ArmMention]:
    """Add to `arms` what two figures at least are told "with" or "on", where nothing else names it.

    That the word repeats is what tells an arm: one figure "with fever" has fever, and times and measures are no arms.
    """
    found: list[tuple[str, ArmMention]] = []
    for value in values:
        match = _BEHIND.match(reading.text((value.span[1], span[1]))) if value.quantity.kind in _KINDS else None
        if match is None or _NO_ARM.match(match["name"]):
            continue
        words = (value.span[1] + match.start("name"), value.span[1] + match.end("name"))
        known = next((a for a in arms if a.span[0] < words[1] and words[0] < a.span[1]), None)
        told = any(t.words[0] < words[1] and words[0] < t.words[1] for t in terms)
        if known is not None or not told:
            found.append((match["by"], known or ArmMention(words, reading.text(words))))
    often = Counter(by for by, _ in found)
    fresh = [arm for by, arm in found if often[by] >= 2 and arm not in arms]
    return sorted([*arms, *fresh], key=lambda a: a.span)
