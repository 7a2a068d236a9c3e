"""Terms that people keep adding: words they marked for a concept, which the lexicon does not know as names of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litrex.errors import OutputError, UsageError
from litrex.lexicons import Lexicon
from litrex.lexicons.reading import folder as read_folder
from litrex.schema.correction import Correction
from litrex.store.merging import Kept
from litrex.store.slots import Told, parsed
from litrex.text import simplify

_KINDS = {
    ("populations", "condition"): "conditions", ("populations", "species"): "species", ("outcomes", "measure"): "measures",
    ("adverse_events", "event"): "adverse_events", ("cells", "cell_type"): "cell_types", ("cells", "tissue"): "tissues",
    ("cells", "derivative"): "derivatives", ("route", ""): "routes", ("conditioning", ""): "drugs",
    ("design.study_type", ""): "study_types",
}  # fmt: skip
_ABOUT = {"populations": "condition", "outcomes": "measure", "adverse_events": "event", "cells": "cell_type"}
_SENTENCE = re.compile(r"[。；;！？!?\n\r\t|]|\.\s")
_LONGEST = 60  # characters of a term
_AROUND = 20  # characters of context on either side
_SHOWN = 3  # contexts of a suggestion


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name for a concept: how often people marked it, in how many documents, and where, with 【】 around the words."""

    ident: str
    kind: str
    concept: str
    words: str
    count: int
    documents: int
    contexts: tuple[str, ...]
    known: bool

    @property
    def line(self) -> str:
        """The line of a lexicon that would say so: id, en, zh."""
        han = bool(re.search(r"[\u3400-\u9fff]", self.words))
        return "\t".join((self.concept, "" if han else self.words, self.words if han else ""))


@dataclass(frozen=True, slots=True)
class _Marked:
    kind: str
    concept: str
    words: str
    document_id: str
    context: str


def suggestions(told: Iterable[tuple[Kept, str]], lexicon: Lexicon, least: int = 2) -> list[Suggestion]:
    """The names that people gave at least so often, the most frequent first; corrections come with the raw text they are about.

    What the lexicon finds by itself is no suggestion, neither is a stretch that is a sentence rather than a term.
    """
    groups: dict[tuple[str, str, str], list[_Marked]] = {}
    for kept, raw in told:
        for one in _marked(kept.correction, kept.seen.entry, raw):
            known = lexicon.lookup(one.words.lower(), one.kind)
            if known is None or known.id != one.concept:
                groups.setdefault((one.kind, one.concept, one.words.casefold()), []).append(one)
    often = [_suggestion(group, lexicon) for group in groups.values() if len(group) >= least]
    return sorted(often, key=lambda one: (-one.count, one.kind, one.concept, one.words))


def _suggestion(group: list[_Marked], lexicon: Lexicon) -> Suggestion:
    first = group[0]
    ident = hashlib.sha256(f"{first.kind}\x1f{first.concept}\x1f{first.words.casefold()}".encode()).hexdigest()[:8]
    contexts = tuple(dict.fromkeys(one.context for one in group))[:_SHOWN]
    known = lexicon.get(first.kind, first.concept) is not None
    documents = len({one.document_id for one in group})
    return Suggestion(ident, first.kind, first.concept, first.words, len(group), documents, contexts, known)


def _marked(correction: Correction, entry: Any, raw: str) -> Iterator[_Marked]:
    """The concepts that a correction gives, each with the words that the person marked for it."""
    if correction.action not in ("add", "set"):
        return
    place = parsed(correction.path)
    if not correction.path:
        for head, field in _ABOUT.items():
            for one in correction.new.get(head) or ():
                yield from _with_words(correction, (head, field), one.get(field), one.get("surface"), raw)
        return
    new: Told = correction.new if isinstance(correction.new, dict) else {place.field or "": correction.new}
    surface = new.get("surface") or (entry.get("surface") if isinstance(entry, dict) else None)
    for (head, field), _ in _KINDS.items():
        if head == place.head and field in new:
            own = surface if field == _ABOUT.get(head, "") and not correction.evidence else new.get("surface")
            for value in new[field] if isinstance(new[field], list) else [new[field]]:
                yield from _with_words(correction, (head, field), value, own, raw)


def _with_words(correction: Correction, slot: tuple[str, str], concept: Any, surface: Any, raw: str) -> Iterator[_Marked]:
    spans = correction.evidence[:1]
    words = surface if isinstance(surface, str) else raw[slice(*spans[0])] if spans else ""
    name = simplify(" ".join(words.split()))
    if not isinstance(concept, str) or not concept or not name or len(name) > _LONGEST or _SENTENCE.search(words):
        return
    if slot[1] not in ("", *_ABOUT.values()) and len(spans) != 1:
        return
    start = raw.find(words, spans[0][0] if spans else 0)
    yield _Marked(_KINDS[slot], concept, name, correction.document_id, _context(raw, start, len(words)))


def _context(raw: str, start: int, length: int) -> str:
    if start < 0:
        return ""
    before, after = raw[max(start - _AROUND, 0) : start], raw[start + length : start + length + _AROUND]
    return " ".join(f"{before}【{raw[start : start + length]}】{after}".split())


def accept(told: Iterable[Suggestion], folder: Path) -> list[Path]:
    """Write suggestions into a folder of the user's own terms, each into the file of its kind; what is there stays.

    Accepting again changes nothing. Raises OutputError where the folder cannot be written, UsageError where two terms of it
    would claim one name: nothing is written then.
    """
    written: dict[Path, str] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = {(line.term.kind, name): line.term.id for line in read_folder(str(folder)) for name in line.term.variants}
        for one in told:
            holder = names.setdefault((one.kind, one.words), one.concept)
            if holder != one.concept:
                message = f"{one.words!r} is already a name of {holder!r}"
                raise UsageError(message, place=str(folder), remedy="leave it with one of the two terms")
            path = folder / f"{one.kind}.tsv"
            text = written.get(path, path.read_text(encoding="utf-8-sig") if path.exists() else "id\ten\tzh\n")
            written[path] = _with_line(text, one)
        for path, text in written.items():
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"it cannot be written ({error.strerror})", place=str(folder), remedy="check --to") from error
    return list(written)


def _with_line(text: str, one: Suggestion) -> str:
    """A lexicon file with a name added: to the line of its term where there is one, else on a line of its own."""
    lines = text.rstrip("\n").split("\n")
    header = next(line for line in lines if line.strip() and not line.startswith("#")).split("\t")
    cells = dict(zip(("id", "en", "zh"), one.line.split("\t"), strict=True))
    for number, line in enumerate(lines):
        held = dict(zip(header, line.split("\t"), strict=False))
        if held.get("id", "").strip() == one.concept and not line.startswith("#"):
            for lang in ("en", "zh"):
                names = [name for name in (*held.get(lang, "").split("|"), cells[lang]) if name.strip()]
                held[lang] = "|".join(dict.fromkeys(names))
            lines[number] = "\t".join(held.get(name, "") for name in header).rstrip("\t")
            return "\n".join(lines) + "\n"
    return "\n".join([*lines, "\t".join(cells.get(name, "") for name in header)]) + "\n"
