"""The texts that are measured on: the articles of the corpus as they are, and documents of a given length made of them."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from litrex.schema.segment import Lang

CORPUS = Path(__file__).parents[1] / "corpus" / "articles"
SAID = (
    "Articles: all of corpus/articles, whole, in the formats that they have. Documents of a given length: paragraphs (tables "
    "too) of the plain and Markdown articles of one language, drawn by a seed, the last one cut behind a sentence; figures of "
    "two digits are changed by the same seed, and each has a number for a title, so that no two are alike."
)
_TITLES = {Lang.ZH: "综述", Lang.EN: "Review"}
_SENTENCE_END = re.compile(r"[。！？!?]|\.(?=\s)|\n")
_FIGURE = re.compile(r"(?<![\d.,^×/%-])[1-9]\d(?![\d.,^×])")


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the corpus."""

    path: Path
    lang: Lang


def articles(lang: Lang | None = None) -> list[Article]:
    """List the articles of the corpus, those without a study too; of one language, or all."""
    told = tomllib.loads((CORPUS / "manifest.toml").read_text(encoding="utf-8"))["article"]
    every = [Article(CORPUS / one["file"], Lang(one["language"])) for one in told]
    return sorted((one for one in every if lang in (None, one.lang)), key=lambda one: one.path.name)


def documents(lang: Lang, count: int, chars: int, seed: int = 0) -> Iterator[str]:
    """Make `count` documents of at most `chars` code points, and more than half as many; the same ones for the same seed.

    >>> [text] = documents(Lang.ZH, 1, 500)
    >>> 400 < len(text) <= 500
    True
    """
    paragraphs = _paragraphs(lang)
    for number in range(count):
        title = f"{_TITLES[lang]} {number + 1}"
        yield _document(title, paragraphs, chars, random.Random(f"{lang} {chars} {seed} {number}"))


def _document(title: str, paragraphs: tuple[str, ...], chars: int, chance: random.Random) -> str:
    pieces, room = [], chars - len(title) - 2
    while room > 0:
        piece = chance.choice(paragraphs)
        pieces.append(piece if len(piece) <= room else _cut(piece, room))
        room -= len(piece) + 2
    text = _FIGURE.sub(lambda _: str(chance.randint(10, 99)), "\n\n".join(piece for piece in pieces if piece))
    return f"{title}\n\n{text}"


def _cut(piece: str, room: int) -> str:
    """The sentences that fit, or what fits of a long one."""
    ends = [match.end() for match in _SENTENCE_END.finditer(piece, 0, room) if match.end() > room / 2]
    return piece[: ends[-1] if ends else room].rstrip()


@cache
def _paragraphs(lang: Lang) -> tuple[str, ...]:
    plain = [one.path.read_text(encoding="utf-8-sig") for one in articles(lang) if one.path.suffix in (".txt", ".md")]
    return tuple(stripped for text in plain for part in re.split(r"\n\s*\n", text) if (stripped := part.strip()))
