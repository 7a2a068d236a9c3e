"""Counts: a number and the noun it counts, in both scripts; women and men."""

from __future__ import annotations

import re
from dataclasses import replace

from litrex.mentions.quantities.grammar import NUM, TO, Located, Rule, after, before, behind, compiled, number, one
from litrex.schema.mention import Quantity

_WORD = r"(?:[A-Za-zα-ω][A-Za-z0-9α-ωéö+'/-]*|(?<=[Tt]ype )[12]\b)"
_STOP = (
    r"(?!(?:of|with|and|or|in|to|from|the|were|was|is|are|had|has|have|after|before|per"
    r"|vs|versus|than|at|on|by|for|who|that|which|but|"
    r"while|whereas|as|did|received|gave|given|got|using|used|infused|injected|studied|(?:month|year|week|day|hour"
    r"|minute|time)s?|mg|kg|mL|respectively|each|every)\b)"
)

_NOUNS = {
    "female": (
        r"(?:(?:wom[ae]n|females?(?!\s(?:[A-Z][\w/-]*\s)?(?:rats?|mice|mouse|rabbits?|dogs?"
        r"|pigs?|monkeys?|animals?|sheep))|girls?)(?:\s(?:patients?|subjects?|participants?"
        r"|children))?)"
    ),
    "male": (
        r"(?:(?:m[ae]n|males?(?!\s(?:[A-Z][\w/-]*\s)?(?:rats?|mice|mouse|rabbits?|dogs?|pigs?"
        r"|monkeys?|animals?|sheep))|boys?)(?:\s(?:patients?|subjects?|participants?|children))?)"
    ),
    "people": (
        r"(?:people|persons?|(?:healthy\s)?volunteers?|(?:healthy\s)?donors?|inhabitants"
        r"|citizens|investigators|physicians|experts|healthy (?:controls|subjects))"
    ),
    "patients": (
        r"(?:patients?|subjects?|participants?|individuals?|children|adults?|adolescents"
        r"|infants?|neonates|newborns|recipients?|survivors?|controls|responders?|non-?responders?"
        r"|completers|pts|enrollees|outpatients|inpatients)"
    ),
    "animals": (
        r"(?:rabbits?|rats?|mice|mouse|dogs?|beagles?|pigs?|minipigs?|piglets|monkeys?|macaques?"
        r"|animals?|sheep|goats?|cats?|primates|baboons?|rodents?|hamsters?|guinea pigs|horses?"
        r"|ferrets?|zebrafish)"
    ),
    "eyes": r"(?:eyes?)",
    "hips": r"(?:hips?)",
    "knees": r"(?:knees?)",
    "limbs": r"(?:(?:upper\s|lower\s)?limbs?|legs?|extremities)",
    "centers": r"(?:cent(?:re|er)s?|sites|hospitals?|clinics|institutions?|institutes)",
    "studies": (
        r"(?:(?:clinical\s|randomi[sz]ed\s|controlled\s)?(?:studies|study|trials?|RCTs?|papers?"
        r"|articles?|publications?|reports|meta-analys[ei]s|reviews))"
    ),
    "groups": r"(?:groups?|arms?|cohorts?|subgroups?)",
    "units": r"(?:(?:cord blood\s|CBU\s|blood\s)?units)",
    "cells": r"(?:cells?)",
    "cases": (
        r"(?:cases?|events?|episodes?|deaths?|relapses?|recurrences?|failures?|complications"
        r"|infections|fractures|pregnancies|births)"
    ),
    "": (
        r"(?:embryos?|follicles?|oocytes?|lesions?|implants?|teeth|tooth|joints?|wounds?"
        r"|ulcers?|kidneys?|samples?|specimens?|biopsies|cycles? of IVF|grafts?|transplants"
        r"|transplantations|donations|countries|families|items|genes|tumou?rs|plaques|segments"
        r"|hearts|livers|lungs|ovaries|nerves)"
    ),
}
ENGLISH_NOUN = "(?:" + "|".join(pattern for noun, pattern in _NOUNS.items()) + r")(?![A-Za-z]|-(?!treated))"
_READ = [(noun or None, re.compile(rf"(?i){pattern}$")) for noun, pattern in _NOUNS.items()]

_HAN_NOUNS = [
    ("female", re.compile(r"女")),
    ("male", re.compile(r"男")),
    ("animals", re.compile(r"[鼠兔犬狗猪猴羊猫]|动物|模型鼠")),
    ("eyes", re.compile(r"眼")),
    ("hips", re.compile(r"髋|股骨头")),
    ("knees", re.compile(r"膝")),
    ("limbs", re.compile(r"肢|下肢|患腿")),
    ("centers", re.compile(r"中心|医院|医疗机构|家机构|研究点")),
    ("groups", re.compile(r"[组队]$|个?(?:亚|小|治疗|对照|剂量|细胞)?组")),
]
_NOT_PATIENTS = re.compile(
    r"医生|医师|护士|专家|研究者|评估者|作者|研究人员|供者|供体|捐献者|志愿者|健康(?:人"
    r"|受试者|对照|成人|儿童)|亲属|照护者|照顾者|读者|孕妇供"
)
_ANIMAL = re.compile(r"[^,;。、0-9()]{0,14}?(?:[鼠兔犬狗猪猴羊猫]|动物|(?i:mice|mouse|rats?|rabbits?|dogs?|pigs?|monkeys?)\b)")
_PHRASE = re.compile(r"[^,;。、0-9()|]{0,16}")


def noun_of(match: re.Match[str]) -> str | None:
    """Find what is counted: in the words between the figures, else in the words behind them.

    An English noun stands last in its phrase; in Chinese the classifier decides (例, 名 → patients) unless the phrase
    names women, men, animals or a part of the body.
    """
    told = (match.groupdict().get("noun") or "").strip(" -,")
    english = re.search(rf"{ENGLISH_NOUN}", told)
    if english:
        return _english(english[0])
    phrase = told + (_PHRASE.match(after(match, 20)) or [""])[0] if re.search(r"[\u4e00-\u9fff]", told) else told
    classifier = re.search(r"[例名位人]", match[0])
    for noun, pattern in _HAN_NOUNS:
        if pattern.search(told):
            return noun
    if classifier:
        return "people" if _NOT_PATIENTS.search(phrase) else "patients"
    return None


def _english(told: str) -> str | None:
    return next((noun for noun, pattern in _READ if pattern.fullmatch(told)), None)


def _counted(match: re.Match[str], noun: str | None) -> list[Located]:
    value, upper = number(match, "a"), (number(match, "b") if "b" in match.groupdict() else None)
    if value is None or value != int(value):
        return []
    more = ">" if match.groupdict().get("more") else behind(match)
    return one(match, Quantity("count", value, upper, comparator=more, noun=noun))


def _sexed(match: re.Match[str]) -> list[Located]:
    told = match["sex"].lower()
    return _counted(match, "female" if re.match(r"女|f|w|girl", told) else "male")


def _both(match: re.Match[str]) -> list[Located]:
    """Read 男/女 12/5 and M/F 12/5 as two counts; a ratio (2:1) stays with the fractions."""
    first = "male" if re.match(r"(?i)男|m", match["first"]) else "female"
    second = "female" if first == "male" else "male"
    return [
        Located(match.start("a"), match.end("a"), Quantity("count", number(match, "a"), noun=first)),
        Located(match.start("b"), match.end("b"), Quantity("count", number(match, "b"), noun=second)),
    ]


def _sex_ratio(match: re.Match[str]) -> list[Located]:
    return one(match, Quantity("fraction", None, n=number(match, "a"), denominator=number(match, "b")))


def _phrase(match: re.Match[str]) -> list[Located]:
    """Read "four Asian patients"; other figures inside the phrase ("two phase I/II trials") are left to their own rules."""
    found = _counted(match, _english(match["noun"]))
    if found and re.search(
        r"[0-9]|(?i:\b(?:phase|stage|grade)\b)", match.string[match.end("a") : match.start("noun")].replace("+", "")
    ):
        return [replace(found[0], end=match.end("b") if match["b"] else match.end("a"))]
    return found


def _sample(match: re.Match[str]) -> list[Located]:
    noun = None
    if match["noun"]:
        noun = _english(match["noun"].strip(" -")) or noun_of(match)
    return _counted(match, noun)


def _persons(match: re.Match[str]) -> list[Located]:
    """Read 例, 名, 位, 人: patients, unless the phrase behind says women, men, volunteers or animals."""
    value = number(match, "a")
    phrase = (_PHRASE.match(match["rest"]) or [""])[0]
    if re.match(r"次|均|数|们|体|类|工|员|份|民|口|群|间", match["rest"]) and match["unit"] in "人例":
        return _counted(match, "cases") if match["rest"].startswith("次") else []
    if value is not None and match["unit"] == "人" and value >= 100_000:
        return _counted(match, "people")
    sex = re.match(
        r"[^,;。、0-9()男女中为均有占]{0,8}(男|女)(?!女|男|性?(?:和|及|、|与|或)[男女]|性?(?:患者)?\s?[:(]?\s?[0-9])",
        match["rest"],
    ) or re.match(r"\)?(?:患者)?(?:均|都)?(?:为|是)(男|女)(?!女|男)", match["rest"])
    if sex:
        return _counted(match, "female" if sex[1] == "女" else "male")
    if re.search(r"(?:女|男)(?:性|孩|童)?(?:患者|病人)?(?:分别)?[为有共约]?\s?[:(]?\s?$", before(match, 10)):
        return _counted(match, "female" if re.search(r"女[^男]*$", before(match, 10)) else "male")
    if value == 1 and re.search(r"(?:无|没有|未见|未有)\s?$", before(match, 4)):
        return one(match, Quantity("count", 0.0, noun="patients"))
    if _ANIMAL.match(match["rest"]):
        return _counted(match, "animals" if match["unit"] != "人" else "patients")
    return _counted(match, "people" if _NOT_PATIENTS.search(phrase) else "patients")


def _named(match: re.Match[str]) -> list[Located]:
    """Read 500万患者 and 30患者, where no classifier stands between."""
    value = number(match, "a")
    if value is None or (value == 1 and not re.match(r"[0-9]", match["a"])):
        return []
    noun = {"女性": "female", "男性": "male", "人口": "people", "人群": "people"}.get(match["noun"], "patients")
    return _counted(match, noun)


def _things(match: re.Match[str]) -> list[Located]:
    """Read the classifiers 个, 只, 条, 家, 所, 项, 篇, 组, 侧, 处 and bare organs by what they count."""
    told, unit = match["rest"], match["unit"]
    value = number(match, "a")
    phrase = (_PHRASE.match(told) or [""])[0]
    noun = _thing(unit, phrase)
    if (
        noun is None
        and unit in "项篇"
        and re.search(r"(?:研究|试验|文献|论文|报告|报道|综述)[^0-9,;。、]{0,6}$", before(match, 14))
    ):
        noun = "studies"
    plain = not re.match(r"[0-9]", match["a"])
    if noun is None and ((unit in "项条只" and plain) or (value == 1 and plain) or (unit == "个" and plain)):
        return []
    if plain and value == 1 and re.search(r"[另每这那某任唯统单同之第逐进其]$", before(match, 1)):
        return []
    return _counted(match, noun)


def _thing(unit: str, phrase: str) -> str | None:
    if unit in "眼髋膝肢":
        return {"眼": "eyes", "髋": "hips", "膝": "knees", "肢": "limbs"}[unit]
    if unit in {"组", "亚组", "队列"}:
        return "groups"
    if unit in {"家", "所", "中心", "个中心"}:
        return "centers"
    if unit in {"篇", "项"} and re.search(r"研究|试验|文献|论文|分析|报告|报道|RCT|trial|stud", phrase):
        return "studies"
    if unit in "只条头匹尾" and (
        _ANIMAL.match(phrase) or not re.match(r"[\u4e00-\u9fffA-Za-z]{0,3}(?:眼|患?肢|下肢|肢体|膝|髋|手|足|脚|血管)", phrase)
    ):
        return "animals" if unit in "只头匹" or _ANIMAL.match(phrase) else None
    if re.search(r"^[^0-9,;。]{0,8}(?:中心|医院|机构)", phrase):
        return "centers"
    for noun, pattern in _HAN_NOUNS[3:]:
        if pattern.search(phrase[:6]):
            return noun
    return None


_HAN_RANGE = rf"(?P<a>{NUM})(?:{TO}(?P<b>{NUM}))?\s?(?P<more>[余多])?\s?"
_N = rf"(?P<a>{NUM})(?:{TO}(?P<b>{NUM}))?"
_SEX_HAN = r"(?P<sex>女|男)(?:性|孩|童|婴|士)?(?:患者|病人|受试者)?"
_SEX_EN = r"(?P<sex>[Ww]omen|[Mm]en|[Ff]emales?|[Mm]ales?|[Gg]irls|[Bb]oys|F|M)"
_INT = r"[0-9]{1,5}(?![0-9.,]?[0-9])"

_SEX_WORD = (
    r"(?P<sex>wom[ae]n|m[ae]n|females?|males?|girls?|boys?)(?![A-Za-z-]"
    r"|\s(?:rats?|mice|mouse|rabbits?|dogs?|pigs?|sheep|sex|donors?))"
)

NEEDS = r"[A-Za-z例名位人个只条头匹尾家所项篇组侧处株眼髋膝肢中男女患病受儿队亚]"
LEADS = (
    r"[男女](?=[性孩童婴士患病受/:比]|\s?[:(]?\s?[0-9一二两三四五六七八九十])|(?<![A-Za-z])[nN](?=\s?=)"
    r"|(?<![A-Za-z-])(?:[FM](?=\s?[/:=,]\s?[FM0-9]|[:=])|(?i:fe)?(?i:males?)(?=\s?[/:=,(]"
    r"|\s(?i:to)\s)|(?i:wom[ae]n|m[ae]n|girls|boys)(?=\s?[/:=(]))"
)
RULES = [
    Rule(
        compiled(
            r"(?P<first>男性?|女性?|M|F|(?i:females?|males?|men|women))\s?/\s?(?:男性?"
            r"|女性?|M|F|(?i:females?|males?|men|women))\s?[,:=]?\s?[(]?\s?(?P<a>"
            rf"{_INT})\s?/\s?(?P<b>{_INT})\)?"
        ),
        _both,
    ),
    Rule(
        compiled(
            r"(?:男\s?[:/]?\s?女|女\s?[:/]?\s?男|M\s?[:/]\s?F|F\s?[:/]\s?M"
            r"|(?i:(?:fe)?males?\s?(?:[:/]|to)\s?(?:fe)?males?))(?:性?别?比例?"
            r"|\sratio)?\s?(?:[为是=:]|of|was)?\s?"
            r"(?P<a>[0-9.]+)\s?[:/]\s?(?P<b>[0-9.]+)"
        ),
        _sex_ratio,
    ),
    Rule(
        compiled(
            rf"{_SEX_HAN}\s?(?:[为有共:=(]|分别为)?\s?(?P<a>{NUM})\s?(?:例"
            r"|名|人|位|只)?(?![0-9.]|\s?[%岁/~-]|个?[月年天周])(?:\s?\))?"
        ),
        _sexed,
    ),
    Rule(compiled(rf"{_SEX_EN}\s?[:=(,]\s?(?:n\s?=\s?)?(?P<a>{_INT})(?!\s?[%/:])\s?\)?"), _sexed),
    Rule(
        compiled(
            rf"(?P<a>{NUM})(?:\s\([^()]{{1,16}}\))?\s(?:(?:of (?:them|whom|these|those|(?:the|these|those|its|their) (?:patients"
            rf"|participants|children|subjects)))\s(?:(?:were|was|are|being)\s)?|(?:were|was|are|being)\s)(?i:{_SEX_WORD})"
        ),
        _sexed,
    ),
    Rule(compiled(rf"(?P<a>{_INT})\s?\(\s?(?P<sex>[女男]|F|M|female|male|women|men)\s?\)"), _sexed),
    Rule(compiled(rf"(?P<a>{_INT})\s?(?P<sex>[女男])(?![性孩])"), _sexed),
    Rule(compiled(rf"(?P<a>{_INT})\s?(?P<sex>F(?![A-Za-z-])|M(?=[\s,/;]{{1,3}}[0-9]{{1,4}}\s?F(?![A-Za-z])))"), _sexed),
    Rule(compiled(rf"(?P<a>{_INT})\s?(?P<sex>M)(?![A-Za-z-])(?<=F[/,;] [0-9]M|.F[/,;][0-9]M|F[/,;][0-9][0-9]M)"), _sexed),
    Rule(
        compiled(rf"[nN]\s?=\s?(?P<a>{_INT})(?!\s?/\s?[0-9])(?:\s?(?P<noun>(?:例|名|人|只|眼|髋)|(?<=[0-9])\s{ENGLISH_NOUN}))?"),
        _sample,
    ),
    Rule(compiled(rf"{_HAN_RANGE}(?P<unit>[例名位人])(?=(?P<rest>.{{0,20}}))"), _persons),
    Rule(compiled(rf"{_HAN_RANGE}(?P<noun>患者|病人|受试者|儿童|女性|男性|人口|人群)"), _named),
    Rule(
        compiled(
            rf"{_HAN_RANGE}(?P<unit>个中心|亚组|队列|中心(?![静静])|组(?!织|成"
            r"|合|蛋|分(?!别|为|成|配))|[个只条头匹尾家所项篇侧处株]|眼(?![科底压部])|髋"
            r"|膝|肢)"
            r"(?=(?P<rest>.{0,20}))"
        ),
        _things,
    ),
    Rule(
        compiled(
            rf"{_N}(?:\s(?P<behind>or more|or fewer|additional|other|more))?(?:[\s-]{_STOP}{_WORD}){{0,6}}?[\s-](?P"
            rf"<noun>{ENGLISH_NOUN})"
        ),
        _phrase,
    ),
]
