"""An entry of a reference list as text: Vancouver, APA, Harvard, GB/T 7714 and the lists of Chinese journals."""

from __future__ import annotations

import re

from litrex.documents.marks import ENTRY
from litrex.records.bibliography.authors import authors_of
from litrex.records.bibliography.numbers import doi_of, pmid_of, year_of
from litrex.schema.record import ResolvedCitation

_DATED = re.compile(r"\s*[(（]\s?(?P<year>(?:1[89]|20)\d\d)[a-z]?(?:[,，][^()（）]{1,20})?[)）]\s*[.,:：．。]?\s*")
_QUOTED = re.compile(r"[“\"「‘'](?P<title>[^”\"」]{6,400}?)[,.，。]?[”\"」’'](?=[\s,.，。]|$)")
_KIND = re.compile(r"\s*[\[［〔【](?:[JMDCNRSPZAG]|DB|CP|EB)(?:/(?:OL|CD|MT|DK))?[\]］〕】]", re.I)
_STOP = re.compile(r"[.?!](?=\s+[\"“A-Z0-9\u3400-\u9fff*_])|[.．](?=[\u3400-\u9fff])|[。？！]|[?？](?=\s)")
_NO_STOP = re.compile(r"(?:\b(?:vs|cf|e\.g|i\.e|al|no|vol|st|dr|approx|ca|spp?|subsp|var)|(?<![A-Za-z])[A-Z])$", re.I)
_LONGEST = 3000  # characters; what is longer is no entry


def entry_of(text: str) -> ResolvedCitation | None:
    """Take an entry apart; what it does not tell plainly is left out, and None stands for an entry that tells nothing.

    >>> entry_of("[3] 林某，周某某，等. 干细胞治疗狼疮[J]. 某某杂志, 2010, 12(3): 45-50.").title
    '干细胞治疗狼疮'
    >>> entry_of("4. Okafor N, Lund J. Cells vs. drugs in lupus. Lancet 2010;375:1-9. doi:10.1000/x1").model_dump()["title"]
    'Cells vs. drugs in lupus'
    """
    label = ENTRY.match(text)
    told = text[label.end() if label else 0 :].strip()
    if not told or len(told) > _LONGEST:
        return None
    authors = authors_of(told)
    names = list(authors.names) if authors else []
    rest = told[authors.end :] if authors else told
    dated = _DATED.match(rest) if authors else None
    found = ResolvedCitation(
        authors=names,
        year=int(dated["year"]) if dated else year_of(told),
        title=_title(rest[dated.end() if dated else 0 :], known=authors is not None and authors.closed),
        doi=doi_of(told),
        pmid=pmid_of(told),
    )
    return found if any(found.model_dump().values()) else None


def _title(rest: str, *, known: bool) -> str | None:
    """The title that `rest` begins with; where no authors end before it, only quotation marks tell it."""
    if quoted := _QUOTED.match(rest) or (None if known else _QUOTED.search(rest)):
        return quoted["title"].strip()
    if not known:
        return None
    if kind := _KIND.search(rest):
        return _tidy(rest[: kind.start()])
    return next(
        (_tidy(rest[: m.start() + (m[0] in "?？!！")]) for m in _STOP.finditer(rest) if not _NO_STOP.search(rest[: m.start()])),
        None,
    )


def _tidy(title: str) -> str | None:
    told = re.sub(r"\s+", " ", title).strip(" *_.,，。")
    return told if len(told) > 1 and re.search(r"[A-Za-z\u3400-\u9fff]{2}", told) else None
