"""How many: patients, women and men, and the arms of a cell of counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from litrex.records.armsize import role_of
from litrex.records.builder import RecordBuilder, Told
from litrex.records.designs import whole
from litrex.records.reading import Reading, Span
from litrex.records.sizes import add_arm_sizes
from litrex.schema.mention import Label

INTEGER = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+")
_NUMBER = r"(\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)"
_FEMALE, _MALE = r"(?:女性?|females?|women|woman|girls?|F\b|♀)", r"(?:男性?|(?<!fe)males?|(?<!wo)men|(?<!wo)man|boys?|M\b|♂)"
_PAIR = re.compile(
    rf"(?P<a>{_FEMALE}|{_MALE})\s*[/:∶比]\s*(?P<b>{_FEMALE}|{_MALE})\s*\)?\s*[=:,]?\s*(?P<x>\d+)\s*[/:∶]\s*(?P<y>\d+)",
    re.IGNORECASE,
)
_PATIENTS = re.compile(
    rf"{_NUMBER}\s*(?:patients?|pts?\b|cases|subjects|participants|people|children|例|名|位|人)", re.IGNORECASE
)
_OTHER = r"(?:hips?|eyes?|knees?|limbs?|joints?|centers?|centres?|髋|眼|膝|肢|中心)"
_MARK = r"\s*(?:例|名|人|patients)?\s*(?:vs?\.?|versus|对|比|/|:(?!\s)|\+|和|and)\s*"
_VERSUS = re.compile(rf"{_NUMBER}{_MARK}{_NUMBER}(?:{_MARK}{_NUMBER})?(?![\d%.])(?!\s*(?:/|:|{_OTHER}))", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:^|[;,、/(]|\s{2}|\band\b"
    r"|和)\s*(?P<name>[A-Za-z一-鿿][^\d;,:=()]{0,28}?)\s*[:=]?\s*\(?(?:n\s*=\s*)?(?P<n>\d+)\s*(?:例|名|人|只"
    r"|patients)?\)?(?=\s*(?:$|[;,、/)]|and\b|和))"
)
_COUNTED = re.compile(
    r"(?:^|[;,、(]|:\s|\band\b|和)\s*(?P<n>\d+)\s*(?:例|名"
    r"|人)?\s*(?P<name>[A-Za-z一-鿿][^\d;,:=()]{1,28}?)(?=\s*(?:$|[;,、)]|and\b|和))"
)
_NO_ARM = re.compile(
    rf"^(?:{_FEMALE}|{_MALE}|{_OTHER}|n|total|all|patients?|pts?|cases?|subjects?|participants?|共|总|总计|合计"
    rf"|患者|例|人|个|岁|years?|centers?|enrolled|completed|evaluable|randomi[sz]ed|treated|入组|完成)\.?$",
    re.IGNORECASE,
)
_SHORT = {
    "T": "treatment",
    "E": "experimental",
    "I": "intervention",
    "C": "control",
    "P": "placebo",
    "治": "治疗组",
    "对": "对照组",
}
_BASES = (
    (
        "n_completed",
        re.compile(
            rf"{_NUMBER}\s*(?:patients )?(?:completed|完成)|(?:completed|完成(?:随访)?)\s*[:=]?\s*{_NUMBER}", re.IGNORECASE
        ),
    ),
    (
        "n_treated",
        re.compile(rf"{_NUMBER}\s*(?:patients )?(?:treated|接受治疗|治疗)|(?:treated)\s*[:=]?\s*{_NUMBER}", re.IGNORECASE),
    ),
    (
        "n_evaluable",
        re.compile(
            rf"{_NUMBER}\s*(?:patients )?(?:evaluable|analy[sz]ed|可评估|可评价)|(?:evaluable|analy[sz]ed)\s*[:=]?\s*{_NUMBER}",
            re.IGNORECASE,
        ),
    ),
)


def integer(reading: Reading, span: Span) -> tuple[int, Span] | None:
    """The first whole number of a cell."""
    match = INTEGER.search(reading.text(span))
    return None if match is None else (_value(match.group()), (span[0] + match.start(), span[0] + match.end()))


def _value(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def add_size(builder: RecordBuilder, span: Span, header: str) -> None:
    """Add what a cell of counts says: a total, its arms (``15 vs 15``, "T: 20; C: 20"), its sexes.

    The total is taken only where it is told: two arms alone leave it open. `header` is the column's, for ``24 (9/15)``.
    """
    text = builder.reading.text(span)
    add_sexes(builder, span, order_of(header))
    _add_sex_in_brackets(builder, span, header)
    for slot, pattern in _BASES:
        if (match := pattern.search(text)) is not None and re.search(r"\d.*\d", text):
            group = 1 if match.group(1) else 2
            builder.put(
                slot,
                Told(
                    _value(match.group(group)),
                    ((span[0] + match.start(group), span[0] + match.end(group)),),
                    f"table.{slot}",
                    0.9,
                ),
            )
    arms = list(_arms(text))
    if (
        len(arms) < 2
        and order_of(header) is None
        and builder.get("n_female") is None
        and builder.get("n_male") is None
        and not re.search(_OTHER, header, re.IGNORECASE)
    ):
        arms = list(_versus(text)) or list(_shared_out(text))
    for name, n, at in arms if len(arms) >= 2 else []:
        words = (span[0] + at[0], span[0] + at[1])
        builder.add("arms", {"name": name, "n": n, "role": role_of(name)}, Told(None, (words,), "table.arms", 0.85))
    total = _total(text, [at for _, _, at in arms] if len(arms) >= 2 else [])
    if total is not None:
        builder.put("n_patients", Told(total[0], ((span[0] + total[1][0], span[0] + total[1][1]),), "table.n_patients", 0.98))
    if len(arms) < 2:
        add_arm_sizes(builder, span)


_SEX_IN_BRACKETS = re.compile(
    r"[(,/、]\s*(?:其中)?(?:(?P<female>女性?|♀|F|females?|women)|(?P<male>男性?|♂|M|males?|men))"
    r"(?:患者|例数?|人数|,? ?n)?\s*\)?\s*$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"^\s*(?P<all>\d{1,5})\s*(?:例|名|人)?\s*\(\s*(?P<part>\d{1,5})\s*(?:例|名|人)?\s*\)\s*$")


def _add_sex_in_brackets(builder: RecordBuilder, span: Span, header: str) -> None:
    """Add the sex that the header puts in brackets: ``54 (19)`` under "n (female)", 人数(女)."""
    head, cell = _SEX_IN_BRACKETS.search(header), _BRACKETED.match(builder.reading.text(span))
    if head is None or cell is None or order_of(header) is not None or _value(cell["part"]) > _value(cell["all"]):
        return
    words = (span[0] + cell.start("part"), span[0] + cell.end("part"))
    builder.put("n_female" if head["female"] else "n_male", Told(_value(cell["part"]), (words,), "table.sex", 0.9))


Place = tuple[int, int]


def _arms(text: str) -> Iterator[tuple[str, int, Place]]:
    """Named arms with their sizes, by either order of name and number."""
    for pattern in (_LABELLED, _COUNTED):
        found = [(m, m.group("name").strip(" .:-")) for m in pattern.finditer(text)]
        found = [
            (m, name)
            for m, name in found
            if name
            and not _NO_ARM.match(name)
            and not re.search(_OTHER, name, re.IGNORECASE)
            and not re.search(r"patients?$|患者$|years?$", name)
        ]
        if len(found) >= 2:
            yield from ((_SHORT.get(name, name), int(m.group("n")), m.span("n")) for m, name in found)
            return


_LIST = re.compile(
    r"^\s*(?:n\s*=\s*)?(?P<total>\d+)\s*(?:例|名|人|patients)?\s*[(:]\s*(?P<parts>\d+(?:\s*[,、;]\s*\d+)+)\s*\)?\s*$"
)


def _shared_out(text: str) -> Iterator[tuple[str, int, Place]]:
    """``78 (26, 26, 26)``: numbers that add up to the total before them."""
    match = _LIST.match(text)
    if match is not None:
        parts = list(INTEGER.finditer(text, match.start("parts"), match.end("parts")))
        if sum(int(p.group()) for p in parts) == int(match["total"]):
            yield from ((f"group {n}", int(p.group()), p.span()) for n, p in enumerate(parts, 1))


def _versus(text: str) -> Iterator[tuple[str, int, Place]]:
    match = _VERSUS.search(text)
    if match is not None and re.fullmatch(
        r"[\s()（）:n=,总共计total例名人]*", text[: match.start()].translate({ord(c): None for c in "0123456789"}), re.IGNORECASE
    ):
        names = ("intervention", "control") if match.group(3) is None else ("group 1", "group 2", "group 3")
        first = INTEGER.search(text)
        sizes = sum(_value(g) for g in match.groups() if g)
        if first is not None and first.start() < match.start() and sizes * 2 <= _value(first.group()):
            return  # 40 (2:1) is how they were allotted
        for n, name in enumerate(names, 1):
            yield name, _value(match.group(n)), match.span(n)


def _total(text: str, taken: list[Place]) -> tuple[int, Place] | None:
    """The number that is nobody's arm: the one that says patients, else the first."""
    told = [m for m in _PATIENTS.finditer(text) if m.span(1) not in taken]
    if told:
        return _value(told[0].group(1)), told[0].span(1)
    for m in INTEGER.finditer(text):
        if m.span() in taken or any(a <= m.start() < b for a, b in taken):
            continue
        if re.match(rf"\s*{_OTHER}|\s*(?:{_FEMALE}|{_MALE})", text[m.end() :], re.IGNORECASE) or (
            taken and m.start() > taken[0][0]
        ):
            continue
        if re.match(r"\s*%|\.\d|\s*[×x^]|\s*\*\s*10|:\d", text[m.end() :]) or re.search(r"[×x^./]\s*$", text[: m.start()]):
            continue
        return _value(m.group()), m.span()
    return None


_ARM_WITH_N = re.compile(
    r"^\s*(?P<name>.*?[^\s,(])[\s,]*(?:\(\s*n\s*=\s*(?P<n>\d+)\s*\)|\(\s*(?P<m>\d+)\s*(?:例|名|人|patients"
    r"|pts)?\s*\)|n\s*=\s*(?P<o>\d+))\s*$",
    re.IGNORECASE,
)


def add_arms_of_cell(builder: RecordBuilder, span: Span) -> None:
    """Add the arms that a column of groups, of interventions or of controls names with their sizes: "Saline (n = 20)"."""
    text = builder.reading.text(span)
    if add_arm_sizes(builder, span):
        return
    arms = list(_arms(text))
    if len(arms) < 2 and (match := _ARM_WITH_N.match(text)) is not None:
        group = next(g for g in "nmo" if match[g])
        arms = [(match["name"].strip(), int(match[group]), match.span(group))]
    for name, n, at in arms:
        words = (span[0] + at[0], span[0] + at[1])
        if not any(e["name"] == name for e, _ in builder.entries.get("arms", [])):
            builder.add("arms", {"name": name, "n": n, "role": role_of(name)}, Told(None, (words,), "table.arms", 0.85))


def add_arm_size(builder: RecordBuilder, span: Span, arm: Span) -> None:
    """Add the size of the arm that the column's header names."""
    found = integer(builder.reading, span)
    if found is None:
        return
    name = builder.reading.as_told(arm).strip()
    entry = {"name": name, "n": found[0], "role": role_of(builder.reading.text(arm))}
    builder.add("arms", entry, Told(None, (found[1], arm), "table.arms", 0.9))


def add_count(builder: RecordBuilder, span: Span, slot: str) -> None:
    """Add a count of women, men or centres; a percentage alone is none."""
    text = builder.reading.text(span)
    for m in INTEGER.finditer(text):
        if not re.match(r"\s*%|\.\d+", text[m.end() :]) and not re.search(r"\d\.$", text[: m.start()]):
            builder.put(slot, Told(_value(m.group()), ((span[0] + m.start(), span[0] + m.end()),), f"table.{slot}", 0.98))
            return


def add_sexes(builder: RecordBuilder, span: Span, first: str | None) -> None:
    """Add women and men: labelled counts, a labelled pair, or ``a/b`` in the order of the header.

    ``M:F = 1:2`` beside sixty patients is a ratio, no count.
    """
    text = builder.reading.text(span)
    pair = _PAIR.search(text)
    if pair is not None:
        female = bool(re.match(_FEMALE, pair.group("a"), re.IGNORECASE))
        _put_pair(builder, span, (pair.span("x"), pair.span("y")), "female" if female else "male")
        return
    if _labelled(builder, span, text) or first is None:
        return
    plain = re.search(r"(?<![\d.])(\d+)\s*(?:例|名)?\s*[/:∶、,]\s*(\d+)(?![\d.]|\s*%)", text)
    if plain is not None:
        _put_pair(builder, span, (plain.span(1), plain.span(2)), first)


def _labelled(builder: RecordBuilder, span: Span, text: str) -> bool:
    found = False
    for slot, word in (("n_female", _FEMALE), ("n_male", _MALE)):
        match = re.search(
            rf"(?<![\d.])(\d+)\s*(?:例|名|个|位)?\s*\(?\s*{word}(?!\s*[:=]?\s*\d)|{word}\s*\)?\s*[:=]?\s*(\d+)(?![\d.]|\s*%)",
            text,
            re.IGNORECASE,
        )
        if match:
            group = 1 if match.group(1) else 2
            builder.put(
                slot,
                Told(int(match.group(group)), ((span[0] + match.start(group), span[0] + match.end(group)),), "table.sex", 0.97),
            )
            found = True
    return found


def _put_pair(builder: RecordBuilder, span: Span, places: tuple[Place, Place], first: str) -> None:
    text = builder.reading.text(span)
    a, b = (int(text[x:y]) for x, y in places)
    size = builder.get("n_patients")
    if size is not None and 0 < (a + b) * 2 <= size:
        return  # a ratio
    for n, slot in enumerate(("n_female", "n_male") if first == "female" else ("n_male", "n_female")):
        words = (span[0] + places[n][0], span[0] + places[n][1])
        builder.put(slot, Told((a, b)[n], (words,), "table.sex", 0.95))


def order_of(header: str) -> str | None:
    """Which sex a header such as ``女/男``, "M:F" or "boys/girls" names first; None where it does not name both."""
    female = re.search(r"女|♀|雌|\bF\b|\bW\b(?=\s?[/:])|(?<=[/:])\s?\bW\b|female|wom[ae]n|girl", header, re.IGNORECASE)
    male = re.search(r"男|♂|雄|\bM\b|(?<!fe)male|(?<!wo)m[ae]n\b|boy", header, re.IGNORECASE)
    if female is None or male is None:
        return None
    return "female" if female.start() < male.start() else "male"


def add_size_from_elsewhere(builder: RecordBuilder, span: Span) -> None:
    """Take a count of patients that stands in another column."""
    for m in builder.reading.within(span, Label.PATIENT_COUNT):
        n = whole(m)
        if (
            n is not None
            and builder.get("n_patients") is None
            and m.quantity
            and m.quantity.noun in ("patients", "cases", "animals")
        ):
            builder.put("n_patients", Told(n, ((m.start, m.end),), "table.count", 0.85))
