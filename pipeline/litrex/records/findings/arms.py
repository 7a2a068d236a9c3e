"""The groups of a study as a passage names them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from litrex.records.reading import Reading, Span

_ZH = re.compile(r"(?P<name>[一-鿿A-Za-z0-9αβγ+×^⁰¹²³⁴⁵⁶⁷⁸⁹./%-]{1,16}?(?:\s[A-Za-z]+)?)(?P<head>亚?组)(?!织|成|间|合|分|蛋白|胺|建|学|长|员|装|内)")
_CUT = re.compile(
    r"^.*(?:[,;。、:(\s]|(?<![一-鿿])|和(?!对照)|与|及|较|比|在|对|于|而|但|则|时|后|为|即|使|到|至|将|示|现|优|劣|其中|结果|月|周|天|年|[的])(?=[^,;。、:(]*$)"
)
_NO_ARM = re.compile(r"^(?:[两二三四五六各每全分该本此其同另一后前多几数任何哪这那]|随机分?|平均分?|均分|分成|分为|课题|小|专家|协作|研究小|工作|样本|数据|\d+|小鼠分|患者分|亚|无论哪?)$|分(?:成|为)?[两二三四五六\d]?$|随机|课题|协作|专家|等研究$|团队$")
_THAT = re.compile(r"^(?:该|此)$")
_EN = re.compile(
    r"\b(?:the |each |both |either |a )?(?P<name>(?:(?!the\b|in\b|of\b|and\b|or\b|both\b|each\b|to\b|than\b|with\b|either\b|per\b|a\b|an\b|for\b|from\b|was\b|were\b|two\b|three\b|four\b|another\b|this\b|that\b|age\b|research\b|study\b|by\b|between\b|all\b|one\b|versus\b|vs\b|which\b|had\b|only\b|into\b|as\b|other\b|same\b)[\w+×^⁰¹²³⁴⁵⁶⁷⁸⁹/.-]+\s){1,4}?)(?P<head>groups?|arms?|cohorts?)\b"
    r"|\b(?P<treated>[\w+/-]+-(?:treated|injected|transplanted|grafted|infused))\s(?:group|patients?|hips?|eyes?|knees?|animals?|mice|rats|limbs?|participants?|children)"
    r"|\b(?P<control>(?:placebo|sham|saline|vehicle|control|untreated)(?:\s(?:patients?|hips?|eyes?|knees?|animals?|mice|rats|recipients?|limbs?|participants?|children|subjects?))?s?)\b"
    r"|\b(?P<kind>(?:treated|grafted|transplanted)) (?:hips?|eyes?|knees?|patients|limbs?|animals|mice|rats|participants|children)\b",
    re.IGNORECASE,
)
_NO_ARM_EN = re.compile(r"^(?:two|three|four|both|each|single|study|age|working|research|patient|treatment|parallel|all|between|hernigou|placebo-controlled|sham-controlled|controlled|whole|other)$", re.IGNORECASE)
_COMPARED = re.compile(r"(?:与|较|比|同|跟|相较于|优于|劣于|高于|低于|多于|少于|不及|好于|差于|大于|小于)\s*$|\b(?:than(?: (?:in|for|with|that of|those of|among))?|compared (?:with|to)|versus|vs\.?|against|relative to|from(?: that (?:of|in))?|over|with)(?: the| those in the| that in the)?\s*$", re.IGNORECASE)
_ALL = re.compile(r"(?:两|各|三|四|2|3)组(?:患者)?(?:均|都|之间|间)?|全组|所有患者|\b(?:both|all|either|neither|the two|between the|between) (?:groups|arms|cohorts|patients)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArmMention:
    """An arm in a passage: `name` as told, cleaned; ``compared`` where it is what another is measured against; ``everyone`` for both groups."""

    span: Span
    name: str
    compared: bool = False
    everyone: bool = False


def find_arms(reading: Reading, span: Span) -> list[ArmMention]:
    """Find arm mentions in order of place."""
    text, offset = reading.text(span), span[0]
    found = [ArmMention((offset + m.start(), offset + m.end()), "", everyone=True) for m in _ALL.finditer(text)]
    last = ""
    for start, end, name in [*_chinese(text), *_english(text)]:
        if any(f.span[0] < offset + end and offset + start < f.span[1] for f in found):
            continue
        name = last if _THAT.match(name) and last else name
        last = name
        found.append(ArmMention((offset + start, offset + end), name, compared=bool(_COMPARED.search(text[max(0, start - 24) : start]))))
    return sorted(found, key=lambda a: a.span)


def _chinese(text: str) -> list[tuple[int, int, str]]:  # start, end, name
    found = []
    for match in _ZH.finditer(text):
        start, head = match.start("name"), match.start("head")
        cut = _CUT.match(text[start:head])
        start += cut.end() if cut else 0
        name = text[start:head].strip()
        if re.match(r"^(?:给予|接受|采用|使用)", name):
            continue
        if name and (_THAT.match(name) or not _NO_ARM.search(name)):
            found.append((start, match.end(), name if _THAT.match(name) else name + match.group("head")))
    return found


def _english(text: str) -> list[tuple[int, int, str]]:
    if re.search(r"[一-鿿]", text) and not re.search(r"[A-Za-z]{3,} (?:group|arm)", text):
        return []
    found = []
    for match in _EN.finditer(text):
        group = next(g for g in ("name", "treated", "control", "kind") if match.group(g))
        name = match.group(group).strip()
        if _NO_ARM_EN.match(name) or re.match(r"^-", text[match.end(group) : match.end(group) + 1]) or name[0].isdigit() and name.isdigit():
            continue
        found.append((match.start(group), match.end(), name))
    return found
