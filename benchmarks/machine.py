"""Where and when something was measured, and on which state of the project."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from litrex import __version__

ROOT = Path(__file__).parents[1]
_LIBRARIES = ("prefect", "spacy", "sqlalchemy", "psycopg", "torch", "langextract", "distributed")


def made() -> dict[str, Any]:
    """Tell date, commit, versions and machine. `load` is how many processes wanted a core in the minute before."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "version": __version__,
        "machine": {
            "processor": _processor(),
            "cores": len(os.sched_getaffinity(0)),
            "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
            "system": f"{platform.system()} {platform.release()}",
            "load": round(os.getloadavg()[0], 2),
        },
        "python": platform.python_version(),
        "libraries": {name: told for name in _LIBRARIES if (told := _version(name))},
    }


def commit() -> str:
    """The commit of the working tree, with a plus where files differ from it; empty outside of a repository."""
    told = _git("rev-parse", "--short=12", "HEAD")
    return told + ("+" if told and _git("status", "--porcelain", "--untracked-files=no") else "")


def _git(*words: str) -> str:
    done = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _processor() -> str:
    """The name that the system gives it, with its model: virtual machines shorten the name to a maker's."""
    told: dict[str, str] = {}
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        told.setdefault(key.strip(), value.strip())
    return f"{told.get('model name', platform.processor())} (family {told.get('cpu family')}, model {told.get('model')})"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
