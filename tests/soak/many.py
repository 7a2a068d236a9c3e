"""Very many documents, good and bad: all good ones in, all bad ones set aside with their reason, memory flat."""

from __future__ import annotations

import os
import re
import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import Any

from litrex import store
from litrex.flows.batch import found
from litrex.flows.shards import one
from litrex.inbox import search
from litrex.settings import Settings
from tests.bad_files import KINDS, LIMITS, Kind
from tests.soak.memory import Curve
from tests.soak.running import ended, said, started, written

CHARS = 500
LONG = 2000
"""In a shorter batch memory is still that of starting up."""
ROOM_MIB = 60.0
"""So much memory may grow from the second fifth of a batch to its last: caches fill, and the allocator keeps what it had."""


def many(
    folder: Path, database: str, environment: dict[str, str], *, documents: int, bad: int, workers: int = 2
) -> dict[str, Any]:
    """Ingest `documents` short documents, `bad` of them bad; give figures and the curve of memory.

    Raises AssertionError.
    """
    inbox = written(folder / "inbox", documents - bad, CHARS, seed=1)
    kinds = spoiled(inbox, bad)
    good, began = sum(1 for _ in inbox.rglob("*.*.txt")), time.monotonic()
    limits = [word for key, value in LIMITS.items() for word in ("--set", f"{key}={value}")]
    process = started(inbox, database, environment, "--quiet", "--workers", workers, *limits)
    with Curve(process.pid) as curve:
        code = ended(process)
    seconds = time.monotonic() - began
    assert code == (1 if bad else 0), said(inbox)
    _counted(database, inbox, good, kinds)
    if documents >= LONG:
        assert curve.growth_mib <= ROOM_MIB, f"memory grew by {curve.growth_mib:.0f} MiB: {curve.points(20)}"
    return {
        "documents": good, "bad": len(kinds), "kinds": len({kind.reason for kind in kinds.values()}), "workers": workers,
        "seconds": round(seconds), "documents_per_second": round(good / seconds, 1), "growth_mib": round(curve.growth_mib),
        "peak_mib": round(max(curve.mib, default=0)), "curve_s_mib": curve.points(),
    }  # fmt: skip


def spoiled(inbox: Path, count: int) -> dict[str, Kind]:
    """Put `count` bad files among the others, every kind in turn; which kind each name is.

    The same bytes are one file, so a number at the end makes each one its own, where the kind stays what it is with one.
    """
    possible = [kind for kind in KINDS.values() if not (kind.needs_nobody and os.geteuid() == 0)]
    numbered = [kind for kind in possible if _numbered(kind)]
    told = {}
    for at, kind in zip(range(count), cycle(possible), strict=False):
        path = inbox / f"{at // 500:03}" / f"bad-{at:06}{kind.suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        kind.make(path)
        if kind in numbered:
            _number(path, at)
        told[path.relative_to(inbox).as_posix()] = kind
    return told


def _number(path: Path, at: int) -> None:
    with path.open("ab") as file:
        file.write(f" {at}".encode())


def _numbered(kind: Kind) -> bool:
    """Whether a kind is refused for the same reason with a number at its end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inbox" / f"bad{kind.suffix}"
        path.parent.mkdir()
        kind.make(path)
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LIMITS["max_file_bytes"]:
            return False
        _number(path, 7)
        settings = Settings(**LIMITS)
        batch = found(search([path.parent], settings, Path(folder) / "room"), Path(folder) / "out")
        told = [*batch.refused, *(one(item, settings) for item in batch.items)]
        return len(told) == 1 and bool(re.search(kind.reason, getattr(told[0], "reason", "")))


def _counted(database: str, inbox: Path, good: int, kinds: dict[str, Kind]) -> None:
    """All good ones are in, and all bad ones set aside with their reason; of the same bytes one stands for all."""
    with store.open(database, create=False) as db:
        assert len(db.documents()) == good
        aside = {_name(told.refused.source, inbox): told.refused.reason for told in db.quarantined()}
    assert {name: why for name, why in aside.items() if name not in kinds or not re.search(kinds[name].reason, why)} == {}
    assert {kind.reason for name, kind in kinds.items() if name not in aside} <= {kinds[name].reason for name in aside}
    digests = {(inbox / name).read_bytes() for name in kinds if _is_small(inbox / name)}
    assert len({(inbox / name).read_bytes() for name in aside if _is_small(inbox / name)}) == len(digests)


def _is_small(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size <= LIMITS["max_file_bytes"]


def _name(source: str, inbox: Path) -> str:
    """The file of the inbox that a source is, or lies in."""
    return source.partition("!/")[0].removeprefix(f"{inbox.as_posix()}/")
