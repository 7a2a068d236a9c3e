"""Sizes of arms: ``MSC组36例``, "20 received placebo", 两组各62名."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from litrex.records.builder import RecordBuilder, Told
from litrex.records.designs import whole
from litrex.records.findings.arms import find_arms
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention

_UNIT = {"hips": "hips", "eyes": "eyes", "knees": "knees", "limbs": "limbs", "animals": "animals"}
_GIVEN = re.compile(
    r"^\s*(?:of (?:them|whom|these)\s)?(?:(?:were|was|had been|are)\s)?(?:also\s)?(?P<verb>(?:randomi[sz]ed"
    r"|assigned|allotted|allocated) to(?: receive)?|received|given|(?:were |was )?given|treated with|had|got"
    r"|took|underwent|served as|went on with|continued(?: with| on)?|changed to|switched to|stayed on"
    r"|remained on|stopped|on|to)\s(?P<what>[^,;.()]{2,60})"
    r"|^\s(?P<control>(?:to |on |with )?(?:placebo|sham\w*|saline|controls?|usual care|standard care|nothing"
    r"|no treatment|vehicle|observation)\b)"
    r"|^\s*(?:患者|的患者)?为(?P<zhcontrol>(?:配对的?)?(?:空白|健康|历史)?对照)"
    r"|^\s*(?:患者|的患者)?\s*(?:被)?(?:随机)?(?:在此基础上|在上述基础上)?(?:加用|联合|联用|分到|只?输(?!出)"
    r"|接受|给予|仅接受|仅给予|另外|仅|只|单用|采用|使用|加用|输注|静脉输注|静脉滴注|注射|行|予|服用"
    r"|继续)(?P<zh>[^,;。()]{2,24})",
    re.IGNORECASE,
)
_EACH = re.compile(r"(?:每组|各组?|each group|per group|in each|per arm|each)\s*(?:各|有|of)?\s*$", re.IGNORECASE)
_NOT_ARM = re.compile(
    r"出现|发生|达到|获得|完成|死亡|复发|缓解|失访|退出|脱落|developed|relapsed|died|achieved|reached|complete"
    r"|withdrew|improved|experienced|had (?:a |an )?(?:mild|transient|fever|serious|adverse)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ArmSize:
    """An arm with its size and the stretches that say so."""

    name: str
    n: int
    unit: str | None
    spans: tuple[Span, ...]
    count: Span
    shared: bool = False  # one count told for several arms


def arm_sizes(reading: Reading, span: Span, elsewhere: tuple[str, ...] = ()) -> list[ArmSize]:
    """Read the arms of a passage that are told with their sizes; `elsewhere` are arms that the study names in other passages."""
    found: list[ArmSize] = []
    named = list(_named(reading, span))
    for size in [
        *_respective(reading, span),
        *named,
        *_bracketed(reading, span),
        *_each(reading, span, elsewhere),
        *_allotted(reading, span),
        *_received(reading, span, bool(named)),
    ]:
        if all(size.name != f.name and (size.count != f.count or (size.shared and f.shared)) for f in found):
            found.append(size)
    return sorted(found, key=lambda s: s.spans)


_BEFORE_N = re.compile(
    r"(?:^|[,;:，；：、]|\bto|\bor|\band|\bwith|\beither|\bof|\breceive[d]?|接受|给予|予|和|或|与"
    r"|为)\s?(?P<what>[^,;:，；：、()]{2,60}?)\s?\((?:[^()]{0,48}[;,，；]\s?)?(?:n\s?=\s?)?$",
    re.IGNORECASE,
)


def _bracketed(reading: Reading, span: Span) -> Iterator[ArmSize]:
    """What stands before "(n = 16)" is an arm, whatever its name: "one intrathecal dose (n = 16)", "(1.0 mg/kg; n = 224)"."""
    for m in _counts(reading, span):
        lead = reading.folded[max(span[0], m.start - 110) : m.start]
        if not (
            re.search(r"n\s?=\s?$", lead, re.IGNORECASE) or re.match(r"n\s?=", reading.text((m.start, m.end)), re.IGNORECASE)
        ):
            continue
        match = _BEFORE_N.search(lead)
        if match and not re.fullmatch(r"\s*(?:patients?|患者|the|all|总体|overall|total)\s*", match.group("what"), re.IGNORECASE):
            start = m.start - len(lead) + match.start("what")
            words = (start, start + len(match.group("what")))
            yield _size(_last_part(reading.text(words)), m, words)


def _counts(reading: Reading, span: Span) -> list[Mention]:
    return [
        m
        for m in reading.within(span)
        if m.quantity is not None and m.quantity.kind in ("count", "number") and whole(m) is not None
    ]


def _named(reading: Reading, span: Span) -> Iterator[ArmSize]:
    """An arm's name with a count right after it or in brackets: ``治疗组(n=20)``, "the placebo group (n = 12)", 模型组8只."""
    counts = _counts(reading, span)
    for arm in find_arms(reading, span):
        if not arm.name:
            continue
        for m in counts:
            gap = reading.text((arm.span[1], m.start)) if m.start >= arm.span[1] else None
            if (
                gap is not None
                and re.fullmatch(
                    r"\s*(?:\(|,|:|为|有|共|纳入|包括|\(n\s*=|n\s*=|=|of|\([^()]{0,20}[,:;])?\s*(?:n\s*=\s*)?", gap, re.IGNORECASE
                )
                and _is_size(reading, span, m)
                and ("(" in gap or not _fell_ill(reading, span, arm.span))
            ):
                yield _size(arm.name, m, arm.span)
                break
    for m in counts:  # "1×10^6/kg (n = 20)", 1×10⁶/kg(20例)
        before = reading.within((span[0], m.start), Label.DOSE)
        if before and re.fullmatch(r"\s*\((?:n\s*=\s*)?", reading.text((before[-1].end, m.start)), re.IGNORECASE):
            words = (before[-1].start, before[-1].end)
            yield _size(reading.text(words), m, words)


def _fell_ill(reading: Reading, span: Span, arm: Span) -> bool:
    """Whether an event or a measure stands before the arm in its clause, so that the count is of those who had it."""
    start = max(reading.folded.rfind(c, span[0], arm[0]) for c in ",;。，；") + 1
    return bool(reading.within((max(span[0], start), arm[0]), Label.ADVERSE_EVENT, Label.OUTCOME_MEASURE))


def _is_size(reading: Reading, span: Span, m: Mention) -> bool:
    after = reading.folded[m.end : min(span[1], m.end + 24)]
    q = m.quantity
    if q is None or _NOT_ARM.search(re.split(r"[,;。)]", after)[0]):
        return False
    return q.kind == "count" or bool(
        re.search(r"n\s*=\s*$", reading.folded[max(0, m.start - 5) : m.start], re.IGNORECASE)
        or re.match(r"n\s*=", reading.text((m.start, m.end)), re.IGNORECASE)
    )


def _size(name: str, m: Mention, words: Span, *, shared: bool = False) -> ArmSize:
    noun = m.quantity.noun if m.quantity else None
    return ArmSize(name, whole(m) or 0, _UNIT.get(noun or "", "patients"), (words, (m.start, m.end)), (m.start, m.end), shared)


def _each(reading: Reading, span: Span, elsewhere: tuple[str, ...]) -> Iterator[ArmSize]:
    """One count for several arms: ``MSC组和对照组各62名``, "15 per group"."""
    arms = [a for a in find_arms(reading, span) if a.name]
    for m in _counts(reading, span):
        lead = reading.folded[max(span[0], m.start - 12) : m.start]
        after = reading.folded[m.end : min(span[1], m.end + 16)]
        if not (
            _EACH.search(lead) or re.match(r"\s*(?:patients |hips |eyes )?(?:per group|each|in each|per arm|a group)", after)
        ):
            continue
        before = list(dict.fromkeys(a.name for a in arms if a.span[1] <= m.end))
        named = before if len(before) >= 2 else list(dict.fromkeys(a.name for a in arms))
        for name in named if len(named) >= 2 else []:
            yield _size(name, m, next(a.span for a in arms if a.name == name), shared=True)
        if len(named) < 2:
            yield from _unnamed(reading, span, m, elsewhere)


_EITHER = re.compile(
    r"(?:\bto(?: receive)?|\bbetween|\breceive|接受"
    r"|予)\s?(?P<a>[^,;.()]{3,60}?)(?:\s?\([^()]*\))?(?: and [\w\s]{3,40})?\s?(?:\bor\b(?: to\b)?"
    r"|或)\s?(?P<b>[^,;.()]{2,50})",
    re.IGNORECASE,
)


def _unnamed(reading: Reading, span: Span, m: Mention, elsewhere: tuple[str, ...]) -> Iterator[ArmSize]:
    """One count for two groups that have no names beside it: 两组各94例, "… to A or to B, 42 in each arm"."""
    either = _EITHER.search(reading.text(span))
    if 2 <= len(elsewhere) <= 4:
        for name in elsewhere:
            yield _size(name, m, (m.start, m.end), shared=True)
    elif either:
        for part in ("a", "b"):
            words = (span[0] + either.start(part), span[0] + either.end(part))
            yield _size(_short(reading.text(words)), m, words, shared=True)
    else:
        yield from _cells_and_control(reading, span, m)


def _respective(reading: Reading, span: Span) -> Iterator[ArmSize]:
    """Several arms with as many sizes: 治疗组和对照组分别为20例和18例, "the two groups (n = 20 and n = 19, respectively)"."""
    text = reading.text(span)
    if not re.search(r"分别|依次|respectively", text, re.IGNORECASE):
        return
    arms = [a for a in find_arms(reading, span) if a.name and not a.compared]
    counts = [
        m
        for m in _counts(reading, span)
        if m.quantity
        and (
            m.quantity.kind == "count"
            and m.quantity.noun in (None, "patients", "cases", "animals", "people", "eyes", "hips", "knees", "limbs")
        )
    ]
    names = list(dict.fromkeys(a.name for a in arms))
    for start in range(len(counts) - len(names) + 1):
        run = counts[start : start + len(names)]
        gaps = [text[a.end - span[0] : b.start - span[0]] for a, b in pairwise(run)]
        between = [a for a in arms if a.span[1] <= run[0].start]
        if (
            len(names) >= 2
            and len(between) >= len(names)
            and all(re.fullmatch(r"\s*(?:[,、]|和|与|及|and|, and)\s*", g) for g in gaps)
        ):
            lead = text[between[-1].span[1] - span[0] : run[0].start - span[0]]
            tail = text[run[-1].end - span[0] :][:20]
            if len(lead) <= 12 and not _NOT_ARM.search(lead + tail):
                for name, m in zip(names, run, strict=True):
                    yield _size(name, m, next(a.span for a in arms if a.name == name))
                return


def _cells_and_control(reading: Reading, span: Span, m: Mention) -> Iterator[ArmSize]:
    """One count for cells and their control where neither group has a name: "(15 per group) … of MSCs or of saline"."""
    cell = next(iter(reading.within(span, Label.CELL_TYPE)), None)
    control = next((c for c in reading.within(span, Label.ARM) if role_of(c.concept or "") == "control"), None)
    if cell is not None and control is not None:
        for mention in (cell, control):
            yield _size(reading.text((mention.start, mention.end)), m, (mention.start, mention.end), shared=True)


def _received(reading: Reading, span: Span, others: bool) -> Iterator[ArmSize]:
    """A count with what it was given: "136 received MSCs, while 36 received solvent", 96名接受ATG."""
    found: list[ArmSize] = []
    for m in _counts(reading, span):
        match = _GIVEN.match(reading.folded[m.end : min(span[1], m.end + 90)])
        if match is None or _NOT_ARM.search(match.group()) or not _partition(reading, span, m):
            continue
        group = next(g for g in ("what", "control", "zhcontrol", "zh") if match.group(g))
        words = (m.end + match.start(group), m.end + match.end(group))
        found.append(_size(_short(reading.text(words)), m, words))
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
    for m in _counts(reading, span):
        match = _TO.search(reading.folded[max(span[0], m.start - 80) : m.start])
        if match and reading.folded[m.end : m.end + 1] == ")":
            start = max(span[0], m.start - 80) + match.start("what")
            words = (start, start + len(match.group("what")))
            yield _size(_last_part(reading.text(words)), m, words)


def _last_part(name: str) -> str:
    """The last of several things joined before the bracket."""
    return re.split(r"\b(?:to|or to)\s", name)[-1].strip()


def _partition(reading: Reading, span: Span, m: Mention) -> bool:
    q = m.quantity
    return q is not None and (
        q.kind == "count"
        or bool(
            re.search(
                r"(?:^|,|;|and|while|addition|:|other)\s*$", reading.folded[max(span[0], m.start - 12) : m.start], re.IGNORECASE
            )
        )
    )


_ANOTHER = re.compile(
    r"[,;，；。、(（]|\bwhile\b|\bwhereas\b|(?:\band|\bor|和|与|及)\s?(?=\d|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)"
)


def _short(name: str) -> str:
    """Cut an arm's name where the next arm begins."""
    return _ANOTHER.split(name.strip(" ,;、，；:："))[0].strip()[:60]


_HAD = re.compile(
    r"\s*(?:患者|病人)?\s*(?:出现|发生|达到|获得|死亡|复发|缓解|完成|停用|失访|退出|好转|存活|部分|完全)"
    r"|\s*(?:patients?\s)?(?:achieved|reached|developed|relapsed|died|had|improved|responded|withdrew|were lost"
    r"|completed|survived|experienced)",
    re.IGNORECASE,
)


def add_partition(builder: RecordBuilder, spans: list[Span]) -> None:
    """Add as arms the neighbouring counts that make up the whole: "56名…输注…；其余52名为对照" of 108.

    Only where the passages name fewer than two arms with their sizes; counts of those who fell ill or got well are none.
    """
    total = builder.get("n_patients")
    if total is None or len([e for e, _ in builder.entries.get("arms", []) if e.get("n")]) >= 2:
        return
    reading = builder.reading
    counts = [m for span in spans for m in _parts(reading, span, total)]
    runs: list[list[Mention]] = []
    for size in range(2, 5):
        for start in range(len(counts) - size + 1):
            run = counts[start : start + size]
            apart = all(m not in other for m in run for other in runs)
            if apart and sum(whole(m) or 0 for m in run) == total and run[-1].end - run[0].start <= 240:
                runs.append(run)
        if runs:
            break
    runs = (
        runs or [[x, y] for n, x in enumerate(counts) for y in counts[n + 1 :] if (whole(x) or 0) + (whole(y) or 0) == total][:1]
    )
    if runs:
        builder.entries.pop("arms", None)
    for m in (m for run in runs for m in run):
        _part_arm(builder, spans, m)


def _parts(reading: Reading, span: Span, total: int) -> list[Mention]:
    found = []
    for m in _counts(reading, span):
        n = whole(m)
        q = m.quantity
        if (
            n is None
            or not 0 < n < total
            or q is None
            or q.noun not in (None, "patients", "people", "cases", "animals")
            or q.comparator != "="
        ):
            continue
        if not _HAD.match(reading.folded[m.end : m.end + 40]):
            found.append(m)
    return found


def _part_arm(builder: RecordBuilder, spans: list[Span], m: Mention) -> None:
    reading = builder.reading
    end = next(b for a, b in spans if a <= m.start < b)
    after = re.match(r"[^,;，；。.()]{2,40}", reading.folded[m.end : min(end, m.end + 60)])
    words = (m.end, m.end + after.end()) if after and after.group().strip() else (m.start, m.end)
    name = re.sub(r"^(?:患者|病人|of whom|were|was|with|had|to|的)\s*", "", reading.text(words).strip()) or reading.text(
        (m.start, m.end)
    )
    if any(e["name"] == name for e, _ in builder.entries.get("arms", [])):
        name = f"{name} ({whole(m)})"
    builder.add(
        "arms",
        {"name": name, "n": whole(m), "unit": "patients", "role": role_of(name)},
        Told(None, (words, (m.start, m.end)), "arm.partition", 0.75),
    )


def add_arm_sizes(builder: RecordBuilder, span: Span, elsewhere: tuple[str, ...] = ()) -> frozenset[Span]:
    """Add the arms of a stretch with their sizes; returns the counts that are arms."""
    sizes = arm_sizes(builder.reading, span, elsewhere)
    for size in sizes:
        if any(e["name"] == size.name for e, _ in builder.entries.get("arms", [])):
            continue
        entry = {"name": size.name, "n": size.n, "unit": size.unit, "role": role_of(size.name)}
        builder.add("arms", {k: v for k, v in entry.items() if v is not None}, Told(None, size.spans, "arm.size", 0.85))
    return frozenset(s.count for s in sizes)


_CONTROL = re.compile(
    r"control|placebo|sham|saline|vehicle|untreated|standard|usual|model|对照|安慰|假手术|生理盐水|常规|模型|空白"
    r"|溶剂|溶媒|培养液|solvent|cell-free|medium|best available|conventional|nothing|no treatment|alone$|单独",
    re.IGNORECASE,
)


def role_of(name: str) -> str:
    """Tell a control arm and a dose level from an intervention by the arm's name."""
    if _CONTROL.search(name):
        return "control"
    return "dose_level" if re.search(r"10[\^⁰¹²³⁴⁵⁶⁷⁸⁹]|剂量|dose", name, re.IGNORECASE) else "intervention"
