"""A record flattened into facts: what the scores count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Rec = dict[str, Any]  # a record or a part of one as JSON has it: gold and output are read alike

DAYS = {
    "min": 1 / 1440, "h": 1 / 24, "d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7, "mo": 30.4375, "month": 30.4375,
    "months": 30.4375, "a": 365.25, "y": 365.25, "yr": 365.25, "year": 365.25, "years": 365.25,
}  # fmt: skip
UNITS = {"": "", "/kg": "cells/kg", "{cells}/kg": "cells/kg", "{cells}": "cells", "cell": "cells", "percent": "%", "％": "%"}
COUNTS = ("n_patients", "n_female", "n_male", "n_centers", "n_infusions")


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """One thing a record says. `path` is as `optional` names it; `at` is the position in its list."""

    slot: str
    value: Any
    names: tuple[str, ...]
    path: str
    source: Rec | None = None
    at: int | None = None


def number(x: object) -> float | None:
    """Read a number; a truth value is none, and neither is a word."""
    if x is None or isinstance(x, bool):
        return None
    try:
        return float(x)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def days(quantity: object) -> float | None:
    """Turn a length of time into days; None where its unit is unknown.

    >>> days({"value": 2, "unit": "wk"}), days({"value": 6, "unit": "mo"}), days("baseline")
    (14.0, 182.62, None)
    """
    if not isinstance(quantity, dict):
        return None
    value, name = number(quantity.get("value")), str(quantity.get("unit", "")).lower()
    return None if value is None or name not in DAYS else round(value * DAYS[name], 2)


def as_list(x: Any) -> list[Any]:
    return [] if x is None else x if isinstance(x, list) else [x]


def unit(x: object) -> str:
    """Write a unit in the one way the scores compare."""
    text = str(x or "").strip()
    return UNITS.get(text, text)


def facts(rec: Rec) -> list[Fact]:
    """Flatten a record, in the order of the contract's slots; what is absent gives no fact."""
    readers = (_citation, _populations, _counts, _cells, _treatment, _design, _arms, _findings)
    return [fact for read in readers for fact in read(rec) if fact.value is not None and fact.value != "" and fact.value != []]


def _fact(slot: str, value: Any, names: list[Any] | None = None, path: str | None = None, source: Rec | None = None) -> Fact:
    return Fact(slot, value, tuple(n for n in names or [] if n), path or slot, source)


def _citation(rec: Rec) -> Iterator[Fact]:
    cited = rec.get("citation") or {}
    for author in as_list(cited.get("authors")):
        yield _fact("author", str(author).lower(), [author], "citation.authors")
    yield _fact("year", cited.get("year"), None, "citation.year")
    if cited.get("reference") not in (None, ""):
        for label in as_list(cited["reference"]):
            yield _fact("reference", str(label).strip("[]【】 ").lstrip("0"), None, "citation.reference")


def _populations(rec: Rec) -> Iterator[Fact]:
    seen = set()
    for i, population in enumerate(as_list(rec.get("populations"))):
        for slot in ("condition", "species"):
            value = population.get(slot)
            if value and (slot, value) not in seen:
                seen.add((slot, value))
                text = population.get("text") if slot == "condition" else None
                yield _fact(slot, value, [value, text], f"populations[{i}].{slot}")


def _counts(rec: Rec) -> Iterator[Fact]:
    for slot in COUNTS:
        yield _fact(slot, number(rec.get(slot)))


def _cells(rec: Rec) -> Iterator[Fact]:
    seen = set()
    for cell in as_list(rec.get("cells")):
        for slot in ("cell_type", "tissue", "donor"):
            for value in as_list(cell.get(slot)):
                if value and (slot, value) not in seen:
                    seen.add((slot, value))
                    yield _fact(slot, value, [value], f"cells.{slot}")


def _treatment(rec: Rec) -> Iterator[Fact]:
    for dose in as_list(rec.get("doses")):
        value = number(dose.get("value"))
        if value is not None:
            yield _fact("dose", (value, number(dose.get("upper")), unit(dose.get("unit"))), None, "doses", dose)
    for route in as_list(rec.get("route")):
        yield _fact("route", route, [route])
    yield _fact("interval", days(rec.get("infusion_interval")), None, "infusion_interval")
    for drug in as_list(rec.get("conditioning")):
        yield _fact("conditioning", drug, [drug])


def _design(rec: Rec) -> Iterator[Fact]:
    design, follow_up = rec.get("design") or {}, rec.get("follow_up") or {}
    for kind in as_list(design.get("study_type")):
        yield _fact("study_type", kind, [kind], "design.study_type")
    yield _fact("phase", design.get("phase"), None, "design.phase")
    for key in ("min", "max", "mean", "median"):
        length = days({"value": follow_up.get(key), "unit": follow_up.get("unit")})
        yield _fact("follow_up", length, None, f"follow_up.{key}", {"kind": key})


def _arms(rec: Rec) -> Iterator[Fact]:
    for arm in as_list(rec.get("arms")):
        yield _fact("arm_n", number(arm.get("n")), None, "arms", arm)


def _findings(rec: Rec) -> Iterator[Fact]:
    for at, one in enumerate(as_list(rec.get("outcomes"))):
        names = tuple(n for n in (one.get("measure"), one.get("surface"), one.get("text")) if n)
        path, value, n = f"outcomes:{one.get('measure')}", number(one.get("value")), number(one.get("n"))
        if one.get("direction"):
            yield Fact("change", one["direction"], names, path, one, at)
        if value is not None or n is not None:
            yield Fact("figure", (value, unit(one.get("unit")), n), names, path, one, at)
    for at, one in enumerate(as_list(rec.get("adverse_events"))):
        names = tuple(n for n in (one.get("event"), one.get("surface"), one.get("text")) if n)
        yield Fact("event", "event", names, f"adverse_events:{one.get('event')}", one, at)
