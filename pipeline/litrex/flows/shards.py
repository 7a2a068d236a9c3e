"""Work in shards: which files go together, and what became of them. Nothing here needs the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from litrex.errors import DocumentError
from litrex.extraction import extract_bytes
from litrex.inbox import Item
from litrex.schema.record import Extraction
from litrex.settings import Settings


@dataclass(frozen=True, slots=True)
class SetAside:
    """A document that could not be read, why, and what to do about it: a line of ``set_aside.jsonl``."""

    source: str
    reason: str
    remedy: str

    def as_line(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a shard."""

    extractions: tuple[Extraction, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True, slots=True)
class RunResult:
    """What became of a run, and the files it wrote."""

    extractions: tuple[Extraction, ...]
    set_aside: tuple[SetAside, ...]
    files: tuple[Path, ...] = ()


Work = Callable[[list[Item], Settings], Done]
"""What is done with a shard; the flow gives a task of the engine."""


def shards(items: Iterable[Item], shard_bytes: int) -> Iterator[list[Item]]:
    """Cut a list of articles into shards of at most `shard_bytes` each; one larger than that is a shard of its own."""
    shard: list[Item] = []
    weight = 0
    for item in items:
        if shard and weight + item.size > shard_bytes:
            yield shard
            shard, weight = [], 0
        shard.append(item)
        weight += item.size
    if shard:
        yield shard


def one(item: Item, settings: Settings) -> Extraction | SetAside:
    """Extract one article, or set it aside with the reason.

    The one place that catches everything: of ten thousand articles one that we fail on must not cost the others. The
    failure is ours then, and is said to be.
    """
    try:
        return extract_bytes(item.read(), source=item.source, settings=settings)
    except DocumentError as error:
        return SetAside(item.source, error.message, error.remedy)
    except Exception as error:
        what = f"litrex failed on it ({type(error).__name__}: {error})"
        return SetAside(item.source, what, "see where with litrex extract FILE --debug, and report it")


def extract_all(items: list[Item], settings: Settings) -> Done:
    """Extract the articles of a shard, one after another."""
    every = [one(item, settings) for item in items]
    return Done(
        tuple(item for item in every if isinstance(item, Extraction)), tuple(item for item in every if isinstance(item, SetAside))
    )


def joined(done: Iterable[Done]) -> Done:
    """Put shards together; what comes out is the same however the files were cut."""
    every = list(done)
    extractions = sorted((one for part in every for one in part.extractions), key=lambda e: e.document.source)
    set_aside = sorted((one for part in every for one in part.set_aside), key=lambda s: s.source)
    return Done(tuple(extractions), tuple(set_aside))
