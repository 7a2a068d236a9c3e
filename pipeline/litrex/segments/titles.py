"""What a section is for, by the words of its title in both languages."""

from __future__ import annotations

import re

from litrex.schema.segment import SectionRole
from litrex.text.scripts import fold

_NUMBERING = re.compile(
    r"^\s*(?:第[一二三四五六七八九十\d]+[章节部分]+|[(\[]?[一二三四五六七八九十]{1,3}[)\]、.,:\s]"
    r"|[(\[]?\d+(?:\.\d+)*[)\].、:\s]*|[ivx]+[.)]\s|[#*【\[■●▪◆]+)\s*"
)
_TRAILING = re.compile(r"[\s】\]:*.。#!?]+$")

_ABSTRACT = "|".join((
    r"(?:中文|英文|内容)?摘\s*要|内容提要|提要|导读|核心(?:提示|要点)|要点(?:提示)?|本文要点|亮点|关键词",
    r"(?:graphical |plain[- ]language |structured )?abstract|highlights|key ?(?:points|words|findings)|synopsis",
    r"at a glance|in brief|(?:plain[- ]language |lay |executive )summary",
))  # fmt: skip
_SUMMARY_WORD = "|".join((
    r"结论|小结|总结|结语|结束语|展望|启示|前景|未来(?:展望|方向)?|发展方向|挑战|问题|思考|讨论|建议",
    r"conclusions?|summary|outlook|(?:future )?(?:directions?|perspectives?|prospects?)|future outlook|the future",
    r"(?:concluding|closing|final) (?:remarks|thoughts)|take[- ]?home(?: messages?| points?)?|in (?:short|summary|conclusion)",
    r"(?:the )?bottom line|what comes next|challenges|recommendations?|implications(?: for practice)?|looking ahead|wrapping up",
))  # fmt: skip
_SUMMARY_CORE = re.compile(
    r"结论|小结|总结|结语|结束语|展望|conclu|summary|outlook|take[- ]?home|in short|bottom line|closing|final|future|"
    r"perspective|prospect|looking ahead|wrapping up"
)
_SUMMARY = rf"(?:{_SUMMARY_WORD})(?:\s*(?:与|和|及|、|,|and|&|/)\s*(?:对)?(?:{_SUMMARY_WORD}))*"
_LOOKS_AHEAD = re.compile(r".{2,20}(?:展望|前景)")
_REFERENCES = "|".join((
    r"(?:主要|引用)?参考(?:文献|资料)?|(?:引用)?文献|延伸阅读|(?:资料|文献)?来源",
    r"references?(?: list| cited)?|bibliography|literature cited|works cited|citations|further reading|sources",
))  # fmt: skip
_BACK_MATTER = "|".join((
    r"(?:免责|版权|伦理|作者贡献|利益冲突|数据|基金|披露)?(?:声明|说明)|利益(?:冲突|关系)(?:声明|说明)?|免责(?:条款)?",
    r"致谢|鸣谢|(?:基金|资助)(?:项目|来源|信息)?|作者(?:贡献|简介|单位|信息)(?:声明)?|版权(?:信息|所有)?",
    r"伦理(?:审批|批准)?|数据(?:可用性|共享)(?:声明)?|缩略[词语](?:表)?|附录|补充材料|通[讯信]作者|关于(?:我们|作者)",
    r"fundings?(?: (?:sources?|information|statement|and .*))?|sources? of (?:funding|support)",
        r"financial (?:support|disclosures?)",
    r"acknowledge?ments?|(?:declaration of |potential )?(?:conflicts?|competing|declaration)s?(?: of)? interests?(?: statement)?",
    r"disclosures?(?: statement)?|disclaimers?|author(?:s|'s|s')? ?(?:contributions?|information|notes?|affiliations?)",
    r"contributors|copyright(?: .*)?|licen[cs]e|rights and permissions|data (?:availability|sharing)(?: statement)?",
    r"ethics(?: (?:statement|approval.*|declarations?))?|(?:list of )?abbreviations",
        r"supplementary (?:materials?|data|information)",
    r"appendix|about (?:the authors?|us)|correspond(?:ence|ing author)|publisher'?s note|consent(?: (?:for|to) .*)?",
    r"additional information|declarations?",
))  # fmt: skip
_ROLES = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (SectionRole.ABSTRACT, _ABSTRACT),
        (SectionRole.REFERENCES, _REFERENCES),
        (SectionRole.BACK_MATTER, _BACK_MATTER),
    )
)
_LABELLED = re.compile(r"^[【\[]?\s*([^:【】\[\]。,]{2,24}?)\s*(?:[】\]]\s*:?|:)")


def role_of(title: str) -> SectionRole:
    """Tell what a section is for; a title is believed only where nothing else stands in it.

    >>> [str(role_of(title)) for title in ("五、总结与展望", "5. Conclusions", "Summary of trials", "參考文獻")]
    ['summary', 'summary', 'body', 'references']
    """
    bare = bare_title(title)
    for role, pattern in _ROLES:
        if pattern.fullmatch(bare):
            return role
    if re.fullmatch(_SUMMARY, bare) and _SUMMARY_CORE.search(bare):
        return SectionRole.SUMMARY
    return SectionRole.SUMMARY if _LOOKS_AHEAD.fullmatch(bare) else SectionRole.BODY


def bare_title(title: str) -> str:
    """Fold a title and take numbering and marks off it: ``（五）结论：`` is ``结论``."""
    folded = fold(title).lower().strip()
    folded = _NUMBERING.sub("", folded) or folded
    return re.sub(r"\s+", " ", _TRAILING.sub("", folded))


def role_of_label(paragraph: str) -> SectionRole:
    """Tell what a paragraph is for by the label at its start: ``摘要：…``, ``【利益冲突】…``, ``Funding: …``.

    >>> str(role_of_label("【编者按】近年来…")), str(role_of_label("摘要：目的…"))
    ('body', 'abstract')
    """
    labelled = _LABELLED.match(fold(paragraph[:40]).strip())
    if not labelled:
        return SectionRole.BODY
    role = role_of(labelled[1])
    return role if role is not SectionRole.SUMMARY else SectionRole.BODY
