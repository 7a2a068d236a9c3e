"""The gold is only worth what its own care is: every quote stands in the article, and every number adds up or is flagged."""

import json
import re
import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "corpus" / "articles"
MANIFEST = tomllib.loads((ARTICLES / "manifest.toml").read_text(encoding="utf-8"))
DIRECTIONS = {None, "increase", "decrease", "improve", "worsen", "no_change", "resolved"}
COUNTS = ("n_patients", "n_female", "n_male", "n_centers", "n_infusions", "infusion_interval", "route", "conditioning")

Gold = dict[str, Any]


def raw_of(article: Gold) -> str:
    with (ARTICLES / article["file"]).open(encoding="utf-8-sig", newline="") as file:
        return file.read()


def gold_of(article: Gold) -> Gold:
    gold: Gold = json.loads((ROOT / article["gold"]).read_text(encoding="utf-8"))
    return gold


CASES = [pytest.param(raw_of(article), gold_of(article), id=article["file"]) for article in MANIFEST["article"]]
every_article = pytest.mark.parametrize(("raw", "gold"), CASES)
every_study = pytest.mark.parametrize(("name", "keys"), MANIFEST["parallel"]["lupus-cell-therapy"]["records"].items())


def entries(record: Gold) -> list[Gold]:
    return [
        entry for slot in ("populations", "doses", "outcomes", "adverse_events", "statements") for entry in record.get(slot, [])
    ]


def flagged(record: Gold) -> set[str]:
    return {*record["flags"], *(path.removeprefix("flags:") for path in record["optional"] if path.startswith("flags:"))}


def test_every_article_has_gold_and_every_gold_an_article() -> None:
    listed = {article["gold"] for article in MANIFEST["article"]}
    assert {article["file"] for article in MANIFEST["article"]} == {p.name for p in ARTICLES.iterdir()} - {"manifest.toml"}
    assert all((ROOT / path).exists() for path in listed)


def counted(records: list[Gold]) -> list[str]:
    """Count up the keys that records should have: N1, N2 … in prose, T1R1, T1R2, T2R1 … table by table."""
    names = [f"T{record['anchor']['table']}R" if record["origin"] == "table" else "N" for record in records]
    return [f"{name}{names[: i + 1].count(name)}" for i, name in enumerate(names)]


@every_article
def test_quotes_are_short_and_stand_once_in_the_article(raw: str, gold: Gold) -> None:
    quotes = [record["quote"] for record in gold["records"] + gold["comparisons"]]
    assert [quote for quote in quotes if len(quote) > 20 or raw.count(quote) != 1] == []


@every_article
def test_surfaces_stand_in_the_article(raw: str, gold: Gold) -> None:
    told = [
        (record["key"], entry.get("surface") or entry.get("text"))
        for record in gold["records"] + gold["comparisons"]
        for entry in entries(record)
    ]
    assert [(key, words) for key, words in told if words and words not in raw] == []


@every_article
def test_keys_count_up_in_the_order_of_the_article(raw: str, gold: Gold) -> None:
    for kind in ("narrative", "table"):
        records = [record for record in gold["records"] if record["origin"] == kind]
        assert [record["key"] for record in records] == counted(records)
        places = [raw.index(record["quote"]) for record in records]
        assert places == sorted(places)
    cells = [(record["row"], record["column"]) for record in gold["comparisons"]]
    assert cells == sorted(cells)


@every_article
def test_only_known_directions_are_used(raw: str, gold: Gold) -> None:
    assert {o.get("direction") for record in gold["records"] for o in record["outcomes"]} <= DIRECTIONS


@every_article
def test_sexes_add_up(raw: str, gold: Gold) -> None:
    sexed = [r for r in gold["records"] if r["n_female"] is not None and r["n_male"] is not None]
    wrong = [r["key"] for r in sexed if r["n_female"] + r["n_male"] != r["n_patients"] and "sex_sum_mismatch" not in flagged(r)]
    assert wrong == []


@every_article
def test_percentages_match_their_counts_or_are_flagged(raw: str, gold: Gold) -> None:
    for record in gold["records"]:
        for outcome in record["outcomes"]:
            value, n, whole = (outcome.get(part) for part in ("value", "n", "denominator"))
            if value is None or n is None or whole is None or outcome["unit"] != "%":
                continue
            digits = len(str(float(value)).partition(".")[2].rstrip("0"))
            fits = abs(100 * n / whole - value) <= 0.5 * 10**-digits + 1e-9  # 5 of 16 may be told as 31.2 and as 31.3
            assert fits or "percent_count_mismatch" in flagged(record), (record["key"], outcome)


WORDS = dict(zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True))


def numbers_in(text: str) -> set[float]:
    """The numbers that a stretch tells, in digits or as a word: ``1,820`` is one number, and ``five`` is one."""
    digits = re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3}\b)", "", text))
    plain = re.findall(r"\d+(?:\.\d+)?", text)
    return {*map(float, plain), *map(float, digits), *(WORDS[word] for word in re.findall(r"[a-z]+", text) if word in WORDS)}


@every_article
def test_figures_stand_in_the_paragraph_of_their_study(raw: str, gold: Gold) -> None:
    for record in gold["records"]:
        # `continued` is a stretch of the next paragraph that tells the same study
        places = [record[part] for part in ("quote", "continued") if part in record]
        # a row of a table that names no study is a further arm of the row above
        parted = r"\n\n" if "\n\n" in raw and record["origin"] == "narrative" else r"\n(?!\| \|)"
        numbers: set[float] = set()
        for start in map(raw.index, places):
            end = re.compile(parted).search(raw, start)
            begin = max(raw.rfind("\n", 0, start), 0)
            numbers |= numbers_in(raw[begin : end and end.start()])
        told = [o["value"] for o in record["outcomes"] if o.get("unit")]
        assert [value for value in told if value not in numbers] == [], record["key"]


@every_article
def test_records_of_one_study_exist_and_are_of_two_origins(raw: str, gold: Gold) -> None:
    origin = {record["key"]: record["origin"] for record in gold["records"]}
    assert all({origin[key] for key in pair} == {"table", "narrative"} for pair in gold["same_study"])


@pytest.mark.parametrize(
    "name",
    [
        "after-transplant-leaflet",
        "stem-cell-tourism-editorial",
        "lupus-nephritis-guideline",
        "clinic-advert",
        "river-restoration-review",
        "cellular-neurology-guideline",
        "knee-osteoarthritis-consensus",
    ],
)
def test_pages_without_a_study_are_full_of_numbers(name: str) -> None:
    page = next(a for a in MANIFEST["article"] if a["file"].startswith(name))
    assert gold_of(page)["records"] == gold_of(page)["comparisons"] == []
    assert len(re.findall(r"\d+", raw_of(page))) > 50


def arm_of(record: Gold, outcome: Gold) -> int | None:
    names = [arm["name"] for arm in record["arms"]]
    return None if outcome["arm"] is None else names.index(outcome["arm"])


def telling(language: str, key: str) -> Gold:
    article = next(a for a in MANIFEST["article"] if a["gold"].endswith(f"lupus-cell-therapy.{language}.json"))
    return next(record for record in gold_of(article)["records"] if record["key"] == key)


def facts(record: Gold) -> Gold:
    """Reduce a record to what must be equal in every telling: no words, no names, no place."""
    free = {path.removeprefix("outcomes:") for path in record["optional"]}
    parts = ("measure", "direction", "value", "unit", "n", "denominator", "timepoint")
    outcomes = [
        [*(o.get(part) for part in parts), arm_of(record, o)]
        for o in record["outcomes"]
        if f"{o['measure']}@{o['arm']}" not in free
    ]
    return {
        **{slot: record[slot] for slot in (*COUNTS, "cells", "design", "follow_up")},
        "year": record["citation"]["year"],
        "reference": record["citation"]["reference"],
        "populations": [(p["condition"], p["qualifiers"], p["species"]) for p in record["populations"]],
        "arms": [arm["n"] for arm in record["arms"]],
        "doses": [(d["value"], d["upper"], d["comparator"], d["unit"]) for d in record["doses"]],
        "outcomes": {json.dumps(outcome) for outcome in outcomes},
        "events": [(e["event"], e["n"], e["severity"]) for e in record["adverse_events"]],
    }


@every_study
def test_three_tellings_hold_the_same_facts(name: str, keys: dict[str, str]) -> None:
    hant, hans, en = (facts(telling(language, keys[language])) for language in ("zh-Hant", "zh-Hans", "en"))
    told_twice = hans.pop("outcomes"), en.pop("outcomes")
    assert told_twice[0] == told_twice[1]
    assert hant.pop("outcomes") <= told_twice[0]
    assert hant == hans == en


def test_the_damage_is_made_again_character_by_character() -> None:
    made = runpy.run_path(str(ROOT / "corpus" / "make_damage.py"))
    clean = (ROOT / "corpus" / "sources" / "lupus-cell-therapy.zh-Hant.clean.txt").read_text(encoding="utf-8")
    glyphs = made["damage"](clean)
    assert "".join(glyph.char for glyph in glyphs) == (ARTICLES / "lupus-cell-therapy.zh-Hant.txt").read_text(encoding="utf-8")
    assert [glyph.origin for glyph in glyphs] == sorted(glyph.origin for glyph in glyphs)


def test_every_kind_of_damage_stands_in_the_damaged_article() -> None:
    raw = (ARTICLES / "lupus-cell-therapy.zh-Hant.txt").read_text(encoding="utf-8")
    kinds = {
        "readings": len(re.findall(r"[\u4e00-\u9fff]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)", raw)) > 400,
        "slips": len(re.findall(r"\?[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)", raw)) >= 4,
        "superscripts": "⁶" not in raw and raw.count("×106") == 8,
        "punctuation": not set(raw) & set("，：；？（）"),
        "tag": "?mark data-color=" in raw,
        "caption": "(表1)。表格1\n" in raw,
        "headers": "患者編(biān)號(hào)" in raw,
    }
    assert [kind for kind, stands in kinds.items() if not stands] == []
