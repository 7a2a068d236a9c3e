"""What litrex needs, looked at piece by piece."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from litrex import settings
from litrex.errors import LitrexError

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `remedy` is empty where all is well."""

    state: State
    what: str
    found: str
    remedy: str = ""


def checks(*, deep: bool = False) -> Iterator[Check]:
    """Look at everything, quick things first; `deep` starts the engine."""
    yield _python()
    yield from _packages()
    yield from _settings()
    yield _folder("working folder", Path.cwd(), "fail", "results cannot be written here: use --out")
    yield _folder("temporary folder", Path(tempfile.gettempdir()), "fail", "point TMPDIR at a folder that can be written")
    yield _cache()
    yield _sentence()
    if deep:
        yield _engine()


def _python() -> Check:
    """Say which Python this is; an older one than we need would not have come this far."""
    return Check("ok", "Python", f"{'.'.join(map(str, sys.version_info[:3]))} in {sys.prefix}")


def _packages() -> Iterator[Check]:
    """Every package that litrex requires, against the versions it was seen to work with."""
    try:
        needed = [told for told in requires("litrex") or [] if "extra ==" not in told]
    except PackageNotFoundError:
        yield Check("warn", "litrex", "run from its source, not installed", "pip install -e .")
        return
    yield Check("ok", "litrex", version("litrex"))
    for told in sorted(needed, key=str.lower):
        yield package(told)


def package(told: str) -> Check:
    """Check one requirement.

    >>> package("pydantic>=2").state, package("pydantic>=99").state, package("no-such-package>=1").found
    ('ok', 'warn', 'is not installed')
    """
    from packaging.requirements import Requirement

    needed = Requirement(told)
    name, wanted = needed.name, str(needed.specifier)
    try:
        found = version(name)
    except PackageNotFoundError:
        return Check("fail", name, "is not installed", f"pip install '{name}{wanted}'")
    if needed.specifier.contains(found, prereleases=True):
        return Check("ok", name, found)
    return Check("warn", name, f"{found}, tried with {wanted}", f"pip install '{name}{wanted}'")


def _settings() -> Iterator[Check]:
    try:
        told = settings.load()
    except LitrexError as error:
        yield Check("fail", "settings", f"{error.place}: {error.message}", error.remedy)
        return
    where = settings.FILE if Path(settings.FILE).exists() else "defaults and environment"
    yield Check(
        "ok", "settings", f"{where}; max_document_chars = {told.max_document_chars:,}, shard_bytes = {told.shard_bytes:,}"
    )
    yield _lexicons(told)


def _lexicons(told: settings.Settings) -> Check:
    from litrex import lexicons

    try:
        loaded = lexicons.load(told.lexicon_dirs)
    except LitrexError as error:
        return Check("fail", "lexicons", f"{error.place}: {error.message}", error.remedy)
    return Check("ok", "lexicons", f"{sum(len(loaded.terms(kind)) for kind in lexicons.KINDS):,} terms")


def _folder(what: str, folder: Path, state: State, remedy: str) -> Check:
    if folder.is_dir() and os.access(folder, os.W_OK):
        return Check("ok", what, str(folder))
    return Check(state, what, f"{folder} cannot be written", remedy)


def _cache() -> Check:
    from litrex.flows import engine

    folder = Path(os.environ.get("PREFECT_HOME") or engine.home())
    return _folder("engine's books", folder, "warn", "set PREFECT_HOME or XDG_CACHE_HOME to a folder that can be written")


def _sentence() -> Check:
    """Extract a sentence, which takes every stage there is."""
    from litrex.extraction import extract_bytes

    told = "2016年李某等对12例糖尿病足患者行自体骨髓干细胞移植，随访6个月。"
    counts = [record.n_patients for record in extract_bytes(told.encode(), source="doctor.txt").records]
    if counts == [12]:
        return Check("ok", "extraction", "a sentence gives its record")
    return Check("fail", "extraction", f"a sentence of one study gave {len(counts)} records", "reinstall litrex")


def _engine() -> Check:
    from litrex.flows import engine

    engine.prepare()
    from litrex.flows.trial import tick

    try:
        with engine.started():
            tick()
    except LitrexError as error:
        return Check("fail", "engine", error.message, "free the loopback address, or name a server: PREFECT_API_URL")
    return Check("ok", "engine", f"Prefect {re.sub('[+].*', '', version('prefect'))} starts")
