"""An altered copy says other things in the same sentences, and its gold says them too."""

import re
from pathlib import Path
from typing import Any

import pytest

from litrex import extraction
from litrex.evaluation.alterations import altered
from litrex.evaluation.altering import Draft, digits_in
from litrex.evaluation.gold import Gold, fill
from litrex.evaluation.materials import Group
from litrex.evaluation.measuring import measure
from litrex.evaluation.scoring import rate

SEEDS = range(12)


@pytest.fixture
def gold(small: dict[str, Any]) -> Gold:
    told = small["gold"]
    return Gold("small.zh-Hant", told["records"], [], [], told["article"]["sha256"], told["article"]["chars"])


@pytest.fixture
def raw(small: dict[str, Any]) -> str:
    return str(small["raw"])


def test_the_same_seed_makes_the_same_copy(gold: Gold, raw: str) -> None:
    assert altered(gold, raw, 3) == altered(gold, raw, 3)
    assert len({altered(gold, raw, seed).raw for seed in SEEDS}) == len(SEEDS)


def test_the_original_is_left_as_it_was(gold: Gold, raw: str, small: dict[str, Any]) -> None:
    altered(gold, raw, 1)
    assert gold.records == small["gold"]["records"]
    assert gold.records[0]["citation"]["authors"] == ["趙"]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_value_of_a_copy_stands_in_its_text(gold: Gold, raw: str, seed: int) -> None:
    copy = altered(gold, raw, seed)
    full = fill(copy.gold, copy.raw)
    assert copy.raw != raw
    for record in full.records:
        at = record["evidence"]
        words = {path: copy.raw[spans[0][0] : spans[0][1]] for path, spans in at.items()}
        assert words["citation.authors"] == record["citation"]["authors"][0]
        assert words["citation.year"] == str(record["citation"]["year"])
        assert words["n_patients"] == str(record["n_patients"])
        for i, outcome in enumerate(record["outcomes"]):
            assert outcome["surface"] == words[f"outcomes[{i}]"]
            if outcome.get("value") is not None:
                assert float(words[f"outcomes[{i}].value"].rstrip("%")) == outcome["value"]


@pytest.mark.parametrize("seed", SEEDS)
def test_names_years_counts_diseases_are_all_others(gold: Gold, raw: str, seed: int) -> None:
    copy = altered(gold, raw, seed)
    for old, new in zip(gold.records, copy.gold.records, strict=True):
        assert new["citation"]["authors"] != old["citation"]["authors"]
        assert new["citation"]["year"] != old["citation"]["year"]
        assert new["populations"][0]["condition"] != "systemic_lupus_erythematosus"
    assert copy.gold.records[0]["n_patients"] > gold.records[0]["n_patients"]
    assert not re.search(r"SLE(?![A-Z])|紅斑", copy.raw)


def test_directions_turn_with_their_words(gold: Gold, raw: str) -> None:
    contrary = {"下降": "decrease", "上升": "increase", "降低": "decrease", "升高": "increase"}
    turned = set()
    for seed in SEEDS:
        copy = altered(gold, raw, seed)
        for record in copy.gold.records:
            for i, outcome in enumerate(record["outcomes"]):
                for start, end in record["evidence"].get(f"outcomes[{i}].direction", []):
                    assert contrary[copy.raw[start:end]] == outcome["direction"]
                    turned.add(outcome["direction"])
    assert turned == {"decrease", "increase"}


def test_rates_stay_possible_in_their_group(gold: Gold, raw: str) -> None:
    for seed in SEEDS:
        record = altered(gold, raw, seed).gold.records[1]
        for outcome in record["outcomes"][:2]:
            assert any(round(100 * k / record["n_patients"], 1) == outcome["value"] for k in range(31))


def test_records_of_one_study_keep_what_would_part_them(gold: Gold, raw: str) -> None:
    linked = Gold(gold.name, gold.records, [], [["N1", "N2"]], gold.sha256, gold.chars)
    copy = altered(linked, raw, 5)
    assert [r["n_patients"] for r in copy.gold.records] == [24, 30]
    assert [o.get("direction") for o in copy.gold.records[0]["outcomes"]] == ["decrease", "increase"]
    assert copy.gold.records[0]["citation"]["year"] != 2011


@pytest.mark.parametrize(
    ("text", "number", "found"),
    [
        ("共40例", 40, "40"),
        ("140 of 400", 40, None),
        ("32.5%", 32.5, "32.5"),
        ("95.20%", 95.2, "95.20"),
        ("四名", 4, None),
        ("4/4", 4, None),
    ],
)
def test_a_number_is_found_where_it_stands_alone_and_once(text: str, number: float, found: str | None) -> None:
    span = digits_in(Draft(text, Gold("a")), [(0, len(text))], number)
    assert (None if span is None else text[slice(*span)]) == found


def test_an_edit_does_not_run_into_another() -> None:
    draft = Draft("abcdef", Gold("a", [{"evidence": {"x": [[1, 5]], "y": [[4, 6]], "z": [[0, 1]]}}]))
    assert draft.exchange((1, 3), "BCDE")
    assert not draft.exchange((2, 4), "x")
    raw, gold = draft.finished()
    assert raw == "aBCDEdef"
    assert gold.records[0]["evidence"] == {"x": [[1, 7]], "y": [[6, 8]], "z": [[0, 1]]}


def test_copies_of_the_article_score_as_the_article_does(article: Path, article_gold: Gold, article_raw: str) -> None:
    def f1(gold: Gold, text: str) -> float:
        told = extraction.extract_bytes(text.encode(), source=article.name)
        return rate(measure(gold, Group.ARTICLE, article, told).score.total).f1

    original = f1(article_gold, article_raw)
    for seed in range(2):
        copy = altered(article_gold, article_raw, seed)
        assert copy.edits > 50
        assert f1(copy.gold, copy.raw) > original - 0.02
