"""Studies across documents: which tellings are of one study, how sure that is, and where they disagree.

A registry number, a DOI or a PMID links for certain, whatever else is told. Author, year and size link where the names are of
one script and no disease contradicts. Across scripts a name may only be sounded out or not comparable at all: then year, size,
disease and cells must agree, no other study may be as close, and the link is called likely.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from litrex.records.names import one_name, spellings
from litrex.store.differing import Disagreement, disagreements
from litrex.store.tellings import Telling

_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_SOMEBODY = re.compile(r"^.(?:某.?)?$")
_LEAST = 5
"""Below this a size is too common to say anything across scripts."""

Sureness = Literal["certain", "by name", "likely"]
_ORDER: tuple[Sureness, ...] = ("certain", "by name", "likely")


@dataclass(frozen=True, slots=True)
class Link:
    """Why two documents are taken to tell one study."""

    first: str
    second: str
    sureness: Sureness
    why: str


@dataclass(slots=True)
class Study:
    """A study with everything that is told of it."""

    tellings: list[Telling]
    links: list[Link] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        return sorted({key for one in self.tellings for key in one.keys})

    @property
    def sureness(self) -> Sureness | None:
        """That of its weakest link; None where one document alone tells it."""
        return max((link.sureness for link in self.links), key=_ORDER.index, default=None)

    @property
    def documents(self) -> int:
        return len({one.document_id for one in self.tellings})

    @property
    def disagreements(self) -> list[Disagreement]:
        return disagreements(self.tellings)


def studies(told: Iterable[Telling]) -> list[Study]:
    """Put tellings of one study together; studies in the order in which they are first told."""
    every = [Study([one]) for one in told]
    every = _by_key(every)
    every = _by_name(every)
    return _likely(every)


def _by_key(every: list[Study]) -> list[Study]:
    """One key, one study, also within a document."""
    groups = _Groups(every)
    first: dict[str, int] = {}
    for n, study in enumerate(every):
        for key in study.keys:
            if key in first:
                groups.join(first[key], n, "certain", key)
            first.setdefault(key, n)
    return groups.joined()


def _by_name(every: list[Study]) -> list[Study]:
    """One author of one script, one year, one size, and no two diseases; a document that has two such studies links none."""
    groups = _Groups(every)
    told: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    for n, study in enumerate(every):
        for one in study.tellings:
            if one.authors and one.year is not None and one.n_patients is not None:
                script = "han" if _HAN.search(one.authors[0]) else "latin"
                for key in spellings(one.authors[0]):
                    told[f"{script} {key}", one.year, one.n_patients].append(n)
    for (_, year, size), numbers in told.items():
        bucket = list(dict.fromkeys(numbers))
        for n in bucket:
            near = [m for m in bucket if m != n and _same_name(every[n], every[m])]
            if near and not _one_document(every, [n, *near]):
                groups.join(n, near[0], "by name", f"{_author(every[n])} {year}, n = {size}")
    return groups.joined()


def _same_name(a: Study, b: Study) -> bool:
    return not _keys_clash(a, b) and any(
        one_name(x.authors[0], y.authors[0]) is True and _agree(x.conditions, y.conditions) and _agree(x.species, y.species)
        for x in a.tellings for y in b.tellings
        if x.authors and y.authors and _same_script(x, y) and (x.year, x.n_patients) == (y.year, y.n_patients)
    )  # fmt: skip


def _likely(every: list[Study]) -> list[Study]:
    """Across scripts, where no other study is as close."""
    groups = _Groups(every)
    told: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    for n, study in enumerate(every):
        for one in study.tellings:
            if one.authors and one.year is not None and one.n_patients is not None and one.n_patients >= _LEAST:
                for condition in one.conditions:
                    told[one.year, one.n_patients, condition].append(n)
    for (year, size, condition), numbers in sorted(told.items()):
        bucket = list(dict.fromkeys(numbers))
        near = {n: [m for m in bucket if m != n and _may_be_one(every[n], every[m])] for n in bucket}
        for n, (*others,) in near.items():
            if len(others) == 1 and near[others[0]] == [n] and n < others[0] and not _one_document(every, [n, others[0]]):
                groups.join(n, others[0], "likely", f"{year}, n = {size}, {condition}; names in two scripts")
    return groups.joined()


def _may_be_one(a: Study, b: Study) -> bool:
    """Whether no name, cell or species rules out that two studies are one; each states what it is compared by."""
    pairs = [(x, y) for x in a.tellings for y in b.tellings]
    if not any(_same_script(x, y) is False for x, y in pairs) or _keys_clash(a, b):
        return False
    return all(
        bool(x.cells & y.cells) and _agree(x.species, y.species) and _agree(x.conditions, y.conditions)
        and (x.year, x.n_patients) == (y.year, y.n_patients) and _name_may_be(x, y)
        for x, y in pairs
    )  # fmt: skip


def _keys_clash(a: Study, b: Study) -> bool:
    """Whether the two have keys of one kind, which then are different ones."""
    kinds = [{key.partition(":")[0] for key in study.keys} for study in (a, b)]
    return bool(kinds[0] & kinds[1])


def _name_may_be(a: Telling, b: Telling) -> bool:
    """Whether two names may be one: a bare surname in characters must be read as the other, a longer one may be sounded out."""
    said = one_name(a.authors[0], b.authors[0])
    if said is not None:
        return said
    han = next((one.authors[0] for one in (a, b) if _HAN.search(one.authors[0])), "")
    return not _SOMEBODY.match(han)


def _same_script(a: Telling, b: Telling) -> bool | None:
    if not a.authors or not b.authors:
        return None
    return bool(_HAN.search(a.authors[0])) == bool(_HAN.search(b.authors[0]))


def _agree(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of concepts do not contradict; what one leaves out contradicts nothing."""
    return not a or not b or bool(a & b)


def _one_document(every: list[Study], numbers: list[int]) -> bool:
    """Whether two of these studies stand in one document, which keeps them apart."""
    documents = [one.document_id for n in numbers for one in {t.document_id: t for t in every[n].tellings}.values()]
    return len(documents) != len(set(documents))


def _author(study: Study) -> str:
    return next((one.authors[0] for one in study.tellings if one.authors), "")


class _Groups:
    """Which studies have turned out to be one."""

    def __init__(self, every: list[Study]) -> None:
        self.every = every
        self.first = list(range(len(every)))
        self.links: list[tuple[int, Link]] = []

    def find(self, n: int) -> int:
        while self.first[n] != n:
            self.first[n] = self.first[self.first[n]]
            n = self.first[n]
        return n

    def join(self, a: int, b: int, sureness: Sureness, why: str) -> None:
        x, y = sorted((self.find(a), self.find(b)))
        if x == y:
            return
        self.first[y] = x
        one, other = self.every[a].tellings[0], self.every[b].tellings[0]
        if one.document_id != other.document_id:
            self.links.append((x, Link(one.document_id, other.document_id, sureness, why)))

    def joined(self) -> list[Study]:
        told: dict[int, Study] = {}
        for n, study in enumerate(self.every):
            home = told.setdefault(self.find(n), Study([]))
            home.tellings += study.tellings
            home.links += study.links
        for n, link in self.links:
            told[self.find(n)].links.append(link)
        return list(told.values())
