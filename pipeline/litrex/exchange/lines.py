"""JSON Lines: one object a line, in an order that depends on the documents alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ValidationError

from litrex.errors import DocumentError
from litrex.schema.record import Comparison, Extraction, StudyRecord


def ordered(extractions: Iterable[Extraction]) -> list[Extraction]:
    """Sort by source, then document; records by their place. The same bytes under two names are one document.

    The first name stands as its source, the others are told in its notes.
    """
    kept: dict[str, Extraction] = {}
    for one in sorted(extractions, key=lambda e: (e.document.source, e.document.document_id)):
        first = kept.get(one.document.document_id)
        if first is None:
            kept[one.document.document_id] = _by_place(one)
        elif first.document.source != one.document.source:
            notes = [*first.document.notes, f"the same bytes stand in {one.document.source}"]
            document = first.document.model_copy(update={"notes": notes})
            kept[one.document.document_id] = first.model_copy(update={"document": document})
    return list(kept.values())


def write_lines(path: Path, nouns: Iterable[BaseModel]) -> None:
    """Write UTF-8, keys in the models' order, a line feed after each object."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for noun in nouns:
            file.write(noun.model_dump_json() + "\n")


def read_records(path: Path) -> list[StudyRecord]:
    """Read ``records.jsonl`` back.

    Lines end at line feeds alone: article text may hold U+2028 or U+0085, which ``str.splitlines`` would cut at.

    Raises DocumentError naming the line that is no study record.
    """
    records = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            records.append(StudyRecord.model_validate_json(line))
        except ValidationError as problem:
            first = problem.errors(include_url=False)[0]
            where = ".".join(str(step) for step in first["loc"])
            raise DocumentError(
                f"no study record ({where}: {first['msg']})", place=f"{path}:{number}", remedy="write the file again"
            ) from problem
    return records


def _by_place(one: Extraction) -> Extraction:
    records = sorted(one.records, key=_record_place)
    comparisons = sorted(one.comparisons, key=_comparison_place)
    return one.model_copy(update={"records": records, "comparisons": comparisons})


def _record_place(record: StudyRecord) -> tuple[int, int, str]:
    start = min((a for a, _ in record.anchor.spans), default=0)
    return start, record.anchor.row or 0, record.record_id


def _comparison_place(one: Comparison) -> tuple[int, int, int, str]:
    return one.table, one.row, one.column, one.comparison_id
