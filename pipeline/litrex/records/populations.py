"""Whom a study looks at: conditions with their qualifiers, and species."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from litrex.records.builder import RecordBuilder, Told
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention

_LIST = re.compile(r"[、,;，；/]|和|或|与|及|以及|\band\b|\bor\b|\bplus\b|\+")
_PATIENTS = re.compile(
    r"患者|病人|病例|患儿|受试者|\bpatients?\b|\bchildren\b|\bsubjects\b|\bparticipants\b|\bmen\b|\bwomen\b"
    r"|\badults\b|\brecipients\b|\bpeople\b",
    re.IGNORECASE,
)
_FOR_WHOM_ZH = re.compile(
    r"^\s*(?:的|性|急性期|慢性期|合并\S{1,8}?的?)?(?:[男女]性)?(?:老年|成年|儿童)?(?:患者|病人|患儿|病例|受试者"
    r"|者(?!的)|小鼠|大鼠|模型|动物|兔|犬|猪|猴)"
)
_TREATS = re.compile(
    r"(?:治疗|用于|应用于|对|例|名|位|\b(?:in|with|for|of|treat(?:ing|ed|s)?|having|had)"
    r"|[\d一二三四五六七八九十]+(?:例|名|位))\s*(?:(?:the|a|an|severe|active|refractory|early|late|advanced|acute"
    r"|chronic|dry|wet|exudative|mild|moderate|stage|\w+)(?:[\s-]+|, ?)){0,3}$",
    re.IGNORECASE,
)
_PATIENTS_WITH = re.compile(
    r"\b(?:patients|children|adults|people|women|men|boys|girls|infants|subjects|participants|recipients)\s(?:\w+\s)?with\s"
    r"(?:(?!\b(?:who|were|was|had|have|to|and|received|treated|given)\b)[^,;.]){0,80}$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:患者|病人)[,，]\s?(?:有|伴有?|合并|难治性)?"
    r"|\s*(?:的)?(?:患者|病人|patients?)?\s?[(（](?:伴|合并|with |难治性|重度|活动性|refractory |severe |active )?"
    r"|\s(?:patients? )?(?:with|complicated by) (?:\w+\s){0,2}|\s?(?:患者)?(?:伴|合并)(?:有|发)?",
    re.IGNORECASE,
)
_APPOSED = re.compile(
    r",? (?:the|a|an) [\w\s-]{0,30}(?:stage|form|type|subtype|manifestation|complication) of |[,，]?(?:即|是|属于?"
    r"|为)?(?:晚期|终末期|一种)?",
    re.IGNORECASE,
)


def conditions_of(reading: Reading, span: Span, *, all_of_them: bool = True) -> list[Mention]:
    """The conditions that a stretch names for its patients; in prose only those said of somebody."""
    found = _outermost(reading.within(span, Label.CONDITION))
    if all_of_them:
        return found
    said: list[Mention] = []
    for m in found:
        if _said_of_somebody(reading, span, m) or (said and _listed_after(reading, said[-1], m)):
            said.append(m)
    return said


_AND = re.compile(
    r"\s?(?:[,、;]|和|或|与|及|以及|/|,? ?\b(?:and|or)\b)\s?(?:(?:the|a|an|severe|active|refractory|early|late|advanced"
    r"|acute|chronic|dry|wet|mild|moderate|hereditary|primary|secondary)\s){0,2}\d{0,3}\s?(?:例|名|位|with )?",
    re.IGNORECASE,
)


def _listed_after(reading: Reading, before: Mention, mention: Mention) -> bool:
    """Whether a condition goes on with a list that began with one said of somebody: "patients with RA, SLE or gout"."""
    return _AND.fullmatch(reading.text((before.end, mention.start))) is not None and not _measured(reading, mention)


def _outermost(found: list[Mention]) -> list[Mention]:
    """Drop mentions inside longer ones, and abbreviations in brackets right after their name."""
    kept: list[Mention] = []
    for m in found:
        if not any(k.start <= m.start and m.end <= k.end and k is not m and (k.end - k.start) > (m.end - m.start) for k in found):
            kept.append(m)
    return kept


_BEFELL = re.compile(
    r"(?:发生|出现|并发|新发|继发|进展为|死于|死因|转为|发展为|演变为|排除|疑似|未见|预防|避免|降低|减少)[^,;。]{0,6}$"
    r"|\b(?:decrease|increase|reduction|improvement|rate|incidence|risk|progression|development|cases?|signs?|symptoms?|evidence"
    r"|recurrence|relapse|episodes?|flares?|exacerbations?|worsening|prevention|prophylaxis|probability|history|onset|severity"
    r"|frequency|frequencies|grades?|free|died|dying|deaths?|because|suspicion|absence|occurrence|number|hospitali[sz]ations?"
    r"|proportion|prevalence) (?:of|in|from|for|against)\s(?:\w+\s){0,3}$"
    r"|\b(?:has|have|had)(?: had)? (?:two|three|four|five|six|\d+|no|further|new|recurrent)\s(?:\w+\s){0,2}$"
    r"|\b(?:against|prevent\w*|develop\w*|suffered|experienced|avoid\w*|without)\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)


def _said_of_somebody(reading: Reading, span: Span, mention: Mention) -> bool:
    if _BEFELL.search(reading.folded[max(span[0], mention.start - 48) : mention.start]):
        return False
    after = reading.folded[mention.end : min(span[1], mention.end + 16)]
    before = reading.folded[max(span[0], mention.start - 48) : mention.start]
    after = re.sub(r"^\s*\([^()]{1,12}\)", "", after)
    if _FOR_WHOM_ZH.match(after) and re.search(r"[一-鿿]", after[:8]):
        return True
    if re.match(
        r"\s(?:patients|subjects|participants|children|mice|rats|rabbits|dogs|pigs|monkeys|recipients|cases|model)",
        after,
        re.IGNORECASE,
    ):
        return True
    if _measured(reading, mention):
        return False
    if re.search(r"(?:治疗|用于)[一-鿿]{0,8}$", before) and re.match(r"\s*(?:的|,|，|。|;|$|中|方面)", after):
        return True
    if _COUNTED.match(after) and (before.rfind("(") > before.rfind(")") or _broken_down(reading, span)):
        return True
    further = reading.folded[max(span[0], mention.start - 120) : mention.start]
    return bool(_TREATS.search(before) or _PATIENTS_WITH.search(further))


def _measured(reading: Reading, mention: Mention) -> bool:
    """Whether a condition is part of a longer measure: 急性GVHD in 急性GVHD发生率."""
    around = reading.within((max(0, mention.start - 12), mention.end + 12), Label.OUTCOME_MEASURE)
    return any(
        m.start <= mention.start and mention.end <= m.end and m.end - m.start > mention.end - mention.start for m in around
    )


_COUNTED = re.compile(r"\s?(?:有|占)?\d+\s?(?:例|名|位|人)")


def _broken_down(reading: Reading, span: Span) -> bool:
    """Whether a sentence counts its patients by disease: 其中SLE有2名，RA有2名，MS有6名."""
    counted = [m for m in reading.within(span, Label.CONDITION) if _COUNTED.match(reading.folded[m.end : m.end + 6])]
    return len({m.concept for m in counted}) >= 2


def add_populations(builder: RecordBuilder, span: Span, *, in_prose: bool = False, context: Span | None = None) -> None:
    """Add the populations that a stretch names; qualifiers stand with the condition they are said of."""
    reading = builder.reading
    conditions = conditions_of(reading, span, all_of_them=not in_prose)
    heads, lesser = _heads(reading, conditions)
    species = animal_of(reading, context or span)
    if not heads and not in_prose and (mention := _animal_mention(reading, span)):
        entry = builder.named({"condition": None, "species": mention.concept, "qualifiers": []}, (mention.start, mention.end))
        builder.add("populations", entry, Told(None, ((mention.start, mention.end),), "population.species"))
    for n, head in enumerate(heads):
        words, own = (head.start, head.end), _own_species(reading, span, heads, n)
        qualifiers = [*_qualifiers(reading, span, heads, n), *(m for m in lesser.get(head.start, []))]
        entry = builder.named(
            {
                "condition": reading.value(head, "model_of"),
                "species": own or species or "human",
                "qualifiers": _names(reading, head, qualifiers),
            },
            words,
        )
        told = Told(None, (words, *((q.start, q.end) for q in qualifiers)), "population.condition", head.confidence)
        if in_prose or own or species or not _completes(builder, entry, told):
            _merge(builder, entry, told)
    if (
        heads
        and not in_prose
        and (mention := _animal_mention(reading, span))
        and mention.concept not in {e.get("species") for e, _ in builder.entries.get("populations", [])}
    ):
        entry = builder.named({"condition": None, "species": mention.concept, "qualifiers": []}, (mention.start, mention.end))
        builder.add("populations", entry, Told(None, ((mention.start, mention.end),), "population.species"))


def _names(reading: Reading, head: Mention, qualifiers: list[Mention]) -> list[str]:
    """The qualifiers as told, after those that the condition's own name carries (干性AMD is dry; CIA is a model of RA)."""
    own = (reading.attribute(head, "qualifiers") or "").split()
    if reading.attribute(head, "model_of") and not own and head.concept is not None:
        own = [head.concept]
    return list(dict.fromkeys([*own, *(q.concept for q in qualifiers if q.concept)]))


def _completes(builder: RecordBuilder, entry: dict[str, Any], told: Told) -> bool:
    """Give the animal that another column of the row named the condition of this one: "Minipig | Periodontal defect"."""
    for n, (old, why) in enumerate(builder.entries.get("populations", [])):
        if old.get("condition") is None and old.get("species") not in (None, "human"):
            joined = {**entry, "species": old["species"]}
            builder.entries["populations"][n] = (joined, Told(None, (*why.spans, *told.spans), told.by, told.confidence))
            return True
    return False


def _merge(builder: RecordBuilder, entry: dict[str, Any], told: Told) -> None:
    """Add a population, or lend its qualifiers to the one of the same condition and species."""
    for n, (old, old_told) in enumerate(builder.entries.get("populations", [])):
        if old.get("condition") == entry["condition"] and old.get("species") == entry["species"]:
            merged = list(dict.fromkeys([*old.get("qualifiers", []), *entry["qualifiers"]]))
            spans = tuple(dict.fromkeys((*old_told.spans, *told.spans)))
            builder.entries["populations"][n] = (
                {**old, "qualifiers": merged},
                Told(None, spans, old_told.by, old_told.confidence),
            )
            return
        if entry["species"] == old.get("species") and _part_of(entry, old):
            return
    builder.add("populations", entry, told)


def _part_of(entry: dict[str, Any], known: dict[str, Any]) -> bool:
    """Whether a condition is a known one by its last words: 肌病 after 坏死性肌病, "cirrhosis" after "alcoholic cirrhosis"."""
    name, longer = (str(e.get("text") or "").lower() for e in (entry, known))
    return bool(name) and len(name) < len(longer) and longer.endswith(name)


def _heads(reading: Reading, conditions: list[Mention]) -> tuple[list[Mention], dict[int, list[Mention]]]:
    """Tell head conditions from those that only qualify the next: 伴有LN的SLE患者, 弥漫性肺泡出血性SLE."""
    heads: list[Mention] = []
    lesser: dict[int, list[Mention]] = {}
    waiting: list[Mention] = []
    for n, mention in enumerate(conditions):
        after = conditions[n + 1] if n + 1 < len(conditions) else None
        gap = reading.text((mention.end, after.start)) if after else ""
        bracket = re.fullmatch(r"\s*\(", gap) and after is not None and after.concept == mention.concept
        if bracket:
            continue
        if n and heads and _ASIDE.fullmatch(reading.text((conditions[n - 1].end, mention.start))):
            lesser.setdefault(heads[-1].start, []).append(mention)
            continue
        if n and _APPOSED.fullmatch(reading.text((conditions[n - 1].end, mention.start))):
            continue
        if (
            after is not None
            and re.search(r"[一-鿿]", gap)
            and len(gap) <= 6
            and not _LIST.search(gap)
            and not _PATIENTS.search(gap)
            and re.search(r"的|性|型|合并|伴|相关|所致|引起|导致|诱发|继发", gap)
        ):
            waiting.append(mention)
            continue
        heads.append(mention)
        if waiting:
            lesser.setdefault(mention.start, []).extend(waiting)
            waiting = []
    return heads, lesser


def _qualifiers(reading: Reading, span: Span, heads: list[Mention], n: int) -> list[Mention]:
    head = heads[n]
    left = max(heads[n - 1].end if n else span[0], head.start - 36)
    right = min(heads[n + 1].start if n + 1 < len(heads) else span[1], head.end + 44)
    before = [
        q
        for q in reading.within((left, head.start), Label.QUALIFIER)
        if not re.search(r"[,;。]", reading.text((q.end, head.start)))
    ]
    after = []
    for q in reading.within((head.end, right), Label.QUALIFIER):
        gap = reading.text((head.end, q.start))
        if re.search(
            r"\bwith\b|\brefractory\b|\bresistant\b|\(|\bwho\b|involv", gap + reading.text((q.start, q.end)), re.IGNORECASE
        ) and not re.search(r"[,;。.]", gap):
            after.append(q)
    return [q for q in [*before, *after] if not (head.start <= q.start < head.end)]


def _own_species(reading: Reading, span: Span, heads: list[Mention], n: int) -> str | None:
    """The species said of one condition where a stretch holds several populations: ``MRL/lpr 小鼠 SLE 患者``."""
    left = heads[n - 1].end if n else span[0]
    right = heads[n + 1].start if n + 1 < len(heads) else span[1]
    after = reading.text((heads[n].end, min(right, heads[n].end + 10)))
    if _PATIENTS.match(after.strip()):
        return "human"
    return animal_of(reading, (left, right))


def _species_id(reading: Reading, mention: Mention) -> str | None:
    return reading.attribute(mention, "species") or mention.concept


def _is_animal(reading: Reading, mention: Mention) -> bool:
    return _species_id(reading, mention) not in (None, "human")


def _animal_mention(reading: Reading, span: Span) -> Mention | None:
    found = [m for m in reading.within(span, Label.SPECIES) if _is_animal(reading, m) and not _makes_drug(reading, m)]
    found.sort(key=lambda m: not _counted(reading, m))
    return replace(found[0], concept=_species_id(reading, found[0])) if found else None


def _counted(reading: Reading, mention: Mention) -> bool:
    """Whether an animal is counted: of two that a sentence names, the study is of "36 rabbits", not of "horses"."""
    around = reading.within((max(0, mention.start - 24), mention.end + 12), Label.PATIENT_COUNT)
    return any(m.start <= mention.start <= m.end + 1 or 0 <= m.start - mention.end <= 1 for m in around)


def animal_of(reading: Reading, span: Span) -> str | None:
    """The animal that a stretch is about, None for people; 抗胸腺马球蛋白 and the like name no patient."""
    mention = _animal_mention(reading, span)
    return mention.concept if mention is not None else None


def _makes_drug(reading: Reading, mention: Mention) -> bool:
    """Whether an animal only names a product: 兔抗胸腺细胞球蛋白, "rabbit ATG", "mouse monoclonal antibody"."""
    after = reading.folded[mention.end : mention.end + 24]
    inside = any(
        m.start <= mention.start and mention.end <= m.end
        for m in reading.within((max(0, mention.start - 4), mention.end + 40), Label.DRUG)
    )
    return inside or bool(
        re.match(
            r"\s*-?\s*(?:ATG|ALG|抗|血清|源|anti-?|serum|monoclonal|单克隆|derived|collagen|gelatin|(?:bone )?mineral"
            r"|bone substitute|membrane|dermis|valve|heparin|thrombin"
            r"|pericardium|xenograft|matrix|muscle|胶原|骨粉|骨矿|瓣膜|心包|明胶|肝素)",
            after,
            re.IGNORECASE,
        )
    )
