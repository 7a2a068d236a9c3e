"""An extraction as the database keeps it, and back, without losing anything."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from litrex.schema.record import Extraction, MentionEntry

_MENTIONS = TypeAdapter(list[MentionEntry])


def content_of(extraction: Extraction) -> dict[str, Any]:
    """The columns that hold the extraction: its JSON, and its mentions deflated."""
    return {"content": extraction.model_dump_json(), "mentions": zlib.compress(_MENTIONS.dump_json(extraction.mentions), 6)}


def text_of(raw: str) -> dict[str, Any]:
    """The row that holds a raw text; where NUL stood is kept beside it."""
    nuls = [at for at, char in enumerate(raw) if char == "\0"] if "\0" in raw else None
    return {"text_id": text_id(raw), "raw": raw, "nuls": None if nuls is None else json.dumps(nuls)}


def text_id(raw: str) -> str:
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def raw_of(raw: str, nuls: str | None) -> str:
    """The raw text as it was read."""
    if nuls is None:
        return raw
    chars = list(raw)
    for at in json.loads(nuls):
        chars[at] = "\0"
    return "".join(chars)


def extraction_of(row: Row[Any]) -> Extraction:
    """Read an extraction back out of its row, joined with its text."""
    told = Extraction.model_validate_json(row.content)
    told.mentions = _MENTIONS.validate_json(zlib.decompress(row.mentions))
    told.raw = raw_of(row.raw, row.nuls)
    return told
