"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from litrex.errors import UsageError

Lang = Annotated[str | None, typer.Option(help="zh or en; the article's own by default.", show_default=False)]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="A setting, such as shard_bytes=100000 or lexicon_dirs=terms."),
]


def spoken(wanted: str | None, document_lang: str) -> str:
    """The language asked for, else that of the document: ``zh`` or ``en``.

    >>> spoken(None, "zh-Hant"), spoken("en", "zh-Hans"), spoken(None, "mixed")
    ('zh', 'en', 'zh')

    Raises UsageError for another language.
    """
    if wanted not in (None, "zh", "en"):
        raise UsageError(f"there is no language {wanted!r}", place="--lang", remedy="say zh or en")
    return wanted or ("en" if document_lang == "en" else "zh")
