"""What those of a count or a share had or became, in open words: "76% of the eyes kept a clear graft", 8例能够行走."""

from __future__ import annotations

import re

from litrex.records.findings.items import Clause, Term, as_id
from litrex.records.reading import Reading, Span

_NOUNS = (
    r"(?P<what>(?:(?!of\b|in\b|at\b|by\b|after\b|with\b|during\b|and\b|or\b|on\b|for\b|than\b|who\b|that\b|as\b)"
    r"[A-Za-z][\w-]*\s?){1,5})"
)
_HAD = re.compile(
    r"\s?(?:\([^()]*\)\s?)?(?:of (?:the |these |all )?[\w-]+(?: [\w-]+)?\s)?(?:patients\s|eyes\s|children\s"
    r"|participants\s|others\s|cases\s)?"
    r"(?:(?:had|have)\s(?:achieved|reached|regained|kept|retained|attained|obtained|shown|a|an|no longer)?\s?"
    r"|(?:achieved|reached|regained|kept|retained|maintained|attained|obtained|showed|exhibited|demonstrated)\s)(?:a |an "
    r"|the |their |some )?" + _NOUNS,
    re.IGNORECASE,
)
_WAS = re.compile(
    r"\s?(?:\([^()]*\)\s?)?(?:of (?:the |these |all )?[\w-]+(?: [\w-]+)?\s)?(?:patients\s|eyes\s|children\s"
    r"|participants\s|others\s|repairs\s|cases\s)?"
    r"(?:(?:were|was|remained|became|are|stayed|had become)\s(?:still\s|all\s|now\s|completely\s|able to\s|fully\s)*)"
    r"(?P<what>(?:alive|dead|well|ambulatory|ambulant|pregnant|asymptomatic|symptom-free|seizure-free|intact|healed|cured"
    r"|weaned|extubated"
    r"|independent|continent|employed|viable|negative|positive|undetectable|[\w-]+-free|[\w-]+-independent|free (?:of"
    r"|from) [\w-]+"
    r"|off [\w-]+|without [\w-]+|walk\w*|discharged|stand\w*|return\w*)(?: (?!at\b|by\b|after\b|in\b|and\b|with\b"
    r"|versus\b|vs\b)[\w-]+){0,2})",
    re.IGNORECASE,
)
_DID = re.compile(
    r"\s?(?:\([^()]*\)\s?)?(?:of (?:the |these |all )?[\w-]+(?: [\w-]+)?\s)?(?:patients\s|eyes\s|grafts\s|wounds\s"
    r"|women\s|couples\s|others\s)?"
    r"(?:(?:no longer (?:required|needed)|discontinued|stopped|came off|(?:were|was) (?:able to stop|weaned (?:off|from)"
    r"|taken off))\s(?:all |their )?"
    r"(?P<freed>[A-Za-z][\w-]*(?: (?:therapy|treatment|support|drugs|medication|inhibitors|agents|transfusions))?)"
    r"|(?P<what>(?:healed|succeeded|failed|conceived|ovulated|recovered|survived|responded|regained \w+|walked \w+"
    r"|returned to \w+"
    r"|converted|engrafted)(?: (?:completely|fully|spontaneously|independently))?))\b",
    re.IGNORECASE,
)
_SEEN = re.compile(
    r"(?:^|[,;]|\band\b)\s*(?:a |an |the |complete )?(?P<what>(?:(?!the\b|and\b|in\b|at\b|of\b|was\b|were\b"
    r"|with\b)[A-Za-z][\w-]*\s){1,4}?"
    r"(?:of (?:the )?[\w-]+\s)?)(?:was|were|had been|could be|remained|occurred|persisted)\s?(?:seen|achieved|reached"
    r"|obtained|noted|found"
    r"|observed|recorded|present|restored|evident|attained|maintained|preserved|documented|demonstrated|performed"
    r"|possible)?\s?(?:in|by|for)\s$",
    re.IGNORECASE,
)
_FAILED_IN = re.compile(
    r"(?P<what>(?:[A-Za-z][\w-]*\s)?(?:healed|succeeded|failed|recovered|took|engrafted|collapsed|recurred))\s(?:in"
    r"|by)\s(?:about )?$",
    re.I,
)
_IN_THEM = re.compile(
    r"\s?(?:of (?:the )?\w+\s)?(?:the )?(?P<what>(?:[a-z][\w-]*\s)(?:failed|healed|recurred|survived"
    r"|succeeded|collapsed))\b",
    re.I,
)
_HAN = re.compile(
    r"(?:\([^()]*\))?(?:的)?(?:患者|病人|患儿|受者|妇女|者|眼|髋|膝)?(?:(?:在|于)[^,;。()]{1,10}(?:后|内|时))?(?:均|都|则|仍|可|已)?(?:达到|获得|实现|恢复了?|能够?"
    r"|得以|保持|维持|仍?处于|取得|有)(?:了)?"
    r"(?P<what>(?:能够?)?[一-鿿A-Za-z][一-鿿A-Za-z0-9-]{1,11})(?=$|[,;。、(])"
)
_STOPPED = re.compile(
    r"(?:\([^()]*\))?(?:的)?(?:患者|病人|患儿|受者|者)?(?:均|都|则|仍|可|已|完全|成功|得以|能够|后)*(?P<what>停药"
    r"|停用[一-鿿A-Za-z]{2,8}|不再需要[一-鿿]{2,6}|有(?:反应|应答))(?=$|[,;。、(])"
)
_LABEL = re.compile(
    r"\s*(?:at [^:;,]{1,12}[:,]\s?)?(?P<what>[A-Za-z][A-Za-z-]*(?:\s(?!at\b|in\b|by\b|after\b)[A-Za-z][\w-]*){0,3}"
    r"|[一-鿿][一-鿿A-Za-z]{1,9}?)(?:\s(?:at|in|by|after)\s[^:;,]{1,14}?)?\s?[:=：]?\s?\(?"
)
_NO_STATE = re.compile(
    r"^(?:\w+ )?(?:patients?|women|men|males?|females?|history|median|mean|age|aged|disease|cells?|treatment|therapy|type"
    r"|stage|grade|received"
    r"|prior|previous|data|more|less|one|two|both|all|same|similar|study|follow|been|not|no|only|at least|received|severe"
    r"|active|refractory"
    r"|positive for|negative for|improvement|better|a|the)\b|年龄|病史|随访|患者|治疗|细胞|研究|差异|变化|改善|女|男",
    re.IGNORECASE,
)
_SHARE = ("percent", "fraction", "count")


def tell_states(reading: Reading, clause: Clause, begun: bool, table: bool = False) -> None:
    """Give a clause whose figures have no measure the state that they are of; `begun` says that a measure was named before.

    In a cell (`table`) what stands before a share names it: "intact at 10 y: 39/45".

    A count alone tells a state only by a word that is one (alive, healed); what they "had" needs a share or a fraction, for
    counts tell of patients as well.
    """
    shares = [v for v in clause.values if v.quantity.kind in _SHARE]
    if table and shares and not clause.terms and _label(reading, clause, shares[0].span[0], shares[0].quantity.kind):
        return
    if clause.terms or not shares or clause.changes or len(clause.values) > len(shares) + 2:
        return
    end = clause.span[1]
    for value in shares:
        after, before = reading.text((value.span[1], end)), reading.text((clause.span[0], value.span[0]))
        partly = value.quantity.kind != "count"
        tried = [(_WAS, after, value.span[1]), (_DID, after, value.span[1])]
        if partly:
            tried += [(_HAD, after, value.span[1]), (_IN_THEM, after, value.span[1])]
        tried += [(_STOPPED, after, value.span[1])]
        tried += [(_HAN, after, value.span[1])] if partly or not begun else []
        for pattern, text, start in tried:
            if _name(reading, clause, pattern.match(text), start):
                return
        if _name(reading, clause, _FAILED_IN.search(before), clause.span[0]):
            return
        if partly and _name(reading, clause, _SEEN.search(before), clause.span[0]):
            return


def _label(reading: Reading, clause: Clause, until: int, kind: str) -> bool:
    """Name a share by what stands before it in a cell, unless that is an arm: "intact at 10 y: 39/45"."""
    label = _LABEL.fullmatch(reading.text((clause.span[0], until)))
    if kind == "count" or label is None or _ARM.search(label["what"]) or any(a.span[0] < until for a in clause.arms):
        return False
    if not (re.search(r"[:：]", label.group()) or _STATE_WORD.search(label["what"])):
        return False  # "HSCT 81%, CYC 56%" under a heading that names the measure
    if any(c.span[0] >= clause.span[0] + label.end("what") for c in clause.changes):
        return False
    named = _name(reading, clause, label, clause.span[0])
    clause.changes = [] if named else clause.changes
    return named


_STATE_WORD = re.compile(r"(?:ed|ing|intact|alive|free|independent|unaided|出现.+|恢复.+)$", re.IGNORECASE)
_ARM = re.compile(r"组$|对照|安慰剂|group|arm$|placebo|control|sham|vehicle|saline|cells?$", re.IGNORECASE)


def _name(reading: Reading, clause: Clause, match: re.Match[str] | None, start: int) -> bool:
    if match is None:
        return False
    group = "what" if match["what"] else "freed"
    words: Span = (start + match.start(group), start + match.start(group) + len(match[group].rstrip()))
    name = reading.text(words)
    if len(name) < 2 or _NO_STATE.search(name):
        return False
    clause.terms = [Term(words, as_id(name), True, False, known=False, endpoint=True)]
    return True
