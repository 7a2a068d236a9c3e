"""``litrex run``: a batch of articles into a folder of results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from litrex.cli.ending import SET_ASIDE, Debug
from litrex.cli.flags import Database, Lexicons, Set, told


def run(
    paths: Annotated[list[str], typer.Argument(help="Articles, folders of articles, or patterns.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder that the results go to.")] = Path("out"),
    database: Database = None,
    lexicon: Lexicons = None,
    setting: Set = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Let the engine talk.")] = False,
    debug: Debug = False,
) -> int:
    """Extract articles into a folder: records, tidy tables, an evidence table, a report; and into a database.

    The database is litrex.db in that folder, unless another is named; corrections made there show in all files. Documents that
    cannot be read are set aside, with the reason, and do not stop the others.
    """
    from litrex import flows
    from litrex.cli.summary import show

    result = flows.run(paths, out, told(setting, lexicon, database), quiet=quiet, verbose=verbose)
    if not quiet:
        show(result, out)
    return SET_ASIDE if result.set_aside else 0
