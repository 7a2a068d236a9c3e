"""Terms that one sample alone speaks for: what stands alone, what vouches for it, and the reasons that are kept."""

import gzip
import json
from pathlib import Path

import pytest

from litrex.errors import UsageError
from litrex.evaluation import Group, Material, corpora
from litrex.evaluation.gold import Gold
from litrex.evaluation.lone_terms import MOST, Key, candidates, lone_terms, read_reasons, samples, vouched
from litrex.lexicons import Lexicon, Term, load

ROOT = Path(__file__).parents[2]
GLOW, HUM = ("measures", "glow_index"), ("measures", "hum_score")
LEXICON = Lexicon(
    [
        Term("measures", "glow_index", ("glow index",), ("微光指数",)),
        Term("measures", "hum_score", ("hum score",), ("嗡鸣评分",)),
        Term("measures", "hum_score_total", ("total hum score",), ("嗡鸣评分总分",)),
        Term("conditions", "blue_sleep", ("blue sleep",), ("蓝眠症",), ontology_id="MONDO:0000000", id_source="made up"),
    ]
)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def packed(path: Path, *lines: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    told = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_bytes(gzip.compress("\n".join(told).encode(), mtime=0))
    return path


@pytest.mark.parametrize(
    ("texts", "alone"),
    [
        ({"a": ["The glow index rose."]}, {GLOW: "a"}),
        ({"a": ["微光指數升高。"]}, {GLOW: "a"}),
        ({"a": ["The glow index rose."], "b": ["微光指数升高。"]}, {}),
        ({"a": ["The glow index rose.", "微光指数升高。"]}, {GLOW: "a"}),
        ({"a": ["Blue sleep was treated."]}, {}),
        ({"a": ["The total hum score fell."]}, {("measures", "hum_score_total"): "a"}),
        ({"a": ["The glow index rose."], "b": ["嗡鸣评分下降。"]}, {GLOW: "a", HUM: "b"}),
        ({"a": ["Nothing of the kind."]}, {}),
    ],
)
def test_a_term_is_alone_where_one_article_has_it_and_no_ontology(
    tmp_path: Path, texts: dict[str, list[str]], alone: dict[Key, str]
) -> None:
    found = {
        name: [write(tmp_path / f"{name}{place}.txt", text) for place, text in enumerate(told)] for name, told in texts.items()
    }
    assert candidates(found, LEXICON) == alone


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ({"id": "1", "text": "the glow index was 3"}, {GLOW}),
        ({"id": "1", "text": "微光指數與嗡鳴評分"}, {GLOW, HUM}),
        ({"title": "A trial", "outcomes": [["Glow index", "12 weeks"]]}, {GLOW}),
        ({"id": "1", "text": "nothing", "entities": [{"label": "glow index"}]}, set()),
        ({"id": "1", "text": "the total hum score"}, set()),
        ({"id": "1", "text": "afterglow indexes"}, set()),
    ],
)
def test_a_corpus_vouches_for_what_its_text_says_as_the_whole_lexicon_reads_it(
    tmp_path: Path, line: object, seen: set[Key]
) -> None:
    packed(tmp_path / "one/train.jsonl.gz", {"text": "before"}, line)
    assert vouched({GLOW, HUM}, corpora.files(tmp_path), LEXICON) == seen


def test_running_text_vouches_too_but_none_that_a_machine_wrote(tmp_path: Path) -> None:
    packed(tmp_path / "zh/forum.txt.gz", "第一行", "", "嗡鸣评分是什么？")
    packed(tmp_path / "zh/told_gpt.txt.gz", "微光指数是什么？")
    assert vouched({GLOW, HUM}, corpora.files(tmp_path), LEXICON) == {HUM}


def test_no_corpus_is_read_once_all_is_found(tmp_path: Path) -> None:
    good = packed(tmp_path / "one/a.txt.gz", "glow index")
    assert vouched({GLOW}, [good, tmp_path / "not/there.txt.gz"], LEXICON) == {GLOW}


@pytest.mark.parametrize(
    "content",
    [b"not packed", gzip.compress(b'{"text": ', mtime=0), gzip.compress(b"\xff\xfe\xfa", mtime=0)],
    ids=["not packed", "cut off", "no UTF-8"],
)
def test_a_damaged_corpus_is_told_with_its_place(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "train.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"train\.jsonl\.gz:\d"):
        list(corpora.passages(path))


def test_a_folder_of_corpora_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such folder"):
        corpora.files(tmp_path / "nowhere")


def test_samples_are_what_rules_may_be_written_from_languages_together(tmp_path: Path) -> None:
    def one(name: str, group: Group, at_hand: bool = True) -> Material:
        return Material(Gold(name), group, tmp_path / name if at_hand else None)

    told = [
        one("x.en", Group.DEV_OPEN), one("x.zh-Hans", Group.DEV_OPEN), one("y", Group.ARTICLE), one("z", Group.ARTICLE, False),
        one("mine", Group.OWN), one("closed", Group.DEV_CLOSED),
    ]  # fmt: skip
    assert samples(told) == {"x": [tmp_path / "x.en", tmp_path / "x.zh-Hans"], "y": [tmp_path / "y"]}


def test_what_nothing_vouches_for_is_listed_with_its_reason() -> None:
    told = lone_terms({GLOW: "a", HUM: "b"}, {GLOW}, {HUM: "why not"}, LEXICON)
    assert [(one.term.id, one.sample, one.reason) for one in told] == [("hum_score", "b", "why not")]
    assert [one.reason for one in lone_terms({GLOW: "a"}, set(), {}, LEXICON)] == [None]


@pytest.mark.parametrize("text", ["kind\tid\tterm\n", "a\tb\tc\td\n", "kind\tid\tterm\treason\nmeasures\tx\n"])
def test_a_table_of_reasons_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=r"reasons\.tsv:\d"):
        read_reasons(write(tmp_path / "reasons.tsv", text.rstrip("\n")))


def test_no_reasons_are_none_and_an_empty_one_is_none(tmp_path: Path) -> None:
    assert read_reasons(tmp_path / "reasons.tsv") == {}
    path = write(
        tmp_path / "reasons.tsv", "kind\tid\tterm\treason\nmeasures\tglow_index\tglow index\t \nmeasures\thum_score\thum\twhy"
    )
    assert read_reasons(path) == {HUM: "why"}


def test_the_reasons_kept_are_few_and_of_terms_there_are_without_an_id() -> None:
    told, lexicon = read_reasons(ROOT / "annotations/lexicon_reasons.tsv"), load()
    terms = [lexicon.get(*key) for key in told]
    assert 0 < len(told) <= MOST
    assert [key for key, term in zip(told, terms, strict=True) if term is None or term.ontology_id] == []
