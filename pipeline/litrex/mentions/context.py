"""What holds of a passage as a whole: is it told of a study, or planned, pooled, cited as background?"""

from __future__ import annotations

import re
from dataclasses import dataclass

POOLED = re.compile(
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:trials|studies|reports|cohorts) "
    r"(?:with|involving|including|comprising|of|together)[^.;]{0,20}\d+ (?:patients|participants|people)|"
    r"\d+项(?:研究|试验)[^。;]{0,10}(?:共|合计|总计|累计)[^。;]{0,8}\d+例|"
    r"meta-?analys|systematic review|pooled|pooling|network analysis|umbrella review|taken together|all told"
    r"|overall, these|Cochrane review"
    r"|荟萃分析|meta分析|Meta分析|元分析|系统评价|系统综述|系统回顾|汇总分析|汇总\d|合并分析|综合上述|综上"
    r"|总体来看|总体而言|综合来看",
    re.IGNORECASE,
)
REGISTRY_ACTIVITY = re.compile(
    r"ClinicalTrials\.gov|registered trials|trials? (?:are|were) (?:listed|registered|under way|ongoing"
    r"|recruiting)|listed as active|activity survey|per year worldwide"
    r"|登记的?(?:相关)?(?:临床)?(?:试验|研究)|注册的?(?:相关)?(?:临床)?(?:试验|研究)(?:有|共|达|数)"
    r"|备案(?:项目|机构)|登记资料|登记数据|移植活动|例/年|每年(?:约|有|完成|录入|新增)?\s?\d|的统计(?:是|显示)"
    r"|统计显示",
    re.IGNORECASE,
)
PLANNED = re.compile(
    r"\b(?:will|plans? to|planned to|aims? to|is (?:now |currently )?(?:recruiting|enrolling|under way"
    r"|ongoing)|are (?:now |currently )?recruiting|(?:is|are) (?:being )?(?:planned|awaited|about to"
    r"|due to (?:start|open|begin|report|finish))|has begun recruiting|have begun recruiting|intends? to"
    r"|is expected to|scheduled to|trials? (?:of [^.;]{0,30} )?(?:needs?|costs?|requires?|takes?)"
    r"|still (?:recruiting|enrolling|open)|planning to enrol)\b"
    r"|拟(?:纳入|招募|入组|开展)|准备(?:入组|招募|开展|纳入)|计划[^,;。]{0,12}(?:纳入|入组|招募|开展)|正在(?:招募|进行"
    r"|入组|开展)|将(?:纳入|招募|入组|开展)|预计(?:纳入|入组|招募)|预定(?:收|招|纳入|入组)|预期(?:纳入|入组)"
    r"|即将(?:开始|启动|招募|开展)|尚在(?:进行|招募)|正在进行中|仍在(?:进行|招募)|尚未(?:公布|发表|报告|完成)",
    re.IGNORECASE,
)
GUIDELINE = re.compile(
    r"\bguidelines?\b|consensus (?:statement|recommend)|recommends?\b|recommended (?:dose|for)"
    r"|should be (?:given|considered|offered)|指南|专家共识|推荐(?:剂量|使用|用于|意见|首选)|共识(?:认为|推荐"
    r"|建议)|建议(?:患者|每)",
    re.IGNORECASE,
)
EPIDEMIOLOGY = re.compile(
    r"\bprevalence\b|\bincidence (?:of|is|rate)\b|\baffects?\b|worldwide|people worldwide|per 100,?000"
    r"|per million|(?:of|in) the (?:general )?population|life expectancy"
    r"|患病率|发病率|流行病学|全球约?有|我国约?有|每年新增|每百万人|/10万|十万分之|高发年龄|高峰年龄|好发于|终[生身]患病",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sentence stands to a study; `other` says that it tells none by itself."""

    pooled: bool
    registry: bool
    planned: bool
    guideline: bool
    epidemiology: bool

    @property
    def other(self) -> bool:
        return self.pooled or self.registry or self.planned or self.guideline


def standing(folded: str) -> Standing:
    """Tell pooled results, registry activity, plans, guidance and epidemiology from a study's own telling.

    >>> standing("一项荟萃分析汇总了8项试验").pooled, standing("Liang et al. treated four patients").other
    (True, False)
    """
    return Standing(*(bool(p.search(folded)) for p in (POOLED, REGISTRY_ACTIVITY, PLANNED, GUIDELINE, EPIDEMIOLOGY)))
