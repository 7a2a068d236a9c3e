"""Which files a command line means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from litrex.errors import UsageError

_PATTERN = re.compile(r"[*?\[]")
SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".xml", ".nxml")
NOT_READ_YET = (".pdf", ".doc", ".docx", ".rtf", ".odt", ".epub")
_OFFICE_LOCK = "~$"  # Word leaves such a file beside one that is open


def discover(paths: Iterable[str | Path]) -> list[Path]:
    """List the files that paths, folders and patterns name, sorted, each once.

    Folders are searched to any depth for the suffixes we read, and for those of articles in formats not read yet: they are taken
    so that they are set aside with their reason, not lost without a word. Hidden files and folders are left out, and so is all
    else: figures, tables, programs. A file that is named is always taken, whatever it is called: reading goes by content. A
    named file that does not exist is taken too where others are there, so that it is set aside instead of ending the batch.

    Raises UsageError where nothing at all was found.
    """
    named = [str(path) for path in paths]
    found = {path.resolve(): path for name in reversed(named) for path in _meant(name)}
    if not any(path.exists() for path in found):
        raise UsageError(
            "no article was found",
            place=", ".join(named) or "no path was given",
            remedy=f"name a file, or a folder that holds {' '.join(SUFFIXES)}",
        )
    return sorted(found.values(), key=lambda path: path.as_posix())


def _meant(name: str) -> Iterator[Path]:
    path = Path(name)
    if path.is_dir():
        yield from _inside(path)
    elif path.exists() or not _PATTERN.search(name):
        yield path
    else:
        for match in _matches(path):
            if match.is_dir():
                yield from _inside(match)
            else:
                yield match


def _matches(pattern: Path) -> Iterator[Path]:
    """The files that a pattern means, searched from its last part without wildcards; hidden ones only where it names them."""
    parts = pattern.parts
    plain = next(at for at, part in enumerate(parts) if _PATTERN.search(part))
    named_hidden = any(part.startswith(".") and part != ".." for part in parts[plain:])
    root = Path(*parts[:plain])
    for path in root.glob("/".join(parts[plain:])):
        if named_hidden or not any(part.startswith(".") for part in path.relative_to(root).parts):
            yield path


def _inside(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith((".", _OFFICE_LOCK)) for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() in (*SUFFIXES, *NOT_READ_YET) and path.is_file():
            yield path
