"""Sizes of arms: ``MSC组36例``, "20 received placebo", 两组各62名."""

from __future__ import annotations

import re
from collections.abc import Iterator

from litrex.records.armsize import ILL, NOT_ARM, ArmSize, counts_in, last_part, role_of, short_name, sized
from litrex.records.builder import RecordBuilder, Told
from litrex.records.contrasts import contrasted
from litrex.records.findings.arms import find_arms
from litrex.records.reading import Reading, Span
from litrex.records.sharedsizes import each_of, listed, respective
from litrex.schema.mention import Label, Mention

_GIVEN = re.compile(
    r"^\s*(?:of (?:them|whom|these)\s)?(?:(?:were|was|had been|are)\s)?(?:also\s|then\s)?(?P<verb>(?:randomi[sz]ed"
    r"|assigned|allotted|allocated) to(?: receive)?|received|given|(?:were |was )?given|treated with|had|got"
    r"|took|underwent|served as|went (?:straight )?on (?:to|with)|continued(?: with| on)?|changed to|switched to|stayed on"
    r"|remained on|stopped|on|to)\s(?P<what>[^,;.()]{2,60})"
    r"|^\s(?P<control>(?:to |on |with )?(?:placebo|sham\w*|saline|controls?|usual care|standard care|nothing"
    r"|no treatment|vehicle|observation)\b)"
    r"|^\s(?:had|did|were|was|have)\s(?P<without>not|none)\b(?=\s?(?:$|[,;.]|and\b|received?\b|given\b|been\b|have\b|had\b))"
    r"|^\s*(?:患者|的患者)?(?:作为?|用作|设为|列为|充当|为)(?P<zhcontrol>(?:配对的?)?(?:空白|健康|历史)?对照)"
    r"|^(?:(?:[^,;。()0-9]|-\d{1,2}){0,20}?(?:患者|病人|患儿|者|小鼠|大鼠|犬|兔))?\s*(?:(?:在|于)[^,;。]{0,16}?|先后|均|各|都"
    r"|则)*(?:被)?(?:随机)?(?:在此基础上|在上述基础上)?(?:加用|联合|联用|分到|只?输(?:注|入|过|了)?(?!出)"
    r"|接受|给予|仅接受|仅给予|另外|仅|只|单用|采用|使用|加用|输注|静脉输注|静脉滴注|注射|行|予|服用"
    r"|继续)(?P<zh>[^,;。()]{2,24})",
    re.IGNORECASE,
)


def arm_sizes(reading: Reading, span: Span, elsewhere: tuple[str, ...] = ()) -> list[ArmSize]:
    """Read the arms of a passage that are told with their sizes; `elsewhere` are arms that the study names in other passages."""
    found: list[ArmSize] = []
    named = list(_named(reading, span))
    for size in [
        *respective(reading, span),
        *listed(reading, span),
        *named,
        *_bracketed(reading, span),
        *each_of(reading, span, elsewhere),
        *_allotted(reading, span),
        *_received(reading, span, bool(named)),
        *contrasted(reading, span),
    ]:
        if all(size.name != f.name and (size.count != f.count or (size.shared and f.shared)) for f in found):
            found.append(size)
    return sorted(found, key=lambda s: s.spans)


_EACH_AFTER = re.compile(r"\s*(?:patients |rats |mice )?(?:each|in each|per|/)\b")
_BEFORE_N = re.compile(
    r"(?:^|[,;:，；：、]|\bto|\bor|\band|\bwith|\beither|\bof|\breceive[d]?|接受|给予|予|和|或|与"
    r"|为)\s?(?P<what>[^,;:，；：、()]{2,60}?)\s?\((?:[^()]{0,48}[;,，；]\s?)?(?:n\s?=\s?)?$",
    re.IGNORECASE,
)


def _bracketed(reading: Reading, span: Span) -> Iterator[ArmSize]:
    """What stands before "(n = 16)" is an arm, whatever its name: "one intrathecal dose (n = 16)", "(1.0 mg/kg; n = 224)"."""
    for m in counts_in(reading, span):
        lead = reading.folded[max(span[0], m.start - 110) : m.start]
        if not (
            re.search(r"n\s?=\s?$", lead, re.IGNORECASE) or re.match(r"n\s?=", reading.text((m.start, m.end)), re.IGNORECASE)
        ):
            continue
        match = _BEFORE_N.search(lead)
        if _EACH_AFTER.match(reading.folded[m.end : min(span[1], m.end + 16)]):
            continue
        if match and not re.fullmatch(r"\s*(?:patients?|患者|the|all|总体|overall|total)\s*", match.group("what"), re.IGNORECASE):
            start = m.start - len(lead) + match.start("what")
            words = (start, start + len(match.group("what")))
            yield sized(last_part(reading.text(words)), m, words)


def _named(reading: Reading, span: Span) -> Iterator[ArmSize]:
    """An arm's name with a count right after it or in brackets: ``治疗组(n=20)``, "the placebo group (n = 12)", 模型组8只."""
    counts = counts_in(reading, span)
    for arm in find_arms(reading, span):
        if not arm.name:
            continue
        for m in counts:
            gap = reading.text((arm.span[1], m.start)) if m.start >= arm.span[1] else None
            if (
                gap is not None
                and not _EACH_AFTER.match(reading.folded[m.end : min(span[1], m.end + 16)])
                and re.fullmatch(
                    r"\s*(?:\(|,|:|为|有|共|纳入|包括|\(n\s*=|n\s*=|=|of|\([^()]{0,20}[,:;])?\s*(?:n\s*=\s*)?", gap, re.IGNORECASE
                )
                and _is_size(reading, span, m)
                and ("(" in gap or not _fell_ill(reading, span, arm.span))
            ):
                yield sized(arm.name, m, arm.span)
                break
    for m in counts:  # "1×10^6/kg (n = 20)", 1×10⁶/kg(20例)
        before = reading.within((span[0], m.start), Label.DOSE)
        if before and re.fullmatch(r"\s*\((?:n\s*=\s*)?", reading.text((before[-1].end, m.start)), re.IGNORECASE):
            words = (before[-1].start, before[-1].end)
            yield sized(reading.text(words), m, words)


def _fell_ill(reading: Reading, span: Span, arm: Span) -> bool:
    """Whether an event or a measure stands before the arm in its clause, so that the count is of those who had it."""
    start = max(reading.folded.rfind(c, span[0], arm[0]) for c in ",;。，；") + 1
    if re.search(r"其中\s?$", reading.folded[max(span[0], arm[0] - 3) : arm[0]]):  # 4名发生肺栓塞,其中MSC组1名
        start = max(reading.folded.rfind(c, span[0], max(span[0], start - 1)) for c in ",;。，；") + 1
    return bool(reading.within((max(span[0], start), arm[0]), Label.ADVERSE_EVENT, Label.OUTCOME_MEASURE))


def _is_group(m: Mention) -> bool:
    """Whether a count is of those who can make an arm: no centres, studies or groups."""
    return m.quantity is not None and m.quantity.noun not in ("groups", "centers", "studies", "cells", "units", "infusions")


def _is_size(reading: Reading, span: Span, m: Mention) -> bool:
    after = reading.folded[m.end : min(span[1], m.end + 24)]
    q = m.quantity
    if q is None or not _is_group(m):
        return False
    if NOT_ARM.search(re.split(r"[,;。)]", after)[0]) and not re.match(r"\s*(?:患者|病人)?\s*(?:中|里)", after):
        return False
    return q.kind == "count" or bool(
        re.search(r"n\s*=\s*$", reading.folded[max(0, m.start - 5) : m.start], re.IGNORECASE)
        or re.match(r"n\s*=", reading.text((m.start, m.end)), re.IGNORECASE)
    )


def _received(reading: Reading, span: Span, others: bool) -> Iterator[ArmSize]:
    """A count with what it was given: "136 received MSCs, while 36 received solvent", 96名接受ATG."""
    found: list[ArmSize] = []
    parts = [m for m in reading.within(span) if m.quantity and m.quantity.kind == "fraction" and m.quantity.noun == "patients"]
    for m in sorted([*counts_in(reading, span), *parts], key=lambda m: m.start):  # 16例患者中,11例接受MSC,另5例作对照
        match = _GIVEN.match(reading.folded[m.end : min(span[1], m.end + 90)])
        if (
            match is None
            or NOT_ARM.search(match.group())
            or ILL.match(reading.folded, m.end)
            or not _is_group(m)
            or not _partition(reading, span, m)
        ):
            continue
        group = next(g for g in ("what", "control", "without", "zhcontrol", "zh") if match.group(g))
        if group == "without" and not found:
            continue
        words = (m.end + match.start(group), m.end + match.end(group))
        found.append(sized(short_name(reading.text(words)), m, words))
    if len(found) >= 2 or (found and others):
        yield from found


_TO = re.compile(
    r"(?:\bto|\bor(?: to)?|\band(?: to)?|\bversus|接受|给予|予|或|和"
    r"|及)\s?(?!\d)(?P<what>[^,;.()]{2,60}?)\s?\((?:n\s?=\s?|[A-Za-z]{1,6}s?[;,] )?$",
    re.IGNORECASE,
)
_ALLOTS = re.compile(r"\b(?:randomi[sz]ed|assigned|allotted|allocated|divided)\b|随机|分配|分为|分成", re.IGNORECASE)


def _allotted(reading: Reading, span: Span) -> Iterator[ArmSize]:
    """Arms told as what patients were allotted to: "to CD (51 hips) or to MSCs (53 hips)"."""
    if not _ALLOTS.search(reading.text(span)):
        return
    for m in counts_in(reading, span):
        match = _TO.search(reading.folded[max(span[0], m.start - 80) : m.start])
        if match and reading.folded[m.end : m.end + 1] == ")":
            start = max(span[0], m.start - 80) + match.start("what")
            words = (start, start + len(match.group("what")))
            yield sized(last_part(reading.text(words)), m, words)


def _partition(reading: Reading, span: Span, m: Mention) -> bool:
    q = m.quantity
    return q is not None and (
        q.kind in ("count", "fraction")
        or bool(
            re.search(
                r"(?:^|,|;|and|while|addition|:|other|whom|them|which)\s*$",
                reading.folded[max(span[0], m.start - 12) : m.start],
                re.IGNORECASE,
            )
        )
    )


def add_arm_sizes(builder: RecordBuilder, span: Span, elsewhere: tuple[str, ...] = ()) -> frozenset[Span]:
    """Add the arms of a stretch with their sizes; returns the counts that are arms."""
    sizes = arm_sizes(builder.reading, span, elsewhere)
    told = [e["n"] for e, _ in builder.entries.get("arms", []) if e.get("n")]
    if len(told) >= 2 and sum(told) == builder.get("n_patients"):
        return frozenset(s.count for s in sizes if s.n in told)  # all have been shared out: what follows is of those who fared so
    whole = builder.get("n_patients")
    for size in sizes:
        others = [s.n for s in sizes if s is not size]
        if size.n == whole and (not others or (len(others) >= 2 and sum(others) == whole)):
            continue  # it counts all of them, whatever stands behind: 18例患者注射MSC
        if any(e["name"] == size.name for e, _ in builder.entries.get("arms", [])):
            continue
        entry = {"name": size.name, "n": size.n, "unit": size.unit, "role": role_of(size.name)}
        builder.add("arms", {k: v for k, v in entry.items() if v is not None}, Told(None, size.spans, "arm.size", 0.85))
    return frozenset(s.count for s in sizes)
