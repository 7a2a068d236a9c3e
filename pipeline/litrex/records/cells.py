"""The cells that were given, with tissue, donor, species and product."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from litrex.records.builder import RecordBuilder, Told
from litrex.records.reading import Reading, Span
from litrex.records.treatment import GIVEN
from litrex.schema.mention import Label, Mention

_SOURCE = re.compile(
    r"(?:取自|来自|来源于?|源自|采集|提取自|分离自|来源为)[^,;。]{0,16}$|\b(?:from|derived|obtained|harvested"
    r"|source)\b[^,;.]{0,40}$",
    re.IGNORECASE,
)


_APART = re.compile(r"[;；。]|(?<!\d)\+|\bplus\b|联合|以及(?=自体|异体)|并联合")


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
    pending, last_end = _Cells(), span[0]
    cell: Mention | None = None
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
            if cell is None or not _made_of(builder, cell, m):
                _add(builder, m, pending)
            pending, cell = _Cells(), m
        last_end = m.end
    if in_prose:
        pending.tissues = [t for t in pending.tissues if _is_product(reading, span, t)]
    _finish(builder, pending, default, at_once=default is not None or in_prose or cell is None)


def _finish(builder: RecordBuilder, pending: _Cells, default: Mention | None, *, at_once: bool) -> None:
    """Give what was said without a cell behind it: tissues make cells of their own, a donor goes to those there are."""
    if pending.tissues and at_once:
        _flush(builder, pending, default)
    elif pending.donors and builder.entries.get("cells"):
        _lend_donor(builder, pending.donors)


_MADE = re.compile(
    r"\s?-?\s?(?:derived|differentiated)[\s-]+(?:[\w-]+\s)?|(?:细胞)?(?:来源|衍生|分化|诱导|定向分化)(?:的|而来的|而成的|为|成|得到的|出的)?(?:人)?",
    re.IGNORECASE,
)
_MADE_FROM = re.compile(
    r"s?,? (?:that (?:were|had been) )?(?:derived|differentiated|generated|made|grown|produced|obtained) from (?:[\w-]+\s){0,3}",
    re.IGNORECASE,
)


def _made_of(builder: RecordBuilder, before: Mention, cell: Mention) -> bool:
    """Join a product to the stem cell it was made from, whichever is told first: "hESC-derived dopamine progenitors"."""
    reading, told = builder.reading, builder.entries.get("cells", [])
    gap = reading.text((before.end, cell.start))
    forward = _MADE.fullmatch(gap) is not None
    if not told or not (forward or _MADE_FROM.fullmatch(gap)):
        return False
    stem, product = (before, cell) if forward else (cell, before)
    entry, why = told[-1]
    made = {
        **entry,
        "cell_type": reading.value(stem, "cell_type"),
        "derivative": entry.get("derivative") or reading.value(product, "cell_type"),
        "species": entry.get("species") or reading.attribute(stem, "species"),
    }
    told[-1] = (made, Told(None, (*why.spans, (cell.start, cell.end)), why.by))
    return True


_PRODUCT_BEFORE = re.compile(
    r"(?:输注|移植|回输|注射|植入|给予|自体|异体|同种异体|异基因)(?:了|的)?\s*$|\b(?:infus\w+|transplant\w*"
    r"|receiv\w+|inject\w+|graft\w*|given|autologous|allogeneic|sibling|unrelated|donor|own|of|with)\s(?:\w+\s)?$",
    re.IGNORECASE,
)


_PRODUCT_AFTER = re.compile(
    r"\s*(?:的)?(?:输注|移植|回输|注射|治疗|细胞|来源)|\s(?:was|were|had been)\s(?:\w+\s)?(?:infused|injected"
    r"|transplanted|given)|(?:-derived)?\s(?:\w+\s)?(?:infusions?|transplant\w*|cells?|(?:micro-?)?grafts?|fragments?|units?|therapy"
    r"|treatment|injections?|concentrate)\b",
    re.IGNORECASE,
)


def _is_product(reading: Reading, span: Span, tissue: Mention) -> bool:
    """Whether a tissue is itself what was given, or where the cells came from: "autologous cord blood", 取自骨髓."""
    before = reading.folded[max(span[0], tissue.start - 40) : tissue.start]
    after = reading.folded[tissue.end : min(span[1], tissue.end + 30)]
    if re.search(r"(?:来源|源性?|-derived)$", reading.folded[tissue.start : tissue.end]):
        return True
    return bool(_SOURCE.search(before) or _PRODUCT_BEFORE.search(before) or _PRODUCT_AFTER.match(after))


def _cell_mentions(reading: Reading, span: Span) -> list[Mention]:
    labels = (Label.CELL_TYPE, Label.CELL_SOURCE, Label.DONOR, Label.SPECIES, Label.DERIVATIVE)
    found = [m for m in reading.within(span, *labels) if not _measured(reading, span, m)]
    outer = [
        m
        for m in found
        if not any(k is not m and k.start <= m.start and m.end <= k.end and (k.end - k.start) > (m.end - m.start) for k in found)
    ]
    real = [
        m
        for m in outer
        if m.label not in (Label.CELL_TYPE, Label.DERIVATIVE)
        or (not reading.attribute(m, "generic") and (m.confidence >= 0.9 or _surely_given(reading, span, m)))
    ]
    return [
        m
        for m in real
        if (m.label is not Label.SPECIES or _species_of_cells(reading, span, m))
        and not (m.label is Label.CELL_SOURCE and _names_a_trial(reading, m))
        and not (m.label is Label.DONOR and _of_an_earlier_graft(reading, m, real))
    ]


def _surely_given(reading: Reading, span: Span, cell: Mention) -> bool:
    """Whether a word that may be a mere laboratory value is a product by the donor before it: "autologous regulatory T cells"."""
    if cell.label is not Label.CELL_TYPE:
        return False
    before = reading.within((max(span[0], cell.start - 40), cell.start), Label.DONOR)
    return bool(before) and re.fullmatch(r"[\s\w+-]{0,36}", reading.text((before[-1].end, cell.start))) is not None


def _names_a_trial(reading: Reading, tissue: Mention) -> bool:
    """Whether a tissue's word in capitals is a study's name: "the LIMBUS trial"."""
    words = reading.folded[tissue.start : tissue.end]
    named = re.match(r"[\s-]?(?:\d|研究|试验|队列|trial|study|\()", reading.folded[tissue.end : tissue.end + 10], re.IGNORECASE)
    return len(words) > 3 and words.isupper() and named is not None


def _of_an_earlier_graft(reading: Reading, donor: Mention, named: list[Mention]) -> bool:
    """Whether a donor is of the transplant that patients come from, not of the cells told after: 半相合移植的病人输注MSC."""
    after = reading.folded[donor.end : donor.end + 30]
    given = [m for m in named if m.label is Label.CELL_TYPE and m.start > donor.end + 2]
    return bool(given) and not reading.attribute(given[0], "transplant") and bool(_EARLIER_GRAFT.match(after))


_EARLIER_GRAFT = re.compile(
    r"(?:的)?(?:供者)?(?:造血干细胞|骨髓|干细胞|HSCT?)?移植(?:的(?:病人|患者|受者|儿童|患儿)|后|术后|受者|患者)"
    r"|\s(?:[\w-]+\s){0,3}(?:transplant\w*|HSCT)\s(?:recipients|patients)\b",
    re.IGNORECASE,
)


def _measured(reading: Reading, span: Span, mention: Mention) -> bool:
    """Whether a cell or a tissue is part of something measured, as in 骨髓生成 or "CD4 T cell count"."""
    around = reading.within(
        (max(span[0], mention.start - 30), min(span[1], mention.end + 30)),
        Label.OUTCOME_MEASURE,
        Label.ADVERSE_EVENT,
        Label.CONDITION,
    )
    if any(
        m.start <= mention.start and mention.end <= m.end and (m.end - m.start) > (mention.end - mention.start) for m in around
    ):
        return True
    after = reading.folded[mention.end : min(span[1], mention.end + 11)]
    if mention.label is Label.CELL_TYPE and re.match(
        r"\s*(?:数(?!.?10)|计数|水平|比例|counts?\b|levels?\b|numbers?\b)", after, re.IGNORECASE
    ):
        return True
    if mention.label is Label.CELL_SOURCE and re.match(r"\s*(?:内)?(?:注射|注入)|\s(?:injections?|injected)\b", after):
        return True  # the place that the cells go to
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
            builder.add(
                "cells", {**entry, "tissue": _tissue(builder.reading, tissue), **donor}, Told(None, spans, "cells.tissue")
            )
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
    return reading.value(donors[-1], "donor") if donors else None


def _donors_inside(reading: Reading, cell: Mention | None) -> list[Mention]:
    """The donor that a cell's own name holds: "autologous tenocytes" as one term."""
    return reading.within((cell.start, cell.end), Label.DONOR) if cell is not None else []


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
        "donor": _donor(reading, pending.donors or _donors_inside(reading, cell))
        or (reading.attribute(cell, "donor") if cell is not None else None),
        "derivative": derivative,
    }
    spans = tuple((m.start, m.end) for m in [*pending.species[-1:], *pending.donors[-1:], tissue, cell] if m is not None)
    _merge(builder, entry, Told(None, spans, "cells"))


_MAN = re.compile(r"(?<![病本他个成老别夫])人$")


def _species(reading: Reading, pending: _Cells, cell: Mention | None) -> str | None:
    named = [*pending.tissues, *pending.donors, *([cell] if cell else [])]
    if not pending.species and any(_MAN.search(reading.folded[max(0, m.start - 2) : m.start]) for m in named):
        return "human"
    if pending.species:
        return reading.attribute(pending.species[-1], "species") or pending.species[-1].concept
    if cell is not None and re.match(r"人(?![工造类])|人类(?!白)", reading.folded[cell.start : cell.end]):
        return "human"
    return reading.attribute(cell, "species") if cell is not None else None


def _merge(builder: RecordBuilder, entry: dict[str, Any], told: Told) -> None:
    """Join what is said of the same cells in several places; what contradicts stands apart."""
    have = builder.entries.setdefault("cells", [])
    for n, (old, old_told) in enumerate(have):
        if all(old.get(k) is None or entry.get(k) is None or old[k] == entry[k] for k in entry) and (
            old.get("cell_type") == entry.get("cell_type") or None in (old.get("cell_type"), entry.get("cell_type"))
        ):
            joined = {k: old.get(k) if old.get(k) is not None else entry.get(k) for k in entry}
            have[n] = (joined, Told(None, tuple(dict.fromkeys((*old_told.spans, *told.spans))), old_told.by))
            return
    builder.add("cells", entry, told)


def _lend_donor(builder: RecordBuilder, donors: list[Mention]) -> None:
    for n, (entry, told) in enumerate(builder.entries.get("cells", [])):
        if entry.get("donor") is None:
            spans = (*told.spans, (donors[-1].start, donors[-1].end))
            builder.entries["cells"][n] = ({**entry, "donor": _donor(builder.reading, donors)}, Told(None, spans, told.by))
