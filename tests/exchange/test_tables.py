"""The tidy tables: types, keys, values and places."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from litrex import exchange
from litrex.exchange.tables import arrow_schema
from litrex.schema.record import Extraction
from litrex.store.layout import table_columns

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def rows(extractions: list[Extraction], tmp_path: Path) -> Rows:
    exchange.write(tmp_path, extractions)
    return {name: pq.read_table(tmp_path / f"{name}.parquet").to_pylist() for name in table_columns()}


@pytest.mark.parametrize("name", list(table_columns()))
@pytest.mark.parametrize("full", [True, False], ids=["full", "empty"])
def test_types_are_kept_whether_or_not_there_are_rows(
    extractions: list[Extraction], tmp_path: Path, name: str, full: bool
) -> None:
    exchange.write(tmp_path, extractions if full else [])
    schema = pq.read_schema(tmp_path / f"{name}.parquet")
    assert schema.equals(arrow_schema(name))
    assert schema.names[:3] == ["document_id", "record_id", "schema_version"]
    with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == schema.names


def test_every_row_names_its_document_and_schema(rows: Rows) -> None:
    for told in rows.values():
        assert told, "the sample fills every table"
        assert all(row["document_id"] and row["schema_version"] == 1 for row in told)


def test_every_place_points_at_its_words_in_the_raw_text(rows: Rows, extractions: list[Extraction]) -> None:
    raw = {one.document.document_id: one.raw for one in extractions}
    for name in ("outcomes", "adverse_events"):
        for row in rows[name]:
            assert row["surface"] in raw[row["document_id"]][row["start"] : row["end"]], row


@pytest.mark.parametrize(
    ("record", "slot", "value"),
    [
        ("r-knee-1", "n_patients", 40),
        ("r-knee-2", "n_female", 0),
        ("r-crohn-1", "n_female", None),
        ("r-crohn-1", "prospective", True),
        ("r-knee-1", "prospective", None),
        ("r-crohn-1", "reference", "7|8"),
        ("r-knee-1", "infusion_interval_unit", "wk"),
        ("r-knee-1", "follow_up_max", 12.0),
        ("r-crohn-2", "conditions", None),
    ],
)
def test_a_record_row_holds_what_is_told_and_nothing_else(rows: Rows, record: str, slot: str, value: object) -> None:
    row = next(row for row in rows["records"] if row["record_id"] == record)
    assert row[slot] == value


def test_outcome_rows_carry_figure_time_spread_and_p(rows: Rows) -> None:
    row = next(row for row in rows["outcomes"] if row["measure"] == "fistula_closure")
    told = {key: row[key] for key in ("value", "n", "denominator", "timepoint_value", "timepoint_unit", "spread_low", "p_value")}
    assert told == {
        "value": 66.7, "n": 6, "denominator": 9, "timepoint_value": 24.0, "timepoint_unit": "wk",
        "spread_low": 30.0, "p_value": 0.05,
    }  # fmt: skip


def test_a_reported_zero_is_not_an_absent_value(rows: Rows) -> None:
    told = {row["measure"]: row["value"] for row in rows["outcomes"] if row["document_id"].startswith("b")}
    assert told["relapse"] == 0 and told["crp"] is None


def test_csv_tells_the_same_as_parquet(rows: Rows, tmp_path: Path) -> None:
    with (tmp_path / "outcomes.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    assert [row["measure"] for row in told] == [row["measure"] for row in rows["outcomes"]]
    assert [row["value"] == "" for row in told] == [row["value"] is None for row in rows["outcomes"]]


def test_text_that_looks_like_a_formula_is_harmless_in_csv_and_whole_in_parquet(rows: Rows, tmp_path: Path) -> None:
    term = next(row for row in rows["terms"] if row["kind"] == "conditions" and row["document_id"].startswith("b"))
    assert term["concept"].startswith("=cmd")
    with (tmp_path / "terms.csv").open(encoding="utf-8", newline="") as file:
        concepts = {row["concept"] for row in csv.DictReader(file)}
    assert not [concept for concept in concepts if concept.startswith("=")]
    assert "'" + term["concept"] in concepts


def test_terms_are_named_in_both_languages(extractions: list[Extraction], tmp_path: Path) -> None:
    exchange.write(tmp_path, extractions, lambda kind, concept, lang: f"{lang}:{kind}:{concept}")
    told = pq.read_table(tmp_path / "terms.parquet").to_pylist()
    route = next(row for row in told if row["concept"] == "intra_articular")
    assert (route["label_zh"], route["label_en"]) == ("zh:routes:intra_articular", "en:routes:intra_articular")


def test_terms_tell_the_id_that_an_ontology_gives_them_and_where_it_was_read(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    known = {("tissues", "umbilical_cord"): ("UBERON:0002331", "UBERON v1")}
    exchange.write(tmp_path, extractions, identity=lambda kind, concept: known.get((kind, concept)))
    told = pq.read_table(tmp_path / "terms.parquet").to_pylist()
    ids = {(row["kind"], row["concept"]): (row["ontology_id"], row["id_source"]) for row in told}
    assert ids["tissues", "umbilical_cord"] == ("UBERON:0002331", "UBERON v1")
    assert {pair for key, pair in ids.items() if key not in known} == {(None, None)}
