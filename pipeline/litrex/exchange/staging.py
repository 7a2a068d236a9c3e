"""All files of a run or none: written aside, moved at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from litrex.errors import OutputError


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Give an empty folder to write into; its files move into `out`, one by one, once the block has ended well.

    Whoever reads `out` meanwhile sees each file either as it was or as it is to be, never half of it. The folder stands
    beside `out`, so that moving is renaming; inside it where `out` is a mount of its own or its parent is not ours.

    Raises OutputError where the disk says no: the folder is then gone again, and what stood in `out` stands there still.
    """
    made: list[Path] = []
    try:
        made += _make(out)
        room = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=_beside(out)))
        try:
            yield room
            for path in sorted(room.iterdir()):
                path.replace(out / path.name)
            made.clear()
        finally:
            shutil.rmtree(room, ignore_errors=True)
            _unmake(made)
    except OSError as problem:
        _unmake(made)
        why = f"the results cannot be written ({problem.strerror or problem})"
        raise OutputError(why, place=str(out), remedy="name another folder, or free space and rights there") from problem


def _make(out: Path) -> list[Path]:
    """Make `out` and its missing parents; the new ones, innermost first."""
    missing = []
    for folder in (out, *out.parents):
        if folder.exists():
            break
        missing.append(folder)
    out.mkdir(parents=True, exist_ok=True)
    return missing


def _unmake(folders: list[Path]) -> None:
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _beside(out: Path) -> Path:
    parent = out.absolute().parent
    same_disk = parent.stat().st_dev == out.stat().st_dev
    return parent if same_disk and os.access(parent, os.W_OK) else out
