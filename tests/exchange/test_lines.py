"""JSON Lines: what is written is read back, in an order of its own."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litrex import exchange
from litrex.errors import DocumentError
from litrex.exchange.lines import write_lines
from litrex.schema.record import Anchor, Citation, Extraction, StudyRecord


def test_records_come_back_as_they_were_written(extractions: list[Extraction], tmp_path: Path) -> None:
    exchange.write(tmp_path, extractions)
    told = [record for one in exchange.ordered(extractions) for record in one.records]
    assert exchange.read_records(tmp_path / "records.jsonl") == told


def test_every_line_is_one_object_in_plain_utf8_and_keys_stand_in_model_order(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    exchange.write(tmp_path, extractions)
    lines = (tmp_path / "records.jsonl").read_bytes().split(b"\n")
    assert lines[-1] == b"" and b"\r" not in lines[0]
    assert any("膝骨关节炎".encode() in line for line in lines)
    assert list(json.loads(lines[0]))[:4] == ["schema_version", "record_id", "study_id", "document_id"]


@pytest.mark.parametrize("turn", [1, -1], ids=["as given", "backwards"])
def test_order_depends_on_source_and_place_alone(extractions: list[Extraction], turn: int) -> None:
    told = exchange.ordered(extractions[::turn])
    assert [one.document.source for one in told] == ["crohn.txt", "debate.txt", "knee.html"]
    assert [record.record_id for record in told[0].records] == ["r-crohn-1", "r-crohn-2"]


def test_the_same_bytes_under_two_names_are_one_document_that_tells_both(extractions: list[Extraction]) -> None:
    first = extractions[0]
    copy = first.model_copy(update={"document": first.document.model_copy(update={"source": "z-copy.html"})})
    told = exchange.ordered([copy, first])
    assert len(told) == 1 and told[0].document.source == "knee.html"
    assert told[0].document.notes[-1] == "the same bytes stand in z-copy.html"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_character_survives_the_round_trip(text: str) -> None:
    record = StudyRecord(
        record_id="r",
        study_id="s",
        document_id="d",
        origin="narrative",
        anchor=Anchor(spans=[(0, 1)]),
        citation=Citation(authors=[text]),
    )
    with tempfile.TemporaryDirectory() as room:
        write_lines(Path(room) / "records.jsonl", [record])
        assert exchange.read_records(Path(room) / "records.jsonl") == [record]


@pytest.mark.parametrize(
    ("line", "said"),
    [('{"record_id": 1}', "record_id"), ("not json", "JSON"), ('{"surprise": true}', "surprise|Field required")],
)
def test_a_line_that_is_no_record_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("\n" + line + "\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=said) as told:
        exchange.read_records(path)
    assert told.value.place == f"{path}:2"
