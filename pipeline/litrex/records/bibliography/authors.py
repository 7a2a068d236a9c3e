"""The authors that an entry begins with, in the orders that journals ask for; a list that fits none of them names nobody."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_CAP = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢİĶŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ"
_LOW = "a-zß-öø-ÿāăąćčďđēęěğģıķłńňōőřśşšţťūůűźżž"
_WORD = rf"(?:[dDlLO]['’])?[{_CAP}][{_CAP}{_LOW}'’]*"
_PARTICLE = (
    r"(?:(?:[vV]an|[vV]on|[dD]e|der|den|[dD]el|della|[dD]i|[dD]a|dos|du|[lL]a|[lL]e|ten|ter|[eE]l|[aA]l|bin|ibn|zu|zur|af|St)"
    r"[ '’-]|['’]t )"
)
_SURNAME = rf"{_PARTICLE}{{0,3}}{_WORD}(?:[-‐ ]{_WORD}){{0,2}}?"
_DOTTED = rf"[{_CAP}]\.(?:[ -]{{0,2}}[{_CAP}]\.){{0,3}}"
_INITIALS = rf"(?:{_DOTTED}|[{_CAP}](?:[ -]?[{_CAP}]){{0,3}})"  # never "A. T" of "Ferro A. T cells in …"
_SUFFIX = r"(?:,? (?:Jr|Sr|2nd|3rd|II|III)\.?)?"
_ET_AL = r"(?:et\s+al\.?|and\s+others|and\s+colleagues)"
_BETWEEN = re.compile(r"\s*(?:[,;，；]\s*(?:(?:and|&|and,)\s+)?|\s(?:and|&)\s+)(?:(?:\.\s?){3}|…)?\s*")
_LAST_FIRST = re.compile(rf"(?P<surname>{_SURNAME}) (?P<initials>{_INITIALS}){_SUFFIX}(?![\w'’‐-])")
_COMMA = re.compile(rf"(?P<surname>{_SURNAME}), (?P<initials>{_DOTTED}){_SUFFIX}(?!\w)")
_FIRST_LAST = re.compile(rf"(?P<initials>{_DOTTED}) ?(?P<surname>{_SURNAME}){_SUFFIX}(?![\w'’‐-])")
_SIGN = r"(?:(?!等)[㐀-鿿])"
_HAN_NAME = re.compile(
    rf"(?P<surname>{_SIGN}{{1,2}}[ \u3000]?{_SIGN}{{1,2}}|[㐀-鿿]{{2,8}}[·•・][㐀-鿿]{{1,8}})(?P<initials>)(?!{_SIGN})"
)
_HAN_BETWEEN = re.compile(r"\s*[,，、;；]\s*|[ \u3000]+(?=[㐀-鿿]{2,3}(?:[ \u3000,，.．]|$))")
_HAN_MORE = re.compile(r"\s*[,，、;；]?\s*(?:等人?|et\s+al)(?![㐀-鿿])")
_MORE = re.compile(rf"\s*[,;]?\s*(?:and\s+|&\s*)?{_ET_AL}")
_END = re.compile(r"\s*(?:[.．。:：]|[,，](?=\s*[“\"「])|(?=[(（]\s?\d{4})|(?<=\.)(?=\s|[A-Z㐀-鿿]))\s*")
_BODY = re.compile(
    r"\s*[,;]\s*(?:(?:on behalf of|for|and)\s+)?(?:the\s+)?[^.:;,()]{2,90}?\b"
    r"(?:[Gg]roup|[Ii]nvestigators|[Cc]onsortium|[Nn]etwork|[Tt]eam|[Tt]rialists|[Cc]ommittee|[Ss]ociety|[Cc]ollaborat\w+)\b[^.:;,]{0,40}"
)
_MOST = 200  # authors; a consortium's paper names no more before "et al."


@dataclass(frozen=True, slots=True)
class Authors:
    """Names as ``Surname Initials``, or in full in Chinese; `end` is where what follows them begins.

    Where only a comma stands there, `closed` is false: nothing tells the title from what follows it.
    """

    names: tuple[str, ...]
    end: int
    closed: bool = True


def authors_of(text: str) -> Authors | None:
    """Read the authors at the beginning of an entry (its label left out); None where it begins otherwise.

    >>> authors_of("Okafor N, van der Berg JP, et al. Cells in lupus.").names
    ('Okafor N', 'van der Berg JP')
    >>> authors_of("Okafor, N. B., & Lund-Hale, J.-P. (2010). Cells.").names, authors_of("林 某，周建国，等. 干细胞[J].").names
    (('Okafor NB', 'Lund-Hale JP'), ('林某', '周建国'))
    >>> authors_of("Cells in lupus. Lancet 2010") is None, authors_of("国家药品监督管理局. 指导原则[S].") is None
    (True, True)
    """
    for name, between, more in (
        (_HAN_NAME, _HAN_BETWEEN, _HAN_MORE),
        (_COMMA, _BETWEEN, _MORE),
        (_FIRST_LAST, _BETWEEN, _MORE),
        (_LAST_FIRST, _BETWEEN, _MORE),
    ):
        told = _listed(text, name, between, more)
        if told is not None:
            return told
    return None


def _listed(text: str, name: re.Pattern[str], between: re.Pattern[str], more: re.Pattern[str]) -> Authors | None:
    """Read names of one order one after another; the list must end as a list of authors does."""
    names, at = list[str](), 0
    while len(names) < _MOST and (match := name.match(text, at)):
        names.append(_written(match["surname"], match["initials"]))
        at = match.end()
        if rest := more.match(text, at):
            at = rest.end()
            break
        gap = between.match(text, at)
        if gap is None or not name.match(text, gap.end()):
            break
        at = gap.end()
    if not names:
        return None
    if body := _BODY.match(text, at):
        at = body.end()
    if end := _END.match(text, at):
        return Authors(tuple(names), end.end())
    pointed = text[at - 1] == "." or name is _FIRST_LAST
    return Authors(tuple(names), at + 1, closed=False) if pointed and text[at : at + 1] == "," else None


def _written(surname: str, initials: str) -> str:
    if not initials:
        return re.sub(r"[ \u3000]", "", surname)
    letters = "".join(c for c in unicodedata.normalize("NFC", initials) if c.isalpha())
    return f"{surname} {letters}"
