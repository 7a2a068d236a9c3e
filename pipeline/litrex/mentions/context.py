"""What holds of a passage as a whole: is it told of a study, or planned, pooled, cited as background?"""

from __future__ import annotations

import re
from dataclasses import dataclass

POOLED = re.compile(
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:trials|studies|reports|cohorts) "
    r"(?:with|involving|including|comprising|of|together)[^.;]{0,20}\d+ (?:patients|participants|people)|"
    r"(?<!\d)(?:[2-9]|\d\d+)(?:项|篇|个(?=随机|研究|试验|临床))[^,。;]{0,12}(?:研究|试验|文献|报[告道])(?:[、,和及]\s?|[^。;]{0,16}?"
    r"(?:共|合计|总计|累计|涉及|涵盖))[^。;]{0,8}?"
    r"\d[\d,]*\s?(?:例|名|位)|"
    r"\d[\d,]* (?:trials|studies|reports|cohorts|series|papers|publications)(?: \([^()]*\))? (?:with|involving|including|"
    r"comprising|of|and|covering)[^.;]{0,20}\d[\d,]* (?:patients|participants|people|eyes|hips|knees)|"
    r"\b(?:we|the (?:authors|librarian|panel|committee)) (?:also )?searched|literature (?:search|review)|screened [\d,]+ "
    r"(?:titles|abstracts|records|papers|references)|(?:databases?|PubMed|Embase|MEDLINE|Cochrane Library) (?:was|were) searched|"
    r"lumped together|put together, the|combined estimate|summary estimate|evidence (?:review|synthesis)|across (?:the )?"
    r"(?:\w+ )?(?:trials|studies)|"
    r"检索(?:了|到)?[^。;]{0,24}(?:文献|数据库|PubMed|Embase|Medline|知网|万方|维普|发表)|文献检索|"
    r"meta-?analys|systematic review|pooling|"
    r"pooled(?! (?:human|from|donor|platelet|serum|plasma|bone|marrow|cell|MSC|mesenchymal|product|umbilical|cord|allogeneic))"
    r"|network analysis|umbrella review|taken together|all told"
    r"|overall, these|Cochrane review"
    r"|荟萃分析|meta分析|Meta分析|元分析|系统评价|系统综述|系统回顾|汇总分析|汇总\d|合并分析|综合上述|综上"
    r"|总体来看|总体而言|综合来看|统合分析|后设分析|整合分析|综合分析\d|合并(?:估计|效应|数据|结果|发生率|有效率|缓解率)|汇总(?:数据|结果|估计)|文献回顾",
    re.IGNORECASE,
)
REGISTRY_ACTIVITY = re.compile(
    r"ClinicalTrials\.gov|registered trials|trials? (?:are|were) (?:listed|registered|under way|ongoing"
    r"|recruiting)|listed as active|activity (?:survey|figures|report)|per year worldwide"
    r"|(?:registry|register) (?:counted|holds|lists|contains|listed|recorded|had enrolled|has enrolled)|annual (?:survey|report)"
    r"|登记的?(?:相关)?(?:临床)?(?:试验|研究)|注册的?(?:相关)?(?:临床)?(?:试验|研究)(?:有|共|达|数)"
    r"|备案(?:项目|机构)|活动调查|活动报告|年度(?:调查|报告|统计)|全(?:欧洲?|国|球|美|台湾?|日本?)[^,;。]{0,8}共有?\s?\d|登记资料|登记数据|移植活动|例/年|每年(?:约|有|完成|录入|新增)?\s?\d"
    r"|的统计(?:是|显示)"
    r"|统计显示",
    re.IGNORECASE,
)
PLANNED = re.compile(
    r"\b(?:will|plans? to|planned to|aims? to|is (?:now |currently )?(?:recruiting|enrolling|under way"
    r"|ongoing)|are (?:now |currently )?recruiting|(?:is|are) (?:being )?(?:planned|awaited|about to"
    r"|due to (?:start|open|begin|report|finish))|has begun recruiting|have begun recruiting|intends? to"
    r"|is expected to|scheduled to|trials? (?:of [^.;]{0,30} )?(?:needs?|costs?|requires?|takes?)"
    r"|still (?:recruiting|enrolling|open)|planning to enrol|plans? an?"
    r"|a planned (?!\d)[^.;]{0,30}\b(?:trial|study|phase)|planned enrol\w+)\b"
    r"|拟(?:纳入|招募|入组|开展)|准备(?:入组|招募|开展|纳入)|计划(?![^。;]{0,24}(?:实际|仅|最终|但))[^,;。]{0,12}(?:纳入|入组|招募|开展)|正在(?:招募|进行"
    r"|入组|开展)|将(?:纳入|招募|入组|开展)|预计(?:共)?(?:纳入|入组|招募|收案|收治|收录|开始|启动|完成)|(?:拟|计划|准备|打算|预定|预期)(?:[^,;。]{0,6})?(?:收案|收治|牵头|启动|注册)"
    r"|尚?待[^,;。]{0,10}(?:核准|批准|审批|审查)|(?:首例|首位)[^,;。]{0,6}(?:尚未|未)入组|筹备|筹建|收案中|预定(?:收|招|纳入|入组)|预期(?:纳入|入组)"
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
