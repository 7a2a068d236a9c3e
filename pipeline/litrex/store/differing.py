"""Where the tellings of one study say different things; what one of them leaves out is no difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from litrex.store.claims import flat
from litrex.store.tellings import Telling

_AGAINST = {frozenset(("increase", "decrease")), frozenset(("improve", "worsen")), frozenset(("worsen", "resolved"))}


@dataclass(frozen=True, slots=True)
class Said:
    """What one document says."""

    document_id: str
    value: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A slot or a measure, and what each document says of it."""

    about: str
    said: tuple[Said, ...]


def disagreements(told: Sequence[Telling]) -> list[Disagreement]:
    """All disagreements, slots first, then concepts, then outcomes."""
    return [*_of_slots(told), *_of_concepts(told), *_of_outcomes(told)]


def _of_slots(told: Sequence[Telling]) -> Iterator[Disagreement]:
    for slot in dict.fromkeys(slot for one in told for slot in one.slots):
        said = [(one.document_id, one.slots[slot]) for one in told if slot in one.slots]
        if _any_pair(said, differ):
            yield Disagreement(slot, tuple(Said(ident, flat(value)) for ident, value in said))


def _of_concepts(told: Sequence[Telling]) -> Iterator[Disagreement]:
    for name in ("conditions", "cells", "species"):
        said = [(one.document_id, getattr(one, name)) for one in told if getattr(one, name)]
        if _any_pair(said, lambda a, b: not a & b):
            yield Disagreement(name, tuple(Said(ident, flat(sorted(value))) for ident, value in said))


def _of_outcomes(told: Sequence[Telling]) -> Iterator[Disagreement]:
    """Figures of one measure, unit and time, and changes that go against each other, where each document tells one."""
    for about in dict.fromkeys(figure.about for one in told for figure in one.figures):
        said = [(one.document_id, _only(f.value for f in one.figures if f.about == about)) for one in told]
        known = [(ident, value) for ident, value in said if value is not None]
        if _any_pair(known, differ):
            measure, unit, *more = about
            name = " ".join(part for part in (measure, *more) if part)
            yield Disagreement(name, tuple(Said(ident, f"{value:g} {unit}".strip()) for ident, value in known))
    for measure in dict.fromkeys(measure for one in told for measure, _ in one.directions):
        ways = [(one.document_id, _only(way for name, way in one.directions if name == measure)) for one in told]
        stated = [(ident, way) for ident, way in ways if way is not None]
        if _any_pair(stated, lambda a, b: frozenset((a, b)) in _AGAINST):
            yield Disagreement(measure, tuple(Said(ident, way) for ident, way in stated))


def _only(values: Iterable[Any]) -> Any:
    """The one value there is; None where there is none, or there are several."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _any_pair(said: list[tuple[str, Any]], against: Any) -> bool:
    return any(against(a, b) for n, (one, a) in enumerate(said) for other, b in said[n + 1 :] if one != other)


def differ(a: Any, b: Any) -> bool:
    """Whether two values contradict: lists without a common element, lengths of time of one unit that state another figure.

    >>> from litrex.schema.record import FollowUp
    >>> differ(FollowUp(max=12, unit="mo"), FollowUp(max=12, mean=8, unit="mo")), differ(40, 38), differ(["a"], ["a", "b"])
    (False, True, False)
    """
    if isinstance(a, BaseModel) and isinstance(b, BaseModel):
        told, other = dict(a), dict(b)
        if told.get("unit") != other.get("unit"):
            return False
        return any(value != other.get(name) for name, value in told.items() if value is not None and other.get(name) is not None)
    if isinstance(a, list) or isinstance(b, list):
        one, two = ({*value} if isinstance(value, list) else {value} for value in (a, b))
        return not one & two
    return bool(a != b)
