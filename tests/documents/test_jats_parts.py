"""A JATS article's parts are told apart: floats, marks of footnotes, abstracts in two languages, back matter, letters."""

from __future__ import annotations

import pytest

from litrex.documents import coverage, read_bytes
from litrex.extraction import extract_bytes
from litrex.schema.document import BlockKind, Document

STUDY = "Weber et al. gave 99 patients with lupus cord mesenchymal stem cells; 50% were in remission."
STUDY_ZH = "韦某等用脐带间充质干细胞治疗99例狼疮患者，缓解率50%。"
FRONT = "<title-group><article-title>Lupus</article-title></title-group>"
TABLE = (
    "<table-wrap><label>Table 1</label><caption><p>Studies of MSC in lupus</p></caption><alternatives><graphic/><table>"
    "<thead><tr><th>Study</th><th>n</th><th>Remission{head}</th></tr></thead><tbody><tr><td>Okafor</td><td>40{cell}</td><td>75%</td></tr>"
    "<tr><td>Lund</td><td>21</td><td>52%</td></tr></tbody></table></alternatives>"
    "<table-wrap-foot><fn><label>{label}</label><p>At 12 months.</p></fn></table-wrap-foot></table-wrap>"
)


def article(front: str = "", body: str = "", back: str = "", after: str = "") -> bytes:
    return (
        f"<?xml version='1.0'?><article article-type='review-article'><front><article-meta>{FRONT}{front}</article-meta></front>"
        f"<body><sec><title>Trials</title><p>Of trials.</p>{body}</sec></body><back>{back}</back>{after}</article>"
    ).encode()


def kinds(document: Document, words: str) -> list[BlockKind]:
    return [block.kind for block in document.blocks if words in block.text.text]


REFERENCES = "<ref-list><title>References</title><ref><mixed-citation>Lee A. Mice. 2009.</mixed-citation></ref></ref-list>"


@pytest.mark.parametrize(
    "data",
    [
        article(body=TABLE.format(head="", cell="", label="*")),
        article(back=REFERENCES, after=f"<floats-group>{TABLE.format(head='', cell='', label='*')}</floats-group>"),
    ],
    ids=["in the body", "behind the references"],
)
def test_a_table_is_read_wherever_the_publisher_puts_it(data: bytes) -> None:
    found = extract_bytes(data, source="a.xml").records
    assert [(r.citation.authors, r.n_patients, r.outcomes[0].value) for r in found] == [
        (["Okafor"], 40, 75.0),
        (["Lund"], 21, 52.0),
    ]


def mark(words: str, kind: str = "table-fn") -> str:
    return f'<xref ref-type="{kind}" rid="f">{words}</xref>'


MARKS = [
    mark("*"), mark("<sup>a</sup>"), mark("a"), f"<sup>{mark('a')}</sup>", mark("<sup>1</sup>"), mark("1"),
    f"<sup>{mark('1')}</sup>", "<sup>a</sup>",
    mark("<sup>1,2</sup>"), mark("†"), mark("(2)"), mark("<italic>b</italic>"),
]  # fmt: skip


@pytest.mark.parametrize("marked", MARKS)
def test_a_mark_of_a_footnote_is_neither_a_figure_nor_a_reference(marked: str) -> None:
    found = extract_bytes(article(body=TABLE.format(head=marked, cell=marked, label="1")), source="a.xml").records
    assert [(r.n_patients, r.citation.reference) for r in found] == [(40, None), (21, None)]


def test_a_mark_in_the_prose_is_no_reference_but_a_citation_is() -> None:
    cited, noted = mark("<sup>3</sup>", "bibr"), mark("<sup>1</sup>", "fn")
    body = f"<p>Okafor et al. {cited} gave 40 patients with lupus cord MSCs; 75% remitted.{noted}</p>"
    [record] = extract_bytes(article(body=body), source="a.xml").records
    assert (record.n_patients, record.citation.reference) == (40, "3")


def test_abstracts_in_two_languages_are_abstracts_with_their_titles() -> None:
    zh = f"<trans-abstract xml:lang='zh'><title>摘要</title><sec><title>结果</title><p>{STUDY_ZH}</p></sec></trans-abstract>"
    en = f"<abstract><title>Abstract</title><sec><title>Results</title><p>{STUDY}</p></sec></abstract>"
    document = read_bytes(article(front=en + zh), source="a.xml")
    for words in (STUDY, STUDY_ZH, "Results", "结果"):
        assert kinds(document, words) == [BlockKind.ABSTRACT], words
    body = f"<p>{STUDY}</p>"
    assert len(extract_bytes(article(front=en + zh, body=body), source="a.xml").records) == 1


@pytest.mark.parametrize(
    ("back", "after", "reason"),
    [
        (f"<ack><p>{STUDY}</p></ack>", "", "back matter"),
        (f"<fn-group><fn><p>{STUDY}</p></fn></fn-group>", "", "back matter"),
        (f"<notes><p>{STUDY}</p></notes>", "", "back matter"),
        (
            "",
            f"<sub-article article-type='translation' xml:lang='zh'><body><p>{STUDY_ZH}</p></body></sub-article>",
            "translation",
        ),
        ("", f"<sub-article article-type='decision-letter'><body><p>{STUDY}</p></body></sub-article>", "peer review"),
        ("", f"<response response-type='reply'><body><p>{STUDY}</p></body></response>", "peer review"),
    ],
)
def test_what_stands_beside_the_article_tells_no_study(back: str, after: str, reason: str) -> None:
    told = extract_bytes(article(back=back, after=after), source="a.xml")
    assert told.records == []
    assert reason in {entry.reason for entry in coverage(read_bytes(article(back=back, after=after), source="a.xml")).skipped}


def test_a_second_article_in_the_file_is_read() -> None:
    after = f"<sub-article article-type='review-article'><body><p>{STUDY}</p></body></sub-article>"
    assert [r.n_patients for r in extract_bytes(article(after=after), source="a.xml").records] == [99]
