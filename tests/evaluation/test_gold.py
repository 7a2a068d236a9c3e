"""A gold of values and positions holds no words of its article, and every position stands where its value does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from litrex.errors import DocumentError, UsageError
from litrex.evaluation.agreement import of_readers
from litrex.evaluation.gold import Gold, digest, emptied, fill, read

ROOT = Path(__file__).parents[2]
ANNOTATIONS = ROOT / "annotations"
PLACED = [ANNOTATIONS / "gold" / "lupus-stem-cells.zh-Hant.json", *sorted((ANNOTATIONS / "readers").glob("[a-z].json"))]
WORDS = {"quote", "surface", "text", "text_clean", "definition"}


def spans_in(gold: Gold) -> list[tuple[str, str, list[int]]]:
    return [
        (record["key"], path, span)
        for record in gold.records + gold.comparisons
        for path, spans in record["evidence"].items()
        for span in spans
    ]


def keys_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for name, one in value.items() if name != "evidence" for key in keys_in(one)}
    return {key for one in value for key in keys_in(one)} if isinstance(value, list) else set()


@pytest.mark.parametrize("path", PLACED, ids=lambda path: path.name)
def test_no_words_of_the_article_are_kept(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"[\u3400-\u9fff]{12,}", text) == []
    assert keys_in(json.loads(text)) & WORDS == set()


@pytest.mark.parametrize("path", PLACED, ids=lambda path: path.name)
def test_every_position_lies_in_the_article(path: Path) -> None:
    gold = read(path)
    assert gold.chars is not None
    outside = [place for place in spans_in(gold) if not 0 <= place[2][0] < place[2][1] <= gold.chars]
    assert outside == []
    assert len(spans_in(gold)) > 100


def test_every_stated_value_has_a_position(article_gold: Gold) -> None:
    slots = ("n_patients", "n_female", "n_male", "n_centers", "route", "n_infusions", "infusion_interval")
    for record in article_gold.records:
        paths = record["evidence"]
        stated = [slot for slot in slots if record[slot] is not None]
        stated += [f"citation.{key}" for key, value in record["citation"].items() if value]
        stated += [f"design.{key}" for key, value in record["design"].items() if value is not None]
        stated += [f"follow_up.{k}" for k, v in (record["follow_up"] or {}).items() if v is not None and k != "unit"]
        for slot in ("populations", "arms", "doses", "conditioning", "outcomes", "adverse_events"):
            stated += [f"{slot}[{i}]" for i in range(len(record[slot]))]
        stated += [f"cells[{i}].{k}" for i, cell in enumerate(record["cells"]) for k, v in cell.items() if v]
        assert [path for path in stated if path not in paths] == [], record["key"]


def numbers_of(record: dict[str, Any]) -> dict[str, float]:
    told = {slot: record[slot] for slot in ("n_patients", "n_female", "n_male", "n_centers") if record[slot] is not None}
    told |= {"citation.year": record["citation"]["year"]} if record["citation"]["year"] else {}
    for i, outcome in enumerate(record["outcomes"]):
        told |= {f"outcomes[{i}].{key}": outcome[key] for key in ("value", "n") if outcome.get(key) is not None}
    told |= {f"arms[{i}]": arm["n"] for i, arm in enumerate(record["arms"])}
    return told


def test_numbers_stand_where_their_positions_say(article_gold: Gold, article_raw: str) -> None:
    seen = 0
    for record in article_gold.records:
        for path, value in numbers_of(record).items():
            words = "".join(article_raw[a:b] for a, b in record["evidence"][path])
            figures = [float(figure) for figure in re.findall(r"\d+(?:\.\d+)?", words)]
            derived = path.startswith("outcomes") and path.endswith(".n") and value not in figures
            assert value in figures or not figures or derived, (record["key"], path)
            seen += value in figures
    assert seen > 80


def test_quotes_are_short_and_lie_in_their_records(article_gold: Gold, article_raw: str) -> None:
    for record in article_gold.records:
        (start, end), (first, last) = record["evidence"]["quote"][0], record["anchor"]["spans"][0]
        assert first <= start < end <= last
        assert end - start <= 20


def test_filled_words_are_those_of_the_article(article_gold: Gold, article_raw: str) -> None:
    full = fill(article_gold, article_raw)
    for empty, record in zip(article_gold.records, full.records, strict=True):
        assert record["quote"] in article_raw
        for i, outcome in enumerate(record["outcomes"]):
            start, end = empty["evidence"][f"outcomes[{i}]"][0]
            assert outcome["surface"] == article_raw[start:end]
    assert [len(cell["text"]) > 10 for cell in full.comparisons] == [True] * 8


def test_filling_puts_words_at_their_places(small: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "small.zh-Hant.json"
    path.write_text(json.dumps(small["gold"]), encoding="utf-8")
    gold = read(path)
    full = fill(gold, small["raw"])
    assert [o["surface"] for o in full.records[0]["outcomes"]] == ["蛋白尿", "血清白蛋白"]
    assert full.records[0]["doses"][0]["text"] == "2×10^6/kg"
    assert full.records[1]["quote"] == "2015年,Keller"
    assert "surface" not in gold.records[0]["outcomes"][0]
    assert gold.language == "zh"


def test_another_text_is_refused(small: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "small.json"
    path.write_text(json.dumps(small["gold"]), encoding="utf-8")
    with pytest.raises(DocumentError, match="expected"):
        fill(read(path), small["raw"] + "。")


def test_a_gold_with_its_words_is_left_alone() -> None:
    gold = Gold("gout.en", [{"key": "N1", "quote": "a"}])
    assert fill(gold, "another text") is gold


def test_emptied_gold_keeps_values_and_positions_alone(small: dict[str, Any]) -> None:
    places = {"quote": [[1, 2]]}
    told = [{"quote": "x", "n_patients": 0, "outcomes": [{"measure": "m", "surface": "s"}], "evidence": places}]
    left = [{"n_patients": 0, "outcomes": [{"measure": "m"}], "evidence": places}]
    assert emptied({"records": told}) == {"records": left}
    assert emptied(small["gold"]) == small["gold"]


def test_the_digest_follows_what_is_said_and_nothing_else() -> None:
    one, other = Gold("a", [{"key": "N1", "n": 0}]), Gold("b", [])
    assert digest([one, other]) == digest([other, Gold("a", [{"n": 0, "key": "N1"}])])
    assert digest([one]) != digest([Gold("a", [{"key": "N1", "n": None}])])


@pytest.mark.parametrize("text", ["[1]", "no json", '"word"'])
def test_what_is_no_gold_is_told_by_its_place(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"x\.json"):
        read(path)


def test_the_agreement_told_is_the_agreement_found(article_raw: str) -> None:
    told = json.loads((ANNOTATIONS / "agreement.json").read_text(encoding="utf-8"))["documents"]
    assert of_readers(ANNOTATIONS / "readers", ANNOTATIONS / "gold", ANNOTATIONS / "dev" / "gold", article_raw) == told


def test_the_guide_tells_the_agreement_that_was_measured() -> None:
    guide = (ANNOTATIONS / "GUIDE.md").read_text(encoding="utf-8")
    documents = json.loads((ANNOTATIONS / "agreement.json").read_text(encoding="utf-8"))["documents"]
    for name, pairs in documents.items():
        for pair, told in pairs.items():
            assert f"| `{name}` | {pair} | {told['slots']['all facts']:.3f} |" in guide
