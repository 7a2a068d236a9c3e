"""Arms told by their share of the whole: "half to cells and half to saline", 三分之二接受MSC, 随机等分为两组."""

from __future__ import annotations

import re
from fractions import Fraction

from litrex.records.armsize import role_of, short_name
from litrex.records.builder import RecordBuilder, Told
from litrex.records.findings.arms import find_arms
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label

_PARTS = {
    "half": Fraction(1, 2),
    "半数": Fraction(1, 2),
    "一半": Fraction(1, 2),
    "third": Fraction(1, 3),
    "quarter": Fraction(1, 4),
    "fourth": Fraction(1, 4),
    "fifth": Fraction(1, 5),
}
_HAN = {c: n for n, c in enumerate("一二三四五", 1)}
_COUNT = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_SHARE = re.compile(
    r"\b(?:(?:one |the other |the )?(?P<half>half)|(?P<n>a|one|two|three|four)[\s-](?P<part>third|quarter|fourth|fifth)s?)"
    r"(?: of (?:them|whom|these|the (?:patients|animals|rats|mice)))?(?: (?:were|was))?"
    r"\s(?:(?=(?:placebo|saline|sham|vehicle|controls?|usual|standard|nothing|no treatment)\b)"
    r"|(?:to|with|on|received|receiving|got|given|were given|treated with"
    r"|(?:randomi[sz]ed|assigned|allotted|allocated) to)"
    r"(?: receive)?\s)(?P<what>[^,;.()]{2,50}?)(?=\s?(?:$|[,;.(]|\band\b|\bwhile\b|\bwhereas\b))"
    r"|(?:另)?(?P<zhhalf>一半|半数)(?:患者|病人|动物|大鼠|小鼠)?(?P<zh1>(?:被)?(?:分入|接受|输注|注射|移植|给予|采用|使用|用|作为?)[^,;。()]{2,20})"
    r"|(?P<of>[二三四五])分之(?P<parts>[一二三四])(?:的?(?:患者|病人|动物|大鼠|小鼠))?"
    r"(?P<zh2>(?:被)?(?:分入|接受|输注|注射|移植|给予|采用|使用|用|作为?)[^,;。()]{2,20})",
    re.IGNORECASE,
)
_EQUALLY = re.compile(
    r"\b(?:equally|evenly)\b|\binto (?:two|three|four) equal\b|等分|均分|平均分|对半|各半|各占一半|各一半", re.IGNORECASE
)
_EACH = re.compile(
    r"\b(?P<n>\d{1,4}) (?:patients |animals |rats |mice )?(?:in|per|to) (?:each )?(?:arm|group|cohort)\b"
    r"|(?:每组|各组)\s?(?P<zh>\d{1,4})\s?(?:例|名|人|只)",
    re.IGNORECASE,
)
_MOST_ARMS = 5
_Named = tuple[str, Span]


def add_shares(builder: RecordBuilder, spans: list[Span]) -> None:
    """Add arms told by shares, or by one size for each, that make up the whole; only where the sizes themselves are not told."""
    total = builder.get("n_patients")
    told = [e for e, _ in builder.entries.get("arms", []) if e.get("n")]
    if total is None or len(told) >= 2:
        return
    for span in spans:
        found = _parts(builder.reading, span) or _equal(builder.reading, span) or _each(builder.reading, span, total)
        if not found and len(told) == 1:
            found = _together(builder.reading, span, told[0]["n"], total)
        sizes = [total * share for share, _, _ in found]
        if len(found) >= 2 and sum(sizes) == total and all(size.denominator == 1 for size in sizes):
            builder.entries.pop("arms", None)
            for size, (_, (name, words), at) in zip(sizes, found, strict=True):
                entry = {"name": name, "n": int(size), "unit": "patients", "role": role_of(name)}
                builder.add("arms", entry, Told(None, tuple(dict.fromkeys((words, at))), "arm.share", 0.75))
            return


_Share = tuple[Fraction, _Named, Span]


def _parts(reading: Reading, span: Span) -> list[_Share]:
    """Shares with what each was given."""
    found: list[_Share] = []
    for match in _SHARE.finditer(reading.folded, *span):
        group = next(g for g in ("what", "zh1", "zh2") if match[g])
        words = match.span(group)
        if reading.within(words, Label.OUTCOME_MEASURE, Label.ADVERSE_EVENT):
            return []
        found.append((_share(match), (short_name(reading.text(words)), words), match.span()))
    return found


def _share(match: re.Match[str]) -> Fraction:
    if match["half"] or match["zhhalf"]:
        return Fraction(1, 2)
    if match["of"]:
        return Fraction(_HAN[match["parts"]], _HAN[match["of"]])
    return _COUNT[match["n"].lower()] * _PARTS[match["part"].lower()]


def _equal(reading: Reading, span: Span) -> list[_Share]:
    """The arms of a passage that shares the patients out equally."""
    match = _EQUALLY.search(reading.folded, *span)
    arms = _arms(reading, span) if match else []
    if match is None or not 2 <= len(arms) <= _MOST_ARMS:
        return []
    return [(Fraction(1, len(arms)), arm, match.span()) for arm in arms]


def _each(reading: Reading, span: Span, total: int) -> list[_Share]:
    """Groups without names, each of one size, that make up the whole: "72 in each arm" of 144."""
    match = _EACH.search(reading.folded, *span)
    n = int(match["n"] or match["zh"]) if match else 0
    if match is None or n == 0 or total % n or not 2 <= total // n <= _MOST_ARMS:
        return []
    arms = _arms(reading, span)
    if len(arms) != total // n:
        arms = [(f"group {k}", match.span()) for k in range(1, total // n + 1)]
    return [(Fraction(n, total), arm, match.span()) for arm in arms]


def _together(reading: Reading, span: Span, told: int, total: int) -> list[_Share]:
    """A size told once behind a list of arms whose number makes up the whole: "sham, model and cell group (n = 8)" of 24."""
    arms = _arms(reading, span)
    if not 2 <= len(arms) <= _MOST_ARMS or told * len(arms) != total:
        return []
    return [(Fraction(1, len(arms)), arm, arm[1]) for arm in arms]


def _arms(reading: Reading, span: Span) -> list[_Named]:
    """The groups that a passage names, else the cells and their control."""
    named = {a.name: a.span for a in reversed(find_arms(reading, span)) if a.name and not a.everyone}
    if len(named) >= 2:
        return sorted(named.items(), key=lambda item: item[1])
    cell = next(iter(reading.within(span, Label.CELL_TYPE)), None)
    control = next((c for c in reading.within(span, Label.ARM) if role_of(c.concept or "") == "control"), None)
    return [(reading.text((m.start, m.end)), (m.start, m.end)) for m in (cell, control) if cell and control and m]
