"""The words around values, read from ``phrases.tsv``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def phrases(lang: str) -> dict[str, str]:
    """All phrases in one language, ``zh`` or ``en``.

    >>> phrases("zh")["resolved"], phrases("en")["unit:wk"]
    ('消退', 'weeks')
    """
    lines = files("litrex.exchange").joinpath("phrases.tsv").read_text(encoding="utf-8").split("\n")
    header, *rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    column = header.index(lang)
    return {row[0]: row[column] for row in rows}
