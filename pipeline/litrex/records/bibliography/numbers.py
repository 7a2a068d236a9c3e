"""DOI, PMID and year of an entry of a reference list, each only where the entry leaves no doubt."""

from __future__ import annotations

import re

_DOI = re.compile(r"(?<![\w.])10\.\d{4,9}(?:\.\d+)*/[^\s\"'<>，。；、（）【】“”]{1,200}", re.I)
_PMID = re.compile(
    r"(?:PMID|PubMed(?:\s?(?:ID|PMID|唯一标识符))?)\s*[:：]?\s*(?P<named>[1-9]\d{3,7})(?![\d.])"
    r"|(?:ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/|pubmed\.ncbi\.nlm\.nih\.gov/|europepmc\.org/(?:article|abstract)/med/)"
    r"(?P<linked>[1-9]\d{0,7})(?!\d)",
    re.I,
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\[\s*\d{4}-\d{1,2}(?:-\d{1,2})?\s*\]", re.I)
_YEAR = re.compile(r"(?<![\d.:：/–—-])(?:1[89]\d\d|20\d\d)(?!\d|%|[./]\d|[-–—]\d{3})(?=[a-z]?(?![a-z\d]))")
_TOLD = re.compile(  # what follows the year of a publication and nothing else: ``2010;12:45``, ``2010, 12(3)``, ``2010 Jan-Feb;``
    r"[a-z]?(?:\s?[/-]?\s?(?:\d{1,2}(?=\s*;)|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Spring|Summer|Autumn|Winter)\.?)*"
    r"(?:\s\d{1,2}(?=[;；]))?\s*(?:[;；]|[,，]\s?(?:Vol|vol|第)?\.?\s?\d{1,4}(?:\s?卷)?\s?(?:Suppl\.?\s?\d*)?\s?[(（:：,，]"
    r"|年第?\s?\d|[(（]\d{1,3}[)）]\s?[:：])"
)


def doi_of(text: str) -> str | None:
    """The one DOI of an entry; None where there is none, or several, or where a line break may have cut it.

    >>> doi_of("Stem Cells 2010;28:1. doi:10.1002/stem.(99)1."), doi_of("doi: 10.1016/j. stem.2010.01.004")
    ('10.1002/stem.(99)1', None)
    """
    found = {}
    for match in _DOI.finditer(text):
        told = _closed(match[0].rstrip(".,;:!?*"))
        if re.match(r"\s+[a-z\d]", text[match.end() :]) and match[0][-1] in ".-/_":
            return None
        if not told.endswith("/") and told[-1] not in "-_":
            found[told.lower()] = told
    return next(iter(found.values())) if len(found) == 1 else None


def _closed(told: str) -> str:
    """Leave out brackets at the end that were opened before the number."""
    pairs = {")": "(", "]": "[", "}": "{", ">": "<"}
    while told and told[-1] in pairs and told.count(told[-1]) > told.count(pairs[told[-1]]):
        told = told[:-1].rstrip(".,;:")
    return told


def pmid_of(text: str) -> str | None:
    """The one PubMed number of an entry; a PMCID is another number.

    >>> pmid_of("Lancet 2010. PMID: 20123456; PMCID: PMC2812345."), pmid_of("[PubMed: 20123456]"), pmid_of("PMC2812345")
    ('20123456', '20123456', None)
    """
    found = {match["named"] or match["linked"] for match in _PMID.finditer(text)}
    return found.pop() if len(found) == 1 else None


def year_of(text: str) -> int | None:
    """The year of publication: in front of volume or issue, in brackets, else the only one that the entry names.

    >>> year_of("A trial, 1998-2004. Lancet 2010;375:1"), year_of("（2011）"), year_of("题名[J]. 杂志, 2012, 3(4): 2001-2005.")
    (2010, 2011, 2012)
    >>> year_of("Outcomes 2001 and 2004. Paper.") is None, year_of("Lancet 375:2001-2010") is None
    (True, True)
    """
    bare = _ADDRESS.sub(lambda m: " " * len(m[0]), _DOI.sub(lambda m: " " * len(m[0]), text))
    years = list(_YEAR.finditer(bare))
    for sure in (_before_volume, _bracketed):
        told = {int(match[0]) for match in years if sure(bare, match)}
        if len(told) == 1:
            return told.pop()
    told = {int(match[0]) for match in years}
    return told.pop() if len(told) == 1 else None


def _before_volume(text: str, match: re.Match[str]) -> bool:
    return _TOLD.match(text, match.end()) is not None


def _bracketed(text: str, match: re.Match[str]) -> bool:
    opened = text[: match.start()].rstrip()[-1:] in ("(", "（")
    return (
        opened
        and re.match(r"[a-z]?(?:[,，]\s?[A-Za-z]{3,9}(?:\s\d{1,2})?|-\d{1,2}(?:-\d{1,2})?)?\s?[)）]", text[match.end() :])
        is not None
    )
