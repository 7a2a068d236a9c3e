"""Digits that belong to a name and tell no number: IL-6, CD34+, DAS28, 5-HT, NCT01234567, 2型糖尿病."""

from __future__ import annotations

import re

_LETTERS = r"[A-Za-zα-ωΑ-Ω]"
_TIME = (
    r"(?i:years?|yrs?|months?|weeks?|days?|hours?|hrs?|h|minutes?|min|folds?|patients?"
    r"|cent(?:er|re)s?|sites?|arms?|groups?|mg|g|kg|mL|ml|mm|cm|μm|IU|Gy|points?|letters?"
    r"|eyes?|rabbits?|mice|rats?)"
)
_SCALES = (
    r"PASI\s?(?:50|75|90|100)(?![0-9.])|ACR\s?(?:20|50|70|90)(?![0-9.%])|ASAS\s?(?:20"
    r"|40)(?![0-9.])|DAS\s?-?28(?:-(?:CRP|ESR))?|SF\s?-?(?:36|12|8|6D)|"
    r"SRI\s?-?[4-8]|EQ-?5D|(?:s?PGA|IGA)\s0/1|EDSS|HAQ-DI|SLEDAI-2[Kk]|PHQ-?9|GAD-?7"
    r"|GMFM\s?-?(?:66|88)|mRS|ALSFRS-R|CD\s[0-9]{1,3}\+?|[Ff]actor\s[0-9]+|"
    r"[Ii]nterleukin[\s-]?[0-9]+[A-Za-zβα]*|[Vv]itamin\s[BDK][0-9]{0,2}|[Oo]mega-?[36]"
    r"|[Tt]ypes?\s(?:[1-5]|I{1,3})[ab]?\b|(?:doi|DOI):?\s?10\.[0-9]{4,}/\S{1,80}|10\.[0-9]{4,9}/\S{2,80}"
    r"|PMID:?\s?[0-9]+|https?://\S{1,200}|www\.\S{1,200}"
)
_HAN_LED = r"(?:白介素|白细胞介素|介素|维生素|因子|载脂蛋白|胶原|染色体|亚型)\s?[A-Z]?-?[0-9]+"
_WORDED = (
    rf"(?<![A-Za-zα-ω0-9.]){_LETTERS}(?:{_LETTERS}|[-/*_](?={_LETTERS})){{0,40}}[-*]?[0-9](?:[A-Za-zα-ωΑ-Ω0"
    r"-9]|[-/*:_.](?=[A-Za-z0-9])){0,40}[+-]?"
)

#: Where a name that starts with a letter may begin.
LEADS = rf"{_SCALES}|{_HAN_LED}|{_WORDED}"

_LETTER_LED = re.compile(rf"(?:{LEADS})")
_DIGIT_LED = re.compile(
    rf"[0-9]{{1,2}}(?:,[0-9]{{1,2}}){{0,4}}[α-ωab]?-(?!{_TIME}(?![A-Za-z]))(?:{_LETTERS}|[\u4e00-\u9fff]"
    rf"|\()[A-Za-z0-9()-]{{0,30}}"
    r"|[0-9]{1,3}\s?-?\s?(?:分钟|min(?:ute)?s?)\s?-?\s?(?:步行|walk)|6MWT?|(?:12|6|12-?)\s?导联|[1-4]\s?型(?!号)"
    r"|[1-4](?=D(?:打印|培养|[\s-](?:print|cultur|model|scaffold|bioprint)))D|2-ΔΔC[Tt]"
    r"|24[\s-]?(?:h|hr|hour)s?\s(?=urin)"
)
_PREFIXED = re.compile(
    r"(?i:post|pre|mid|non|day|week|month|year|age|aged|n|late|early|over|under|inter|per|to|at|the|of|and|in)-"
)
_HAN_WORD = re.compile(
    r"十二指肠|四肢|三叉|五官|百分[比率点位]|十分(?![钟之])|万古霉素|百日咳|百草枯|三七"
    r"|[一二三四]线(?!城)|[二三四]联|二甲|三酰|四环素|七氟|三维|二维|三氧化|二氧化|一氧化"
    r"|"
    r"三级(?:甲等)?医院|[三二]甲医院|六味|八段锦|四氯化碳|一过性|一般|一定|一些|一种|一致"
    r"|一旦|一直|一般性|一氧|两性|二次感染|千万(?!个|细胞|元|/)|万一"
)  # words that only look like numbers
_COUNTING = re.compile(r"\s?(?:次|例|名|只|岁|天|周|个月|[×%±]|mg|g/|mL|ml)")  # "MSCs2次": the figure is not the name's
_TIED = re.compile(r"[Pp](?=0?\.[0-9])|(?:CI|HR|OR|RR|SD)(?=[0-9]+\.)|q(?=[0-9]{1,2}[dwh](?![A-Za-z]))")


def end_of(text: str, start: int) -> int | None:
    """Give where the name that begins at `start` ends, or None where a number stands there.

    >>> end_of("IL-6水平", 0), end_of("5-HT受体", 0), end_of("6 weeks", 0), end_of("post-12", 0)
    (4, 4, None, None)
    """
    if text[start : start + 1].isdecimal():
        match = _DIGIT_LED.match(text, start)
        return match.end() if match else None
    if han := _HAN_WORD.match(text, start):
        return han.end()
    match = _LETTER_LED.match(text, start)
    if (
        not match
        or _PREFIXED.match(match[0])
        or _TIED.match(match[0])
        or (match[0][-1].isdecimal() and _COUNTING.match(text, match.end()))
    ):
        return None
    return match.end()
