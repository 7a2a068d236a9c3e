"""Figures that a number becomes by what stands around it: a count without noun, a ratio, a share of a group."""

from __future__ import annotations

import re
from dataclasses import replace

from litrex.mentions import numerals
from litrex.records.findings.items import Clause, Value
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Quantity

_TOLD = ("percent", "fraction", "measurement", "ratio", "count", "number", "duration")
_OFTEN = ("times", "frequency")
_DID = (
    r"(?:had|has|have|was|were|died|relapsed|progressed|achieved|reached|healed|survived|developed|experienced"
    r"|suffered|withdrew"
    r"|required|needed|underwent|showed|discontinued|improved|worsened|deteriorated|remained|became|regained"
    r"|recovered|responded"
    r"|failed|complained|reported|lost|gained|stopped|did|entered|conceived)\b"
)
_ONE = re.compile(
    rf"(?<![\w-])(?P<told>one|another|a (?:second|third|fourth|fifth|further))(?=\s{_DID})"
    r"|\bin (?P<in>one)(?=\s*(?:[,;.)]|and\b|but\b|or\b|$))"
    r"|\b(?:and|,|or) (?P<of>one|another)(?= (?:with|of) [a-z])"
    r"|[(:]\s?(?P<with>one|another)(?= with [a-z])",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"\b(?:this|that|which|the|each|every|only study|no|but|than|least|most)\s$|\b(?:group|arm|studies|trials"
    r"|reports),? (?:and )?$",
    re.I,
)


def values_of(reading: Reading, span: Span) -> list[Value]:
    """Find the figures of a passage: the numbers that mentions hold, and those that only the words around them make."""
    found = [
        Value((m.start, m.end), m.quantity) for m in reading.within(span) if m.quantity is not None and m.quantity.kind in _TOLD
    ]
    found += [v for v in _ones(reading, span) if not any(f.span[0] < v.span[1] and v.span[0] < f.span[1] for f in found)]
    found += [*_often(reading, span), *_shares(reading, span, found), *_amounts(reading, span)]
    found = [_all_but(reading, span, _as_ratio(reading, span, v)) for v in sorted(found, key=lambda v: v.span)]
    return _out_of(reading, _with_base(reading, [v for v in found if not _EXCEPT.match(reading.folded, v.span[1])]))


_AMONG = re.compile(r"(?:患者|病人|受试者|可评估者)?(?:之?中),?(?:的|有|仅有?|共有?)?[一-鿿]{0,6}")


def _is_part(part: Quantity, whole: Quantity) -> bool:
    if whole.noun in ("groups", "centers", "studies") or part.value is None or whole.value is None:
        return False
    return part.kind == whole.kind == "count" and part.value <= whole.value


def _out_of(reading: Reading, values: list[Value]) -> list[Value]:
    """Read 40例中死亡6例 as six of forty."""
    out: list[Value] = []
    for value in values:
        base = out[-1] if out else None
        if base is not None and _is_part(value.quantity, base.quantity):
            if _AMONG.fullmatch(reading.text((base.span[1], value.span[0]))):
                n, whole = value.quantity.value, base.quantity.value
                part = replace(value.quantity, kind="fraction", n=n, denominator=whole, value=None)
                out[-1] = Value(value.span, part)
                continue
        out.append(value)
    return out


_SHARE = re.compile(
    r"\bby (?:about |almost |nearly |some |roughly |over |more than )?(?P<told>(?:a|one|two|three)[\s-](?:third|half"
    r"|quarter|fifth|tenth)s?|half)\b",
    re.IGNORECASE,
)


def _shares(reading: Reading, span: Span, found: list[Value]) -> list[Value]:
    """Read "fell by a third" as a percentage."""
    out = []
    for match in _SHARE.finditer(reading.text(span)):
        at = (span[0] + match.start("told"), span[0] + match.end("told"))
        part = numerals.value(match["told"])
        if part is not None and not any(f.span[0] < at[1] and at[0] < f.span[1] for f in found):
            out.append(Value(at, Quantity("percent", round(part * 100, 1), unit="%")))
    return out


_AMOUNT_BEFORE = re.compile(
    r"(?:由|从|至|到|为|是|(?:减少|下降|降低|增加|升高)了?|(?:\b(?:from|to|was|were|by|of)))(?:约|平均|about|a mean of"
    r"|a median of|\s)*$",
    re.I,
)


def _amounts(reading: Reading, span: Span) -> list[Value]:
    """Read 24 h尿蛋白由4.2 g降至0.9 g: no dose, for a measure stands before it and no drug."""
    out = []
    measures = reading.within(span, Label.OUTCOME_MEASURE)
    drugs = reading.within(span, Label.DRUG)
    for mention in reading.within(span):
        q = mention.quantity
        if (
            q is None
            or q.kind != "drug_dose"
            or not _AMOUNT_BEFORE.search(reading.text((max(span[0], mention.start - 24), mention.start)))
        ):
            continue
        nearest = max((m.end for m in measures if m.end <= mention.start), default=-1)
        if nearest >= 0 and mention.start - nearest <= 48 and not any(nearest <= d.start < mention.start for d in drugs):
            out.append(Value((mention.start, mention.end), replace(q, kind="measurement")))
    return out


_EXCEPT = re.compile(r"\s?(?:患者|病人)?(?:之?外|以外)")
_ALL_BUT = re.compile(r"\ball but (?:the )?$", re.IGNORECASE)


def _all_but(reading: Reading, span: Span, value: Value) -> Value:
    """Read "all but two of the 16" as fourteen."""
    q = value.quantity
    if (
        q.n is None
        or q.denominator is None
        or not _ALL_BUT.search(reading.text((max(span[0], value.span[0] - 12), value.span[0])))
    ):
        return value
    return Value(value.span, replace(q, n=q.denominator - q.n))


def _ones(reading: Reading, span: Span) -> list[Value]:
    """Read "and one had a rash", "worsened in one", "a third developed fever": one patient, told without a noun."""
    text, found = reading.text(span), []
    for match in _ONE.finditer(text):
        group = match.lastgroup or "told"
        if not _NO_PERSON.search(text[max(0, match.start(group) - 16) : match.start(group)]):
            at = (span[0] + match.start(group), span[0] + match.end(group))
            found.append(Value(at, Quantity("count", 1.0, noun="patients")))
    return found


_FREQUENT = re.compile(
    r"次数|频率|频次|发作|复发率|\b(?:frequency|rates?|number of|episodes|attacks|relapses|seizures|exacerbations"
    r"|bleeds)\b",
    re.I,
)
_GIVEN = re.compile(r"输注|注射|给药|移植|静滴|infus|inject|dos(?:e|ing)|administ|given", re.I)
_TIMES = re.compile(rf"{numerals.NUMBER}(?=\s?次)")


def _often(reading: Reading, span: Span) -> list[Value]:
    """Read 由每月14次减少到3次 as figures, where the passage is about how often something came."""
    text = reading.text(span)
    topic = _FREQUENT.search(text)
    if topic is None or _GIVEN.search(text):
        return []
    found = []
    for mention in reading.within((span[0] + topic.end(), span[1])):
        q = mention.quantity
        told = _TIMES.search(reading.text((mention.start, mention.end))) if q is not None and q.kind in _OFTEN else None
        number = numerals.value(told.group()) if told else None
        if told is not None and number is not None:
            at = (mention.start + told.start(), mention.start + told.end())
            found.append(Value(at, Quantity("number", number)))
    return found


_RATIOS = (
    ("hazard_ratio", re.compile(r"hazard ratio|风险比|危险比|\bHR\b", re.I)),
    ("odds_ratio", re.compile(r"odds ratio|比值比|优势比|\bOR\b")),
    ("risk_ratio", re.compile(r"risk ratio|rate ratio|relative risk|相对(?:危险|风险)度?|\bRR\b", re.I)),
)
_RATIO_OF = re.compile(
    r"(?:hazard ratio|odds ratio|risk ratio|rate ratio|relative risk|\bHR|\bOR|\bRR)(?:\s?\([^()]{2,8}\))?\s(?:for"
    r"|of)\s[^,;.]{2,60}?"
    r"\s(?:was|were|is|being|of)\s(?:estimated at\s)?$|(?:风险比|危险比|比值比|优势比|相对(?:危险"
    r"|风险)度?)(?:\([^()]{2,8}\))?[^,;。0-9]{0,8}$",
    re.IGNORECASE,
)


def _as_ratio(reading: Reading, span: Span, value: Value) -> Value:
    """Read "the hazard ratio for death was 0.68 (95% CI 0.51–0.90)": the measure stands in between."""
    if value.quantity.kind != "number" or value.quantity.value is None:
        return value
    lead = _RATIO_OF.search(reading.text((max(span[0], value.span[0] - 110), value.span[0])))
    if lead is None:
        return value
    name = next((n for n, pattern in _RATIOS if pattern.search(lead.group())), None)
    beside = reading.within((value.span[1], min(span[1], value.span[1] + 40)), Label.INTERVAL)
    limits = next((m.quantity for m in beside if m.start - value.span[1] <= 4 and m.quantity is not None), None)
    low, high = (limits.low, limits.high) if limits is not None else (None, None)
    return Value(value.span, replace(value.quantity, kind="ratio", unit=name, low=low, high=high)) if name else value


_BEGINS = re.compile(
    r"(?:^|[(,;:]|\b(?:and|but|while|or|of whom|of these|of them|whom|in)\s)\s*(?:only|just|another|a further"
    r"|the other|further)?\s*$",
    re.I,
)
_OF_THEM = re.compile(
    rf"\s(?:in|{_DID}|with (?!a |an |the )[a-z])|\s(?:had|have) |\san? (?!day|week|month|year|dose|total)[a-z]", re.IGNORECASE
)


def as_count(clause: Clause, value: Value) -> Value:
    """Read a bare number as those who did: "improved in three", "and four had relapsed", "all 12"."""
    q = value.quantity
    if q.kind != "number" or q.value is None or q.value != int(q.value) or q.upper is not None:
        return value
    lead = clause.text[: value.span[0] - clause.span[0]]
    rest = clause.text[value.span[1] - clause.span[0] :]
    second = re.search(r"\b(?:and|but|versus|vs\.?|with) (?:only |just )?in\s$", lead) and any(
        v.quantity.kind in ("count", "fraction") and v.span[1] <= value.span[0] for v in clause.values
    )
    if second and not re.match(r"\s(?:years?|months?|weeks?|days?)", rest):
        return Value(value.span, replace(q, kind="count", noun="patients"))
    tells = bool(clause.changes) or (
        (value.quantity.value or 0) < 1900 and any(t.event or t.endpoint for t in clause.terms if t.words[1] <= value.span[0])
    )
    whole = bool(re.search(r"\ball\s$", lead, re.IGNORECASE)) or (tells and bool(re.search(r"\bin (?:only |just )?$", lead)))
    ended = whole and re.match(r"\s*(?:$|and\b|of\b|[,.;(]|went|had|were|was|achieved|reached|survived)", rest)
    begun = _BEGINS.search(lead) and not re.search(r"\bin\s*$", lead) and _OF_THEM.match(rest)
    if begun and (lead.strip() or not rest.startswith(" with")):
        return Value(value.span, replace(q, kind="count", noun="patients"))
    return Value(value.span, replace(q, kind="count", noun="patients")) if ended else value


def _with_base(reading: Reading, values: list[Value]) -> list[Value]:
    """Join a percentage with the group that it is said of: "34.5% of the 29 evaluable participants"."""
    out: list[Value] = []
    for value in values:
        last = out[-1] if out else None
        if (
            last is not None
            and last.quantity.kind == "percent"
            and last.quantity.denominator is None
            and value.quantity.kind == "count"
        ):
            if re.fullmatch(
                r"\s(?:of|in|among)(?: the| all| these)?\s", reading.text((last.span[1], value.span[0])), re.IGNORECASE
            ):
                out[-1] = Value((last.span[0], value.span[1]), replace(last.quantity, denominator=value.quantity.value))
                continue
        if (
            last is not None
            and last.quantity.sd is None
            and re.fullmatch(r"\s?\((?:SD|s\.d\.|标准差)\s?=?\s?", reading.text((last.span[1], value.span[0])), re.IGNORECASE)
        ):
            out[-1] = Value((last.span[0], value.span[1]), replace(last.quantity, sd=value.quantity.value))
            continue
        out.append(value)
    return out
