"""Which records of a document tell the same study."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass

from litrex.records.names import one_name, plain
from litrex.schema.record import StudyRecord

_ENOUGH = 3.0
_CERTAIN = 6.0
_DISTINCTIVE_SIZE = 20


@dataclass(frozen=True, slots=True)
class _Pair:
    left: int
    right: int
    score: float


def link(records: list[StudyRecord]) -> None:
    """Give records of one study one ``study_id``: a table row and the prose about it, or the rows of two tables.

    A reference mark that only these two bear decides, or author and year, or the study's own name; a size alone does where
    it is over twenty, nothing contradicts and no other record comes as close. Within one table only neighbouring rows of one
    author, year and reference are one study, told arm by arm.
    """
    for n, record in enumerate(records):
        record.study_id = _study_id(record, n)
    for side in (_row_and_prose, _two_tables):
        for pair in _best(records, side(records)):
            _join(records, pair)
    for a, b in itertools.pairwise(records):
        if _arms_of_one(a, b) or _same_passage(a, b):
            _rename(records, b.study_id, a.study_id)
    for record in records:
        record.study_key = study_key(record)


def _row_and_prose(records: list[StudyRecord]) -> list[_Pair]:
    rows = [n for n, r in enumerate(records) if r.origin == "table"]
    prose = [n for n, r in enumerate(records) if r.origin == "narrative"]
    return [_Pair(i, j, likeness(records[i], records[j])) for i in rows for j in prose]


def _two_tables(records: list[StudyRecord]) -> list[_Pair]:
    rows = [n for n, r in enumerate(records) if r.origin == "table"]
    return [
        _Pair(i, j, likeness(records[i], records[j]))
        for i in rows
        for j in rows
        if (records[i].anchor.table or 0) < (records[j].anchor.table or 0) and _identified(records[i], records[j])
    ]


def _identified(a: StudyRecord, b: StudyRecord) -> bool:
    """Say whether something that names a study is the same in both: a size or a disease alone links no rows of two tables."""
    return bool(_marks(a, b) or _authors(a, b) or _groups(a, b))


def _best(records: list[StudyRecord], pairs: list[_Pair]) -> list[_Pair]:
    """Take the best pairs first, each record once against each table or the prose; a rival as close undoes a doubtful pair."""
    taken: set[tuple[int, str]] = set()
    out = []
    for pair in sorted(pairs, key=lambda p: (-p.score, p.left, p.right)):
        ends = {(pair.left, _place(records[pair.right])), (pair.right, _place(records[pair.left]))}
        if pair.score >= _ENOUGH and not ends & taken and not _rivalled(records, pairs, pair):
            taken |= ends
            out.append(pair)
    return out


def _place(record: StudyRecord) -> str:
    return "prose" if record.origin == "narrative" else f"table {record.anchor.table}"


def _rivalled(records: list[StudyRecord], pairs: list[_Pair], pair: _Pair) -> bool:
    """Say whether another partner from the same place comes as close, so that neither can be told to be the one."""
    if pair.score >= _CERTAIN:
        return False
    left, right = _place(records[pair.left]), _place(records[pair.right])
    return any(
        p.score >= pair.score
        and (p.left == pair.left) != (p.right == pair.right)
        and (_place(records[p.left]), _place(records[p.right])) == (left, right)
        for p in pairs
    )


def _join(records: list[StudyRecord], pair: _Pair) -> None:
    _rename(records, records[pair.left].study_id, records[pair.right].study_id)


def _rename(records: list[StudyRecord], old: str, new: str) -> None:
    for record in records:
        if record.study_id == old:
            record.study_id = new


def likeness(a: StudyRecord, b: StudyRecord) -> float:
    """How much speaks for two records telling one study; far below zero where something rules it out.

    Diseases clash softly, since a row names the disease of the review where the prose names its form; so do authors under one
    reference mark, where one of the two is misread or no author.
    """
    references = _references(a, b)
    score = _sizes(a, b) + references
    for same, weight, clash in (
        (_authors(a, b), 3.0, -10.0 if references < _CERTAIN else -3.0),
        (_groups(a, b), 5.0, -4.0),
        (_equal(a.citation.year, b.citation.year), 2.0, -3.0),
        (_equal(a.design.phase, b.design.phase), 0.5, -2.0),
        (_equal(a.design.study_type, b.design.study_type), 0.7, -0.3),
        (_overlap([p.condition for p in a.populations], [p.condition for p in b.populations]), 0.5, -2.0),
        (_overlap([p.species for p in a.populations], [p.species for p in b.populations]), 0.3, -10.0),
        (_overlap([c.tissue for c in a.cells], [c.tissue for c in b.cells]), 0.5, -2.5),
        (_overlap([c.cell_type for c in a.cells], [c.cell_type for c in b.cells]), 0.2, -4.0),
        (_overlap([d.value for d in a.doses], [d.value for d in b.doses]), 0.7, -0.5),
    ):
        score += 0.0 if same is None else weight if same else clash
    return score


def _sizes(a: StudyRecord, b: StudyRecord) -> float:
    """Weigh the sizes: over twenty a size is rare enough to tell a study; an arm's size on one side is no clash."""
    x, y = a.n_patients, b.n_patients
    if x is None or y is None:
        return 0.0
    if x == y:
        return 3.0 if x > _DISTINCTIVE_SIZE else 2.5 if x > _DISTINCTIVE_SIZE // 2 else 2.0 if x > 4 else 1.0
    arms = {arm.n for record in (a, b) for arm in record.arms}
    return 0.0 if x in arms or y in arms else -2.0


def _references(a: StudyRecord, b: StudyRecord) -> float:
    """Weigh the reference marks; one that stands among many weighs little, since a list of marks names no study."""
    x, y = _as_set(a.citation.reference), _as_set(b.citation.reference)
    if not x or not y:
        return 0.0
    if not x & y:
        return -10.0
    return 6.0 if len(x) == len(y) == 1 else 3.0 if min(len(x), len(y)) == 1 else 2.0


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
    """Say whether the authors are the same; a name in characters beside one in letters may be one and rules nothing out."""
    said = [one_name(m, n) for m in a.citation.authors for n in b.citation.authors]
    return True if True in said else False if said and None not in said else None


def _groups(a: StudyRecord, b: StudyRecord) -> bool | None:
    """Say whether the names of the study are the same; a row may have it in the place of the author."""
    x, y = ({plain(n) for n in (r.citation.group, *r.citation.authors) if n} for r in (a, b))
    own = {plain(r.citation.group) for r in (a, b) if r.citation.group}
    if own & x & y:
        return True
    return False if a.citation.group and b.citation.group else None


def _arms_of_one(a: StudyRecord, b: StudyRecord) -> bool:
    """Say whether two rows are neighbours in one table and name the same author, year and reference."""
    if a.origin != "table" or b.origin != "table" or a.anchor.table != b.anchor.table:
        return False
    c, d = a.citation, b.citation
    return (
        bool(c.authors) and c.authors == d.authors and c.year is not None and c.year == d.year and _references(a, b) >= _CERTAIN
    )


def _same_passage(a: StudyRecord, b: StudyRecord) -> bool:
    """Say whether two neighbouring passages of the prose tell one study: all that names it is the same, nothing clashes."""
    if a.origin != "narrative" or b.origin != "narrative":
        return False
    named = (_authors(a, b) and _equal(a.citation.year, b.citation.year)) or _groups(a, b)
    return bool(named) and _equal(a.n_patients, b.n_patients) is not False and likeness(a, b) >= _CERTAIN


def _study_id(record: StudyRecord, ordinal: int) -> str:
    return hashlib.sha256(f"{record.document_id}\x1fstudy\x1f{record.record_id}\x1f{ordinal}".encode()).hexdigest()[:16]


def study_key(record: StudyRecord) -> str | None:
    """What links a study across documents: DOI, PMID, else author, year and size; None where these are not told."""
    resolved = record.citation.resolved
    if resolved is not None and (resolved.doi or resolved.pmid):
        return f"doi:{resolved.doi.lower()}" if resolved.doi else f"pmid:{resolved.pmid}"
    if record.citation.authors and record.citation.year and record.n_patients is not None:
        return f"{plain(record.citation.authors[0])}:{record.citation.year}:{record.n_patients}"
    return None
