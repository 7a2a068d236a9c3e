"""litrex: from review articles to evidence tables, in Chinese and English.

>>> import litrex
>>> told = litrex.extract_bytes("2016年李某等对12例糖尿病足患者行自体骨髓干细胞移植，随访6个月。".encode(), source="a.txt")
>>> [(record.n_patients, record.citation.year) for record in told.records]
[(12, 2016)]

Names are looked up when first used: ``import litrex`` alone loads nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from litrex.documents import read, read_bytes
    from litrex.errors import DocumentError, EngineError, LexiconError, LitrexError, OutputError, SettingsError, UsageError
    from litrex.exchange import json_schema
    from litrex.extraction import extract, extract_bytes
    from litrex.inbox import discover
    from litrex.schema.document import Document
    from litrex.schema.record import Comparison, Extraction, Flag, Outcome, StudyRecord
    from litrex.settings import Settings

__version__ = "0.1.0"

_HOMES = {
    "Comparison": "litrex.schema.record", "Document": "litrex.schema.document", "DocumentError": "litrex.errors",
    "EngineError": "litrex.errors", "Extraction": "litrex.schema.record", "Flag": "litrex.schema.record",
    "LexiconError": "litrex.errors",
    "LitrexError": "litrex.errors", "Outcome": "litrex.schema.record", "OutputError": "litrex.errors",
    "Settings": "litrex.settings", "SettingsError": "litrex.errors", "StudyRecord": "litrex.schema.record",
    "UsageError": "litrex.errors", "discover": "litrex.inbox", "extract": "litrex.extraction",
    "extract_bytes": "litrex.extraction", "json_schema": "litrex.exchange", "read": "litrex.documents",
    "read_bytes": "litrex.documents",
}  # fmt: skip

__all__ = [
    "Comparison", "Document", "DocumentError", "EngineError", "Extraction", "Flag", "LexiconError", "LitrexError", "Outcome",
    "OutputError", "Settings", "SettingsError", "StudyRecord", "UsageError", "discover", "extract", "extract_bytes",
    "json_schema", "read", "read_bytes",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'litrex' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
