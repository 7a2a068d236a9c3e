"""``litrex doctor``: whether all is in place, and what to do where it is not."""

from __future__ import annotations

from typing import Annotated

import typer

from litrex.cli.ending import WRONG_USE, Debug

_COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


def doctor(
    deep: Annotated[bool, typer.Option("--deep", help="Start the engine too, which takes half a minute.")] = False,
    debug: Debug = False,
) -> int:
    """Check Python, the packages, the lexicons, the settings and the folders; end with 2 where something fails."""
    from rich.console import Console
    from rich.markup import escape

    from litrex.checkup import checks

    console, worst = Console(highlight=False), "ok"
    for check in checks(deep=deep):
        colour = _COLOURS[check.state]
        remedy = f" → {escape(check.remedy)}" if check.remedy else ""
        console.print(f"[{colour}]{check.state:4}[/{colour}] {escape(check.what)}: {escape(check.found)}{remedy}", soft_wrap=True)
        worst = "fail" if "fail" in (worst, check.state) else worst
    return WRONG_USE if worst == "fail" else 0
