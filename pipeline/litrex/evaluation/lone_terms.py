"""Terms that one sample alone speaks for: what a lexicon may owe to the articles its rules were written on.

A term counts by all its names. The samples are the open half of the development set and the articles that the gold names by
their content; an article in two languages is one sample. A term that stands in one of them alone needs something else to vouch
for it: an ontology's id, or a public corpus. The project's own articles vouch for nothing, since they were written here.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from litrex import documents, text
from litrex.errors import UsageError
from litrex.evaluation.corpora import passages
from litrex.evaluation.materials import Group, Material
from litrex.lexicons import Lexicon, Term, define_abbreviations

MOST = 20  # more than so many, and the lexicon leans on its samples

Key = tuple[str, str]  # kind and id of a term
_HEADER = ["kind", "id", "term", "reason"]


@dataclass(frozen=True, slots=True)
class LoneTerm:
    """A term that stands in `sample` alone; `reason` says why it is kept, None where nobody has said."""

    term: Term
    sample: str
    reason: str | None


def samples(materials: Iterable[Material]) -> dict[str, list[Path]]:
    """Take the documents at hand that rules may be written from, by the name of the article, languages together."""
    found: dict[str, list[Path]] = {}
    for one in materials:
        if one.group in (Group.ARTICLE, Group.DEV_OPEN) and one.document is not None:
            found.setdefault(one.gold.name.split(".")[0], []).append(one.document)
    return found


def candidates(found: Mapping[str, Iterable[Path]], lexicon: Lexicon) -> dict[Key, str]:
    """Find the terms without an ontology id that stand in one sample alone, each with its name."""
    standing: dict[Key, set[str]] = {}
    for name, paths in found.items():
        for path in paths:
            clean = text.clean(documents.read(path))
            for match in lexicon.find(clean.folded, abbreviations=define_abbreviations(clean.folded, lexicon)):
                if not match.term.ontology_id:
                    standing.setdefault((match.term.kind, match.term.id), set()).add(name)
    return {key: min(names) for key, names in sorted(standing.items()) if len(names) == 1}


def vouched(keys: Collection[Key], files: Iterable[Path], lexicon: Lexicon) -> set[Key]:
    """Find those terms that stand in a corpus too, as the whole lexicon reads it; a file is read only while terms are wanting.

    A search for these terms alone comes first: it is quick, and takes a short name inside another term's longer one too.
    """
    wanting = set(keys)
    for path in files:
        if not wanting:
            break
        alone = Lexicon(term for key in sorted(wanting) if (term := lexicon.get(*key)))
        for passage in passages(path):
            folded = text.fold(passage)
            if _keys(alone, folded) & wanting:
                wanting -= _keys(lexicon, folded)
    return set(keys) - wanting


def _keys(lexicon: Lexicon, folded: str) -> set[Key]:
    return {(match.term.kind, match.term.id) for match in lexicon.find(folded)}


def lone_terms(found: Mapping[Key, str], seen: Collection[Key], reasons: Mapping[Key, str], lexicon: Lexicon) -> list[LoneTerm]:
    """List the candidates that nothing vouches for, in the order of kind and id."""
    left = ((lexicon.get(*key), key, sample) for key, sample in sorted(found.items()) if key not in seen)
    return [LoneTerm(term, sample, reasons.get(key)) for term, key, sample in left if term]


def read_reasons(path: Path) -> dict[Key, str]:
    """Read why terms are kept, by kind and id; where there is no file there are none.

    Raises UsageError where a line has other columns than kind, id, term and reason.
    """
    if not path.exists():
        return {}
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, start=1):
        if len(row) != len(_HEADER) or (number == 1 and row != _HEADER):
            remedy = f"four columns, tab-separated: {', '.join(_HEADER)}"
            raise UsageError("this line is none of a table of reasons", place=f"{path}:{number}", remedy=remedy)
    return {(row[0], row[1]): row[3].strip() for row in rows[1:] if row[3].strip()}
