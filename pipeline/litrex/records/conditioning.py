"""What was given before the cells to make room for them."""

from __future__ import annotations

import re

from litrex.records.builder import RecordBuilder, Told
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention

_CONDITIONING = re.compile(
    r"预处理|预先给予|清髓|去淋巴|conditioning|preparative|lymphodeplet|myeloablat|pre-?treat(?:ed|ment) with", re.IGNORECASE
)


_NO_CONDITIONING = re.compile(
    r"未(?:接受|行|进行)[^,;。]{0,8}预处理|without (?:\w+ )?conditioning|no conditioning", re.IGNORECASE
)


def add_conditioning(builder: RecordBuilder, span: Span, *, in_column: bool = False) -> None:
    """Add what was given before the cells to make room for them."""
    reading, text = builder.reading, builder.reading.text(span)
    if (
        not in_column
        and not _CONDITIONING.search(text)
        and not _AFTER_DRUGS.search(text)
        and not re.search(
            r"大剂量(?:化疗|免疫抑制)|high-dose (?:chemotherapy|immunosuppress\w+|cyclophosphamide)", text, re.IGNORECASE
        )
    ):
        return
    drugs = [
        m
        for m in reading.within(span, Label.DRUG)
        if _conditions(reading, m)
        and not _NO_CONDITIONING.search(reading.text((max(span[0], m.start - 10), min(span[1], m.end + 10))))
    ]
    drugs = [
        m
        for m in drugs
        if in_column
        or _governed(reading, span, m)
        or (m.concept or "").startswith("high_dose")
        or _before_graft(reading, span, m)
    ]
    if drugs:
        names = list(dict.fromkeys(m.concept for m in drugs if m.concept))
        have = builder.get("conditioning") or []
        spans = tuple((m.start, m.end) for m in drugs)
        if have:
            told = builder.slots["conditioning"]
            builder.slots["conditioning"] = Told(list(dict.fromkeys([*have, *names])), (*told.spans, *spans), "conditioning")
        else:
            builder.put("conditioning", Told(names, spans, "conditioning"))


def _conditions(reading: Reading, m: Mention) -> bool:
    return reading.attribute(m, "class") not in ("control", "procedure")


_AFTER_DRUGS = re.compile(
    r"(?:transplant\w*|HSCT|graft\w*|stem cells?)\s(?:\w+\s){0,3}(?:after|following)\s|(?:联合|应用|予|给予"
    r"|经)[^,;。]{2,30}(?:后|之后)[^,;。]{0,6}(?:移植|回输|HSCT)",
    re.IGNORECASE,
)


def _before_graft(reading: Reading, span: Span, m: Mention) -> bool:
    """Whether a conditioning agent is told as given before the graft: "AHSCT after cyclophosphamide and ATG"."""
    return reading.attribute(m, "class") == "conditioning" and any(
        k.start() + span[0] <= m.start <= k.end() + span[0] + 60 for k in _AFTER_DRUGS.finditer(reading.text(span))
    )


def _governed(reading: Reading, span: Span, m: Mention) -> bool:
    """Whether the conditioning word stands in the drug's own clause."""
    text = reading.text(span)
    left = max((text.rfind(c, 0, m.start - span[0]) for c in ";。"), default=-1) + 1
    right = min((i for c in ";。" if (i := text.find(c, m.end - span[0])) >= 0), default=len(text))
    return bool(_CONDITIONING.search(text[left:right]))
