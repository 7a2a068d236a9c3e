"""The manifest of an inbox: a CSV that lists articles and what is known of them.

Columns: `path` (from the manifest's folder, ``/`` between folders) and, as far as known, `licence`, `doi`, `title`, `lang`,
`url`, `sha256`; `license`, `language` and `file` are understood too, other columns are left alone. Lines count from 1, which is
the header.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from pathlib import Path

from litrex.documents.opening import read_whole
from litrex.errors import DocumentError, UsageError
from litrex.inbox.item import Details, Refused
from litrex.inbox.names import readable, shown, unsafe

COLUMNS = ("path", "licence", "doi", "title", "lang", "url", "sha256")
_SAME = {"license": "licence", "language": "lang", "file": "path", "filename": "path"}
_SAY = f"write a header of {', '.join(COLUMNS)}, of which path alone is needed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a manifest: the article's path from the manifest's folder, what is known of it, the hash it should have."""

    line: int
    path: str
    details: Details
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The entries by path, and the lines that cannot be used."""

    entries: dict[str, Entry]
    refused: tuple[Refused, ...] = ()


def read(path: Path, max_bytes: int, *, ours: bool) -> Manifest | None:
    """Read a manifest; None for a CSV without a column `path` where it need not be `ours`.

    A line that cannot be used is refused by its number, and the others count.

    Raises UsageError where nothing of it can be used: no such column, a misspelt one, no text.
    """
    place = shown(path)
    try:
        text = _text(read_whole(path, place, max_bytes))
    except DocumentError as error:
        raise UsageError(error.message, place=place, remedy=error.remedy) from error
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        header = [_SAME.get(name, name) for name in (cell.strip().lower() for cell in next(rows, []))]
        if "path" not in header and not ours:
            return None
        _check(header, place)
        return _manifest(_entries(rows, header, place), place)
    except csv.Error as error:
        raise UsageError(f"this is no CSV ({error})", place=f"{place}:{rows.line_num}", remedy="save it again as CSV") from error


def _text(data: bytes) -> str:
    """Decode what spreadsheets write: UTF-8, UTF-16 with its mark, or the encoding of the system."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    return readable(data.removeprefix(codecs.BOM_UTF8), "cp1252")


def _delimiter(text: str) -> str:
    """What stands between cells: spreadsheets write ``;`` or a tab where the comma is a decimal sign."""
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _check(header: list[str], place: str) -> None:
    for name in header:
        near = get_close_matches(name, COLUMNS, n=1, cutoff=0.8)
        if name not in COLUMNS and near:
            raise UsageError(f"there is no column {name}", place=f"{place}:1", remedy=f"did you mean {near[0]}?")
    if "path" not in header:
        raise UsageError("it has no column path", place=f"{place}:1", remedy=_SAY)
    twice = next((name for name in COLUMNS if header.count(name) > 1), None)
    if twice:
        raise UsageError(f"it has two columns {twice}", place=f"{place}:1", remedy="keep one of them")


def _entries(rows: Iterable[list[str]], header: list[str], place: str) -> Iterator[Entry | Refused]:
    line = 1
    for row in rows:
        line = getattr(rows, "line_num", line + 1)
        cells = {name: cell.strip() for name, cell in zip(header, row, strict=False) if cell.strip()}
        if cells:
            yield _entry(cells, line, f"{place}:{line}", len(row) > len(header))


def _entry(cells: dict[str, str], line: int, place: str, overfull: bool) -> Entry | Refused:
    if overfull:
        return Refused(place, "the line has more cells than the header", "put cells that hold a comma into quotes")
    path = cells.get("path", "").replace("\\", "/")
    if not path:
        remedy = "fetch the article and give its path" if "url" in cells else "give its path from the manifest's folder"
        return Refused(place, "the line gives no path", remedy)
    problem = unsafe(path)
    if problem:
        return Refused(place, problem.replace("the archive", "the manifest's folder"), "give a path within the manifest's folder")
    told = Details(*(cells.get(name) for name in ("licence", "doi", "title", "lang", "url")))
    return Entry(line, str(Path(path).as_posix()), told, cells.get("sha256", "").lower() or None)


def _manifest(told: Iterable[Entry | Refused], place: str) -> Manifest:
    entries: dict[str, Entry] = {}
    refused: list[Refused] = []
    for one in told:
        if isinstance(one, Refused):
            refused.append(one)
        elif entries.setdefault(one.path, one).details != one.details:
            first = entries[one.path].line
            refused.append(Refused(f"{place}:{one.line}", f"line {first} says otherwise of {one.path}", "keep one of them"))
    return Manifest(entries, tuple(refused))
