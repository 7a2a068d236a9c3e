"""The gold: what a careful reader found in a document, and how it is kept where the document may not be."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from litrex.errors import DocumentError, UsageError
from litrex.evaluation.facts import Rec

WORDS_OF = {
    "populations": "text", "doses": "text", "outcomes": "surface", "adverse_events": "surface", "statements": "surface",
}  # fmt: skip
ENTRY = re.compile(r"(\w+)\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold of one document. `sha256` names the article of a gold that holds values and positions alone.

    `bare` is such a gold as it was read, where the words of the article have been put in: the digest is of that.
    """

    name: str
    records: list[Rec] = field(default_factory=list)
    comparisons: list[Rec] = field(default_factory=list)
    same_study: list[list[str]] = field(default_factory=list)
    sha256: str | None = None
    chars: int | None = None
    bare: Gold | None = None

    @property
    def language(self) -> str:
        """``zh`` or ``en``, as the name says: ``gout.zh-Hans`` is Chinese, all without a mark English."""
        return "zh" if re.search(r"(^|\.)zh(-|\d|$)", self.name) else "en"


def read(path: Path) -> Gold:
    """Read a gold file.

    Raises UsageError where it is no gold: the place is the file.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        article = told.get("article") or {}
        parts: dict[str, Any] = {key: told.get(key) or [] for key in ("records", "comparisons", "same_study")}
    except (json.JSONDecodeError, UnicodeDecodeError, AttributeError) as error:
        raise UsageError(f"this is no gold ({error})", place=str(path), remedy='write {"records": […]}') from error
    return Gold(path.stem, **parts, sha256=article.get("sha256"), chars=article.get("chars"))


def digest(golds: Iterable[Gold]) -> str:
    """The SHA-256 of what the files of several golds say, whatever their order and spacing, filled or not."""
    read = ((gold.bare or gold) for gold in golds)
    told = sorted((g.name, g.records, g.comparisons, g.same_study) for g in read)
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def fill(gold: Gold, raw: str) -> Gold:
    """Put the words of the article into a gold of values and positions; any other gold comes back as it is.

    Positions are code points of the raw text.

    Raises DocumentError where `raw` is not as long as the article that the positions were taken from.
    """
    if gold.sha256 is None:
        return gold
    if gold.chars is not None and gold.chars != len(raw):
        message = f"{len(raw)} characters, {gold.chars} expected"
        raise DocumentError(message, place=gold.name, remedy="give the article that the gold names")
    records, comparisons = ([_filled(one, raw) for one in part] for part in (gold.records, gold.comparisons))
    return Gold(gold.name, records, comparisons, gold.same_study, gold.sha256, gold.chars, bare=gold.bare or gold)


def emptied(told: dict[str, Any]) -> dict[str, Any]:
    """Take the article's words out of a gold file again: no `quote`, `surface` or `text` is left, notes neither."""
    words = {"quote", "surface", "text", "text_clean", "flag_notes", "notes", "flag_details", "checks_passed", "definition"}

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: one if key == "evidence" else bare(one) for key, one in value.items() if key not in words}
        return [bare(one) for one in value] if isinstance(value, list) else value

    return dict(bare(told))


def _filled(one: Rec, raw: str) -> Rec:
    out = copy.deepcopy(one)
    for path, spans in (one.get("evidence") or {}).items():
        start, end = spans[0]
        entry = ENTRY.fullmatch(path)
        if path in ("quote", "text"):
            out[path] = raw[start:end]
        elif entry and entry[1] in WORDS_OF:
            out[entry[1]][int(entry[2])][WORDS_OF[entry[1]]] = raw[start:end]
    return out
