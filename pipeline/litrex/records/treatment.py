"""What was given: cells with tissue and donor, doses, route, number and interval of infusions, conditioning."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from litrex.records.builder import RecordBuilder, Told
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label, Mention, Quantity

GIVEN = re.compile(
    r"输注|注射|移植|回输|滴注|注入|植入|给予|接受|静脉|治疗|灌注|给药|使用|应用|采用|来自|取自|来源|细胞产品|所用"
    r"|(?<![A-Za-z])(?:A?HSCT|MSCT|BMT|PBSCT|ASCT)(?![A-Za-z])"
    r"|\b(?:infus\w+|inject\w+|transplant\w*|graft\w*|receiv\w+|given|gave|giv\w+|implant\w*|administ\w+|deliver\w*|treat\w*|perfus\w+|using|used|plac\w+|dose[sd]?|therapy|with|came from|derived|HSCT|MSCT|product)\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?:取自|来自|来源于?|源自|采集|提取自|分离自|来源为)[^,;。]{0,16}$|\b(?:from|derived|obtained|harvested|source)\b[^,;.]{0,40}$", re.IGNORECASE)
_APART = re.compile(r"[;；。]|\+|\bplus\b|联合|以及(?=自体|异体)|并联合")
_CONDITIONING = re.compile(r"预处理|预先给予|清髓|去淋巴|conditioning|preparative|lymphodeplet|myeloablat|pre-?treat(?:ed|ment) with", re.IGNORECASE)
_NO_CONDITIONING = re.compile(r"未(?:接受|行|进行)[^,;。]{0,8}预处理|without (?:\w+ )?conditioning|no conditioning", re.IGNORECASE)


@dataclass
class _Cells:
    """Cells in the making: what has been said before the kind of cell is named."""

    tissues: list[Mention] = field(default_factory=list)
    donors: list[Mention] = field(default_factory=list)
    species: list[Mention] = field(default_factory=list)


def add_cells(builder: RecordBuilder, span: Span, *, default: Mention | None = None, in_prose: bool = False) -> None:
    """Add the cells that a stretch names: 同种异体骨髓或脐带MSC is two, one a tissue.

    `default` is the kind of cell that a table's title gives to cells of which the row names the tissue alone.
    """
    reading = builder.reading
    if in_prose and not GIVEN.search(reading.text(span)):
        return
    pending, last_end, got = _Cells(), span[0], False
    for m in _cell_mentions(reading, span):
        if _APART.search(reading.text((last_end, m.start))) and (pending.tissues or pending.donors):
            _flush(builder, pending, default)
            pending = _Cells()
        if m.label is Label.CELL_SOURCE:
            _repeat_source(builder, pending, m, default)
            pending.tissues.append(m)
        elif m.label is Label.DONOR:
            pending.donors.append(m)
        elif m.label is Label.SPECIES:
            pending.species.append(m)
        else:
            _add(builder, m, pending)
            pending, got = _Cells(), True
        last_end = m.end
    if in_prose:
        pending.tissues = [t for t in pending.tissues if _is_product(reading, span, t)]
    if pending.tissues and (default is not None or in_prose or not got):
        _flush(builder, pending, default)
    elif pending.donors and builder.entries.get("cells"):
        _lend_donor(builder, pending.donors)


_PRODUCT_BEFORE = re.compile(r"(?:输注|移植|回输|注射|植入|给予|自体|异体|同种异体|异基因)(?:了|的)?\s*$|\b(?:infus\w+|transplant\w*|receiv\w+|inject\w+|graft\w*|given|autologous|allogeneic|sibling|unrelated|donor|own|of|with)\s(?:\w+\s)?$", re.IGNORECASE)
_PRODUCT_AFTER = re.compile(r"\s*(?:的)?(?:输注|移植|回输|注射|治疗|细胞|来源)|\s(?:was|were|had been)\s(?:\w+\s)?(?:infused|injected|transplanted|given)|(?:-derived)?\s(?:\w+\s)?(?:infusions?|transplant\w*|cells?|grafts?|units?|therapy|treatment|injections?|concentrate)\b", re.IGNORECASE)


def _is_product(reading: Reading, span: Span, tissue: Mention) -> bool:
    """Whether a tissue is itself what was given, or where the cells came from: "autologous cord blood", 取自骨髓."""
    before = reading.folded[max(span[0], tissue.start - 40) : tissue.start]
    after = reading.folded[tissue.end : min(span[1], tissue.end + 30)]
    return bool(_SOURCE.search(before) or _PRODUCT_BEFORE.search(before) or _PRODUCT_AFTER.match(after))


def _cell_mentions(reading: Reading, span: Span) -> list[Mention]:
    labels = (Label.CELL_TYPE, Label.CELL_SOURCE, Label.DONOR, Label.SPECIES, Label.DERIVATIVE)
    found = [m for m in reading.within(span, *labels) if not _measured(reading, span, m)]
    outer = [m for m in found if not any(k is not m and k.start <= m.start and m.end <= k.end and (k.end - k.start) > (m.end - m.start) for k in found)]
    real = [m for m in outer if m.label not in (Label.CELL_TYPE, Label.DERIVATIVE) or (not reading.attribute(m, "generic") and m.confidence >= 0.9)]
    return [m for m in real if m.label is not Label.SPECIES or _species_of_cells(reading, span, m)]


def _measured(reading: Reading, span: Span, mention: Mention) -> bool:
    """Whether a cell or a tissue is part of something measured, as in 骨髓生成 or "CD4 T cell count"."""
    around = reading.within((max(span[0], mention.start - 30), min(span[1], mention.end + 30)), Label.OUTCOME_MEASURE, Label.ADVERSE_EVENT, Label.CONDITION)
    if any(m.start <= mention.start and mention.end <= m.end and (m.end - m.start) > (mention.end - mention.start) for m in around):
        return True
    after = reading.folded[mention.end : min(span[1], mention.end + 8)]
    if mention.label is Label.CELL_TYPE and re.match(r"\s*(?:数(?!.?10)|计数|水平|比例|counts?\b|levels?\b|numbers?\b)", after, re.IGNORECASE):
        return True
    return mention.label is Label.CELL_SOURCE and any(m.start == mention.end and m.label is Label.OUTCOME_MEASURE for m in around)


def _species_of_cells(reading: Reading, span: Span, mention: Mention) -> bool:
    """Whether a species is said of the cells that follow: 人脐带MSC, "human embryonic stem cells"."""
    after = reading.within((mention.end, min(span[1], mention.end + 30)), Label.CELL_TYPE, Label.CELL_SOURCE)
    return bool(after) and len(reading.text((mention.end, after[0].start)).strip(" -")) <= 2


def _repeat_source(builder: RecordBuilder, pending: _Cells, mention: Mention, default: Mention | None) -> None:
    """Close a source when the next begins with its own species or donor: 人类BM 人类UC."""
    if pending.tissues and pending.species and pending.species[-1].start > pending.tissues[-1].end:
        late = pending.species.pop()
        _flush(builder, pending, default)
        pending.tissues, pending.donors, pending.species = [], pending.donors, [late]


def _flush(builder: RecordBuilder, pending: _Cells, default: Mention | None) -> None:
    """Make cells of tissues without a kind of cell: those of the table's title, else an earlier cell's, else unnamed."""
    if not pending.tissues:
        if pending.donors and builder.entries.get("cells"):
            _lend_donor(builder, pending.donors)
        return
    waiting = [n for n, (e, _) in enumerate(builder.entries.get("cells", [])) if e.get("tissue") is None and e.get("cell_type")]
    if default is None and waiting:
        entry, told = builder.entries["cells"].pop(waiting[-1])
        for tissue in _distinct(pending.tissues):
            spans = (*told.spans, (tissue.start, tissue.end))
            donor = {"donor": _donor(builder.reading, pending.donors)} if pending.donors and not entry.get("donor") else {}
            builder.add("cells", {**entry, "tissue": _tissue(builder.reading, tissue), **donor}, Told(None, spans, "cells.tissue"))
        return
    known = {e.get("tissue") for e, _ in builder.entries.get("cells", [])}
    for tissue in _distinct(pending.tissues):
        if default is None and _tissue(builder.reading, tissue) in known:
            continue
        _put(builder, default, tissue, pending)


def _distinct(mentions: list[Mention]) -> list[Mention]:
    return list({m.concept: m for m in reversed(mentions)}.values())[::-1]


def _tissue(reading: Reading, mention: Mention) -> str | None:
    return mention.concept


def _donor(reading: Reading, donors: list[Mention]) -> str | None:
    return reading.value(donors[-1], "donor")


def _add(builder: RecordBuilder, cell: Mention, pending: _Cells) -> None:
    reading = builder.reading
    own = reading.attribute(cell, "tissue")
    if own is None and pending.tissues:
        for tissue in _distinct(pending.tissues):
            _put(builder, cell, tissue, pending)
    else:
        _put(builder, cell, None, pending)
        for tissue in _distinct(pending.tissues):
            if own is not None and tissue.concept != own:
                _put(builder, cell, tissue, pending)


def _put(builder: RecordBuilder, cell: Mention | None, tissue: Mention | None, pending: _Cells) -> None:
    reading = builder.reading
    kind = cell.concept if cell is not None else None
    derivative = None
    if cell is not None:
        if cell.label is Label.DERIVATIVE:
            kind, derivative = None, cell.concept
        else:
            kind, derivative = reading.value(cell, "cell_type"), reading.attribute(cell, "derivative")
            kind = None if kind == "none" else kind
    entry: dict[str, Any] = {
        "cell_type": kind,
        "tissue": tissue.concept if tissue is not None else (reading.attribute(cell, "tissue") if cell is not None else None),
        "species": _species(reading, pending, cell),
        "donor": _donor(reading, pending.donors) if pending.donors else (reading.attribute(cell, "donor") if cell is not None else None),
        "derivative": derivative,
    }
    spans = tuple((m.start, m.end) for m in [*pending.species[-1:], *pending.donors[-1:], tissue, cell] if m is not None)
    _merge(builder, entry, Told(None, spans, "cells"))


_MAN = re.compile(r"(?<![病本他个成老别夫])人$")


def _species(reading: Reading, pending: _Cells, cell: Mention | None) -> str | None:
    first = min((m.start for m in [*pending.tissues, *pending.donors, *([cell] if cell else [])]), default=0)
    if not pending.species and _MAN.search(reading.folded[max(0, first - 2) : first]):
        return "human"
    if pending.species:
        return reading.attribute(pending.species[-1], "species") or pending.species[-1].concept
    return reading.attribute(cell, "species") if cell is not None else None


def _merge(builder: RecordBuilder, entry: dict[str, Any], told: Told) -> None:
    """Join what is said of the same cells in several places; what contradicts stands apart."""
    have = builder.entries.setdefault("cells", [])
    for n, (old, old_told) in enumerate(have):
        if all(old.get(k) is None or entry.get(k) is None or old[k] == entry[k] for k in entry) and (old.get("cell_type") == entry.get("cell_type") or None in (old.get("cell_type"), entry.get("cell_type"))):
            joined = {k: old.get(k) if old.get(k) is not None else entry.get(k) for k in entry}
            have[n] = (joined, Told(None, tuple(dict.fromkeys((*old_told.spans, *told.spans))), old_told.by))
            return
    builder.add("cells", entry, told)


def _lend_donor(builder: RecordBuilder, donors: list[Mention]) -> None:
    for n, (entry, told) in enumerate(builder.entries.get("cells", [])):
        if entry.get("donor") is None:
            spans = (*told.spans, (donors[-1].start, donors[-1].end))
            builder.entries["cells"][n] = ({**entry, "donor": _donor(builder.reading, donors)}, Told(None, spans, told.by))


def add_doses(builder: RecordBuilder, span: Span, *, unit: str | None = None, factor: float = 1.0) -> None:
    """Add the doses of cells that a stretch names; `unit` and `factor` come from a column's header."""
    reading = builder.reading
    for m in reading.within(span, Label.DOSE):
        if m.quantity is not None and m.quantity.value is not None:
            told_unit = m.quantity.unit or unit or "cells"
            if unit is not None and told_unit == "cells" and not re.search(r"cell|细胞|个", reading.text((m.start, m.end)), re.IGNORECASE):
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
    per = re.match(r"\s*(?:/|per |每)\s?(knee|eye|hip|ovary|injection|limb|膝|眼|髋|侧|次)", builder.reading.folded[mention.end : mention.end + 14])
    entry: dict[str, Any] = {"value": q.value * factor, "comparator": q.comparator, "unit": unit}
    if q.upper is not None:
        entry["upper"] = q.upper * factor
    if per:
        entry["per"] = {"膝": "knee", "眼": "eye", "髋": "hip", "侧": "side", "次": "injection"}.get(per.group(1), per.group(1))
    if any(e["value"] == entry["value"] and e.get("upper") == entry.get("upper") and e["unit"] == unit for e, _ in builder.entries.get("doses", [])):
        return
    builder.add("doses", builder.named(entry, words), Told(None, (words,), "dose", 0.95 if q.literal else 0.9))


_DRUG_ROUTE = re.compile(r"(?:环磷酰胺|激素|甲泼尼龙|抗生素|化疗|药物?|cyclophosphamide|steroids?|methylprednisolone|antibiotic|chemotherapy|drug|medication)", re.IGNORECASE)


def routes_of(reading: Reading, span: Span, *, in_prose: bool = False) -> list[Mention]:
    """The routes by which cells were given, each once, in order."""
    found = []
    for m in reading.within(span, Label.ROUTE):
        if in_prose and m.confidence < 0.9:
            continue
        around = reading.text((max(span[0], m.start - 14), min(span[1], m.end + 14)))
        if in_prose and (not GIVEN.search(reading.text(span)) or (_DRUG_ROUTE.search(around) and not reading.within((max(span[0], m.start - 30), min(span[1], m.end + 30)), Label.CELL_TYPE))):
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


_TOTAL = re.compile(r"(?:共|总共|合计|total(?: of)?|in all|altogether)\s*$", re.IGNORECASE)
_INFUSIONS = re.compile(r"输注|注射|移植|滴注|回输|治疗|给药|静脉|注入|MSCs?|细胞|剂|infus|inject|transplant|dose|course|cycle|administ|intraven|intrathec|intra-art|implant|only|given|treat", re.IGNORECASE)


def add_regimen(builder: RecordBuilder, span: Span, *, in_prose: bool = False) -> None:
    """Add how often and at what interval cells were given."""
    reading = builder.reading
    times = [m for m in reading.within(span, Label.REGIMEN) if m.quantity is not None]
    total = builder.get("n_patients")
    times = [m for m in times if not (in_prose and _of_some(reading, span, m, total))]
    counts = [m for m in times if m.quantity and m.quantity.kind == "times" and m.quantity.value is not None and _of_infusions(reading, span, m, in_prose)]
    if counts:
        best = next((m for m in counts if _TOTAL.search(reading.folded[max(span[0], m.start - 10) : m.start])), counts[0])
        if best.quantity and best.quantity.value is not None and best.quantity.value == int(best.quantity.value):
            builder.put("n_infusions", Told(int(best.quantity.value), ((best.start, best.end),), "regimen.times"))
    for m in times:
        q = m.quantity
        if q is not None and q.kind == "frequency" and q.value is not None and q.unit is not None and (not in_prose or _near_infusion(reading, span, m)):
            builder.put("infusion_interval", Told({"value": q.value, "upper": q.upper, "unit": q.unit}, ((m.start, m.end),), "regimen.interval"))
            break


def _of_some(reading: Reading, span: Span, m: Mention, total: int | None) -> bool:
    """Whether only some of the patients are said to have had so many: 69名患者接受过一次移植."""
    start = max(span[0], max(reading.folded.rfind(c, span[0], m.start) for c in ",;。，；(（") + 1)
    counts = [k.quantity.value for k in reading.within((start, m.start), Label.PATIENT_COUNT) if k.quantity is not None]
    return total is not None and bool(counts) and counts[-1] not in (total, None)


def _of_infusions(reading: Reading, span: Span, m: Mention, in_prose: bool) -> bool:
    wide = 40 if reading.folded[m.start].isascii() else 16
    around = reading.text((max(span[0], m.start - wide), min(span[1], m.end + 12)))
    if re.search(r"(?:各|每(?:天|日|周|月|年|例|次|人)|上|首|再|又|同|这|那|此|第)[^,;。]{0,6}$", reading.folded[max(span[0], m.start - 6) : m.start]):
        return False
    if m.quantity is not None and m.quantity.noun == "infusions":
        return True
    return not in_prose or bool(_INFUSIONS.search(around)) or bool(_TOTAL.search(reading.folded[max(span[0], m.start - 6) : m.start]) and reading.within(span, Label.DOSE, Label.CELL_TYPE))


def _near_infusion(reading: Reading, span: Span, m: Mention) -> bool:
    around = reading.text((max(span[0], m.start - 44), min(span[1], m.end + 44)))
    return bool(_INFUSIONS.search(around)) and not reading.within((max(span[0], m.start - 12), min(span[1], m.end + 12)), Label.DRUG_DOSE)


def add_conditioning(builder: RecordBuilder, span: Span, *, in_column: bool = False) -> None:
    """Add what was given before the cells to make room for them."""
    reading, text = builder.reading, builder.reading.text(span)
    if not in_column and not _CONDITIONING.search(text) and not not _AFTER_DRUGS.search(text) and not re.search(r"大剂量(?:化疗|免疫抑制)|high-dose (?:chemotherapy|immunosuppress\w+|cyclophosphamide)", text, re.IGNORECASE):
        return
    drugs = [m for m in reading.within(span, Label.DRUG) if _conditions(reading, m) and not _NO_CONDITIONING.search(reading.text((max(span[0], m.start - 10), min(span[1], m.end + 10))))]
    drugs = [m for m in drugs if in_column or _governed(reading, span, m) or (m.concept or "").startswith("high_dose") or _before_graft(reading, span, m)]
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


_AFTER_DRUGS = re.compile(r"(?:transplant\w*|HSCT|graft\w*|stem cells?)\s(?:\w+\s){0,3}(?:after|following)\s|(?:联合|应用|予|给予|经)[^,;。]{2,30}(?:后|之后)[^,;。]{0,6}(?:移植|回输|HSCT)", re.IGNORECASE)


def _before_graft(reading: Reading, span: Span, m: Mention) -> bool:
    """Whether a conditioning agent is told as given before the graft: "AHSCT after cyclophosphamide and ATG"."""
    return reading.attribute(m, "class") == "conditioning" and any(k.start() + span[0] <= m.start <= k.end() + span[0] + 60 for k in _AFTER_DRUGS.finditer(reading.text(span)))


def _governed(reading: Reading, span: Span, m: Mention) -> bool:
    """Whether the conditioning word stands in the drug's own clause."""
    text = reading.text(span)
    left = max((text.rfind(c, 0, m.start - span[0]) for c in ";。"), default=-1) + 1
    right = min((i for c in ";。" if (i := text.find(c, m.end - span[0])) >= 0), default=len(text))
    return bool(_CONDITIONING.search(text[left:right]))
