"""Documents and characters a second, end to end and by stage, on one core, Chinese and English apart."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from benchmarks.spread import Figure
from benchmarks.texts import Article, articles
from litrex import documents, lexicons, mentions, records, segments, store, text
from litrex.schema.record import Extraction
from litrex.schema.segment import Lang

STAGES = ("read", "clean", "split", "find", "assemble", "save")
"""The functions that one document goes through, in their order; the last one into SQLite."""


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = dict.fromkeys(STAGES, 0.0)

    @contextmanager
    def at(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] += time.perf_counter() - start


def staged(article: Article, clock: Clock) -> Extraction:
    """Extract one article as ``litrex.extract`` does, with the time of each stage taken; it is not saved."""
    with clock.at("read"):
        document = documents.read(article.path)
    with clock.at("clean"):
        clean = text.clean(document)
    with clock.at("split"):
        cut = segments.split(clean)
    lexicon = lexicons.load()
    with clock.at("find"):
        found = mentions.find(clean, cut, lexicon)
    with clock.at("assemble"):
        return records.assemble(clean, cut, found, lexicon)


def measure(repeats: int) -> list[Figure]:
    """Measure every stage on the articles of the corpus; one round before the first is not kept."""
    every = {lang: articles(lang) for lang in Lang}
    told: dict[Lang, list[dict[str, float]]] = defaultdict(list)
    for turn in range(repeats + 1):
        for lang, these in every.items():
            seconds = _round(these)
            if turn:
                told[lang].append(seconds)
    return [figure for lang in Lang for figure in _figures(lang, every[lang], told[lang])]


def _round(these: Sequence[Article]) -> dict[str, float]:
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder, store.open(f"{folder}/litrex.db") as db:
        run = db.begin()
        for one in these:
            told = staged(one, clock)
            with clock.at("save"):
                db.save(told, run)
    return clock.seconds


def _figures(lang: Lang, these: Sequence[Article], rounds: Sequence[dict[str, float]]) -> Iterator[Figure]:
    chars = sum(len(documents.read(one.path).raw) for one in these)
    yield Figure("end to end", "documents/s", tuple(len(these) / sum(told.values()) for told in rounds), lang)
    yield Figure("end to end", "characters/s", tuple(chars / sum(told.values()) for told in rounds), lang)
    for stage in STAGES:
        yield Figure(stage, "characters/s", tuple(chars / told[stage] for told in rounds), lang)
        yield Figure(stage, "% of the time", tuple(100 * told[stage] / sum(told.values()) for told in rounds), lang)
