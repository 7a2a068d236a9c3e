"""The room that members of archives are unpacked to: under the hash of their bytes, never under a name they bring."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from litrex.documents.opening import opened, too_large
from litrex.errors import OutputError
from litrex.inbox.item import UNKNOWN, Details, Item

_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Spool:
    """A folder for unpacked members, and the size up to which a file is taken."""

    room: Path
    max_file_bytes: int

    def take(self, stream: BinaryIO, source: str) -> Item:
        """Copy a member into the room, a piece at a time; one that has more bytes than allowed is gone again.

        The same bytes are kept once, and a file appears there whole or not at all, so that a room may be used again after a kill.

        Raises DocumentError for too large a member, OutputError where the room cannot be written, and what the stream raises.
        """
        with _writing(self.room):
            self.room.mkdir(parents=True, exist_ok=True)
            number, name = tempfile.mkstemp(prefix=".new-", dir=self.room)
        try:
            with os.fdopen(number, "wb", buffering=0) as file:
                item = _measured(stream, source, self.max_file_bytes, file)
            kept = self.room / item.sha256
            Path(name).replace(kept)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return Item(source, kept, item.size, item.sha256)


def measure(path: Path, source: str, max_file_bytes: int, details: Details = UNKNOWN) -> Item:
    """Count and hash the bytes of a file where it stands.

    Raises DocumentError where it cannot be opened or is too large.
    """
    with opened(path, source) as file:
        found = _measured(file, source, max_file_bytes, None)
    return Item(source, path, found.size, found.sha256, details)


@contextmanager
def _writing(room: Path) -> Iterator[None]:
    """Tell a disk that says no from an archive that is damaged: the one is OSError as is the other."""
    try:
        yield
    except OSError as error:
        told = f"members of archives cannot be unpacked there ({error.strerror})"
        raise OutputError(told, place=str(room), remedy="free space, or set TMPDIR to a folder that has it") from error


def _measured(stream: BinaryIO, source: str, max_file_bytes: int, copy: FileIO | None) -> Item:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > max_file_bytes:
            raise too_large(source, max_file_bytes)
        digest.update(chunk)
        if copy is not None:
            with _writing(Path(str(copy.name))):
                _write(copy, chunk)
    return Item(source, Path(), size, digest.hexdigest())


def _write(file: FileIO, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[file.write(rest) :]
