"""How cells were given: doses, route, number and interval of infusions."""

from __future__ import annotations

import re
from typing import Any

from litrex.records.builder import RecordBuilder, Told
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention, Quantity

GIVEN = re.compile(
    r"输注|注射|移植|用于|用了|输入|所输|种细胞|回输|滴注|注入|植入|给予|接受|静脉|治疗|灌注|给药|使用|应用|采用|来自"
    r"|取自|来源|细胞产品|所用|输过|输了|滴入|灌入|喷洒|喷|敷|种植|吸入|试[了用过]|用过|加用|涂抹|填充|覆盖"
    r"|(?<![A-Za-z])(?:A?HSCT|MSCT|BMT|PBSCT|ASCT)(?![A-Za-z])"
    r"|\b(?:infus\w+|inject\w+|transplant\w*|graft\w*|receiv\w+|given|gave|giv\w+|implant\w*|administ\w+"
    r"|deliver\w*|treat\w*|perfus\w+|using|used|plac\w+|dose[sd]?|therapy|with|came from|derived|HSCT|MSCT|instill\w*"
    r"|spray\w*|appl(?:ied|ying)|seeded|coated|inhal\w*|nebuli[sz]\w*"
    r"|returned|re-?infused|micro-?graft\w*|resurfaced|loaded|glued|had had|allotted"
    r"|product)\b",
    re.IGNORECASE,
)


def add_doses(builder: RecordBuilder, span: Span, *, unit: str | None = None, factor: float = 1.0) -> None:
    """Add the doses of cells that a stretch names; `unit` and `factor` come from a column's header."""
    reading = builder.reading
    for m in reading.within(span, Label.DOSE):
        if m.quantity is not None and m.quantity.value is not None:
            told_unit = m.quantity.unit or unit or "cells"
            if (
                unit is not None
                and told_unit == "cells"
                and not re.search(r"cell|细胞|个", reading.text((m.start, m.end)), re.IGNORECASE)
            ):
                told_unit = unit
            _dose(builder, m, m.quantity, 1.0, told_unit)
    if not builder.entries.get("doses") and (factor != 1.0 or unit is not None):
        for m in reading.within(span):
            if m.quantity is not None and m.quantity.kind in ("number", "measurement", "count") and m.quantity.value is not None:
                _dose(builder, m, m.quantity, factor, unit or "cells")


def _dose(builder: RecordBuilder, mention: Mention, q: Quantity, factor: float, unit: str) -> None:
    if q.value is None:
        return
    words = (mention.start, mention.end)
    per = re.match(
        r"\s*(?:/|per |每)\s?(knee|eye|hip|ovary|injection|limb|膝|眼|髋|侧|次)",
        builder.reading.folded[mention.end : mention.end + 14],
    )
    entry: dict[str, Any] = {"value": q.value * factor, "comparator": q.comparator, "unit": unit}
    if q.upper is not None:
        entry["upper"] = q.upper * factor
    if per:
        entry["per"] = {"膝": "knee", "眼": "eye", "髋": "hip", "侧": "side", "次": "injection"}.get(per.group(1), per.group(1))
    if any(
        e["value"] == entry["value"] and e.get("upper") == entry.get("upper") and e["unit"] == unit
        for e, _ in builder.entries.get("doses", [])
    ):
        return
    builder.add("doses", builder.named(entry, words), Told(None, (words,), "dose", 0.95 if q.literal else 0.9))


_DRUG_ROUTE = re.compile(
    r"(?:环磷酰胺|激素|甲泼尼龙|抗生素|化疗|药物?|cyclophosphamide|steroids?|methylprednisolone|antibiotic"
    r"|chemotherapy|drug|medication)",
    re.IGNORECASE,
)


_INTO = re.compile(
    r"(?:\b(?:into|through|via|down|along)\s(?:(?:the|a|an|both|each|left|right)\s){0,2}|[经从由向往]|通过|注入)$", re.IGNORECASE
)
_GIVEN_THERE = re.compile(
    r"\s?(?:内|里)?(?:途径)?(?:注入|注射|给予|给药|滴注|滴入|输注|输入|灌注|植入|注)|\s(?:infusion|injection|delivery|route)\b"
)


def _goes_there(reading: Reading, span: Span, place: Mention) -> bool:
    """Whether a place that is also an organ is the way of the cells: "through the portal vein", 经肝动脉, 气管内滴入."""
    if _INTO.search(reading.folded[max(span[0], place.start - 18) : place.start]):
        return True
    after = reading.folded[place.end : min(span[1], place.end + 12)]
    return _GIVEN_THERE.match(after) is not None


def routes_of(reading: Reading, span: Span, *, in_prose: bool = False) -> list[Mention]:
    """The routes by which cells were given, each once, in order."""
    found: list[Mention] = []
    for m in reading.within(span, Label.ROUTE):
        if in_prose and m.confidence < 0.9 and not _goes_there(reading, span, m):
            continue
        around = reading.text((max(span[0], m.start - 14), min(span[1], m.end + 14)))
        if in_prose and (
            not (GIVEN.search(reading.text(span)) or reading.within(span, Label.CELL_TYPE))
            or (
                _DRUG_ROUTE.search(around)
                and not reading.within((max(span[0], m.start - 30), min(span[1], m.end + 30)), Label.CELL_TYPE)
            )
        ):
            continue
        if reading.value(m, "route") not in {reading.value(f, "route") for f in found}:
            found.append(m)
    return found


def add_routes(builder: RecordBuilder, spans: list[Span], *, in_prose: bool = False) -> None:
    found: dict[str, Mention] = {}
    for span in spans:
        for m in routes_of(builder.reading, span, in_prose=in_prose):
            found.setdefault(builder.reading.value(m, "route") or "", m)
    if found:
        value: Any = list(found) if len(found) > 1 else next(iter(found))
        builder.put("route", Told(value, tuple((m.start, m.end) for m in found.values()), "route"))
