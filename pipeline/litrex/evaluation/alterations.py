"""Altered copies of a document: what only memory of it could know is exchanged, in the text and in its gold alike.

Whoever wrote rules for one article scores worse on its copies: other authors, years, labels, counts, percentages, doses,
diseases, tissues and directions, in the same sentences. Only golds with positions can be altered.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from litrex.evaluation.altering import RESIDUE, Draft, Span, digits_in, spans_of
from litrex.evaluation.facts import Rec
from litrex.evaluation.gold import Gold

ARITHMETIC = frozenset(
    {"sex_sum_mismatch", "arm_sum_mismatch", "percent_count_mismatch", "impossible_percent", "count_exceeds_total"}
)


@dataclass(frozen=True, slots=True)
class Altered:
    """An altered copy; nothing of it may be written where the article may not be."""

    raw: str
    gold: Gold
    edits: int


def altered(gold: Gold, raw: str, seed: int) -> Altered:
    """Make one altered copy; the same seed makes the same copy.

    Records that hang together (one study told twice) are altered alike or not at all, so that no flag is lost or made.
    """
    draw, draft = random.Random(seed), Draft(raw, gold)
    linked = {key for group in gold.same_study for key in group}
    free = [rec for rec in draft.records if rec.get("key") not in linked]
    _directions(draft, free, draw)
    _counts(draft, free, draw)
    _percentages(draft, free, draw)
    _doses(draft, free, draw)
    _lengths(draft, free, draw)
    _authors(draft, draw)
    _years(draft, draw)
    _labels(draft, draw)
    _tissues(draft, draw)
    _conditions(draft, draw)
    new, told = draft.finished()
    return Altered(new, told, len(draft.edits))


@cache
def _tables() -> dict[str, Any]:
    import tomllib

    return tomllib.loads((files("litrex.evaluation") / "alterations.toml").read_text(encoding="utf-8"))


@cache
def _converter(name: str) -> Any:
    import opencc

    return opencc.OpenCC(name)


def _simple(text: str) -> str:
    return str(_converter("t2s").convert(text))


def _in_script_of(draft: Draft, text: str) -> str:
    """Write Chinese as the document does: traditional where the document is."""
    start = draft.raw[:2000]
    traditional = 50 * sum(a != b for a, b in zip(start, _simple(start), strict=True)) > len(start)
    return str(_converter("s2t").convert(text)) if traditional else text


def _authors(draft: Draft, draw: random.Random) -> None:
    pools = {kind: draw.sample(names, len(names)) for kind, names in sorted(_tables()["authors"].items())}
    chosen: dict[str, str] = {}
    for rec in draft.records:
        cited = rec.get("citation") or {}
        for n, (author, span) in enumerate(zip(cited.get("authors") or [], spans_of(rec, "citation.authors"), strict=False)):
            if author not in chosen:
                pool = pools["latin" if author.isascii() else "surname" if len(author) == 1 else "transliterated"]
                chosen[author] = _in_script_of(draft, pool.pop()) if pool else author
            if draft.exchange(span, chosen[author]):
                cited["authors"][n] = chosen[author]


def _years(draft: Draft, draw: random.Random) -> None:
    """Move all years alike: "the same year" must stay what it says."""
    by = draw.choice([-3, -2, -1, 1, 2, 3])
    for rec in draft.records:
        year = (rec.get("citation") or {}).get("year")
        if year is not None:
            span = digits_in(draft, spans_of(rec, "citation.year"), year)
            if span is None or draft.exchange(span, str(year + by)):
                rec["citation"]["year"] = year + by


def _labels(draft: Draft, draw: random.Random) -> None:
    by = draw.randint(1, 30)
    for rec in draft.records:
        label = (rec.get("citation") or {}).get("reference")
        for start, end in spans_of(rec, "citation.reference"):
            found = re.search(r"\d+", draft.raw[start:end])
            if found and isinstance(label, str) and label.isdigit():
                new = int(label) + by
                if draft.exchange((start + found.start(), start + found.end()), str(new).zfill(len(found[0]))):
                    rec["citation"]["reference"] = str(new)


def _plain(rec: Rec) -> bool:
    """Whether no flag of arithmetic hangs on the record."""
    return not ARITHMETIC & {str(f).removeprefix("flags:") for f in [*rec.get("flags", []), *rec.get("optional", [])]}


def _counts(draft: Draft, records: list[Rec], draw: random.Random) -> None:
    for rec in records:
        if not _plain(rec) or any(o.get("n") is not None or o.get("unit") == "%" for o in rec["outcomes"]) or rec.get("arms"):
            continue
        old, female, by = rec.get("n_patients"), rec.get("n_female"), draw.randint(2, 40)
        parts = ["n_patients", "n_female"] if female is not None else ["n_patients"]
        spans = [digits_in(draft, spans_of(rec, part), rec[part]) for part in parts if rec.get(part) is not None]
        told = [span for span in spans if span is not None]
        if old is None or len(told) != len(spans) or len(set(told)) != len(told) or rec.get("n_male", 0) is None:
            continue
        for part, span in zip(parts, told, strict=True):
            if draft.exchange(span, str(rec[part] + by)):
                rec[part] += by


def _percentages(draft: Draft, records: list[Rec], draw: random.Random) -> None:
    """Exchange rates for others that the group could give as well."""
    for rec in records:
        sizes = {arm["name"]: arm.get("n") for arm in rec.get("arms") or []}
        for i, outcome in enumerate(rec["outcomes"]):
            value, path = outcome.get("value"), f"outcomes[{i}].value"
            if (
                not _plain(rec)
                or value is None
                or outcome.get("unit") != "%"
                or outcome.get("n") is not None
                or not 0 < value < 100
            ):
                continue
            spans = spans_of(rec, path)
            span = digits_in(draft, spans, value)
            if span is None or not draft.untouched(span, rec, path):
                continue
            decimals = len(draft.raw[slice(*span)].partition(".")[2])
            new = _rate(sizes.get(outcome.get("arm")) or rec.get("n_patients"), value, decimals, draw)
            if draft.exchange(span, f"{new:.{decimals}f}"):
                outcome["value"] = new


def _rate(whole: int | None, value: float, decimals: int, draw: random.Random) -> float:
    counts = range(1, whole or 1)
    if whole and any(round(100 * k / whole, decimals) == value for k in counts):
        return round(100 * draw.choice(list(counts)) / whole, decimals)
    return round(min(99.0, max(2.0, value + draw.uniform(-15, 15))), decimals)


def _doses(draft: Draft, records: list[Rec], draw: random.Random) -> None:
    for rec in records:
        for i, dose in enumerate(rec.get("doses") or []):
            for start, end in spans_of(rec, f"doses[{i}]"):
                found = re.match(r"([^\d]*)([1-9])(?=\s*[×xX*])", draft.raw[start:end])
                if found and dose.get("upper") is None:
                    new = draw.choice([n for n in range(1, 10) if n != int(found[2])])
                    if draft.exchange((start + found.start(2), start + found.end(2)), str(new)):
                        dose["value"] = dose["value"] / int(found[2]) * new


def _lengths(draft: Draft, records: list[Rec], draw: random.Random) -> None:
    for rec in records:
        told, by = rec.get("follow_up") or {}, draw.randint(1, 6)
        for key in ("min", "max", "mean", "median"):
            path = f"follow_up.{key}"
            span = digits_in(draft, spans_of(rec, path), told[key]) if told.get(key) is not None else None
            if span is not None and draft.untouched(span, rec, path) and draft.exchange(span, f"{told[key] + by:g}"):
                told[key] += by


def _directions(draft: Draft, records: list[Rec], draw: random.Random) -> None:
    """Turn change words round: all outcomes that hang on a word turn with it, or none does."""
    words = _tables()["directions"]
    for rec in records:
        hanging: dict[Span, list[Rec]] = {}
        for i, outcome in enumerate(rec["outcomes"]):
            for span in spans_of(rec, f"outcomes[{i}].direction"):
                hanging.setdefault(span, []).append(outcome)
        for span, outcomes in sorted(hanging.items()):
            means, new, turned = words.get(_simple(draft.words(span)).lower(), (None, "", ""))
            if means is None or draw.random() < 0.5 or any(o.get("direction") != means for o in outcomes):
                continue
            if draft.exchange(span, _in_script_of(draft, new)):
                for outcome in outcomes:
                    outcome["direction"] = turned


def _tissues(draft: Draft, draw: random.Random) -> None:
    """Exchange the sources of the cells wherever the record names them, alike in the whole document."""
    terms = {term["id"]: term for term in _tables()["tissues"]}
    new = dict(zip(terms, draw.sample(list(terms), len(terms)), strict=True))
    for rec in draft.records:
        for i, cell in enumerate(rec.get("cells") or []):
            old, spans = terms.get(str(cell.get("tissue"))), spans_of(rec, f"cells[{i}].tissue")
            if old is not None and spans:
                names = _names_for(draft, old, terms[new[old["id"]]])
                for place in (rec.get("anchor") or {}).get("spans") or []:
                    if _simple(draft.words(spans[0])) in names:
                        cell["tissue"] = new[old["id"]]
                        _exchange_names(draft, names, place)


def _names_for(draft: Draft, old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """What takes the place of each name of a term: short for short where there is a short one, Chinese for Chinese."""
    chinese = _in_script_of(draft, new["zh"])
    short = new.get("abbr") or (chinese if re.search(r"[\u3400-\u9fff]", draft.raw) else new["en"])
    names = {old["zh"]: chinese, old["en"]: new["en"]}
    if "abbr" in old:
        names[old["abbr"]] = short
    if "zh_short" in old:
        names[old["zh_short"]] = chinese
    return names


def _exchange_names(draft: Draft, names: dict[str, str], within: Sequence[int]) -> None:
    for span, said in _named(draft, names):
        if within[0] <= span[0] and span[1] <= within[1]:
            draft.exchange(span, names[said])


def _conditions(draft: Draft, draw: random.Random) -> None:
    """Exchange the disease that most records tell of, everywhere that it stands by its own name."""
    terms = {term["id"]: term for term in _tables()["conditions"]}
    told = [p.get("condition") for rec in draft.records for p in rec.get("populations") or []]
    here = [one for one in terms if one in told]
    if not here:
        return
    old = terms[max(here, key=told.count)]
    new = terms[draw.choice([one for one in terms if one not in told])]
    _exchange_names(draft, _names_for(draft, old, new), (0, len(draft.raw)))
    for rec in draft.records:
        for population in rec.get("populations") or []:
            if population.get("condition") == old["id"]:
                population["condition"] = new["id"]


def _named(draft: Draft, names: dict[str, str]) -> list[tuple[Span, str]]:
    """Every place of some names in the raw text, readings between the characters passed over."""
    dropped = {i for m in RESIDUE.finditer(draft.raw) for i in range(*m.span())}
    kept = [i for i in range(len(draft.raw)) if i not in dropped]
    plain = _simple("".join(draft.raw[i] for i in kept))
    kept.append(len(draft.raw))
    out = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        edge = (r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])") if name.isascii() else ("", "(?!性)")
        for found in re.finditer(edge[0] + re.escape(name) + edge[1], plain):
            out.append(((kept[found.start()], kept[found.end()]), name))
    return out
