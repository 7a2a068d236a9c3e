"""What a comparison's cell says of one measure or one event each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from litrex.records.findings import Finding, Scope, read
from litrex.records.findings.items import Term, as_id
from litrex.records.reading import Reading, Span
from litrex.records.tables.aspects import Aspect
from litrex.schema.mention import Label

_PRICE = re.compile(r"费用|成本|价格|花费|价钱|\bcosts?\b|\bprices?\b|\bexpens\w+|\baffordab\w+|\bcheap\w*", re.IGNORECASE)
_DEAR = re.compile(
    r"高昂|昂贵|(?:较|更|很|最)?高(?!度)|贵|\bhigh(?:er|est)?\b|\bexpensive\b|\bcostly\b|\bsubstantial\b", re.IGNORECASE
)
_CHEAP = re.compile(
    r"低廉|便宜|(?:较|更|很|最|远)?低(?:于)?|经济"
    r"|\blow(?:er|est)?\b|\bcheap(?:er|est)?\b|\binexpensive\b|\baffordable\b|\bless (?:expensive|costly)\b",
    re.IGNORECASE,
)
_CURRENCY = {
    "$": "USD", "美元": "USD", "美金": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD",
    "元": "CNY", "人民币": "CNY", "rmb": "CNY", "cny": "CNY",
    "yuan": "CNY", "¥": "CNY", "€": "EUR", "欧元": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "£": "GBP", "英镑": "GBP", "gbp": "GBP", "pounds": "GBP",
}  # fmt: skip
_ITEM = re.compile(r"[^、,，;；。.]+")
_NO_ITEM = re.compile(
    r"患者|\d|为主|多见|少见|常见|patients?\b|\bmost\b|\bfew\b|\bmay\b|\bwith\b|[一-鿿]{9}|\w+ \w+ \w+ \w+", re.IGNORECASE
)
_AND = re.compile(r"^(?:和|及|以及|与|或|and |or )|(?:等|等等| etc)$")
_CELLS = re.compile(r"细胞|抗体|淋巴|cells?\b|antibod|lymphocyte|clones?\b", re.IGNORECASE)


def findings_of(reading: Reading, cell: Span, aspect: Aspect) -> list[Finding]:
    """Read a cell by its aspect; of one event told twice the fuller telling stands."""
    if aspect == "cost":
        return list(_costs(reading, cell))
    found = read(reading, cell, Scope(adverse=aspect == "adverse_events", table=True))
    if aspect == "mechanism":
        found = [_removed(reading, f) for f in found]
    return _once([*found, *_listed(reading, cell, found)] if aspect == "adverse_events" else found)


def _listed(reading: Reading, cell: Span, found: list[Finding]) -> Iterator[Finding]:
    """Take the items of a list of events that no lexicon holds, where it holds others of the list."""
    if not any(f.event for f in found):
        return
    taken = [s for f in found for s in f.spans]
    for match in _ITEM.finditer(reading.text(cell)):
        item = _AND.sub("", match.group().strip())
        start = cell[0] + match.start() + match.group().find(item)
        words = (start, start + len(item))
        if 2 <= len(item) <= 30 and not _NO_ITEM.search(item) and not any(a < words[1] and words[0] < b for a, b in taken):
            yield Finding(Term(words, as_id(item), False, True, known=False), (words,), "table.item", event=True)


def _once(found: list[Finding]) -> list[Finding]:
    """Join an event with the percentage of the same words that was read as an outcome."""
    kept: list[Finding] = []
    for finding in found:
        twin = next((n for n, k in enumerate(kept) if _same(k, finding)), None)
        if twin is None:
            kept.append(finding)
            continue
        old = kept[twin]
        event, other = (finding, old) if finding.event and not old.event else (old, finding)
        quantity = event.quantity if event.quantity is not None else other.quantity
        spans = tuple(dict.fromkeys((*event.spans, *other.spans)))
        kept[twin] = replace(event, event=True, quantity=quantity, spans=spans)
    return kept


def _same(one: Finding, other: Finding) -> bool:
    """Whether two findings tell one event: once as an event, once with its percentage; or twice in the same words."""
    if one.term.concept != other.term.concept:
        return one.term.words == other.term.words and one.event != other.event
    return one.event != other.event or (one.event and (one.quantity is None or other.quantity is None))


def _removed(reading: Reading, finding: Finding) -> Finding:
    """Cells that are cleared away become fewer, they are no complaint that resolves."""
    if finding.direction == "resolved" and _CELLS.search(reading.text(finding.term.words)):
        return replace(finding, direction="decrease")
    return finding


def _costs(reading: Reading, cell: Span) -> Iterator[Finding]:
    """Read sums of money; where none is told, whether the cost is high or low."""
    sums = [m for m in reading.within(cell) if m.quantity is not None and m.quantity.kind == "money"]
    for m in sums:
        words = (m.start, m.end)
        money = replace(m.quantity, unit=_CURRENCY.get((m.quantity.unit or "").lower(), m.quantity.unit)) if m.quantity else None
        yield Finding(Term(words, "cost", True, False), (words,), "table.cost", quantity=money)
    price = _PRICE.search(reading.text(cell))
    if not sums and re.fullmatch(
        r"\s*(?:(?:较|很|相对|极|非常)?[高低贵]|昂贵|低廉|(?:very |relatively )?(?:high|low|expensive|cheap))[.。]?\s*",
        reading.text(cell),
        re.IGNORECASE,
    ):
        yield Finding(Term(cell, "cost", True, False), (cell,), "table.cost", direction=_direction(reading.text(cell)))
    if sums or price is None:
        return
    clause = _clause(reading, cell, price.start())
    direction = _direction(reading.text(clause))
    yield Finding(Term(clause, "cost", True, False), (clause,), "table.cost", direction=direction)
    for finding in read(reading, cell, Scope(table=True)):
        if not (clause[0] <= finding.term.words[0] < clause[1]):
            yield finding


def _clause(reading: Reading, cell: Span, at: int) -> Span:
    """The words between the commas around a place of a cell."""
    text = reading.text(cell)
    left = max((text.rfind(c, 0, at) for c in ",;。.、"), default=-1) + 1
    right = min((i for c in ",;。" if (i := text.find(c, at)) >= 0), default=len(text))
    start = left + len(text[left:right]) - len(text[left:right].lstrip())
    return cell[0] + start, cell[0] + right


def _direction(text: str) -> str | None:
    dear, cheap = _DEAR.search(text), _CHEAP.search(text)
    if cheap is not None:
        return "decrease"
    return "increase" if dear is not None else None


def intervention_of(reading: Reading, header: Span) -> str | None:
    """The id of the one therapy that a header names as a whole; a drug's class and a word for treatment make its therapy."""
    text = reading.text(header).strip()
    for kind in ("cell_types", "drugs"):
        term = reading.lexicon.lookup(text, kind)
        if term is None:
            continue
        if re.search(r"(?:治疗|疗法|therapy|treatment)$", text, re.IGNORECASE) and (
            named := next((v for v in term.en if re.search(r"(?:therapy|treatment)$", v)), None)
        ):
            return re.sub(r"[\s-]+", "_", named.lower())
        if re.search(r"(?:implantation|transplantation|injection|infusion)s?$", text, re.IGNORECASE) and not re.search(
            r"transplant|therapy", term.id
        ):
            return None
        return term.id
    for m in reading.within(header, Label.CELL_TYPE, Label.DRUG):
        if m.end - m.start >= len(text) - 2 and m.concept:
            return m.concept
    return None
