"""What there is to measure on: golds, their documents, and which group each belongs to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from litrex.errors import UsageError
from litrex.evaluation.gold import Gold, read

OPEN = frozenset(
    """rheumatoid-arthritis-msc ulcerative-colitis-msc aplastic-anemia-treatments femoral-head-osteonecrosis
    macular-degeneration-rpe""".split()
)  # the half of the development set that rules may be written from; all else of it is closed


class Group(StrEnum):
    """Where a gold comes from; of the closed half only totals are ever shown."""

    ARTICLE = "article"
    OWN = "own"
    DEV_OPEN = "dev-open"
    DEV_CLOSED = "dev-closed"


@dataclass(frozen=True, slots=True)
class Material:
    """One gold and its document; `document` is None where it is not at hand."""

    gold: Gold
    group: Group
    document: Path | None


@dataclass(frozen=True, slots=True)
class Places:
    """The folders to look in.

    `articles` are searched by content, for golds that name their article by its SHA-256, and by name for others.
    """

    gold: Path = Path("annotations/gold")
    corpus: Path = Path("corpus/articles")
    dev: Path | None = Path("annotations/dev")
    articles: tuple[Path, ...] = ()


def gather(places: Places) -> list[Material]:
    """Find every gold and its document, in the order of group and name.

    Raises UsageError where the folder of the gold is not there, or a gold has two documents of its name.
    """
    if not places.gold.is_dir():
        raise UsageError("there is no such folder", place=str(places.gold), remedy="run it at the project's root, or give --gold")
    found = list(_own(places))
    if places.dev is not None and (places.dev / "gold").is_dir():
        found += [_dev(path, places.dev / "docs") for path in sorted((places.dev / "gold").glob("*.json"))]
    return sorted(found, key=lambda one: (list(Group).index(one.group), one.gold.name))


def folders(told: str | None) -> tuple[Path, ...]:
    """Take a setting that may name several folders apart."""
    return tuple(Path(part) for part in (told or "").split(os.pathsep) if part)


def _own(places: Places) -> Iterator[Material]:
    where = [places.corpus, *places.articles]
    by_digest: dict[str, Path] | None = None
    for path in sorted(places.gold.glob("*.json")):
        gold = read(path)
        if gold.sha256 is None:
            found = (_named(gold.name, folder) for folder in where)
            yield Material(gold, Group.OWN, next((path for path in found if path is not None), None))
        else:
            by_digest = _digests(where) if by_digest is None else by_digest
            yield Material(gold, Group.ARTICLE, by_digest.get(gold.sha256))


def _dev(path: Path, documents: Path) -> Material:
    gold = read(path)
    group = Group.DEV_OPEN if gold.name.split(".")[0] in OPEN else Group.DEV_CLOSED
    return Material(gold, group, _named(gold.name, documents))


def _named(name: str, folder: Path) -> Path | None:
    found = sorted(path for path in folder.glob("*") if path.stem == name) if folder.is_dir() else []
    if len(found) > 1:
        message = f"{len(found)} documents are named {name}"
        raise UsageError(message, place=str(folder), remedy="leave one of them")
    return found[0] if found else None


def _digests(where: Sequence[Path]) -> dict[str, Path]:
    files = (path for folder in where if folder.is_dir() for path in sorted(folder.iterdir()) if path.is_file())
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files}
