"""The run's report: one page that opens anywhere, offline, with every value linked to its place in the text."""

from __future__ import annotations

from litrex.report.page import render, write

__all__ = ["render", "write"]
