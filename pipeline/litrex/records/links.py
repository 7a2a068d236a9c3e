"""Which records of a document tell the same study."""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from litrex.records.names import one_name, plain, spellings
from litrex.records.registries import registered
from litrex.schema.record import StudyRecord

_ENOUGH = 3.0
_CERTAIN = 6.0
_DISTINCTIVE_SIZE = 20
_REST = 3.5  # a little more than phase, type, disease, species, tissue, cell and dose weigh together where all agree


@dataclass(frozen=True, slots=True)
class _Pair:
    left: int
    right: int
    score: float


def link(records: list[StudyRecord], raw: str = "") -> None:
    """Give records of one study one ``study_id``: a table row and the prose about it, or the rows of two tables.

    A reference mark that only these two bear decides, or author and year, or the study's own name; a size alone does where
    it is over twenty, nothing contradicts and no other record comes as close. Within one table only neighbouring rows of one
    author, year and reference are one study, told arm by arm.
    """
    same = list(range(len(records)))  # where each record's study is told first, as far as is known
    places = [{_place(r)} for r in records]
    for pair in [*_best(records, _row_and_prose(records)), *_best(records, _two_tables(records))]:
        left, right = _first(same, pair.left), _first(same, pair.right)
        if not places[left] & places[right]:  # else two passages, or two rows of a table, would become one by way of a third
            _join(same, left, right)
            places[min(left, right)] |= places[max(left, right)]
    for n, (a, b) in enumerate(itertools.pairwise(records)):
        if _arms_of_one(a, b) or _same_passage(a, b):
            _join(same, n, n + 1)
    for n, record in enumerate(records):
        first = _first(same, n)
        record.study_id = _study_id(records[first], first)
    shared = shared_publications(records)
    for record in records:
        record.study_key = study_key(record, raw, without=shared)


def _first(same: list[int], n: int) -> int:
    while same[n] != n:
        n = same[n]
    return n


def _join(same: list[int], a: int, b: int) -> None:
    first, second = sorted((_first(same, a), _first(same, b)))
    same[second] = first


def _row_and_prose(records: list[StudyRecord]) -> list[_Pair]:
    rows = [n for n, r in enumerate(records) if r.origin == "table"]
    prose = [n for n, r in enumerate(records) if r.origin == "narrative"]
    return _weighed(records, _sharing(records, rows, prose, _clues))


def _two_tables(records: list[StudyRecord]) -> list[_Pair]:
    """Pair the rows of two tables by what names a study: a size or a disease alone links none."""
    rows = [n for n, r in enumerate(records) if r.origin == "table"]
    pairs = _sharing(records, rows, rows, _names)
    return _weighed(records, [(i, j) for i, j in pairs if (records[i].anchor.table or 0) < (records[j].anchor.table or 0)])


def _weighed(records: list[StudyRecord], pairs: list[tuple[int, int]]) -> list[_Pair]:
    """Weigh the pairs; what cannot be likely enough is left out before its names are compared, which is the dear part."""
    likely = ((i, j) for i, j in pairs if _at_most(records[i], records[j]) >= _ENOUGH)
    return [_Pair(i, j, likeness(records[i], records[j])) for i, j in likely]


def _at_most(a: StudyRecord, b: StudyRecord) -> float:
    """Bound the likeness from above by what is quickly compared: marks, sizes and years; all else is taken to agree."""
    year = _equal(a.citation.year, b.citation.year)
    told = _references(a, b) + _sizes(a, b) + (0.0 if year is None else 2.0 if year else -3.0)
    authors = 3.0 if a.citation.authors and b.citation.authors else 0.0
    groups = 5.0 if a.citation.group or b.citation.group else 0.0
    return told + authors + groups + _REST


def _sharing(
    records: list[StudyRecord], left: list[int], right: list[int], clues: Callable[[StudyRecord], set[str]]
) -> list[tuple[int, int]]:
    """Find the pairs that share a clue, so that ten thousand rows are not held against each other."""
    holders: dict[str, list[int]] = defaultdict(list)
    for j in right:
        for clue in clues(records[j]):
            holders[clue].append(j)
    return sorted({(i, j) for i in left for clue in clues(records[i]) for j in holders.get(clue, ())})


def _clues(record: StudyRecord) -> set[str]:
    """List what could tell two records to be one study."""
    told = (("year", record.citation.year), ("n", record.n_patients))
    return _names(record) | {f"{kind} {value}" for kind, value in told if value is not None}


def _names(record: StudyRecord) -> set[str]:
    """List what names a study: its reference marks, its authors, its own name."""
    citation = record.citation
    names = {f"name {key}" for name in (*citation.authors, citation.group or "") for key in spellings(name)}
    return names | {f"reference {mark}" for mark in _as_set(citation.reference)}


def _best(records: list[StudyRecord], pairs: list[_Pair]) -> list[_Pair]:
    """Take the best pairs first, each record once against each table or the prose; a rival as close undoes a doubtful pair."""
    taken: set[tuple[int, str]] = set()
    by_end: dict[tuple[int, str], list[_Pair]] = defaultdict(list)
    for pair in pairs:
        for end in _ends(records, pair):
            by_end[end].append(pair)
    out = []
    for pair in sorted(pairs, key=lambda p: (-p.score, p.left, p.right)):
        ends = _ends(records, pair)
        rivals = (p for end in ends for p in by_end[end] if p != pair and p.score >= pair.score)
        if pair.score >= _ENOUGH and not ends & taken and (pair.score >= _CERTAIN or not any(rivals)):
            taken |= ends
            out.append(pair)
    return out


def _ends(records: list[StudyRecord], pair: _Pair) -> set[tuple[int, str]]:
    """Name each end of a pair with the place of the other: a record may go with one row of each table and one passage."""
    return {(pair.left, _place(records[pair.right])), (pair.right, _place(records[pair.left]))}


def _place(record: StudyRecord) -> str:
    return "prose" if record.origin == "narrative" else f"table {record.anchor.table}"


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


def study_key(record: StudyRecord, raw: str = "", *, without: frozenset[str] = frozenset()) -> str | None:
    """What links a study across documents: the one registry number told with it, DOI, PMID, else author, year and size.

    `raw` is the text that the record stands in, `without` are keys that do not tell one study from another; None where nothing
    is told.
    """
    numbers = registered(" ".join(raw[a:b] for a, b in record.anchor.spans))
    if len(numbers) == 1:
        return f"trial:{numbers[0]}"
    if published := next((key for key in publication_keys(record) if key not in without), None):
        return published
    if record.citation.authors and record.citation.year and record.n_patients is not None:
        return f"{plain(record.citation.authors[0])}:{record.citation.year}:{record.n_patients}"
    return None


def publication_keys(record: StudyRecord) -> list[str]:
    """The DOI and the PMID that the record's citation resolves to, as keys."""
    resolved = record.citation.resolved
    if resolved is None:
        return []
    return [*([f"doi:{resolved.doi.lower()}"] if resolved.doi else []), *([f"pmid:{resolved.pmid}"] if resolved.pmid else [])]


def shared_publications(records: list[StudyRecord]) -> frozenset[str]:
    """Keys of publications that tell more than one study of the document: two trials in one paper, or a review of them."""
    studies: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for key in publication_keys(record):
            studies[key].add(record.study_id)
    return frozenset(key for key, told in studies.items() if len(told) > 1)
