"""One frozen object for all that can be set. Filled by: defaults < litrex.toml < environment < flags."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told.

    Lengths are code points of the decoded text, sizes bytes of the file.
    """

    max_document_chars: int = 5_000_000
    shard_bytes: int = 2_000_000
    lexicon_dirs: tuple[str, ...] = ()
