"""What an evaluation comes to, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from litrex.evaluation import Copies, Evaluation, Sum
    from litrex.evaluation.floors import Fall, Floors

EXAMPLES = 5


def show(done: Evaluation) -> None:
    """Print the scores by group and language, then by slot and detail; of the closed half totals alone."""
    from litrex.evaluation import Group

    console = console_of_width()
    console.print(_totals(done.sums))
    shown = [one for one in done.sums if one.group is not Group.DEV_CLOSED]
    console.print(_by_name("slot", shown, "slots"))
    console.print(_by_name("detail", shown, "details"))
    for one in done.not_run:
        console.print(f"not run: {one.gold.name} ({one.group}): its article is not at hand")


def console_of_width() -> Console:
    """Make a console that breaks no table where it writes to no terminal."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 160
    return console


def _table(*columns: str) -> Table:
    from rich.table import Table

    table = Table(*columns, box=None, pad_edge=False)
    for column in table.columns[2:]:
        column.justify = "right"
    return table


def _totals(sums: Sequence[Sum]) -> Table:
    from litrex.evaluation import rate

    table = _table("group", "lang", "docs", "P", "R", "F1", "95 %", "details", "records", "present", "number", "surface",
                   "cells", "aspects", "interv.", "statements")  # fmt: skip
    for one in sums:
        r = rate(one.total)
        spread = f"{one.interval.low:.3f}–{one.interval.high:.3f}" if one.interval else "–"
        found = f"{one.records[0]}/{one.records[2]} of {one.records[1]}"
        proof = [_share(one.evidence.get(check, [0, 0])) for check in ("present", "number", "surface")]
        cells = [
            f"{one.cells[0]}/{one.cells[2]}",
            str(one.aspects[0]),
            str(one.interventions[0]),
            f"{rate(one.statements).f1:.3f}",
        ]
        table.add_row(
            str(one.group), one.language, str(one.documents), f"{r.precision:.3f}", f"{r.recall:.3f}", f"{r.f1:.3f}", spread,
            f"{rate(one.detail_total).f1:.3f}", found, *proof, *(cells if one.cells[2] else ["–"] * 4),
        )  # fmt: skip
    return table


def _share(pair: Sequence[int]) -> str:
    return f"{pair[0] / pair[1]:.3f}" if pair[1] else "–"


def _by_name(head: str, sums: Sequence[Sum], part: str) -> Table:
    from litrex.evaluation import rate

    table = _table(head, *(f"{one.group} {one.language}" for one in sums))
    table.columns[-1].justify = "right"
    counts = [getattr(one, part) for one in sums]
    for name in sorted({name for one in counts for name in one}):
        cells = (f"{rate(one[name]).f1:.3f} {one[name][2]:4d}" if name in one else "–" for one in counts)
        table.add_row(name, *cells)
    return table


def show_kinds(done: Evaluation) -> None:
    """Print misses and extras by kind, with examples; the closed half has none."""
    from rich.markup import escape

    from litrex.evaluation import Group, kinds
    from litrex.report.evaluation import told

    console = console_of_width()
    for kind in kinds(done, [group for group in Group if group is not Group.DEV_CLOSED]):
        console.print(f"{len(kind.places):4d}  {kind.kind}  {kind.slot}  {kind.language}  {escape(kind.cause)}")
        for place in kind.places[:EXAMPLES]:
            console.print(f"        {place.document} {place.slip.key}: {escape(told(place))}  [dim]{escape(place.words)}[/dim]")


def show_copies(copies: Sequence[Copies]) -> None:
    """Print what altered copies score beside their originals."""
    console = console_of_width()
    for one in copies:
        console.print(
            f"{one.name}: {one.original:.3f}; {len(one.copies)} altered copies: mean {one.mean:.3f}, least {one.least:.3f}"
        )
    if not copies:
        console.print("not run: no document whose gold holds positions is at hand")


def show_changed_gold(done: Evaluation, held: Floors) -> list[str]:
    """Print the groups whose gold is not the one that the floors were set on."""
    from litrex.evaluation import floors

    console, changed = console_of_width(), floors.changed_gold(done, held)
    for group in changed:
        console.print(f"the gold of {group} is not the one its floors were set on: look at the difference, then --update-floors")
    return changed


def show_falls(done: Evaluation, held: Floors) -> list[Fall]:
    """Print every score under its floor."""
    from litrex.evaluation import floors

    console = console_of_width()
    fallen = floors.falls(floors.scores_of(done), held)
    for fall in fallen:
        console.print(str(fall))
    return fallen
