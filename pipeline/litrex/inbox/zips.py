"""Zip archives: what they claim is checked before anything is unpacked."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from litrex.inbox.members import ArchiveError, Member, bomb, is_bomb, too_big, too_many
from litrex.inbox.names import encoding_of
from litrex.settings import Settings

_END, _END_64, _LOCATOR_64, _ENTRY = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x01\x02"
_ENTRY_BYTES, _LOCAL_BYTES = 46, 30
_ENCRYPTED, _UTF8 = 0x1, 0x800
_UNIX, _UNICODE_PATH = 3, 0x7075
_OFFICE = {"[Content_Types].xml", "mimetype"}  # first members of DOCX, XLSX, ODT, EPUB: an article, no archive of articles
_DAMAGED = "pack it again, or fetch it again"


def members(file: BinaryIO, limits: Settings) -> Iterator[Member]:
    """Give the files of a zip, in the order they stand in it.

    Raises ArchiveError where it is no zip, has too many members, or is made to unpack to more than it holds: by its ratio, or by
    members that lie over one another.
    """
    _count(file, limits)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, UnicodeDecodeError) as error:
        raise ArchiveError(f"the archive is damaged ({error})", _DAMAGED) from error
    with archive:
        entries = archive.infolist()
        _refuse_bombs(entries, limits)
        encoding = encoding_of([_raw_name(entry) for entry in entries if not entry.flag_bits & _UTF8])
        for entry in entries:
            name = _name(entry, encoding)
            if not name.endswith("/") or _trouble(entry):
                opener = partial(archive.open, entry)
                yield Member(name, entry.file_size, cast("partial[BinaryIO]", opener), entry.compress_size, _trouble(entry))


def is_office(file: BinaryIO) -> bool:
    """Tell an office document or a book, which are zips too, by the first member."""
    file.seek(0)
    head = file.read(_LOCAL_BYTES + 64)
    file.seek(0)
    length = int.from_bytes(head[26:28], "little")
    return head.startswith(b"PK\x03\x04") and head[_LOCAL_BYTES : _LOCAL_BYTES + length].decode("latin-1") in _OFFICE


def _count(file: BinaryIO, limits: Settings) -> None:
    """Count the entries before they become objects: ten million of them would fill the memory.

    What the end of the archive claims to hold may be a lie; what the standard library goes by is the size of the directory.
    """
    start, size = _directory(file)
    file.seek(start)
    done = count = 0
    while done < size:
        head = file.read(_ENTRY_BYTES)
        if len(head) < _ENTRY_BYTES or not head.startswith(_ENTRY):
            break
        rest = sum(struct.unpack("<3H", head[28:34]))
        file.seek(rest, 1)
        done += _ENTRY_BYTES + rest
        count += 1
        if count > limits.max_archive_members:
            raise too_many(limits)
    file.seek(0)


def _directory(file: BinaryIO) -> tuple[int, int]:
    """Where the central directory starts, and its size in bytes."""
    length = file.seek(0, 2)
    tail_at = max(0, length - 65_557)
    file.seek(tail_at)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise ArchiveError("this is no zip archive, or one that is cut off", _DAMAGED)
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    end = tail_at + at
    locator = tail[at - 20 : at] if at >= 20 else b""
    if locator.startswith(_LOCATOR_64):
        end = int.from_bytes(locator[8:16], "little")
        file.seek(min(end, length))
        record = file.read(56)
        if record.startswith(_END_64):
            size = int.from_bytes(record[40:48], "little")
    return max(0, end - size), size


def _refuse_bombs(entries: list[zipfile.ZipInfo], limits: Settings) -> None:
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if unpacked > limits.max_archive_bytes:
        raise too_big(limits)
    if is_bomb(unpacked, packed, limits):
        raise bomb(limits)
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise ArchiveError("the members of the archive lie over one another, as in a bomb")
        end = entry.header_offset + _LOCAL_BYTES + len(_raw_name(entry)) + entry.compress_size


def _raw_name(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437", "replace")


def _name(entry: zipfile.ZipInfo, encoding: str) -> str:
    """The name as it was meant; Windows programs write ``\\`` between folders."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8:
        name = _unicode_path(entry.extra) or _raw_name(entry).decode(encoding, "replace")
    return name.replace("\\", "/")


def _unicode_path(extra: bytes) -> str | None:
    """The name in UTF-8 that some programs put beside the one in the encoding of their system."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack("<2H", extra[at : at + 4])
        if kind == _UNICODE_PATH and length > 5:
            return extra[at + 9 : at + 4 + length].decode("utf-8", "replace")
        at += 4 + length
    return None


def _trouble(entry: zipfile.ZipInfo) -> str | None:
    mode = entry.external_attr >> 16
    if entry.create_system == _UNIX and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "it is a link, which could lead anywhere" if stat.S_ISLNK(mode) else "it is a device or a pipe"
    return "it is encrypted" if entry.flag_bits & _ENCRYPTED else None
