"""How a command ends: one clear line for everything that goes wrong, and the exit code.

0 all done · 1 some documents set aside · 2 wrong use or settings · 3 nothing written, or a fault of ours · 130 stopped
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Annotated, ParamSpec

import typer

from litrex.errors import DocumentError, EngineError, LitrexError, OutputError, SourceError, StoreError

SET_ASIDE, WRONG_USE, NOT_WRITTEN, STOPPED = 1, 2, 3, 130
FAULT = NOT_WRITTEN

P = ParamSpec("P")

Debug = Annotated[bool, typer.Option("--debug", help="Show where in the program an error arose.")]


def code_of(error: LitrexError) -> int:
    """The exit code that an error stands for.

    >>> code_of(DocumentError("the file is empty")), code_of(OutputError("the disk is full"))
    (1, 3)
    """
    if isinstance(error, DocumentError):
        return SET_ASIDE
    return NOT_WRITTEN if isinstance(error, OutputError | EngineError | SourceError | StoreError) else WRONG_USE


def _in_one_line(error: Exception) -> str:
    """The kind of an error and what it says, however many lines it says it on.

    >>> _in_one_line(ValueError("one\\n  two")), _in_one_line(AssertionError())
    ('ValueError: one two', 'AssertionError')
    """
    return f"{type(error).__name__}: {' '.join(str(error).split())}".removesuffix(": ")


def ending(command: Callable[P, int | None]) -> Callable[P, None]:
    """Make a command end as all do: with its exit code, and with one line in place of a traceback (but for ``--debug``)."""

    @wraps(command)
    def ended(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs) or 0
            sys.stdout.flush()
        except LitrexError as error:
            if kwargs.get("debug"):
                raise
            typer.echo(f"litrex: {error}", err=True)
            code = code_of(error)
        except BrokenPipeError:  # whoever read us has seen enough; what is left must not be tried again on the way out
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        except KeyboardInterrupt:
            typer.echo("litrex: stopped; nothing was written", err=True)
            code = STOPPED
        except typer.Exit:
            raise
        except Exception as error:  # a fault of ours; a traceback helps only whoever asked for it
            if kwargs.get("debug"):
                raise
            typer.echo(f"litrex: a fault of ours ({_in_one_line(error)}); say --debug to see where, and report it", err=True)
            code = FAULT
        if code:
            raise typer.Exit(code)

    return ended
