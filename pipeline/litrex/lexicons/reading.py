"""Read lexicon files; later folders lie over earlier ones."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from litrex.errors import LexiconError
from litrex.lexicons.terms import CLASSES, KINDS, Term

_REQUIRED = ("id", "en", "zh")
_OWN = frozenset((*_REQUIRED, "abbr", "ontology_id", "id_source"))


@dataclass(frozen=True, slots=True)
class Line:
    """One term as one line of a file gives it; `place` is file and line."""

    place: str
    term: Term


def built_in() -> Iterator[Line]:
    """Read the lexicons that come with the package, file by file in the order of their names."""
    for path in sorted(files("litrex.lexicons").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".tsv"):
            yield from read(path, path.name)


def folder(directory: str) -> Iterator[Line]:
    """Read the lexicons of a folder of the user's.

    Raises LexiconError if there is no such folder, or a file in it is of no known kind.
    """
    root = Path(directory)
    if not root.is_dir():
        raise LexiconError("there is no such folder", place=directory, remedy="set lexicon_dirs to folders with *.tsv files")
    for path in sorted(root.glob("*.tsv")):
        yield from read(path, str(path))


def read(path: Traversable, place: str) -> Iterator[Line]:
    """Read one file.

    Raises LexiconError if the kind is unknown, the header lacks a column, a line has more cells than the header, or no id.
    """
    kind = path.name.split(".", 1)[0]
    if kind not in KINDS:
        raise LexiconError(f"there is no kind {kind!r}", place=place, remedy=f"name the file after one of: {', '.join(KINDS)}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError("this is not UTF-8", place=place, remedy="save the file as UTF-8") from error
    header: list[str] | None = None
    for number, cells in enumerate(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        if not cells or cells[0].startswith("#") or not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _header(cells, f"{place}:{number}")
        else:
            yield Line(f"{place}:{number}", _term(kind, header, cells, f"{place}:{number}"))


def _header(cells: list[str], place: str) -> list[str]:
    header = [cell.strip() for cell in cells]
    if missing := [name for name in _REQUIRED if name not in header]:
        raise LexiconError(
            f"the header has no column {', '.join(missing)}", place=place, remedy="begin with a line: id, en, zh (tab-separated)"
        )
    return header


def _term(kind: str, header: list[str], cells: list[str], place: str) -> Term:
    if len(cells) > len(header):
        raise LexiconError(
            f"{len(cells)} cells under {len(header)} columns", place=place, remedy="take the surplus tabs out of the line"
        )
    row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
    if not row["id"]:
        raise LexiconError("the id is empty", place=place, remedy="give the term an id in lower case, words joined by _")
    return Term(
        kind, row["id"], _variants(row, "en"), _variants(row, "zh"), _variants(row, "abbr"),
        {name: cell for name, cell in row.items() if cell and name not in _OWN},
        row.get("ontology_id", ""), row.get("id_source", ""),
    )  # fmt: skip


def _variants(row: dict[str, str], column: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in row.get(column, "").split("|") if (name := part.strip())))


def gather(lines: Iterable[Line]) -> dict[tuple[str, str], Term]:
    """The terms by kind and id; one that stands in two files of its kind has the variants of both."""
    terms: dict[tuple[str, str], Term] = {}
    for line in lines:
        key = (line.term.kind, line.term.id)
        terms[key] = _over(terms[key], line.term) if key in terms else line.term
    return terms


def merge(below: dict[tuple[str, str], Term], above: Iterable[Line]) -> None:
    """Lay a folder's terms over those there are: variants are added, other columns replaced, and a variant that was another
    term's moves to the new one, since whoever writes a lexicon of his own means it.

    Raises LexiconError if two lines of the folder claim one variant, or a new term has none.
    """
    holders = {(term.kind, variant): term.id for term in below.values() for variant in term.variants if term.kind not in CLASSES}
    claimed: dict[tuple[str, str], str] = {}
    for line in above:
        term = line.term
        _claim(line, claimed)
        old = below.get((term.kind, term.id))
        if old is None and not (term.variants or term.abbr):
            raise LexiconError(
                f"the term {term.id!r} has no name", place=line.place, remedy="fill the column en or zh, or use a known id"
            )
        for variant in term.variants if term.kind not in CLASSES else ():
            holder = holders.get((term.kind, variant), term.id)
            if holder != term.id:
                below[term.kind, holder] = _without(below[term.kind, holder], variant)
            holders[term.kind, variant] = term.id
        below[term.kind, term.id] = term if old is None else _over(below[term.kind, term.id], term)


def _claim(line: Line, claimed: dict[tuple[str, str], str]) -> None:
    if line.term.kind in CLASSES:
        return
    for variant in line.term.variants:
        other = claimed.setdefault((line.term.kind, variant), line.term.id)
        if other != line.term.id:
            raise LexiconError(
                f"{variant!r} is already a name of {other!r}", place=line.place, remedy="leave it with one of the two terms"
            )


def _without(term: Term, variant: str) -> Term:
    return replace(term, en=tuple(v for v in term.en if v != variant), zh=tuple(v for v in term.zh if v != variant))


def _over(old: Term, new: Term) -> Term:
    return replace(
        old,
        en=tuple(dict.fromkeys(old.en + new.en)),
        zh=tuple(dict.fromkeys(old.zh + new.zh)),
        abbr=tuple(dict.fromkeys(old.abbr + new.abbr)),
        attributes={**old.attributes, **new.attributes},
        ontology_id=new.ontology_id or old.ontology_id,
        id_source=new.id_source or old.id_source,
    )
