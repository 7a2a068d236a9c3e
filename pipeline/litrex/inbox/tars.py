"""Tar archives, plain or packed: read once from front to back, so that neither their size nor what they claim costs memory."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from litrex.inbox.members import ArchiveError, Member, bomb, is_bomb, too_big, too_many
from litrex.settings import Settings

_HEADERS = 1_000_000  # what may stand between two members: padding and headers, which tarfile reads in one go
_TAIL = 40_960  # bytes; the standard library reads a quarter of it ahead
_XZ_MEMORY = 256_000_000  # bytes; the window of xz -9 takes 65 million
_DAMAGED = "pack it again, or fetch it again"
BROKEN = (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError, ValueError)


class _Xz:
    """Unpacks xz within a bound of memory, which the standard library's file object does not take."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._rest = file, b""
        self._unpacker = lzma.LZMADecompressor(memlimit=_XZ_MEMORY)

    def read(self, size: int) -> bytes:
        while True:
            if self._unpacker.eof:
                self._rest = self._unpacker.unused_data or self._file.read(1 << 16)
                if not self._rest.strip(b"\0"):
                    return b""
                self._unpacker = lzma.LZMADecompressor(memlimit=_XZ_MEMORY)
            elif self._unpacker.needs_input:
                self._rest = self._file.read(1 << 16)
                if not self._rest:
                    raise EOFError("the xz stream is cut off")
            told = self._unpacker.decompress(self._rest, size)
            self._rest = b""
            if told:
                return told


@dataclass(slots=True)
class _Bounded:
    """A stream of unpacked bytes that ends with an error where it gives more than it was allowed."""

    stream: BinaryIO | _Xz
    packed: BinaryIO
    limits: Settings
    given: int = 0
    tail: bytes = b""
    allowed: int = field(default=_HEADERS)

    def read(self, size: int) -> bytes:
        told = self.stream.read(size)
        self.given += len(told)
        self.tail = (self.tail + told)[-_TAIL:]
        if self.given > self.limits.max_archive_bytes:
            raise too_big(self.limits)
        if is_bomb(self.given, self.packed.tell(), self.limits):
            raise bomb(self.limits)
        if self.given > self.allowed:
            raise ArchiveError("a header of the archive is larger than any name needs, as in a bomb")
        return told


def members(file: BinaryIO, limits: Settings) -> Iterator[Member]:
    """Give the files, links and devices of a tar in their order, each to be read before the next is asked for.

    Raises ArchiveError where it is damaged or cut off, has too many members, or unpacks to more than it should.
    """
    try:
        yield from _members(_Bounded(_unpacked(file), file, limits), limits)
    except BROKEN as error:
        raise ArchiveError(f"the archive is damaged ({error})", _DAMAGED) from error


def _members(stream: _Bounded, limits: Settings) -> Iterator[Member]:
    with tarfile.open(fileobj=cast("BinaryIO", stream), mode="r|", errors="surrogateescape") as archive:
        count = 0
        while (entry := _next(archive, stream)) is not None:
            archive.members = []  # type: ignore[attr-defined]  # else it keeps every entry that was
            count += 1
            if count > limits.max_archive_members:
                raise too_many(limits)
            if not entry.isdir():
                stream.allowed = stream.given + entry.size + _HEADERS
                yield Member(entry.name, entry.size, _opener(archive, entry), trouble=_trouble(entry))
        _must_be_whole(stream, archive.offset)


def _next(archive: tarfile.TarFile, stream: _Bounded) -> tarfile.TarInfo | None:
    """The next entry; on the way there the rest of the last one is passed over, and no more than headers beside it."""
    stream.allowed = max(stream.given, archive.offset) + _HEADERS
    return archive.next()


def _must_be_whole(stream: _Bounded, end: int) -> None:
    """Make sure that the archive ends where tarfile says: a damaged header in the middle looks like the end to it.

    The end is a block of zeros, or there is nothing more. Reading goes on behind it, since only at its very end a packed
    stream tells that it was cut off or damaged.
    """
    behind = stream.given - end
    if behind > 0 and stream.tail[len(stream.tail) - behind :][:512].strip(b"\0"):
        raise ArchiveError("the archive is damaged (a header in the middle is none)", _DAMAGED)
    while stream.read(1 << 16):
        stream.allowed = stream.given + _HEADERS


def _opener(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        file = archive.extractfile(entry)
        if file is None:
            raise ArchiveError("the archive is damaged (a member has no bytes)", _DAMAGED)
        return cast("BinaryIO", file)

    return opened


def _unpacked(file: BinaryIO) -> BinaryIO | _Xz:
    """The bytes of the tar itself; what packs it is told by its first bytes, not by its name."""
    file.seek(0)
    head = file.read(6)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return cast("BinaryIO", gzip.GzipFile(fileobj=file))
    if head.startswith(b"BZh"):
        return cast("BinaryIO", bz2.BZ2File(file))
    return _Xz(file) if head == b"\xfd7zXZ\x00" else file


def _trouble(entry: tarfile.TarInfo) -> str | None:
    if entry.issym() or entry.islnk():
        return "it is a link, which could lead anywhere"
    if not entry.isreg():
        return "it is a device or a pipe"
    return "it has holes, which unpack to more than it holds" if entry.issparse() else None
