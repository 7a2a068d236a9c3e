"""What is known of a passage before it is read."""

from __future__ import annotations

from dataclasses import dataclass

from litrex.records.reading import Span


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known of a passage beforehand.

    `arms` are the study's arms in the order they were told, for ``respectively``; `arm_before` is the arm named last;
    `adverse` says that the passage is a column of adverse events, `table` that it is a cell; `counted` are the counts that
    are patients, arms or sexes already.
    """

    arms: tuple[str, ...] = ()
    arm_before: str | None = None
    adverse: bool = False
    table: bool = False
    sick: frozenset[str] = frozenset()  # conditions that the patients have: no adverse events
    counted: frozenset[Span] = frozenset()
