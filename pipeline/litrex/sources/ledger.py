"""What a fetch leaves in an inbox: articles, each whole or not at all, the manifest, and how far each search has come."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from litrex.errors import OutputError, UsageError
from litrex.inbox import COLUMNS

MANIFEST, STATE, LOCK = "manifest.csv", ".litrex-fetch.json", ".litrex-fetch.lock"
Row = dict[str, str]


@dataclass(slots=True)
class Ledger:
    """The inbox as a fetch sees it. `known` are the articles that are there, `cursors` and `refused` are by search."""

    folder: Path
    header: list[str]
    known: set[str]
    cursors: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def keep(self, name: str, data: bytes, row: Row) -> None:
        """Write an article and then its line: killed in between, the article is fetched again and not listed twice."""
        _write(self.folder / name, data)
        line = StringIO()
        writer = csv.DictWriter(line, self.header, extrasaction="ignore", lineterminator="\n")
        writer.writerow({key: " ".join(value.split()) for key, value in row.items()})
        with (self.folder / MANIFEST).open("ab") as file:
            file.write(line.getvalue().encode())
        self.known.add(name)

    def save(self) -> None:
        """Write how far the searches have come."""
        told = {"cursors": self.cursors, "refused": self.refused}
        _write(self.folder / STATE, json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode())


@contextmanager
def opened(folder: Path) -> Iterator[Ledger]:
    """Give the ledger of an inbox, made where it is not there, to one fetch at a time.

    Raises UsageError where another fetch is at work there or the manifest is none, OutputError where it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOCK).open("w") as lock:
            _lock(lock.fileno(), folder)
            ledger = look(folder)
            _mend(folder, ledger.header)
            yield ledger
    except OSError as error:
        told = f"the articles cannot be written ({error.strerror or error})"
        raise OutputError(told, place=str(folder), remedy="name another folder, or free space and rights there") from error


def look(folder: Path) -> Ledger:
    """Read the ledger of an inbox and change nothing."""
    header, rows = _manifest(folder / MANIFEST)
    known = {row["path"] for row in rows if (folder / row["path"]).is_file()}
    try:
        told = json.loads((folder / STATE).read_text(encoding="utf-8"))
        return Ledger(folder, header, known, dict(told["cursors"]), dict(told["refused"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Ledger(folder, header, known)


def _lock(number: int, folder: Path) -> None:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        remedy = "wait for it, or name another folder"
        raise UsageError("another fetch is at work there", place=str(folder), remedy=remedy) from error


def _manifest(path: Path) -> tuple[list[str], list[Row]]:
    """The header and the whole lines of a manifest; a line that a kill cut off counts for nothing."""
    if not path.exists():
        return list(COLUMNS), []
    try:
        lines = [row for row in csv.reader(StringIO(path.read_text(encoding="utf-8-sig"), newline="")) if row]
    except (csv.Error, UnicodeDecodeError) as error:
        raise UsageError(f"this is no CSV ({error})", place=str(path), remedy="mend it, or name another folder") from error
    if not lines:
        return list(COLUMNS), []
    header = [name.strip().lower() for name in lines[0]]
    if "path" not in header:
        raise UsageError("it has no column path", place=str(path), remedy="name another folder, or move it away")
    rows = [dict(zip(header, row, strict=False)) for row in lines[1:]]
    return header, [row for row in rows if len(row) == len(header) and len(row.get("sha256", "")) in (0, 64)]


def _mend(folder: Path, header: list[str]) -> None:
    """Make sure that the manifest ends with a line's end, so that the next line stands alone."""
    path = folder / MANIFEST
    data = path.read_bytes() if path.exists() else b""
    if not data.strip():
        _write(path, (",".join(header) + "\n").encode())
    elif not data.endswith(b"\n"):
        rows = _manifest(path)[1]
        last = data.rpartition(b"\n")[2].decode("utf-8", "replace")
        whole = bool(rows) and next(csv.reader([last]), []) == list(rows[-1].values())
        _write(path, data + b"\n" if whole else data[: len(data) - len(data.rpartition(b"\n")[2])])


def _write(path: Path, data: bytes) -> None:
    number, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(number)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now
