"""How often and at what interval cells were given: two infusions, weekly for four weeks, on days 0 and 14."""

from __future__ import annotations

import re

from litrex.mentions import numerals
from litrex.records.builder import RecordBuilder, Told
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention

_TOTAL = re.compile(r"(?:共|总共|合计|total(?: of)?|in all|altogether)\s*$", re.IGNORECASE)


_INFUSIONS = re.compile(
    r"输注|注射|移植|用于|用了|输入|所输|种细胞|滴注|回输|治疗|给药|静脉|注入|MSCs?|细胞|剂|infus|inject|transplant"
    r"|dose|course|cycle"
    r"|administ|intraven|intrathec|intra-art|implant|only|given|treat",
    re.IGNORECASE,
)


def add_regimen(builder: RecordBuilder, span: Span, *, in_prose: bool = False) -> None:
    """Add how often and at what interval cells were given."""
    reading = builder.reading
    times = [m for m in reading.within(span, Label.REGIMEN) if m.quantity is not None]
    total = builder.get("n_patients")
    times = [m for m in times if not (in_prose and _of_some(reading, span, m, total))]
    counts = [
        m
        for m in times
        if m.quantity
        and m.quantity.kind == "times"
        and m.quantity.value is not None
        and _of_infusions(reading, span, m, in_prose)
    ]
    if counts:
        best = next((m for m in counts if _TOTAL.search(reading.folded[max(span[0], m.start - 10) : m.start])), counts[0])
        if best.quantity and best.quantity.value is not None and best.quantity.value == int(best.quantity.value):
            builder.put("n_infusions", Told(int(best.quantity.value), ((best.start, best.end),), "regimen.times"))
    elif (derived := _counted_out(reading, span, times, total, in_prose)) is not None:
        builder.put("n_infusions", Told(derived[0], (derived[1],), "regimen.counted", 0.8))
    for m in times:
        q = m.quantity
        if (
            q is not None
            and q.kind == "frequency"
            and q.value is not None
            and q.unit is not None
            and (not in_prose or _near_infusion(reading, span, m))
        ):
            builder.put(
                "infusion_interval",
                Told({"value": q.value, "upper": q.upper, "unit": q.unit}, ((m.start, m.end),), "regimen.interval"),
            )
            break


_MOST = 24  # more than this many infusions are counts of transplants


def _counted_out(
    reading: Reading, span: Span, times: list[Mention], total: int | None, in_prose: bool
) -> tuple[int, Span] | None:
    """How many infusions a schedule makes, where no number of them is told: 每周1次、连续4周 is four, "on days 0 and 14" two."""
    if (multiplied := _MULTIPLIED.search(reading.folded, *span)) is not None:
        return int(multiplied["n"]), multiplied.span()
    for m in times:
        if (found := _for_so_long(reading, span, m, in_prose)) is not None:
            return found
    text = reading.text(span)
    for pattern in (_DAYS_EN, _DAYS_ZH):
        for match in pattern.finditer(text):
            words = (span[0] + match.start("list"), span[0] + match.end("list"))
            if not _observed(reading, span, words, in_prose):
                return len(re.findall(r"\d+", match["list"])), _act(reading, span, words)
    again = _AGAIN.search(text)
    if again is not None and not _some_counted(reading, span, (span[0] + again.start(), span[0] + again.end()), total):
        return (3 if again["third"] else 2), (span[0] + again.start(), span[0] + again.end())
    return None


_MULTIPLIED = re.compile(
    r"(?:\b(?:weekly|monthly|daily|fortnightly|intravenous(?:ly)?|intrathecal(?:ly)?|intramuscular(?:ly)?|i\.?v\.?|q\d{1,2}[dw])"
    r"|每[^,;。0-9]{1,3}(?:1|一)次|静脉(?:输注|注射|滴注)?|鞘内(?:注射)?),?\s?[x×*]\s?(?P<n>[1-9]|1\d|2[0-4])"
    r"(?![\d^×x]|\.\d|\s?[×x]?\s?10|\s?(?:mg|m?l|%))",
    re.IGNORECASE,
)
_WENT = re.compile(
    r"\s(?:were|was)\s(?:complicated|followed by|associated|interrupted|stopped)\b"
    r"|(?:输注|注射|移植)?(?:后|时|中|期间)(?:出现|发生)",
    re.IGNORECASE,
)
_LASTING = re.compile(
    r"[\s,,、;]{0,2}(?:again )?(?:(?:for|over)(?: a total of)?|连续|连用|持续|共|疗程|x|×|\*)\s?(?:为|了)?\s?"
    r"(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|[一二两三四五六七八九十]{1,2})[\s-]?(?:consecutive )?"
    r"(?P<unit>days?|weeks?|months?|years?|个?月|周|天|日|个?星期|年|次)",
    re.IGNORECASE,
)
_DAYS = {"d": 1.0, "wk": 7.0, "mo": 30.0, "a": 360.0}
_UNIT = {"d": "d", "w": "wk", "m": "mo", "y": "a", "天": "d", "日": "d", "周": "wk", "星": "wk", "月": "mo", "年": "a"}


def _for_so_long(reading: Reading, span: Span, m: Mention, in_prose: bool) -> tuple[int, Span] | None:
    """Count an interval out over the length behind it; a remainder leaves it open."""
    q = m.quantity
    lasting = _LASTING.match(reading.folded[m.end : min(span[1], m.end + 60)]) or _lasting_later(reading, span, m)
    if q is None or q.kind != "frequency" or q.value is None or q.unit not in _DAYS or lasting is None:
        return None
    if in_prose and not _near_infusion(reading, span, m):
        return None
    long, words = numerals.value(lasting["n"]), (m.start, m.end + lasting.end())
    if long is None:
        return None
    if lasting["unit"] == "次":
        return (int(long), words) if long <= _MOST else None
    unit = _UNIT[lasting["unit"].lstrip("个")[0].lower()]
    rounds = long * _DAYS[unit] / (q.value * _DAYS[q.unit]) * (q.n or 1)
    return (int(rounds), words) if rounds == int(rounds) and 2 <= rounds <= _MOST else None


def _lasting_later(reading: Reading, span: Span, m: Mention) -> re.Match[str] | None:
    """The length that stands behind what was given: "weekly intravenous infusions of MSCs for four weeks"."""
    after = reading.folded[m.end : min(span[1], m.end + 90)]
    gap = re.match(r"[^,;.。，；]{1,50}?(?= for | over |,?连续|,?共)", after)
    if gap is None or not _INFUSIONS.search(gap.group()):
        return None
    return _LASTING.match(after, gap.end())


_DAYS_EN = re.compile(
    r"\b(?:on|at) (?:days?|weeks?|months?) (?P<list>\d{1,3}(?:(?:, (?:and )?| and )(?:(?:day|week"
    r"|month) )?\d{1,3}){1,5})\b(?! (?:of|%|patients))",
    re.IGNORECASE,
)
_DAYS_ZH = re.compile(
    r"(?:在|于)?(?:第\s?)?(?P<list>\d{1,3}(?:天|日|周|个月)?(?:[、和及与,]第?\s?\d{1,3}(?:天|日|周"
    r"|个月)?){0,4}[、和及与,]第?\s?\d{1,3}(?:天|日|周|个月))"
    r"(?=(?:时|各|分别|均|共|再)?[^,;。]{0,24}(?:输注|注射|移植|回输|输入|注入|给药|滴注|一次|1次))"
)
_AGAIN = re.compile(
    r"\b(?:a|the) (?:second|(?P<third>third)) (?:infusion|injection|dose|administration|course) (?:of \w+ )?(?:was "
    r"|being )?(?:after|at|on|followed|given|\w+ (?:days|weeks|months) later)"
    r"|\brepeated (?:once )?(?:after|at|on|\w+ (?:days|weeks|months) later)\b"
    r"|(?:后|周|月|日|天)再次?(?:给予|行|静脉|鞘内|局部)?(?:输注|注射|移植|回输|给药|输)[^,;。]{0,8}?(?:一|1)次"
    r"|重复(?:输注|注射|移植|给药)?(?:一|1)次",
    re.IGNORECASE,
)
_OBSERVED = re.compile(
    r"(?:assess|measur|evaluat|follow|examin|review|imag|scan|taken|检测|检查|评估|评[价分]|复查|随访|观察|测)", re.IGNORECASE
)


def _observed(reading: Reading, span: Span, words: Span, in_prose: bool) -> bool:
    """Whether the days are of examinations or of results, not of infusions."""
    start = max(span[0], max(reading.folded.rfind(c, span[0], words[0]) for c in ",;。，；(") + 1)
    end = min([e for c in ",;。，；)" if (e := reading.folded.find(c, words[1], span[1])) >= 0], default=span[1])
    clause = reading.text((start, end))
    if _OBSERVED.search(clause) or reading.within((start, end), Label.OUTCOME_MEASURE, Label.CHANGE, Label.OUTCOME_VALUE):
        return True
    return in_prose and not _INFUSIONS.search(reading.text(span) if re.search("各(?:一|1)次", clause) else clause)


def _act(reading: Reading, span: Span, days: Span) -> Span:
    """The word for what was done on the days, which the days repeat; the days themselves say other numbers."""
    found = [(span[0] + m.start(), span[0] + m.end()) for m in _INFUSIONS.finditer(reading.text(span))]
    return min(found, key=lambda w: abs(w[0] - days[1]), default=days)


def _some_counted(reading: Reading, span: Span, words: Span, total: int | None) -> bool:
    """Whether the clause says that only some had it."""
    start = max(span[0], max(reading.folded.rfind(c, span[0], words[0]) for c in ",;。，；(") + 1)
    end = min([e for c in ",;。，；)" if (e := reading.folded.find(c, words[1], span[1])) >= 0], default=span[1])
    counts = [
        k.quantity.value
        for k in reading.within((start, end))
        if k.quantity is not None and k.quantity.kind in ("count", "number")
    ]
    return bool(counts) and total not in counts


def _of_some(reading: Reading, span: Span, m: Mention, total: int | None) -> bool:
    """Whether only some of the patients are said to have had so many: 69名患者接受过一次移植, 单次移植者69例."""
    if re.match(r"[^,;。，；]{0,4}者", reading.folded[m.end : min(span[1], m.end + 6)]):
        return True
    start = max(span[0], max(reading.folded.rfind(c, span[0], m.start) for c in ",;。，；(（") + 1)
    end = min([e for c in ",;。，；" if (e := reading.folded.find(c, m.end, span[1])) >= 0], default=span[1])
    counts = [k.quantity.value for k in reading.within((start, end), Label.PATIENT_COUNT) if k.quantity is not None]
    return total is not None and bool(counts) and total not in counts


def _of_infusions(reading: Reading, span: Span, m: Mention, in_prose: bool) -> bool:
    wide = 40 if reading.folded[m.start].isascii() else 16
    around = reading.text((max(span[0], m.start - wide), min(span[1], m.end + 12)))
    if _WENT.match(reading.folded, m.end):
        return False  # some of them that went so
    if m.quantity is not None and ((m.quantity.value or 0) > _MOST or _of_drug(reading, span, m)):
        return False
    if re.search(
        r"(?:各|每(?:天|日|周|月|年|例|次|人)|上|首|再|又|同|这|那|此|第)[^,;。×x*连共续]{0,6}$",
        reading.folded[max(span[0], m.start - 6) : m.start],
    ):
        return False
    if m.quantity is not None and m.quantity.noun == "infusions":
        return True
    return (
        not in_prose
        or bool(_INFUSIONS.search(around))
        or bool(
            _TOTAL.search(reading.folded[max(span[0], m.start - 6) : m.start])
            and reading.within(span, Label.DOSE, Label.CELL_TYPE)
        )
    )


def _of_drug(reading: Reading, span: Span, m: Mention) -> bool:
    """Whether the courses or doses are of a drug: "four cycles of chemotherapy", 4个疗程化疗."""
    after = (m.end, min(span[1], m.end + 30))
    if not re.match(r"\s?(?:of|的)?\s?", reading.text(after)) or reading.within(after, Label.CELL_TYPE, Label.CELL_SOURCE):
        return False
    of_drug = re.match(r"\s?(?:of |的)?(?:chemotherapy|化疗|[A-Za-z-]+mab\b)", reading.text(after), re.IGNORECASE)
    drugs = reading.within((m.end, min(span[1], m.end + 6)), Label.DRUG) or [
        d for d in reading.within(after, Label.DRUG) if reading.text((m.end, d.start)).strip() in ("of", "的", "")
    ]
    return bool(of_drug or drugs)


def _near_infusion(reading: Reading, span: Span, m: Mention) -> bool:
    around = reading.text((max(span[0], m.start - 44), min(span[1], m.end + 44)))
    return bool(_INFUSIONS.search(around)) and not reading.within(
        (max(span[0], m.start - 12), min(span[1], m.end + 12)), Label.DRUG_DOSE
    )
