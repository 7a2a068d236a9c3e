"""All terms of all kinds, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from litrex.lexicons.index import Hit, Index, plain, spellings
from litrex.lexicons.reading import built_in, folder, gather, merge
from litrex.lexicons.terms import CLASSES, KINDS, Definition, Term, TermMatch

_EVERYDAY = frozenset({"cues", "headers", "groups", "aspects"})  # words of every sentence: in an automaton of their own


class Lexicon:
    """The terms of every kind; finding is done by two automata, built when first needed.

    >>> lexicon = Lexicon([Term("conditions", "asthma", ("asthma",), ("哮喘",))])
    >>> [(m.start, m.end, m.term.id) for m in lexicon.find("哮喘 and asthma")]
    [(0, 2, 'asthma'), (7, 13, 'asthma')]
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = {(term.kind, term.id): term for term in terms}
        self._indexes: dict[bool, Index] = {}
        self._senses: dict[str, list[Term]] | None = None
        self._whole: dict[str, dict[str, Term]] = {}

    def terms(self, kind: str) -> tuple[Term, ...]:
        """All terms of a kind, in the order of the files."""
        return tuple(term for term in self._terms.values() if term.kind == kind)

    def get(self, kind: str, concept: str) -> Term | None:
        """The term of that id, or None."""
        return self._terms.get((kind, concept))

    def abbreviation_senses(self, abbreviation: str) -> tuple[Term, ...]:
        """Every term, of any kind, that lists the abbreviation, ambiguous or not."""
        if self._senses is None:
            self._senses = {}
            for term in self._terms.values():
                for name in {*term.en, *term.abbr}:
                    if " " not in name:
                        self._senses.setdefault(name, []).append(term)
        return tuple(self._senses.get(abbreviation, ()))

    def lookup(self, folded: str, kind: str) -> Term | None:
        """The term that a folded text is a name of as a whole, as the cell of a table is, or None.

        Case, spaces, hyphens, closing colons and what stands in brackets are passed over where the text with them is no name.

        >>> dose = Term("headers", "dose", ("dose",), ("剂量",))
        >>> patients = Term("headers", "n_patients", ("n", "patients"), ("例数",))
        >>> lookup = Lexicon([dose, patients]).lookup
        >>> [t and t.id for t in (lookup(s, "headers") for s in ("Dose:", "剂 量(个/kg)", "N", "Patients (hips)", "doses of it"))]
        ['dose', 'dose', 'n_patients', 'n_patients', None]
        """
        if kind not in self._whole:
            names: dict[str, Term] = {}
            for term in self.terms(kind):
                for variant in (*term.variants, *term.abbr):
                    for form in spellings(variant):
                        names.setdefault(_bare(form), term)
                        names.setdefault(_bare(form) + "s", term)
            self._whole[kind] = names
        names = self._whole[kind]
        return names.get(_bare(folded)) or names.get(_bare(_ASIDE.sub("", folded)))

    def find(
        self, folded: str, kinds: Collection[str] | None = None, abbreviations: Mapping[str, Definition] | None = None
    ) -> list[TermMatch]:
        """Find terms in a folded text (of `kinds`, or of all), by start, the longest first.

        Within a kind only the leftmost longest is kept; kinds may overlap, since an adverse event is often a condition too.
        What the document defines (`abbreviations`) decides what an abbreviation means there; an ambiguous one that it does
        not define counts only if all its senses are one concept.
        """
        defined = abbreviations or {}
        wanted = frozenset(kinds) if kinds is not None else frozenset(KINDS)
        hits = [hit for hit in self._hits(folded, wanted) if self._accepted(hit, defined)]
        found = [(hit.entry.exact is None, TermMatch(hit.start, hit.end, hit.entry.term, hit.entry.variant)) for hit in hits]
        listed = {(match.start, match.term.kind) for sure, match in found if not sure and _distinctive(match.variant)}
        found += [(False, m) for m in _defined(folded, defined, wanted) if (m.start, m.term.kind) not in listed]
        return _longest(found)

    def _hits(self, folded: str, kinds: frozenset[str]) -> Iterator[Hit]:
        for everyday, asked in ((False, kinds - _EVERYDAY), (True, kinds & _EVERYDAY)):
            if asked:
                if everyday not in self._indexes:
                    self._indexes[everyday] = Index(t for t in self._terms.values() if (t.kind in _EVERYDAY) is everyday)
                yield from (hit for hit in self._indexes[everyday].hits(folded) if hit.entry.term.kind in asked)

    def _accepted(self, hit: Hit, defined: Mapping[str, Definition]) -> bool:
        entry = hit.entry
        if entry.exact is None or (not entry.ambiguous and _distinctive(entry.variant)):
            return True
        definition = defined.get(entry.variant)
        if definition is None:
            return not entry.ambiguous or len({term.id for term in self.abbreviation_senses(entry.variant)}) == 1
        of_kind = [term for term in definition.terms if term.kind == entry.term.kind]
        if of_kind:
            return any(term.id == entry.term.id for term in of_kind)
        return not (entry.ambiguous or (definition.spelled and not definition.terms))


def _distinctive(name: str) -> bool:
    """Whether an abbreviation means one thing wherever it stands: four letters or more, or a digit (BCVA, ACR20)."""
    return len(name) >= 4 or any(c.isdigit() for c in name)


_ASIDE = re.compile(r"[(\[][^()\[\]]*[)\]]|[*†‡§#¶]+$")


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", plain(text)).rstrip(":;.").lower()


def _defined(folded: str, defined: Mapping[str, Definition], kinds: frozenset[str]) -> list[TermMatch]:
    """The places of abbreviations that stand in no lexicon but in the document's own definitions."""
    present = {name: what for name, what in defined.items() if name in folded}
    meant = {name: terms for name, what in present.items() if (terms := [t for t in what.terms if t.kind in kinds])}
    if not meant:
        return []
    return [
        TermMatch(match.start(), match.end(), term, match[1])
        for match in _names(tuple(sorted(meant, key=lambda name: (-len(name), name)))).finditer(folded)
        for term in meant[match[1]]
    ]


@lru_cache(maxsize=1000)
def _names(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9])({'|'.join(map(re.escape, names))})(?:s(?![A-Za-z0-9])|(?![A-Za-z0-9]))")


def _longest(found: list[tuple[bool, TermMatch]]) -> list[TermMatch]:
    order = {kind: position for position, kind in enumerate(KINDS)}
    found.sort(key=lambda pair: (pair[1].start, -pair[1].end, order[pair[1].term.kind], pair[0], pair[1].term.id))
    reached: dict[str, int] = {}
    kept = []
    for _, match in found:
        rivals = f"{match.term.kind}/{match.term.id}" if match.term.kind in CLASSES else match.term.kind
        if match.start >= reached.get(rivals, 0):
            reached[rivals] = match.end
            kept.append(match)
    return kept


def load(dirs: tuple[str, ...] = ()) -> Lexicon:
    """Read our lexicons and lay the user's folders over them, in order; cached for the process by where the folders lie.

    Raises LexiconError naming file and line where one cannot be used.
    """
    return _loaded(dirs, Path.cwd() if any(not Path(one).is_absolute() for one in dirs) else None)


@cache
def _loaded(dirs: tuple[str, ...], below: Path | None) -> Lexicon:
    """Read the folders; `below` is the working folder that relative ones start at, and tells two of one name apart."""
    terms = gather(built_in())
    for directory in dirs:
        merge(terms, folder(directory))
    return Lexicon(terms.values())
