"""Nobody had it: 未见严重不良事件, "no serious adverse events"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from litrex.records.findings.finding import Finding
from litrex.records.findings.items import Clause, Term
from litrex.records.reading import Reading

_BEFORE = re.compile(
    r"(?:未见(?:到|有)?|无(?!论|法|创|菌|需|关|效)(?:一?例)?|未(?:再)?(?:发生|出现|观察到|发现|报告|报道|见)"
    r"|没有(?:出现|发生|观察到|发现|报告|见到?|患者(?:出现|发生))?|均未(?:发生|出现|见)?|均无|并无|未有|不伴"
    r"|(?<!\d)0例(?:出现|发生)?|无(?:一?人|1?例|患者)(?:发生|出现)?)(?P<gap>[^,;。]{0,14})$"
    r"|\b(?:no|without|nor|none (?:had|developed|experienced|showed)|not (?:cause|develop|experience|observe)"
    r"|never|not (?:a single|one|any)|free of|neither|zero)\s(?:any\s|new\s|further\s|other\s|cases? of\s"
    r"|evidence of\s|signs? of\s|instances? of\s|patients? (?:had|developed)\s)?(?P<gap2>(?:[\w-]+\s){0,4})$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^(?:均|都)?(?:未|没有|无)(?:见|发生|出现|观察到|发现|报告)|^\s(?:was|were|has been|have been|had) (?:not "
    r"|never )(?:been )?(?:seen|observed|reported|noted|found|recorded|detected)|^\s(?:did not|didn't) occur|^\s(?:was"
    r"|were) absent",
    re.IGNORECASE,
)
_BARE = re.compile(r"^[\s,]*(?:or|and|nor)?\s*(?:\w+\s)?$", re.IGNORECASE)
_NOBODY = re.compile(
    r"\b(?:nobody|no one|no patients?|not one|none(?: of (?:the |those |these |our )?[^,;.]{1,40}?)?)\s(?:ha[sd] |have "
    r"|were |was )?"
    r"(?P<word>died|relapsed|progressed|withdrew|(?:developed|experienced|suffered|showed|required|reported|had)\s[^,;.]+)",
    re.IGNORECASE,
)
_LIST = re.compile(r"^\s*(?:、|或|和|及|与|/|,|or|and|nor|, or|以及)\s*(?:[\w一-鿿-]{1,12}\s?)?$", re.IGNORECASE)
_HAPPENS = re.compile(
    r"(?:则|却|仍|均|都)*(?:见于|发生于|发生率|出现于|发生了|为\d)|\s(?:was|were|occurred"
    r"|developed) (?:seen |noted |observed |reported )?in\b"
)
_DIFFERENCE = re.compile(
    r"差异|差别|变化|改变|影响|关系|关联|difference|change|effect|increase|decrease|improvement|reduction|correlat"
    r"|benefit",
    re.IGNORECASE,
)


def attach(reading: Reading, group: list[Clause]) -> Iterator[Finding]:
    """Find measures and events that are denied; a list after the denial is denied as a whole."""
    last: Term | None = None
    for clause in group:
        if last is not None and not (
            _BARE.match(reading.text((last.words[1], clause.span[0])))
            and clause.terms
            and _BARE.match(clause.text[: clause.terms[0].words[0] - clause.span[0]])
        ):
            last = None
        for term in clause.terms:
            before = clause.text[: term.words[0] - clause.span[0]]
            cue = _BEFORE.search(before)
            gap = (cue.group("gap") or cue.group("gap2") or "") if cue else ""
            denied = cue is not None and not _DIFFERENCE.search(gap) and not _covers(clause, term, cue.start())
            listed = last is not None and bool(_LIST.match(reading.text((last.words[1], term.words[0]))))
            listed = listed and not _HAPPENS.match(reading.folded, term.words[1])
            denied = denied or any(
                clause.span[0] + n.start("word") <= term.words[0] < clause.span[0] + n.end("word")
                for n in _NOBODY.finditer(clause.text)
            )
            after = _AFTER.match(reading.folded[term.words[1] : min(clause.span[1], term.words[1] + 40)])
            if denied or listed or after:
                start = clause.span[0] + cue.start() if denied and cue is not None else term.words[0]
                end = term.words[1] + after.end() if after else term.words[1]
                if not _said_otherwise(clause, term):
                    last = term
                    yield Finding(term, ((start, end), term.words), "absence", none=True)
                    continue
            last = None


def _covers(clause: Clause, term: Term, at: int) -> bool:
    """Whether another measure or a change stands between the denial and the term."""
    start = clause.span[0] + at
    return any(start <= c.span[0] < term.words[0] for c in clause.changes)


def _said_otherwise(clause: Clause, term: Term) -> bool:
    """Whether a change or a difference follows the term: "no change in X" is not the absence of X."""
    return any(c.span[0] <= term.words[0] < c.span[1] for c in clause.changes) or any(
        c.direction == "no_change" and term.words[1] <= c.span[0] for c in clause.changes
    )
