"""Changes to a text, collected first and made in one go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from litrex.schema.document import Repair
from litrex.schema.mapped import MappedText


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `new` in the place of ``text[start:end]``; positions are those of the text that the step was given.

    An edit that is not `exact` says that the place is damaged beyond undoing; its `new` may be the old text.
    """

    start: int
    end: int
    new: str
    exact: bool = True


@dataclass(frozen=True)
class Signs:
    """What the document as a whole shows, so that a step can judge one place by it."""

    readings: bool = False  # readings in brackets are strewn all over it
    half_width: bool = False  # its Chinese is set with ASCII punctuation
    under_dose: bool = False  # this text is a table cell under a heading that says dose


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after a step, with what the step changed."""

    text: MappedText
    repairs: tuple[Repair, ...] = field(default=())


def apply(mapped: MappedText, edits: list[Edit], step: str) -> Repaired:
    """Make all edits at once; they must be in order and may not overlap.

    What old and new have in common at both ends keeps its own place in the raw text, so a restored ``^`` stands for
    nothing while the digits around it stay where they are:

    >>> done = apply(MappedText.of("1×106"), [Edit(2, 5, "10^6")], "lost_superscripts")
    >>> done.text.text, done.text.raw_span(5, 6), done.repairs[0].before
    ('1×10^6', (4, 5), '106')
    """
    if not edits:
        return Repaired(mapped)
    repairs = tuple(_repair(mapped, edit, step) for edit in edits)
    changes = [edit for edit in edits if mapped.text[edit.start : edit.end] != edit.new]
    return Repaired(MappedText.join(_pieces(mapped, changes)) if changes else mapped, repairs)


def _repair(mapped: MappedText, edit: Edit, step: str) -> Repair:
    start, end = mapped.raw_span(edit.start, edit.end)
    return Repair(step, start, end, mapped.text[edit.start : edit.end], edit.new, edit.exact)


def _pieces(mapped: MappedText, edits: list[Edit]) -> Iterator[MappedText]:
    done = 0
    for edit in edits:
        old = mapped.text[edit.start : edit.end]
        uneven = len(old) != len(edit.new)
        head = _common(old, edit.new) if uneven else 0
        tail = _common(old[head:][::-1], edit.new[head:][::-1]) if uneven else 0
        start, end = edit.start + head, edit.end - tail
        yield mapped.slice(done, start)
        yield _middle(mapped, start, end, edit.new[head : len(edit.new) - tail])
        done = end
    yield mapped.slice(done, len(mapped))


def _common(one: str, other: str) -> int:
    """Count the characters that both start with."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _middle(mapped: MappedText, start: int, end: int, new: str) -> MappedText:
    if len(new) == end - start:
        return MappedText(new, mapped.starts[start:end], mapped.ends[start:end])
    if start == end:
        return MappedText.inserted(new, mapped.raw_position(start))
    return MappedText.standing_for(new, *mapped.raw_span(start, end))
