"""The contract."""

from __future__ import annotations

import json

import pytest

from litrex import exchange
from litrex.schema.record import StudyRecord
from litrex.store.layout import table_columns


def test_every_object_refuses_unknown_keys() -> None:
    schema = exchange.json_schema()
    objects = [schema, *(told for told in schema["$defs"].values() if told.get("type") == "object")]
    assert len(objects) > 20
    assert [told["title"] for told in objects if told.get("additionalProperties") is not False] == []


def test_it_is_plain_json_and_describes_a_record() -> None:
    schema = json.loads(json.dumps(exchange.json_schema()))
    assert list(schema["properties"]) == list(StudyRecord.model_fields)
    assert schema["required"] == ["record_id", "study_id", "document_id", "origin", "anchor"]


@pytest.mark.parametrize("noun", ["StudyRecord", "Outcome", "Comparison", "DocumentEntry", "Flag", "Provenance", "MentionEntry"])
def test_the_dictionary_tells_every_noun_and_its_fields(noun: str) -> None:
    text = exchange.data_dictionary()
    part = text[text.index(f"## {noun}") :].split("\n## ")[0]
    assert all(f"`{name}`" in part for name in exchange.json_schema()["$defs"][noun]["properties"])


def test_the_dictionary_tells_every_tidy_table() -> None:
    text = exchange.data_dictionary()
    assert [name for name in table_columns() if f"\n### {name}\n" not in text] == []
