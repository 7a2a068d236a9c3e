"""How a cell of each kind of column is read into a record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from litrex.mentions.authors import in_cell
from litrex.records.builder import RecordBuilder, Told
from litrex.records.designs import add_age, add_centers, add_follow_up, add_phase, add_study_type, whole
from litrex.records.findings import Scope, negated, read
from litrex.records.findings.items import Term
from litrex.records.findings.finding import Finding
from litrex.records.outcomes import add_finding
from litrex.records.populations import add_populations
from litrex.records.reading import Reading, Span
from litrex.records.sizes import add_arm_sizes
from litrex.records.tables.headers import Column
from litrex.records.treatment import add_cells, add_conditioning, add_doses, add_regimen, add_routes
from litrex.schema.mention import Label, Mention

Reader = Callable[[RecordBuilder, Column, Span, Mention | None], None]

_INTEGER = re.compile(r"\d{1,3}(?:[, ]\d{3})+|\d+")
_LABEL = re.compile(r"[\[【(（]\s*(\d{1,3}(?:\s*[,;-]\s*\d{1,3})*)\s*[\]】)）]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _citation(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    """Read an author, year and reference mark, in whichever of them the cell holds."""
    text = builder.reading.text(span)
    author = in_cell(text)
    if author is not None:
        words = (span[0] + author.name_start, span[0] + author.name_end)
        builder.put("citation.authors", Told([builder.reading.as_told(words)], (words,), "table.author", 0.97))
    year = _YEAR.search(text)
    if year:
        builder.put("citation.year", Told(int(year.group()), ((span[0] + year.start(), span[0] + year.end()),), "table.year", 0.98))
    _reference(builder, column, span, default, bare=False)


def _reference(builder: RecordBuilder, column: Column, span: Span, default: Mention | None, *, bare: bool = True) -> None:
    text = builder.reading.text(span)
    label = _LABEL.search(text)
    if label is not None and not _YEAR.fullmatch(label.group(1)):
        words = (span[0] + label.start(1), span[0] + label.end(1))
        builder.put("citation.reference", Told(_labels(label.group(1)), (words,), "table.reference", 0.98))
    elif bare and (number := re.fullmatch(r"\s*(\d{1,3}(?:\s*[,;-]\s*\d{1,3})*)\s*[.a-z]?\s*", text)):
        words = (span[0] + number.start(1), span[0] + number.end(1))
        builder.put("citation.reference", Told(_labels(number.group(1)), (words,), "table.reference", 0.97))
    elif bare:
        _citation_in_reference(builder, column, span, default)


def _citation_in_reference(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    if re.search(r"[A-Za-z一-鿿]{2}", builder.reading.text(span)):
        _citation(builder, column, span, default)


def _labels(text: str) -> str | list[str]:
    parts = [p.strip().lstrip("0") for p in re.split(r"[,;]", text)]
    return parts[0] if len(parts) == 1 else parts


def _population(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_populations(builder, span)
    _sizes_in(builder, span)


def _sizes_in(builder: RecordBuilder, span: Span) -> None:
    """Take a count of patients that stands in another column."""
    for m in builder.reading.within(span, Label.PATIENT_COUNT):
        if (n := whole(m)) is not None and builder.get("n_patients") is None and m.quantity and m.quantity.noun in ("patients", "cases", "animals"):
            builder.put("n_patients", Told(n, ((m.start, m.end),), "table.count", 0.85))


def _integer(reading: Reading, span: Span) -> tuple[int, Span] | None:
    match = _INTEGER.search(reading.text(span))
    if match is None:
        return None
    return int(re.sub(r"\D", "", match.group())), (span[0] + match.start(), span[0] + match.end())


def _count(slot: str) -> Reader:
    def read_count(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
        found = _integer(builder.reading, span)
        if found is not None:
            builder.put(slot, Told(found[0], (found[1],), f"table.{slot}", 0.98))
        if slot == "n_patients":
            _sexes(builder, span, None)
            add_arm_sizes(builder, span)

    return read_count


_FEMALE, _MALE = r"(?:女性?|female|women|woman|girls?|F\b|♀)", r"(?:男性?|male|men|man|boys?|M\b|♂)"


def _sexes(builder: RecordBuilder, span: Span, first: str | None) -> None:
    """Read women and men: labelled counts, or ``a/b`` in the order of the header."""
    reading, text = builder.reading, builder.reading.text(span)
    labelled = False
    for slot, word in (("n_female", _FEMALE), ("n_male", rf"(?<!fe)(?<!wo){_MALE}")):
        match = re.search(rf"(\d+)\s*(?:例|名|个|位)?\s*\(?\s*{word}|{word}\s*\)?\s*[:=]?\s*(\d+)", text, re.IGNORECASE)
        if match:
            group = 1 if match.group(1) else 2
            builder.put(slot, Told(int(match.group(group)), ((span[0] + match.start(group), span[0] + match.end(group)),), "table.sex", 0.97))
            labelled = True
    pair = re.search(r"(\d+)\s*[/:]\s*(\d+)", text)
    if not labelled and pair and first is not None:
        for n, slot in enumerate(("n_female", "n_male") if first == "female" else ("n_male", "n_female"), 1):
            builder.put(slot, Told(int(pair.group(n)), ((span[0] + pair.start(n), span[0] + pair.end(n)),), "table.sex", 0.95))


def _sex(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    header = builder.reading.text(column.header) if column.header else ""
    _sexes(builder, span, _order(header, column.slot))


def _order(header: str, slot: str | None) -> str:
    """Which sex a header such as ``女/男`` or "M:F" names first."""
    female = re.search(r"女|♀|\bF\b|female|women", header, re.IGNORECASE)
    male = re.search(r"男|♂|\bM\b|(?<!fe)male|(?<!wo)men", header, re.IGNORECASE)
    if female and male:
        return "female" if female.start() < male.start() else "male"
    return "male" if slot == "sex_m_f" else "female"


def _cells(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_cells(builder, span, default=default if column.slot in ("cell_source", "cell_type") else None)
    add_doses(builder, span)
    add_routes(builder, [span])
    add_conditioning(builder, span)


def _dose(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_doses(builder, span, unit=column.unit, factor=column.factor)
    add_routes(builder, [span])
    add_regimen(builder, span)
    if column.slot == "transplantation":
        add_cells(builder, span)


def _route(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_routes(builder, [span])
    add_regimen(builder, span)
    add_doses(builder, span)


def _infusions(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    found = _integer(builder.reading, span)
    add_regimen(builder, span)
    if found is not None and len(builder.reading.text(span).strip()) <= 4:
        builder.put("n_infusions", Told(found[0], (found[1],), "table.n_infusions", 0.95))


def _design(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_study_type(builder, [span])
    add_phase(builder, span, in_column=True)
    add_arm_sizes(builder, span)
    add_centers(builder, span)
    _sizes_in_design(builder, span)


def _sizes_in_design(builder: RecordBuilder, span: Span) -> None:
    """Take ``(136 vs 36)`` as the two groups of a controlled study."""
    match = re.search(r"(\d+)\s*(?:例|名|人|patients)?\s*(?:vs\.?|versus|对|比|/)\s*(\d+)", builder.reading.text(span), re.IGNORECASE)
    if match and not builder.entries.get("arms"):
        for n, name in ((1, "intervention"), (2, "control")):
            words = (span[0] + match.start(n), span[0] + match.end(n))
            builder.add("arms", {"name": name, "n": int(match.group(n)), "role": name}, Told(None, (words,), "table.arms", 0.8))


def _follow_up(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_follow_up(builder, span, in_column=True)
    if builder.get("follow_up") is None and column.unit and (found := re.search(r"(\d+(?:\.\d+)?)(?:\s*[-~]\s*(\d+(?:\.\d+)?))?", builder.reading.text(span))):
        low, high = float(found.group(1)), found.group(2)
        told = {"min": low, "max": float(high)} if high else {"max": low}
        builder.put("follow_up", Told({**told, "unit": column.unit}, ((span[0] + found.start(), span[0] + found.end()),), "table.follow_up", 0.9))


def _outcome(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    reading = builder.reading
    arms = tuple(e["name"] for e, _ in builder.entries.get("arms", []))
    found = read(reading, span, Scope(arms=arms, table=True))
    for finding in found:
        add_finding(builder, finding)
    if not found and column.measure is not None and column.header is not None:
        _of_header(builder, column, span)
    add_arm_sizes(builder, span)
    if not builder.get("follow_up"):
        add_follow_up(builder, span)


def _of_header(builder: RecordBuilder, column: Column, span: Span) -> None:
    """Read a bare figure or arrow under a header that names the measure."""
    reading = builder.reading
    term = Term(column.header or span, column.measure or "", True, False)
    change = next((m.concept for m in reading.within(span, Label.CHANGE)), None)
    value = next((m.quantity for m in reading.within(span, Label.OUTCOME_VALUE) if m.quantity), None)
    if change is not None or value is not None:
        add_finding(builder, Finding(term, (term.words, span), "table.header", direction=change, quantity=value))


def _adverse(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    reading, text = builder.reading, builder.reading.text(span)
    header = column.header or span
    aggregate = "complications" if re.search(r"并发症|complication", reading.text(header), re.IGNORECASE) else "adverse_events"
    if negated(text):
        add_finding(builder, Finding(Term(header, aggregate, True, False), (header, span), "table.none", none=True))
        return
    if re.fullmatch(r"\s*(?:none|no) serious\s*|\s*无严重(?:事件|反应)?\s*", text, re.IGNORECASE):
        add_finding(builder, Finding(Term(span, "serious_adverse_events", True, False), (span,), "table.none", none=True))
        return
    for finding in read(reading, span, Scope(adverse=True, table=True)):
        add_finding(builder, replace(finding, serious=finding.serious) if finding.event else finding)


def _species(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_populations(builder, span)


def _age(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_age(builder, span)


def _conditioning(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_conditioning(builder, span, in_column=True)


def _donor(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    add_cells(builder, span)


def _nothing(builder: RecordBuilder, column: Column, span: Span, default: Mention | None) -> None:
    """Leave a column that no slot holds."""


READERS: dict[str, Reader] = {
    "": _nothing,
    "author": _citation,
    "author_year": _citation,
    "study": _citation,
    "year": _citation,
    "reference": _reference,
    "condition": _population,
    "population": _population,
    "species": _species,
    "animal": _species,
    "model": _species,
    "n_patients": _count("n_patients"),
    "n_female": _count("n_female"),
    "n_male": _count("n_male"),
    "n_centers": _count("n_centers"),
    "sex": _sex,
    "sex_f_m": _sex,
    "sex_m_f": _sex,
    "age": _age,
    "cell_source": _cells,
    "cell_type": _cells,
    "intervention": _cells,
    "donor": _donor,
    "dose": _dose,
    "transplantation": _dose,
    "route": _route,
    "n_infusions": _infusions,
    "design": _design,
    "phase": _design,
    "follow_up": _follow_up,
    "outcome": _outcome,
    "adverse_events": _adverse,
    "conditioning": _conditioning,
}
