"""Measures that no lexicon holds, found by the grammar of their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from litrex.records.reading import Span

_ZH = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z0-9α-ωκ+/-]*\s?|[一-鿿A-Za-z0-9α-ω+/-]{1,10}?)"
    r"(?P<head>评分|总分|积分|指数|水平|浓度|含量|数量|计数|比例|比值|比率|发生率|阳性率|有效率|成功率|存活率"
    r"|生存率|缓解率|应答率|反应率|愈合率|复发率|切除率|保肢率|[一-鿿]{1,4}率|妊娠率|活产率|死亡率|病死率"
    r"|治愈率|达标率|转化率"
    r"|活性|面积|体积|厚度|长度|宽度|高度|角度|深度|硬度|密度|直径|表达量?|功能|能力|质量|分数|活动度|滴度|容积|压力|流量"
    r"|速度|距离|数目|频率|用量|程度|次数|天数)"
)
_EN = re.compile(
    r"\b(?P<of>(?:levels?|numbers?|proportion|percentage|rates?|thickness|volumes?|expression|growth|size|area"
    r"|frequency|density|length|concentrations?|severity|duration|use|incidence|activity|quality|risk)"
    r" of (?:the )?(?:[A-Za-z][\w+/α-ω-]*)(?: (?!in\b|at\b|by\b|and\b|or\b|was\b|were\b|had\b|from\b|than\b"
    r"|with\b|to\b|of\b|for\b|after\b|is\b|are\b|did\b)[A-Za-z][\w+/α-ω-]*){0,2})"
    r"|\b(?P<head>(?:(?!the\b|a\b|an\b|and\b|or\b|in\b|of\b|at\b|by\b|to\b|with\b|for\b|their\b|its\b|both\b"
    r"|all\b|mean\b|median\b|neither\b|nor\b|no\b|that\b|than\b|from\b|while\b"
    r"|but\b)[A-Za-z][\w+/'α-ω-]*\s){1,3}?"
    r"(?:scores?|index|indices|levels?|counts?|rates?|ratios?|volume|thickness|length|area|density|expression"
    r"|concentrations?|activity|function|capacity|quality of life|acuity|width|diameter|distance|titers?"
    r"|titres?|percentage|proportion|numbers?|dose|use|requirement|formation))\b",
    re.IGNORECASE,
)
_STRIP_ZH = re.compile(
    r"^(?:[的了和与及在对使将而且但并也均都亦其该此这那则为是由从至到有无未不较比经后前时中内上下、,]|两组"
    r"|各组|患者|病人|受试者|组|名|例|个月|个|年|周|天|结果|显示|发现|表明|提示|明显|显著|可以|能够|能|可|同时"
    r"|此外|移植|治疗|术|平均|中位|总体|增加|降低|减少|改善|升高|提高|下降|上升|抑制|促进|恢复|观察到|表现|且"
    r"|以及|于|得到|获得|通过|其中|研究|认为|作者)+"
)
_HAN = re.compile(r"[一-鿿]")
_STATISTIC = re.compile(
    r"hazard|odds|risk ratio|rate ratio|relative risk|confidence|风险比|比值比|危险比|中位数$|平均值$|(?:half"
    r"|number) of (?:patients|them)|sample size",
    re.IGNORECASE,
)


_A_DOSE = re.compile(
    r"\b(?:high|higher|low|lower|medium|middle|single|each|cell|first|second|total|maximum|same|mean|per|lowest"
    r"|highest) doses?$"
    r"|^numbers? of (?:the )?(?:cells|patients|infusions|injections|studies|[\w-]+ cells)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(
    r"(?<![\w-])(?P<x>(?:[A-Z][a-z]+-)?[A-Z][A-Za-z]?[A-Z][A-Za-z]*(?:-[A-Z0-9]{1,3})?)(?:\s(?=(?:went|fell|rose|dropped"
    r"|declined)"
    r"\s(?:from|by|to|in|at|significantly|markedly|after)|(?:was|were|averaged|had been)\s(?:a mean of\s)?\d|(?:improved"
    r"|decreased"
    r"|increased|worsened|did not (?:change|differ)|was unchanged|remained)\b(?:\s(?:from|by|to|in|at|significantly"
    r"|stable|unchanged)|[,.;]|$)))"
    r"|(?<![A-Za-z-])(?P<y>[A-Z][A-Za-z]?[A-Z][A-Za-z]*(?:-[A-Z0-9]{1,3})?)(?=(?:评分|总分|得分|指数|分级)|(?:由"
    r"|从)(?:基线|治疗前|术前)?的?\d"
    r"|(?:均|明显|显著|较[^,;。]{0,8})?(?:升高|下降|降低|改善|好转|增加|减少|提高|无(?:明显|显著)?(?:变化|差异)))"
)


def find_acronyms(text: str, offset: int) -> Iterator[Span]:
    """Find scales and markers that only their letters name, where what follows says how they went: "Quick-DASH went from 45.9".

    Positions are those of the clean text when `offset` is where `text` starts in it.
    """
    for match in _ACRONYM.finditer(text):
        group = "x" if match["x"] else "y"
        yield offset + match.start(group), offset + match.end(group)


def find_open(text: str, offset: int) -> Iterator[Span]:
    """Find stretches named like a measure: ``X评分``, ``X水平``, "X score", "levels of X".

    Positions are those of the clean text when `offset` is where `text` starts in it.
    """
    pattern_zh = bool(_HAN.search(text))
    for match in _ZH.finditer(text) if pattern_zh else _EN.finditer(text):
        start = match.start()
        if _STATISTIC.search(match.group()) or _A_DOSE.search(match.group()):
            continue
        if pattern_zh:
            lead = _STRIP_ZH.match(text[start : match.start("head")])
            start += lead.end() if lead else 0
            if match.start("head") - start < 1:
                continue
        yield offset + start, offset + match.end()


def phrase_before(text: str, end: int) -> tuple[int, int] | None:
    """The noun phrase that ends at `end`, for a change word whose subject no pattern names."""
    piece = text[:end]
    if _HAN.search(piece[-6:]):
        match = re.search(
            r"([一-鿿A-Za-z0-9α-ω+/ -]{2,14})(?:均|都|也|亦|有所|明显|显著|逐渐|进一步|得到|较前|略|稍|轻度|大幅"
            r"|持续|开始|也都|分别|随之|水平|)*$",
            piece,
        )
        if match is None:
            return None
        name = match.group(1)
        lead = _STRIP_ZH.match(name)
        start = match.start(1) + (lead.end() if lead else 0)
        last = max((name.rfind(x) for x in ("的", "后", "时", "组", "者")), default=-1)
        if last >= 0 and last < len(name) - 2:
            start = max(start, match.start(1) + last + 1)
        end_name = match.end(1)
        stripped = re.sub(r"(?:平均?|均|都|也|亦|有所|明显|显著|逐渐|得到|较前|略|稍|持续)+$", "", text[start:end_name])
        return (start, start + len(stripped)) if len(stripped.strip()) >= 2 else None
    match = re.search(
        r"((?:[A-Za-z][\w+/α-ω'-]*\s){0,3}[A-Za-z][\w+/α-ω'-]*)\s*(?:\([^()]*\))?\s*(?:(?:was|were|is|are|had"
        r"|has|have|been|being|also|both|all|significantly|markedly|further|slightly|not|did|became|remained"
        r"|steadily|clearly|substantially|had all|generally)\s*)*$",
        piece,
    )
    if match is None:
        return None
    words = match.group(1)
    cut = re.sub(
        r"^(?:(?:.*\s)?(?:the|a|an|of|in|at|and|or|that|with|by|to|for|their|its|while|but|when|whose|which"
        r"|months?|weeks?|years?|days?|group|patients?|mean|median)\s)",
        "",
        words,
    )
    start = match.end(1) - len(cut)
    return (
        (start, match.end(1))
        if len(cut) >= 3
        and not re.fullmatch(
            r"(?:it|they|he|she|this|these|who|none|all|both|we|patients|three|two|four|one|group|groups|results?"
            r"|participants|others|eyes|hips|cells|study|trial)",
            cut,
            re.IGNORECASE,
        )
        else None
    )


def phrase_after(text: str, start: int) -> tuple[int, int] | None:
    """The noun phrase that starts at `start`, after a change word: 增加X, "reduced X"."""
    if _HAN.search(text[start : start + 6]):
        match = re.match(r"(?:了|的|其|患者的?|血清|\s)*([一-鿿A-Za-z0-9α-ω+/-]{2,12})(?=$|[,;。、和及与])", text[start:])
    else:
        match = re.match(
            r"\s*(?:in |of |the |a |an |their |its )*((?!by\b|to\b|from\b|at\b|in\b|and\b|after\b|with\b|than\b"
            r"|significantly\b|over\b|for\b|during\b|but\b|or\b)[A-Za-z][\w+/α-ω'-]*(?:\s(?!by\b|to\b|from\b|at\b"
            r"|in\b|and\b|after\b|with\b|than\b|was\b|were\b|over\b|for\b|during\b|or\b"
            r"|but\b)[A-Za-z][\w+/α-ω'-]*){0,3})",
            text[start:],
        )
    return (start + match.start(1), start + match.end(1)) if match else None


_NAME = (
    r"(?:(?!(?:the|a|an|and|or|nor|in|of|at|by|to|with|between|both|either|any|groups?|arms?|each|two|three|than"
    r"|from|was|were)\b)[A-Za-z][\w-]*)"
)
_IN_WHAT = re.compile(
    rf"(?:,?\s(?:was|were) (?:seen|found|observed|noted|detected))?(?:\s(?:between|among|across|from|with"
    rf"|versus)\s[^,;.]{{2,40}}?)?"
    rf"\s(?:in|on|for|of)\s(?:the |mean |median |overall |total )*(?P<what>{_NAME}(?:\s{_NAME}){{0,3}})(?=$|[\s,;.])"
)
_WHAT = re.compile(
    rf"(?:^|[,;]|\b(?:and|but|while|whereas|though|although))\s*(?:the |mean |median |overall "
    rf"|total )*(?P<what>{_NAME}(?:\s{_NAME}){{0,3}}?)"
    r"(?: (?:of|in) (?:the |all |both )?[\w-]+(?: [\w-]+)?)?\s$",
    re.IGNORECASE,
)
_DIFFERS = re.compile(
    r"\b(?:did|does|do|was|were|had|has|have) (?:not|n't) (?:\w+ ){0,2}?(?:differ|chang|alter)"
    r"|\bno (?:\w+ ){0,3}?(?:differ|chang)",
    re.I,
)


def unchanged(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The noun phrase of "no difference in muscle bulk" or "grip did not change", which no lexicon needs to know."""
    if not _DIFFERS.match(text[start:end]):
        return None
    match = _IN_WHAT.match(text, end) if re.match(r"no\b", text[start:end], re.I) else _WHAT.search(text[:start])
    return match.span("what") if match and not _NO_RESULT.search(match["what"]) else None


_NO_RESULT = re.compile(
    r"\b(?:ages?|sex|gender|race|baseline|characteristics|demographics?|outcomes?|results?|patients|treatments?"
    r"|medications?|doses?"
    r"|respect|terms|height|ethnicity|enrol\w+|follow-up|they|it|this|that|these|those|which|who|both|authors?|physicians?"
    r"|investigators?|policy|practice|diagnosis|duration of disease)\b",
    re.IGNORECASE,
)
