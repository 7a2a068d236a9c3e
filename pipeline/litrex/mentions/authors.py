"""Who told a study: author mentions in running text and in table cells.

English names stand before ``et al.``, ``and colleagues``, ``'s group``, a year or a reference mark; Chinese ones before
等, 等人, 团队, 课题组. Transliterated names (Han characters that spell a foreign name) are told by 等人
and by what stands before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from litrex.mentions.han_names import SURNAMES, is_foreign, is_han, is_name, lines_of, no_name

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽ"
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿĀ-žƠơƯưẠ-ỹ"
_WORD = rf"[{_UPPER}][{_LETTER}'’]*(?:-[{_LETTER}'’]+)*"
_PARTICLE = (
    rf"(?<![{_LETTER}])"  # the de of "include" is none
    r"(?:[Dd]e la|[Dd]e los|[Dd]e las|[Vv]an der|[Vv]an den|[Vv]an de|[Vv]an ['’]t|[Ii]n ['’]t|[Vv]on der|[Vv]on dem|[Dd]e|[Dd]el"
    r"|[Dd]ella|[Dd]i|[Dd]a|[Dd]os|[Dd]as|[Dd]u|[Vv]an|[Vv]on|den|der|[Tt]en|[Tt]er|zu|zur|af|[Ll]e|[Ll]a|[Ee]l|[Aa]l"
    r"|[Ii]bn|[Bb]en|[Aa]bu|Abd|Mac|St\.|Ó|Ní|['’]t)"
)
NAME = rf"(?:{_PARTICLE} )?{_WORD}(?: (?:de la|de|van|von|der|da|di|del) {_WORD})?"
_LONG = rf"{_PARTICLE} {_WORD} {_WORD}"
_INITIALS = rf"(?:,? (?:[{_UPPER}]\.?-?){{1,3}}(?![{_LETTER}]))?"
_TOLD = (
    r"(?:report\w*|describ\w+|treat(?:ed|s)|stud(?:ied|ies)|randomi[sz]e[ds]|allot\w+|allocated|enrol\w+|recruited"
    r"|transplanted|injected"
    r"|infused|implanted|gave|gives|followed|reviewed|saw|sees|found|finds|observed|compared|compares|assigned|tested"
    r"|tried|ran|conducted"
    r"|performed|presented|published|delivered|analy[sz]ed|examined|evaluated|investigated|used|took|put|placed|showed)"
)
# What a person does with patients, and no drug, disease or year can do.
_DID = (
    r"(?:treated|randomi[sz]ed|allotted|allocated|enrolled|recruited|transplanted|injected|infused|implanted"
    r"|described|reviewed|saw"
    r"|assigned|operated on|tested|published)"
)
_SOME = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|closure|healing|response|remission|the|no)"

_NO_NAME = frozenset(lines_of("no_names.txt"))

_EN = re.compile(
    rf"(?P<etal>(?P<n1>{NAME}){_INITIALS}(?:,? (?:and|&) (?P<n1b>{NAME})| ?,)? et al\b\.?)"
    rf"|(?P<coll>(?P<n2>{NAME})(?: and|,| with| &) (?:(?:his|her|their) )?(?:colleagues|co-?workers|associates"
    rf"|collaborators|co-?authors|co-?investigators|team|group))"
    rf"|(?P<poss>(?P<n3>{NAME})(?:'s|’s|s') (?:own |(?:[a-z][\w-]+ ){{1,3}})?(?:group|team|stud(?:y|ies)|trial"
    rf"|laboratory|lab|work"
    rf"|series|report|cohort|paper|experiments?|data|results))"
    rf"|(?P<by>(?:group|team|study|trial|report|work|series|experiments?|researchers"
    rf"|investigators)[^.;,]{{0,30}}? (?:by|led by|under|around|headed by) (?P<n4>{NAME})(?! (?:University"
    rf"|Hospital|Institute|Medical|Center|Centre|College|School))(?=[ ,.;(\[]))"
    rf"|(?P<led>\b(?:led|headed|directed|chaired|coordinated) by (?:Dr\.? |Professor |Prof\.? )?(?P<n4c>{NAME})(?! (?:University"
    rf"|Hospital|Institute|Medical|Center|Centre|College|School))(?=[,.;) ]))"
    rf"|(?P<of>(?:group|team|study|trial|report|work|series) of (?P<n4b>{NAME})(?= ?[(\[]| {_TOLD}\b))"
    rf"|(?P<pair>(?P<n5>{NAME}) (?:and|&|与|和|及) (?P<n5b>{NAME})(?= ?(?:\((?:19|20)\d\d|\[\d)| {_TOLD} ))"
    rf"|(?P<twins>(?P<n5c>{NAME})(?:与|和|及)(?P<n5d>{NAME})(?= ?(?:\((?:19|20)\d\d|\[\d)))"
    rf"|(?P<dated>(?P<n6>{NAME})(?=,? ?(?:\((?:19|20)\d\d[a-z]?\)|\[\^?\d)))"
    rf"|(?P<inpar>(?<=\()(?P<n7>{_LONG}|{NAME})(?:,? (?:and|&) (?P<n7b>{NAME}))?(?=,?\s?(?:19|20)\d\d[a-z]?\s?[);,\[]))"
    rf"|(?P<did>(?P<n8>{NAME})(?= {_DID} (?:\w+ )?{_SOME} ))"
)
_EN_BEGINS = re.compile(
    rf"[{_UPPER}'’]|(?<![{_LETTER}])[a-z](?<=[adeivtzlb])(?=[a-z]{{1,4}}[ '’])|(?:group|team|study|trial|report|work|series"
    r"|experiment|researchers|investigators)|\b(?:led|headed|directed|chaired|coordinated) by"
)  # where one may begin: trying all forms at every letter takes ten times as long
_GROUPS = ("n1", "n2", "n3", "n4", "n4c", "n4b", "n5", "n5c", "n6", "n7", "n8")

_TOLD_ZH = (
    r"(?:报[告道]|描述|介绍|回顾|总结|分析|观察|随访|比较|评[价估]|探讨|选取|选择|纳入|收治|收集|入组|招募|治疗|采用"
    r"|应用|使用|用|将|把|对|给|为|在|让|于|曾|的"
    r"|也|又|则|还|先|主持|牵头|发表|完成|开展|进行|发现)"
)
_AND_OTHERS = (
    r"等人|等学者|等研究者|等研究团队|等团队|等(?=\s?[\[(（【〔^⁰¹²³⁴⁵⁶⁷⁸⁹\\]|[一-鿿]|,|，|:|：)"
    r"|(?:[和与及]其?|和他的|和她的)(?:同事|同仁|合作者)"
)
_HAN = r"[一-鿿·]"
_ZH = re.compile(
    r"(?P<latin>(?P<m1>" + NAME + r")(?:等(?:人|学者|研究者|研究团队|团队)?|(?:[和与及]其?)(?:同事|同仁|合作者)"
    r"|(?:教授)?(?:的)?(?:研究)?(?:团队|课题组|研究组|小组|教授|博士"
    r"|研究团队)))"
    rf"|(?P<two>(?P<m6>{_HAN}{{1,6}}?)[与和及、](?!同事|同仁|合作|其)(?P<m6b>{_HAN}{{1,6}}?))"
    r"(?=等|二人|两人|两位|\s?[\[【]\d|\s?[(（](?:19|20)\d\d|主持|牵头|发表|报[告道])"
    rf"|(?P<han>(?P<m2>{_HAN}{{1,8}}?)(?P<tail>{_AND_OTHERS}|(?:教授)?(?:的)?(?:研究)?(?:团队|课题组|研究组)"
    rf"|(?:教授|医生|医师|博士|学者)(?=等|领衔|带领|牵头|主持|\s?[\[【(（]\d|{_TOLD_ZH})))"
    rf"|(?<=[(（])(?P<dated>(?P<m3>{_HAN}{{2,8}}?)(?:[、和与]{_HAN}{{2,6}})?)(?=等?[,，]?\s?(?:19|20)\d\d)"
    rf"|(?P<both>(?P<m4>{_HAN}{{2,6}})\s?[(（]{NAME}[)）])(?=\s?(?:等|团队|课题组|[\[【(（]))"
    rf"|(?P<marked>(?P<m5>{_HAN}{{2,6}}))(?=\s?(?:[\[【〔]\^?|\^\[?)\d|[¹²³⁴⁵⁶⁷⁸⁹])"
    rf"|(?P<year>(?P<m7>{_HAN}{{1,6}}))(?=\s?[(（](?:19|20)\d\d年?[)）]\s?(?:[\[【][\d,、-]{{1,9}}[\]】]\s?)?(?:,|，"
    rf"|:|：|{_TOLD_ZH}))"
    rf"|(?<=由)(?P<led>(?P<m8>{_HAN}{{2,6}}?))(?=牵头|主持|领衔|领导|带领|发起|完成|开展|报[告道]|发表)"
)
_BOUNDARY = re.compile(
    r"(?:^|[\s,;:。、()\[\]\"“”年月日]|由|来自|与|和|据|即|而|是|中|如|参照|但|后|随后|其后|随即|此前|当时|有|像"
    r"|被|及|对|的|[国典士威兰麦时])$"
)
_AFTER_ETC = re.compile(
    r"(?!级|待|于|同(?!样)|量|效|离|位|温|渗|张|长|值|候|因素|症状|疾病|方面|情况|指标|多种|各种|不良|并发|其他"
    r"|为主)"
)
_PLACE = re.compile(r"\b(?:in|at|near) $")
_CLAUSE = re.compile(
    r"(?:^|[.,;:(] |\b(?:and|whereas|while|where|when|but|that|as|which|later|nor|neither|once|Later|Then|Here|There|In \d{4}) )$"
)
_STRICT = re.compile(r"(?:^|[\s,;:。()年月]|由|来自|据|是|为|[国典士威兰麦时])$")


@dataclass(frozen=True, slots=True)
class AuthorMatch:
    """An author mention: the whole phrase at ``start:end``, the name alone at ``name_start:name_end``."""

    start: int
    end: int
    name_start: int
    name_end: int


def find(folded: str) -> Iterator[AuthorMatch]:
    """Find author mentions, in order, none overlapping another.

    >>> [m for t in ("Liang et al. [12] treated", "Song and co-workers (2015)", "许兰平团队在11家中心")
    ...  for m in (t[a.name_start:a.name_end] for a in find(t))]
    ['Liang', 'Song', '许兰平']

    Positions are code points of `folded`.
    """
    found = sorted([*_english(folded), *_chinese(folded)], key=lambda m: (m.start, -m.end))
    last = 0
    for match in found:
        if match.name_start >= last:
            yield match
            last = match.end


def _english(folded: str) -> Iterator[AuthorMatch]:
    for match in _from(_EN_BEGINS, _EN, folded):
        group = next(g for g in _GROUPS if match.group(g))
        name = match.group(group)
        start = match.start(group)
        while (first := name.partition(" ")[0]) in _NO_NAME and " " in name:
            start += len(first) + 1
            name = name[len(first) + 1 :]
        bare = name.split("-")[0]
        if name in _NO_NAME or bare in _NO_NAME or (name.isupper() and (len(name) > 3 or group in ("n6", "n8"))):
            continue
        if group == "n6" and _PLACE.search(folded, 0, start):
            continue
        if group == "n8" and not _acts(folded, start, name):
            continue
        yield AuthorMatch(
            min(match.start(), start) if group in ("n4", "n4b", "n4c") else start, match.end(), start, start + len(name)
        )


def _from(begins: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Give what ``pattern.finditer`` does, where `begins` finds every place that a match may begin at."""
    end = 0
    for begin in begins.finditer(text):
        if begin.start() >= end and (match := pattern.match(text, begin.start())):
            end = match.end()
            yield match


def _acts(folded: str, start: int, name: str) -> bool:
    """Whether a bare name before what it did is a person's: no plural ("Surgeons treated 20"), no product."""
    if name[-1] == "s" and " " not in name:
        return False
    if not name.isalpha() and not re.search(r"['’ -]", name):
        return False
    return bool(_CLAUSE.search(folded, 0, start)) and not re.search(r"(?:mab|nib|cel|cept|ine|ide|tion|ment|ity|ology)$", name)


def _chinese(folded: str) -> Iterator[AuthorMatch]:
    if folded.isascii():
        return
    for match in _ZH.finditer(folded):
        if match.group("latin"):
            if match.group("m1") not in _NO_NAME and not match.group("m1").isupper():
                yield AuthorMatch(match.start(), match.end(), match.start("m1"), match.end("m1"))
            continue
        group = next(g for g in _START_OF if match.group(g))
        start = _START_OF[group](folded, match)
        if start is not None:
            yield AuthorMatch(start, match.end(), start, match.end(group))


def _dated(folded: str, match: re.Match[str]) -> int | None:
    """In brackets before a year: (陈国栋，2011)."""
    return match.start("m3") if not no_name(match.group("m3")) else None


def _both(folded: str, match: re.Match[str]) -> int | None:
    """Before the same name in Latin letters: 米勒（Miller）等."""
    end = match.end("m4")
    for start in range(end - 2, match.start("m4") - 1, -1):
        if _BOUNDARY.search(folded, 0, start) and not no_name(folded[start:end]):
            return start
    return None


def _marked(folded: str, match: re.Match[str]) -> int | None:
    """Before a reference mark: 刘洋[15], 埃里克森[10]."""
    return _last_name(folded, match.start("m5"), match.end("m5"), shortest=2)


def _before_year(folded: str, match: re.Match[str]) -> int | None:
    """Before a year in brackets and what was done: 周(2019)报告, 吴佳蓉(2022)回顾."""
    return _last_name(folded, match.start("m7"), match.end("m7"), shortest=1)


def _led(folded: str, match: re.Match[str]) -> int | None:
    """Between 由 and what was led: 由佐藤主持."""
    return match.start("m8") if is_name(match.group("m8")) else None


def _two(folded: str, match: re.Match[str]) -> int | None:
    """The first of two names: 陈与吴[12], 中村与佐佐木(2015)."""
    return _last_name(folded, match.start("m6"), match.end("m6"), shortest=1) if is_name(match.group("m6b")) else None


def _last_name(folded: str, first: int, end: int, *, shortest: int) -> int | None:
    """Where the longest name that ends at `end` starts, no earlier than `first` and right after a boundary."""
    starts = range(first, end - shortest + 1)
    return next((s for s in starts if is_name(folded[s:end]) and _BOUNDARY.search(folded, 0, s)), None)


def _followed(folded: str, match: re.Match[str]) -> int | None:
    return _han_name(folded, match.end("m2"), match.group("tail"))


_START_OF = {"m3": _dated, "m4": _both, "m6": _two, "m5": _marked, "m7": _before_year, "m8": _led, "m2": _followed}


def _han_name(folded: str, end: int, tail: str) -> int | None:
    """Where the name that ends at `end` starts: up to three characters with a surname, or a transliteration before 等人."""
    if tail == "等" and not _AFTER_ETC.match(folded, end + 1):
        return None
    lengths = (3, 2, 1) if tail.startswith("等") else (3, 2)
    for length in lengths:
        start = end - length
        name = folded[max(start, 0) : end]
        if start >= 0 and name[0] in SURNAMES and not no_name(name[1:]) and is_han(name) and _BOUNDARY.search(folded, 0, start):
            return start
    foreign = _last_name(folded, max(0, end - 6), end, shortest=2)
    if foreign is not None and is_foreign(folded[foreign:end]):
        return foreign
    if tail != "等":
        boundary = _BOUNDARY if tail.startswith("等") else _STRICT
        for length in range(2, 9):
            start = end - length
            if start < 0:
                break
            name = folded[start:end]
            if is_han(name.replace("·", "")) and not no_name(name) and boundary.search(folded, 0, start):
                return start
    return None


_PARTNER = re.compile(
    rf"(?:,? (?:and|&) | ?[与和及、] ?)(?P<name>{NAME}|{_HAN}{{1,6}}?)(?=二人|两人|两位|主持|牵头|发表|报[告道]|的"
    rf"|[,，]?\s?[(（)）\[【]|,? (?:19|20)\d\d"
    rf"|[,，](?:19|20)\d\d|\s?$| {_TOLD}\b)"
)


def partner_of(folded: str, end: int) -> tuple[int, int] | None:
    """The second of two authors, where the first one's name ends at `end`: the Iyer of "Haddad and Iyer", the 吴 of 陈与吴[12].

    None where more than two are meant: "Haddad, Iyer et al.", 赵明哲、李娜等.
    """
    match = _PARTNER.match(folded, end)
    if match is None:
        return None
    name = match["name"]
    if name in _NO_NAME or name.isupper() or (not name.isascii() and is_han(name[0]) and not is_name(name)):
        return None
    return match.span("name")


_DITTO = frozenset({"同上", "同前", "同左", "合计", "总计", "无"})


def in_cell(folded: str) -> AuthorMatch | None:
    """Read the author of a table's author cell: ``Wang, 2013``, ``Gangji (2011)``, ``郑海燕，2018``, ``Liu et al.``."""
    first = next(find(folded), None)
    if first is not None and first.name_start <= 3:
        return first
    match = re.match(
        rf"\s*((?:{_LONG})|(?:{NAME})|[一-鿿·]{{1,8}})(?=\s*(?:$|[,，(（\[【\d;]|等|et al|and\b|&|and colleagues"
        rf"| [A-Z]{{1,3}}\b))",
        folded,
    )
    if match is None or match.group(1) in _NO_NAME or match.group(1) in _DITTO:
        return None
    if is_han(match.group(1)) and len(match.group(1)) == 1 and match.group(1) not in SURNAMES:
        return None
    return AuthorMatch(match.start(1), match.end(1), match.start(1), match.end(1))
