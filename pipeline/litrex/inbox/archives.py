"""An archive to the articles in it."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tarfile import TarError
from typing import BinaryIO
from zipfile import BadZipFile

from litrex.documents.opening import opened
from litrex.errors import DocumentError, UsageError
from litrex.inbox import manifest, tars, zips
from litrex.inbox.item import Item, Refused, refused
from litrex.inbox.members import ArchiveError, Member, judge
from litrex.inbox.names import MANIFEST, TARS, shown
from litrex.inbox.spool import Spool
from litrex.settings import Settings

_REMEDY = "unpack it yourself if you trust it, and put the article itself there"
_DAMAGED = (BadZipFile, TarError, EOFError, OSError, RuntimeError, NotImplementedError, zlib.error, lzma.LZMAError, ValueError)
Opener = Callable[[BinaryIO, Settings], Iterator[Member]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A member that was taken, under its name within the archive."""

    name: str
    item: Item


def unpack(path: Path, spool: Spool, limits: Settings) -> list[Item | Refused]:
    """Unpack the articles of an archive into the spool, by name, with what a manifest in it says of them; refuse the rest.

    A member is refused alone. Where the archive itself is cut off or a bomb, what was whole before that stands, and the archive
    is refused under its own name.
    """
    source = shown(path)
    kept: list[_Kept] = []
    told: list[Refused] = []
    try:
        with opened(path, source) as file:
            opener: Opener = tars.members if path.name.lower().endswith(TARS) else zips.members
            for one in _taken(opener(file, limits), source, spool, limits):
                told.append(one) if isinstance(one, Refused) else kept.append(one)
    except ArchiveError as error:
        told.append(Refused(source, error.reason, error.remedy))
    except DocumentError as error:
        told.append(refused(error))
    listed = _manifests(kept, limits)
    found = [_with_details(one, listed) for one in sorted(kept, key=lambda one: one.name) if not _is_manifest(one.name)]
    return [*found, *sorted(told, key=lambda one: one.source)]


def is_office(path: Path) -> bool:
    """Tell an office document that is named like an archive; False too where it cannot be opened, which is told later."""
    try:
        with opened(path, shown(path)) as file:
            return zips.is_office(file)
    except DocumentError:
        return False


def _taken(members: Iterator[Member], source: str, spool: Spool, limits: Settings) -> Iterator[_Kept | Refused]:
    seen: set[str] = set()
    for member in members:
        name = f"{source}!/{shown(member.name.lstrip('/'))}"
        verdict = judge(member, limits)
        if verdict.reason:
            yield Refused(name, verdict.reason, _REMEDY)
        elif verdict.taken and member.name in seen:
            yield Refused(name, "the archive holds this name more than once, and the first was taken", _REMEDY)
        elif verdict.taken:
            seen.add(member.name)
            yield _copied(member, name, spool)


def _copied(member: Member, name: str, spool: Spool) -> _Kept | Refused:
    try:
        with member.open() as stream:
            return _Kept(shown(member.name), spool.take(stream, name))
    except DocumentError as error:
        return refused(error)
    except _DAMAGED as error:
        why = " ".join(str(error).split()) or type(error).__name__
        return Refused(name, f"it is damaged ({why})", "pack the archive again, or fetch it again")


def _is_manifest(name: str) -> bool:
    return name.rpartition("/")[2].lower() == MANIFEST


def _manifests(kept: list[_Kept], limits: Settings) -> dict[str, manifest.Entry]:
    """What the manifests of an archive say, by the member's name; one that cannot be used is none of ours."""
    told: dict[str, manifest.Entry] = {}
    for one in kept:
        if _is_manifest(one.name):
            folder = one.name[: -len(MANIFEST)]
            try:
                listed = manifest.read(one.item.path, limits.max_file_bytes, ours=False)
            except UsageError:
                continue
            told |= {folder + path: entry for path, entry in listed.entries.items()} if listed else {}
    return told


def _with_details(one: _Kept, listed: dict[str, manifest.Entry]) -> Item:
    entry = listed.get(one.name)
    return replace(one.item, details=entry.details) if entry else one.item
