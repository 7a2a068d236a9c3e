"""The words of the review page, in both languages; what it shares with the report's page is said there."""

from __future__ import annotations

from functools import cache

from litrex.report.words import Both, interface, lines_of


@cache
def words() -> dict[str, Both]:
    """Labels, buttons and sentences by key."""
    own = {key: Both(zh, en) for key, zh, en in lines_of("litrex.web", "interface.tsv")}
    return {**interface(), **own}


def said(lang: str) -> dict[str, str]:
    """All words of one language, as the page's script takes them."""
    return {key: getattr(both, lang) for key, both in words().items()}
