"""Everything that an inbox holds, in one pass: files, members of archives, lines of manifests."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from litrex.errors import DocumentError, UsageError
from litrex.inbox import archives, manifest
from litrex.inbox.item import UNKNOWN, Found, Item, Refused, Twin, refused
from litrex.inbox.names import MANIFEST, is_archive, shown
from litrex.inbox.spool import Spool, measure
from litrex.inbox.walk import Place, walk
from litrex.settings import Settings


@contextmanager
def searched(paths: Iterable[str | Path], settings: Settings, room: Path | None = None) -> Iterator[Iterator[Found]]:
    """Give what `search` finds, members of archives unpacked to a room of their own that is gone at the end of the block."""
    if room is not None:
        yield search(paths, settings, room)
        return
    with tempfile.TemporaryDirectory(prefix="litrex-") as made:
        yield search(paths, settings, Path(made))


def search(paths: Iterable[str | Path], settings: Settings, room: Path) -> Iterator[Found]:
    """Give the articles that files, folders, patterns, archives and manifests hold, each content once, always in the same order.

    Members of archives are unpacked to `room`, where their bytes must stay until they are read; workers on other machines need a
    room that they share. Nothing is unpacked elsewhere, whatever names an archive brings. Memory is a name and a hash an article.

    Raises UsageError where no path leads to anything, and for a manifest of which nothing can be used.
    """
    seen: dict[str, str] = {}
    for one in _Search(settings, Spool(room, settings.max_file_bytes)).all(paths):
        if isinstance(one, Refused):
            yield one
        else:
            first = seen.setdefault(one.sha256, one.source)
            yield one if first == one.source else Twin(one.source, first, one.sha256)


@dataclass(slots=True)
class _Search:
    """A search with the manifests it has read, by their folders."""

    settings: Settings
    spool: Spool
    listed: dict[Path, manifest.Manifest | None] = field(default_factory=dict)

    def all(self, paths: Iterable[str | Path]) -> Iterator[Item | Refused]:
        for place in walk(paths):
            if isinstance(place, Refused):
                yield place
            elif place.path.name.lower() == MANIFEST and place.under is not None:
                yield from self._remarks(place.path)
            elif place.under is None and place.path.suffix.lower() in (".csv", ".tsv") and place.path.is_file():
                yield from self._of_list(place)
            elif is_archive(place.path.name) and not archives.is_office(place.path):
                yield from archives.unpack(place.path, self.spool, self.settings)
            else:
                yield self._of_file(place.path, self._entry(place))

    def _of_file(self, path: Path, entry: manifest.Entry | None) -> Item | Refused:
        source = shown(path)
        try:
            item = measure(path, source, self.settings.max_file_bytes, entry.details if entry else UNKNOWN)
        except DocumentError as error:
            return refused(error)
        if entry and entry.sha256 not in (None, item.sha256):
            return Refused(source, "its bytes are not those that the manifest lists (sha256)", "fetch it again")
        return item

    def _of_list(self, place: Place) -> Iterator[Item | Refused]:
        """The articles of a manifest that was named; another CSV that was named is read as an article, as any file is."""
        ours = place.path.name.lower() == MANIFEST
        listed = manifest.read(place.path, self.settings.max_file_bytes, ours=ours)
        if listed is None:
            yield self._of_file(place.path, None)
            return
        yield from listed.refused
        folder = place.path.parent
        for entry in listed.entries.values():
            path = folder / entry.path
            if _stays(path, folder):
                yield self._of_file(path, entry)
            else:
                told = "its path leads out of the manifest's folder by a link"
                yield Refused(f"{shown(place.path)}:{entry.line}", told, "put the file itself there")

    def _remarks(self, path: Path) -> Iterator[Refused]:
        """What is wrong with a manifest in a folder; its files are found beside it."""
        listed = self._of_folder(path.parent)
        if listed is not None:
            yield from listed.refused
            for entry in listed.entries.values():
                if not (path.parent / entry.path).exists():
                    yield Refused(f"{shown(path)}:{entry.line}", f"there is no file {entry.path}", "fetch it again")

    def _entry(self, place: Place) -> manifest.Entry | None:
        """The line on a file in the manifest of its folder or of one above it, up to the one that was named."""
        for folder in (place.path.parent, *place.path.parent.parents):
            listed = self._of_folder(folder)
            found = listed.entries.get(place.path.relative_to(folder).as_posix()) if listed else None
            if found or place.under is None or folder == place.under:
                return found
        return None

    def _of_folder(self, folder: Path) -> manifest.Manifest | None:
        """The manifest of a folder; one of which nothing can be used is refused, and the files beside it count."""
        if folder not in self.listed:
            path = folder / MANIFEST
            try:
                told = manifest.read(path, self.settings.max_file_bytes, ours=False) if path.is_file() else None
            except UsageError as error:
                told = manifest.Manifest({}, (Refused(error.place, error.message, error.remedy),))
            self.listed[folder] = told
        return self.listed[folder]


def _stays(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return True
