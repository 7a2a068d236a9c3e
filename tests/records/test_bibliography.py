"""Entries of reference lists give up their parts, in every style that journals ask for, and nothing that they do not tell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litrex.extraction import extract_bytes
from litrex.records.bibliography.entries import entry_of
from litrex.records.bibliography.numbers import doi_of, pmid_of, year_of

ENTRIES = [
    # Vancouver
    (
        "3. Okafor NB, van der Berg J, Lund-Hale K, et al. Cord cells in lupus: a trial. Inv Rheum. 2012 Mar;64(3):45. "
        "doi: 10.1000/ir.2012.45. PMID: 21234567; PMCID: PMC3111111.",
        (["Okafor NB", "van der Berg J", "Lund-Hale K"], 2012, "Cord cells in lupus: a trial", "10.1000/ir.2012.45", "21234567"),
    ),
    ("[7] Ferro A. Does it last? Blood Lett 2009;1:2.", (["Ferro A"], 2009, "Does it last?", None, None)),
    ("12 O'Shea M, D'Amico R. Cells vs. drugs in E. coli sepsis. Gut 2015, 60: 788.",
     (["O'Shea M", "D'Amico R"], 2015, "Cells vs. drugs in E. coli sepsis", None, None)),
    ("Müller-Voß Ä, Łuc Z: Fistulas in rats. Inv Surg 31:99, 2013",
     (["Müller-Voß Ä", "Łuc Z"], 2013, "Fistulas in rats", None, None)),
    # APA, Harvard, Nature, IEEE
    (
        "Okafor, N. B., Lund, J.-P., & Ferro, A. (2010). Cells in lupus: A two-year study. Invented Journal, 12(3), 45–50. "
        "https://doi.org/10.1000/ABC-1",
        (["Okafor NB", "Lund JP", "Ferro A"], 2010, "Cells in lupus: A two-year study", "10.1000/ABC-1", None),
    ),
    ("Okafor N, Lund J (2011a) Cells in lupus. Inv J 12:45–50", (["Okafor N", "Lund J"], 2011, "Cells in lupus", None, None)),
    ("9. Okafor, N. B. et al. Cells in lupus. Inv. J. 12, 45–50 (2014).", (["Okafor NB"], 2014, "Cells in lupus", None, None)),
    ("[2] N. B. Okafor, J. Lund, and A. Ferro, “Cells in lupus,” Inv. J., vol. 12, no. 3, pp. 2001–2010, 2016.",
     (["Okafor NB", "Lund J", "Ferro A"], 2016, "Cells in lupus", None, None)),
    # GB/T 7714 and Chinese journals
    ("[1] 林知远，周某某，等. 脐带间充质干细胞治疗狼疮性肾炎[J]. 某某杂志, 2012, 20(3): 2001-2005.",
     (["林知远", "周某某"], 2012, "脐带间充质干细胞治疗狼疮性肾炎", None, None)),
    ("［2］ 林 某, 欧阳知远, 周建.骨髓干细胞的作用.某某内科杂志，2009，48（6）：501-503.",
     (["林某", "欧阳知远", "周建"], 2009, "骨髓干细胞的作用", None, None)),
    ("[3] OKAFOR N B, LUND J, FERRO A, et al. Cells in lupus[J]. Inv J, 2018, 12(3): 45-50. DOI:10.1000/inv.2018.03.001.",
     (["OKAFOR NB", "LUND J", "FERRO A"], 2018, "Cells in lupus", "10.1000/inv.2018.03.001", None)),
    ("〔4〕林知远.间充质干细胞的研究〔D〕.某某大学，2011.", (["林知远"], 2011, "间充质干细胞的研究", None, None)),
    ("5. 林知远等. 臍帶血幹細胞與糖尿病. 某某醫學 2008;12:1-5. PMID 18123456",
     (["林知远"], 2008, "臍帶血幹細胞與糖尿病", None, "18123456")),
    ("[6] 国家某某管理局. 细胞治疗指导原则[EB/OL]. (2017-12-22)[2020-05-06]. http://example.org/2016/x",
     ([], 2017, None, None, None)),
    ("8. Ferro A. T cells after infusion. Gut 2010;1:2", (["Ferro A"], 2010, "T cells after infusion", None, None)),
    # what tells little
    ("14. Trial registered at a site, 2001 and 2004.", ([], None, None, None, None)),
    ("Okafor P. 2014.", (["Okafor P"], 2014, None, None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), ENTRIES)
def test_an_entry_gives_authors_year_title_and_numbers(
    text: str, told: tuple[list[str], int | None, str | None, str | None, str | None]
) -> None:
    found = entry_of(text)
    got = ([], None, None, None, None) if found is None else (found.authors, found.year, found.title, found.doi, found.pmid)
    assert got == told


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("doi:10.1002/stem.(99)1).", "10.1002/stem.(99)1"),
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("DOI：10.3760/cma.j.issn.0000-0000.2012.01.001。", "10.3760/cma.j.issn.0000-0000.2012.01.001"),
        ("doi: 10.1016/j. stem.2010.01.004", None),  # cut by a line
        ("doi: 10.1016/", None),
        ("10.1000/a 10.1000/b", None),
        ("a ratio of 10.5/3", None),
    ],
)
def test_a_doi_is_taken_whole_or_not_at_all(text: str, doi: str | None) -> None:
    assert doi_of(text) == doi


@pytest.mark.parametrize(
    ("text", "pmid"),
    [
        ("PMID：20123456", "20123456"),
        ("https://pubmed.ncbi.nlm.nih.gov/20123456/", "20123456"), ("[PubMed: 20123456]", "20123456"),
        ("PMCID: PMC2812345", None), ("PubMed was searched to 2010", None), ("PMID: 20123456, PMID: 20123457", None),
    ],
)  # fmt: skip
def test_a_pubmed_number_is_told_by_its_name(text: str, pmid: str | None) -> None:
    assert pmid_of(text) == pmid


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Lancet 2010;375:2001-2010", 2010), ("Lancet 375:2001-2010", None), ("某某杂志，2010年第3期", 2010),
        ("Outcomes of 2,010 patients. J 2011", 2011), ("The 2003 outbreak. J. 2005 Jan-Feb;3:4", 2005),
        ("doi 10.1000/2010.1", None),
        ("NCT20101234", None),
    ],
)  # fmt: skip
def test_a_year_is_that_of_publication(text: str, year: int | None) -> None:
    assert year_of(text) == year


@settings(max_examples=60, deadline=1000)
@given(st.text(alphabet="Aa, .-;:’和等林[](20109)J&/“”", max_size=300))
def test_any_text_is_read_without_error_and_says_only_what_it_holds(text: str) -> None:
    found = entry_of(text)
    if found is not None:
        assert all(name.split()[0] in text.replace(" ", "") or name.split()[0] in text for name in found.authors)
        assert found.year is None or str(found.year) in text


_BODY = "Okafor et al. [3] gave 12 patients with lupus cord mesenchymal stem cells. At 12 months 9 of 12 (75%) were in remission."
_ENTRY = "Okafor N, Lund J. Cells in lupus. Inv J. 2010;12:45. doi:10.1000/inv.1. PMID: 20123456"
_XREF = (
    'Okafor et al. <xref ref-type="bibr" rid="c3">[3]</xref> gave 12 patients with lupus umbilical cord mesenchymal stem cells.'
)
_TAGGED = (
    '<element-citation><person-group person-group-type="author">'
    "<name><surname>Okafor</surname><given-names>N</given-names></name>"
    "<name><surname>Lund</surname><given-names>J</given-names></name></person-group><person-group person-group-type=\"editor\">"
    "<name><surname>Ferro</surname><given-names>A</given-names></name></person-group><year>2010</year>"
    "<article-title>Cells in <italic>lupus</italic></article-title><source>Inv J</source><volume>2004</volume>"
    '<pub-id pub-id-type="doi">10.1000/inv.1</pub-id><pub-id pub-id-type="pmid">20123456</pub-id></element-citation>'
)  # fmt: skip


def _jats(citation: str, label: str = "<label>3</label>") -> str:
    return (
        "<?xml version='1.0'?><article article-type='review'><front><article-meta><title-group>"
        f"<article-title>Lupus</article-title></title-group></article-meta></front><body><sec><title>Trials</title><p>{_XREF}</p></sec></body>"
        f"<back><ref-list><title>References</title><ref id='c3'>{label}{citation}</ref></ref-list></back></article>"
    )


_PAGE = f"<html><body><h1>Lupus</h1><p>{_BODY}</p><h2>References</h2>"
FORMATS = [
    ("a.txt", f"Lupus\n\n{_BODY}\n\nReferences\n[2] Ferro A. Mice. Inv J 2009;1:1\n[3] {_ENTRY}\n"),
    ("a.md", f"# Lupus\n\n{_BODY}\n\n## References\n\n2. Ferro A. Mice. Inv J 2009;1:1\n3. {_ENTRY}\n"),
    ("a.html", f"{_PAGE}<p>[2] Ferro A. Mice. Inv J 2009;1:1</p><p>[3] {_ENTRY}</p></body></html>"),
    ("ol.html", f"{_PAGE}<ol><li>Lee A. Rats.</li><li>Ferro A. Mice. 2009</li><li>{_ENTRY}</li></ol></body></html>"),
    ("tagged.xml", _jats(_TAGGED)),
    ("mixed.xml", _jats(f"<mixed-citation>{_ENTRY}</mixed-citation>")),
    ("unlabelled.xml", _jats(_TAGGED, label="")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), FORMATS, ids=[name for name, _ in FORMATS])
def test_a_label_resolves_to_its_entry_in_every_format(name: str, text: str) -> None:
    told = extract_bytes(text.encode(), source=name)
    record = told.records[0]
    found = record.citation.resolved
    assert found is not None
    assert (found.authors, found.year, found.title) == (["Okafor N", "Lund J"], 2010, "Cells in lupus")
    assert (found.doi, found.pmid, record.citation.reference) == ("10.1000/inv.1", "20123456", "3")
    assert record.study_key == "doi:10.1000/inv.1"
    [(start, end)] = record.evidence["citation.resolved"]
    assert (
        all(part in told.raw[start:end] for part in ("Okafor", "2010", "10.1000/inv.1"))
        and "Ferro A. Mice" not in told.raw[start:end]
    )


_ZH = "林某等{mark}用脐带间充质干细胞治疗12例系统性红斑狼疮患者，静脉输注，12个月后9例（75%）缓解。"


@pytest.mark.parametrize(
    ("body", "entries", "title"),
    [
        (_ZH.format(mark="[3]"), "[3] 林某，周建. 干细胞治疗狼疮[J]. 某杂志, 2010, 12(3): 45.", "干细胞治疗狼疮"),
        (_ZH.format(mark="[3]"), "[3] Lin M, Zhou J. Cells in lupus. Inv J 2010;12:45.", "Cells in lupus"),
        (_ZH.format(mark="[4]"), "[3] 林某，周建. 干细胞治疗狼疮[J]. 某杂志, 2010, 12(3): 45.", None),  # no such entry
        (_ZH.format(mark="[3]"), "[3] 周建. 心肌梗死[J]. 某杂志, 2010, 1: 4.", None),  # others wrote it
        (_ZH.format(mark="[3]"), "[3] 林某. 狼疮. 某志, 2010, 1: 4.\n[3] 林某. 肾炎. 某志, 2012, 1: 4.", None),  # twice
        (_ZH.format(mark="（2010）"), "林某，周建. 狼疮. 某志, 2010, 12(3): 45.\n林某. 肾炎. 某志, 2012, 1: 4.", "狼疮"),
        (_ZH.format(mark=""), "林某，周建. 干细胞治疗狼疮[J]. 某杂志, 2010, 12(3): 45.", None),  # no year to choose by
    ],
)  # fmt: skip
def test_an_entry_is_taken_only_where_one_alone_fits(body: str, entries: str, title: str | None) -> None:
    record = extract_bytes(f"狼疮的细胞治疗\n\n{body}\n\n参考文献\n{entries}\n".encode(), source="a.txt").records[0]
    found = record.citation.resolved
    assert (found.title if found else None) == title
    assert ("citation.resolved" in record.evidence) == (title is not None)


@pytest.mark.parametrize(
    ("marks", "keys"),
    [
        (("[3]", "[4]"), ["doi:10.1000/a", "doi:10.1000/b"]),
        (("[3]", "[3]"), [None, None]),  # one paper, two studies: its number tells neither
    ],
)
def test_a_publication_is_the_key_of_one_study_alone(marks: tuple[str, str], keys: list[str | None]) -> None:
    text = (
        "Lupus\n\n"
        f"One trial {marks[0]} gave 12 patients with lupus nephritis cord mesenchymal stem cells; 9 were in remission.\n\n"
        f"Another trial {marks[1]} gave 31 people with Crohn’s disease adipose mesenchymal stem cells; 20 healed.\n\n"
        "References\n[3] Lee A. Two trials. Inv J 2010;1:1. doi:10.1000/a\n[4] Ferro A. Gut. Inv J 2011;1:1. doi:10.1000/b\n"
    )
    records = extract_bytes(text.encode(), source="a.txt").records
    assert [r.study_key for r in records] == keys
    assert all(r.citation.resolved is not None for r in records)
