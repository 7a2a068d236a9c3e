"""The memory of a process and of those it started, over time."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Self

_PAGE = os.sysconf("SC_PAGE_SIZE")
MIB = 2**20


@dataclass
class Curve:
    """Resident memory in MiB, sampled while a block runs. Shared pages count once a process that has them."""

    pid: int
    every_s: float = 1.0
    seconds: list[float] = field(default_factory=list)
    mib: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def growth_mib(self) -> float:
        """How much more is held in the last fifth than in the second one, in the middle; the first one is start-up."""
        fifth = len(self.mib) // 5
        return median(self.mib[-fifth:]) - median(self.mib[fifth : 2 * fifth]) if fifth else 0.0

    def points(self, most: int = 60) -> list[tuple[int, int]]:
        """The curve in few points: seconds and MiB."""
        step = max(1, -(-len(self.mib) // most))
        return [(round(self.seconds[at]), round(self.mib[at])) for at in range(0, len(self.mib), step)]

    def _sample(self) -> None:
        began = time.monotonic()
        while not self._stop.wait(self.every_s):
            self.seconds.append(time.monotonic() - began)
            self.mib.append(sum(map(_resident, family(self.pid))) / MIB)


def family(pid: int) -> list[int]:
    """A process and all that came from it."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        parents.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0
