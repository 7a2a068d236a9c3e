"""How far a change went: the figures that complete a change, "fell by 14", 下降12分, "6.3 mmHg with A and 1.2 mmHg with B"."""

from __future__ import annotations

import re
from dataclasses import replace

from litrex.records.findings.finding import Finding, figure_of
from litrex.records.findings.gaps import FROM_TO
from litrex.records.findings.items import Clause, Term, Value
from litrex.records.reading import Reading, Span


def _with_holders(clause: Clause, value: Value, figure: Finding) -> Finding:
    """Add who had it: "one eye gained 17 letters"."""
    holders = [v for v in clause.values if v.quantity.kind == "count" and v.span[1] <= value.span[0]]
    if figure.kind == "difference" and figure.n is None and len(holders) == 1 and holders[0].quantity.value is not None:
        return replace(figure, n=int(holders[0].quantity.value))
    return figure


def with_change(reading: Reading, clause: Clause, term: Term, value: Value, changed: list[Finding]) -> Finding:
    """Join a figure with the change of the same measure that it completes."""
    figure = figure_of(term, value)
    if value.quantity.kind == "ratio":
        return figure
    mine = [
        f for f in changed if f.term.words == term.words and len(f.spans) > 1 and clause.span[0] <= f.spans[1][0] < clause.span[1]
    ]
    counted = value.quantity.kind == "count"
    change = _nearest(reading, value, mine)
    if change is None:
        return _signed_change(reading, term, figure, value)
    word = change.spans[1]
    if _OF_THE_OTHER.search(reading.text((word[1], value.span[0]))) if word[1] <= value.span[0] else False:
        return figure
    if _stands(reading, clause, word, value):
        return figure
    told = replace(figure, direction=change.direction, spans=tuple(dict.fromkeys((*figure.spans, word))))
    if counted and value.span[1] <= word[0]:
        return told
    size = change.direction != "no_change" and _tells_size(reading, word, value)
    return _with_holders(clause, value, replace(told, kind="difference" if size else None))


def _stands(reading: Reading, clause: Clause, word: Span, value: Value) -> bool:
    """Whether a figure only says where a measure stood later: "rose by 9 points and was 71 points at one year"."""
    sized = [
        v for v in clause.values if word[1] <= v.span[0] and v.span[1] <= value.span[0] and v.quantity.kind == value.quantity.kind
    ]
    return bool(sized) and bool(_THEN_WAS.search(reading.text((sized[-1].span[1], value.span[0]))))


_THEN_WAS = re.compile(r"\band (?:then |still |later )?(?:was|were|stood at|averaged)\s(?:still |about )?$")
_CHANGE_IN = re.compile(
    r"\bchanges? (?:from baseline )?(?:in|of|to) (?:the |mean |median )*$|变化(?:值|量)?(?:为"
    r"|是)?$",
    re.IGNORECASE,
)
_CHANGE_AFTER = re.compile(r"(?:的|较基线的?)?(?:变化|改变)(?:值|量|幅度)?|\schange(?:d)?\b", re.IGNORECASE)


_SIGNED = re.compile(r"\s?(?:change )?\(?[+−–-]?")  # "CDAI −103", "EF +6.8%"
_BELOW_ZERO = re.compile(r"[TZ][ -]?(?:scores?|值|评分)|base excess|equivalent|refraction|等效球镜|屈光|剩余碱", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\bdifferences? (?:between the groups )?(?:in|for) [^,;.]{2,60}?(?:was|of) $|\((?:(?:mean|adjusted|absolute"
    r"|median|estimated"
    r"|between-group|treatment|least-squares mean) ){0,2}differences?,? (?:of |was )?$|(?:组间"
    r"|两组)[^,;。]{0,6}(?:差值|差异|之差|相差)(?:为|是)?$",
    re.IGNORECASE,
)


def _signed_change(reading: Reading, term: Term, figure: Finding, value: Value) -> Finding:
    """Read the way of a change off its sign: "the mean change in BCVA was +2.81 letters", HbA1c的变化为-0.9%."""
    told = _CHANGE_IN.search(reading.text((max(0, term.words[0] - 40), term.words[0])))
    told = told or _CHANGE_AFTER.match(reading.folded, term.words[1])
    q = value.quantity
    between = _BETWEEN.search(reading.text((max(0, min(term.words[0], value.span[0]) - 40), value.span[0])))
    if between and q.kind in ("measurement", "percent", "number"):
        return replace(figure, kind="difference")
    signed = told is None and _SIGNED.fullmatch(reading.text((term.words[1], value.span[0])) or "?")
    if (told is None and not signed) or q.value is None or q.kind not in ("measurement", "percent", "number"):
        return figure
    lead = reading.text((value.span[0] - 1, value.span[0] + 1))
    plus = "+" in lead
    minus = q.value < 0 or lead[:1] in ("-", "−", "–")
    if (not plus and not minus) or _BELOW_ZERO.search(reading.text(term.words)):
        return figure
    size = replace(q, value=abs(q.value)) if signed else q
    return replace(figure, quantity=size, direction="increase" if plus else "decrease", kind="difference")


_OF_THE_OTHER = re.compile(r"^(?:于|过)?[^,;。]{0,10}组的?\s?\(?$")  # 高于对照组的73.3%: the other's figure
_RIGHT_AFTER = re.compile(r"\s*(?:(?:in|for|for all|in all|者|为|有|:|\(|的|共)\s*)*", re.IGNORECASE)
LOWER = re.compile(
    r"\s(?:points? |units? |times )?(?:lower|higher|smaller|greater|longer|shorter|fewer|less|more|better|worse)\b"
)


def _nearest(reading: Reading, value: Value, changes: list[Finding]) -> Finding | None:
    """The change that a figure belongs to: 6例改善 to the next one, "fell by 14" to the one before."""
    before = [c for c in changes if c.spans[1][1] <= value.span[0] and value.span[0] - c.spans[1][1] <= 40]
    after = [c for c in changes if value.span[1] <= c.spans[1][0]]
    last = max(before, key=lambda c: c.spans[1], default=None)
    following = min(after, key=lambda c: c.spans[1], default=None)
    if value.quantity.kind == "count":
        direct = last is not None and _RIGHT_AFTER.fullmatch(reading.text((last.spans[1][1], value.span[0])))
        return last if direct or following is None else following
    if following is not None and following.spans[1][0] - value.span[1] <= 8 and LOWER.match(reading.folded, value.span[1]):
        return following
    return last


_NO_SIZE = re.compile(
    r"\b(?:in|at|was|were|is|among|for|with|vs\.?|versus|of patients|score of|scores of)\s(?:the |a |about )?$", re.IGNORECASE
)


def _tells_size(reading: Reading, word: Span, value: Value) -> bool:
    """Whether a figure tells how far a change went ("fell by 14", 下降12分), not where it ended or how many had it."""
    q = value.quantity
    if reading.text(word).endswith("幅"):
        return True
    if q.kind not in ("measurement", "percent", "number", "duration") or q.n is not None:
        return False
    if value.span[1] <= word[0]:
        return True
    gap = reading.text((word[1], value.span[0]))
    signed = reading.text((value.span[0] - 1, value.span[0] + 1)).strip()[:1] in ("+", "-") or (q.value or 0) < 0
    if gap.rstrip().endswith("(") and not signed:
        return False
    return not FROM_TO.search(gap) and not FROM_TO.search(reading.text(word)) and not _NO_SIZE.search(gap)


def _gapped(reading: Reading, last: Finding, figure: Finding) -> bool:
    """Whether the second verb is left out: "the index fell 80% and pain 71%"."""
    between = reading.text((last.told_at[1], figure.term.words[0]))
    return bool(_AND.fullmatch(between)) and not reading.text((figure.term.words[1], figure.told_at[0])).strip()


_AND = re.compile(r"\s*(?:,|and|, and|和|、|及|,而)\s*(?:the )?", re.IGNORECASE)


_STANDS = re.compile(
    r"\b(?:not|was|were|is|are|reached|remained|stood|being|reaching|averag\w+)\s(?:only |still |about "
    r"|a mean of )?\(?$|\bnot\b|[为至到是]$"
)
_IN_OTHERS = re.compile(
    r"[^,;()]{0,40}(?:\([^()]{1,16}\))?,?\s?(?:and|but|compared with|versus|vs\.?|as against|against)\s(?:only "
    r"|just )?in\s",
    re.IGNORECASE,
)


def _also_in(reading: Reading, figure: Finding, last: Finding) -> bool:
    """Whether a share is of those in another group who changed too: "fell in 11 of 16 (69%) and in 6 of 15 controls (40%)"."""
    a, b = last.quantity, figure.quantity
    if a is None or b is None or figure.direction is not None or last.direction is None or last.term.words != figure.term.words:
        return False
    shares = ("percent", "fraction", "count")
    if a.kind not in shares or b.kind not in shares or last.kind == "difference" or figure.told_at[0] <= last.told_at[1]:
        return False
    return bool(_IN_OTHERS.fullmatch(reading.text((last.told_at[1], figure.told_at[0]))))


def like_the_last(reading: Reading, figure: Finding, last: Finding | None) -> Finding:
    """Give the second of two sizes the direction of the first: "fell by 6.3 mmHg with A compared with 1.2 mmHg with B"."""
    if last is not None and _also_in(reading, figure, last):
        return replace(figure, direction=last.direction)
    if last is None or last.kind != "difference" or figure.direction not in (None, last.direction):
        return figure
    if figure.direction and FROM_TO.search(reading.text((last.told_at[1], figure.told_at[0]))):
        return figure
    if _STANDS.search(reading.text((last.told_at[1], figure.told_at[0]))):
        return figure
    if last.term.words != figure.term.words and not _gapped(reading, last, figure):
        return figure
    a, b = last.quantity, figure.quantity
    if a is None or b is None or (a.kind, a.unit) != (b.kind, b.unit) or figure.told_at[0] - last.told_at[1] > 70:
        return figure
    return replace(figure, direction=last.direction, kind="difference")
