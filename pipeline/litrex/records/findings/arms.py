"""The groups of a study as a passage names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label

_ZH = re.compile(r"亚?组(?!织|成|间|合|分|蛋白|胺|建|学|长|员|装|内|患者中位)")
_STOP = set(
    ",;。、:()[] \t\n和与及较比在于而但则时后为即使到至将示现优劣的把被由从给让了月周天年日且并也均都其该此指每各用是有示见中间"
)
# Words that hold a stopping character.
_KEPT = (
    *("中药", "中医", "中期", "中度", "中高", "中低", "中重", "中等", "中成", "低中", "间充", "间质", "间叶", "间歇"),
    *("对照", "给药", "后处理", "中剂量", "联用", "用药", "未用", "单用", "有效"),
)
_NO_ARM = re.compile(
    r"^(?:[两二三四五六本同另一前多几数任何哪这那2-9]+|随机|平均|均|分|分成|分为|课题|小|专家|协作|研究小|工作"
    r"|样本|数据|\d+|亚|无论哪?|全|某|.*(?<![植加移注输])入)?$|分(?:成|为)?[两二三四五六\d]?$|随机|课题|协作|专家|小$|团队$|^(?:接受"
    r"|采用|使用)"
)
_THAT = re.compile(r"^(?:该|此)$")
_EN = re.compile(
    r"\b(?:the |each |both |either |a )?(?P<name>(?:(?!the\b|in\b|of\b|and\b|or\b|both\b|each\b|to\b|than\b"
    r"|with\b|either\b|per\b|a\b|an\b|for\b|from\b|was\b|were\b|two\b|three\b|four\b|another\b|this\b|that\b"
    r"|age\b|research\b|study\b|by\b|between\b|all\b|one\b|versus\b|vs\b|which\b|had\b|only\b|into\b|as\b"
    r"|other\b|same\b)[\w+×^⁰¹²³⁴⁵⁶⁷⁸⁹/.-]+\s){1,4}?)(?P<head>groups?|arms?|cohorts?)\b"
    r"|\b(?P<treated>[\w+/-]+-(?:treated|injected|transplanted|grafted|infused))\s(?:group|patients?|hips?"
    r"|eyes?|knees?|animals?|mice|rats|limbs?|participants?|children)"
    r"|\b(?P<control>(?:placebo|sham|saline|vehicle|control|untreated)(?:\s(?:patients?|hips?|eyes?|knees?"
    r"|animals?|mice|rats|recipients?|limbs?|participants?|children|subjects?))?s?)\b"
    r"|\b(?P<kind>(?:treated|grafted|transplanted)) (?:hips?|eyes?|knees?|patients|limbs?|animals|mice|rats"
    r"|participants|children)\b",
    re.IGNORECASE,
)
_NO_ARM_EN = re.compile(
    r"^(?:two|three|four|both|each|single|study|age|working|research|patient|parallel|all|between"
    r"|placebo-controlled|sham-controlled|controlled|whole|other)$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?:与|较|比|同|跟|相较于|优于|劣于|高于|低于|多于|少于|不及|好于|差于|大于|小于)\s*$|\b(?:than(?: (?:in|for"
    r"|with|that of|those of|among))?|compared (?:with|to)|versus|vs\.?|against|relative to|from that (?:of|in)"
    r"|over|compared to|superior to|inferior to|higher than|lower than)(?: the| those in the| that in the)?\s*$",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:两|各|三|四|2|3)(?:个)?(?:剂量|治疗|细胞)?组(?:患者)?(?:均|都|之间|间)?|全组|所有患者|(?:^|(?<=[,;，；。]))均(?=未|无)"
    r"|\b(?:both|all|either|neither|the two"
    r"|between the|between) (?:groups|arms|cohorts|patients)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ArmMention:
    """An arm in a passage: `name` as told, in simplified script.

    ``compared`` says that another is measured against it, ``everyone`` that both groups are meant.
    """

    span: Span
    name: str
    compared: bool = False
    everyone: bool = False


class _Named(NamedTuple):
    """An arm's place in a passage and its name there."""

    start: int
    end: int
    name: str


def find_arms(reading: Reading, span: Span, arms: tuple[str, ...] = (), before: str | None = None) -> list[ArmMention]:
    """Find arm mentions in order of place.

    `arms` are the study's arms so far, for 前者 and 后者; `before` is the arm named last, for 该组.
    """
    text, offset = reading.text(span), span[0]
    found = [ArmMention((offset + m.start(), offset + m.end()), "", everyone=True) for m in _ALL.finditer(text)]
    last = before or ""
    for start, end, name in sorted([*_several(text), *_chinese(text), *_english(text)]):
        if any(f.span[0] < offset + end and offset + start < f.span[1] for f in found):
            continue
        if name in ("前者", "后者"):
            name = arms[0 if name == "前者" else 1] if len(arms) == 2 else ""
        elif _THAT.match(name):
            name = last
        if not name:
            continue
        last = name
        found.append(
            ArmMention((offset + start, offset + end), name, compared=bool(_COMPARED.search(text[max(0, start - 24) : start])))
        )
    found += [a for a in _again(reading, span, arms) if not any(f.span[0] < a.span[1] and a.span[0] < f.span[1] for f in found)]
    found += [a for a in _given(reading, span) if not any(f.span[0] < a.span[1] and a.span[0] < f.span[1] for f in found)]
    return sorted(found, key=lambda a: a.span)


_BEFORE_NAME = re.compile(
    r"(?:[%)\d]|\b(?:patients|eyes|hips|children|those|adults|animals|mice|rats))\s"
    r"(?:with|in|on|for|after|of|given|taking|receiving)\s(?:the\s)?$",
    re.IGNORECASE,
)


_BARE_COUNT = re.compile(r"\d+\s?(?:例|名|位|只|条|头|patients?|rats|mice|eyes|hips)?$", re.IGNORECASE)


def _again(reading: Reading, span: Span, arms: tuple[str, ...]) -> list[ArmMention]:
    """The study's own arms where a passage names them again, by their name alone: two of them, or one behind its figure."""
    text = reading.text(span)
    found: list[tuple[int, int, str]] = []
    for name in dict.fromkeys(a for a in arms if 3 <= len(a) <= 40 and not _BARE_COUNT.match(a)):
        edge = r"(?<![\w-])", r"(?![\w-])"
        pattern = (edge[0] if name[0].isascii() else "") + re.escape(name) + (edge[1] if name[-1].isascii() else "")
        found += [(m.start(), m.end(), name) for m in re.finditer(pattern, text, re.IGNORECASE)]
    if len({name for _, _, name in found}) < 2:
        found = [f for f in found if _BEFORE_NAME.search(text[max(0, f[0] - 32) : f[0]])]
    return [
        ArmMention((span[0] + a, span[0] + b), name, compared=bool(_COMPARED.search(text[max(0, a - 24) : a])))
        for a, b, name in sorted(found)
    ]


_WITH = re.compile(
    r"(?:[%)\d]|patients|children|adults|participants)\s(?:with|on|receiving|given|taking|for|under"
    r"|who (?:received|took|had))\s(?:the\s)?$",
    re.IGNORECASE,
)


_PLAIN = re.compile(
    r"(?<=%|\))\s(?:with|on)\s(?P<name>(?:the\s)?(?:cells|drugs?|tablets?|placebo|standard care|usual care|combination"
    r"|controls?|vehicle|sham|comparator|injection))\b"
)


def _given(reading: Reading, span: Span) -> list[ArmMention]:
    """Arms named by what they were given, after a figure: "71.0% with upadacitinib and 61.0% with dupilumab"."""
    out = []
    for m in reading.within(span, Label.DRUG, Label.CELL_TYPE):
        if _WITH.search(reading.folded[max(span[0], m.start - 24) : m.start]):
            out.append(ArmMention((m.start, m.end), reading.text((m.start, m.end))))
    for match in _PLAIN.finditer(reading.text(span)):
        out.append(ArmMention((span[0] + match.start("name"), span[0] + match.end("name")), match.group("name")))
    return list({a.span: a for a in out}.values())


def _chinese(text: str) -> list[_Named]:
    found = []
    for match in _ZH.finditer(text):
        head = match.start()
        start = _name_start(text, head)
        told = text[start:head]
        entered = _ENTERED.match(told)
        start += entered.end() if entered else 0
        name = text[start:head].strip()
        if text[max(0, head - 1) : head] in ("该", "此"):
            found.append(_Named(head - 1, match.end(), text[head - 1]))
        elif name == "一" and text.startswith("其中", start - 2):
            found.append(_Named(start, match.end(), "其中一组"))
        elif name and not _NO_ARM.search(name):
            found.append(_Named(start, match.end(), name + match.group()))
    found += [_Named(m.start(), m.end(), m.group()) for m in re.finditer("前者|后者", text)]
    return sorted(found)


_ENTERED = re.compile(r".*(?:进入|分入|分到|分至|归入|划入|分配到|分配至|分配|随机到|随机至)")


def _name_start(text: str, head: int) -> int:
    """Walk back from 组 to where the arm's name starts; a character that only joins words ends it."""
    at = head
    while at > 0 and (head - at < 14 or text[at - 1 : at + 1].isascii()):
        char = text[at - 1]
        if char in _STOP and not any(text.startswith(word, at - 1 - word.index(char)) for word in _KEPT if char in word):
            if char != "对" or not text.startswith("对照", at - 1):
                break
        if char == "对" and not text.startswith("对照", at - 1):
            break
        at -= 1
    return at


_SEVERAL = re.compile(
    r"\b(?P<names>(?:[\w×^./+-]+(?:\s[\w-]+)?, )*[\w×^./+-]+(?:\s[\w-]+)?,? and (?:the )?[\w×^./+-]+(?:\s[\w-]+)?"
    r")\s(?:groups|arms|cohorts)\b",
    re.IGNORECASE,
)
_LEVELS = re.compile(
    r"(?P<names>[低中高](?:[、和及与]?[低中高])+)(?P<head>剂量组)"
    r"|(?P<letters>[甲乙丙丁A-E](?:[、,和及与][甲乙丙丁A-E])+)(?:[两二三四]|\s)?组"
)


def _several(text: str) -> list[_Named]:
    """Arms that share one head: "the high-dose, low-dose and placebo groups", 低、中、高剂量组."""
    found = []
    for match in _SEVERAL.finditer(text):
        start = match.start("names")
        for part in re.finditer(r"(?:(?!, | and )[\w×^./+ -])+", match.group("names")):
            name = re.sub(
                r"^(?:and |the |in the |in |between the |of the |for the )+", "", part.group().strip(), flags=re.IGNORECASE
            )
            at = start + part.start() + part.group().rindex(name) if name else start
            if name and not _NO_ARM_EN.match(name):
                found.append(_Named(at, at + len(name), name))
    for match in _LEVELS.finditer(text):
        group, head, wanted = (
            ("names", match.group("head"), "低中高") if match.group("names") else ("letters", "组", "甲乙丙丁ABCDE")
        )
        found += [
            _Named(match.start(group) + n, match.start(group) + n + 1, c + head)
            for n, c in enumerate(match.group(group))
            if c in wanted
        ]
    return found


def _english(text: str) -> list[_Named]:
    if re.search(r"[一-鿿]", text) and not re.search(r"[A-Za-z]{3,} (?:group|arm)", text):
        return []
    found = []
    for match in _EN.finditer(text):
        group = next(g for g in ("name", "treated", "control", "kind") if match.group(g))
        name = match.group(group).strip()
        if _NO_ARM_EN.match(name) or re.match(r"^-", text[match.end(group) : match.end(group) + 1]) or name.isdigit():
            continue
        found.append(_Named(match.start(group), match.end(), name))
    return found
