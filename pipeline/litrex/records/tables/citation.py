"""Who told the study of a row, when, and under which label: from whatever cell holds it."""

from __future__ import annotations

import re

from litrex.mentions.authors import AuthorMatch, in_cell, partner_of
from litrex.records.builder import RecordBuilder, Told
from litrex.records.reading import Reading, Span
from litrex.schema.mention import Label

LABEL = re.compile(r"[\[【(（]\s*(?:refs?\.?\s*|文献)?(\d{1,3}(?:\s*[,;、-]\s*\d{1,3})*)\s*[\]】)）]", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?!\d|\s?[-~–]\s?(?:19|20)\d\d)")
REGISTERED = re.compile(
    r"\b(?:NCT ?\d{4,8}|ChiCTR[-\w]+|ISRCTN ?\d+|EudraCT ?[-\d]+|JPRN[-\w]+|UMIN ?\d+"
    r"|CTRI[/\d]+|ACTRN ?\d+|IRCT\w+|KCT ?\d+|jRCT\w+)",
    re.IGNORECASE,
)
_BARE = re.compile(r"\s*(?:refs?\.?\s*)?(\d{1,3}(?:\s*[,;、-]\s*\d{1,3})*)\s*[.a-z]?\s*", re.IGNORECASE)


_MORE_NAME = re.compile(r"\s*(?:[A-Z]{1,3}\b)?[,.]?\s*(?:et al|等|and colleagues)", re.IGNORECASE)
_TRIAL = re.compile(
    r"(?!Mc|Mac|De|Di|Da|Du|La|Le|Van|Fitz|St|O['’])(?:[A-Za-z]*[a-z][A-Z]+[A-Za-z]*|"
    r"[A-Z]{2,}[a-z]+[A-Z]*|[A-Za-z]+[- ]\d(?![\d/]))\b"
)
_PARTS = re.compile(r"[(（:：;；/]|,\s|，")


def author_of(reading: Reading, span: Span, *, names: bool) -> Span | None:
    """The author's name in a cell.

    `names` says that the column names authors; in a column of studies a word in capitals or with a number is a trial's name,
    and the author may stand after it: ``ASTOR-2 (Lindqvist 2018)``.
    """
    text = reading.text(span)
    offset = 0
    for part in (text,) if names else _PARTS.split(text):
        at = text.index(part, offset)
        offset = at + len(part)
        author = in_cell(part)
        if (
            author is None
            or REGISTERED.match(part.strip())
            or (re.match(r"[A-Z\d-]*\d", part[author.name_end :]) and part[author.name_start : author.name_end].isupper())
        ):
            continue
        if not (_TRIAL.match(part[author.name_start :]) or (not names and _is_trial(part, author))):
            return span[0] + at + author.name_start, span[0] + at + author.name_end
    return None


def _is_trial(part: str, author: AuthorMatch) -> bool:
    name, after = part[author.name_start : author.name_end], part[author.name_end :]
    if _MORE_NAME.match(after):
        return False
    return name.isupper() and (len(name) >= 4 or (len(name) == 3 and not re.match(r"\s*,?\s*\(?(?:19|20)\d\d|\s*\[\d", after)))


def add_citation(builder: RecordBuilder, span: Span, *, names: bool = True) -> None:
    """Add author, year and label in brackets, whichever of them a cell holds."""
    reading = builder.reading
    text = reading.text(span)
    words = author_of(reading, span, names=names)
    if words is not None:
        second = partner_of(text, words[1] - span[0])
        told = [words, *([(span[0] + second[0], span[0] + second[1])] if second else [])]
        builder.put("citation.authors", Told([reading.as_told(w) for w in told], tuple(told), "table.author", 0.97))
    year = YEAR.search(REGISTERED.sub(lambda m: " " * len(m.group()), text))
    if year:
        builder.put(
            "citation.year", Told(int(year.group()), ((span[0] + year.start(), span[0] + year.end()),), "table.year", 0.98)
        )
    _label(builder, span, text)


def _label(builder: RecordBuilder, span: Span, text: str) -> bool:
    for label in reversed(list(LABEL.finditer(text))):
        if not YEAR.fullmatch(label.group(1)) and _listed(reading=builder.reading, label=label.group(1)):
            words = (span[0] + label.start(1), span[0] + label.end(1))
            builder.put("citation.reference", Told(labels(label.group(1)), (words,), "table.reference", 0.98))
            return True
    for m in builder.reading.within(span, Label.REFERENCE):
        digits = re.search(r"\d{1,3}(?:\s*[,;-]\s*\d{1,3})*", builder.reading.text((m.start, m.end)))
        if digits:
            words = (m.start + digits.start(), m.start + digits.end())
            builder.put("citation.reference", Told(labels(digits.group()), (words,), "table.reference", 0.9))
            return True
    return False


def _listed(reading: Reading, label: str) -> bool:
    """Whether the reference list, if the document has one, reaches as far as the label."""
    known = [int(b.label) for b in reading.clean.blocks if b.label and b.label.isdigit()]
    first = re.match(r"\d+", label)
    return not known or first is None or int(first.group()) <= max(known)


def add_reference(builder: RecordBuilder, span: Span) -> None:
    """Add the label of a column of references, bare or in brackets, and the author and year where the cell names them."""
    text = builder.reading.text(span)
    number = _BARE.fullmatch(text)
    if number is not None:
        words = (span[0] + number.start(1), span[0] + number.end(1))
        builder.put("citation.reference", Told(labels(number.group(1)), (words,), "table.reference", 0.97))
    elif re.search(r"[A-Za-z一-鿿]{2}", text):
        add_citation(builder, span)
    else:
        _label(builder, span, text)


def labels(text: str) -> str | list[str]:
    """The labels of a list, without leading zeros.

    >>> labels("047"), labels("12, 15")
    ('47', ['12', '15'])
    """
    parts = [p.strip().lstrip("0") for p in re.split(r"[,;、]", text)]
    return parts[0] if len(parts) == 1 else parts
