"""Names of files and of members of archives: how they are shown, and which of them lead out of their folder."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

from litrex.documents import NOT_READ_YET, SUFFIXES
from litrex.documents.encoding import likeness

OFFICE_LOCK = "~$"  # Word leaves such a file beside one that is open
TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz", ".tbz2", ".tar.xz", ".txz")
ARCHIVES = (".zip", *TARS)
PACKED = (*ARCHIVES, ".7z", ".rar", ".gz", ".bz2", ".xz")
MANIFEST = "manifest.csv"
_LAST_OF_BIG5 = 0xC6  # the lead byte where its rare characters begin
_ENOUGH = 0.7
_DRIVE = re.compile(r"[A-Za-z]:")


def is_article(name: str) -> bool:
    """Tell an article by its name, and one in a format that is not read yet: it must not be lost without a word."""
    return name.lower().endswith((*SUFFIXES, *NOT_READ_YET))


def is_archive(name: str) -> bool:
    """Tell an archive that we open by its name."""
    return name.lower().endswith(ARCHIVES)


def is_packed(name: str) -> bool:
    """Tell anything packed by its name, whether or not we open it."""
    return name.lower().endswith(PACKED)


def is_hidden(parts: tuple[str, ...]) -> bool:
    """Tell files that their owner did not put there to be read: of the system, of version control, of Word.

    >>> is_hidden(("__MACOSX", "knee.txt")), is_hidden(("2019", "knee.txt"))
    (True, False)
    """
    return any(part.startswith((".", OFFICE_LOCK, "__MACOSX")) for part in parts)


def shown(path: str | Path) -> str:
    """Write a path so that it can be printed: names that are no UTF-8 are read as the Chinese encodings give them.

    >>> shown("综述/a.txt"), shown(os.fsdecode("综述.txt".encode("gb18030")))
    ('综述/a.txt', '综述.txt')
    """
    told = Path(path).as_posix()
    return told if told.isprintable() else "".join(_printable(readable(os.fsencode(told))))


def _printable(name: str) -> list[str]:
    return [char if char.isprintable() else f"\\x{ord(char):02x}" for char in name]


def readable(name: bytes, fallback: str = "cp437") -> str:
    """Decode a name of unknown encoding: UTF-8, what reads like Chinese, else `fallback`.

    One name may have too few characters to tell: those of a whole archive are decided together by `encoding_of`.
    """
    return name.decode(encoding_of([name], fallback), "replace")


def encoding_of(names: list[bytes], fallback: str = "cp437") -> str:
    """Tell the encoding that the names of an archive have in common, by those that are not ASCII.

    >>> encoding_of(["脐带间充质干细胞治疗研究.txt".encode("gbk")]), encoding_of(["臍帶間充質幹細胞治療.txt".encode("big5")])
    ('gb18030', 'big5hkscs')
    >>> encoding_of(["Übersicht Zelltherapie.txt".encode("cp437")])
    'cp437'
    """
    told = b"\n".join(name for name in names if not name.isascii())
    best, best_score = fallback, _ENOUGH
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        try:
            text = told.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            return encoding
        score = _usual(text, encoding) + likeness(text) / 2
        if score > best_score:
            best, best_score = encoding, score
    return best


def _usual(text: str, encoding: str) -> float:
    """How many of the characters beyond ASCII are of the first sets of their encoding, which a wrong decoding hits seldom."""
    beyond = [char for char in text if not char.isascii()]
    return sum(_in_first_set(char, encoding) for char in beyond) / len(beyond) if beyond else 0.0


def _in_first_set(char: str, encoding: str) -> bool:
    try:
        told = char.encode("gb2312" if encoding == "gb18030" else "big5")
    except UnicodeEncodeError:
        return False
    return encoding == "gb18030" or told[0] <= _LAST_OF_BIG5


def unsafe(name: str) -> str | None:
    """Say why a member's name would lead out of the archive's folder, or None where it stays inside.

    >>> unsafe("2019/knee.txt"), unsafe("a/../../etc/x.txt"), unsafe("C:/x.txt")
    (None, 'its name leads out of the archive (..)', 'its name is that of a place on a disk')
    """
    if "\0" in name or not name.strip("/ "):
        return "its name is no file name"
    if name.startswith("/") or _DRIVE.match(name):
        return "its name is that of a place on a disk"
    return "its name leads out of the archive (..)" if ".." in PurePosixPath(name).parts else None
