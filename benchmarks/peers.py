"""litrex beside others, in one run: a neural encoder, spaCy, LangExtract's aligner."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from benchmarks import aligner, spacy_parts, workers
from benchmarks.encoder import encoder
from benchmarks.spread import Figure, interleaved, ratios
from benchmarks.texts import articles
from litrex import documents, lexicons, mentions, segments, text
from litrex.schema.document import CleanText
from litrex.schema.segment import Lang
from litrex.segments.tokens import tokens

CORES = 2
LEAST = 30.0
"""So much faster than the encoder the rules must be, in the worse language."""


@dataclass(frozen=True, slots=True)
class Text:
    """A clean text of the corpus, with what our finder finds in it."""

    clean: CleanText
    lang: Lang
    surfaces: tuple[aligner.Surface, ...]

    @property
    def words(self) -> int:
        return len(tokens(self.clean.folded, self.lang))


def texts(lang: Lang) -> list[Text]:
    """The articles of a language, cleaned; of the mentions that share a place one stands for all."""
    told, lexicon = [], lexicons.load()
    for article in articles(lang):
        clean = text.clean(documents.read(article.path))
        found = mentions.find(clean, segments.split(clean), lexicon).items
        places = sorted({(one.start, one.end) for one in found})
        told.append(Text(clean, lang, tuple(aligner.Surface(clean.folded[a:b], a, b) for a, b in places)))
    return told


def measure(repeats: int, times: int) -> list[Figure]:
    """Measure all peers, the articles of the corpus `times` over against the encoder."""
    told = _encoders(repeats, times)
    for lang in Lang:
        these = texts(lang)
        told += _spacy(these, lang, repeats)
        told += _aligners(these, lang, repeats)
    return told


def _encoders(repeats: int, times: int) -> list[Figure]:
    """Tokens a second of the whole extraction, rules only, and of the encoder, each on two cores."""
    with workers.pool(CORES) as processes:
        ways = {lang.value: _rules(processes, lang, times) for lang in Lang}
        timed = interleaved({**ways, "encoder": encoder(CORES)}, repeats)
    told = [Figure("encoder, shape of XLM-R base", "tokens/s", timed["encoder"])]
    for lang in Lang:
        told.append(Figure("litrex, rules only", "tokens/s", timed[lang.value], lang))
        told.append(Figure("litrex against the encoder", "×", ratios(timed[lang.value], timed["encoder"]), lang, least=LEAST))
    return told


def _rules(processes: ProcessPoolExecutor, lang: Lang, times: int) -> Callable[[], float]:
    paths = [article.path for article in articles(lang)]
    words = times * sum(len(tokens(text.clean(documents.read(path)).folded, lang)) for path in paths)
    shards = workers.sharded(paths, times, 2)
    return lambda: words / workers.seconds(processes, shards)


def _spacy(these: Sequence[Text], lang: Lang, repeats: int) -> list[Figure]:
    """Clean text to mentions on one core: sentences, terms, numbers. Ours finds authors and tables too."""
    lexicon, run = lexicons.load(), spacy_parts.pipeline(lang)
    chars = sum(len(one.clean.folded) for one in these)

    def ours() -> None:
        for one in these:
            mentions.find(one.clean, segments.split(one.clean), lexicon)

    def theirs() -> None:
        for one in these:
            run(one.clean.folded)

    timed = interleaved({"ours": _rate(ours, chars), "spaCy": _rate(theirs, chars)}, repeats)
    return [
        Figure("litrex, split and find", "characters/s", timed["ours"], lang),
        Figure("spaCy, equal parts", "characters/s", timed["spaCy"], lang),
        Figure("litrex against spaCy", "×", ratios(timed["ours"], timed["spaCy"]), lang),
    ]


def _aligners(these: Sequence[Text], lang: Lang, repeats: int) -> list[Figure]:
    """Mentions with their places a second, on one core: ours finds and places them, the aligner is given their words."""
    lexicon, align = lexicons.load(), aligner.aligner(lang)
    given = sum(len(one.surfaces) for one in these)

    def ours() -> None:
        for one in these:
            mentions.find(one.clean, segments.split(one.clean), lexicon)

    def theirs() -> list[aligner.Aligned]:
        return [align(one.clean.folded, one.surfaces) for one in these]

    timed = interleaved({"ours": _rate(ours, given), "theirs": _rate(theirs, given)}, repeats)
    placed = 100 * sum(one.placed for one in theirs()) / given
    return [
        Figure("litrex, mentions found and placed", "mentions/s", timed["ours"], lang),
        Figure("LangExtract's aligner, the same mentions", "mentions/s", timed["theirs"], lang),
        Figure("LangExtract's aligner, in their place", "%", (placed,), lang),
        Figure("litrex against LangExtract's aligner", "×", ratios(timed["ours"], timed["theirs"]), lang),
    ]


def _rate(work: Callable[[], object], amount: int) -> Callable[[], float]:
    def rate() -> float:
        start = time.perf_counter()
        work()
        return amount / (time.perf_counter() - start)

    return rate
