"""The command line: it parses, calls and prints."""

from __future__ import annotations

from litrex.cli.app import app, main

__all__ = ["app", "main"]
