"""What was given before the cells to make room for them."""

from __future__ import annotations

import re

from litrex.records.builder import RecordBuilder, Told
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention

_CONDITIONING = re.compile(
    r"预处理|预先给予|清髓|去淋巴|清淋|清除淋巴|淋巴(?:细胞)?(?:清除|删除|耗竭|去除)|骨髓抑制性方案"
    r"|condition(?:ing|ed with)|preparative|preparation (?:with|consisted|was)|lymphodeplet|lympho-?ablat|myeloablat"
    r"|pre-?treat(?:ed|ment) with",
    re.IGNORECASE,
)
_NO_CONDITIONING = re.compile(
    r"(?:未|无需?|不)(?:接受|行|进行|做|用|需)?[^,;。]{0,8}(?:预处理|清淋|清髓)|without (?:any )?(?:\w+ )?(?:conditioning"
    r"|lymphodepletion|\w+ablation)|no (?:\w+ )?(?:conditioning|lymphodepletion)",
    re.IGNORECASE,
)
_HIGH_DOSE = re.compile(
    r"大剂量(?:化疗|免疫抑制)|high-dose (?:chemotherapy|immunosuppress\w+|cyclophosphamide|melphalan)", re.IGNORECASE
)
_CELLS = (
    r"(?:transplant\w*|A?HSCT|BMT|ASCT|grafts?|cells?(?:/kg)?|infus\w+|re-?infused|returned|haplo\w*|donors?|siblings?|rescue"
    r"|matched|once|\d{4},?)"
)
_AFTER_DRUGS = re.compile(
    rf"\b{_CELLS}(?:\s[\w-]+){{0,3}},?\s(?:after|following)\s|\b(?:after|following)\s(?=[^.;]{{0,80}}\b(?:myeloablat|conditioning))"
    r"|(?:联合|应用|予|给予|经|以|用|先)[^,;。]{2,40}(?:后|之后|,再|继而|随后)[^,;。]{0,10}(?:移植|回输|输注|HSCT|CAR)",
    re.IGNORECASE,
)
_BEFORE_CELLS = re.compile(
    r"\b(?:before|prior to|ahead of|then|followed by)\s(?:[\w-]+\s){0,5}(?:transplant\w*|A?HSCT|BMT|grafts?|stem cells?|CAR[- ]T"
    r"|infusion|reinfusion|(?:the )?cells)|(?:移植|回输|输注|细胞输入)前",
    re.IGNORECASE,
)
_CLAUSE = ";。"


def add_conditioning(builder: RecordBuilder, span: Span, *, in_column: bool = False) -> None:
    """Add what was given before the cells to make room for them: "after busulfan", 以氟达拉滨和环磷酰胺清除淋巴细胞."""
    reading = builder.reading
    drugs = [m for m in reading.within(span, Label.DRUG) if _conditions(reading, m) and (in_column or _told(reading, span, m))]
    if not drugs:
        return
    names = list(dict.fromkeys(m.concept for m in drugs if m.concept))
    spans = tuple((m.start, m.end) for m in drugs)
    told = builder.slots.get("conditioning")
    if told is not None:
        names, spans = list(dict.fromkeys([*told.value, *names])), (*told.spans, *spans)
        builder.slots["conditioning"] = Told(names, spans, "conditioning")
    else:
        builder.put("conditioning", Told(names, spans, "conditioning"))


def _conditions(reading: Reading, m: Mention) -> bool:
    return reading.attribute(m, "class") not in ("control", "procedure")


def _told(reading: Reading, span: Span, m: Mention) -> bool:
    """Whether prose says of a drug that it prepared for the cells."""
    text = reading.text(span)
    if _NO_CONDITIONING.search(reading.text((max(span[0], m.start - 10), min(span[1], m.end + 10)))):
        return False
    if _CONDITIONING.search(text) and _governed(reading, span, m):
        return True
    if (m.concept or "").startswith("high_dose") and _HIGH_DOSE.search(text):
        return True
    return reading.attribute(m, "class") == "conditioning" and (_before_graft(reading, span, m) or _ahead(reading, span, m))


def _before_graft(reading: Reading, span: Span, m: Mention) -> bool:
    """Whether a conditioning agent is told as given before the graft: "AHSCT after cyclophosphamide and ATG"."""
    told = ((span[0] + k.start(), span[0] + k.end()) for k in _AFTER_DRUGS.finditer(reading.text(span)))
    return any(a <= m.start <= b + 60 and not re.search("[.;。]", reading.text((b, max(b, m.start)))) for a, b in told)


def _ahead(reading: Reading, span: Span, m: Mention) -> bool:
    """Whether the drug's clause goes on to the graft: "received BEAM before autologous stem cells", 输注前用环磷酰胺."""
    left, right = _clause(reading, span, m)
    before, after = reading.text((left, m.start)), reading.text((m.end, min(right, m.end + 90)))
    later = _BEFORE_CELLS.search(after)
    if later is not None and re.match("[a-z]", later.group(), re.IGNORECASE):
        return True
    return bool(re.search(r"(?:移植|回输|输注|输入)前[^;。]{0,24}$", before))


def _clause(reading: Reading, span: Span, m: Mention) -> Span:
    text = reading.text(span)
    left = max((text.rfind(c, 0, m.start - span[0]) for c in _CLAUSE), default=-1) + 1
    right = min((i for c in _CLAUSE if (i := text.find(c, m.end - span[0])) >= 0), default=len(text))
    return span[0] + left, span[0] + right


def _governed(reading: Reading, span: Span, m: Mention) -> bool:
    """Whether the conditioning word stands in the drug's own clause."""
    return bool(_CONDITIONING.search(_NO_CONDITIONING.sub("", reading.text(_clause(reading, span, m)))))
