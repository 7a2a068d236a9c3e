"""What holds for all tests."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from litrex.schema.record import Extraction


def pytest_unconfigure(config: pytest.Config) -> None:
    """Keep the closing line the last: the engine's server stops after the terminal is handed back, and says so nowhere."""
    logging.raiseExceptions = False


CASES = Path(__file__).parent / "cases" / "extractions.json"


def placed(told: Any, raw: str) -> Any:
    """Turn quoted evidence into spans of `raw`, wherever it stands."""
    if isinstance(told, list):
        return [placed(one, raw) for one in told]
    if not isinstance(told, dict):
        return told
    return {key: _spans(value, raw) if key in ("evidence", "spans") else placed(value, raw) for key, value in told.items()}


def _spans(value: Any, raw: str) -> Any:
    if isinstance(value, dict):
        return {key: _spans(one, raw) for key, one in value.items()}
    start = raw.index(value)
    return [[start, start + len(value)]]


@pytest.fixture
def extractions() -> list[Extraction]:
    told = json.loads(CASES.read_text(encoding="utf-8"))
    return [Extraction.model_validate(placed(one, one["raw"])) for one in told]
