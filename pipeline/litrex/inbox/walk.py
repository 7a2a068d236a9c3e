"""Files, folders and patterns to the files they mean; links that lead out of a folder and pipes are refused."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from litrex.documents import SUFFIXES
from litrex.documents.opening import refuse_kind
from litrex.errors import DocumentError, UsageError
from litrex.inbox.item import Refused, refused
from litrex.inbox.names import ARCHIVES, MANIFEST, is_article, is_hidden, is_packed, shown

_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Place:
    """A file that is meant, and the folder it was found under; None for one that was named."""

    path: Path
    under: Path | None = None


def walk(paths: Iterable[str | Path]) -> Iterator[Place | Refused]:
    """Give the files that paths, folders and patterns name, each once, folders to any depth, always in the same order.

    In a folder, what is called like an article, an archive or a manifest is taken; hidden files and all else are left out:
    figures, tables, programs. A file that is named is always taken, whatever it is called: reading goes by content.

    Raises UsageError where nothing at all was found.
    """
    named = sorted({str(path) for path in paths})
    seen: set[str] = set()
    exists = False
    for one in (one for name in named for one in _meant(name)):
        told = one.source if isinstance(one, Refused) else os.path.realpath(one.path)
        if told not in seen:
            seen.add(told)
            exists = exists or isinstance(one, Refused) or os.path.lexists(one.path)
            yield one
    if not exists:
        raise nothing(named)


def check(paths: Iterable[str | Path]) -> None:
    """Make sure that there is anything to look at, and look no further: wrong use is told before the work.

    Raises UsageError where nothing at all was found.
    """
    any(isinstance(one, Refused) or os.path.lexists(one.path) for one in walk(paths))


def nothing(named: Iterable[str | Path]) -> UsageError:
    """Say that no article was found, and what would have been one."""
    place = ", ".join(str(name) for name in named) or "no path was given"
    remedy = f"name a file, or a folder that holds {' '.join((*SUFFIXES, *ARCHIVES))}"
    return UsageError("no article was found", place=place, remedy=remedy)


def discover(paths: Iterable[str | Path]) -> list[Path]:
    """List the articles that paths, folders and patterns name, sorted, each once; archives are left closed.

    Raises UsageError where nothing at all was found.
    """
    places = [one.path for one in walk(paths) if isinstance(one, Place) and not _is_container(one)]
    if not places:
        raise nothing(paths)
    return sorted(places, key=lambda path: path.as_posix())


def _is_container(place: Place) -> bool:
    return place.under is not None and not is_article(place.path.name)


def _meant(name: str) -> Iterator[Place | Refused]:
    path = Path(name)
    if path.is_dir():
        yield from _inside(path)
    elif os.path.lexists(path) or not _PATTERN.search(name):
        yield Place(path)
    else:
        for match in sorted(_matches(path)):
            yield from _inside(match) if match.is_dir() else [Place(match)]


def _matches(pattern: Path) -> Iterator[Path]:
    """The files that a pattern means, searched from its last part without wildcards; hidden ones only where it names them."""
    parts = pattern.parts
    plain = next(at for at, part in enumerate(parts) if _PATTERN.search(part))
    named_hidden = any(part.startswith(".") and part != ".." for part in parts[plain:])
    root = Path(*parts[:plain])
    for path in root.glob("/".join(parts[plain:])):
        if named_hidden or not any(part.startswith(".") for part in path.relative_to(root).parts):
            yield path


def _inside(folder: Path) -> Iterator[Place | Refused]:
    """Walk a folder without recursion, since folders may be nested as deep as paths may be long."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield Refused(shown(here), f"the folder cannot be read ({error.strerror})", "check its permissions")
            continue
        if not entries and here != folder and is_article(here.name):
            yield Refused(shown(here), "this is a folder, and empty, though named like an article", "put the file itself there")
        kept = [entry for entry in entries if not is_hidden((entry.name,))]
        for entry in kept:
            yield from _entry(entry, folder)
        waiting += [Path(entry.path) for entry in reversed(kept) if entry.is_dir(follow_symlinks=False)]


def _entry(entry: os.DirEntry[str], folder: Path) -> Iterator[Place | Refused]:
    path = Path(entry.path)
    wanted = is_article(path.name) or is_packed(path.name) or path.name.lower() == MANIFEST
    if entry.is_symlink():
        problem = _link_problem(path, folder, wanted)
        if problem:
            yield Refused(shown(path), problem, "put the file itself there")
            return
    if not wanted or path.is_dir():
        return
    try:
        refuse_kind(path.stat().st_mode, shown(path))
    except DocumentError as error:
        yield refused(error)
    except OSError as error:
        yield Refused(shown(path), f"the file cannot be read ({error.strerror})", "check its permissions")
    else:
        yield Place(path, folder)


def _link_problem(link: Path, folder: Path, wanted: bool) -> str | None:
    """Why a link is not followed; one to a folder inside is not either, but what it leads to is found where it stands."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return "this is a link that leads nowhere, or in a circle" if wanted else None
    if target.is_relative_to(folder.resolve()):
        return None
    return "this is a link that leads out of the folder" if wanted or target.is_dir() else None
