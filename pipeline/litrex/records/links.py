"""Which records of a document tell the same study."""

from __future__ import annotations

import hashlib
import re

from litrex.schema.record import StudyRecord


def link(records: list[StudyRecord]) -> None:
    """Give records of one study one ``study_id``: a table row and the prose about it, by what only that study has.

    A shared reference mark decides; else author and year, or author and size; else size, centres, phase or design
    where nothing contradicts and no other record comes as close.
    """
    rows = [r for r in records if r.origin == "table"]
    prose = [r for r in records if r.origin == "narrative"]
    pairs = sorted(
        ((likeness(row, told), i, j) for i, row in enumerate(rows) for j, told in enumerate(prose)),
        key=lambda t: (-t[0], t[1], t[2]),
    )
    joined: dict[int, int] = {}
    for score, i, j in pairs:
        if score >= 3.0 and i not in joined and j not in joined.values() and not _rivalled(pairs, score, i, j):
            joined[i] = j
    for n, record in enumerate(records):
        record.study_id = _study_id(record, n)
    for i, j in joined.items():
        rows[i].study_id = prose[j].study_id
    for record in records:
        record.study_key = study_key(record)


def _rivalled(pairs: list[tuple[float, int, int]], score: float, i: int, j: int) -> bool:
    """Whether another partner comes as close, so that neither can be told to be the one."""
    return score < 6.0 and any(s >= score and (a == i) != (b == j) for s, a, b in pairs)


def likeness(a: StudyRecord, b: StudyRecord) -> float:
    """How much speaks for two records telling one study; -10 where something rules it out."""
    score = 0.0
    for same, weight, clash in (
        (_marks(a, b), 6.0, -10.0),
        (_authors(a, b), 3.0, -10.0),
        (_equal(a.citation.year, b.citation.year), 2.0, -3.0),
        (_equal(a.n_patients, b.n_patients), 3.0 if (a.n_patients or 0) > 4 else 1.0, -2.0),
        (_equal(a.design.phase, b.design.phase), 0.5, -2.0),
        (_equal(a.design.study_type, b.design.study_type), 0.7, -0.3),
        (_overlap([p.condition for p in a.populations], [p.condition for p in b.populations]), 0.5, -3.0),
        (_overlap([p.species for p in a.populations], [p.species for p in b.populations]), 0.3, -10.0),
        (_overlap([c.tissue for c in a.cells], [c.tissue for c in b.cells]), 0.5, -2.5),
        (_overlap([c.cell_type for c in a.cells], [c.cell_type for c in b.cells]), 0.2, -4.0),
        (_overlap([d.value for d in a.doses], [d.value for d in b.doses]), 0.7, -0.5),
    ):
        score += 0.0 if same is None else weight if same else clash
    return score


def _equal(x: object, y: object) -> bool | None:
    return None if x is None or y is None else x == y


def _overlap(x: list[object], y: list[object]) -> bool | None:
    left, right = {v for v in x if v is not None}, {v for v in y if v is not None}
    return bool(left & right) if left and right else None


def _marks(a: StudyRecord, b: StudyRecord) -> bool | None:
    x, y = _as_set(a.citation.reference), _as_set(b.citation.reference)
    return bool(x & y) if x and y else None


def _as_set(value: str | list[str] | None) -> set[str]:
    return set() if value is None else {value} if isinstance(value, str) else set(value)


def _authors(a: StudyRecord, b: StudyRecord) -> bool | None:
    x, y = {_name(n) for n in a.citation.authors}, {_name(n) for n in b.citation.authors}
    if not x or not y:
        return None
    if x & y or any(m.startswith(n) or n.startswith(m) for m in x for n in y):
        return True
    return False if all(_is_latin(m) == _is_latin(n) for m in x for n in y) else None  # 孙 and Sun may be one


def _name(name: str) -> str:
    return re.sub(r"[\s.]", "", name).lower()


def _is_latin(name: str) -> bool:
    return bool(re.search(r"[A-Za-z]", name))


def _study_id(record: StudyRecord, ordinal: int) -> str:
    return hashlib.sha256(f"{record.document_id}\x1fstudy\x1f{record.record_id}\x1f{ordinal}".encode()).hexdigest()[:16]


def study_key(record: StudyRecord) -> str | None:
    """What links a study across documents: DOI, PMID, else author, year and size; None where these are not told."""
    resolved = record.citation.resolved
    if resolved is not None and (resolved.doi or resolved.pmid):
        return f"doi:{resolved.doi.lower()}" if resolved.doi else f"pmid:{resolved.pmid}"
    if record.citation.authors and record.citation.year and record.n_patients is not None:
        return f"{_name(record.citation.authors[0])}:{record.citation.year}:{record.n_patients}"
    return None
