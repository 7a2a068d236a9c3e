"""The database: documents, runs, every extraction as it was, tidy tables for other tools, corrections, and the merged view.

>>> from litrex import extract_bytes, store
>>> import tempfile
>>> told = extract_bytes("2016年李某等对12例糖尿病足患者行自体骨髓干细胞移植，随访6个月。".encode(), source="a.txt")
>>> with tempfile.TemporaryDirectory() as folder, store.open(f"{folder}/litrex.db") as kept:
...     saved = kept.save(told, kept.begin())
...     (saved.new, kept.load(told.document.document_id) == told)
(True, True)

Names are looked up when first used: what makes rows (``store.rows``) is used without a database, and loads none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from litrex.store.facade import Store, check, migrate, open, restore
    from litrex.store.merging import Merged, Pending
    from litrex.store.retrying import can_pass
    from litrex.store.runs import Quarantined, Refused, Run
    from litrex.store.saving import Article, Saved, Version
    from litrex.store.studies import Study
    from litrex.store.tables import HEAD
    from litrex.store.upkeep import Condition
    from litrex.store.versions import version_key

_HOMES = {
    "Article": "saving", "Condition": "upkeep", "HEAD": "tables", "Merged": "merging", "Pending": "merging",
    "Quarantined": "runs", "Refused": "runs", "Run": "runs", "Saved": "saving", "Store": "facade", "Study": "studies",
    "Version": "saving",
    "can_pass": "retrying", "check": "facade", "migrate": "facade", "open": "facade", "restore": "facade",
    "version_key": "versions",
}  # fmt: skip

__all__ = [
    "HEAD", "Article", "Condition", "Merged", "Pending", "Quarantined", "Refused", "Run", "Saved", "Store", "Study", "Version",
    "can_pass",
    "check", "migrate", "open", "restore", "version_key",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'litrex.store' has no attribute {name!r}")
    return getattr(import_module(f"litrex.store.{_HOMES[name]}"), name)
