"""Opening files that may be anything: nothing here waits on a pipe or rewinds a tape."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from litrex.errors import DocumentError

MAX_BYTES = 200_000_000
_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def opened(path: Path, name: str) -> BinaryIO:
    """Open a regular file for reading; `name` is what errors call it.

    Its kind is looked at before the opening and again after it: a pipe that nobody writes to would hold up a night's batch, and
    what stands under a name may be exchanged in between.

    Raises DocumentError where there is nothing, no right to read it, or no file but a folder, a pipe, a device or
    a link in a circle.
    """
    try:
        refuse_kind(path.stat().st_mode, name)
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        file = os.fdopen(number, "rb")
    except FileNotFoundError:
        raise DocumentError("there is no such file", place=name, remedy="check the path") from None
    except OSError as error:
        remedy = "put the file itself there" if path.is_symlink() else "check its permissions"
        raise DocumentError(f"the file cannot be read ({error.strerror})", place=name, remedy=remedy) from error
    try:
        refuse_kind(os.fstat(number).st_mode, name)
    except DocumentError:
        file.close()
        raise
    return file


def read_whole(path: Path, name: str, max_bytes: int) -> bytes:
    """Read a file of at most `max_bytes`; a longer one costs no more memory than that.

    Raises DocumentError as `opened` does, and for a longer file.
    """
    with opened(path, name) as file:
        try:
            data = file.read(max_bytes + 1)
        except OSError as error:
            told = f"the file cannot be read ({error.strerror})"
            raise DocumentError(told, place=name, remedy="check the disk it lies on") from error
    if len(data) > max_bytes:
        raise too_large(name, max_bytes)
    return data


def too_large(name: str, max_bytes: int) -> DocumentError:
    """Say that a file has more bytes than are read."""
    told = f"the file has more bytes than max_file_bytes = {max_bytes:,}"
    return DocumentError(told, place=name, remedy="raise max_file_bytes, or split the file")


def refuse_kind(mode: int, name: str) -> None:
    """Raise DocumentError where the mode of a path is not that of a regular file.

    >>> refuse_kind(stat.S_IFIFO, "inbox/a.txt")
    Traceback (most recent call last):
    litrex.errors.DocumentError: inbox/a.txt: this is a pipe, no file; put a file there
    """
    if stat.S_ISDIR(mode):
        raise DocumentError("this is a folder", place=name, remedy="name the files in it, or let them be discovered")
    if not stat.S_ISREG(mode):
        kind = _KINDS.get(stat.S_IFMT(mode), "something else")
        raise DocumentError(f"this is {kind}, no file", place=name, remedy="put a file there")
