"""What a search of an inbox gives: articles, second names of the same bytes, and what was refused."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from litrex.documents.opening import read_whole
from litrex.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Details:
    """What a manifest says of an article; None where it says nothing."""

    licence: str | None = None
    doi: str | None = None
    title: str | None = None
    lang: str | None = None
    url: str | None = None


UNKNOWN = Details()


@dataclass(frozen=True, slots=True)
class Item:
    """An article that was found: the name it goes by, where its bytes lie, their count and hash.

    `source` of a member of an archive is ``reviews.zip!/2019/knee.xml``, and `path` then the place it was unpacked to. Items can
    be handed to other processes.
    """

    source: str
    path: Path
    size: int
    sha256: str
    details: Details = UNKNOWN

    def read(self) -> bytes:
        """Read the bytes that were found.

        Raises DocumentError where the file is gone, or holds other bytes than when it was found.
        """
        try:
            data = read_whole(self.path, self.source, self.size)
        except DocumentError as error:
            if "max_file_bytes" not in error.message:
                raise
            data = b""
        if len(data) != self.size or hashlib.sha256(data).hexdigest() != self.sha256:
            raise DocumentError("the file changed after it was found", place=self.source, remedy="run again when it is whole")
        return data


@dataclass(frozen=True, slots=True)
class Twin:
    """A second name of bytes that were found before, under the name `of`: what becomes of those becomes of this."""

    source: str
    of: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Refused:
    """What was not taken, why, and what to do about it."""

    source: str
    reason: str
    remedy: str


Found = Item | Twin | Refused


def refused(error: DocumentError) -> Refused:
    """Turn an error into what the batch goes on with."""
    return Refused(error.place, error.message, error.remedy)
