"""Short passages and the studies they tell, told from background, plans, pooled results and mechanisms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from litrex.evaluation.likeness import alike
from litrex.extraction import extract_bytes
from litrex.schema.record import StudyRecord

CASES = Path(__file__).parents[1] / "cases"
ROWS = [json.loads(line) for line in (CASES / "narratives.jsonl").read_text(encoding="utf-8").splitlines()]
KNOWN = frozenset((CASES / "known_failures.txt").read_text(encoding="utf-8").split())
DIRECT = ("n_patients", "n_female", "n_male", "n_centers", "n_infusions")


def told(record: StudyRecord) -> dict[str, Any]:
    """What a record says, under the names of the case table."""
    citation, reference = record.citation, record.citation.reference
    return {key: getattr(record, key) for key in DIRECT} | {
        "authors": citation.authors,
        "year": citation.year,
        "reference": reference[0] if isinstance(reference, list) and len(reference) == 1 else reference,
        "route": record.route,
        "tissues": sorted({c.tissue for c in record.cells if c.tissue}),
        "cell_types": sorted({c.cell_type for c in record.cells if c.cell_type}),
        "donor": next((c.donor for c in record.cells if c.donor), None),
        "doses": sorted([d.value, d.upper, d.unit] if d.upper is not None else [d.value, d.unit] for d in record.doses),
        "study_type": record.design.study_type,
        "phase": record.design.phase,
        "conditioning": sorted(record.conditioning),
        "species": [p.species for p in record.populations],
        "condition": [name for p in record.populations for name in (p.condition, p.text) if name],
        "follow_up": {k: v for k, v in record.follow_up.model_dump().items() if v is not None} if record.follow_up else None,
        "arms": [[a.name, a.n] for a in record.arms if a.n is not None],
    }


def holds(key: str, wanted: Any, found: Any) -> bool:
    if key in ("species", "condition"):
        return any(alike([wanted], [name]) for name in found)
    if key == "arms":
        return sorted(n for _, n in wanted) == sorted(n for _, n in found)
    if key in ("conditioning", "tissues", "cell_types") and wanted:
        return all(any(alike([w], [f]) for f in found) for w in wanted) and len(wanted) <= len(found)
    if isinstance(wanted, list):
        return sorted(wanted) == sorted(found)
    return bool(wanted == found)


def differences(row: dict[str, Any]) -> list[str]:
    records = extract_bytes(row["text"].encode(), source="case.txt").records
    if len(records) != len(row["studies"]):
        names = [(r.citation.authors, r.citation.reference, r.n_patients) for r in records]
        return [f"{len(row['studies'])} studies expected, found {len(records)}: {names}"]
    out = []
    for at, (wanted, record) in enumerate(zip(row["studies"], records, strict=True)):
        found = told(record)
        missed = (key for key, value in wanted.items() if not holds(key, value, found[key]))
        out += [f"study {at + 1} {key}: {wanted[key]} expected, found {found[key]}" for key in missed]
    return out


def cases() -> list[Any]:
    mark = pytest.mark.xfail(strict=True, reason="known failure")
    return [pytest.param(row, id=row["id"], marks=[mark] if row["id"] in KNOWN else []) for row in ROWS]


@pytest.mark.parametrize("row", cases())
def test_a_passage_tells_its_studies_and_no_others(row: dict[str, Any]) -> None:
    assert differences(row) == []


def test_a_third_of_the_passages_tells_no_study() -> None:
    assert sum(not row["studies"] for row in ROWS) * 3 >= len(ROWS)
