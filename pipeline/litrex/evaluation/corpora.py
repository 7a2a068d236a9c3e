"""Public corpora as running text, read as a stream: what stands in them was written by nobody of this project."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from litrex.errors import UsageError

_WRITTEN_BY_MACHINES = "_gpt"  # such text names what a model makes up; it vouches for no word


def files(folder: Path) -> list[Path]:
    """Find the files of all corpora: ``*.jsonl.gz`` and ``*.txt.gz``, but for text that machines wrote.

    Raises UsageError where there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError("there is no such folder", place=str(folder), remedy="set corpora to the folder of the corpora")
    found = (path for ending in ("*.jsonl.gz", "*.txt.gz") for path in folder.rglob(ending))
    return sorted(path for path in found if _WRITTEN_BY_MACHINES not in path.name)


def passages(path: Path) -> Iterator[str]:
    """Read a file's passages: the lines of a text; of a line of JSON its ``text``, and where it has none all its strings.

    Raises UsageError naming file and line where it cannot be read.
    """
    number = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                number += 1
                if told := _text_of(json.loads(line)) if path.name.endswith(".jsonl.gz") else line.strip():
                    yield told
    except (OSError, EOFError, ValueError) as error:
        raise UsageError(f"it cannot be read ({error})", place=f"{path}:{number}", remedy="fetch the file again") from error


def _text_of(told: Any) -> str:
    if isinstance(told, dict) and isinstance(told.get("text"), str):
        return str(told["text"])
    return "\n".join(_strings(told))


def _strings(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict | list):
        for part in told.values() if isinstance(told, dict) else told:
            yield from _strings(part)
