"""The review page: people look at what was extracted, beside the text that says it, and correct it once.

It shows and changes the merged view through ``litrex.store``; it extracts nothing. FastAPI is loaded when an app is made.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from litrex.web.app import create
    from litrex.web.serving import serve

__all__ = ["create", "serve"]

_HOMES = {"create": "app", "serve": "serving"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'litrex.web' has no attribute {name!r}")
    return getattr(import_module(f"litrex.web.{_HOMES[name]}"), name)
