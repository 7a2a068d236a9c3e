"""Arms told only by their counts, which make up the whole: "56名…输注…；其余52名为对照" of 108."""

from __future__ import annotations

import re

from litrex.records.armsize import ILL, counts_in, role_of, size_of
from litrex.records.builder import RecordBuilder, Told
from litrex.records.findings.arms import find_arms
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention

_HAD = re.compile(
    r"\s*(?:患者|病人)?\s*(?:出现|发生|达到|获得|死亡|复发|缓解|完成|停用|失访|退出|好转|存活|部分|完全|有效|无效"
    r"|显效|稳定|进展|失败|成功|愈合|改善|加重|阳性|阴性|为?(?:[1-4ⅠⅡⅢⅣ一二三四]|I{1,3}V?)[型期级]"
    r"|(?:为|是)(?:男|女|阳性|阴性))"
    r"|\s*(?:patients?\s)?(?:achieved|reached|developed|relapsed|died|had(?! (?:several|multiple|two|three|more|one"
    r"|single)\b)|improved|responded|withdrew|were lost"
    r"|completed|survived|experienced|healed|closed|did|remained|recovered|showed|were (?:alive|dead|women|men|male"
    r"|female|stable|free)"
    r"|in part|partially|partly)",
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
            if apart and sum(size_of(m) or 0 for m in run) == total and run[-1].end - run[0].start <= 240:
                runs.append(run)
        if runs:
            break
    left = [m for m in counts if all(m not in run for run in runs)]
    runs += [[x, y] for n, x in enumerate(left) for y in left[n + 1 :] if (size_of(x) or 0) + (size_of(y) or 0) == total][:1]
    runs = [run for run in runs if _treated(reading, spans, run)]
    if runs:
        builder.entries.pop("arms", None)
    for m in (m for run in runs for m in run):
        _part_arm(builder, spans, m)


_GIVEN = re.compile(
    r"接受|输|注|移植|给予|治疗|对照|用药|用|行|单次|多次|剂量|预处理|联合|组|来源|手术|"
    r"\b(?:receiv\w*|given|got|transplant\w*|infus\w*|inject\w*|treat\w*|control\w*|placebo|sham|saline|dose\w*|arm|group|alone"
    r"|from|with|to|underwent|implant\w*|graft\w*|had|not)\b",
    re.IGNORECASE,
)


_FARED = (Label.OUTCOME_MEASURE, Label.ADVERSE_EVENT, Label.CHANGE)


def _treated(reading: Reading, spans: list[Span], run: list[Mention]) -> bool:
    """Whether what is said of the parts is what they were given, not how they fared: 13名愈合、3名缩小 makes no arms."""
    clauses = [_clause(reading, spans, m) for m in run]
    if all(ILL.match(reading.folded, m.end) for m in run):
        return False
    given = (Label.CELL_TYPE, Label.CELL_SOURCE, Label.DRUG, Label.ARM, Label.DOSE, Label.ROUTE)
    if any(reading.within(c, *given) for c in clauses) or all(
        _named_ill(reading, c, m) for c, m in zip(clauses, run, strict=True)
    ):
        return True
    if any(_GIVEN.search(reading.text(c)) and not reading.within(c, *_FARED) for c in clauses):
        return True
    lead = next((a, b) for a, b in spans if a <= run[0].start < b)
    around = (max(lead[0], run[0].start - 60), min(lead[1], run[-1].end + 60))
    told = reading.text((around[0], run[0].start)) + " " + reading.text((run[-1].end, around[1]))
    return bool(_GIVEN.search(told)) and not reading.within(around, *_FARED)


_SUFFERED = re.compile(
    r"\s?(?:patients? )?(?:with|had|suffered from)\s|(?:患者|病人)?\s?(?:为|患有?|是|诊断为)|\s(?=[A-Za-z])", re.IGNORECASE
)


def _named_ill(reading: Reading, clause: Span, m: Mention) -> bool:
    """Whether a part is told by the disease it had: "5 with atherosclerosis and 12 with Buerger disease", 8例为狼疮."""
    ill = next(iter(reading.within((m.end, max(m.end, clause[1])), Label.CONDITION)), None)
    return ill is not None and ill.start - m.end <= 24 and _SUFFERED.match(reading.folded, m.end) is not None


def _clause(reading: Reading, spans: list[Span], m: Mention) -> Span:
    """The clause of a count, brackets right behind it skipped; of a count in brackets, what stands before them."""
    start, end = next((a, b) for a, b in spans if a <= m.start < b)
    left = max(reading.folded.rfind(c, start, m.start) for c in ",;。，；、:") + 1
    bracket = re.match(r"\s*[(（][^()（）]{0,24}[)）]", reading.folded[m.end : end])
    behind = m.end + (bracket.end() if bracket else 0)
    right = min([e for c in ",;。，；、)）" if (e := reading.folded.find(c, behind, end)) >= 0], default=end)
    return max(start, left), right


def _parts(reading: Reading, span: Span, total: int) -> list[Mention]:
    found = []
    for m in [*counts_in(reading, span), *_fractions(reading, span, total)]:
        n, q = size_of(m), m.quantity
        if n is None or not 0 < n < total or q is None or q.comparator != "=":
            continue
        if q.noun in (None, "patients", "people", "cases", "animals") and not _HAD.match(reading.folded[m.end : m.end + 40]):
            found.append(m)
    return sorted(found, key=lambda m: m.start)


def _fractions(reading: Reading, span: Span, total: int) -> list[Mention]:
    """Fractions of all the patients that are said of what they were given: "conditioning was given to 51/87"."""
    return [
        m
        for m in reading.within(span)
        if m.quantity is not None
        and m.quantity.kind in ("percent", "fraction")
        and m.quantity.denominator == total
        and _of_treatment(reading, _clause(reading, [span], m), m)
    ]


def _of_treatment(reading: Reading, clause: Span, m: Mention) -> bool:
    given = _GIVEN.search(reading.text(clause)) and not reading.within(clause, *_FARED)
    return bool(given) or _named_ill(reading, clause, m)


def _part_arm(builder: RecordBuilder, spans: list[Span], m: Mention) -> None:
    reading = builder.reading
    end = next(b for a, b in spans if a <= m.start < b)
    after = re.match(r"[^,;，；。.()]{2,40}", reading.folded[m.end : min(end, m.end + 60)])
    words = (m.end, m.end + after.end()) if after and after.group().strip() else (m.start, m.end)
    group = next((a for a in find_arms(reading, words) if a.name and not a.compared), None)
    words = group.span if group is not None else words
    name = re.sub(r"^(?:患者|病人|of whom|were|was|with|had|to|的)\s*", "", reading.text(words).strip()) or reading.text(
        (m.start, m.end)
    )
    if any(e["name"] == name for e, _ in builder.entries.get("arms", [])):
        name = f"{name} ({size_of(m)})"
    role = "subgroup" if group is None and _named_ill(reading, _clause(reading, spans, m), m) else role_of(name)
    builder.add(
        "arms",
        {"name": name, "n": size_of(m), "unit": "patients", "role": role},
        Told(None, (words, (m.start, m.end)), "arm.partition", 0.75),
    )
