"""What a gold record leaves to the reader: its `optional` paths make facts neither hits nor misses."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from litrex.evaluation.facts import Fact
from litrex.evaluation.likeness import alike

FACT_OF = {"direction": {"change"}, "value": {"figure"}, "n": {"figure"}, "measure": {"change", "figure"}, "event": {"event"}}
ENTRY = re.compile(r"(?P<head>\w+)(?::(?P<name>[^.@]+)|\[(?P<at>\d+)\])(?:@(?P<where>[^.]+))?(?:\.(?P<part>\w+))?")


def is_free(fact: Fact, optional: AbstractSet[str]) -> bool:
    """Whether `optional` frees a gold fact.

    Entries: `*` or `record`; a path or a place that holds it (`follow_up`, `citation.year`, `populations[0]`);
    `outcomes:MEASURE`, `outcomes:*`, `outcomes[3]`; either with `@ARM`, `@TIME` (`@3a`) or a part (`.direction`, `.n`).
    """
    path = fact.path
    head = re.split(r"[:.\[]", path)[0]
    if optional & {"*", "record", fact.slot, path, re.sub(r"\[\d+\]", "", path), path.split(".")[0], head, head + ":*"}:
        return True
    return any(_entry_frees(o, fact, head) for o in optional)


def _entry_frees(entry: str, fact: Fact, head: str) -> bool:
    told = ENTRY.fullmatch(entry)
    if not told or told["head"] != head or fact.source is None or fact.at is None:
        return False
    named = told["name"] in ("*", fact.path.partition(":")[2]) if told["name"] else int(told["at"]) == fact.at
    part, where = told["part"], told["where"]
    if part and fact.slot not in FACT_OF.get(part, ()):  # another fact, or a detail only: see `free_details`
        return False
    if named and where:
        time = fact.source.get("timepoint")
        spelt = f"{time.get('value')}{time.get('unit')}" if isinstance(time, dict) else None
        named = where in (fact.source.get("arm"), time, spelt)
    return named


def free_details(path: str, optional: AbstractSet[str]) -> set[str]:
    """The parts of a fact whose details are free: ``outcomes:relapse.timepoint`` → ``{"timepoint"}``."""
    name = path.partition(":")[2]
    return {o.rpartition(".")[2] for o in optional if o.startswith((f"outcomes:{name}.", "outcomes:*.", "adverse_events:"))}


def is_spared(fact: Fact, optional: AbstractSet[str]) -> bool:
    """Whether an extra fact of the output is forgiven: its place, or a measure or event like it, is optional in the gold."""
    if is_free(Fact(fact.slot, fact.value, fact.names, fact.path), optional):
        return True
    bare = re.sub(r"\[\d+\]", "", fact.path)
    for entry in optional:
        head, _, name = entry.partition(":")
        if name and head == fact.path.split(":")[0] and alike([name.split(".")[0]], [fact.path.partition(":")[2], *fact.names]):
            return True
        bare_entry = re.sub(r"\[\d+\]", "", entry)
        if not name and bare in (bare_entry, bare_entry.split(".")[0]):
            return True
    return False
