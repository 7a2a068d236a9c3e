"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from litrex import settings
from litrex.errors import UsageError

Lang = Annotated[str | None, typer.Option(help="zh or en; the article's own by default.", show_default=False)]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="A setting, such as shard_bytes=100000."),
]
Lexicons = Annotated[
    list[str] | None,
    typer.Option(
        "--lexicon",
        metavar="DIR",
        help="A folder of terms of your own that lies over ours; may be said again.",
        show_default=False,
    ),
]
Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="ADDRESS",
        help="A SQLite file, or postgresql://user@host/name; the setting database_url by default.",
        show_default=False,
    ),
]


def told(setting: Sequence[str] | None, lexicons: Sequence[str] | None = None, database: str | None = None) -> settings.Settings:
    """The settings with what the flags say over them; ``--lexicon`` says all of ``lexicon_dirs``, a later folder over an earlier.

    Raises SettingsError, and UsageError for a lexicon that is no folder.
    """
    for folder in lexicons or ():
        if not Path(folder).is_dir():
            raise UsageError(f"there is no folder {folder!r}", place="--lexicon", remedy="check the path")
    loaded = settings.load(setting or ())
    loaded = replace(loaded, lexicon_dirs=tuple(lexicons)) if lexicons else loaded
    return replace(loaded, database_url=database) if database else loaded


def spoken(wanted: str | None, document_lang: str) -> str:
    """The language asked for, else that of the document: ``zh`` or ``en``.

    >>> spoken(None, "zh-Hant"), spoken("en", "zh-Hans"), spoken(None, "mixed")
    ('zh', 'en', 'zh')

    Raises UsageError for another language.
    """
    if wanted not in (None, "zh", "en"):
        raise UsageError(f"there is no language {wanted!r}", place="--lang", remedy="say zh or en")
    return wanted or ("en" if document_lang == "en" else "zh")


def database(named: str | None, setting: Sequence[str] | None = None) -> str:
    """Which database is meant: the one named, the one that is set, else that of the folder which a run writes by default."""
    return named or settings.load(setting or ()).database_url or str(Path("out") / "litrex.db")
