"""What holds for all tests."""

from __future__ import annotations

import logging

import pytest


def pytest_unconfigure(config: pytest.Config) -> None:
    """Keep the closing line the last: the engine's server stops after the terminal is handed back, and says so nowhere."""
    logging.raiseExceptions = False
