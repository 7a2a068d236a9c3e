"""What the bench is made of: texts, spread, pages. How fast anything is, no test says."""

import json
import re
from pathlib import Path

import pytest

from benchmarks import aligner, pages, spacy_parts, stages, texts, workers
from benchmarks.spread import Figure, interleaved, ratios
from litrex import extract
from litrex.errors import OutputError
from litrex.schema.segment import Lang

RATIO = Figure("2 workers against 1", "×", (1.5, 1.9, 1.8), Lang.EN, least=1.7)
SHARES = tuple(Figure(stage, "% of the time", (20.0,), Lang.ZH) for stage in stages.STAGES)


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("chars", [200, 500, 4000])
def test_documents_have_the_length_asked_for_and_differ(lang, chars):
    told = list(texts.documents(lang, 20, chars))
    assert len(set(told)) == 20
    assert all(0.5 * chars < len(text) <= chars for text in told)
    assert list(texts.documents(lang, 20, chars)) == told
    assert list(texts.documents(lang, 20, chars, seed=1)) != told


@pytest.mark.parametrize("lang", Lang)
def test_documents_are_of_one_language(lang):
    share = [len(re.findall("[一-鿿]", text)) / len(text) for text in texts.documents(lang, 20, 4000)]
    assert min(share) > 0.3 if lang is Lang.ZH else max(share) < 0.01


def test_every_article_of_the_corpus_is_measured_in_its_language():
    assert {one.path for one in texts.articles()} == {path for path in texts.CORPUS.iterdir() if path.suffix != ".toml"}
    assert all((one.lang is Lang.EN) == (".en." in one.path.name) for one in texts.articles())


def test_the_stages_give_what_extract_gives_and_take_all_of_its_time():
    article = texts.articles(Lang.EN)[0]
    clock = stages.Clock()
    told = stages.staged(article, clock)
    assert told == extract(article.path)
    assert {stage for stage, seconds in clock.seconds.items() if seconds > 0} == {*stages.STAGES} - {"save"}


@pytest.mark.parametrize(("values", "bound", "holds"), [
    ((1.5, 1.8, 1.9), {"least": 1.7}, True),
    ((1.5, 1.6, 1.9), {"least": 1.7}, False),
    ((4.0, 12.0, 8.0), {"most": 10.0}, True),
    ((4.0, 12.0, 11.0), {"most": 10.0}, False),
    ((4.0,), {}, None),
])  # fmt: skip
def test_the_median_says_whether_a_figure_holds(values, bound, holds):
    assert Figure("it", "×", values, **bound).holds is holds


def test_the_first_round_is_not_kept_and_ratios_are_of_one_round():
    seen = iter([100.0, 200.0, 1.0, 2.0, 6.0, 4.0])
    told = interleaved({"a": lambda: next(seen), "b": lambda: next(seen)}, 2)
    assert told == {"a": (1.0, 4.0), "b": (2.0, 6.0)}
    assert ratios(told["b"], told["a"]) == (2.0, 1.5)


def test_shards_hold_every_path_as_often_as_asked():
    paths = [one.path for one in texts.articles()]
    told = workers.sharded(paths, 3, 2)
    assert sorted(path for shard in told for path in shard) == sorted(paths * 3)
    assert {len(shard) for shard in told[:-1]} == {2}


@pytest.mark.parametrize(("lang", "text", "least"), [
    (Lang.EN, "In 2014, 18 patients with rheumatoid arthritis were treated. Fever occurred in 11%.", 5),
    (Lang.ZH, "2015年,24例膝骨关节炎患者接受治疗,随访12个月。", 3),
])  # fmt: skip
def test_the_parts_of_spacy_find_terms_and_numbers(lang, text, least):
    run = spacy_parts.pipeline(lang)
    assert run(text) >= least
    assert run("…") == 0


@pytest.mark.parametrize(("lang", "text"), [(Lang.EN, "fever in 2 patients; fever again"), (Lang.ZH, "发热2例；再次发热")])
def test_the_aligner_is_given_words_and_gives_places(lang, text):
    pytest.importorskip("langextract", reason="the bench extra is not installed")
    words = [(match[0], match.start(), match.end()) for match in re.finditer("fever|发热", text)]
    assert aligner.aligner(lang)(text, [aligner.Surface(*one) for one in words]) == aligner.Aligned(2, 2)
    assert aligner.aligner(lang)(text, [aligner.Surface("rash", 0, 4)]) == aligner.Aligned(1, 0)


def test_a_part_that_is_measured_again_leaves_the_others(tmp_path: Path):
    pages.write(tmp_path / "bench", [pages.Part("stages", False, SHARES), pages.Part("workers", False, (RATIO,))])
    pages.write(tmp_path / "bench", [pages.Part("workers", True, (Figure("1 worker", "documents/s", (3.0,)),))])
    told = json.loads((tmp_path / "bench" / "bench.json").read_text(encoding="utf-8"))["parts"]
    assert {name: part["quick"] for name, part in told.items()} == {"stages": False, "workers": True}
    assert {name: len(part["figures"]) for name, part in told.items()} == {"stages": 6, "workers": 1}
    assert told["stages"]["machine"]["cores"] >= 1 and told["stages"]["date"] and "commit" in told["stages"]


def test_the_page_says_what_does_not_hold_and_the_plots_are_drawn(tmp_path: Path):
    low = Figure("litrex against the encoder", "×", (20.0, 25.0), Lang.ZH, least=30.0)
    files = pages.write(tmp_path / "bench", [pages.Part("peers", False, (*SHARES, RATIO, low))])
    assert [path.name for path in files] == ["bench.json", "bench.md", "ratios.svg", "stages.svg"]
    page = (tmp_path / "bench" / "bench.md").read_text(encoding="utf-8")
    assert "| 2 workers against 1 | en | 1.8 × | 1.5–1.9 | ≥ 1.7: holds |" in page
    assert "| litrex against the encoder | zh | 22.5 × | 20–25 | ≥ 30: **does not hold** |" in page
    drawn = (tmp_path / "bench" / "ratios.svg").read_text(encoding="utf-8")
    assert drawn.count("<circle") == 2 and drawn.count("#c0392b") == 2
    assert (tmp_path / "bench" / "stages.svg").read_text(encoding="utf-8").count("20 %") == len(stages.STAGES)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="file"):
        pages.write(tmp_path / "file" / "bench", [])
