"""Where a study begins to be told, and how a sentence stands to the one being told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from litrex.mentions.context import Standing, standing
from litrex.records.reading import Reading
from litrex.schema.mention import Label, Mention
from litrex.schema.segment import Sentence

_NEW = re.compile(
    r"(?:另|又)?(?:有)?(?:一|另|两|多)(?:家|所)(?:中心|医院|研究所)|(?:另|又)?(?:有)?(?:一|另|两|多)(?:项|篇"
    r"|个|例)[^,;。]{0,40}?(?:研究|试验|实验|调查|报告|报道|个案|队列|分析|团队)|同年|次年|第二年|翌年"
    r"|(?:接下来|随后|其后|之后|此后|后来)[,，]?(?=[^,;。]{0,30}(?:等|团队|课题组|研究|试验))|另一(?:个)?团队"
    r"|个案报[告道]"
    r"|\b(?:an?|another|one|the first|the largest|the only|a (?:second|third|subsequent|later|recent|small"
    r"|large|further))(?:\s[\w/-]+(?:,\s[\w-]+)*){0,8}?\s(?:trial|study|series|report|case report|cohort"
    r"|experiment|analysis|pilot)\b"
    r"|\bthe (?:[\w/-]+ ){0,5}(?:trial|study) (?:that|which) (?:ensued|followed)\b"
    r"|\b(?:the following year|that same year|in the same year|a year later|another (?:group|team))\b",
    re.IGNORECASE,
)
_ONGOING = re.compile(
    r"该(?:项)?(?:研究|试验|团队|作者|组|课题组|中心|个案)|本研究中|此(?:项)?(?:研究|试验)|(?:这|上述"
    r"|同)(?:一)?(?:项|些)?(?:研究|试验|结果|患者|病例|团队)|(?:在)?(?:这些|所有|全部|其余)(?:患者|病人|病例)"
    r"|作者|研究者|研究人员|他们|她们|其中|结果(?:显示|表明|发现|提示)?|两组|全组|各组|末次随访|(?:中位"
    r"|平均)随访"
    r"|\b(?:this|that|the|these|those|their|his|her) (?:trial|study|team|group|authors?|investigators?"
    r"|patients?|series|cohort|report|work|same|results?|findings|later report|later|final|children"
    r"|participants|eyes|hips|rats|mice|animals)\b|\bthey\b|\btheirs\b|\bresults? (?:showed|were)\b"
    r"|\ball patients\b|\bnone of\b|\bboth groups\b|\bthe procedure\b|\bfollow-up\b|\bof these\b|\bof them\b",
    re.IGNORECASE,
)
_ENROL = re.compile(
    r"纳入|招募|入组|入选|募集|收治|共有?\s*\d|报[告道]了?|回顾了?|分析了|治疗了?|对\s*\d|给\s*\d|将\s*\d|把"
    r"|接受|患者中|随机|患儿|开展|来自|观察了|选取|选择|评估了|随访了|为\s*\d|规模|给予|进行"
    r"|\b(?:enrol\w*|includ\w+|recruit\w*|random\w+|treat\w+|study|studied|report\w*|describ\w+|cover\w*"
    r"|follow\w*|infus\w+|inject\w+|transplant\w*|gave|given|involv\w+|compris\w+|assign\w*|allotted"
    r"|allocat\w*|took part|underwent|receiv\w+|patients? with|scaled|in \d+|of \d+|had|cohort|series|trial"
    r"|review\w*|examin\w+|evaluat\w+|place\w+|deliver\w*|implant\w*|induced|used)\b",
    re.IGNORECASE,
)
_TAKEN_IN = re.compile(
    r"纳入|招募|入组|入选|随机|分为|分成|注入|注射|输注|移植|输入|放置|接受|植入|给予|滴注|(?:共)?治疗了?\s?\d|\b(?:enrol\w*"
    r"|recruit\w*|randomi[sz]ed|randomly|allocated|assigned|allotted|(?:was|were) (?:infused|injected"
    r"|transplanted|given|treated|implanted)|received|underwent|gave|injected|implanted|transplanted|placed)\b",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"(?:一|1)(?:名|例|位)[^,;。]{0,12}(?:患者|女性|男性|儿童|女孩|男孩|患儿|病人)|(?:^"
    r"|[,。:])\d{1,2}岁(?:的)?(?:男|女)|\ba (?:\d+|[\w]+)-year-old\b|\ba (?:single )?(?:patient|woman|man|girl|boy"
    r"|child)\b",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(
    r"之前的|以往的|既往的?研究|早前|先前的|有研究|多项|几项|大量|一些研究|许多研究|\bprevious(?:ly)?\b"
    r"|\bearlier (?:work|studies)\b|\bseveral (?:studies|trials)\b|\bsome studies\b|\bmany\b|\bnumerous\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"自\s*$|\bsince\s*$|截至\s*$|\bas of\s*$|\bby (?:\w+ )?$|\bin the (?:early|late)\s*$", re.IGNORECASE)
_ALLUDES = re.compile(
    r"\b(?:like|unlike|as|echo\w*|confirm\w*|in line with|consistent with|contrary to|similar to|than) $|与$|(?:在"
    r"|如)\s*$|一致$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cue:
    """What a sentence brings that bears on who tells which study."""

    sentence: Sentence
    standing: Standing
    authors: tuple[Mention, ...]
    references: tuple[Mention, ...]
    years: tuple[Mention, ...]
    groups: tuple[tuple[int, int], ...]
    counts: tuple[Mention, ...]
    new: bool
    ongoing: bool
    animal: bool
    design: bool
    previous: bool
    case: bool
    enrolled: bool  # says outright that patients were taken into a study

    @property
    def span(self) -> tuple[int, int]:
        return self.sentence.start, self.sentence.end

    @property
    def enrols(self) -> bool:
        return bool(self.counts) or self.case


def cue_of(reading: Reading, sentence: Sentence) -> Cue:
    """Read a sentence's cues. All positions are code points of the clean text."""
    span = (sentence.start, sentence.end)
    text = reading.text(span)
    return Cue(
        sentence=sentence,
        standing=standing(text),
        authors=tuple(
            m
            for m in reading.within(span, Label.AUTHOR)
            if not _ALLUDES.search(reading.folded[max(span[0], m.start - 18) : m.start])
        ),
        references=tuple(reading.within(span, Label.REFERENCE)),
        years=tuple(
            m
            for m in reading.within(span, Label.YEAR)
            if not _SINCE.search(reading.folded[max(span[0], m.start - 16) : m.start])
            and not re.match(r"\s*年?\s*(?:以来|起|以后)", reading.folded[m.end : m.end + 6])
        ),
        groups=tuple(_groups(reading, span)),
        counts=tuple(
            enrolment_counts(reading, span, named=bool(reading.within(span, Label.AUTHOR, Label.REFERENCE) or _NEW.search(text)))
        ),
        new=bool(_NEW.search(text)) and not re.search(r"^\W*(?:这|该|此|上述)", text),
        ongoing=bool(_ONGOING.search(text)),
        animal=any(reading.value(m, "species") not in (None, "human") for m in reading.within(span, Label.SPECIES)),
        design=any(m.confidence >= 0.9 for m in reading.within(span, Label.STUDY_TYPE, Label.PHASE)),
        previous=bool(_PREVIOUS.search(text)),
        case=bool(_CASE.search(text)),
        enrolled=bool(_TAKEN_IN.search(text)),
    )


_HEADED = re.compile(
    r"[^,;。]{0,20}(?:患者|病人|患儿|小鼠|大鼠)\d{1,4}\s?(?:例|名|位|只)|\s*(?:[一-鿿]{0,6})?\d{1,4}\s?(?:例|名|位"
    r"|只)[^,;。]{0,20}(?:患者|病人|患儿|受试者|者|小鼠|大鼠)|\s*(?:\d+|[A-Z][a-z-]+)\s(?:\w+\s){0,4}(?:patients"
    r"|children|adults|people|women|men|rats|mice|participants)\b"
)
_PART = re.compile(
    r"(?:其中|另有?|仅|还有|余|分别有?|均有|各有?|组(?:有|的)?|有)\s*$|\b(?:of (?:them|whom|these)|only"
    r"|another|other|remaining|in|including|and|but|while|the|all|each of|by|these|up to)\s*$",
    re.IGNORECASE,
)
_HAD = re.compile(
    r"^\s*(?:患者|病人|的患者|人)?\s*(?:\([^()]*\))?\s*(?:在[^,;。]{0,16}|全部|均|都|仍|于)?(?:出现|发生|达到|获得"
    r"|死亡|复发(?![或和、/-]|性|型|缓解|难治)|缓解(?![期型])|完成|停用|失访|退出|好转|痊愈|存活|实现|发热|头痛|接受过|部分|完全"
    r"|维持(?!性?[血腹]液?透)|达|生存|转(?![移甲]))"
    r"|^\s*(?:patients?|participants?|subjects?|children|cases?|eyes?|hips?)?\s*(?:\([^()]*\))?\s*(?:achieved"
    r"|reached|developed|relapsed|died|had (?:a|an|mild|transient|no|improved|fever|gained)|experienced"
    r"|suffered|withdrew|discontinued|complet\w+|improved|gained|lost|responded|were (?:lost|evaluable"
    r"|available)|ran|showed|reported(?! by)|required|needed|survived|progressed)",
    re.IGNORECASE,
)


def enrolment_counts(reading: Reading, span: tuple[int, int], *, named: bool = False) -> list[Mention]:
    """Counts that may be the size of a study: patients enrolled, not those who fell ill, of an arm, or of a fraction."""
    if not named and not _ENROL.search(reading.text(span)) and not _HEADED.match(reading.text(span)):
        return []
    found = []
    for m in reading.within(span, Label.PATIENT_COUNT):
        q = m.quantity
        if (
            q is None
            or q.value is None
            or q.value != int(q.value)
            or q.comparator in ("<", ">")
            or (q.noun == "people" and q.value > 5000)
        ):
            continue
        before, after = reading.folded[max(span[0], m.start - 16) : m.start], reading.folded[m.end : min(span[1], m.end + 40)]
        if (
            _HAD.match(after)
            or (q.value == 1 and _SHARE.match(after))
            or re.match(r"\s*\(\d+(?:\.\d+)?\s?%", after)
            or (
                _PART.search(before)
                and not re.search(
                    r"(?:共有?|纳入|包括|招募|入组|报[告道]了?|有)\s*$|\b(?:in|by|the|and|of|including)\s*$",
                    before,
                    re.IGNORECASE,
                )
            )
        ):
            continue
        if (
            not _SCREENED.search(before)
            and not _SCREENED.match(after)
            and not _INTENDED.search(before)
            and not _MEANT.match(after)
        ):
            found.append(m)
    found += _reached(reading, span)
    return found or (_other_counts(reading, span) if named else [])


_SHARE = re.compile(r"\s(?:out of|in)\s(?:every )?(?:\d{1,2}\b|two|three|four|five|six|seven|eight|nine|ten)", re.IGNORECASE)
_SCREENED = re.compile(
    r"筛选了?\s*$|\bscreened\s$|\s*(?:患者|patients?)?\s*(?:were\s)?(?:接受筛选|被筛选|screened)", re.IGNORECASE
)


# How many were meant to come, which is no size: "48 of a planned 120", "444 patients who were to be randomised", 原计划入组444例.
_INTENDED = re.compile(
    r"(?:\bplanned|\bintended|\btarget(?:ed)?(?: of)?|\bprojected)\s$"
    r"|(?:计划|拟|预期|原定|预定|目标)(?:共|总共|随机)?(?:纳入|入组|招募|收案|收治|随机|入选|招收|样本量)?(?:为|约|了)?\s?$",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"\s?(?:planned|intended)\b"
    r"|(?:\s\w+)?\s(?:who |that )?(?:were|was|had been) (?:to be|to have been|planned|intended)\b",
    re.IGNORECASE,
)
_OF_PLANNED = re.compile(
    r"\b(?P<n>\d{1,5})(?: (?:patients|participants|subjects|children))? of (?:an? |the |its )?"
    r"(?:(?:originally )?(?:planned|intended|target(?:ed)?) (?:of )?\d|\d{1,5} (?:planned|intended)\b)"
    r"|\b(?:planned|intended|to be|target)\b[^.;]{0,40}?,? (?:but )?only (?P<m>\d{1,5})"
    r"(?= (?:had|were|was|could|patients|of them|participants|have))"
    r"|(?:计划|拟|原定|预期)[^。;]{0,24}?(?:实际|仅|只|最终)[^,;。0-9]{0,8}(?P<zh>\d{1,5})\s?(?:例|名|人)",
    re.IGNORECASE,
)


def _reached(reading: Reading, span: tuple[int, int]) -> list[Mention]:
    """How many of those planned did come: the 48 of "48 of a planned 120", the 112 of 原计划入组444例,实际只随机了112例."""
    places = [m.span(g)[0] for m in _OF_PLANNED.finditer(reading.folded, *span) for g in ("n", "m", "zh") if m[g]]
    return [
        m
        for m in reading.within(span)
        if m.quantity is not None and m.quantity.kind in ("count", "number") and any(m.start <= p < m.end for p in places)
    ]


def _other_counts(reading: Reading, span: tuple[int, int]) -> list[Mention]:
    """Sizes told by another noun where no patients are counted: "10 women", 80例女性, "the trial (n = 612)"."""
    sexes = reading.within(span, Label.SEX_COUNT)
    if len(sexes) == 1 and reading.folded[max(span[0], sexes[0].start - 1) : sexes[0].start] not in ("(", "（"):
        return sexes
    bare = [
        m
        for m in reading.within(span, Label.NUMBER)
        if m.quantity is not None
        and m.quantity.kind == "count"
        and re.match(r"n\s?=", reading.text((m.start, m.end)), re.IGNORECASE)
    ]
    return bare if len(bare) == 1 else []


_GROUP_ZH = re.compile(
    r"(?<![A-Za-z])([A-Z][A-Za-z0-9/-]{3,20})\s?(?:研究|试验|登记处|登记|协作组|队列)|(?:试验|研究)(?:代号|名为"
    r"|简称)?\s?([A-Z][A-Z0-9-]{3,20})(?=[,\[(。])"
)
_GROUP_HEAD = re.compile(
    r"^\s*([A-Z][A-Z0-9/-]{3,20}(?:\s\d)?)(?=\s?(?:\((?:19|20)\d\d|\((?:n\s?=)|\[\d|,? (?:was|is|were|a|an|the"
    r"|randomi[sz]ed|enrolled|assigned)\b|,))"
)
_GROUP_EN = re.compile(
    r"\b(?:the|The|In|in) ([A-Z][A-Z0-9/-]{3,20}(?:[- ]\d)?) (?:trial|study|registry|cohort|programme|program"
    r"|group|investigators)\b|\b(?:trial|study|was|called|named|is|in) ([A-Z][A-Z0-9-]{4,20})(?=[\[,.(]|\s\[)"
)
_NO_GROUP = re.compile(
    r"^(?:MSCs?|HSCT?|RCTs?|UC|BM|AD|RPE|SLE|RA|MS|III?|IV|I|CAR|DNA|RNA|COVID|PASI|HLA|GVHD|SAA|CIK|BMMNC|iPSC"
    r"|ESC|IL|TNF|NK|[IVX/ab]+)$"
)


def _groups(reading: Reading, span: tuple[int, int]) -> list[tuple[int, int]]:
    """Names of studies and study groups: RACE研究, "the CLEAR trial"."""
    text = reading.text(span)
    found = []
    for match in [*_GROUP_ZH.finditer(text), *_GROUP_EN.finditer(text), *_GROUP_HEAD.finditer(text)]:
        group = 1 if match.group(1) else 2
        name, words = match.group(group), (span[0] + match.start(group), span[0] + match.end(group))
        known = any((m.start, m.end) == words and m.label not in (Label.AUTHOR, Label.NUMBER) for m in reading.within(words))
        if not _NO_GROUP.match(name) and name.upper() == name and sum(c.isalpha() for c in name) >= 4 and not known:
            found.append(words)
    return found
