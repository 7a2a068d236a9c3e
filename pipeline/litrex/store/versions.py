"""The version key: what tells whether the same bytes would give the same records again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from litrex.settings import Settings

_STAGES = ("schema", "lexicons", "documents", "text", "segments", "mentions", "records", "weights", "extraction.py")
"""The parts of the package whose code and data decide what a document gives."""


def version_key(settings: Settings, tagger: str = "none") -> str:
    """The version of litrex and a digest of all that changes output: our stages, settings that matter, lexicons, tagger.

    The same bytes under the same key give the same records; what a shard weighs or where files lie changes no key.
    """
    told = (
        _stages(),
        lexicon_digest(settings),
        tagger,
        *(f"{key}={value}" for key, value in sorted(mattering(settings).items())),
    )
    return f"{version_of_program()}-{_digest(told)[:12]}"


def mattering(settings: Settings) -> dict[str, object]:
    """The settings that change what a document gives."""
    told = asdict(settings)
    return {one.name: told[one.name] for one in fields(settings) if one.metadata.get("matters")}


def lexicon_digest(settings: Settings) -> str:
    """A digest of the contents of the user's own lexicons; ours belong to the stages. Their folders' names do not count."""
    return _digest(part for folder in settings.lexicon_dirs for part in _contents(Path(folder)))[:16]


def version_of_program() -> str:
    from litrex import __version__

    return __version__


@cache
def _stages() -> str:
    root = files("litrex")
    return _digest(part for name in _STAGES for part in _below(root.joinpath(name), name))


def _below(place: Traversable, name: str) -> Iterator[str]:
    """Names and digests of the files of a folder of the package, in the order of their names."""
    if place.is_file():
        yield from (name, hashlib.sha256(place.read_bytes()).hexdigest())
    elif place.is_dir():
        for child in sorted(place.iterdir(), key=lambda one: one.name):
            if child.name != "__pycache__":
                yield from _below(child, f"{name}/{child.name}")


def _contents(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.tsv")):
        yield from (path.name, hashlib.sha256(path.read_bytes()).hexdigest())


def _digest(parts: Iterator[str] | tuple[str, ...]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
