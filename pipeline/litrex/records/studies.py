"""A study told in prose → a record in the making."""

from __future__ import annotations

import re
from collections.abc import Iterator

from litrex.mentions.authors import partner_of
from litrex.records.armsize import role_of
from litrex.records.builder import RecordBuilder, Told
from litrex.records.cells import add_cells
from litrex.records.conditioning import add_conditioning
from litrex.records.designs import add_age, add_centers, add_follow_up, add_phase, add_study_type, whole
from litrex.records.findings import Scope, read
from litrex.records.findings.arms import find_arms
from litrex.records.narrative import Told as Study
from litrex.records.openings import Cue
from litrex.records.outcomes import add_finding
from litrex.records.partitions import add_partition
from litrex.records.populations import add_populations, animal_of
from litrex.records.reading import Reading, Span
from litrex.records.regimens import add_regimen
from litrex.records.shares import add_shares
from litrex.records.sizes import add_arm_sizes
from litrex.records.treatment import add_doses, add_routes
from litrex.schema.mention import Label, Mention
from litrex.schema.record import Anchor

_TRIAL_HEADING = re.compile(
    r"前瞻|回顾|随机|动物|体外|登记|临床前|个案|病例报[告道]|系列|单臂|开放|小鼠|大鼠|prospective|retrospective|randomi|animal"
    r"|in vitro|registry|case (?:report|series)|preclinical|single-arm|open-label|uncontrolled",
    re.IGNORECASE,
)


def tell(reading: Reading, study: Study) -> RecordBuilder:
    """Read all that a study's sentences say of it."""
    spans = study.spans
    place = str(reading.raw(spans[0])[0])
    builder = RecordBuilder(reading, "narrative", place, Anchor(spans=_joined([reading.raw(s) for s in spans])))
    _cite(builder, study)
    _cite_late(builder, study)
    _count(builder, study)
    for cue in study.cues:
        if cue in study.cues[:2] or cue.enrols or not builder.entries.get("populations"):
            add_populations(builder, cue.span, in_prose=True, context=_whole(spans))
        add_centers(builder, cue.span)
        add_age(builder, cue.span)
        add_phase(builder, cue.span)
        add_follow_up(builder, cue.span)
        add_conditioning(builder, cue.span)
    _species_alone(builder, study)
    _condition_above(builder, study)
    add_study_type(builder, [*spans, *_heading(reading, study)])
    _one_case(builder, study)
    named = tuple(dict.fromkeys(a.name for span in spans for a in find_arms(reading, span) if a.name))
    arms = frozenset[Span]().union(*(add_arm_sizes(builder, cue.span, named) for cue in study.cues))
    add_partition(builder, spans[:4])
    add_shares(builder, spans[:4])
    _treat(builder, study)
    _cells_above(builder, study)
    _find(builder, study, arms)
    settle_arms(builder)
    if (
        not builder.entries.get("cells")
        and not builder.entries.get("doses")
        and any(reading.within(s, Label.DRUG) for s in spans)
    ):
        forget_cell_slots(builder)
    return builder


def settle_arms(builder: RecordBuilder) -> None:
    """Call an arm by one name throughout: "the treated group" of an outcome is the arm that was told with its size.

    Only where it can be but one: the only control, the only other arm, or the one that shares a word.
    """
    told = [e["name"] for e, _ in builder.entries.get("arms", []) if e.get("name")]
    for slot in ("outcomes", "adverse_events"):
        for n, (entry, why) in enumerate(builder.entries.get(slot, [])):
            if entry.get("arm") and entry["arm"] not in told and (name := _same_arm(entry["arm"], told)):
                builder.entries[slot][n] = ({**entry, "arm": name}, why)


def _same_arm(name: str, told: list[str]) -> str | None:
    control = role_of(name) == "control"
    fitting = [t for t in told if (role_of(t) == "control") == control]
    if len(fitting) == 1:
        return fitting[0]
    words = set(re.findall(r"[a-z0-9]{2,}|[一-鿿]", name.lower())) - {"组", "group", "the"}
    sharing = [t for t in fitting if words & set(re.findall(r"[a-z0-9]{2,}|[一-鿿]", t.lower()))]
    return sharing[0] if len(sharing) == 1 else None


def forget_cell_slots(builder: RecordBuilder) -> None:
    """Leave route and regimen of a drug study empty: those slots are of cells."""
    for slot in ("route", "n_infusions", "infusion_interval"):
        builder.slots.pop(slot, None)


def _joined(spans: list[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start - out[-1][1] <= 2:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _whole(spans: list[Span]) -> Span:
    return spans[0][0], spans[-1][1]


def _cite(builder: RecordBuilder, study: Study) -> None:
    reading = builder.reading
    if study.authors:
        a = study.authors[0]
        names = [(a.start, a.end), *([second] if (second := partner_of(reading.folded, a.end)) else [])]
        builder.put("citation.authors", Told([reading.as_told(n) for n in names], tuple(names), "authors", a.confidence))
    for cue in study.cues:
        for words in cue.groups:
            builder.put("citation.group", Told(reading.as_told(words), (words,), "group", 0.8))
    named = next((c for c in study.cues if study.authors and study.authors[0] in c.authors), study.cues[0])
    for cue in dict.fromkeys([named, study.cues[0]]):
        if cue.references and (mark := _nearest(cue.references, study.authors)) and mark.quantity and mark.quantity.unit:
            parts = [p for p in mark.quantity.unit.split(",") if p]
            builder.put(
                "citation.reference", Told(parts[0] if len(parts) == 1 else parts, ((mark.start, mark.end),), "reference", 0.95)
            )
        if (
            cue.years
            and (year := _nearest(cue.years, study.authors))
            and year.quantity
            and year.quantity.value is not None
            and year.quantity.upper is None
        ):
            builder.put("citation.year", Told(int(year.quantity.value), ((year.start, year.end),), "year", 0.9))


_TAKES_UP = re.compile(r"\s*(?:In )?(?:that|this|the same)\b|\s*(?:在)?(?:该|这|此|上述)", re.IGNORECASE)
_PUBLISHED = re.compile(r"发表|刊出|刊登|报[告道]于|publish|reported (?:these|the|their)|appeared", re.IGNORECASE)


def _cite_late(builder: RecordBuilder, study: Study) -> None:
    """Take the year and the mark that only a later sentence gives: 该研究2021年发表, or one mark at the study's end."""
    marks = {m.quantity.unit: m for c in study.cues for m in c.references if m.quantity and m.quantity.unit}
    if not marks and study.before and _TAKES_UP.match(builder.reading.text(study.spans[0])):
        told = builder.reading.within(study.before, Label.REFERENCE)
        marks = {m.quantity.unit: m for m in told if m.quantity and m.quantity.unit}
    if builder.get("citation.reference") is None and len(marks) == 1:
        unit, mark = next(iter(marks.items()))
        if "," not in unit:
            builder.put("citation.reference", Told(unit, ((mark.start, mark.end),), "reference", 0.85))
    for cue in study.cues:
        if builder.get("citation.year") is None and cue.years and _PUBLISHED.search(builder.reading.text(cue.span)):
            year = cue.years[-1]
            if year.quantity is not None and year.quantity.value is not None and year.quantity.upper is None:
                builder.put("citation.year", Told(int(year.quantity.value), ((year.start, year.end),), "year", 0.85))


def _nearest(mentions: tuple[Mention, ...], authors: list[Mention]) -> Mention | None:
    """The mark or year that stands nearest to the author."""
    if not mentions:
        return None
    if not authors:
        return mentions[0]
    return min(
        mentions,
        key=lambda m: abs(m.start - authors[0].end) if m.start >= authors[0].start else abs(authors[0].start - m.end) + 2,
    )


_ENROLLED = re.compile(
    r"纳入|招募|入组|入选|共|报[告道]|回顾|募集|来自|\b(?:enrol\w*|recruit\w*|random\w+|includ\w+|total|covers?"
    r"|took part|treated|stud(?:y|ied)|described|reported|scaled)",
    re.IGNORECASE,
)
_COMPLETED = re.compile(r"完成|complet\w+", re.IGNORECASE)
_EVALUABLE = re.compile(r"可评[价估]|纳入分析|evaluable|analy[sz]ed|assessable", re.IGNORECASE)


def _count(builder: RecordBuilder, study: Study) -> None:
    """Put the size of the study: the largest count that is said of the study itself."""
    reading = builder.reading
    told = [(cue, m) for cue in study.cues for m in cue.counts if whole(m) is not None]
    pool = [t for t in told if t[0] is study.cues[0]] or told[:3]
    first = study.cues[:3]
    pool += [t for t in told if t[0] in first and t not in pool and _ENROLLED.search(reading.text(t[0].span))]
    best_told = max((whole(m) or 0 for _, m in pool), default=0)
    if (among := next(_among(reading, study.cues[0].span), None)) is not None and among[0] > best_told:
        builder.put("n_patients", Told(among[0], (among[1],), "count.among", 0.85))
    elif pool:
        _, best = max(pool, key=lambda t: (whole(t[1]) or 0, -t[1].start))
        builder.put("n_patients", Told(whole(best), ((best.start, best.end),), "count.patients", 0.9))
    elif (case := next((c for c in study.cues if c.case), None)) is not None:
        one = re.search(
            r"((?:一|1)(?:名|例|位))|\ba (?:[\w-]+ )?(patient|woman|man|girl|boy|child)|\b(a) [\w-]+-year-old",
            reading.text(case.span),
            re.IGNORECASE,
        )
        if one:
            a, b = (case.span[0] + at for at in one.span(one.lastindex or 0))
            builder.put("n_patients", Told(1, ((a, b),), "count.case", 0.85))  # the age beside it is no count
    for cue in study.cues:
        for m in reading.within(cue.span, Label.PATIENT_COUNT):
            around = reading.text((max(cue.span[0], m.start - 10), min(cue.span[1], m.end + 16)))
            for slot, pattern in (("n_completed", _COMPLETED), ("n_evaluable", _EVALUABLE)):
                if pattern.search(around) and whole(m) is not None:
                    builder.put(slot, Told(whole(m), ((m.start, m.end),), f"count.{slot[2:]}", 0.8))
        _sexes(builder, cue)


def _among(reading: Reading, span: Span) -> Iterator[tuple[int, Span]]:
    """The whole of a share that opens a study, 16 in 16例患者中,11例接受MSC; of those planned the ones that came."""
    for m in reading.within(span, Label.OUTCOME_VALUE):
        if came := re.match(
            r"(\d{1,5}) (?:[a-z]+ )?of (?:an? |the )?(?:planned |intended )?\d+ (?:planned|intended)\b",
            reading.text((m.start, m.end)),
        ):
            yield int(came[1]), (m.start, m.start + len(came[1]))
        q, told = m.quantity, re.match(r"(\d{1,5})\s?[例名位]", reading.folded[m.start : m.end])
        if q is not None and q.kind == "fraction" and told is not None and q.denominator == int(told[1]):
            yield int(told[1]), (m.start, m.start + len(told[1]))


_WOMAN = re.compile(r"女性|女孩|女童|女患|\b(?:woman|girl|female)\b", re.IGNORECASE)
_MAN = re.compile(r"男性|男孩|男童|男患|\b(?:man|boy|male)\b", re.IGNORECASE)


def _sexes(builder: RecordBuilder, cue: Cue) -> None:
    for m in builder.reading.within(cue.span, Label.SEX_COUNT):
        if m.quantity is not None and m.quantity.noun in ("female", "male") and whole(m) is not None:
            builder.put(f"n_{m.quantity.noun}", Told(whole(m), ((m.start, m.end),), "count.sex", 0.85))
    if builder.get("n_patients") == 1 and cue.case:
        text = builder.reading.text(cue.span)
        for slot, pattern in (("n_female", _WOMAN), ("n_male", _MAN)):
            if word := pattern.search(text):
                builder.put(slot, Told(1, ((cue.span[0] + word.start(), cue.span[0] + word.end()),), "count.sex", 0.8))


def _species_alone(builder: RecordBuilder, study: Study) -> None:
    """Give the animals of a study that names no condition."""
    if builder.entries.get("populations"):
        return
    reading = builder.reading
    for cue in study.cues:
        animal = animal_of(reading, cue.span)
        if animal is not None:
            m = next(m for m in reading.within(cue.span, Label.SPECIES) if reading.value(m, "species") == animal)
            builder.add(
                "populations",
                builder.named({"condition": None, "species": animal, "qualifiers": []}, (m.start, m.end)),
                Told(None, ((m.start, m.end),), "population.species", 0.85),
            )
            return
    people = [m for cue in study.cues for m in reading.within(cue.span, *_OF_PEOPLE) if _is_people(m)]
    if people:
        builder.add(
            "populations",
            {"condition": None, "species": "human", "qualifiers": []},
            Told(None, ((people[0].start, people[0].end),), "population.species", 0.8),
        )


_OF_PEOPLE = (Label.PATIENT_COUNT, Label.SEX_COUNT, Label.SPECIES, Label.AGE)


def _is_people(m: Mention) -> bool:
    """Whether a count, an age or a word for patients says that the study is of people."""
    if m.label is Label.SPECIES:
        return m.concept == "human"
    return m.label is not Label.PATIENT_COUNT or (m.quantity is not None and m.quantity.noun in ("patients", "people", "cases"))


def _one_case(builder: RecordBuilder, study: Study) -> None:
    """Take a word that only hints at a case report (一则个案, "a single patient") where the study is of one person."""
    if builder.get("design.study_type") is not None or builder.get("n_patients") != 1:
        return
    for cue in study.cues:
        for m in builder.reading.within(cue.span, Label.STUDY_TYPE):
            if m.concept == "case_report":
                builder.put("design.study_type", Told(m.concept, ((m.start, m.end),), "design.case", 0.7))
                return


def _condition_above(builder: RecordBuilder, study: Study) -> None:
    """Give patients of whom the study says no disease the one that the nearest heading or the document's title names."""
    reading, populations = builder.reading, builder.entries.get("populations", [])
    if len(populations) != 1 or populations[0][0]["condition"] is not None or populations[0][0]["species"] != "human":
        return
    for place in _titles_above(reading, study.section):
        named = {reading.value(m, "model_of"): m for m in reading.within(place, Label.CONDITION)}
        if len(named) == 1:
            condition, m = next(iter(named.items()))
            entry, told = populations[0]
            words = (m.start, m.end)
            populations[0] = (
                builder.named({**entry, "condition": condition}, words),
                Told(None, (*told.spans, words), "population.heading", 0.7),
            )
        if named:
            return


def _cells_above(builder: RecordBuilder, study: Study) -> None:
    """Take the cells of a study that tells their dose or tissue alone from the sentence before, else from the heading.

    "The best-studied product is the autologous CD34+ cell. In the ARC trial, 40 patients were given 1 × 10⁵ cells/kg …"
    """
    reading, cells = builder.reading, builder.entries.get("cells", [])
    whole_cells = [e for e, _ in cells if e.get("cell_type") and (e.get("tissue") or e.get("donor"))]
    if whole_cells or not (cells or any("cells" in str(e.get("unit")) for e, _ in builder.entries.get("doses", []))):
        return
    for place in [*([study.before] if study.before else []), *([] if cells else _titles_above(reading, study.section)[:1])]:
        named = {
            reading.value(m, "cell_type") for m in reading.within(place, Label.CELL_TYPE) if not reading.attribute(m, "generic")
        }
        if len(named) == 1 and all(e.get("cell_type") in (None, *named) for e, _ in cells):
            add_cells(builder, place)
            return


def _titles_above(reading: Reading, section: int) -> list[Span]:
    """The titles that a section stands under, its own first, the document's first line last."""
    sections, places, level = reading.segments.sections, [], 99
    for above in reversed(sections[: section + 1]):
        if above.title and above.level < level:
            level = above.level
            end = reading.folded.find("\n", above.start)
            places.append((above.start, end if end >= 0 else len(reading.folded)))
    return [*places, *((s.start, s.end) for s in reading.segments.sentences[:1])]


def _heading(reading: Reading, study: Study) -> list[Span]:
    """The heading above, where it names a design: a section 前瞻性研究 says so of its studies."""
    sections = reading.segments.sections
    if not sections or not sections[study.section].title:
        return []
    start = sections[study.section].start
    end = reading.folded.find("\n", start)
    span = (start, end if end >= 0 else len(reading.folded))
    return [span] if _TRIAL_HEADING.search(reading.text(span)) else []


def _treat(builder: RecordBuilder, study: Study) -> None:
    for span in study.spans:
        add_cells(builder, span, in_prose=True)
        add_doses(builder, span)
        add_regimen(builder, span, in_prose=True)
    add_routes(builder, study.spans, in_prose=True)


def title_conditions(reading: Reading) -> frozenset[str]:
    """The conditions that the document's first line names: what all its patients have."""
    first = reading.segments.sentences[:1]
    return frozenset(m.concept for s in first for m in reading.within((s.start, s.end), Label.CONDITION) if m.concept)


def _find(builder: RecordBuilder, study: Study, arms: frozenset[Span]) -> None:
    names = tuple(e["name"] for e, _ in builder.entries.get("arms", []))
    counted = arms | {(m.start, m.end) for m in (c for cue in study.cues for c in cue.counts)}
    before: str | None = None
    sick = frozenset(e["condition"] for e, _ in builder.entries.get("populations", []) if e.get("condition")) | title_conditions(
        builder.reading
    )
    for cue in study.cues:
        for finding in read(
            builder.reading, cue.span, Scope(arms=names, arm_before=before, sick=sick, counted=frozenset(counted))
        ):
            add_finding(builder, finding)
        named = [a for a in find_arms(builder.reading, cue.span, names, before) if not a.compared]
        before = (named[-1].name or None) if named else before
